"""The rows behind a figure: each figure of feedback leads to a list of exactly what it counts.

A figure and its list are made of one function, so that they cannot differ; the list shows what the records say now,
the edition what they said when it was counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.put_right.models import Answer
from goldthread.council.models import Person
from goldthread.feedback.models import Feedback
from goldthread.reports.counts import complaints as of
from goldthread.reports.counts import timeliness
from goldthread.reports.periods import Period

Rows = Callable[[QuerySet[Feedback], str], QuerySet[Feedback]]


def _complaints(narrow: Rows) -> Rows:
    return lambda feedback, value: narrow(of.counted(feedback), value)


def _at_step(feedback: QuerySet[Feedback], value: str) -> QuerySet[Feedback]:
    name, _, state = value.rpartition(":")
    steps = timeliness.steps_of(feedback, timezone.localdate())
    keys = next((step.keys.get(state, {}) for step in steps if step.name == name), {})
    return feedback.filter(pk__in=list(keys))


def _answered(feedback: QuerySet[Feedback], value: str) -> QuerySet[Feedback]:
    answers = Q(case__put_right__answered_on__isnull=False)
    if value in Answer.values:
        answers &= Q(case__put_right__put_right=value)
    return feedback.filter(answers).distinct()


# What a figure counts, by the word in the address: its name on the page, and which of the feedback of a period.
ROWS: Mapping[str, tuple[str, Rows]] = {
    "feedback": ("Feedback", lambda feedback, value: of.heard(feedback)),
    "type": ("Feedback of one type", lambda feedback, value: of.heard(feedback).filter(source=value)),
    "from": ("Feedback from", lambda feedback, value: of.heard(feedback).filter(speaker=value)),
    "by": ("Feedback received by", lambda feedback, value: of.heard(feedback).filter(channel=value)),
    "compliments": ("Compliments", lambda feedback, value: feedback.filter(source=of.COMPLIMENT)),
    "service-requests": ("Service requests", lambda feedback, value: of.service_requests(feedback)),
    "complaints": ("Complaints", _complaints(lambda feedback, value: feedback)),
    "ended": (
        "Complaints by how they ended",
        _complaints(lambda feedback, value: of.with_outcome(feedback).filter(ended=value)),
    ),
    "decided": (
        "Complaints that were decided",
        _complaints(lambda feedback, value: of.with_outcome(feedback).filter(ended__in=of.DECIDED)),
    ),
    "service": (
        "Complaints about a service",
        _complaints(lambda feedback, value: of.with_service(feedback).filter(about=value)),
    ),
    "praised": (
        "Compliments to a service",
        lambda feedback, value: of.with_service(feedback.filter(source=of.COMPLIMENT)).filter(about=value),
    ),
    "category": ("Complaints by category", _complaints(of.in_category)),
    "theme": ("Complaints by theme", _complaints(of.with_theme)),
    "coded": ("Complaints with a theme", _complaints(lambda feedback, value: of.coded(feedback))),
    "complained": (
        "Complaints from",
        _complaints(lambda feedback, value: feedback.filter(speaker=value)),
    ),
    "step": ("Complaints by their clocks", _complaints(_at_step)),
    "answered": ("Complaints: was it put right?", _complaints(_answered)),
}


def narrow(person: Person, records: QuerySet[Feedback], chosen: Mapping[str, Any]) -> QuerySet[Feedback]:
    """Return the rows that a figure counts, of the feedback of its period."""
    figure = chosen.get("figure") or ""
    if figure not in ROWS:
        return of.counted(records)
    return ROWS[figure][1](records, chosen.get("value") or "")


def href(period: Period, figure: str, value: str = "") -> str:
    """Return the address of the list of what a figure of a period counts."""
    query = {"figure": figure, **({"value": value} if value else {})}
    days = {"since": f"{period.since:%-d/%-m/%Y}", "until": f"{period.until:%-d/%-m/%Y}"}
    return f"{reverse('reports:rows')}?{urlencode({**query, **days})}"
