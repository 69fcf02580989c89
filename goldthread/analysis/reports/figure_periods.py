"""Which period of its sentence a figure is of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goldthread.analysis.reports.counted_nouns import DURATIONS
from goldthread.analysis.reports.figure_drafts import Draft
from goldthread.analysis.reports.written_periods import Period


def give_periods(text: str, found: list[Draft], periods: Sequence[Period]) -> None:
    """Give each figure its period: the one right after it, else the last before it, else the only one after it."""
    comparators = [draft.comparator_at for draft in found if draft.comparator_at]
    own = [p for p in periods if p.kind != "ago" and not any(s <= p.start < e for s, e in comparators)]
    free = [p for p in own if not p.of_a_thing]
    for draft in found:
        draft.borrows = not free
        after = next((p for p in free if p.start >= draft.end), None)
        before = [p for p in own if p.end <= draft.number[0]]
        others = after is not None and any(
            draft.end <= other.start < after.start and other.unit not in DURATIONS for other in found
        )
        within = next((p for p in free if draft.start <= p.start and p.end <= draft.end), None)
        if within:
            draft.period = within
        elif after and not others and not re.search(r"[,;:]|\band\b|\bbut\b", text[draft.end : after.start]):
            draft.period = after
        elif before:
            last = before[-1]
            draft.period = None if last.of_a_thing or _is_of_another(last, found, draft) else last
        elif (
            after
            and not re.search("[;:]", text[draft.end : after.start])
            and (not others or _is_listed(text, found, draft))
        ):
            draft.period = after


def _is_listed(text: str, found: list[Draft], draft: Draft) -> bool:
    """Return whether the next figure is of one list with this one: "140 compliments and 61 complaints in 2023-24"."""
    following = next((other for other in found if other.start >= draft.end), None)
    return following is not None and bool(
        re.fullmatch(r"(?:,|,? and|,? with|,? of which|,? plus) ", text[draft.end : following.start])
    )


def _is_of_another(period: Period, found: list[Draft], draft: Draft) -> bool:
    """Return whether a stretch such as "in the past year" is of a figure before it alone, and not of those after it."""
    if period.kind == "since" and period.start > 3:
        return True
    return period.kind == "relative" and any(
        other.end <= period.start for other in found if other is not draft
    )
