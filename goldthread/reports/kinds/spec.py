"""What a kind of report is: its periods, its sections, what people type in it, and who approves it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldthread.council.models import Person
from goldthread.documents.model import Part
from goldthread.impact.models import Measure
from goldthread.reports.counts.counted import Group
from goldthread.reports.periods import FINANCIAL_YEAR, Period


@dataclass(frozen=True)
class Section:
    """A part of a report with its heading. groups: its figures, which a spreadsheet has too; slug: for what is typed there."""

    slug: str
    heading: str
    parts: Sequence[Part] = ()
    groups: Sequence[Group] = ()

    def all_parts(self) -> list[Part]:
        """Return its parts and then its figures, in the order in which they are read."""
        figures = [part for group in self.groups for part in group.parts()]
        return [*self.parts, *figures]


@dataclass(frozen=True)
class Content:
    """What a report says of a period: its sections, the measures that it speaks of, and what the next one is compared with."""

    sections: Sequence[Section]
    measures: Sequence[Measure] = ()
    compared: Mapping[str, Any] = field(default_factory=dict)


Make = Callable[[Person, Period, datetime.date, Mapping[str, Any]], Content]


@dataclass(frozen=True)
class Kind:
    """One kind of report.

    period: the kinds of period it can be of, the first by default. comments: what people type, by section: the label of
    its box. needed: those without which it cannot be approved. approval: the permission to approve it, "" where it is
    published as soon as it is made. responds: whether the Member
    responsible answers before it is published. chosen: whether it is drawn by criteria.
    """

    slug: str
    name: str
    what_it_is: str
    make: Make
    periods: tuple[str, ...] = (FINANCIAL_YEAR,)
    comments: Mapping[str, str] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    approval: str = "reports.approve"
    responds: bool = False
    chosen: bool = False
