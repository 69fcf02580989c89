"""The pages of plans and the permission that opens each; `learning/urls.py` takes them in."""

from __future__ import annotations

from goldthread.council.records.record_urls import record_pages
from goldthread.learning.plans import sheet, views
from goldthread.learning.plans.models import Plan
from goldthread.web.doors import page

_READ, _RECORD = "plans.read", "plans.record"
_PLAN, _ITEM, _APPROVAL = "plans/<uuid:pk>/", "plans/actions/<uuid:pk>/", "plans/approvals/<uuid:pk>/"
PLAN_PAGES = [
    page("plans/", views.plans, _READ, "plans"),
    page("plans/add/", views.add, _RECORD, "add_plan"),
    page(_PLAN, views.plan, _READ, "plan"),
    page(_PLAN + "edit/", views.edit, _RECORD, "edit_plan"),
    page(_PLAN + "actions/", views.put_actions, _RECORD, "put_actions"),
    page(_ITEM + "tag/", views.tag, _RECORD, "tag_action"),
    page(_ITEM + "take-out/", views.take_out, _RECORD, "take_out_action"),
    page(_PLAN + "ask/", views.ask, _RECORD, "ask_for_plan"),
    page(_APPROVAL, views.answer, "plans.approve", "answer_plan"),
    page(_APPROVAL + "record/", views.record_answer, _RECORD, "record_plan_answer"),
    page(_PLAN + "review/", views.review, _RECORD, "review_plan"),
    page(_PLAN + "close/", views.close, _RECORD, "close_plan"),
    page(_PLAN + "sheet/", sheet.shown, _READ, "plan_sheet"),
    page(_PLAN + "word/", sheet.word, _READ, "plan_word"),
    page(_PLAN + "pdf/", sheet.pdf, _READ, "plan_pdf"),
    *record_pages(_PLAN, Plan),
]
