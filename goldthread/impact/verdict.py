"""Verdicts on measures: readings in the form that the analysis takes, and the review schedule."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.analysis.figures import Reading as Figure
from goldthread.analysis.verdicts import change_words, verdict_text
from goldthread.analysis.verdicts import verdict as rule
from goldthread.dates import add_months
from goldthread.impact.models import Measure, Reading
from goldthread.learning.models import Direction, MeasureKind

REVIEWS = rule.REVIEW_MONTHS


@dataclass(frozen=True)
class Due:
    """A review that is due: months after the action, and the last month it covers."""

    months: int
    closes: datetime.date


def figures(measure: Measure, readings: Sequence[Reading]) -> list[Figure]:
    """Return the readings with their parts: a percentage or a rate as numerator and denominator."""
    if measure.kind in (MeasureKind.PROPORTION, MeasureKind.RATE):
        return [Figure(r.month, float(r.numerator), float(r.denominator)) for r in readings]
    return [Figure(r.month, None if r.value is None else float(r.value)) for r in readings]


def worthwhile(measure: Measure, readings: Sequence[Reading]) -> float:
    """Return the smallest change worth having in the unit that the rule takes.

    It is agreed as a percentage of the current level: for a count that is a part of it; for a percentage, percentage
    points; for a score, its own units.
    """
    part = measure.smallest_change / 100
    if measure.kind in (MeasureKind.COUNT, MeasureKind.RATE):
        return min(part, 0.99)
    before = [r for r in readings if measure.acted_on is None or r.month < measure.acted_on]
    known = [float(r.value) for r in before if r.value is not None]
    level = sum(known) / len(known) if known else 0.0
    if measure.kind == MeasureKind.PROPORTION:
        return min(max(level / 100 * part, 0.01), 0.99)
    return abs(level) * part or 1.0


def judge(measure: Measure, readings: Sequence[Reading], *, as_of: datetime.date) -> rule.Verdict | None:
    """Return the verdict at the end of a month; None before the action took effect or without readings."""
    if measure.acted_on is None or not readings:
        return None
    return rule.judge(
        figures(measure, readings),
        measure.acted_on,
        "down" if measure.direction == Direction.DECREASE else "up",
        worthwhile(measure, readings),
        # A rate is a count with its exposure.
        "count" if measure.kind == MeasureKind.RATE else measure.kind,
        as_of,
        name=measure.name,
        unit=measure.unit,
    )


def verdict_data(judged: rule.Verdict) -> dict[str, object]:
    """Return the data of a verdict to be saved, with its interval in words under `range`.

    The interval is the one that the sentence gives: the strict one for a verdict, the plain one before.
    """
    strict = judged.state in (rule.IMPROVED, rule.WORSENED)
    ends = judged.review and (judged.review.strict if strict else judged.review.interval)
    return verdict_text.verdict_dict(judged) | {
        "range": change_words.range_words(judged, *ends) if ends else ""
    }


def review_due(measure: Measure, *, last_month: datetime.date) -> Due | None:
    """Return the latest review whose months are complete and that has not been made; None where none is due.

    An earlier review that was missed is not made up: its readings are in the later one.
    """
    if measure.acted_on is None:
        return None
    made = {verdict.review_month for verdict in measure.verdicts.all()}
    passed = [months for months in REVIEWS if add_months(measure.acted_on, months) <= last_month]
    if not passed or passed[-1] in made:
        return None
    return Due(passed[-1], add_months(measure.acted_on, passed[-1]))


def next_review(measure: Measure, *, last_month: datetime.date) -> Due | None:
    """Return the next review to come."""
    if measure.acted_on is None:
        return None
    for months in REVIEWS:
        closes = add_months(measure.acted_on, months)
        if closes > last_month:
            return Due(months, closes)
    return None
