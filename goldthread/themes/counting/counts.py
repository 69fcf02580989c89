"""MeasureKind: how many points each theme had, kept so that a chart reads a few rows however much is stored."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Min, QuerySet, Sum

from goldthread.council.database import locks
from goldthread.council.database.locks import Lock
from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting.models import ThemeMonth


def recount(council_id: uuid.UUID, pairs: Iterable[tuple[uuid.UUID, datetime.date]]) -> None:
    """Count again the themes and months given, from the codings that stand.

    What one person sent twice, and what several sent as a campaign, counts once in a month (feedback/duplicates).
    """
    pairs = sorted(set(pairs), key=str)
    if not pairs:
        return
    themes, months = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    # Two people coding into one month must not both count before the other has written.
    locks.take(council_id, Lock.COUNTS)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM goldthread_thememonth m
            USING unnest(%s::uuid[], %s::date[]) AS asked(theme, month)
            WHERE m.council_id = %s AND m.theme_id = asked.theme AND m.month = asked.month
            """,
            [themes, months, council_id],
        )
        cursor.execute(
            """
            INSERT INTO goldthread_thememonth
                (id, council_id, created_at, theme_id, month, source, team_id, speaker, count, praise, fault)
            SELECT gen_random_uuid(), c.council_id, now(), c.theme_id, c.month, c.source, c.team_id, c.speaker,
                   count(DISTINCT coalesce(t.id, c.point_id)),
                   count(DISTINCT coalesce(t.id, c.point_id)) FILTER (WHERE c.tone > 0),
                   count(DISTINCT coalesce(t.id, c.point_id)) FILTER (WHERE c.tone < 0)
            FROM goldthread_coding c
            JOIN goldthread_point p ON p.id = c.point_id
            LEFT JOIN goldthread_duplicatemember m ON m.feedback_id = p.feedback_id
            LEFT JOIN goldthread_duplicategroup t ON t.id = m.group_id AND t.kind <> 'separate'
            JOIN unnest(%s::uuid[], %s::date[]) AS asked(theme, month)
              ON c.theme_id = asked.theme AND c.month = asked.month
            WHERE c.council_id = %s AND c.stands
            GROUP BY c.council_id, c.theme_id, c.month, c.source, c.team_id, c.speaker
            """,
            [themes, months, council_id],
        )


def months_between(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Return the first day of every month from one to another, both included."""
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(month)
        month = (month.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    return months


def last_whole_month(today: datetime.date) -> datetime.date:
    """Return the first day of the last month that is complete; a month half gone is never compared."""
    return (today.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)


@dataclass(frozen=True)
class Series:
    """Monthly counts of one theme: whole months only, months with nothing are noughts."""

    theme: Theme
    months: Sequence[datetime.date]
    counts: Sequence[int]


def series_of(
    person: Person,
    themes: Sequence[Theme],
    *,
    today: datetime.date,
    sources: Sequence[str] = (),
    team_id: uuid.UUID | None = None,
    speaker: str = "",
    tone: str = "count",
    most_months: int = 36,
) -> list[Series]:
    """Return each theme's monthly counts, from the council's first coded month to the last whole one.

    `tone` is "count" for every point, "fault" for those that find fault, "praise" for those that praise.
    """
    rows = ThemeMonth.objects.visible_to(person).filter(theme__in=themes, month__lte=last_whole_month(today))
    if sources:
        rows = rows.filter(source__in=sources)
    if team_id:
        rows = rows.filter(team_id=team_id)
    if speaker:
        rows = rows.filter(speaker=speaker)
    # The series begins where the council's coding begins: before that, nought would not mean none.
    began = ThemeMonth.objects.visible_to(person).aggregate(first=Min("month"))["first"]
    if began is None:
        return [Series(theme, [], []) for theme in themes]
    months = months_between(began, last_whole_month(today))[-most_months:]
    counted = {
        (row["theme_id"], row["month"]): row["total"]
        for row in rows.values("theme_id", "month").annotate(total=Sum(tone))
    }
    return [
        Series(theme, months, [counted.get((theme.pk, month), 0) for month in months]) for theme in themes
    ]


def stands_for(theme: Theme, since: datetime.datetime) -> list[Theme]:
    """Return the themes that together hold now what one theme held at a time: itself first, then its heirs.

    What it was merged into, the parts that it was split into, and what was split off from it since then; and
    theirs in turn. What was split off before was no part of it at that time.
    """
    found, waiting = {theme.pk: theme}, [theme]
    while waiting:
        one = waiting.pop()
        heirs = list(one.split_into.order_by("created_at"))
        if one.state != Theme.State.SPLIT:
            heirs = [heir for heir in heirs if heir.created_at > since]
        if one.merged_into is not None:
            heirs.append(one.merged_into)
        fresh = [heir for heir in heirs if heir.pk not in found]
        found |= {heir.pk: heir for heir in fresh}
        waiting += fresh
    return list(found.values())


_TONED = {"count": "", "fault": "AND c.tone < 0", "praise": "AND c.tone > 0"}


def together(
    person: Person,
    theme: Theme,
    *,
    since: datetime.datetime,
    today: datetime.date,
    sources: Sequence[str] = (),
    tone: str = "count",
    most_months: int = 36,
) -> Series:
    """Return the monthly counts of what a theme held at a time, whatever became of the theme since.

    A point with two of its heirs counts once, and one moved elsewhere by hand since then counts on, so that no
    change to the codebook looks like a change in what people say.
    """
    heirs = stands_for(theme, since)
    moved = Coding.objects.filter(first_theme=theme, stands=True, created_at__gt=since)
    narrowed = {"today": today, "sources": sources, "tone": tone, "most_months": most_months}
    [series] = series_of(person, [theme], **narrowed)
    if len(heirs) == 1 and not moved.exists():
        return series
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT month, sum(count) FROM (
                SELECT c.month, count(DISTINCT coalesce(t.id, c.point_id)) AS count
                FROM goldthread_coding c
                JOIN goldthread_point p ON p.id = c.point_id
                LEFT JOIN goldthread_duplicatemember m ON m.feedback_id = p.feedback_id
                LEFT JOIN goldthread_duplicategroup t ON t.id = m.group_id AND t.kind <> 'separate'
                WHERE c.council_id = %s AND c.stands {_TONED[tone]}
                  AND (c.theme_id = ANY(%s) OR (c.first_theme_id = %s AND c.created_at > %s))
                  AND (c.source = ANY(%s) OR %s)
                GROUP BY c.month, c.source, c.team_id, c.speaker
            ) parted GROUP BY month
            """,
            [
                person.council_id,
                [heir.pk for heir in heirs],
                theme.pk,
                since,
                list(sources),
                not sources,
            ],
        )
        counted = dict(cursor.fetchall())
    return Series(theme, series.months, [int(counted.get(month, 0)) for month in series.months])


@dataclass(frozen=True)
class Narrowing:
    """Which points are counted: of one source, team or kind of speaker, and of which tone; empty is all."""

    source: str = ""
    team_id: uuid.UUID | None = None
    speaker: str = ""
    tone: str = "count"

    def __bool__(self) -> bool:
        return self != Narrowing()

    def rows(self, queryset: QuerySet) -> QuerySet:
        """Narrow codings, points or counts, which name these columns alike."""
        if self.source:
            queryset = queryset.filter(source=self.source)
        if self.team_id:
            queryset = queryset.filter(team_id=self.team_id)
        return queryset.filter(speaker=self.speaker) if self.speaker else queryset

    def toned(self, queryset: QuerySet) -> QuerySet:
        """Narrow codings or points to the tone as well; counts have it in their columns instead."""
        if self.tone == "fault":
            queryset = queryset.filter(tone__lt=0)
        elif self.tone == "praise":
            queryset = queryset.filter(tone__gt=0)
        return self.rows(queryset)

    def series(self, person: Person, themes: Sequence[Theme], *, today: datetime.date) -> list[Series]:
        """Return each theme's monthly counts, narrowed; see `series_of`."""
        return series_of(
            person,
            themes,
            today=today,
            sources=[self.source] if self.source else (),
            team_id=self.team_id,
            speaker=self.speaker,
            tone=self.tone,
        )


def split_by(
    person: Person,
    theme: Theme,
    field: str,
    *,
    since: datetime.date,
    until: datetime.date,
    narrowed: Narrowing | None = None,
) -> list[tuple[str, int]]:
    """Return how a theme's points divide by `source`, `team` or `speaker`, most first; both months included."""
    column = {"source": "source", "team": "team__name", "speaker": "speaker"}[field]
    narrowed = narrowed or Narrowing()
    rows = (
        narrowed.rows(ThemeMonth.objects.visible_to(person))
        .filter(theme=theme, month__gte=since, month__lte=until)
        .values_list(column)
        .annotate(total=Sum(narrowed.tone))
        .filter(total__gt=0)
        .order_by("-total", column)
    )
    return [(value or "No team given", total) for value, total in rows]


def counted_in(person: Person, month: datetime.date) -> dict[uuid.UUID, int]:
    """Return how many points each theme has in one month, whole or not."""
    rows = ThemeMonth.objects.visible_to(person).filter(month=month).values_list("theme")
    return dict(rows.annotate(total=Sum("count")))


def not_coded_in(person: Person, month: datetime.date) -> int:
    """Return how many points of a month still wait for their themes, so that its counts will rise."""
    waiting = Point.objects.filter(council_id=person.council_id, month=month).not_coded()
    return waiting.count()


def all_coded(person: Person, months: Sequence[datetime.date], narrowed: Narrowing) -> list[int]:
    """Return how many points had been coded in each month, of any theme or none: what a share is out of."""
    if not months:
        return []
    points = Point.objects.filter(council_id=person.council_id, coded_at__isnull=False)
    rows = narrowed.toned(points).filter(month__gte=months[0], month__lte=months[-1])
    counted = dict(rows.order_by().values_list("month").annotate(total=Count("pk")))
    return [counted.get(month, 0) for month in months]
