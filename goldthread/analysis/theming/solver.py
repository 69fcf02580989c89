"""Linear support vector machine over all themes at once.

For every theme it finds the weights that make least of the ridge (their squared length, halved) and the
squared shortfall of every text from its side's margin, by Newton's method; each Newton step is solved by
conjugate gradients. All themes go through the same products at once, which is what makes it quick. There is no
chance in it: the same input gives the same weights.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

MOST_STEPS = 20
MOST_INNER = 50
# A step is solved until what is left is this share of what it began with.
INNER = 0.1
# A theme is learned when its slope has fallen to this share of the slope at the start. At a hundredth, what was left to
# chance in the last steps moved the mean F1 of the themes by a hundredth (docs/accuracy-coding.md).
ENOUGH = 0.001
_HALVINGS = 6


class Design(Protocol):
    """The texts as rows of features, however they are kept."""

    def times(self, weights: np.ndarray) -> np.ndarray:
        """Return texts by themes of weights (features by themes)."""

    def back(self, errors: np.ndarray) -> np.ndarray:
        """Return features by themes of errors (texts by themes)."""


def learn(design: Design, truth: np.ndarray, cost: np.ndarray, ridge: np.ndarray) -> np.ndarray:
    """Return weights, features by themes.

    truth: texts by themes, 1 or -1. cost: the same shape, what a shortfall costs. ridge: one a feature, features
    by 1.
    """
    weights = np.zeros((len(ridge), truth.shape[1]), dtype=np.float32)
    score = np.zeros(truth.shape, dtype=np.float32)
    first = np.inf
    for step_number in range(MOST_STEPS):
        short = np.maximum(0, 1 - truth * score)
        slope = ridge * weights - design.back(cost * truth * short)
        size = np.sqrt(np.einsum("ij,ij->j", slope, slope))
        if step_number == 0:
            first = size
        if (size <= ENOUGH * first).all():
            break
        active = cost * (short > 0)
        step = _newton_step(design, active, ridge, slope)
        change = design.times(step)
        far = _how_far(weights, step, score, change, truth, cost, ridge)
        weights += far * step
        score += far * change
    return weights


def _newton_step(design: Design, active: np.ndarray, ridge: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Solve (ridge + features' second moments over the active texts) step = -slope, every theme by itself."""
    step = np.zeros_like(slope)
    left = -slope
    # Features with a small ridge would otherwise lead the way alone.
    scaled = left / ridge
    way = scaled.copy()
    size = np.einsum("ij,ij->j", left, scaled)
    enough = INNER**2 * size
    for _ in range(MOST_INNER):
        bent = ridge * way + design.back(active * design.times(way))
        along = size / np.maximum(np.einsum("ij,ij->j", way, bent), 1e-30)
        along[size <= enough] = 0
        step += along * way
        left -= along * bent
        scaled = left / ridge
        after = np.einsum("ij,ij->j", left, scaled)
        if (after <= enough).all():
            break
        way = scaled + (after / np.maximum(size, 1e-30)) * way
        size = after
    return step


def _how_far(weights, step, score, change, truth, cost, ridge) -> np.ndarray:
    """Return how much of each theme's step to go: all of it, or halved until the sum to make least of falls."""

    def total(part: np.ndarray) -> np.ndarray:
        short = np.maximum(0, 1 - truth * (score + part * change))
        moved = weights + part * step
        return 0.5 * (
            (ridge * moved**2).sum(0, dtype=np.float64) + (cost * short**2).sum(0, dtype=np.float64)
        )

    part = np.ones(weights.shape[1], dtype=np.float32)
    now = total(np.zeros_like(part))
    for _ in range(_HALVINGS):
        worse = total(part) > now + 1e-6 * np.abs(now)
        if not worse.any():
            return part
        part[worse] /= 2
    part[total(part) > now + 1e-6 * np.abs(now)] = 0
    return part
