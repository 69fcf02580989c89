"""The ombudsman's figures of a council, of a financial year or any other period, each on the ombudsman's own base.

Uphold rate: upheld of those investigated in detail, never of those received. Satisfactory remedy: of those upheld.
Compliance: of the cases whose recommendations fell due, as the ombudsman found. Late replies: of our replies that were
due. Each figure has the address of the list that holds exactly what it counts.

Source: Local Government and Social Care Ombudsman, information for link officers, chapter 9.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from goldthread.analysis.tables.intervals import percentage_text, whole_percent, wilson
from goldthread.casework.ombudsman.models import Compliance, OmbudsmanEnquiry
from goldthread.council.models import Person
from goldthread.dates import financial_year, period_end, years_before
from goldthread.impact.comparators.files import is_ours
from goldthread.impact.comparators.models import About, Comparator
from goldthread.reviews.kinds import OMBUDSMAN
from goldthread.reviews.models import Review
from goldthread.reviews.querysets import DETAILED, SATISFACTORY, is_decided_as
from goldthread.reviews.upheld import FEW
from goldthread.standards.ombudsman import Category, category_of

# What the list of enquiries is narrowed to, by the word in its address: the rows behind a figure of a period.
FIGURES = {
    "received": "Received",
    "due": "Replies due",
    "late": "Replies late",
    "compliance": "Compliance outcomes",
    "complied": "Complied with, late ones too",
    "complied_late": "Complied with late",
}


@dataclass(frozen=True)
class Count:
    """How many, and the address of the list of them."""

    count: int
    href: str


@dataclass(frozen=True)
class Share:
    """So many of so many, with the addresses of both lists."""

    part: Count
    of: Count

    @property
    def text(self) -> str:
        """Return "80% (4 of 5; likely 38% to 96%)", never a percentage without its base; "None" of none."""
        return percentage_text(self.part.count, self.of.count) if self.of.count else "None"

    @property
    def percent(self) -> int | None:
        """Return the whole percentage; None of none."""
        return whole_percent(self.part.count, self.of.count) if self.of.count else None

    @property
    def likely(self) -> str:
        """Return the likely range of the percentage in words; "" of none."""
        if not self.of.count:
            return ""
        low, high = wilson(self.part.count, self.of.count)
        return f"{low:.0%} to {high:.0%}"

    @property
    def is_few(self) -> bool:
        """Return whether there are too few to compare with another year or council."""
        return self.of.count < FEW


@dataclass(frozen=True)
class OmbudsmanFigures:
    """What the ombudsman decided about a council in a period, and how the council answered.

    received: enquiries recorded here, of any kind. decided: decisions by the ombudsman's categories, all of them.
    upheld: of detailed investigations. satisfactory: of those upheld, put right before they came to the ombudsman.
    complied: of the cases with a compliance outcome, those complied with, late ones too. late: of our replies due.
    """

    first_day: datetime.date
    last_day: datetime.date
    received: Count
    decided: dict[Category, Count]
    upheld: Share
    satisfactory: Share
    complied: Share
    complied_late: Count
    late: Share

    @property
    def year(self) -> str:
        """Return the financial year as it is written: "2024 to 2025"."""
        return f"{self.first_day.year} to {self.first_day.year + 1}"

    @property
    def is_empty(self) -> bool:
        """Return whether nothing at all was received, decided or due in the period."""
        counted = [self.received, *self.decided.values(), self.complied.of, self.late.of]
        return not any(each.count for each in counted)


@dataclass(frozen=True)
class BesideOthers:
    """What the ombudsman published of a place and a year, and ours of the same year; or why the two are not compared."""

    comparator: Comparator
    ours: Share | None
    says: str = ""
    why_not: str = ""

    @property
    def figure(self) -> str:
        """Return which figure it is, in words."""
        return self.comparator.get_about_display()


def rows_of(
    enquiries: QuerySet[OmbudsmanEnquiry],
    figure: str,
    first_day: datetime.date,
    last_day: datetime.date,
    today: datetime.date,
) -> QuerySet[OmbudsmanEnquiry]:
    """Return the enquiries behind a figure of a period."""
    span = (first_day, last_day)
    if figure == "received":
        return enquiries.filter(received_on__range=span)
    if figure in ("due", "late"):
        due = enquiries.filter(due_on__range=span).exclude(sent_on=None, due_on__gte=today)
        return due.late(today) if figure == "late" else due  # type: ignore[attr-defined]
    ruled = enquiries.filter(compliance_on__range=span).exclude(compliance="")
    if figure == "complied":
        return ruled.filter(compliance__in=(Compliance.COMPLIED, Compliance.LATE))
    return ruled.filter(compliance=Compliance.LATE) if figure == "complied_late" else ruled


def of_period(
    person: Person, first_day: datetime.date, last_day: datetime.date, *, today: datetime.date
) -> OmbudsmanFigures:
    """Return the figures of a period, of what this person may see."""
    return _figures(person, [(first_day, last_day)], today)[0]


def of_year(person: Person, first_day: datetime.date, *, today: datetime.date) -> OmbudsmanFigures:
    """Return the figures of the financial year that begins on a day, of what this person may see."""
    return of_period(person, first_day, period_end(first_day, 12), today=today)


def by_year(person: Person, *, today: datetime.date, years: int = 3) -> list[OmbudsmanFigures]:
    """Return the last financial years in which the ombudsman or we did anything, the newest first."""
    starts = [years_before(financial_year(today), back) for back in range(years)]
    found = _figures(person, [(start, period_end(start, 12)) for start in starts], today)
    return [year for year in found if not year.is_empty]


_Span = tuple[datetime.date, datetime.date]


def _figures(person: Person, spans: Sequence[_Span], today: datetime.date) -> list[OmbudsmanFigures]:
    """Return periods from two questions of the database, however many they are."""
    decisions = list(
        Review.objects.visible_to(person).filter(kind=OMBUDSMAN).values_list("decided_on", "outcome")
    )
    enquiries = list(OmbudsmanEnquiry.objects.visible_to(person).only(*_READ))
    return [_of(span, decisions, enquiries, today) for span in spans]


_READ = ("received_on", "due_on", "sent_on", "compliance", "compliance_on")


def _of(
    span: _Span,
    decisions: Iterable[tuple[datetime.date, str]],
    enquiries: Iterable[OmbudsmanEnquiry],
    today: datetime.date,
) -> OmbudsmanFigures:
    first, last = span
    outcomes = [outcome for decided_on, outcome in decisions if first <= decided_on <= last]
    upheld = _decided(span, outcomes, Category.UPHELD.name.lower())

    def asked(figure: str, rows: Iterable[Any]) -> Count:
        query = {"figure": figure, "first": first.isoformat(), "last": last.isoformat()}
        return Count(len(list(rows)), f"{reverse('casework:ombudsman')}?{urlencode(query)}")

    def within(day: datetime.date | None) -> bool:
        return day is not None and first <= day <= last

    due = [
        each
        for each in enquiries
        if within(each.due_on) and not (each.sent_on is None and each.due_on >= today)
    ]
    ruled = [each for each in enquiries if each.compliance and within(each.compliance_on)]
    late = [each for each in ruled if each.compliance == Compliance.LATE]
    return OmbudsmanFigures(
        first_day=first,
        last_day=last,
        received=asked("received", [each for each in enquiries if within(each.received_on)]),
        decided={
            category: _decided(span, outcomes, category.name.lower())
            for category in Category
            if any(category_of(outcome) is category for outcome in outcomes)
        },
        upheld=Share(upheld, _decided(span, outcomes, DETAILED)),
        satisfactory=Share(_decided(span, outcomes, SATISFACTORY), upheld),
        complied=Share(
            asked("complied", [each for each in ruled if each.compliance != Compliance.NOT]),
            asked("compliance", ruled),
        ),
        complied_late=asked("complied_late", late),
        late=Share(
            asked("late", [each for each in due if each.days_late(today)]),
            asked("due", due),
        ),
    )


def _decided(span: _Span, outcomes: list[str], decided: str) -> Count:
    """Return how many decisions of a period are of one sort, and the list of reviews narrowed to them."""
    query = {
        "kind": OMBUDSMAN,
        "decided": decided,
        "since": span[0].isoformat(),
        "until": span[1].isoformat(),
    }
    count = sum(is_decided_as(outcome, decided) for outcome in outcomes)
    return Count(count, f"{reverse('reviews:list')}?{urlencode(query)}")


_OURS = {About.UPHELD: "upheld", About.SATISFACTORY: "satisfactory", About.COMPLIED: "complied"}


def beside_others(person: Person, years: Sequence[OmbudsmanFigures]) -> list[BesideOthers]:
    """Return what the ombudsman published of the same years, the newest first, each beside ours."""
    by_start = {year.first_day: year for year in years}
    published = Comparator.objects.visible_to(person).filter(about__in=_OURS, starts__in=by_start)
    return [
        _beside(each, by_start[each.starts], person.council.name)
        for each in published.order_by("-starts", "about", "place")
    ]


def _beside(comparator: Comparator, year: OmbudsmanFigures, council: str) -> BesideOthers:
    ours: Share = getattr(year, _OURS[About(comparator.about)])
    if not comparator.is_financial_year:
        return BesideOthers(comparator, None, why_not="Its period is no financial year.")
    if not ours.of.count:
        return BesideOthers(comparator, ours, why_not="Nothing of ours is recorded in that year.")
    if is_ours(comparator.place, council):
        same = (comparator.numerator, comparator.denominator) == (ours.part.count, ours.of.count)
        says = "The ombudsman counts the same." if same else "Not what is recorded here: see what is missing."
        return BesideOthers(comparator, ours, says=says)
    if ours.is_few:
        why = f"Ours are {ours.of.count}: fewer than {FEW} are too few to compare."
        return BesideOthers(comparator, ours, why_not=why)
    low, high = (100 * end for end in wilson(ours.part.count, ours.of.count))
    theirs = float(comparator.value)
    way = "above our likely range." if theirs > high else "below our likely range." if theirs < low else ""
    return BesideOthers(
        comparator,
        ours,
        says=f"It is {way}" if way else "It is within our likely range: no difference can be told.",
    )
