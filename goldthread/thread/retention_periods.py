"""Retention periods of personal data, in words, read from the rules that deletion follows."""

from __future__ import annotations

from itertools import groupby

from goldthread.council.records.retention import CASE, DRAFT, NOTE, NOTIFICATION, STAFF
from goldthread.feedback.forgetting import ABANDONED
from goldthread.feedback.sources import SOURCES
from goldthread.standards.entries import NOT_CONFIRMED
from goldthread.standards.lists import retention


def retention_periods() -> list[tuple[str, str]]:
    """Return each kind of personal data with its retention period in words, the longest first."""
    by_years = groupby(
        sorted(SOURCES.values(), key=lambda source: -source.years_kept), lambda s: s.years_kept
    )
    rows = [
        (_joined([source.plural for source in sources]), f"{years:g} years after it was closed or received")
        for years, sources in by_years
    ]
    return [
        *rows,
        (
            "People named in a review, an audit or an ombudsman's decision",
            f"{CASE.years:g} years after it was decided",
        ),
        ("Name and e-mail address of staff", f"{STAFF.years:g} years after they leave"),
        (
            "Imported spreadsheets",
            f"Until the import is complete, or {ABANDONED.days} days if it is not completed",
        ),
        (
            "What staff typed into a form and did not save",
            f"{DRAFT.days} days, or until it is saved or discarded",
        ),
        (
            "Notes and files that staff added to a record",
            f"With the text of their record, else {NOTE.years:g} years; a file is deleted at once when it is removed",
        ),
        ("Notifications to staff (references of records only)", f"{NOTIFICATION.days} days"),
        (
            "Lessons, actions, briefings and evidence (redacted)",
            "As long as the council uses them",
        ),
        (
            "Audit log of what staff did",
            "As long as the council uses Goldthread; the name is removed after staff leave",
        ),
    ]


def retention_caution() -> str:
    """Return what to say of the periods while any is not confirmed at its source; "" once all are."""
    if all(schedule.confirmed for schedule in retention()):
        return ""
    return f"{NOT_CONFIRMED}: no law sets these periods. They are those that Goldthread starts with; each council sets its own."


def _joined(names: list[str]) -> str:
    first, *rest = names
    names = [
        first,
        *(name[:1].lower() + name[1:] if not name.startswith("Healthwatch") else name for name in rest),
    ]
    return f"{', '.join(names[:-1])} and {names[-1]}" if rest else first
