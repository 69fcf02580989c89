"""Addresses of home, search, gaps, help and the golden thread, with the permission that opens each."""

from __future__ import annotations

from goldthread.thread import own_board, retention_settings, views
from goldthread.web.doors import page, public

AT_ROOT = True
_RECORD = "thread/<slug:kind>/<uuid:pk>/"

urlpatterns = [
    page("", views.home, "thread.front", "home"),
    page("search/", views.search, "thread.search", "search"),
    page("gaps/", views.gaps, "thread.gaps", "gaps"),
    page("boards/", views.boards_page, "thread.boards", "boards"),
    page("my-board/", own_board.own_board, "thread.own_board", "own_board"),
    page("my-board/<uuid:pk>/view/", own_board.own_view, "thread.own_board", "own_view"),
    public("privacy/", views.privacy, "privacy", why="everyone may know what is kept and for how long"),
    page("settings/retention/", retention_settings.retention, "council.manage", "retention"),
    page(
        "settings/retention/<slug:schedule>/",
        retention_settings.change,
        "council.manage",
        "change_retention",
    ),
    page("help/", views.help_page, "thread.home", "help"),
    page("help/mechanisms/", views.mechanisms, "thread.home", "mechanisms"),
    page(_RECORD, views.thread, "thread.read", "thread"),
    page(_RECORD + "all/<slug:of>/", views.thread_records, "thread.read", "thread_records"),
    page("thread/statement/<slug:slug>/", views.statement_thread, "evidence.read", "statement_thread"),
    page(
        "thread/statement/<slug:slug>/all/<slug:of>/",
        views.statement_records,
        "evidence.read",
        "statement_records",
    ),
    page(_RECORD + "panel/", views.panel, "thread.read", "thread_panel"),
    page(_RECORD + "similar/", views.similar, "thread.read", "similar_cases"),
]
