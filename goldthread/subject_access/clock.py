"""When a subject access request is due: one month, by two more with a reason, as the rule's file says."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from goldthread.dates import add_months, day_in_words
from goldthread.standards.bank_holidays import WHERE_KNOWN
from goldthread.standards.subject_access import rule


@dataclass(frozen=True)
class Due:
    """The last day, how it was counted in words, and the words to show beside a rule that nobody confirmed."""

    day: datetime.date
    how: str
    caution: str


def due(received_on: datetime.date, *, extended: bool = False) -> Due:
    """Return when a request is due: on the same date of a later month, or the month's last day where it has none.

    A day on which nobody works is put off to the next working day.
    """
    times = rule()
    months = times.months + (times.longer_by if extended else 0)
    day = add_months(received_on, months)
    how = f"{months} {'month' if months == 1 else 'months'} from {day_in_words(received_on)}"
    if day.day != received_on.day:
        how += ", to the last day of the month"
    last = day
    while last.weekday() >= 5 or last in WHERE_KNOWN:
        last += datetime.timedelta(days=1)
    if last != day:
        how += f", and put off from {day_in_words(day)} to the next working day"
    return Due(last, f"{how}.", times.caution)
