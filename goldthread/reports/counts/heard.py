"""Who is heard in a period and who is not: by who speaks, how, and about which service; and what the council was not told."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from goldthread.council.models import Person, Team
from goldthread.feedback.choices import Channel, Speaker
from goldthread.feedback.equality_monitoring import EqualityTotals, closed_year, equality_totals
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES
from goldthread.reports.counts import complaints as of
from goldthread.reports.counts.counted import (
    Counted,
    Group,
    Raw,
    given_back,
    parts_of,
    ranked,
    summed,
    withheld_last,
)
from goldthread.reports.counts.rows import href
from goldthread.reports.periods import Period

# Whom a council expects to hear: where nobody of these is heard, a report says so.
_EXPECTED = (
    Speaker.PERSON,
    Speaker.CARER,
    Speaker.REPRESENTATIVE,
    Speaker.STAFF,
    Speaker.PARTNER,
    Speaker.PROVIDER,
)


def feedback_of(person: Person, period: Period) -> QuerySet[Feedback]:
    """Return all feedback of a period that this person may read, as `complaints.heard` counts it."""
    feedback = Feedback.objects.visible_to(person)
    return of.heard(feedback.filter(received_on__gte=period.since, received_on__lte=period.until))


def label(choices: Any, slug: str) -> str:
    """Return the words of a code, or the code itself where it is no longer one of the choices."""
    return str(choices(slug).label) if slug in choices.values else slug


def _rows(
    person: Person, period: Period, field: str, figure: str, name: Callable[[str], str]
) -> list[Counted]:
    """Return all feedback of a period by a field of its own, the largest first, as it may be shown."""

    counts = summed(lambda span: of.by(feedback_of(person, span), field))
    raw = [Raw(slug, count, href(period, figure, slug)) for slug, count in ranked(counts(period))]
    shown, _ = parts_of(raw, given_back(period, counts, adds_up=True))
    return withheld_last([replace(row, what=name(row.what)) for row in shown])


def by_speaker(person: Person, period: Period) -> Group:
    """Return how much was heard from whom."""
    rows = _rows(person, period, "speaker", "from", lambda slug: label(Speaker, slug))
    return Group("All feedback, by who it is from", "From", rows, base="all feedback", is_chart=True)


def by_channel(person: Person, period: Period) -> Group:
    """Return how much was received in which way."""
    rows = _rows(person, period, "channel", "by", lambda slug: label(Channel, slug))
    return Group("All feedback, by how it was received", "Received by", rows, base="all feedback")


def by_type(person: Person, period: Period) -> Group:
    """Return how much of each type was received."""
    rows = _rows(
        person, period, "source", "type", lambda slug: SOURCES[slug].plural if slug in SOURCES else slug
    )
    return Group("All feedback, by type", "Type of feedback", rows, base="all feedback", is_chart=True)


def equality(person: Person, period: Period, today: datetime.date) -> list[Group]:
    """Return the equality answers of a financial year that is closed; of any other period none may be shown.

    They are rounded to the nearest five and suppressed where they are kept (`feedback/equality_monitoring.py`), and so
    have no list of rows: each leads to the page of these totals.
    """
    since, until = closed_year(today)
    if (period.since, period.until + datetime.timedelta(days=1)) != (since, until):
        return []
    totals: EqualityTotals = equality_totals(person, today)
    groups = []
    for each in totals.questions:
        rows = [Counted(label, count, each.answered) for label, count, _ in each.rows]
        groups.append(
            Group(
                f"Equality monitoring: {each.question}",
                "Answer",
                rows,
                base="those who answered",
                note="To the nearest five. Answering is voluntary.",
            )
        )
    return groups


def not_heard(person: Person, period: Period, answers: Sequence[Group]) -> list[str]:
    """Return in sentences who is missing from what was heard. answers: of the equality monitoring."""
    feedback = feedback_of(person, period)
    by_speaker = of.by(feedback, "speaker")
    lines = []
    missing = [str(each.label).lower() for each in _EXPECTED if not by_speaker.get(each)]
    if missing:
        lines.append(f"Nothing is recorded from: {', '.join(missing)}.")
    heard = set(feedback.exclude(team=None).order_by().values_list("team", flat=True).distinct())
    silent = Team.objects.visible_to(person).filter(is_active=True).exclude(pk__in=heard).order_by("name")
    if names := [team.name for team in silent]:
        lines.append(f"No feedback is recorded for: {', '.join(names)}.")
    for group in answers:
        if nobody := [row.what for row in group.rows if row.count == 0]:
            lines.append(f"{group.caption}: nobody answered {', '.join(nobody)}.")
    unknown, everybody = by_speaker.get(Speaker.UNKNOWN, 0), sum(by_speaker.values())
    if everybody and unknown * 5 >= everybody:
        lines.append("Of one piece in five or more it is not recorded who it is from.")
    lines.append("Whoever told us nothing is in none of these figures.")
    return lines
