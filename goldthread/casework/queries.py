"""Queries on cases: those of a state, those that are late, and what waits for the complaints manager."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from goldthread.casework.choices import ENDED, State
from goldthread.casework.events import is_casework
from goldthread.casework.findings import undecided
from goldthread.casework.models import ComplaintCase, Remedy
from goldthread.casework.put_right.queries import not_put_right
from goldthread.council.models import Person
from goldthread.council.records.list_filters import by_words
from goldthread.feedback.models import Feedback, Point
from goldthread.feedback.sources import SOURCES

# So long the manager has before a request to reopen stands on their home page.
REOPENING_WAITS = datetime.timedelta(days=14)
OPEN = "all-open"


def cases(person: Person) -> QuerySet[Feedback]:
    """Return the feedback that is worked as cases, of what this person may read."""
    sources = [slug for slug in SOURCES if is_casework(slug)]
    return Feedback.objects.visible_to(person).filter(source__in=sources)


def narrow(person: Person, records: QuerySet[Feedback], chosen: Mapping[str, Any]) -> QuerySet[Feedback]:
    """Return the cases that match those filters that are not named like a field of feedback."""
    records = records.filter(source__in=[slug for slug in SOURCES if is_casework(slug)])
    if chosen.get("state"):
        records = records.filter(in_state(chosen["state"]))
    if chosen.get("investigator"):
        records = records.filter(case__investigator=chosen["investigator"])
    if chosen.get("stage"):
        second = Q(case__stage=2)
        records = records.filter(second) if chosen["stage"] == "2" else records.exclude(second)
    if chosen.get("three_times"):
        records = three_times_over(records, timezone.localdate())
    if chosen.get("reopening"):
        records = records.filter(case__reopening_asked_on__isnull=False)
    if chosen.get("reopening_old"):
        records = old_requests_to_reopen(records, timezone.localdate())
    if chosen.get("undecided"):
        records = without_learning(records)
    if chosen.get("not_put_right"):
        records = not_put_right(records)
    return by_words(person, records, chosen.get("words") or "")


def in_state(state: str) -> Q:
    """Return the condition that a case is in a state; one to which nothing happened yet is new, or closed as it came."""
    if state == OPEN:
        return Q(closed_on=None, forgotten_on=None) & (Q(case=None) | ~Q(case__state__in=ENDED))
    condition = Q(case__state=state)
    if state == State.NEW:
        condition |= Q(case=None, closed_on=None)
    if state == State.CLOSED:
        condition |= Q(case=None, closed_on__isnull=False)
    return condition


def state_of(feedback: Feedback) -> State:
    """Return the state of a case that was read along with its feedback."""
    case: ComplaintCase | None = getattr(feedback, "case", None)
    if case is not None:
        return State(case.state)
    return State.CLOSED if feedback.closed_on else State.NEW


def late(records: QuerySet[Feedback], today: datetime.date) -> QuerySet[Feedback]:
    """Return the cases whose next step is past its date."""
    return records.filter(in_state(OPEN), due_on__lt=today)


def three_times_over(records: QuerySet[Feedback], today: datetime.date) -> QuerySet[Feedback]:
    """Return the cases whose reply has taken three times the time allowed, or longer."""
    return records.filter(in_state(OPEN), case__three_times_on__lte=today)


def old_requests_to_reopen(records: QuerySet[Feedback], today: datetime.date) -> QuerySet[Feedback]:
    """Return the cases that somebody asked to reopen more than two weeks ago, and nobody decided."""
    return records.filter(case__reopening_asked_on__lt=today - REOPENING_WAITS)


def without_learning(records: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """Return the pieces with an upheld issue of which nobody decided what was learned."""
    return records.filter(
        Exists(undecided(Point.objects.filter(origin="feedback", origin_id=OuterRef("pk")))),
        forgotten_on=None,
    )


def remedies_of(person: Person, feedback: Feedback) -> QuerySet[Remedy]:
    """Return the remedies of one complaint, the first due first."""
    return (
        Remedy.objects.visible_to(person)
        .filter(feedback=feedback)
        .select_related("owner")
        .order_by("due_on", "pk")
    )
