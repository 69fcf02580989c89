"""Retention periods of personal data, in words, read from the rules that deletion follows."""

from __future__ import annotations

from itertools import groupby

from goldthread.council.models import Council
from goldthread.council.records.retention import (
    CASE,
    CONFIDED,
    DRAFT,
    NOTE,
    NOTIFICATION,
    SCHEDULES,
    STAFF,
    VOICE,
    years_of,
)
from goldthread.feedback.forgetting import ABANDONED
from goldthread.feedback.sources import SOURCES
from goldthread.feedback.sources.spec import Source
from goldthread.standards.entries import NOT_CONFIRMED
from goldthread.standards.lists import Schedule, retention
from goldthread.web.forms import lower_first


def retention_periods(council: Council | None = None) -> list[tuple[str, str]]:
    """Return each kind of personal data with its retention period in words, the longest first.

    council: as it has set the periods; without one, as Goldthread starts.
    """

    def years(schedule: Schedule) -> float:
        return years_of(council, schedule) if council is not None else schedule.years or 0

    def of_source(source: Source) -> float:
        return years(SCHEDULES[source.retention])

    by_years = groupby(sorted(SOURCES.values(), key=lambda source: -of_source(source)), of_source)
    rows = [
        (_joined([source.plural for source in sources]), f"{kept:g} years after it was closed or received")
        for kept, sources in by_years
    ]
    return [
        *rows,
        (
            "People named in a review, an audit or an ombudsman's decision",
            f"{years(CASE):g} years after it was decided",
        ),
        (
            "Names of members of boards who have no account",
            f"{years(SCHEDULES['voice']):g} years after their last day on the board",
        ),
        ("Name and e-mail address of staff", f"{years(STAFF):g} years after they leave"),
        (
            "Imported spreadsheets",
            f"Until the import is complete, or {ABANDONED.days} days if it is not completed",
        ),
        (
            "What staff typed into a form and did not save",
            f"{DRAFT.days} days, or until it is saved or discarded",
        ),
        (
            "What staff say in confidence, read by two named people",
            f"{years(CONFIDED):g} years after it was closed",
        ),
        (
            "Notes and files that staff added to a record",
            f"With the text of their record, else {NOTE.years:g} years; a file is deleted at once when it is removed",
        ),
        (
            "E-mails to the council's mailbox, with who sent them",
            f"As long as the feedback that they belong to; {SCHEDULES['email_aside'].days} days once they are set aside",
        ),
        (
            "Requests, our answers, and what people say of them",
            f"With the text of their feedback, else {years(VOICE):g} years after they were asked",
        ),
        (
            "Minutes of meetings, and what was raised there",
            f"{years(VOICE):g} years after the meeting; decisions and counts stay",
        ),
        (
            "Cases drawn for pathway tracking: reference, consent and chronology",
            f"{years(SCHEDULES['pathway_case']):g} years after they were drawn",
        ),
        (
            "Audits of practice: references of cases, workers, and what was written",
            f"{years(SCHEDULES['practice_audit']):g} years after the period that was audited; figures and findings stay",
        ),
        (
            "People who agreed to be asked to take part",
            "Until the day on which their consent ends, three years at most; at once when they withdraw it",
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
        *(name if name.startswith("Healthwatch") else lower_first(name) for name in rest),
    ]
    return f"{', '.join(names[:-1])} and {names[-1]}" if rest else first
