"""Monthly series of feedback: what comes in month after month, and no survey or import that came once.

A survey of one spring, or a file in which every row has one day, says nothing of how often something is said from
month to month: on a chart it would be a peak, and a signal. The rule is stated here only; charts, signals, counted
measures, shares and rising topics ask it. Totals and breakdowns count everything.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Max, Min, Q, QuerySet, Sum

from goldthread.council.models import Person
from goldthread.dates import last_whole_month, month_start, months_between
from goldthread.feedback.models import Feedback
from goldthread.themes.coding.quotes import source_name
from goldthread.themes.counting.models import ThemeMonth

# Fewer than this from a source in all make no peak worth leaving out.
FEWEST = 10
# A series is of three months or more, and of a third of the months since it began, or of few at a time.
LEAST_MONTHS = 3
LEAST_SHARE = 1 / 3
MANY_AT_A_TIME = 10


@dataclass(frozen=True)
class Stream:
    """What came from one source: in imports whose every row is of one day, or in any other way."""

    source: str
    one_day: bool
    months: frozenset[datetime.date]
    count: int

    def is_regular(self, today: datetime.date) -> bool:
        """Return whether it is a monthly series: it comes in month after month, or is too little to matter."""
        if self.count < FEWEST:
            return True
        if len(self.months) < LEAST_MONTHS:
            return False
        since = len(months_between(min(self.months), max(last_whole_month(today), max(self.months))))
        return len(self.months) >= LEAST_SHARE * since or self.count < MANY_AT_A_TIME * len(self.months)


@dataclass(frozen=True)
class OneOffs:
    """The streams that are no monthly series."""

    streams: Sequence[Stream]

    def within(self) -> Q:
        """Return the condition by which counts (`ThemeMonth`) belong to them; of none where there are none."""
        condition = Q(pk__in=[])
        for stream in self.streams:
            condition |= Q(source=stream.source, one_day=stream.one_day)
        return condition

    def has(self, source: str, one_day: bool) -> bool:
        """Return whether what came from a source in such a way is no monthly series."""
        return any(stream.source == source and stream.one_day == one_day for stream in self.streams)

    def leave_out(self, queryset: QuerySet, council_id: uuid.UUID, feedback: str = "feedback") -> QuerySet:
        """Return points or codings without those of these streams; feedback: the way from one to its feedback."""
        if not self.streams:
            return queryset
        batches = one_day_batches(council_id)
        for stream in self.streams:
            in_batch = Q(**{f"{feedback}__batch__in": batches})
            if stream.one_day:
                queryset = queryset.exclude(Q(source=stream.source) & in_batch)
            else:
                queryset = queryset.filter(~Q(source=stream.source) | in_batch)
        return queryset

    def in_month(self, month: datetime.date) -> OneOffs:
        """Return those that have something in a month, given by its first day."""
        return OneOffs([stream for stream in self.streams if month in stream.months])

    @property
    def sentence(self) -> str:
        """Return in words what is left out of charts by month, and why; "" where nothing is."""
        if not self.streams:
            return ""
        parts = [
            f"{source_name(stream.source).lower()} "
            + ("imported with one date for all rows " if stream.one_day else "")
            + f"({_in_months(stream.months)})"
            for stream in self.streams
        ]
        return (
            f"Left out of charts by month and of signals: {'; '.join(parts)}. What was collected once or now and then "
            "is not a monthly series: it would look like a rise in that month."
        )


def one_offs(person: Person, *, today: datetime.date) -> OneOffs:
    """Return what of a council's coded feedback is no monthly series."""
    rows = (
        ThemeMonth.objects.visible_to(person)
        .order_by()
        .values_list("source", "one_day", "month")
        .annotate(total=Sum("count"))
    )
    return one_offs_among(rows, today=today)


def one_day_batches(council_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the imports in which every row is of one day: a file without dates, or one event."""
    batches = Feedback.objects.filter(council_id=council_id, batch__isnull=False).order_by().values("batch")
    days = batches.annotate(first=Min("received_on"), last=Max("received_on")).filter(first=F("last"))
    return list(days.values_list("batch", flat=True))


def one_offs_among(rows: Iterable[tuple[str, bool, datetime.date, int]], *, today: datetime.date) -> OneOffs:
    """Return the streams that are no monthly series, of rows of source, whether of one day, day and count."""
    months: dict[tuple[str, bool], set[datetime.date]] = {}
    counts: dict[tuple[str, bool], int] = {}
    for source, one_day, day, count in rows:
        key = (source, one_day)
        months.setdefault(key, set()).add(month_start(day))
        counts[key] = counts.get(key, 0) + count
    streams = [Stream(*key, frozenset(months[key]), counts[key]) for key in sorted(months)]
    return OneOffs([stream for stream in streams if not stream.is_regular(today)])


def _in_months(months: frozenset[datetime.date]) -> str:
    first, last = min(months), max(months)
    if len(months) == 1:
        return f"{first:%B %Y} only"
    if len(months) == 2:
        return f"{first:%B %Y} and {last:%B %Y} only"
    return f"{len(months)} months from {first:%B %Y} to {last:%B %Y}"
