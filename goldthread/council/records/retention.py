"""What is personal in each record, and for how long it is kept.

Each model says so beside its fields, as `keeps = Retention(personal={...}, plain=(...))`. A test of the
house fails for any field that is in neither list, and another for any that `goldthread forget` leaves
standing when its time is up. The years are those of `standards/data/retention.toml`; of feedback they
are its kind's own (field guide, 2.12: each council sets its own).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Schedule:
    """How long something personal is kept: years after an event; None where it stays."""

    slug: str
    years: float | None
    after: str
    why: str


CASE = Schedule("case", 6, "the case is closed", "the time in which a council may be asked about it")
VOICE = Schedule("voice", 2, "it was received", "long enough to draw the lesson and show whether it worked")
STAFF = Schedule("staff", 6, "the person leaves the council", "who decided what must be answerable")
TRANSIT = Schedule("transit", 0, "the import is finished", "only needed while it is being read")
# What was learned stays, and who did what: whom either names is hidden before it is kept, and a trail with lines
# missing could not be checked. Of staff who have long left, nothing but their acts is in it (council/leaving.py).
LEARNED = Schedule("learned", None, "", "what was learned is kept without the person")
AUDIT = Schedule("audit", None, "", "who did what must be answerable after the case is gone")

SCHEDULES = {schedule.slug: schedule for schedule in (CASE, VOICE, STAFF, TRANSIT, LEARNED, AUDIT)}

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
