"""The rows behind a figure of a report: exactly what it counts, as the records stand now."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from goldthread.casework.models import Remedy
from goldthread.council.models import Person
from goldthread.council.records.list_columns import Column
from goldthread.council.records.lists import list_page
from goldthread.feedback.models import Feedback
from goldthread.feedback.queries import NEWEST
from goldthread.feedback.sources import SOURCES
from goldthread.learning.models import Action
from goldthread.reports.counts import learned, rows
from goldthread.reports.forms import RowsFilter, SpanFilter
from goldthread.reports.kinds.sections import complaints_of
from goldthread.reports.periods import Period, period_between

_FEEDBACK = [
    Column("Reference", "reference"),
    Column("Subject", "title", main=True),
    Column("Type", lambda feedback: SOURCES[feedback.source].name),
    Column("From", lambda feedback: feedback.get_speaker_display()),
    Column("Service", lambda feedback: feedback.service or (feedback.team.service if feedback.team else "")),
    Column("Outcome", "outcome"),
    Column("Received", "received_on", sort=NEWEST),
    Column("Closed", "closed_on"),
]
_ACTIONS = [
    Column("Action", "title", main=True),
    Column("Agreed on", "agreed_on"),
    Column("Completed on", "done_on", sort=("-done_on", "-id")),
]
_REMEDIES = [
    Column("Remedy", "title", main=True),
    Column("Kind", "get_kind_display"),
    Column("Agreed on", "agreed_on"),
    Column("Due on", "due_on", sort=("-due_on", "-id")),
]


def feedback(request: HttpRequest) -> HttpResponse:
    """List the feedback that a figure counts."""
    return list_page(
        request,
        Feedback,
        filter_form=RowsFilter,
        columns=_FEEDBACK,
        narrow=partial(rows.narrow, request.person),
        order=NEWEST,
        along=("team",),
        template="reports/rows.html",
    )


def actions(request: HttpRequest) -> HttpResponse:
    """List the actions that a figure counts."""
    return list_page(
        request,
        Action,
        filter_form=SpanFilter,
        columns=_ACTIONS,
        narrow=partial(_actions, request.person),
        order=("-agreed_on", "-id"),
        template="reports/rows.html",
    )


def remedies(request: HttpRequest) -> HttpResponse:
    """List the remedies that a figure counts."""
    return list_page(
        request,
        Remedy,
        filter_form=SpanFilter,
        columns=_REMEDIES,
        narrow=partial(_remedies, request.person),
        order=("-due_on", "-id"),
        along=("feedback",),
        template="reports/rows.html",
    )


def _actions(person: Person, records: QuerySet[Action], chosen: Mapping[str, Any]) -> QuerySet[Action]:
    period = _period(chosen)
    figure = chosen.get("figure") or ""
    if period is None or figure not in learned.ACTIONS:
        return records
    return records.filter(pk__in=learned.actions_of(person, period, figure).values("pk"))


def _remedies(person: Person, records: QuerySet[Remedy], chosen: Mapping[str, Any]) -> QuerySet[Remedy]:
    period = _period(chosen)
    if period is None:
        return records
    complaints = complaints_of(person, period)
    counted = learned.remedies_of(person, complaints, chosen.get("figure") or "")
    return records.filter(pk__in=counted.values("pk"))


def _period(chosen: Mapping[str, Any]) -> Period | None:
    first, last = chosen.get("first"), chosen.get("last")
    return period_between(first, last) if first and last and first <= last else None
