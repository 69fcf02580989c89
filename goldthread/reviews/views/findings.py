"""Pages of findings: one finding, the council's decision about it, and correcting it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records.pages import form_page, get_record, link, record_page
from goldthread.reviews import commands, corrections
from goldthread.reviews.again.queries import repeats_of
from goldthread.reviews.agencies.lag import STEPS
from goldthread.reviews.agencies.queries import answers_of
from goldthread.reviews.forms import DecideForm, EditFindingForm, decision_arguments, initial_decision
from goldthread.reviews.kinds import label, name_of
from goldthread.reviews.models import Decision, Finding, Review
from goldthread.web.jinja import url_if

_FIELDS = ("text", "heading", "recommendation", "team", "due_on", "is_strength")


def finding(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one finding and the council's decision about it."""
    record = get_record(request, Finding, pk, withdrawn=True, along=("review", "owner", "point__team"))
    # Its states follow from these, and they stand below it.
    prefetch_related_objects([record], "point__lessons__lesson__actions")
    kind, today = record.review.kind, timezone.localdate()
    is_undecided = record.decision == Decision.UNDECIDED
    facts = [
        ("Reviewing body", record.review.body),
        (label(kind, "decided_on"), record.review.decided_on),
        (label(kind, "due_on"), record.due_on),
        ("Team", record.team),
        ("Owner", record.owner.name if record.owner else ""),
    ]
    states = record.states(today)
    keep = url_if("learning:keep", kind="finding", pk=pk)
    keep_it = [("Record what to keep", keep, "learning.record")] if keep else []
    decide_it = (
        "Record decision" if is_undecided else "Change decision",
        reverse("reviews:decide", args=[pk]),
        "reviews.decide",
    )
    ask = ("Ask agencies", reverse("reviews:ask_agencies", args=[pk]), "reviews.record")
    return record_page(
        request,
        record,
        "reviews/finding.html",
        facts=facts,
        tags=[(state.text, state.kind) for state in states],
        gaps=["No action that came of it is shown to be embedded"] if states[0].kind == "gap" else [],
        came_of_it=[(link(request, action), action.state) for action in record.actions()],
        buttons=keep_it if record.is_strength else [decide_it],
        links=[] if record.is_strength else [ask, *keep_it],
        edit="reviews:edit_finding",
        crumbs=[
            (Review.spec.plural, reverse("reviews:list")),
            (record.review.reference, reverse("reviews:detail", args=[record.review_id])),
        ],
        label=label,
        kind_of_review=name_of(kind),
        agencies=answers_of(record),
        days_of=[(step, name) for step, name in STEPS.items()],
        again=repeats_of(request.person, record),
        lessons=[
            link(request, row.lesson) for row in record.point.lessons.all() if not row.lesson.withdrawn_on
        ],
        today=today,
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what was recorded of a finding."""
    record = get_record(request, Finding, pk)
    return form_page(
        request,
        EditFindingForm,
        corrections.edit_finding,
        title=f"Correct a finding of {record.reference}",
        record=record,
        initial={name: getattr(record, name) for name in _FIELDS},
        options={"kind": record.review.kind},
        finding=record,
    )


def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record the council's decision on a finding."""
    record = get_record(request, Finding, pk)

    def save(*, by: Person, version: int, **answers: Any) -> Finding:
        return commands.decide(by=by, finding=record, version=version, **decision_arguments(answers))

    return form_page(
        request,
        DecideForm,
        save,
        title="Record decision" if record.decision == Decision.UNDECIDED else "Change decision",
        record=record,
        initial=initial_decision(record),
        done=f"Decision on a finding of {record.reference} saved",
        page={"intro": record.title, "submit": "Save decision"},
    )
