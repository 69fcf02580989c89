"""How long agencies take: days from the publication of a review to answer, implementation and embedding shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from goldthread.analysis.tables.few import FEWEST_OF_A_MEDIAN, median
from goldthread.reviews.agencies.models import AgencyAnswer

STEPS = {"answered": "First answer", "implemented": "Implemented", "embedded": "Embedding shown"}


@dataclass(frozen=True)
class Lag:
    """The days to one step, over some answers: their median where there are enough."""

    step: str
    days: tuple[int, ...]

    @property
    def name(self) -> str:
        """Return what the step is called."""
        return STEPS[self.step]

    @property
    def in_words(self) -> str:
        """Return the median with how many it is of, or that there are too few to say."""
        middle = median(self.days)
        if middle is None:
            return f"Too few to say: {len(self.days)} so far, {FEWEST_OF_A_MEDIAN} are needed"
        return f"{middle:g} days (median of {len(self.days):,})"


def lags(answers: Iterable[AgencyAnswer]) -> list[Lag]:
    """Return the days to each step, over all answers that came so far."""
    counted = list(answers)
    return [
        Lag(step, tuple(days for each in counted if (days := each.days_to(step)) is not None))
        for step in STEPS
    ]
