"""The kinds of report. To add one, write one file here with a `KIND`, put it on the list, and say who reads it in `readers.py`."""

from __future__ import annotations

from goldthread.reports.kinds import (
    adult_reviews,
    annual,
    board,
    case_list,
    code,
    local_account,
    member,
    themes,
)
from goldthread.reports.kinds.spec import Kind

# In the order in which they are offered.
KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        annual.KIND,
        code.KIND,
        themes.KIND,
        themes.PARTNERS,
        member.KIND,
        local_account.KIND,
        adult_reviews.KIND,
        case_list.KIND,
        board.KIND,
    )
}

__all__ = ["KINDS", "Kind"]
