"""How long personal data is kept, in words, read from the rules that deletion follows."""

from __future__ import annotations

from itertools import groupby

from goldthread.council.records.retention import CASE, STAFF
from goldthread.feedback.forgetting import ABANDONED
from goldthread.feedback.sources import SOURCES


def how_long() -> list[tuple[str, str]]:
    """Return what is kept, and for how long, in words; the longest first."""
    by_years = groupby(
        sorted(SOURCES.values(), key=lambda source: -source.years_kept), lambda s: s.years_kept
    )
    rows = [
        (_joined([source.plural for source in sources]), f"{years:g} years after it was closed, or came in")
        for years, sources in by_years
    ]
    return [
        *rows,
        (
            "Whom a review, an audit or an ombudsman's decision names",
            f"{CASE.years:g} years after it was decided",
        ),
        ("The name and e-mail address of staff who sign in", f"{STAFF.years:g} years after they leave"),
        (
            "A spreadsheet that is brought in",
            f"Until its rows have been read; if nobody finishes that, {ABANDONED.days} days",
        ),
        (
            "Lessons, actions, briefings and evidence, in which nobody is named",
            "For as long as the council uses them",
        ),
        (
            "Who on the staff did what, and when",
            "For as long as the council uses Goldthread, in the end without the name",
        ),
    ]


def _joined(names: list[str]) -> str:
    first, *rest = names
    names = [
        first,
        *(name[:1].lower() + name[1:] if not name.startswith("Healthwatch") else name for name in rest),
    ]
    return f"{', '.join(names[:-1])} and {names[-1]}" if rest else first
