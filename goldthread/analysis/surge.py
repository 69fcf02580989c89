"""Whether something is said more often of late than before, exact however few have said it, and what that does not say.

Given how many said it in both stretches together, chance would spread them as the stretches' sizes do: how many
fall in the recent one is binomial, and that is exact at any number (Przyborowski and Wilenski 1940).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from goldthread.analysis.figures import FiguresError, whole

# Fewer than three is one person and a neighbour.
FEWEST = 3
# A group is put in front of someone where chance alone would do this less than once in a hundred.
UNLIKELY = 0.01
_FEW = 20


@dataclass(frozen=True)
class Surge:
    """How often something was said of late and before.

    recent, past: how many said it. recent_of, past_of: the size of each stretch, in voices heard or in days.
    chance: how likely chance alone would put so many or more into the recent stretch. times: how many times
    as often as before; None where nobody had said it before. at_least: the lower end of its exact 95% interval
    (one-sided).
    """

    recent: int
    past: int
    recent_of: float
    past_of: float
    chance: float
    times: float | None
    at_least: float

    @property
    def asks(self) -> bool:
        """Say whether somebody should look: three or more, and hardly chance."""
        return self.recent >= FEWEST and self.chance < UNLIKELY

    def sentence(
        self, lately: str = "in the last four weeks", before: str = "in the 12 months before"
    ) -> str:
        """Return it in words: the counts first, and how sure that is."""
        said = f"{self.recent} {lately}, {self.past or 'none'} {before}"
        if not self.asks:
            return f"{said}; no more than chance would give now and then."
        if self.recent + self.past < _FEW:
            return f"{said}; small numbers, worth a look."
        return f"{said}; worth a look."

    def how_sure(self) -> str:
        """Return how unlikely chance alone makes it, and how much more often it is said at the least."""
        odds = f"once in {round(1 / self.chance):,}" if self.chance > 1e-6 else "less than once in a million"
        times = f"{self.at_least:.1f}" if self.at_least < 10 else f"{math.floor(self.at_least):,}"
        return (
            f"If it were said as often as before, chance alone would give this {odds} times. "
            f"It is said at least {times} times as often as before (95% sure)."
        )


WHAT_IT_DOES_NOT_SAY = (
    "A rise does not say that more people are affected: other people may have been asked, or one meeting may have "
    "brought several. It does not say why. Where many groups are looked at, one in a hundred rises like this by chance."
)


def compare(recent: int, past: int, recent_of: float, past_of: float) -> Surge:
    """Return how the recent count stands against the past one.

    recent_of and past_of: the sizes of the two stretches in one unit, best the voices heard of every kind, so that
    a month in which more people were asked is not taken for a surge. Raises FiguresError for counts that
    are not whole, or a stretch of no size.
    """
    from scipy.special import bdtrc, betaincinv

    recent, past = whole(recent, "The recent count"), whole(past, "The past count")
    if not (recent_of > 0 and past_of > 0):
        raise FiguresError("Both stretches must have a size: days, or voices heard.")
    total, share = recent + past, recent_of / (recent_of + past_of)
    if total == 0 or recent == 0:
        return Surge(recent, past, recent_of, past_of, 1.0, None if past == 0 else 0.0, 0.0)
    low = float(betaincinv(recent, past + 1, 0.05))
    return Surge(
        recent=recent,
        past=past,
        recent_of=recent_of,
        past_of=past_of,
        chance=float(bdtrc(recent - 1, total, share)),
        times=None if past == 0 else (recent / recent_of) / (past / past_of),
        at_least=low / (1 - low) * past_of / recent_of,
    )
