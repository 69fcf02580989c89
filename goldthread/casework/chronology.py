"""All that happened to a case in the order of its days, whenever it was recorded."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.casework.choices import Happened
from goldthread.casework.models import CaseEvent
from goldthread.dates import day_in_words
from goldthread.feedback.models import Feedback


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line: the day, what happened, what is said of it, by whom, its page, and the event where it can be undone.

    undone: why it counts no more, "" where it counts.
    """

    on: datetime.date
    what: str
    text: str = ""
    by: str = ""
    href: str = ""
    event: CaseEvent | None = None
    undone: str = ""


def chronology(
    feedback: Feedback, events: Iterable[CaseEvent], others: Iterable[Entry], steps: Mapping[str, str]
) -> Sequence[Entry]:
    """Return what happened, the earliest day first; on one day, in the order in which it was recorded.

    steps: the names of the procedure's steps.
    """
    entries = [Entry(on=feedback.received_on, what="Received")]
    if feedback.happened_on:
        entries.insert(0, Entry(on=feedback.happened_on, what="What it is about"))
    entries += [
        Entry(
            on=event.on,
            what=event.get_kind_display(),
            text=_said(event, steps),
            by=event.by.name if event.by else "",
            event=None if event.withdrawn_on or event._state.adding else event,
            undone=event.withdrawn_because,
        )
        for event in events
    ]
    return sorted([*entries, *others], key=lambda entry: entry.on)


def _said(event: CaseEvent, steps: Mapping[str, str]) -> str:
    """Return which step was done, which day was agreed or told, and the reason."""
    parts = [steps.get(event.step, "") if event.kind == Happened.DONE else "", event.text]
    if event.to:
        parts.append(f"The day agreed is {day_in_words(event.to)}.")
    return " ".join(part for part in parts if part)


def of_records(records: Iterable[Any], asked: str, answered: str, name: Any = str) -> list[Entry]:
    """Return the days of records that were asked for and came: evidence, questions, parts.

    asked, answered: what happened, in the past tense.
    """
    entries: list[Entry] = []
    for record in records:
        entries.append(Entry(on=record.asked_on, what=asked, text=name(record)))
        came = getattr(record, "answered_on", None) or getattr(record, "received_on", None)
        if came:
            entries.append(Entry(on=came, what=answered, text=name(record)))
        elif record.ended_on:
            entries.append(Entry(on=record.ended_on, what=f"{asked}: given up", text=name(record)))
    return entries
