"""Figures of requests, each with its base: answered, what became of them, days to an answer, and who was told.

"Considered" and a promise never count as a change. Of few no share is given, and no days (`analysis/tables/few.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from goldthread.analysis.tables.few import FEWEST_OF_A_SHARE, median
from goldthread.analysis.tables.intervals import whole_percent
from goldthread.council.models import Person
from goldthread.feedback.choices import Speaker
from goldthread.responses.choices import CHANGED, Outcome, Says
from goldthread.responses.models import Ask, last_view

_STAFF, _PARTNERS = Q(point__speaker=Speaker.STAFF), Q(point__speaker__in=[Speaker.PARTNER, Speaker.PROVIDER])

# Whose requests are counted apart, as (words, condition); each request is in one group after the first row.
GROUPS: tuple[tuple[str, Q], ...] = (
    ("All requests", Q()),
    ("Boards, forums and groups", ~Q(group="") & ~_STAFF & ~_PARTNERS),
    ("Staff", _STAFF),
    ("Partners", _PARTNERS),
    ("People, carers and others", Q(group="") & ~_STAFF & ~_PARTNERS),
)


@dataclass(frozen=True)
class Figures:
    """What is counted of some requests; `owed` are those to which an answer is or was owed."""

    name: str
    asked: int
    owed: int
    answered: int
    changed: int
    promised: int
    considered: int
    not_done: int
    not_said: int
    disagree: int
    days: list[int]


def days_in_words(days: list[int]) -> str:
    """Return the median of days with how many it is of, or that there are too few to say."""
    middle = median(days)
    if middle is None:
        return f"Too few to say ({len(days)} so far)"
    return f"{middle:g} days (median of {len(days):,})"


def share_in_words(part: int, whole: int) -> str:
    """Return so many of so many, with the share where there are enough."""
    if not whole:
        return "None yet"
    share = f" ({whole_percent(part, whole)}%)" if whole >= FEWEST_OF_A_SHARE else ""
    return f"{part:,} of {whole:,}{share}"


def figures(person: Person) -> list[Figures]:
    """Return the figures of each group's requests, as far as this person may read them."""
    asks = Ask.objects.visible_to(person)
    return [_of(name, asks.filter(condition)) for name, condition in GROUPS]


def _of(name: str, asks: QuerySet[Ask]) -> Figures:
    counted: dict[str, Any] = asks.aggregate(
        asked=Count("pk"),
        owed=Count("pk", filter=Q(due_on__isnull=False) | Q(answered_on__isnull=False)),
        answered=Count("pk", filter=Q(answered_on__isnull=False)),
        changed=Count("pk", filter=Q(outcome__in=CHANGED)),
        promised=Count("pk", filter=Q(outcome=Outcome.WILL_DO)),
        considered=Count("pk", filter=Q(outcome=Outcome.CONSIDERED)),
        not_done=Count("pk", filter=Q(outcome=Outcome.NOT)),
        not_said=Count("pk", filter=Q(outcome="", answered_on__isnull=False)),
    )
    disagree = asks.alias(says=last_view()).filter(says=Says.DISAGREES).count()
    answered = asks.filter(answered_on__isnull=False).values_list("asked_on", "answered_on")
    days = [(answered_on - asked_on).days for asked_on, answered_on in answered]
    return Figures(name=name, disagree=disagree, days=days, **counted)
