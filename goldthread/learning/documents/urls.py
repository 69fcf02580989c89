"""The pages of documents and the permission that opens each; `learning/urls.py` takes them in."""

from __future__ import annotations

from goldthread.council.records.record_urls import record_pages
from goldthread.learning.documents import about_views as about
from goldthread.learning.documents import loading, views
from goldthread.learning.documents.models import Document
from goldthread.web.doors import page

_RECORD = "documents.record"
_DOCUMENT = "documents/<uuid:pk>/"
DOCUMENT_PAGES = [
    page("documents/", views.documents, "documents.read", "documents"),
    page("documents/add/", views.add, _RECORD, "add_document"),
    page("documents/use/<slug:kind>/<uuid:pk>/", views.use_in_document, _RECORD, "use_in_document"),
    page("documents/formats/", about.formats, "documents.read", "formats"),
    page("documents/load/", loading.load, _RECORD, "load_documents", drafts=False),
    page(_DOCUMENT + "about/", about.describe, _RECORD, "describe_document"),
    page(_DOCUMENT + "consent/", about.end_consent, _RECORD, "end_consent"),
    page(_DOCUMENT + "formats/ask/", about.ask_format, "documents.read", "ask_format"),
    page(_DOCUMENT + "formats/<uuid:asked>/", about.meet_request, _RECORD, "meet_format"),
    page(_DOCUMENT, views.document, "documents.read", "document"),
    page(_DOCUMENT + "edit/", views.edit, _RECORD, "edit_document"),
    page(_DOCUMENT + "version/", views.add_version, _RECORD, "add_version"),
    page(_DOCUMENT + "review/", views.review, _RECORD, "review_document"),
    page(_DOCUMENT + "in-force/", views.bring_into_force, _RECORD, "bring_into_force"),
    page(_DOCUMENT + "replace/", views.replace, _RECORD, "replace_document"),
    page(_DOCUMENT + "stop/", views.stop_using, _RECORD, "stop_using"),
    *record_pages(_DOCUMENT, Document),
]
