"""Agreement coefficients: percent and Gwet's AC1 first, kappa beside them, never alone.

Formulas after Gwet, "Handbook of Inter-Rater Reliability"; checked against the R packages irrCAC and irr.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goldthread.analysis.figures import FiguresError
from goldthread.analysis.verdicts.interrupted_time_series import Floats

WEIGHTS = ("unweighted", "linear", "quadratic", "ordinal", "krippendorff")


@dataclass(frozen=True)
class Coefficient:
    """An agreement coefficient. value None: not defined (chance agreement would be certain). se and
    interval (95%, t): None where not computed. pa, pe: agreement seen, and expected by chance."""

    name: str
    value: float | None
    pa: float
    pe: float
    se: float | None = None
    interval: tuple[float, float] | None = None

    def in_words(self) -> str:
        """Return "0.75, likely 0.40 to 1.00", or the value alone where its interval is not known.

        Where every item gives the same, as where all agree, there is no spread to work an interval out from, and one
        without width would say more than is known.
        """
        if self.value is None:
            return "not defined"
        if self.interval is None or self.interval[1] - self.interval[0] < 1e-9:
            return f"{self.value:.2f}"
        return f"{self.value:.2f}, likely {self.interval[0]:.2f} to {self.interval[1]:.2f}"


@dataclass(frozen=True)
class Ratings:
    """Ratings as counts. counts: (items, categories) raters per category; by_rater: (raters, categories);
    codes: (items, raters) category positions, -1 where missing. positions: (categories,) where each grade stands, where
    that is not 0, 1, 2, ... Items rated by nobody are left out."""

    categories: tuple[object, ...]
    counts: Floats
    by_rater: Floats
    codes: np.ndarray
    positions: Floats | None = None

    @property
    def per_item(self) -> Floats:
        """Raters of each item, (items,)."""
        return self.counts.sum(axis=1)

    @property
    def rated_twice(self) -> int:
        """Items that two raters or more have rated."""
        return int((self.per_item >= 2).sum())


def read_ratings(
    ratings: list[list[object]],
    categories: list[object] | None = None,
    positions: Sequence[float] | None = None,
) -> Ratings:
    """Return ratings ready to compare.

    ratings: one list an item, one place a rater, None where missing. categories: all possible ones, in
    order for graded scales; by default those found, sorted. positions: how far grades are apart, one number each (1, 2
    and 4 where nobody gave 3); by default each is one from the next. Raises FiguresError for unequal rows or an unknown
    category.
    """
    if not ratings or not ratings[0] or any(len(row) != len(ratings[0]) for row in ratings):
        raise FiguresError("Ratings need one row an item, each with the same number of raters.")
    used = {x for row in ratings for x in row if x is not None}
    if not used:
        raise FiguresError("There are no ratings.")
    if categories is None:
        numbers = all(isinstance(x, int | float) for x in used)
        categories = sorted(used, key=None if numbers else str)  # type: ignore[type-var,arg-type]
    unknown = sorted(str(x) for x in used if x not in categories)
    if unknown:
        raise FiguresError(
            f"{unknown[0]!r} is not one of the categories ({', '.join(map(str, categories))})."
        )
    code = {category: i for i, category in enumerate(categories)}
    codes = np.array([[-1 if x is None else code[x] for x in row] for row in ratings])
    codes = codes[(codes >= 0).any(axis=1)]
    each = codes[:, :, None] == np.arange(len(categories))
    where = None if positions is None else np.asarray(positions, dtype=float)
    return Ratings(
        tuple(categories), each.sum(axis=1).astype(float), each.sum(axis=0).astype(float), codes, where
    )


def weight_matrix(
    q: int, weights: str, marginal: Floats | None = None, positions: Floats | None = None
) -> Floats:
    """Return how much two categories agree, (q, q), 1 on the diagonal.

    "krippendorff": ordinal by his metric, which needs how often each category was used (marginal). positions: where
    grades stand, for "linear" and "quadratic", as irrCAC takes the values of grades that are numbers.
    """
    i, j = np.indices((q, q))
    apart, widest = np.abs(i - j), float(max(q - 1, 1))
    if positions is not None and weights in ("linear", "quadratic"):
        apart = np.abs(positions[i] - positions[j])
        widest = float(apart.max()) or 1.0
    if weights == "unweighted":
        return np.eye(q)
    if weights == "linear":
        return 1 - apart / widest
    if weights == "quadratic":
        return 1 - (apart / widest) ** 2
    if weights == "ordinal":
        return 1 - apart * (apart + 1) / (widest * (widest + 1))
    if weights == "krippendorff" and marginal is not None:
        total = np.concatenate([[0.0], np.cumsum(marginal)])
        low, high = np.minimum(i, j), np.maximum(i, j)
        distance = (total[high + 1] - total[low] - (marginal[i] + marginal[j]) / 2) ** 2
        distance[i == j] = 0
        return 1 - distance / max(distance.max(), 1.0)
    raise FiguresError(f"weights is {weights!r}; it must be one of {', '.join(WEIGHTS)}.")


def percent_agreement(r: Ratings, weights: str = "unweighted") -> Coefficient:
    """Share of pairs of raters that agree, averaged over the items rated twice; no chance taken off."""
    return _coefficient("Percent agreement", r, weights, lambda w, share: (0.0, np.zeros(len(share))))


def gwet(r: Ratings, weights: str = "unweighted") -> Coefficient:
    """Gwet's AC1; with weights, AC2. Steady where nearly all files get one grade, as kappa is not."""

    def chance(w: Floats, share: Floats) -> tuple[float, Floats]:
        scale = w.sum() / max(len(share) * (len(share) - 1), 1)
        return scale * float((share * (1 - share)).sum()), scale * (1 - share)

    return _coefficient("AC1" if weights == "unweighted" else "AC2", r, weights, chance)


def fleiss(r: Ratings, weights: str = "unweighted") -> Coefficient:
    """Fleiss' kappa, generalised to missing ratings and weights."""

    def chance(w: Floats, share: Floats) -> tuple[float, Floats]:
        return float(share @ w @ share), (w + w.T) @ share / 2

    return _coefficient("Fleiss' kappa", r, weights, chance)


def brennan_prediger(r: Ratings, weights: str = "unweighted") -> Coefficient:
    """Brennan and Prediger: chance is taken to use every category alike."""

    def chance(w: Floats, share: Floats) -> tuple[float, Floats]:
        pe = float(w.sum()) / len(share) ** 2
        return pe, np.full(len(share), pe)

    return _coefficient("Brennan-Prediger", r, weights, chance)


def conger(r: Ratings, weights: str = "unweighted") -> Coefficient:
    """Conger's kappa: Cohen's for two raters, each rater keeping their own habits. Standard error after Gwet."""
    w = weight_matrix(len(r.categories), weights, r.counts.sum(axis=0), r.positions)
    codes = r.codes[:, r.by_rater.sum(axis=1) > 0]
    by_rater = r.by_rater[r.by_rater.sum(axis=1) > 0]
    rated = by_rater.sum(axis=1)
    habits = by_rater / rated[:, None]
    raters, mean = len(habits), habits.mean(axis=0)
    pa = _coefficient("", r, weights, lambda w, share: (0.0, np.zeros(len(share)))).pa
    name = "Cohen's kappa" if r.codes.shape[1] == 2 else "Conger's kappa"
    if raters < 2:
        return Coefficient(name, None, pa, math.nan)
    spread = (habits.T @ habits - raters * np.outer(mean, mean)) / (raters - 1)
    pe = float((w * (np.outer(mean, mean) - spread / raters)).sum())
    # How far each item moves the chance agreement, through the habits of each rater who rated it.
    n, there = len(codes), codes >= 0
    given = (codes[:, :, None] == np.arange(len(r.categories))).astype(float)
    moved = (given - (there - rated / n)[:, :, None] * habits[None]) * (n / rated)[None, :, None]
    others = raters * mean[None, :] - habits
    own_chance = np.einsum("igl,kl,gk->i", moved, (w + w.T) / 2, others) / (raters * (raters - 1))
    return _with_error(name, r, w, pa, pe, own_chance)


def krippendorff(r: Ratings, weights: str = "unweighted") -> Coefficient:
    """Krippendorff's alpha, from items rated twice or more. No standard error."""
    counts = r.counts[r.per_item >= 2]
    if not len(counts):
        raise FiguresError("No item was rated by two people, so there is no agreement to measure.")
    per_item = counts.sum(axis=1)
    w = weight_matrix(len(r.categories), weights, counts.sum(axis=0), r.positions)
    mean = per_item.mean()
    observed = (counts * (counts @ w - 1)).sum(axis=1) / (mean * (per_item - 1))
    small = 1 / per_item.sum()
    pa, share = float((1 - small) * observed.mean() + small), counts.mean(axis=0) / mean
    pe = float(share @ w @ share)
    return Coefficient("Krippendorff's alpha", _above_chance(pa, pe), pa, pe)


def _above_chance(pa: float, pe: float) -> float | None:
    return None if 1 - pe < 1e-12 else (pa - pe) / (1 - pe)


def _coefficient(name: str, r: Ratings, weights: str, chance) -> Coefficient:
    """Return (pa - pe) / (1 - pe) with Gwet's standard error.

    chance: from weights (q, q) and shares (q,) to pe and to each category's part in an item's own pe.
    Items rated once count only in the shares.
    """
    w = weight_matrix(len(r.categories), weights, r.counts.sum(axis=0), r.positions)
    per_item = r.per_item
    twice = per_item >= 2
    if not twice.any():
        raise FiguresError("No item was rated by two people, so there is no agreement to measure.")
    pa = float(_observed(r, w).sum() / twice.sum())
    pe, part = chance(w, (r.counts / per_item[:, None]).mean(axis=0))
    return _with_error(name, r, w, pa, pe, r.counts @ part / per_item)


def _observed(r: Ratings, w: Floats) -> Floats:
    """Return the share of pairs of raters that agree on each item, (items,), 0 where fewer than two rated it."""
    twice = r.per_item >= 2
    pairs = np.where(twice, r.per_item * (r.per_item - 1), 1.0)
    return np.where(twice, (r.counts * (r.counts @ w.T - 1)).sum(axis=1) / pairs, 0.0)


def _with_error(name: str, r: Ratings, w: Floats, pa: float, pe: float, own_chance: Floats) -> Coefficient:
    """Return a coefficient with its standard error and t interval. own_chance: each item's part of pe, (items,)."""
    from scipy.special import stdtrit

    value, n = _above_chance(pa, pe), len(r.counts)
    if value is None or n < 2:
        return Coefficient(name, value, pa, pe)
    twice = r.per_item >= 2
    own = (n / twice.sum()) * (_observed(r, w) - pe * twice) / (1 - pe)
    own -= 2 * (1 - value) * (own_chance - pe) / (1 - pe)
    se = math.sqrt(((own - value) ** 2).sum() / (n * (n - 1)))
    half = float(stdtrit(n - 1, 0.975)) * se
    return Coefficient(name, value, pa, pe, se, (max(-1.0, value - half), min(1.0, value + half)))
