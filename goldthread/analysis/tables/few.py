"""How few are too few for a share or a median: it would say more of those few than of people in general."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

FEWEST_OF_A_SHARE = 10
"""Of a smaller base no share is given: one more would move it by 10 in 100 or more."""
FEWEST_OF_A_MEDIAN = 5


def median(values: Sequence[float]) -> float | None:
    """Return the median of some values; None of fewer than `FEWEST_OF_A_MEDIAN`."""
    return float(statistics.median(values)) if len(values) >= FEWEST_OF_A_MEDIAN else None
