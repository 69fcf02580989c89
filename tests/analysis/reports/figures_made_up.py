"""How the tables of made-up passages are written: what stands in a passage, worked out by hand."""

from __future__ import annotations

from typing import Any, NamedTuple

FY, CY = "financial year", "calendar year"


def figure(
    value: float | None, unit: str | None, printed: str, counts: str | None = None, of: tuple[int | None, int | None] = (None, None),
    period: tuple[str | None, str | None] = (None, None), beside: str | None = None, comparable: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Return a figure's parts. of: numerator and denominator; period: as printed, and its kind; beside: its comparator."""
    return {
        "value": value, "unit": unit, "printed": printed, "numerator": of[0], "denominator": of[1], "counts": counts,
        "period": period[0], "period_kind": period[1], "comparator": beside, "comparable": comparable,
    }  # fmt: skip


class Passage(NamedTuple):
    """A made-up passage: its figures, and its dates and cadences as printed."""

    text: str
    figures: tuple[dict[str, Any], ...]
    dates: tuple[str, ...]
    cadences: tuple[str, ...]


def passage(
    text: str, *figures: dict[str, Any], dates: tuple[str, ...] = (), cadences: tuple[str, ...] = ()
) -> Passage:
    """Return a passage with what stands in it."""
    return Passage(text, figures, dates, cadences)
