"""The pages of practice audits and the permission that opens each."""

from __future__ import annotations

from goldthread.council.context import listed_in_more
from goldthread.council.records.record_urls import record_pages
from goldthread.practice.importing import views as importing
from goldthread.practice.marking.urls import marking_pages
from goldthread.practice.rounds import audit_views as audits
from goldthread.practice.rounds import embedding_views as embedding
from goldthread.practice.rounds import other_pages
from goldthread.practice.rounds import sample_views as sample
from goldthread.practice.rounds import views as rounds
from goldthread.practice.rounds.models import AuditRound
from goldthread.practice.tools import views as tools
from goldthread.practice.tools.models import AuditTool
from goldthread.web.doors import page

app_name = "practice"
_READ, _LEAD, _OWN, _AUDIT = "practice.read", "practice.lead", "practice.own", "practice.audit"
_ROUND, _TOOL = "rounds/<uuid:pk>/", "tools/<uuid:pk>/"

# What audits add to pages of other rooms is there once this is read.
assert other_pages
listed_in_more("My audits", "practice:mine", _OWN)
listed_in_more("Second marks", "practice:second_marks", "practice.mark")

urlpatterns = [
    page("", rounds.rounds, _READ, "list"),
    page("rounds/add/", rounds.set_up, _LEAD, "set_up"),
    # The form carries the whole sheet, so that it has no draft.
    page("rounds/load/", importing.load, _LEAD, "load", drafts=False),
    page(_ROUND, rounds.audit_round, _READ, "round"),
    page(_ROUND + "edit/", rounds.edit, _LEAD, "edit_round"),
    page(_ROUND + "list/", rounds.load_list, _LEAD, "load_list", drafts=False),
    page(_ROUND + "draw/", rounds.draw, _LEAD, "draw"),
    page(_ROUND + "auditors/", rounds.auditors, _LEAD, "auditors"),
    page(_ROUND + "sample/", sample.sample, _LEAD, "sample"),
    page(_ROUND + "findings/", rounds.findings, _LEAD, "findings"),
    page(_ROUND + "moderated/", rounds.moderated, _LEAD, "moderated"),
    page(_ROUND + "end/", rounds.end, _LEAD, "end"),
    page(_ROUND + "re-audit/", rounds.re_audit, _LEAD, "re_audit"),
    *record_pages(_ROUND, AuditRound),
    page("cases/<uuid:pk>/swap/", sample.swap, _LEAD, "swap"),
    page("cases/<uuid:pk>/auditor/", sample.auditor, _LEAD, "auditor"),
    page("audits/", audits.mine, _OWN, "mine"),
    page("audits/<uuid:pk>/", audits.audit, _OWN, "audit"),
    page("audits/<uuid:pk>/do/", audits.do, _AUDIT, "do_audit"),
    page("audits/<uuid:pk>/told/", audits.told, _LEAD, "told"),
    page("audits/<uuid:pk>/reflection/", audits.reflection, _OWN, "reflection"),
    page("embedding/<uuid:pk>/", embedding.name_question, "learning.agree", "name_question"),
    page("tools/", tools.tools, _READ, "tools"),
    page("tools/add/", tools.add, _LEAD, "add_tool"),
    page(_TOOL, tools.tool, _READ, "tool"),
    page(_TOOL + "edit/", tools.edit, _LEAD, "edit_tool"),
    page(_TOOL + "grades/", tools.set_scales, _LEAD, "set_scales"),
    page(_TOOL + "questions/add/", tools.add_question, _LEAD, "add_question"),
    page(_TOOL + "use/", tools.put_into_use, _LEAD, "put_into_use"),
    page(_TOOL + "next/", tools.begin_version, _LEAD, "begin_version"),
    page("questions/<uuid:pk>/", tools.change_question, _LEAD, "change_question"),
    page("questions/<uuid:pk>/move/", tools.move_question, _LEAD, "move_question"),
    *record_pages(_TOOL, AuditTool),
    *marking_pages,
]
