"""Verdict on an action: judged only at the quarterly reviews, from the whole history.

`judge` is a pure function: the same readings give the same verdict, and between two reviews nothing
it looks at can change, so the verdict cannot either. The rule is in docs/accuracy.md, "Verdicts".
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from goldthread.analysis.figures import LARGEST, FiguresError, Reading, action_span, monthly, parse_month
from goldthread.analysis.verdicts import power
from goldthread.analysis.verdicts.attribution import attribute
from goldthread.analysis.verdicts.brake import brake_figures, brake_of
from goldthread.analysis.verdicts.interrupted_time_series import Direction, Kind
from goldthread.analysis.verdicts.margin import WORTHWHILE
from goldthread.analysis.verdicts.other_themes import Others, others_step, sum_of_others
from goldthread.analysis.verdicts.power import Noise
from goldthread.analysis.verdicts.step import Step, measure_step
from goldthread.analysis.verdicts.verdict_data import (
    COUNTING_CHANGED,
    EARLY_SIGN,
    HIGHER_SINCE,
    IMPROVED,
    LOWER_SINCE,
    NO_DETECTABLE_CHANGE_YET,
    STATES,
    TOO_LITTLE_DATA,
    WORSENED,
    CountingChange,
    Review,
    Verdict,
)
from goldthread.analysis.verdicts.verdict_schedule import (
    EARLY_LEVEL,
    LEAST_AFTER,
    REVIEW_MONTHS,
    excludes_no_change,
    strict_level,
)
from goldthread.dates import month_from_number

__all__ = ["STATES", "WORTHWHILE", "Review", "Verdict", "judge"]

# Months with a reading before the action: fewer than the first give no verdict, fewer than the second
# give one with a warning.
LEAST_BEFORE, ENOUGH_BEFORE = 9, 12
# A change of counting so near the action, in months or in readings between the two, cannot be told from it.
NEAR_ACTION, LEAST_BETWEEN = 2, 2


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
    others: Others = (),
) -> Verdict:
    """Judge one action from the whole monthly history of its measure.

    readings: Reading or (month, value[, denominator]), any order, None for a gap. action_month: the month
    or months of the action; all from the first to the last are left out as bedding in. direction: which
    way is better, written down beforehand. worthwhile_change: see WORTHWHILE. review_month: the last
    complete month (default: the last with a row); later readings are not looked at. unit: "%" where scores are
    percentages. counting_changed: months from which it is counted otherwise; each is a column of the model.
    others: monthly counts of the council's other themes that no action touched, a second brake on a count where
    there are three or more; or their sum, {month: count}. Raises FiguresError.
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
    span = (min(start, as_of + 1) - before[0][0] if before else 0) + (due[-1] if due else 0)
    first = used[0][0] if used else as_of
    changes = sorted({m for m in map(parse_month, counting_changed) if first < m <= as_of})
    entangled = [m for m in changes if _entangled(m, used, start, end, horizon)]
    enough = len(before) >= LEAST_BEFORE and not entangled
    in_force = [m for m in changes if m <= horizon]
    total = sum_of_others(others) if kind == "count" else {}

    held = _hold_reviews(used, before, end, due, kind, in_force) if enough else []
    state, towards = _state([h.review for h in held], direction)
    if state in (IMPROVED, WORSENED):
        held = [*held[:-2], *(_braked(h, kind, worthwhile, total) for h in held[-2:])]
    reviews = [h.review for h in held]
    last = held[-1] if held else None
    outlook = (
        _outlook(before, last, kind, direction, worthwhile, state, _relative(in_force, start, end))
        if enough
        else None
    )
    reasons = (COUNTING_CHANGED,) if entangled else _reasons(outlook, reviews, due, state)
    if reasons and state == NO_DETECTABLE_CHANGE_YET:
        state = TOO_LITTLE_DATA
    attribution = None
    if state in (IMPROVED, WORSENED) and last is not None:
        attribution = attribute(*last.arrays, kind, last.size, in_force)
        state, reasons = _unless_braked(state, reviews)
    upcoming = None if entangled else next((m for m in REVIEW_MONTHS if end + m > as_of), None)
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
        notes=_notes(before, reviews, last, total if others else None),
        used=tuple((month_from_number(m).isoformat(), v, s) for m, v, s in used),
        unit=unit,
        counting_changed=_counted(entangled or in_force, last, kind),
    )


@dataclass(frozen=True)
class _Held:
    """Held review: its figures, the readings up to it, and the step measured in them."""

    review: Review
    step: Step
    rows: list[Row]
    arrays: tuple[np.ndarray, np.ndarray, np.ndarray]

    @property
    def size(self) -> np.ndarray:
        """Return exposure or denominator, (n,)."""
        return np.array([r[2] for r in self.rows])


def _hold_reviews(
    used: list[Row], before: list[Row], end: int, due: list[int], kind: Kind, changes: list[int]
) -> list[_Held]:
    """Hold each review that is due and has enough readings."""
    held: list[_Held] = []
    for months in due:
        upto = [r for r in used if r[0] <= end + months]
        if len(upto) - len(before) < LEAST_AFTER:
            continue
        arrays = _arrays(upto, end)
        size = np.array([r[2] for r in upto])
        step = measure_step(*arrays, kind, size=size, counting_changed=changes)
        review = _review(step, months, end, len(upto) - len(before), kind)
        held.append(_Held(review, step, upto, arrays))
    return held


def _braked(held: _Held, kind: Kind, worthwhile: float, total: dict[int, float]) -> _Held:
    """Return a review with its brake. total: the sum of the other themes, by month."""
    y, times, after = held.arrays
    others = others_step(total, y, times, after, held.size) if total else None
    way = -1 if held.review.fell else 1
    figures = brake_figures(
        y[None], held.size[None], held.step.fit, kind, way, worthwhile=worthwhile, others=others
    )
    return replace(held, review=replace(held.review, brake=brake_of(figures, 0, others)))


def _unless_braked(state: str, reviews: list[Review]) -> tuple[str, tuple[str, ...]]:
    """Return the state, or lower or higher since with the reasons of the latest review that has any."""
    for review in reversed(reviews[-2:]):
        if review.brake is not None and review.brake.reasons:
            return (LOWER_SINCE if review.fell else HIGHER_SINCE), review.brake.reasons
    return state, ()


def _entangled(change: int, used: list[Row], start: int, end: int, horizon: int) -> bool:
    """Return whether a change of counting is too near the action to be told from it: within two months, or with
    fewer than two readings between the two."""
    if start - NEAR_ACTION <= change <= end + NEAR_ACTION:
        return True
    between = [m for m, _, _ in used if (change <= m < start if change < start else end < m < change)]
    return change <= horizon and len(between) < LEAST_BETWEEN


def _relative(changes: list[int], start: int, end: int) -> tuple[int, ...]:
    """Return changes of counting in months from the action, whose own months are left out."""
    return tuple(m - start if m < start else m - end for m in changes)


def _counted(changes: list[int], last: _Held | None, kind: Kind) -> tuple[CountingChange, ...]:
    """Return the recorded changes of counting, each with its effect in the latest review."""
    columns = dict(last.step.fit.design.counted) if last else {}
    effects = (
        {month: float(last.step.fit.coef[0, column]) for month, column in columns.items()} if last else {}
    )
    return tuple(
        CountingChange(month_from_number(m), _shown(effects[m], kind) if m in effects else None)
        for m in changes
    )


@dataclass(frozen=True)
class _Outlook:
    """Detectable change by now, and when the worthwhile change would be."""

    noise: Noise
    mde80: float | None
    months_until: int | str | None
    only_huge: bool


def _outlook(
    before: list[Row],
    last: _Held | None,
    kind: Kind,
    direction: Direction,
    worthwhile: float,
    state: str,
    changes: tuple[int, ...],
) -> _Outlook:
    noise = _noise(before, kind, last.step if last else None, changes)
    n1 = last.review.readings_after if last else REVIEW_MONTHS[0]
    d = power.smallest_change(noise, direction, n1, worthwhile=worthwhile)
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


def _shown(x: float, kind: Kind) -> float:
    """Return a change on the model's scale as it is told: ratio, odds ratio or difference."""
    return x if kind == "score" else math.exp(min(x, 700.0)) if x < math.inf else math.inf


def _review(step: Step, months: int, end: int, readings_after: int, kind: Kind) -> Review:
    def shown(x: float) -> float:
        return _shown(x, kind)

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


def _noise(before: list[Row], kind: Kind, step: Step | None, changes: tuple[int, ...]) -> Noise:
    if step is None:
        return power.baseline_noise(before, kind, counting_changed=changes)
    size = float(np.mean([r[2] for r in before]))
    level = float(step.before[0]) * (size if kind == "count" else 1.0)
    return Noise(kind, level, size, float(step.fit.phi[0]), float(step.fit.rho[0]), len(before), changes)


def _notes(
    before: list[Row], reviews: list[Review], last: _Held | None, total: dict[int, float] | None
) -> tuple[str, ...]:
    """Return what the basis of a verdict tells. total: the other themes' sum, None where none were given."""
    notes = []
    if LEAST_BEFORE <= len(before) < ENOUGH_BEFORE:
        notes.append("short_baseline_tolerated")
    if last is not None and bool(last.step.few[0]):
        notes.append("few_events_exact")
    if len(reviews) > 2:
        for moved in ("fell", "rose"):
            pairs = [getattr(a, moved) and getattr(b, moved) for a, b in pairwise(reviews)]
            if any(pairs[:-1]) and not pairs[-1]:
                notes.append("not_held")
    brake = last.review.brake if last else None
    if total is not None and brake is not None:
        notes.append("others_too_few" if brake.p_others is None else "others_compared")
    return tuple(notes)
