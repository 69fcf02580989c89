"""Verdicts on measures: readings in the form that the analysis takes, and the review schedule."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from goldthread.analysis.figures import Reading as Figure
from goldthread.analysis.verdicts import change_words, verdict_text
from goldthread.analysis.verdicts import verdict as rule
from goldthread.analysis.verdicts.other_themes import Others
from goldthread.analysis.verdicts.verdict_data import (
    COUNTING_CHANGED,
    HIGHER_SINCE,
    IMPROVED,
    LOWER_SINCE,
    WORSENED,
)
from goldthread.dates import add_months
from goldthread.impact.models import Measure, Reading, Verdict
from goldthread.impact.small_numbers import PARTED
from goldthread.learning.models import Direction, MeasureKind

REVIEWS = rule.REVIEW_MONTHS


@dataclass(frozen=True)
class Due:
    """A review that is due: months after the action, and the last month it covers."""

    months: int
    closes: datetime.date


def figures(measure: Measure, readings: Sequence[Reading]) -> list[Figure]:
    """Return the readings with their parts: a percentage or a rate as numerator and denominator."""
    if measure.kind in PARTED:
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


def judge(
    measure: Measure,
    readings: Sequence[Reading],
    *,
    as_of: datetime.date,
    others: Sequence[Sequence[Figure]] = (),
) -> rule.Verdict | None:
    """Return the verdict at the end of a month; None before the action took effect or without readings.

    others: the monthly counts of each of the council's other themes, where there are enough (`other_themes.py`).
    """
    if measure.acted_on is None or not readings:
        return None
    return _judge(
        measure,
        figures(measure, readings),
        (measure.acted_on, measure.settled_on),
        worthwhile(measure, readings),
        as_of,
        others,
    )


def judge_again(measure: Measure, made: Verdict) -> rule.Verdict | None:
    """Return what the rule says today of the readings of a result, with the changes of counting recorded by now."""
    if not made.readings or not made.figures or measure.acted_on is None:
        return None
    used = [
        Figure(datetime.date.fromisoformat(month), value, size if measure.kind in PARTED else None)
        for month, value, size in made.readings
    ]
    kept = made.figures
    span = tuple(datetime.date.fromisoformat(kept[end]) for end in ("action_from", "action_to"))
    counts = kept.get("other_themes", {}).get("counts", [])
    others = {datetime.date.fromisoformat(month): count for month, count in counts}
    as_of = add_months(span[1], made.review_month)
    return _judge(measure, used, span, kept["worthwhile_change"], as_of, others)


def _judge(
    measure: Measure,
    used: Sequence[Figure],
    span: tuple[datetime.date, ...],
    worthwhile_change: float,
    as_of: datetime.date,
    others: Others,
) -> rule.Verdict:
    summed = isinstance(others, Mapping)
    return _judged(
        tuple(used),
        tuple(sorted(set(span))),
        "down" if measure.direction == Direction.DECREASE else "up",
        worthwhile_change,
        # A rate is a count with its exposure.
        "count" if measure.kind == MeasureKind.RATE else measure.kind,
        as_of,
        measure.name,
        measure.unit,
        tuple(counting_changed(measure, closes=as_of)),
        tuple(others.items()) if isinstance(others, Mapping) else tuple(map(tuple, others)),
        summed,
    )


# A verdict follows from these alone, and a page asks for the same one each time that it is opened.
@lru_cache(maxsize=512)
def _judged(
    used: tuple[Figure, ...],
    span: tuple[datetime.date, ...],
    way: Any,
    worthwhile_change: float,
    kind: Any,
    as_of: datetime.date,
    name: str,
    unit: str,
    changes: tuple[datetime.date, ...],
    others: tuple[Any, ...],
    summed: bool,
) -> rule.Verdict:
    return rule.judge(
        used,
        span,
        way,
        worthwhile_change,
        kind,
        as_of,
        name=name,
        unit=unit,
        counting_changed=changes,
        others=dict(others) if summed else others,
    )


def counting_changed(measure: Measure, *, closes: datetime.date) -> list[datetime.date]:
    """Return the months from which a measure is counted otherwise, as far as a review that closes then sees them."""
    # All of them, which a page has read already; they are few.
    changes = [change for change in measure.counting_changes.all() if change.withdrawn_on is None]
    return sorted(change.month for change in changes if change.month <= closes)


def is_untold(measure: Measure, readings: Sequence[Reading], *, as_of: datetime.date) -> bool:
    """Return whether a change of counting is so near the action that no review can tell the two apart."""
    if not counting_changed(measure, closes=as_of):
        return False
    judged = judge(measure, readings, as_of=as_of)
    return judged is not None and COUNTING_CHANGED in judged.reasons


def verdict_data(judged: rule.Verdict) -> dict[str, object]:
    """Return the data of a verdict to be saved, with its interval in words under `range`.

    The interval is the one that the sentence gives: the strict one for a verdict, the plain one before.
    """
    strict = judged.state in (IMPROVED, WORSENED, LOWER_SINCE, HIGHER_SINCE)
    ends = judged.review and (judged.review.strict if strict else judged.review.interval)
    return verdict_text.verdict_dict(judged) | {
        "range": change_words.range_words(judged, *ends) if ends else ""
    }


def review_due(measure: Measure, *, last_month: datetime.date) -> Due | None:
    """Return the latest review whose months are complete and that has not been made; None where none is due.

    An earlier review that was missed is not made up: its readings are in the later one.
    """
    settled = measure.settled_on
    if settled is None:
        return None
    made = {verdict.review_month for verdict in measure.verdicts.all()}
    passed = [months for months in REVIEWS if add_months(settled, months) <= last_month]
    if not passed or passed[-1] in made:
        return None
    return Due(passed[-1], add_months(settled, passed[-1]))


def next_review(measure: Measure, *, last_month: datetime.date) -> Due | None:
    """Return the next review to come."""
    settled = measure.settled_on
    if settled is None:
        return None
    for months in REVIEWS:
        closes = add_months(settled, months)
        if closes > last_month:
            return Due(months, closes)
    return None
