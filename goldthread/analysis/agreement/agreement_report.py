"""Agreement report for a moderation meeting, in numbers and sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from goldthread.analysis.agreement.coefficients import (
    Coefficient,
    Ratings,
    conger,
    gwet,
    percent_agreement,
    read_ratings,
)
from goldthread.analysis.tables.intervals import wilson

# With fewer files rated twice, one file more or less would change the answer.
LEAST_FILES = 20
# From this share on, one grade is that of nearly all files, and kappa says little.
NEARLY_ALL = 0.85
# Kappa is called low where it is so far below AC1.
LOW = 0.3


@dataclass(frozen=True)
class AgreementReport:
    """Agreement between raters. items: rated at all; twice: rated by two or more. exact, within_one:
    share of pairs of ratings that are the same, no more than one grade apart (None: not graded). ac2: Gwet's with
    quadratic weights; kappa_linear: kappa with linear ones (both None: not graded). kappa: Cohen's (Conger's for more
    raters), with quadratic weights where graded. table: (q, q) pairs, first
    rater's category by row; for more than two raters every pair counts half each way. raters: how many. low_because:
    why kappa is far below AC1, where the ratings show it. notes: what was taken for what, in sentences."""

    categories: tuple[object, ...]
    raters: int
    items: int
    twice: int
    exact: Coefficient
    within_one: float | None
    ac1: Coefficient
    kappa: Coefficient
    table: tuple[tuple[float, ...], ...]
    enough: bool
    low_because: str | None = None
    notes: tuple[str, ...] = ()
    ac2: Coefficient | None = None
    kappa_linear: Coefficient | None = None

    def sentence(self) -> str:
        """The answer as it can be read aloud."""
        pairs = (
            f"{self.exact.pa:.0%} exact agreement{self._likely()} on {self.twice} "
            f"{'file' if self.twice == 1 else 'files'}"
        )
        near = "" if self.within_one is None else f", {self.within_one:.0%} within one grade"
        text = f"{pairs}{near}. {self._chance()} {self._kappa()}"
        return (
            text
            if self.enough
            else f"{text} Fewer than {LEAST_FILES} files were rated twice: too few to judge."
        )

    def exact_interval(self) -> tuple[float, float] | None:
        """Return how sure the exact agreement is: Wilson's interval, or for three raters and more the t one.

        With more raters a file can agree in part, so that there is no whole number of files to count,
        except where all agree or none do; there the t interval would have no width.
        """
        pa = self.exact.pa
        if self.raters == 2 or min(pa, 1 - pa) < 1e-9:
            return wilson(round(pa * self.twice), self.twice)
        if self.exact.interval is None:
            return None
        return max(self.exact.interval[0], 0.0), min(self.exact.interval[1], 1.0)

    def _likely(self) -> str:
        interval = self.exact_interval()
        return "" if interval is None else f" (likely {interval[0]:.0%} to {interval[1]:.0%})"

    def _chance(self) -> str:
        if self.ac1.value is None:
            return "Only one grade was possible, so no agreement beyond chance can be measured."
        return f"Beyond chance (AC1): {self.ac1.in_words()}."

    def _kappa(self) -> str:
        if self.kappa.value is None:
            return "Kappa is not defined: every file was given the same grade."
        weighted = "Weighted kappa" if self.within_one is not None else "Kappa"
        text = f"{weighted}: {self.kappa.in_words()}"
        if self.low_because:
            return f"{text}, which is low because {self.low_because}; read it with the percentage."
        return f"{text}."

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        data = {**asdict(self), "exact_interval": self.exact_interval(), "sentence": self.sentence()}
        for name in ("exact", "ac1", "ac2", "kappa", "kappa_linear"):
            if data[name] is None:
                continue
            data[name] = {k: None if _undefined(v) else v for k, v in data[name].items()}
        return data


def _undefined(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)


def agreement_report(
    ratings: list[list[object]],
    categories: list[object] | None = None,
    *,
    graded: bool = True,
    positions: Sequence[float] | None = None,
    notes: Sequence[str] = (),
) -> AgreementReport:
    """Return how far raters agree.

    ratings: one list an item, one entry a rater, None where missing. categories: in order, from the lowest grade; without
    them only numbers are ranked, as nothing says which of two words is the better. graded False: for kinds without an
    order (themes). positions: how far grades are apart, one number each; numbers without categories stand where they
    are. notes: kept with the report. Raises FiguresError.
    """
    if categories is None:
        values = {x for row in ratings for x in row if x is not None}
        numbers = [x for x in values if isinstance(x, int | float) and not isinstance(x, bool)]
        graded = graded and len(numbers) == len(values)
        if graded and positions is None:
            positions = sorted(float(x) for x in numbers)
    r = read_ratings(ratings, categories, positions)
    q = len(r.categories)
    graded = graded and q > 2
    ac1, kappa = gwet(r), conger(r, "quadratic" if graded else "unweighted")
    return AgreementReport(
        categories=r.categories,
        raters=r.codes.shape[1],
        items=len(r.counts),
        twice=r.rated_twice,
        exact=percent_agreement(r),
        within_one=_within_one(r) if graded else None,
        ac1=ac1,
        kappa=kappa,
        table=tuple(tuple(float(x) for x in row) for row in confusion(r)),
        enough=r.rated_twice >= LEAST_FILES,
        low_because=_why_low(r, ac1, kappa, graded),
        notes=tuple(notes),
        ac2=gwet(r, "quadratic") if graded else None,
        kappa_linear=conger(r, "linear") if graded else None,
    )


def _why_low(r: Ratings, ac1: Coefficient, kappa: Coefficient, graded: bool) -> str | None:
    """Return why kappa is far below AC1, only where the ratings bear it out."""
    if ac1.value is None or kappa.value is None or ac1.value - kappa.value <= LOW:
        return None
    share = (r.counts / r.per_item[:, None]).mean(axis=0)
    if share.max() >= NEARLY_ALL:
        return "nearly all files get one grade"
    plain = conger(r).value
    if graded and plain is not None and plain > kappa.value:
        table = confusion(r)
        apart = _apart(r)
        differing = table * (apart > 0)
        mean = float((differing * apart).sum() / differing.sum())
        if mean >= 1.5:
            by = f"{mean:.0f} grades" if abs(mean - round(mean)) < 0.05 else f"{mean:.1f} grades on average"
            return f"where they differ, they are {by} apart"
    return None


def _apart(r: Ratings) -> np.ndarray:
    """Return how many grades each two categories are apart, (q, q)."""
    stands = np.arange(len(r.categories)) if r.positions is None else r.positions
    return np.abs(stands[:, None] - stands[None, :])


def confusion(r: Ratings) -> np.ndarray:
    """Return (q, q): how often one rater's category (row) met another's (column) on one item."""
    q, raters = len(r.categories), r.codes.shape[1]
    table = np.zeros((q, q))
    for a in range(raters):
        for b in range(a + 1, raters):
            both = (r.codes[:, a] >= 0) & (r.codes[:, b] >= 0)
            np.add.at(table, (r.codes[both, a], r.codes[both, b]), 1.0)
    return table if raters == 2 else (table + table.T) / 2


def _within_one(r: Ratings) -> float:
    twice = r.per_item >= 2
    counts = r.counts[twice]
    near = (_apart(r) <= 1 + 1e-9).astype(float)
    per_item = counts.sum(axis=1)
    return float(((counts * (counts @ near - 1)).sum(axis=1) / (per_item * (per_item - 1))).mean())
