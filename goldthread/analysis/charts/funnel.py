"""Funnel comparison of teams or areas: which differ by more than chance, which are too small to compare.

Never a league table: the units come back in the order they were given, and none is ranked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from goldthread.analysis.figures import LARGEST, FiguresError, number, whole
from goldthread.analysis.tables.suppression import suppress_list
from goldthread.analysis.verdicts.interrupted_time_series import Floats

# Limits: 998 in 1,000 units lie inside the outer ones by chance alone, 95 in 100 inside the inner.
OUTER, INNER = 0.998, 0.95
# Winsorised values vary less than the units do; dividing by this undoes it for normal scores.
WINSOR_CORRECTION = 0.68
# Fewer units cannot show how much units differ among themselves.
LEAST_UNITS = 10
LEAST_EXPECTED, LEAST_FILES = 1.0, 5

HIGHER, LOWER, AS_EXPECTED, TOO_SMALL = "higher", "lower", "as expected", "too small to compare"
WITHHELD = "not shown"


@dataclass(frozen=True)
class Unit:
    """One team or area. expected: at the rate of all. ratio: observed over expected. limits: on the count
    scale. verdict: higher, lower, as expected, too small to compare, or not shown. hide: a count of 1 to 4,
    or one that would give such a count away."""

    name: str
    observed: int
    size: float
    expected: float
    ratio: float | None
    inner: tuple[float, float]
    outer: tuple[float, float]
    verdict: str
    hide: bool


@dataclass(frozen=True)
class Funnel:
    """All units, in the order given. rate: of all together, per unit of size. phi: variation between
    units over chance (winsorised, corrected); tau2: its spread on the transformed scale, 0 where chance
    is enough or units are too few to tell. kind: "count" or "proportion". gives_total: the rate is that of
    all together and their total must be hidden, so that neither the rate nor what was reckoned from it may
    be shown: times the sizes it is the total. levels: the parts of 1 that lie inside the outer and the inner limits by
    chance alone. spread: whether wider limits were wanted where units differ more than by chance. notes: what was set
    apart."""

    kind: str
    rate: float
    phi: float | None
    tau2: float
    units: tuple[Unit, ...]
    gives_total: bool = False
    levels: tuple[float, float] = (OUTER, INNER)
    spread: bool = True
    notes: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Return what the funnel shows, as it can be read aloud."""
        compared = [u for u in self.units if u.verdict not in (TOO_SMALL, WITHHELD)]
        small = sum(u.verdict == TOO_SMALL for u in self.units)
        withheld = len(self.units) - len(compared) - small
        out = [u for u in compared if u.verdict in (HIGHER, LOWER)]
        tail = _how_many(small, "too small to compare") + _how_many(
            withheld, "not shown, so that no small count is"
        )
        if not compared:
            return tail.strip() if withheld else "All of them are too small to compare."
        start = (
            "None of those compared differs from the others by more than chance would make it."
            if not out
            else "; ".join(f"{u.name} is {u.verdict} than chance explains" for u in out)
            + ": unusual (special cause)."
        )
        return f"{start} By chance alone {self._one_in()} would be flagged.{tail}"

    def _one_in(self) -> str:
        return f"1 in {round(1 / (1 - self.levels[0])):,}"

    def note(self) -> str:
        """Return how the limits were drawn."""
        if not self.spread:
            return f"The limits allow for chance only, as was asked; expect {self._one_in()} outside."
        if len(self.units) < LEAST_UNITS:
            return (
                f"With fewer than {LEAST_UNITS} to compare, the limits allow for chance only; expect {self._one_in()} "
                "outside."
            )
        if self.tau2 > 0:
            return "They differ more than chance makes them, so the limits are wider by as much."
        return "The limits allow for chance, which is enough to explain how much most of them differ."

    def limits_at(self, sizes: Sequence[float] | Floats, level: float | None = None) -> tuple[Floats, Floats]:
        """Return (low, high) on the count scale for units of these sizes; whole sizes for a proportion.

        level: the part of 1 inside them; by default that of the outer limits.
        """
        n = np.asarray(sizes, dtype=float)
        return _limits(n, self.rate * n, self.rate, self.kind, self.tau2, level or self.levels[0])

    def without_small_counts(self) -> Funnel:
        """Return the same without a verdict on units whose counts are hidden.

        A limit and "lower" together would narrow a hidden count down, so the verdict is withheld too; and so would
        "too small to compare" a hidden total, where it was reckoned from that total.
        """
        units = (
            replace(u, verdict=WITHHELD) if u.hide and (self.gives_total or u.verdict != TOO_SMALL) else u
            for u in self.units
        )
        return replace(self, units=tuple(units))

    def as_dict(self, *, show_small: bool = False) -> dict[str, object]:
        """Plain data for JSON; counts that would show 1 to 4 people are None unless asked for.

        So are the rate, what was expected and the limits, where the rate gives a hidden total away.
        """
        shown = self if show_small else self.without_small_counts()
        data = {**asdict(shown), "sentence": shown.sentence(), "note": shown.note()}
        del data["gives_total"]
        if show_small:
            return data
        for unit in data["units"]:
            if unit["hide"]:
                unit |= {"observed": None, "ratio": None}
            if self.gives_total:
                unit |= {"expected": None, "inner": None, "outer": None}
        if self.gives_total:
            data |= {"rate": None, "phi": None, "tau2": None}
        return data


def _how_many(units: int, what: str) -> str:
    return "" if not units else f" {units} {'is' if units == 1 else 'are'} {what}."


def overdispersion(
    z: Floats, weight: Floats, *, trim: float = 0.10, correction: float = WINSOR_CORRECTION
) -> tuple[float, float]:
    """Return (phi, tau2) from standardised scores z, (k,), and weights 1 / s^2, (k,).

    Spiegelhalter's winsorised method; scores are drawn in to the trim and 1 - trim quantiles. The
    correction (published: 1) undoes what drawing in takes away.
    """
    z, weight = np.asarray(z, dtype=float), np.asarray(weight, dtype=float)
    low, high = np.quantile(z, [trim, 1 - trim])
    phi = float(np.mean(np.clip(z, low, high) ** 2) / correction)
    k, total = len(z), weight.sum()
    spread = total - (weight**2).sum() / total
    return phi, max(0.0, float((k * phi - (k - 1)) / spread)) if spread > 0 else 0.0


def interpolated_limit(p: float, ppf: Callable, cdf: Callable) -> Floats:
    """Return exact limits between whole numbers (Spiegelhalter), never below 0. ppf, cdf: of a count."""
    r = np.asarray(ppf(p), dtype=float)
    here, below = cdf(r), cdf(r - 1)
    return np.maximum(r - (here - p) / (here - below), 0.0)


def funnel(
    names: Sequence[str],
    observed: Sequence[object],
    sizes: Sequence[object],
    kind: str = "count",
    rate: float | None = None,
    *,
    levels: tuple[float, float] = (OUTER, INNER),
    spread: bool = True,
    notes: Sequence[str] = (),
) -> Funnel:
    """Return each unit's limits and verdict.

    observed: events, or files that passed. sizes: exposure (people served), an expected number of
    events with rate=1, or files looked at. rate: to compare with, events for each unit of size, above 0;
    by default that of all together. levels: parts of 1 that lie inside the outer and inner limits by chance alone; those
    outside the outer are flagged. spread: False for limits that allow for chance only, however much units differ.
    notes: kept with the result. Raises FiguresError.
    """
    if not 0.5 <= levels[1] < levels[0] < 1:
        raise FiguresError(
            f"The limits hold {levels[0]:.4g} and {levels[1]:.4g} of all units by chance; give the outer the larger, both "
            "from 0.5 to below 1 (50% to below 100%; 99.8% and 95% are near 3 and 2 standard deviations)."
        )
    if kind not in ("count", "proportion"):
        raise FiguresError(f"kind is {kind!r}; it must be count or proportion.")
    if not len(names) == len(observed) == len(sizes):
        raise FiguresError("Names, counts and sizes must be equally many.")
    twice = next((name for index, name in enumerate(names) if name in names[:index]), None)
    if twice is not None:
        raise FiguresError(f"Two units have the same name, {twice!r}. Give each its own.")
    o = np.array([whole(x, f"The count for {n}") for n, x in zip(names, observed, strict=True)], dtype=float)
    n = np.array([number(x, f"The size of {name}") for name, x in zip(names, sizes, strict=True)])
    if len(n) == 0:
        raise FiguresError("There are no units.")
    for name, size, count in zip(names, n, o, strict=True):
        if not size >= 0:
            raise FiguresError(f"The size of {name} is missing or below 0.")
        if kind == "proportion" and (count > size or size != int(size)):
            raise FiguresError(f"{name} has {count:g} out of {size:g}; it must be a part of a whole number.")
    if n.sum() == 0:
        raise FiguresError("Every unit has size 0.")
    pooled = rate is None
    rate = float(o.sum() / n.sum()) if rate is None else _given_rate(float(rate), kind, float(n.sum()))
    e = rate * n
    small = (e < LEAST_EXPECTED) | ((n < LEAST_FILES) if kind == "proportion" else False)
    phi, tau2 = None, 0.0
    if spread and (~small).sum() >= LEAST_UNITS and rate > 0 and (kind == "count" or rate < 1):
        phi, tau2 = _spread(o[~small], n[~small], rate, kind)
    outer, inner = (_limits(n, e, rate, kind, tau2, level) for level in levels)
    hide, hide_total = suppress_list(o.tolist())
    units = []
    for i, name in enumerate(names):
        verdict = (
            TOO_SMALL
            if small[i]
            else HIGHER
            if o[i] > outer[1][i]
            else LOWER
            if o[i] < outer[0][i]
            else AS_EXPECTED
        )
        units.append(
            Unit(
                name=str(name),
                observed=int(o[i]),
                size=float(n[i]),
                expected=float(e[i]),
                ratio=float(o[i] / e[i]) if e[i] > 0 else None,
                inner=(float(inner[0][i]), float(inner[1][i])),
                outer=(float(outer[0][i]), float(outer[1][i])),
                verdict=verdict,
                hide=hide[i] or hide_total,
            )
        )
    return Funnel(
        kind,
        rate,
        phi,
        tau2,
        tuple(units),
        gives_total=hide_total and pooled,
        levels=levels,
        spread=spread,
        notes=tuple(notes),
    )


def _given_rate(rate: float, kind: str, size: float) -> float:
    if not (math.isfinite(rate) and rate > 0) or (kind == "proportion" and rate > 1):
        highest = " and at most 1" if kind == "proportion" else ""
        raise FiguresError(
            f"The rate to compare with is {rate!r}, which is not possible: give one above 0{highest}."
        )
    if rate * size > LARGEST:
        raise FiguresError(
            f"At a rate of {rate:g}, {rate * size:g} events would be expected. Give the rate for one unit of size."
        )
    return rate


def _spread(o: Floats, n: Floats, rate: float, kind: str) -> tuple[float, float]:
    """Return phi and tau2: square roots of counts, arcsines of proportions."""
    if kind == "count":
        e = rate * n
        return overdispersion(2 * (np.sqrt(o) - np.sqrt(e)), 4 * e)
    z = 2 * np.sqrt(n) * (np.arcsin(np.sqrt(o / n)) - np.arcsin(np.sqrt(rate)))
    return overdispersion(z, 4 * n)


def _limits(n: Floats, e: Floats, rate: float, kind: str, tau2: float, level: float) -> tuple[Floats, Floats]:
    # A second of starting time that only a funnel needs.
    from scipy import stats

    tails = (1 - level) / 2, (1 + level) / 2
    if kind == "count":
        safe = np.maximum(e, 1e-12)
        if tau2 > 0:
            size = 1 / (4 * tau2)
            by = stats.nbinom(size, size / (size + safe))
        else:
            by = stats.poisson(safe)
        return tuple(interpolated_limit(p, by.ppf, by.cdf) for p in tails)  # type: ignore[return-value]
    if tau2 > 0:
        low, high = zip(*(_betabinomial(int(size), rate, tau2, tails) for size in n), strict=True)
        return np.array(low), np.array(high)
    by = stats.binom(n.astype(int), rate)
    return tuple(np.minimum(interpolated_limit(p, by.ppf, by.cdf), n) for p in tails)  # type: ignore[return-value]


def _betabinomial(n: int, rate: float, tau2: float, tails: tuple[float, float]) -> list[float]:
    """Limits of one unit whose own share varies by tau2 on the arcsine scale (variance 4 tau2 p(1-p))."""
    from scipy import stats

    if n == 0:
        return [0.0, 0.0]
    together = 1 / min(4 * tau2, 0.99) - 1
    cumulated = np.cumsum(stats.betabinom.pmf(np.arange(n + 1), n, rate * together, (1 - rate) * together))
    cumulated[-1] = 1.0
    limits = []
    for p in tails:
        r = int(np.searchsorted(cumulated, p))
        below = cumulated[r - 1] if r else 0.0
        limits.append(min(max(r - (cumulated[r] - p) / (cumulated[r] - below), 0.0), float(n)))
    return limits
