"""The pages of information returns and the permission that opens each; `evidence/urls.py` takes them in."""

from __future__ import annotations

from goldthread.council.records.record_urls import record_pages
from goldthread.evidence.returns import item_views, load_views, views
from goldthread.evidence.returns.cases.urls import CASE_PAGES
from goldthread.evidence.returns.models import InformationReturn, ReturnItem
from goldthread.web.doors import page

_READ, _RECORD, _GATHER, _SIGN = "returns.read", "returns.record", "returns.gather", "returns.sign"
_RETURN, _ITEM = "returns/<uuid:pk>/", "returns/items/<uuid:pk>/"
RETURN_PAGES = [
    page("returns/", views.returns, _READ, "returns"),
    page("returns/add/", views.add, _RECORD, "add_return"),
    page("returns/items/", item_views.items, _READ, "return_items"),
    page(_ITEM, item_views.item, _READ, "return_item"),
    page(_ITEM + "edit/", item_views.edit, _RECORD, "edit_item"),
    page(_ITEM + "document/", item_views.give, _GATHER, "give_document"),
    page(_ITEM + "there/", item_views.finish, _GATHER, "finish_gathering"),
    page(_ITEM + "redacted/", item_views.redact, _GATHER, "record_redaction"),
    page(_ITEM + "sign/", item_views.sign, _SIGN, "sign_off"),
    page(_ITEM + "reopen/", item_views.reopen, _RECORD, "reopen_item"),
    page("returns/given/<uuid:pk>/remove/", item_views.take, _GATHER, "take_document"),
    *record_pages(_ITEM, ReturnItem),
    page(_RETURN, views.information_return, _READ, "information_return"),
    page(_RETURN + "edit/", views.edit, _RECORD, "edit_return"),
    page(_RETURN + "load/", load_views.load, _RECORD, "load_items", drafts=False),
    page(_RETURN + "items/add/", item_views.add, _RECORD, "add_item"),
    page(_RETURN + "sent/", views.send_ready, _RECORD, "send_ready"),
    page(_RETURN + "index/", views.index, _READ, "return_index"),
    *record_pages(_RETURN, InformationReturn),
    *CASE_PAGES,
]
