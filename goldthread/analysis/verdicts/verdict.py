"""Verdict on an action: judged only at the quarterly reviews, from the whole history.

`judge` is a pure function: the same readings give the same verdict, and between two reviews nothing
it looks at can change, so the verdict cannot either. The rule is in docs/accuracy.md, "Verdicts".
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from goldthread.analysis.figures import LARGEST, FiguresError, Reading, action_span, monthly, parse_month
from goldthread.analysis.verdicts import power
from goldthread.analysis.verdicts.attribution import attribute
from goldthread.analysis.verdicts.interrupted_time_series import Kind
from goldthread.analysis.verdicts.power import Direction, Noise
from goldthread.analysis.verdicts.step import Step, measure_step
from goldthread.analysis.verdicts.verdict_data import (
    EARLY_SIGN,
    IMPROVED,
    NO_DETECTABLE_CHANGE_YET,
    STATES,
    TOO_LITTLE_DATA,
    WORSENED,
    Review,
    Verdict,
)
from goldthread.analysis.verdicts.verdict_schedule import (
    EARLY_LEVEL,
    REVIEW_MONTHS,
    excludes_no_change,
    strict_level,
)
from goldthread.dates import month_from_number

__all__ = ["STATES", "WORTHWHILE", "Review", "Verdict", "judge"]

# Months with a reading before the action: fewer than the first give no verdict, fewer than the second
# give one with a warning. After it, a review needs six.
LEAST_BEFORE, ENOUGH_BEFORE, LEAST_AFTER = 9, 12, 6
# The change worth having, if none was written down: a quarter of a count, ten percentage points, a
# quarter of a point of a score.
WORTHWHILE: dict[Kind, float] = {"count": 0.25, "proportion": 0.10, "score": 0.25}


# One month as (month number, value, exposure or denominator).
Row = tuple[int, float, float]


def judge(
    readings: Iterable[Reading | tuple],
    action_month: dt.date | str | Sequence[dt.date | str],
    direction: Direction,
    worthwhile_change: float | None = None,
    kind: Kind = "count",
    review_month: dt.date | str | None = None,
    name: str = "The measure",
    unit: str = "",
    counting_changed: Iterable[dt.date | str] = (),
    others: Sequence[Iterable[Reading | tuple]] = (),
) -> Verdict:
    """Judge one action from the whole monthly history of its measure.

    readings: Reading or (month, value[, denominator]), any order, None for a gap. action_month: the month
    or months of the action; all from the first to the last are left out as bedding in. direction: which
    way is better, written down beforehand. worthwhile_change: see WORTHWHILE. review_month: the last
    complete month (default: the last with a row); later readings are not looked at. unit: "%" where scores are
    percentages. Raises FiguresError.
    """
    if direction not in ("down", "up"):
        raise FiguresError(f"direction is {direction!r}; it must be down or up, the way that is better.")
    rows = monthly(readings, kind)
    if not rows:
        raise FiguresError("There are no readings.")
    worthwhile = _worthwhile(kind, worthwhile_change)
    start, end = action_span(action_month)
    as_of = rows[-1][0] if review_month is None else parse_month(review_month)
    due = [m for m in REVIEW_MONTHS if end + m <= as_of]
    horizon = end + due[-1] if due else start - 1
    used = [
        r for r in rows if not math.isnan(r[1]) and (r[0] < min(start, as_of + 1) or end < r[0] <= horizon)
    ]
    before = [r for r in used if r[0] < start]
    span = (start - before[0][0] if before else 0) + (due[-1] if due else 0)
    enough = len(before) >= LEAST_BEFORE

    reviews, last = _hold_reviews(used, before, end, due, kind) if enough else ([], None)
    state, towards = _state(reviews, direction)
    outlook = _outlook(before, reviews, last, kind, direction, worthwhile, state) if enough else None
    reasons = _reasons(outlook, reviews, due, state)
    if reasons and state == NO_DETECTABLE_CHANGE_YET:
        state = TOO_LITTLE_DATA
    attribution = None
    if state in (IMPROVED, WORSENED) and last is not None:
        attribution = attribute(*_arrays(last[1], end), kind, np.array([r[2] for r in last[1]]))
    upcoming = next((m for m in REVIEW_MONTHS if end + m > as_of), None)
    return Verdict(
        state=state,
        towards=towards,
        name=name,
        kind=kind,
        direction=direction,
        worthwhile_change=worthwhile,
        action_from=month_from_number(start),
        action_to=month_from_number(end),
        as_of=month_from_number(as_of),
        months_before=len(before),
        gaps=max(0, span - len(used)),
        has_exposure=kind == "count" and any(r[2] != 1.0 for r in used),
        reviews=tuple(reviews),
        mde80=outlook.mde80 if outlook else None,
        months_until=outlook.months_until if outlook else None,
        attribution=attribution,
        phi=outlook.noise.phi if outlook else None,
        rho=outlook.noise.rho if outlook else None,
        next_review=None if upcoming is None else month_from_number(end + upcoming),
        reasons=reasons,
        notes=_notes(before, reviews, last),
        used=tuple((month_from_number(m).isoformat(), v, s) for m, v, s in used),
        unit=unit,
    )


def _hold_reviews(
    used: list[Row], before: list[Row], end: int, due: list[int], kind: Kind
) -> tuple[list[Review], tuple[Step, list[Row]] | None]:
    """Hold each review that is due and has enough readings; return them, and the last one's measurement."""
    reviews: list[Review] = []
    last = None
    for months in due:
        upto = [r for r in used if r[0] <= end + months]
        if len(upto) - len(before) < LEAST_AFTER:
            continue
        y, times, after = _arrays(upto, end)
        step = measure_step(y, times, after, kind, size=np.array([r[2] for r in upto]))
        reviews.append(_review(step, months, end, len(upto) - len(before), kind))
        last = step, upto
    return reviews, last


@dataclass(frozen=True)
class _Outlook:
    """Detectable change by now, and when the worthwhile change would be."""

    noise: Noise
    mde80: float | None
    months_until: int | str | None
    only_huge: bool


def _outlook(
    before: list[Row],
    reviews: list[Review],
    last: tuple[Step, list[Row]] | None,
    kind: Kind,
    direction: Direction,
    worthwhile: float,
    state: str,
) -> _Outlook:
    noise = _noise(before, kind, last[0] if last else None)
    n1 = reviews[-1].readings_after if reviews else REVIEW_MONTHS[0]
    d = power.smallest_change(noise, direction, n1)
    wanted = power.model_change(noise, direction, worthwhile)
    until = None
    if state in (TOO_LITTLE_DATA, NO_DETECTABLE_CHANGE_YET) and (d > wanted or wanted == math.inf):
        until = power.months_until(noise, direction, worthwhile)
    mde80 = power.plain_change(noise, direction, d)
    return _Outlook(noise, mde80, until, power.too_large(kind, d, worthwhile))


def _reasons(outlook: _Outlook | None, reviews: list[Review], due: list[int], state: str) -> tuple[str, ...]:
    """Return why there is too little data; the first one given is the one to tell."""
    if outlook is None:
        return ("short_baseline",)
    reasons = []
    if not reviews:
        reasons.append("gaps_after" if due else "before_first_review")
    if outlook.noise.phi <= 0:
        reasons.append("never_varies")
    elif state == NO_DETECTABLE_CHANGE_YET and outlook.only_huge:
        reasons.append("only_huge_changes_show")
    return tuple(reasons)


def _worthwhile(kind: Kind, given: float | None) -> float:
    value = WORTHWHILE[kind] if given is None else given
    if not (isinstance(value, int | float) and 0 < value <= LARGEST):
        raise FiguresError(
            f"worthwhile_change is {given!r}; it must be a number above 0, such as {WORTHWHILE[kind]}."
        )
    if kind == "proportion" and value >= 1:
        raise FiguresError(
            f"worthwhile_change is {given!r}; for a proportion give a part of 1 (.10 for ten points)."
        )
    return float(value)


def _arrays(rows: list[Row], end: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    times = np.array([r[0] for r in rows], dtype=np.int64)
    return np.array([r[1] for r in rows]), times, times > end


def _review(step: Step, months: int, end: int, readings_after: int, kind: Kind) -> Review:
    def shown(x: float) -> float:
        return x if kind == "score" else math.exp(min(x, 700.0)) if x < math.inf else math.inf

    low, high = (shown(float(e[0])) for e in step.interval(EARLY_LEVEL))
    down, up = strict_level(kind, "down"), strict_level(kind, "up")
    s_low, s_high = (shown(float(e[0])) for e in step.interval(up if step.effect[0] > 0 else down))
    early_fall, early_rise = (bool(x[0]) for x in excludes_no_change(step, EARLY_LEVEL))
    return Review(
        months=months,
        month=month_from_number(end + months),
        readings_after=readings_after,
        before=float(step.before[0]),
        after=float(step.after[0]),
        effect=shown(float(step.effect[0])),
        interval=(low, high),
        strict=(s_low, s_high),
        fell=bool(excludes_no_change(step, down)[0][0]),
        rose=bool(excludes_no_change(step, up)[1][0]),
        early_fall=early_fall,
        early_rise=early_rise,
    )


def _state(reviews: list[Review], direction: Direction) -> tuple[str, str | None]:
    """Return state and which way, by the latest two reviews; consecutive means none left out between."""
    if not reviews:
        return TOO_LITTLE_DATA, None
    latest = reviews[-1]
    position = REVIEW_MONTHS.index(latest.months)
    previous = next((r for r in reviews if position and r.months == REVIEW_MONTHS[position - 1]), None)
    for moved, way in (("fell", "down"), ("rose", "up")):
        if previous is not None and getattr(latest, moved) and getattr(previous, moved):
            return (IMPROVED, "better") if way == direction else (WORSENED, "worse")
    if latest.early_fall or latest.early_rise:
        better = latest.early_fall == (direction == "down")
        return EARLY_SIGN, "better" if better else "worse"
    return NO_DETECTABLE_CHANGE_YET, None


def _noise(before: list[Row], kind: Kind, step: Step | None) -> Noise:
    if step is None:
        return power.baseline_noise(before, kind)
    size = float(np.mean([r[2] for r in before]))
    level = float(step.before[0]) * (size if kind == "count" else 1.0)
    return Noise(kind, level, size, float(step.fit.phi[0]), float(step.fit.rho[0]), len(before))


def _notes(before: list[Row], reviews: list[Review], last: tuple[Step, list[Row]] | None) -> tuple[str, ...]:
    notes = []
    if LEAST_BEFORE <= len(before) < ENOUGH_BEFORE:
        notes.append("short_baseline_tolerated")
    if last is not None and bool(last[0].few[0]):
        notes.append("few_events_exact")
    if len(reviews) > 2:
        for moved in ("fell", "rose"):
            pairs = [getattr(a, moved) and getattr(b, moved) for a, b in pairwise(reviews)]
            if any(pairs[:-1]) and not pairs[-1]:
                notes.append("not_held")
    return tuple(notes)
