"""Retention: what is personal in each record, and for how long it is kept.

Each model says so beside its fields, as `retention = Retention(personal={...}, plain=(...))`. A test of the house
fails for any field that is in neither list, and another for any that `goldthread forget` leaves standing when its
time is up. The years stand in `standards/data/retention.toml` and nowhere else (field guide, 2.12: each council
sets its own).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from goldthread.standards import lists
from goldthread.standards.lists import Schedule

SCHEDULES: dict[str, Schedule] = {schedule.slug: schedule for schedule in lists.retention()}

CASE = SCHEDULES["complaint"]
VOICE = SCHEDULES["voice"]
STAFF = SCHEDULES["staff"]
TRANSIT = SCHEDULES["import"]
DRAFT = SCHEDULES["draft"]
PUBLIC_FORM = SCHEDULES["public_form"]
NOTIFICATION = SCHEDULES["notification"]
NOTE = SCHEDULES["note"]
CONFIDED = SCHEDULES["speaking_up"]
# These two have no years. Names are hidden before what was learned is saved; of staff who have long left, nothing
# but what they did is in the audit log (council/people/leavers.py).
LEARNED = SCHEDULES["learned"]
AUDIT = SCHEDULES["audit_trail"]

# The periods that a council may set for itself; the others follow from how Goldthread works.
SETTABLE = ("complaint", "voice", "staff_voice", "service_voice", "published_voice", "staff", "speaking_up")
MOST_YEARS = 30


class _Sets(Protocol):
    retention_years: Mapping[str, Any]


def years_of(council: _Sets, schedule: Schedule) -> float:
    """Return for how many years a council keeps what a schedule is of: as it has set, else as Goldthread starts."""
    own = council.retention_years.get(schedule.slug)
    return float(own["years"] if own else schedule.years or 0)


# Every record has these; they say nothing about anyone.
ALWAYS_PLAIN = frozenset({"id", "council", "created_at", "version", "withdrawn_on"})


@dataclass(frozen=True, init=False)
class Retention:
    """A model's declaration: each personal field with its schedule, and the fields that are not personal."""

    personal: Mapping[str, Schedule]
    plain: frozenset[str]

    def __init__(
        self, *, personal: Mapping[str, Schedule] | None = None, plain: str | Iterable[str] = ()
    ) -> None:
        """Declare a model's fields, the plain ones as words or a list; raises ValueError for a name in both."""
        object.__setattr__(self, "personal", dict(personal or {}))
        object.__setattr__(self, "plain", frozenset(plain.split() if isinstance(plain, str) else plain))
        both = self.plain & set(self.personal)
        if both:
            raise ValueError(f"declared both personal and not: {sorted(both)}")
