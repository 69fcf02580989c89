"""One more or one fewer: whether a verdict would be another if a single month had been counted so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldthread.analysis.verdicts.brake import brake_holds
from goldthread.analysis.verdicts.interrupted_time_series import Floats
from goldthread.analysis.verdicts.other_themes import Others, others_step, sum_of_others
from goldthread.analysis.verdicts.step import Step, measure_step
from goldthread.analysis.verdicts.verdict_data import (
    EARLY_SIGN,
    HIGHER_SINCE,
    IMPROVED,
    LOWER_SINCE,
    NO_DETECTABLE_CHANGE_YET,
    WORSENED,
    Verdict,
)
from goldthread.analysis.verdicts.verdict_schedule import (
    EARLY_LEVEL,
    REVIEW_MONTHS,
    excludes_no_change,
    strict_level,
)
from goldthread.dates import month_number

_WORDS = {
    IMPROVED: "improved",
    WORSENED: "worse",
    LOWER_SINCE: "lower since the action",
    HIGHER_SINCE: "higher since the action",
    EARLY_SIGN: "an early sign",
    NO_DETECTABLE_CHANGE_YET: "no change can be told from chance yet",
}


@dataclass(frozen=True)
class OnePoint:
    """One month's change that makes another verdict. by: 1 for one more, -1 for one fewer. state: what it would be;
    too little data counts as no detectable change."""

    month: dt.date
    by: int
    state: str


def one_point_changes(v: Verdict, others: Others = ()) -> tuple[OnePoint, ...]:
    """Return every single month in which one more or one fewer would make another verdict, the latest first.

    v: a verdict on counts or shares; a score has no points to count, and without a review there is no verdict to
    change: both give none, as does a measure that never varies. others: as for `judge`. All months are tried at once, as many series of one design.
    """
    if v.kind == "score" or v.review is None or "never_varies" in v.reasons:
        return ()
    months = np.array([month_number(dt.date.fromisoformat(month)) for month, _, _ in v.used])
    counted = np.array([value for _, value, _ in v.used])
    size = np.array([denominator for _, _, denominator in v.used])
    tried = [
        (i, by)
        for i in range(len(months) - 1, -1, -1)
        for by in (1, -1)
        if counted[i] + by >= 0 and (v.kind == "count" or counted[i] + by <= size[i])
    ]
    y = np.tile(counted, (len(tried) + 1, 1))  # the first is as it was
    for row, (i, by) in enumerate(tried, start=1):
        y[row, i] += by
    states = _states(v, months, y, size, sum_of_others(others) if v.kind == "count" else {})
    return tuple(
        OnePoint(dt.date.fromisoformat(v.used[i][0]), by, state.removesuffix("+").removesuffix("-"))
        for (i, by), state in zip(tried, states[1:], strict=True)
        if state != states[0]
    )


def _states(
    v: Verdict, months: NDArray[np.int64], y: Floats, size: Floats, total: dict[int, float]
) -> list[str]:
    """Return the state of each series, (S,); an early sign with which way. y: (S, n)."""
    end, held = month_number(v.action_to), [review.months for review in v.reviews]
    latest = held[-1]
    position = REVIEW_MONTHS.index(latest)
    running = position > 0 and REVIEW_MONTHS[position - 1] in held
    reviews = [_Looked(v, months, y, size, end, latest, total)]
    if running:
        reviews.append(_Looked(v, months, y, size, end, REVIEW_MONTHS[position - 1], total))
    early = excludes_no_change(reviews[0].step, EARLY_LEVEL)
    states = np.full(len(y), NO_DETECTABLE_CHANGE_YET, dtype=object)
    states[early[0]], states[early[1]] = EARLY_SIGN + "-", EARLY_SIGN + "+"
    for way, name in ((-1, "down"), (1, "up")):
        twice = np.full(len(y), running)
        for review in reviews:
            twice &= excludes_no_change(review.step, strict_level(v.kind, name))[way > 0]
        holds = twice.copy()
        for review in reviews:
            holds[holds] = review.holds(holds, way)
        states[twice] = LOWER_SINCE if way < 0 else HIGHER_SINCE
        states[holds] = IMPROVED if name == v.direction else WORSENED
    return [str(state) for state in states]


class _Looked:
    """One review of many series: their steps, and which of them the brake lets through."""

    def __init__(
        self,
        v: Verdict,
        months: NDArray[np.int64],
        y: Floats,
        size: Floats,
        end: int,
        review: int,
        total: dict[int, float],
    ) -> None:
        upto = months <= end + review
        times, after = months[upto], months[upto] > end
        self.v, self.y = v, y[:, upto]
        self.size = np.broadcast_to(size[upto], self.y.shape)
        changes = [month_number(change.month) for change in v.counting_changed]
        self.step: Step = measure_step(self.y, times, after, v.kind, size=self.size, counting_changed=changes)
        self.others = others_step(total, y[0, upto], times, after, size[upto]) if total else None

    def holds(self, of: NDArray[np.bool_], way: int) -> NDArray[np.bool_]:
        """Return which of some series hold, as many as `of` is True. way: -1 a fall, 1 a rise."""
        return brake_holds(
            self.y[of],
            self.size[of],
            self.step.fit.of(of),
            self.v.kind,
            way,
            worthwhile=self.v.worthwhile_change,
            others=self.others,
        )


def one_point_sentence(v: Verdict, changes: Sequence[OnePoint]) -> str | None:
    """Return what one more or one fewer would change, in a sentence; None where it would change nothing."""
    if not changes:
        return None
    first = changes[0]
    more = "more" if first.by > 0 else "fewer"
    further = len({change.month for change in changes} - {first.month})
    same = (
        f" One more or one fewer in {further} other month{'s' if further > 1 else ''} would change it too."
        if further
        else ""
    )
    return (
        f"It is a near thing: with one {more} in {first.month:%B %Y} the verdict would be "
        f"“{_WORDS[first.state]}”.{same}"
    )
