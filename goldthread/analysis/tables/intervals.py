"""Intervals of a percentage: Wilson's, which stands beside every percentage shown, and the exact one for rare events."""

from __future__ import annotations

import math

from goldthread.analysis.figures import FiguresError, whole


def wilson(part: int, of: int, level: float = 0.95) -> tuple[float, float]:
    """Return (low, high) as parts of 1 for `part` out of `of`; Wilson's score interval.

    Raises FiguresError where there is nothing to take a part of, or the part is more than the whole.
    """
    from scipy.special import ndtri

    part, of = whole(part, "The part"), whole(of, "The whole")
    if of == 0:
        raise FiguresError("There is no percentage of 0.")
    if part > of:
        raise FiguresError(f"{part} out of {of}: the part is more than the whole.")
    if not 0 < level < 1:
        raise FiguresError(f"The level is {level!r}; it must be between 0 and 1, such as .95.")
    z2 = float(ndtri(0.5 + level / 2)) ** 2
    share = part / of
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = math.sqrt(z2 * (share * (1 - share) / of + z2 / (4 * of * of))) / (1 + z2 / of)
    # At the ends the interval touches 0 or 1 exactly; rounding would leave it a hair short.
    return (0.0 if part == 0 else max(0.0, middle - half)), (1.0 if part == of else min(1.0, middle + half))


def exact(part: int, of: int, level: float = 0.95) -> tuple[float, float]:
    """Return (low, high) as parts of 1 for `part` out of `of`; the exact interval of Clopper and Pearson (1934).

    It holds the true share in at least `level` of cases however rare the event, which Wilson's does on average only:
    for what is missed, the wider one is the honest one. Raises FiguresError as `wilson` does.
    """
    from scipy.special import betaincinv

    wilson(part, of, level)  # holds the figures to the same rules
    tail = (1 - level) / 2
    low = 0.0 if part == 0 else float(betaincinv(part, of - part + 1, tail))
    high = 1.0 if part == of else float(betaincinv(part + 1, of - part, 1 - tail))
    return low, high


def newcombe(part: int, of: int, other_part: int, other_of: int) -> tuple[float, float]:
    """Return (low, high) of the difference of two shares, the first less the second, likely (95%).

    Newcombe's hybrid score interval (1998, method 10), made of Wilson's of each share. Raises FiguresError as `wilson`.
    """
    (low, high), (other_low, other_high) = wilson(part, of), wilson(other_part, other_of)
    share, other = part / of, other_part / other_of
    difference = share - other
    return (
        max(-1.0, difference - math.hypot(share - low, other_high - other)),
        min(1.0, difference + math.hypot(high - share, other - other_low)),
    )


def percentage_text(part: int, of: int) -> str:
    """Return "65% (13 of 20; likely 43% to 82%)"."""
    low, high = wilson(part, of)
    return f"{whole_percent(part, of)}% ({part:,} of {of:,}; likely {low:.0%} to {high:.0%})"


def whole_percent(part: int, of: int) -> int:
    """Return the percentage rounded half up, computed in whole numbers: 14 of 36 is 39, not 38."""
    return (200 * part + of) // (2 * of)
