"""Logs of cases written in a line, for the tests of clocks."""

from __future__ import annotations

import datetime as dt

from goldthread.standards import clock_log, clocks
from goldthread.standards.clock_log import Event, read


def day_of(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def events_of(words: str) -> list[Event]:
    """Return events written as "received 2025-03-03; extended 2025-03-14 respond": kind, day, step, last or agreed day."""
    events = []
    for each in words.split(";"):
        kind, on, *rest = each.split()
        given: dict = {"kind": kind, "on": day_of(on), "reason": "given"}
        for word in rest:
            if word in ("1", "2"):
                given["stage"] = int(word)
            elif word.startswith("told:"):
                given["told_on"] = day_of(word[5:])
            elif word.startswith("by:"):
                given["by"] = int(word[3:])
            elif word[0].isdigit():
                given["to" if kind == "agreed" else "until"] = day_of(word)
            else:
                given["step"] = word
        if kind == "extended":
            given.setdefault("told_on", day_of(on))
        events.append(Event(**given))
    return events


def reading_of(slug: str, words: str, today: str, complexity: str = "") -> clock_log.Reading:
    return read(clocks.procedure(slug), events_of(words), day_of(today), complexity)


# Procedure, what happened, today, and of each clock: step, state, last day, day by another reading.
