"""Detectable change: what a measure could show after an action, and how it could show more."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from goldthread.analysis.figures import LARGEST, FiguresError, Reading, monthly, parse_month
from goldthread.analysis.verdicts.interrupted_time_series import Direction, Kind
from goldthread.analysis.verdicts.margin import WORTHWHILE
from goldthread.analysis.verdicts.power import (
    NEVER,
    Noise,
    baseline_noise,
    model_change,
    months_until,
    plain_change,
    smallest_change,
)
from goldthread.analysis.verdicts.verdict import LEAST_BEFORE

# Beyond so many themes of its size merged into one, the merged theme no longer says what to change.
MOST_MERGED = 6
# A longer baseline than three years describes another service.
LONG_BASELINE = 36
# Below these means a month, counting by the quarter or the days between events shows more.
FEW_A_MONTH, RARE_A_MONTH = 3.0, 1.0


@dataclass(frozen=True)
class DetectableChange:
    """Detectable change of a measure. at_12, at_18: smallest change seen 80 times in 100 with 12 and 18 months
    after the action (count: part of the level; proportion: part of 1; score: its units), None if none.
    months_needed: until the worthwhile change would show, or "never". suggestions: sentences, empty
    where 18 months show the worthwhile change.
    """

    kind: Kind
    direction: Direction
    worthwhile_change: float
    months_before: int
    level: float
    at_12: float | None
    at_18: float | None
    months_needed: int | str
    enough: bool
    suggestions: tuple[str, ...]
    unit: str = ""

    def sentence(self) -> str:
        """Return what change could be detected, to be read aloud when the action is planned."""
        word = "fall" if self.direction == "down" else "rise"
        shown = [
            f"{at} months after could show a {word} of {self._words(x)} or more"
            for at, x in self._detectable()
        ]
        if not shown:
            return f"With this history no {word} could be told from chance, even 18 months after."
        fit = "is" if self.enough else "is not"
        verdict = f"A {word} of {self._words(self.worthwhile_change)}, the change worth having, {fit} among them by 18 months."
        return f"{'; '.join(shown)}. {verdict}"

    def _detectable(self) -> list[tuple[int, float]]:
        return [(at, x) for at, x in ((12, self.at_12), (18, self.at_18)) if x is not None]

    def _words(self, x: float) -> str:
        if self.kind == "count":
            return f"{x:.0%}"
        if self.kind == "proportion":
            return f"{x * 100:.0f} percentage points"
        points = " percentage points" if self.unit.startswith("%") else ""
        return (f"{x:.2g}" if abs(x) < 10 else f"{x:,.0f}") + points

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {**asdict(self), "sentence": self.sentence()}


def detectable_change(
    baseline: Iterable[Reading | tuple],
    kind: Kind = "count",
    direction: Direction = "down",
    worthwhile_change: float | None = None,
    unit: str = "",
    counting_changed: Iterable[dt.date | str] = (),
) -> DetectableChange:
    """Return what 12 and 18 months after an action could show, from the measure's own history.

    baseline: Reading or (month, value[, denominator]), up to now. Raises FiguresError with fewer than
    9 months, as no verdict could follow. unit: "%" where scores are percentages. counting_changed: months from
    which it is counted otherwise.
    """
    if direction not in ("down", "up"):
        raise FiguresError(f"direction is {direction!r}; it must be down or up, the way that is better.")
    rows = [r for r in monthly(baseline, kind) if not math.isnan(r[1])]
    if len(rows) < LEAST_BEFORE:
        raise FiguresError(
            f"There are {len(rows)} months with a reading; at least {LEAST_BEFORE} are needed to plan a measure on."
        )
    worthwhile = WORTHWHILE[kind] if worthwhile_change is None else worthwhile_change
    if not 0 < worthwhile <= LARGEST:
        raise FiguresError(f"worthwhile_change is {worthwhile_change!r}; it must be a number above 0.")
    changes = [m for m in map(parse_month, counting_changed) if rows[0][0] < m <= rows[-1][0]]
    noise = baseline_noise(rows, kind, counting_changed=changes)
    wanted = model_change(noise, direction, worthwhile)
    d12, d18 = (smallest_change(noise, direction, n1, worthwhile=worthwhile) for n1 in (12, 18))
    enough = d18 <= wanted < math.inf
    zeros = sum(r[1] == 0 for r in rows)
    return DetectableChange(
        kind=kind,
        direction=direction,
        worthwhile_change=worthwhile,
        months_before=len(rows),
        level=noise.level,
        at_12=plain_change(noise, direction, d12),
        at_18=plain_change(noise, direction, d18),
        months_needed=NEVER if math.isinf(wanted) else months_until(noise, direction, worthwhile),
        enough=enough,
        suggestions=() if enough else tuple(_suggestions(noise, direction, wanted, d18, zeros)),
        unit=unit,
    )


def _suggestions(noise: Noise, direction: Direction, wanted: float, d18: float, zeros: int) -> list[str]:
    suggestions = []
    if math.isinf(wanted):
        suggestions.append("The change named is not possible from where the measure stands; name another.")
    if noise.kind == "count":
        suggestions += _for_counts(noise, direction, wanted, zeros)
    elif noise.kind == "proportion":
        more = next(
            (k for k in (2, 3, 4) if _with(noise, k * noise.size, direction) <= wanted < math.inf), None
        )
        if more:
            suggestions.append(
                f"Look at about {more * noise.size:.0f} files a month instead of {noise.size:.0f}."
            )
        else:
            suggestions.append("Even four times as many files a month would still not show it.")
    elif noise.phi <= 0:
        suggestions.append(
            "The score never varied, so nothing shows how much it moves by chance; choose another measure."
        )
    else:
        suggestions.append("Base each month's score on more answers, so that it moves less by chance.")
    longer = smallest_change(
        replace(noise, months=LONG_BASELINE),
        direction,
        18,
        worthwhile=wanted if noise.kind == "score" else None,
    )
    if noise.months < 24 and longer < d18 * 0.9:
        suggestions.append("Find earlier months: a baseline of three years would show smaller changes.")
    suggestions.append("Or plan for a larger change, and agree now that a smaller one will not show.")
    return suggestions


def _for_counts(noise: Noise, direction: Direction, wanted: float, zeros: int) -> list[str]:
    suggestions = []
    merged = next(
        (
            k
            for k in range(2, MOST_MERGED + 1)
            if smallest_change(replace(noise, level=noise.level * k), direction, 18) <= wanted < math.inf
        ),
        None,
    )
    if merged:
        suggestions.append(
            f"Merge it with related themes: about {merged} times as many a month would show it."
        )
    else:
        suggestions.append(f"Merging {MOST_MERGED} themes of its size would still not show it.")
    if noise.level < RARE_A_MONTH or zeros > noise.months / 2:
        suggestions.append(
            "Watch the days between events instead; they show a rare thing becoming rarer soonest."
        )
    elif noise.level < FEW_A_MONTH:
        suggestions.append("Read it by the quarter: months this small jump about.")
    return suggestions


def _with(noise: Noise, size: float, direction: Direction) -> float:
    return smallest_change(replace(noise, size=size), direction, 18)
