"""Pages of what agencies answer: the list with its days, one answer, asking agencies, and recording an answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.links.commands import link_of
from goldthread.council.models import Person
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.reviews.agencies import commands, forms
from goldthread.reviews.agencies.lag import STEPS, lags
from goldthread.reviews.agencies.models import AgencyAnswer, AgencyDecision
from goldthread.reviews.models import Finding, Review
from goldthread.reviews.querysets import SETTLED

_WRITE = "reviews.record"
_ALONG = ("finding__point", "finding__review", "organisation", "owner")


def _answered(answer: AgencyAnswer) -> Cell:
    states = answer.states(timezone.localdate())
    return {"text": f"{states[0].text}, overdue", "state": "late"} if states[1:] else states[0].text


def _review(answer: AgencyAnswer) -> Cell:
    return {"text": answer.finding.review.reference, "href": address(answer.finding.review)}


COLUMNS = (
    Column("Agency and finding", "title", main=True),
    Column("Review", _review),
    Column("Answer", _answered),
    *work_columns(AgencyAnswer, ("due_on", "id")),
    Column("Asked on", "asked_on", optional=True),
    Column("Answered on", "answered_on", optional=True),
)
VIEWS = (
    View("All", ""),
    View("No answer yet", f"decision={AgencyDecision.UNDECIDED.value}"),
    View("Not implemented", f"decision={AgencyDecision.NOT_IMPLEMENTED.value}"),
)


def _narrow(person: Person, answers: QuerySet[AgencyAnswer], filters: Mapping[str, Any]) -> QuerySet:
    if filters.get("kind"):
        answers = answers.filter(finding__review__kind=filters["kind"])
    for word in (filters.get("words") or "").split()[:6]:
        has = Q(organisation__name__icontains=word) | Q(finding__point__text__icontains=word)
        answers = answers.filter(has | Q(does__icontains=word))
    return answers


def answers(request: HttpRequest) -> HttpResponse:
    """List what agencies answered to findings, the first due first, above it how long they take."""
    counted = AgencyAnswer.objects.visible_to(request.person).filter(answered_on__isnull=False)
    timed = counted.select_related("finding__review__referral").order_by("pk")
    return list_page(
        request,
        AgencyAnswer,
        filter_form=forms.AgencyFilter,
        columns=COLUMNS,
        narrow=partial(_narrow, request.person),
        order=("due_on", "id"),
        along=_ALONG,
        bulk=(assigning(AgencyAnswer),),
        views=VIEWS,
        template="reviews/agency_answers.html",
        lags=lags(timed),
    )


def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what one agency answered to a finding."""
    along = ("finding__point", "finding__review__referral", "organisation", "owner")
    record = get_record(request, AgencyAnswer, pk, withdrawn=True, along=along)
    today = timezone.localdate()
    record_it = ("Record answer", reverse("reviews:record_agency_answer", args=[pk]), _WRITE)
    ask = ("Make private link", reverse("reviews:link_agencyanswer", args=[pk]), _WRITE)
    return record_page(
        request,
        record,
        "reviews/agency_answer.html",
        tags=[(state.text, state.kind) for state in record.states(today)],
        facts=[
            ("Agency", link(request, record.organisation, record.organisation.name)),
            ("Finding", link(request, record.finding, record.finding.title)),
            ("Asked on", record.asked_on),
            ("Due date", record.due_on),
            ("Who sees to it there", record.their_owner),
        ],
        buttons=[record_it] if record.decision in SETTLED else [record_it, ask],
        edit="reviews:edit_agency_answer",
        crumbs=[
            (Review.spec.plural, reverse("reviews:list")),
            (AgencyAnswer.spec.plural, reverse("reviews:agency_answers")),
        ],
        days=[(name, record.days_to(step)) for step, name in STEPS.items()],
        private_link=link_of(record),
        today=today,
    )


def ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask agencies about a finding."""
    finding = get_record(request, Finding, pk)
    return form_page(
        request,
        forms.AskAgenciesForm,
        commands.ask_agencies,
        title="Ask agencies",
        done="The agencies are asked. Make a private link for each, or record what they tell you.",
        page={"intro": finding.title, "back": address(finding), "submit": "Ask"},
        finding=finding,
    )


def record(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what an agency answers."""
    shown = get_record(request, AgencyAnswer, pk)
    undecided = shown.decision == AgencyDecision.UNDECIDED
    return form_page(
        request,
        forms.RecordAgencyAnswerForm,
        commands.record_agency_answer,
        title="Record answer",
        record=shown,
        initial={"on": timezone.localdate(), **({"decision": ""} if undecided else {})},
        done=f"Answer of {shown.organisation.name} saved",
        page={"intro": shown.title, "submit": "Save answer"},
        answer=shown,
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what was recorded of an agency."""
    shown = get_record(request, AgencyAnswer, pk)
    return form_page(
        request,
        forms.EditAgencyAnswerForm,
        commands.edit_agency_answer,
        title="Correct answer",
        record=shown,
        answer=shown,
    )
