"""Thresholds from which a theme is suggested, learned per theme from held-out texts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# A theme's confirmed texts are judged as if this many texts of the average theme stood among them, so that a theme
# with five confirmations does not set its cut by them alone.
BORROWED = 100.0
# A codebook's examples say plainly what people say sideways: a cut learned on examples alone is lowered by this share,
# and by half of it once so many texts are confirmed.
PLAINER, HALF_AT = 0.3, 50
# Never suggested below, never asked to be more than this likely.
LEAST, MOST = 0.1, 0.8
_STEPS = 71
_RIDGE, _MOST_STEPS = 1e-3, 200
# Where there is nothing to learn it from: how steep, how likely, and how far from nothing to a definition (set on
# definitions alone, on open data).
USUAL_SLOPE, USUAL_LEAST, USUAL_PLACE = 9.0, 0.3, 0.1
# Below this many texts that somebody could have said, nothing is learned from them about cuts.
FEWEST_JUDGED = 10


@dataclass(frozen=True)
class Cuts:
    """slope and shift turn a score into how likely; least (one a theme) is how likely it must be."""

    slope: float
    shift: float
    least: np.ndarray

    def likely(self, scores: np.ndarray) -> np.ndarray:
        """Return how likely scores (texts by themes) make each theme, 0 to 1."""
        return 1 / (1 + np.exp(-np.clip(self.slope * scores + self.shift, -30, 30)))


def cuts_of(
    scores: np.ndarray, truth: np.ndarray, weight: np.ndarray, confirmed: np.ndarray, in_all: int = 0
) -> Cuts:
    """Learn them from scores (texts by themes) of texts that were left out, their truth, and each text's weight.

    confirmed: which of the texts people confirmed. Examples are too like each other to set one theme's cut; they
    only help to set what all themes share. in_all: how many people confirmed, where more than stand here.
    """
    slope, shift = likelihood(scores.ravel(), truth.ravel(), np.repeat(weight, truth.shape[1]))
    likely = Cuts(slope, shift, np.empty(0)).likely(scores)
    grid = np.linspace(LEAST, MOST, _STEPS)
    fits = (truth * weight[:, None]).sum()
    everyone = _right_and_all(likely, truth, weight, grid).sum(2, keepdims=True) * (
        BORROWED / max(fits, 1e-9)
    )
    sure = confirmed.nonzero()[0]
    right, suggested = everyone + _right_and_all(likely[sure], truth[sure], weight[sure], grid)
    f1 = 2 * right / (suggested + truth[sure].sum(0) + BORROWED)
    # Where several cuts do equally well, the one in their middle.
    best = f1 >= f1.max(0) - 1e-3
    least = (grid[:, None] * best).sum(0) / best.sum(0)
    lowered = 1 - PLAINER * HALF_AT / (HALF_AT + max(len(sure), in_all))
    return Cuts(slope, shift, (least * lowered).astype(np.float32))


def usual(nothing: float, own: float, themes: int) -> Cuts:
    """Return cuts where there is hardly a text to learn them from.

    nothing, own: what a text without a word scores, and what a definition scores for its own theme, on average.
    """
    cut = nothing + USUAL_PLACE * (own - nothing)
    shift = float(np.log(USUAL_LEAST / (1 - USUAL_LEAST)) - USUAL_SLOPE * cut)
    return Cuts(USUAL_SLOPE, shift, np.full(themes, USUAL_LEAST, dtype=np.float32))


def _right_and_all(likely: np.ndarray, truth: np.ndarray, weight: np.ndarray, grid: np.ndarray) -> np.ndarray:
    """Return how many texts would rightly be given each theme, and how many at all, at each cut of the grid."""
    counted = np.empty((2, len(grid), truth.shape[1]))
    for row, cut in enumerate(grid):
        suggested = (likely >= cut) * weight[:, None]
        counted[:, row] = (suggested * truth).sum(0), suggested.sum(0)
    return counted


def likelihood(score: np.ndarray, truth: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """Return slope and shift that turn a score into how likely it is."""
    slope, shift = weighed(score[:, None], truth, weight)
    return float(slope), float(shift)


def weighed(scores: np.ndarray, truth: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return how much each of several scores, (texts, scores), says of the truth, and the shift last.

    Logistic regression by Newton's steps, each halved until it leads downwards: log-odds that are too sure of themselves
    would send whole steps back and forth. Sums are numpy's own and not a library's, whose threads would add in another
    order (`goldthread.analysis.steady`). weight: (texts,). Raises ValueError where no end is reached.
    """
    design = np.column_stack([scores, np.ones(len(scores))]).astype(float)
    both = np.zeros(design.shape[1])

    def loss(at: np.ndarray) -> float:
        odds = (design * at).sum(1)
        # A little ridge keeps the steps finite where the scores part the truth perfectly.
        return float((weight * (np.logaddexp(0, odds) - truth * odds)).sum() + _RIDGE / 2 * at @ at)

    reached = loss(both)
    for _ in range(_MOST_STEPS):
        likely = 0.5 * (1 + np.tanh((design * both).sum(1) / 2))
        down = (design * (weight * (truth - likely))[:, None]).sum(0) - _RIDGE * both
        bent = design * (weight * likely * (1 - likely))[:, None]
        curve = np.array([(bent * column[:, None]).sum(0) for column in design.T]) + _RIDGE * np.eye(
            len(both)
        )
        step = np.linalg.solve(curve, down)
        # What a step promises; where it promises nothing that can be told apart, this is the end.
        promised = float(down @ step)
        if promised <= 1e-12 * max(1.0, reached):
            return both
        share = 1.0
        while (there := loss(both + share * step)) > reached - 1e-4 * share * promised and share > 1e-6:
            share /= 2
        if there >= reached:
            return both
        both, reached = both + share * step, there
    raise ValueError("How far the scores are to be believed could not be learned.")
