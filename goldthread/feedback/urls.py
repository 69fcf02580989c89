"""The pages of this room and the permission that opens each."""

from __future__ import annotations

from goldthread.council.records.record_urls import record_pages
from goldthread.council.records.saved_views import view_pages
from goldthread.feedback import named_organisations
from goldthread.feedback.contacts import views as contact_changes
from goldthread.feedback.forms import FeedbackFilter
from goldthread.feedback.models import Feedback
from goldthread.feedback.routing import views as routing
from goldthread.feedback.views import (
    bulk,
    contacts,
    detections,
    duplicates,
    import_details,
    importing,
    intake,
    lists,
    quick,
    records,
    responses,
)
from goldthread.web.doors import page

app_name = "feedback"
urlpatterns = [
    page("", lists.listed, "feedback.read", "list"),
    page("close/", bulk.close_several, "feedback.receive", "close_several"),
    page("<uuid:pk>/", records.detail, "feedback.read", "detail"),
    page("<uuid:pk>/edit/", records.edit, "feedback.receive", "edit_feedback"),
    page("<uuid:pk>/team/", records.change_team, "feedback.receive", "change_team"),
    *record_pages("<uuid:pk>/", Feedback),
    page("<uuid:pk>/original/", records.original, "feedback.original", "original"),
    page("<uuid:pk>/contact/", records.contact, "feedback.contact", "contact"),
    page("<uuid:pk>/contact/edit/", records.edit_contact, "feedback.contact", "edit_contact"),
    page("<uuid:pk>/contact/told/", contact_changes.told, "feedback.contact", "contact_told"),
    page("<uuid:pk>/contact/confirm/", contact_changes.confirm, "feedback.contact", "contact_confirm"),
    page("<uuid:pk>/contact/use/", contact_changes.use, "feedback.contact", "contact_use"),
    page("<uuid:pk>/contact/drop/", contact_changes.drop, "feedback.contact", "contact_drop"),
    page("<uuid:pk>/response/", responses.respond, "feedback.respond", "respond"),
    page("<uuid:pk>/close/", responses.close, "feedback.receive", "close"),
    page("<uuid:pk>/redact-again/", responses.redact_again, "feedback.receive", "redact_again"),
    page("<uuid:pk>/redactions/", detections.listed, "feedback.read", "redactions"),
    page("<uuid:pk>/redactions/open/", detections.opened, "feedback.original", "redactions_open"),
    page("<uuid:pk>/redactions/add/", detections.redact_more, "feedback.receive", "redact_more"),
    page("<uuid:pk>/redactions/selected/", detections.redact_selected, "feedback.receive", "redact_selected"),
    page("detections/<uuid:pk>/undo/", detections.undo_redaction, "feedback.original", "undo_redaction"),
    page("points/<uuid:pk>/split/", responses.split, "feedback.receive", "split"),
    page("duplicates/", duplicates.listed, "feedback.receive", "possible_duplicates"),
    page("<uuid:pk>/duplicates/", duplicates.decide, "feedback.receive", "duplicates"),
    page("<uuid:pk>/duplicates/undo/", duplicates.ungroup, "feedback.receive", "ungroup_duplicates"),
    page("contacts/", contacts.find, "feedback.contact", "find_contact", drafts=False),
    page("contacts/searches/", contacts.searches, "council.audit", "contact_searches", drafts=False),
    page("quick/", quick.quick, "feedback.receive", "quick"),
    page("equality-monitoring/", records.equality_monitoring, "feedback.equality", "equality_monitoring"),
    page("organisation/<uuid:pk>/", named_organisations.offer, "organisations.edit", "named_organisation"),
    page("organisation/<uuid:pk>/link/", named_organisations.link, "organisations.edit", "link_named"),
    page("rules/", routing.rules, "council.manage", "rules"),
    page("rules/add/", routing.add, "council.manage", "add_rule"),
    page("rules/<uuid:pk>/", routing.rule, "council.manage", "rule"),
    page("rules/<uuid:pk>/move/", routing.move, "council.manage", "move_rule"),
    page("rules/<uuid:pk>/delete/", routing.delete, "council.manage", "delete_rule"),
    *view_pages("", Feedback, FeedbackFilter, lists.columns),
    page("export/", lists.export, "feedback.export", "export"),
    page("new/", intake.choose, "feedback.receive", "receive"),
    page("new/<slug:source>/", intake.receive, "feedback.receive", "receive_source"),
    page("imports/", lists.imports, "feedback.import", "imports"),
    page("import/", importing.begin, "feedback.import", "import_begin"),
    page("import/<uuid:pk>/", importing.follow, "feedback.import", "import"),
    page("import/<uuid:pk>/columns/", importing.columns, "feedback.import", "import_columns"),
    page("import/<uuid:pk>/start/", importing.start, "feedback.import", "import_start"),
    page("import/<uuid:pk>/resume/", importing.resume, "feedback.import", "import_resume"),
    page("import/<uuid:pk>/cancel/", importing.cancel, "feedback.import", "import_cancel"),
    page("import/<uuid:pk>/values/", import_details.match_values, "feedback.import", "import_values"),
    page("import/<uuid:pk>/check/", import_details.check_again, "feedback.import", "import_check"),
    page("import/<uuid:pk>/rows/<int:row>/", import_details.row, "feedback.import", "import_row"),
    page("import/<uuid:pk>/undo/", import_details.undo, "feedback.import", "import_undo"),
    page("import/remembered/", import_details.remembered, "feedback.import", "import_remembered"),
    page("import/values/<uuid:pk>/", import_details.forget_value, "feedback.import", "forget_value"),
    page("import/matches/<uuid:pk>/", import_details.forget_mapping, "feedback.import", "forget_mapping"),
    page("import/<uuid:pk>/rows-to-fix.csv", importing.row_errors, "feedback.import", "import_errors"),
]
