"""Agreement report for a moderation meeting, in numbers and sentences."""

from __future__ import annotations

import math
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


@dataclass(frozen=True)
class AgreementReport:
    """Agreement between raters. items: rated at all; twice: rated by two or more. exact, within_one:
    share of pairs of ratings that are the same, no more than one grade apart (None: not graded). kappa:
    Cohen's (Conger's for more raters), with quadratic weights where graded. table: (q, q) pairs, first
    rater's category by row; for more than two raters every pair counts half each way. raters: how many."""

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
        if self.ac1.interval is None:
            return f"Beyond chance (AC1): {self.ac1.value:.2f}."
        low, high = self.ac1.interval
        return f"Beyond chance (AC1): {self.ac1.value:.2f}, likely {low:.2f} to {high:.2f}."

    def _kappa(self) -> str:
        if self.kappa.value is None:
            return "Kappa is not defined: every file was given the same grade."
        weighted = "Weighted kappa" if self.within_one is not None else "Kappa"
        text = f"{weighted}: {self.kappa.value:.2f}"
        if self.ac1.value is not None and self.ac1.value - self.kappa.value > 0.3:
            return (
                f"{text}, which is low because nearly all files get one grade; read it with the percentage."
            )
        return f"{text}."

    def as_dict(self) -> dict[str, object]:
        """Plain data for JSON."""
        data = {**asdict(self), "exact_interval": self.exact_interval(), "sentence": self.sentence()}
        for name in ("exact", "ac1", "kappa"):
            data[name] = {k: None if _undefined(v) else v for k, v in data[name].items()}
        return data


def _undefined(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)


def agreement_report(
    ratings: list[list[object]], categories: list[object] | None = None, *, graded: bool = True
) -> AgreementReport:
    """Return how far raters agree.

    ratings: one list an item, one place a rater, None where missing. categories: in order, from the
    lowest grade. graded False: for kinds without an order (themes). Raises FiguresError.
    """
    r = read_ratings(ratings, categories)
    q = len(r.categories)
    graded = graded and q > 2
    return AgreementReport(
        categories=r.categories,
        raters=r.codes.shape[1],
        items=len(r.counts),
        twice=r.rated_twice,
        exact=percent_agreement(r),
        within_one=_within_one(r) if graded else None,
        ac1=gwet(r),
        kappa=conger(r, "quadratic" if graded else "unweighted"),
        table=tuple(tuple(float(x) for x in row) for row in confusion(r)),
        enough=r.rated_twice >= LEAST_FILES,
    )


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
    i, j = np.indices((len(r.categories),) * 2)
    near = (np.abs(i - j) <= 1).astype(float)
    per_item = counts.sum(axis=1)
    return float(((counts * (counts @ near - 1)).sum(axis=1) / (per_item * (per_item - 1))).mean())
