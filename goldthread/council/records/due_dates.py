"""How a due date is said: overdue, due soon before it is overdue, or its day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from goldthread.dates import day_in_words
from goldthread.standards.bank_holidays import WHERE_KNOWN
from goldthread.standards.counting import add_working_days

OVERDUE, SOON = "overdue", "due_soon"
# What is due within so many working days is said to be due soon.
_SOON = 2


def state(due: datetime.date | None, today: datetime.date) -> str:
    """Return how a due date stands: "overdue", "due_soon", or "" where there is time, or none is set."""
    if due is None:
        return ""
    if due < today:
        return OVERDUE
    return SOON if due <= add_working_days(today, _SOON, WHERE_KNOWN) else ""


def in_words(due: datetime.date, today: datetime.date) -> str:
    """Return when something is due, as its tag says it: "Overdue by 3 days", "Due in 2 days", "Due 4 December"."""
    days = (due - today).days
    if days < 0:
        return "Overdue by 1 day" if days == -1 else f"Overdue by {-days:,} days"
    if days < 2:
        return ("Due today", "Due tomorrow")[days]
    return f"Due in {days} days" if state(due, today) else f"Due {day(due, today)}"


def day(due: datetime.date, today: datetime.date) -> str:
    """Return a day without its year where that is this one: "4 December"."""
    return day_in_words(due).removesuffix(f" {today.year}")


def cell(due: datetime.date | None, today: datetime.date) -> str | Mapping[str, str]:
    """Return a due date as a list shows it; "" where there is none."""
    if due is None:
        return ""
    number, month, *year = day(due, today).split()
    said = " ".join([number, month[:3], *year])
    kind = state(due, today)
    if not kind:
        return said
    text = "overdue" if kind == OVERDUE else in_words(due, today).removeprefix("Due ")
    return {"text": f"{said}, {text}", "state": "late" if kind == OVERDUE else "soon"}
