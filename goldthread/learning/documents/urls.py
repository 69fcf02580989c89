"""The pages of documents and the permission that opens each; `learning/urls.py` takes them in."""

from __future__ import annotations

from goldthread.council.records.record_urls import record_pages
from goldthread.learning.documents import views
from goldthread.learning.documents.models import Document
from goldthread.web.doors import page

_RECORD = "documents.record"
_DOCUMENT = "documents/<uuid:pk>/"
DOCUMENT_PAGES = [
    page("documents/", views.documents, "documents.read", "documents"),
    page("documents/add/", views.add, _RECORD, "add_document"),
    page("documents/use/<slug:kind>/<uuid:pk>/", views.use_in_document, _RECORD, "use_in_document"),
    page(_DOCUMENT, views.document, "documents.read", "document"),
    page(_DOCUMENT + "edit/", views.edit, _RECORD, "edit_document"),
    page(_DOCUMENT + "version/", views.add_version, _RECORD, "add_version"),
    page(_DOCUMENT + "review/", views.review, _RECORD, "review_document"),
    page(_DOCUMENT + "in-force/", views.bring_into_force, _RECORD, "bring_into_force"),
    page(_DOCUMENT + "replace/", views.replace, _RECORD, "replace_document"),
    page(_DOCUMENT + "stop/", views.stop_using, _RECORD, "stop_using"),
    *record_pages(_DOCUMENT, Document),
]
