"""Addresses of reports, with the permission that opens each."""

from __future__ import annotations

from django.urls import register_converter

from goldthread.reports import views
from goldthread.web.doors import page


class FileEnding:
    """The ending of a file that a report is written as."""

    regex = "docx|pdf"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FileEnding, "report_file")

app_name = "reports"
urlpatterns = [
    page("", views.reports, "reports.read", "list"),
    page("board/", views.board, "reports.make", "board"),
    page("board/board.<report_file:ending>", views.board_file, "reports.make", "board_file"),
    page("board/make/", views.make, "reports.make", "make"),
    page("<uuid:pk>/", views.edition, "reports.read", "edition"),
    page("<uuid:pk>/board.<report_file:ending>", views.edition_file, "reports.read", "edition_file"),
]
