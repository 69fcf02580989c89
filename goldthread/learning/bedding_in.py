"""Bedding-in months: how long an action may take to settle after it took effect, written down when it is agreed."""

from __future__ import annotations

from goldthread.council.command import Refused

# Longer than half a year, and the first review would come a year after the action.
MOST_BEDDING_IN = 6


def check_bedding_in(months: int) -> None:
    """Refuse more months of bedding in than can be left out of a comparison."""
    if not 0 <= months <= MOST_BEDDING_IN:
        raise Refused(f"Bedding in takes 0 to {MOST_BEDDING_IN} months.", field="bedding_in")
