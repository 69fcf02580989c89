"""Brake on a verdict: a change that two reviews have shown must also be more than the measure does by itself.

It must be beyond a margin at nine chances in ten with the measure's own movement allowed for (own_movement.py), must
not clearly have begun later than the action (beginning.py), and where the council's other themes are known, must be
beyond theirs (other_themes.py). The rule is docs/accuracy.md, "Verdicts".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldthread.analysis.verdicts.beginning import LATE_GAIN, LATE_MONTHS, beginning
from goldthread.analysis.verdicts.interrupted_time_series import Fit, Floats, Kind
from goldthread.analysis.verdicts.margin import margin
from goldthread.analysis.verdicts.other_themes import OthersStep
from goldthread.analysis.verdicts.own_movement import SURE, Movement, own_movement
from goldthread.analysis.verdicts.verdict_data import (
    BEGAN_LATER,
    MOVES_BY_ITSELF,
    OTHERS_TOO,
    SMALL,
    Brake,
)
from goldthread.dates import month_from_number


@dataclass(frozen=True)
class BrakeFigures:
    """Figures of the brake on S series at one review; the names are those of Brake, (S,) each. first_after: the number
    of the first month after the action."""

    way: int
    movement: Movement
    margin: Floats
    p_margin: Floats
    p_direction: Floats
    began: NDArray[np.int64]
    gain: Floats
    p_others: Floats | None
    first_after: int

    def holds(self) -> NDArray[np.bool_]:
        """Return which changes are more than the measure does by itself, (S,)."""
        others = True if self.p_others is None else self.p_others < 1 - SURE
        return (self.p_margin < 1 - SURE) & ~self.late() & others

    def late(self) -> NDArray[np.bool_]:
        """Return which changes clearly began later than the action, (S,)."""
        return (self.began >= LATE_MONTHS) & (self.gain > LATE_GAIN)

    def reasons(self, i: int) -> tuple[str, ...]:
        """Return why a change does not hold."""
        reasons = []
        if self.p_direction[i] >= 1 - SURE:
            reasons.append(MOVES_BY_ITSELF)
        elif self.p_margin[i] >= 1 - SURE:
            reasons.append(SMALL)
        if self.late()[i]:
            reasons.append(BEGAN_LATER)
        if self.p_others is not None and self.p_others[i] >= 1 - SURE:
            reasons.append(OTHERS_TOO)
        return tuple(reasons)


def brake_figures(
    y: Floats,
    size: Floats,
    fit: Fit,
    kind: Kind,
    way: int,
    *,
    worthwhile: float | None = None,
    others: OthersStep | None = None,
) -> BrakeFigures:
    """Return the brake's figures for S series at one review.

    y, size: (S, n); the exposure of counts must move alike in all series. fit: the step model's, of the
    same series. way: -1 where they fell, 1 where they rose. worthwhile: of a score.
    """
    design = fit.design
    movement = own_movement(y, design, kind, size)
    needed = margin(kind, way, movement.scale.level, worthwhile)
    began, gain = beginning(movement.scale, design)
    return BrakeFigures(
        way=way,
        movement=movement,
        margin=needed,
        p_margin=movement.chance_not_beyond(needed, way),
        p_direction=movement.chance_not_beyond(np.zeros_like(needed), way),
        began=began,
        gain=gain,
        p_others=None if others is None else others.chance_not_beyond(fit, way),
        first_after=int(design.times[design.after.argmax()]),
    )


def brake_holds(
    y: Floats,
    size: Floats,
    fit: Fit,
    kind: Kind,
    way: int,
    *,
    worthwhile: float | None = None,
    others: OthersStep | None = None,
) -> NDArray[np.bool_]:
    """Return which of S changes hold, (S,): as `brake_figures`, for counts of any exposure."""
    if not len(y):
        return np.zeros(0, dtype=bool)
    relative = size / size.mean(axis=1, keepdims=True)
    if kind == "count" and not np.allclose(relative, relative[:1]):
        each = [
            brake_figures(y[one], size[one], fit.of(one), kind, way, worthwhile=worthwhile, others=others)
            for one in (slice(i, i + 1) for i in range(len(y)))
        ]
        return np.concatenate([figures.holds() for figures in each])
    return brake_figures(y, size, fit, kind, way, worthwhile=worthwhile, others=others).holds()


def brake_of(figures: BrakeFigures, i: int, others: OthersStep | None) -> Brake:
    """Return one series' brake as it is kept with a verdict."""
    movement = figures.movement
    return Brake(
        p_margin=float(figures.p_margin[i]),
        p_direction=float(figures.p_direction[i]),
        margin=float(figures.margin[i]),
        sure=float(movement.sure_change(figures.way)[i]),
        own_movement=float(movement.own[i]),
        score_sd=float(movement.scale.sd[i]) if movement.scale.kind == "score" else None,
        began=int(figures.began[i]),
        began_month=month_from_number(figures.first_after + int(figures.began[i])),
        gain=float(figures.gain[i]),
        others=None if others is None else float(np.exp(others.effect)),
        p_others=None if figures.p_others is None else float(figures.p_others[i]),
        reasons=figures.reasons(i),
    )
