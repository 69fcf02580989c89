"""Rise in how often something is said, exact however few have said it.

It is held against everything else that was counted in the same way: given how many voices fall in each stretch and how
many of them say it, chance would spread these as it spreads the rest, and how many fall in the recent stretch is
hypergeometric. That is exact at any number (Fisher 1935), and a month in which more people were asked is no surge.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from goldthread.analysis.figures import FiguresError, whole

# Fewer than three is one person and a neighbour.
FEWEST = 3
# A group is put in front of someone where chance alone would do this less than once in a hundred.
UNLIKELY = 0.01
_FEW = 20
_ONE_SIDED = 0.05


@dataclass(frozen=True)
class Surge:
    """Rise in how often something was said, recently and before.

    recent, past: how many said it. recent_of, past_of: how many voices were counted in each stretch, those that said it
    among them. chance: how likely chance alone would put so many or more of it into the recent stretch. times: how many
    times as often as before, held against the rest; None where nobody had said it before, or where none of the rest fell
    in one of the stretches. at_least: the lower end of its exact 95% interval (one-sided).
    """

    recent: int
    past: int
    recent_of: int
    past_of: int
    chance: float
    times: float | None
    at_least: float

    @property
    def asks(self) -> bool:
        """Return whether somebody should look: three or more, and hardly chance."""
        return self.recent >= FEWEST and self.chance < UNLIKELY

    def sentence(
        self, lately: str = "in the last four weeks", before: str = "in the 12 months before"
    ) -> str:
        """Return it in words: the counts first, and how sure that is."""
        counts = f"{self.recent} {lately}, {self.past or 'none'} {before}"
        if self.recent < FEWEST and self.chance < UNLIKELY:
            return f"{counts}; too few to say."
        if not self.asks:
            return f"{counts}; no more than chance would give now and then."
        if self.recent + self.past < _FEW:
            return f"{counts}; small numbers, worth a look."
        return f"{counts}; worth a look."

    def how_sure(self) -> str:
        """Return how unlikely chance alone makes it, and how much more often it is said at the least."""
        odds = f"once in {round(1 / self.chance):,}" if self.chance > 1e-6 else "less than once in a million"
        times = f"{self.at_least:.1f}" if self.at_least < 10 else f"{math.floor(self.at_least):,}"
        return (
            f"If it had grown no more than all other issues, chance alone would give this {odds} times. "
            f"Compared with them it is at least {times} times as frequent as before (95% confidence)."
        )


WHAT_IT_DOES_NOT_SAY = (
    "A rise does not mean that more people are affected: different people may have been asked, or one meeting may "
    "have brought several. It does not show why. Only issues that no theme covers are counted: if older issues of "
    "this topic alone were coded, the rise is not real. About one topic in a hundred rises like this by chance."
)


def measure_surge(recent: int, past: int, recent_of: int, past_of: int) -> Surge:
    """Return how the recent count stands against the past one, beside everything else that was counted.

    recent_of and past_of: how many voices were counted in each stretch, whatever they say, those of `recent` and
    `past` among them; all four counted among the same voices. Raises FiguresError for counts that are not whole, a
    stretch without voices, or more that said something than voices.
    """
    recent, past = whole(recent, "The recent count"), whole(past, "The past count")
    recent_of, past_of = whole(recent_of, "The recent voices"), whole(past_of, "The past voices")
    if recent_of == 0 or past_of == 0:
        raise FiguresError("Both stretches must have voices, or there is nothing to compare.")
    if recent > recent_of or past > past_of:
        raise FiguresError("More are said to have said it than voices were counted.")
    rest, rest_past = recent_of - recent, past_of - past
    times = None if past == 0 or 0 in (rest, rest_past) else (recent / past) / (rest / rest_past)
    ways = _Hypergeometric(recent + past, recent_of, past_of)
    return Surge(recent, past, recent_of, past_of, ways.so_many(recent), times, ways.at_least(recent))


class _Hypergeometric:
    """In how many ways so many voices fall into two stretches of given sizes."""

    def __init__(self, total: int, recent_of: int, past_of: int) -> None:
        from scipy.special import gammaln

        def chosen(of: int, some: np.ndarray) -> np.ndarray:
            return gammaln(of + 1) - gammaln(some + 1) - gammaln(of - some + 1)

        self.first = max(0, total - past_of)
        self._counts = np.arange(self.first, min(total, recent_of) + 1)
        self._log = chosen(recent_of, self._counts) + chosen(past_of, total - self._counts)

    def so_many(self, recent: int, log_times: float = 0.0) -> float:
        """Return how likely `recent` or more fall into the recent stretch, each e**log_times as likely as the rest."""
        log = self._log + log_times * self._counts
        share = np.exp(log - log.max())
        return float(min(1.0, share[recent - self.first :].sum() / share.sum()))

    def at_least(self, recent: int) -> float:
        """Return the least times as likely at which so many or more are seen once in twenty (exact; Cornfield 1956)."""
        if recent == self.first:
            return 0.0
        low, high = -50.0, 50.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if self.so_many(recent, middle) < _ONE_SIDED else (low, middle)
        return math.exp(low)
