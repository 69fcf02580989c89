"""Addresses of reports, with the permission that opens each."""

from __future__ import annotations

from goldthread.reports import views
from goldthread.web.doors import page

app_name = "reports"
urlpatterns = [
    page("", views.reports, "reports.read", "list"),
    page("board/", views.board, "reports.make", "board"),
    page("board/board.docx", views.board_word, "reports.make", "board_word"),
    page("board/board.pdf", views.board_pdf, "reports.make", "board_pdf"),
    page("board/make/", views.make, "reports.make", "make"),
    page("<uuid:pk>/", views.edition, "reports.read", "edition"),
    page("<uuid:pk>/board.docx", views.edition_word, "reports.read", "edition_word"),
    page("<uuid:pk>/board.pdf", views.edition_pdf, "reports.read", "edition_pdf"),
]
