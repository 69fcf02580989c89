"""Addresses of reports, with the permission that opens each."""

from __future__ import annotations

from goldthread.reports.views import board, editions, rows, workflow
from goldthread.web.doors import page

app_name = "reports"
_EDITION = "<uuid:pk>/"
urlpatterns = [
    page("", editions.reports, "reports.read", "list"),
    page("make/<slug:report>/", workflow.make, "reports.make", "make_kind"),
    page("board/", board.board, "reports.make", "board"),
    page("board/board.docx", board.board_word, "reports.make", "board_word"),
    page("board/board.pdf", board.board_pdf, "reports.make", "board_pdf"),
    page("board/make/", board.make, "reports.make", "make"),
    page("rows/", rows.feedback, "feedback.read", "rows"),
    page("rows/actions/", rows.actions, "learning.read", "action_rows"),
    page("rows/remedies/", rows.remedies, "casework.read", "remedy_rows"),
    page(_EDITION, editions.edition, "reports.read", "edition"),
    page(_EDITION + "report.docx", editions.edition_word, "reports.read", "edition_word"),
    page(_EDITION + "report.pdf", editions.edition_pdf, "reports.read", "edition_pdf"),
    page(_EDITION + "figures.xlsx", editions.edition_figures, "reports.read", "edition_figures"),
    page(_EDITION + "write/", workflow.commentary, "reports.make", "commentary"),
    page(_EDITION + "ask-for-comments/", workflow.ask_for_comments, "reports.make", "ask_for_comments"),
    page(_EDITION + "count-again/", workflow.count_again, "reports.make", "count_again"),
    page(_EDITION + "approve/", workflow.approve, "reports.approve_themes", "approve"),
    page(_EDITION + "return/", workflow.return_to_draft, "reports.approve_themes", "return_to_draft"),
    page(_EDITION + "respond/", workflow.respond, "reports.respond", "respond"),
    page(_EDITION + "publish/", workflow.publish, "reports.make", "publish"),
    page(_EDITION + "correct/", workflow.correct, "reports.make", "correct"),
]
