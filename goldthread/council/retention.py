"""What is personal in each record, and for how long it is kept.

Each model says so beside its fields, as `keeps = keep(personal={...}, plain=(...))`. A test of the
house fails for any field that is in neither list. A council sets its own years; the ones here are
what it starts with (field guide, 2.12: retention is set by each council).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Schedule:
    """How long something personal is kept: years after an event."""

    slug: str
    years: float
    after: str
    why: str


CASE = Schedule("case", 6, "the case is closed", "the time in which a council may be asked about it")
VOICE = Schedule("voice", 2, "it was received", "long enough to draw the lesson and show whether it worked")
STAFF = Schedule("staff", 6, "the person leaves the council", "who decided what must be answerable")
AUDIT = Schedule("audit", 7, "it was written", "who did what must be answerable after the case is gone")
TRANSIT = Schedule("transit", 0, "the import is finished", "only needed while it is being read")

SCHEDULES = {schedule.slug: schedule for schedule in (CASE, VOICE, STAFF, AUDIT, TRANSIT)}

# Every record has these; they say nothing about anyone.
ALWAYS_PLAIN = frozenset({"id", "council", "created_at"})


@dataclass(frozen=True)
class Keeps:
    """A model's declaration: each personal field with its schedule, and the fields that are not personal."""

    personal: Mapping[str, Schedule]
    plain: frozenset[str]


def keep(*, personal: Mapping[str, Schedule] | None = None, plain: str | Iterable[str] = ()) -> Keeps:
    """Declare a model's fields, the plain ones as words or a list; a name in both is an error."""
    declared = Keeps(dict(personal or {}), frozenset(plain.split() if isinstance(plain, str) else plain))
    both = declared.plain & set(declared.personal)
    if both:
        raise ValueError(f"declared both personal and not: {sorted(both)}")
    return declared
