"""The pages of this room and the permission that opens each; a case itself has the page of its feedback."""

from __future__ import annotations

from goldthread.casework.consents import views as consents
from goldthread.casework.consents.models import ConsentRequest
from goldthread.casework.contact_limits import views as limits
from goldthread.casework.contact_limits.models import ContactLimit
from goldthread.casework.evidence_requests import views as evidence
from goldthread.casework.evidence_requests.models import EvidenceRequest
from goldthread.casework.letters import urls as letters
from goldthread.casework.models import Remedy
from goldthread.casework.ombudsman import page as decision_page
from goldthread.casework.ombudsman import register
from goldthread.casework.ombudsman import views as ombudsman
from goldthread.casework.ombudsman.models import OmbudsmanEnquiry
from goldthread.casework.parts import views as parts
from goldthread.casework.parts.models import CasePart
from goldthread.casework.procedures import choosing
from goldthread.casework.procedures import views as procedures
from goldthread.casework.procedures.models import Procedure
from goldthread.casework.put_right import views as put_right
from goldthread.casework.questions import views as questions
from goldthread.casework.questions.models import CaseQuestion
from goldthread.casework.views import cases, lists, remedies
from goldthread.casework.words import views as words
from goldthread.council.context import listed_in_more
from goldthread.council.links.views import link_pages
from goldthread.council.records.record_urls import record_pages
from goldthread.feedback.models import Feedback
from goldthread.web.doors import page

app_name = "casework"
listed_in_more("Cases", "casework:list", "casework.read")
listed_in_more("Ombudsman", "casework:ombudsman", "casework.read")
# Imported so that it is known what a case adds to the page of the ombudsman's decision.
assert decision_page

_CASE, _REMEDY, _ISSUE = "<uuid:pk>/", "remedies/<uuid:pk>/", "issues/<uuid:pk>/"
_EVIDENCE = "evidence/<uuid:pk>/"
_LIMIT = "contact-limits/<uuid:pk>/"
_CONSENT = "consents/<uuid:pk>/"
_QUESTION, _PART = "questions/<uuid:pk>/", "parts/<uuid:pk>/"
_HANDLE, _MANAGE = "casework.handle", "casework.manage"
_ENQUIRY = "ombudsman/<uuid:pk>/"
_PROCEDURE, _WRITE = "procedures/<uuid:pk>/", "casework.procedures"

urlpatterns = [
    page("", lists.cases, "casework.read", "list"),
    page(_CASE + "details/", cases.facts, _HANDLE, "facts"),
    page(_CASE + "procedure/", choosing.choose, _HANDLE, "choose_procedure"),
    page(_CASE + "acknowledge/", cases.acknowledge, _HANDLE, "acknowledge"),
    page(_CASE + "extend/", cases.extend, _HANDLE, "extend"),
    page(_CASE + "agree-date/", cases.agree_date, _HANDLE, "agree_date"),
    page(_CASE + "pause/", cases.pause, _HANDLE, "pause"),
    page(_CASE + "resume/", cases.resume, _HANDLE, "resume"),
    page(_CASE + "safeguarding/", cases.safeguarding, _HANDLE, "safeguarding"),
    page(_CASE + "safeguarding-over/", cases.safeguarding_over, _HANDLE, "safeguarding_over"),
    page(_CASE + "stage-2/", cases.stage_2, _HANDLE, "stage_2"),
    page(_CASE + "ready/", cases.ready, _HANDLE, "ready"),
    page(_CASE + "not-ready/", cases.not_ready, _HANDLE, "not_ready"),
    page(_CASE + "reply/", cases.reply, _HANDLE, "reply"),
    page(_CASE + "withdrawn/", cases.withdraw, _HANDLE, "withdraw"),
    page(_CASE + "not-accepted/", cases.not_accept, _MANAGE, "not_accept"),
    page(_CASE + "service-request/", cases.service_request, _HANDLE, "service_request"),
    page(_CASE + "close/", cases.close, _HANDLE, "close"),
    page(_CASE + "ask-to-reopen/", cases.ask_to_reopen, _HANDLE, "ask_to_reopen"),
    page(_CASE + "reopen/", cases.reopen, _MANAGE, "reopen"),
    page(_CASE + "decline-reopening/", cases.decline_reopening, _MANAGE, "decline_reopening"),
    page(_CASE + "remedy/", remedies.agree_remedy, _HANDLE, "agree_remedy"),
    page(_ISSUE + "finding/", cases.finding, _HANDLE, "finding"),
    page(_ISSUE + "learning/", cases.decide_learning, "learning.record", "decide_learning"),
    page("events/<uuid:pk>/undo/", cases.undo_event, _HANDLE, "undo_event"),
    page("remedies/", remedies.remedy_list, "casework.read", "remedies"),
    page(_REMEDY, remedies.remedy, "casework.read", "remedy"),
    page(_REMEDY + "edit/", remedies.edit_remedy, _HANDLE, "edit_remedy"),
    page(_REMEDY + "done/", remedies.complete_remedy, "learning.carry_out", "complete_remedy"),
    page(_REMEDY + "stop/", remedies.stop_remedy, _HANDLE, "stop_remedy"),
    *record_pages(_REMEDY, Remedy),
    page(_CASE + "evidence/", evidence.ask, _HANDLE, "ask_for_evidence"),
    page("evidence/", evidence.listed, "casework.read", "evidence_requests"),
    page(_EVIDENCE, evidence.evidence_request, "casework.read", "evidence_request"),
    page(_EVIDENCE + "edit/", evidence.edit, _HANDLE, "edit_evidence_request"),
    page(_EVIDENCE + "received/", evidence.receive, "learning.carry_out", "receive_evidence"),
    page(_EVIDENCE + "give-up/", evidence.give_up, _HANDLE, "give_up_evidence"),
    *record_pages(_EVIDENCE, EvidenceRequest),
    page("ombudsman/", register.register, "casework.read", "ombudsman"),
    page(
        "ombudsman/comparators/",
        register.import_comparators,
        "impact.measure",
        "import_comparators",
        drafts=False,
    ),
    page(_CASE + "ombudsman/", ombudsman.ask, _HANDLE, "record_enquiry"),
    page(_ENQUIRY, ombudsman.enquiry, "casework.read", "enquiry"),
    page(_ENQUIRY + "edit/", ombudsman.edit, _HANDLE, "edit_enquiry"),
    page(_ENQUIRY + "extend/", ombudsman.extend, _HANDLE, "extend_reply"),
    page(_ENQUIRY + "reply/", ombudsman.draft, _HANDLE, "draft_response"),
    page(_ENQUIRY + "authorise/", ombudsman.authorise, "casework.authorise", "authorise_response"),
    page(_ENQUIRY + "sent/", ombudsman.sent, _HANDLE, "enquiry_sent"),
    page(_ENQUIRY + "decision/", ombudsman.decide, "reviews.record", "record_decision"),
    page(_ENQUIRY + "link/", ombudsman.link_decision, "reviews.record", "link_decision"),
    page(_ENQUIRY + "remedy/", ombudsman.remedy, _HANDLE, "ombudsman_remedy"),
    page(_ENQUIRY + "compliance/", ombudsman.compliance, _HANDLE, "record_compliance"),
    page(_ENQUIRY + "again/", ombudsman.happened_again, "casework.read", "happened_again"),
    *record_pages(_ENQUIRY, OmbudsmanEnquiry),
    page(_REMEDY + "accepted/", ombudsman.accept_remedy, _HANDLE, "accept_remedy"),
    page(_CASE + "consent/", consents.ask, _HANDLE, "ask_consent"),
    page("consents/", consents.listed, "casework.read", "consents"),
    page(_CONSENT, consents.consent, "casework.read", "consent"),
    page(_CONSENT + "answer/", consents.record_answer, _HANDLE, "record_consent"),
    page(_CONSENT + "address/", consents.correct, _HANDLE, "correct_consent"),
    page(
        _CONSENT + "address/open/", consents.open_address, "feedback.contact", "consent_address", drafts=False
    ),
    page(_CONSENT + "posted/", consents.posted, _HANDLE, "consent_posted", drafts=False),
    page(_CONSENT + "give-up/", consents.give_up, _HANDLE, "give_up_consent"),
    *link_pages(_CONSENT, ConsentRequest, _HANDLE),
    *record_pages(_CONSENT, ConsentRequest),
    page(_CASE + "question/", questions.ask, _HANDLE, "ask_question"),
    page("questions/", questions.listed, "casework.read", "questions"),
    page(_QUESTION, questions.question, "casework.read", "question"),
    page(_QUESTION + "edit/", questions.edit, _HANDLE, "edit_question"),
    page(_QUESTION + "again/", questions.again, _HANDLE, "ask_again"),
    page(_QUESTION + "answer/", questions.answer, _HANDLE, "answer_question"),
    page(_QUESTION + "give-up/", questions.give_up, _HANDLE, "give_up_question"),
    *link_pages(_QUESTION, CaseQuestion, _HANDLE),
    *record_pages(_QUESTION, CaseQuestion),
    page(_CASE + "lead/", parts.agree_lead, _HANDLE, "agree_lead"),
    page(_CASE + "step-done/", parts.step_done, _HANDLE, "step_done"),
    page(_CASE + "part/", parts.ask, _HANDLE, "ask_part"),
    page("parts/", parts.listed, "casework.read", "parts"),
    page(_PART, parts.part, "casework.read", "part"),
    page(_PART + "edit/", parts.edit, _HANDLE, "edit_part"),
    page(_PART + "answer/", parts.answer, _HANDLE, "record_part"),
    page(_PART + "give-up/", parts.give_up, _HANDLE, "give_up_part"),
    *link_pages(_PART, CasePart, _HANDLE),
    *record_pages(_PART, CasePart),
    page(_CASE + "ask-put-right/", put_right.ask, _HANDLE, "ask_put_right"),
    page(_CASE + "put-right/", put_right.answer, _HANDLE, "record_put_right"),
    page(_CASE + "leave-closed/", put_right.leave_closed, _MANAGE, "leave_closed"),
    *link_pages(_CASE, Feedback, _HANDLE),
    page("put-right/", put_right.totals, "casework.read", "put_right"),
    page(_CASE + "limit-contact/", limits.limit_contact, _MANAGE, "limit_contact"),
    page("contact-limits/", limits.listed, "casework.read", "contact_limits"),
    page(_LIMIT, limits.contact_limit, "casework.read", "contact_limit"),
    page(_LIMIT + "edit/", limits.edit, _MANAGE, "edit_limit"),
    page(_LIMIT + "approve/", limits.approve, "casework.approve_limits", "approve_limit"),
    page(_LIMIT + "told/", limits.told, _MANAGE, "limit_told"),
    page(_LIMIT + "review/", limits.review, _MANAGE, "review_limit"),
    page(_LIMIT + "end/", limits.end, _MANAGE, "end_limit"),
    *record_pages(_LIMIT, ContactLimit),
    page("words/", words.finding_words, _WRITE, "finding_words"),
    page("procedures/", procedures.procedures, _WRITE, "procedures"),
    page("procedures/add/", procedures.add, _WRITE, "add_procedure"),
    page("procedures/shipped/", procedures.shipped, _WRITE, "shipped_procedure"),
    page(_PROCEDURE, procedures.procedure, _WRITE, "procedure"),
    page(_PROCEDURE + "edit/", procedures.edit, _WRITE, "edit_procedure"),
    page(_PROCEDURE + "steps/add/", procedures.add_step, _WRITE, "add_step"),
    page(_PROCEDURE + "steps/<int:number>/", procedures.edit_step, _WRITE, "edit_step"),
    page(_PROCEDURE + "steps/remove/", procedures.remove_step, _WRITE, "remove_step"),
    page(_PROCEDURE + "use/", procedures.take_into_use, _WRITE, "use_procedure"),
    page(_PROCEDURE + "end/", procedures.end, _WRITE, "end_procedure"),
    page(_PROCEDURE + "edition/", procedures.write_edition, _WRITE, "next_edition"),
    *record_pages(_PROCEDURE, Procedure),
    *letters.urlpatterns,
]
