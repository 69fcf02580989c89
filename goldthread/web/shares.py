"""Shares on pages: why the parts shown beside each other do not add up to the whole, said in one way."""

from __future__ import annotations

from collections.abc import Iterable


def several_counted(which: str, whole: str) -> str:
    """Say that something stands under several headings: "An issue can have several themes", "issues"."""
    return f"{which}, so the counts do not add up to the number of {whole}."


def why_not_100(percentages: Iterable[float | int | None], *, hidden: bool = False, several: str = "") -> str:
    """Return why whole percentages of one total do not add up to 100, or "" where they do.

    percentages: as shown; None for one that is withheld. hidden: whether parts are left out besides. several: what can
    be in more than one part, such as "an issue can have several themes", where it can.
    """
    shown = list(percentages)
    if not [each for each in shown if each is not None]:
        return ""
    if several:
        return f"The percentages add up to more than 100, because {several}."
    if hidden or None in shown:
        return "The percentages do not add up to 100, because some are not shown."
    total = sum(each or 0 for each in shown)
    if total == 100:
        return ""
    return f"The percentages add up to {total:g} and not to 100, because each is rounded."
