"""Monthly counts of each theme, saved so that a chart reads few rows however much is stored."""

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
from goldthread.council.records.base import now
from goldthread.dates import last_whole_month, months_between
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting.models import ThemeMonth
from goldthread.themes.counting.regular import OneOffs, one_day_batches, one_offs

# A count's key follows from what it counts, so that counting again, or on another machine, makes the same rows.
_KEY = """
    encode(substring(sha256(convert_to(
        concat_ws('/', c.theme_id, c.month, c.source, c.team_id, c.speaker,
        CASE one_day.batch_id IS NOT NULL WHEN true THEN 'one day' END), 'UTF8'
    )) FOR 16), 'hex')::uuid
"""

# Imports, of those whose points are counted, in which every row is of one day: a file without dates, or one event.
_ONE_DAY = """
    one_day AS MATERIALIZED (
        SELECT counted.batch_id FROM (
            SELECT f.batch_id, min(f.received_on) AS day
            FROM goldthread_coding c
            JOIN pair ON c.theme_id = pair.theme AND c.month = pair.month
            JOIN goldthread_point p ON p.id = c.point_id
            JOIN goldthread_feedback f ON f.id = p.feedback_id
            WHERE c.council_id = %s AND c.applies AND f.batch_id IS NOT NULL
            GROUP BY f.batch_id
        ) counted
        WHERE NOT EXISTS (
            SELECT 1 FROM goldthread_feedback other
            WHERE other.batch_id = counted.batch_id AND other.received_on <> counted.day
        )
    )
"""


def recount(council_id: uuid.UUID, pairs: Iterable[tuple[uuid.UUID, datetime.date]]) -> None:
    """Recount the themes and months given, from the codings that apply.

    What one person sent twice, and what several sent as a campaign, counts once in a month (feedback/duplicates);
    what is withdrawn does not count.
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
            USING unnest(%s::uuid[], %s::date[]) AS pair(theme, month)
            WHERE m.council_id = %s AND m.theme_id = pair.theme AND m.month = pair.month
            """,
            [themes, months, council_id],
        )
        cursor.execute(
            f"""
            WITH pair AS (SELECT * FROM unnest(%s::uuid[], %s::date[]) AS pair(theme, month)), {_ONE_DAY}
            INSERT INTO goldthread_thememonth
                (id, council_id, created_at, theme_id, month, source, team_id, speaker, one_day, count, praise, fault)
            SELECT {_KEY}, c.council_id, %s, c.theme_id, c.month, c.source, c.team_id, c.speaker,
                   one_day.batch_id IS NOT NULL,
                   count(DISTINCT coalesce(t.id, c.point_id)),
                   count(DISTINCT coalesce(t.id, c.point_id)) FILTER (WHERE c.tone > 0),
                   count(DISTINCT coalesce(t.id, c.point_id)) FILTER (WHERE c.tone < 0)
            FROM goldthread_coding c
            JOIN goldthread_point p ON p.id = c.point_id
            LEFT JOIN goldthread_duplicatemember m ON m.feedback_id = p.origin_id
            LEFT JOIN goldthread_duplicategroup t ON t.id = m.group_id AND t.kind <> 'separate'
            LEFT JOIN goldthread_feedback f ON f.id = p.feedback_id
            LEFT JOIN one_day ON one_day.batch_id = f.batch_id
            JOIN pair ON c.theme_id = pair.theme AND c.month = pair.month
            WHERE c.council_id = %s AND c.applies AND p.withdrawn_on IS NULL
            GROUP BY c.council_id, c.theme_id, c.month, c.source, c.team_id, c.speaker,
                     one_day.batch_id IS NOT NULL
            """,
            [themes, months, council_id, now(), council_id],
        )


@dataclass(frozen=True)
class Series:
    """Monthly counts of one theme: whole months only, 0 where there is nothing.

    left_out: what came besides in each month and is no monthly series (`regular.py`): part of totals, not of charts.
    """

    theme: Theme
    months: Sequence[datetime.date]
    counts: Sequence[int]
    left_out: Sequence[int] = ()

    @property
    def everything(self) -> list[int]:
        """Return all that was counted in each month, what is no monthly series included."""
        return [a + b for a, b in zip(self.counts, self.left_out or [0] * len(self.counts), strict=True)]


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
    outside: OneOffs | None = None,
) -> list[Series]:
    """Return each theme's monthly counts, from the council's first coded month to the last whole one.

    What is no monthly series, such as a survey that was made once, is left out of them (`regular.py`).

    tone: "count" for every point, "fault" for negative ones, "praise" for positive ones. outside: what is no monthly
    series, where somebody has found it.
    """
    rows = ThemeMonth.objects.visible_to(person).filter(theme__in=themes, month__lte=last_whole_month(today))
    if sources:
        rows = rows.filter(source__in=sources)
    if team_id:
        rows = rows.filter(team_id=team_id)
    if speaker:
        rows = rows.filter(speaker=speaker)
    # The series starts where the council's coding starts: before that, 0 would not mean none.
    start = ThemeMonth.objects.visible_to(person).aggregate(first=Min("month"))["first"]
    if start is None:
        return [Series(theme, [], []) for theme in themes]
    months = months_between(start, last_whole_month(today))[-most_months:]
    outside = outside or one_offs(person, today=today)
    counts = _by_month(rows.exclude(outside.within()), tone)
    left_out = _by_month(rows.filter(outside.within()), tone) if outside.streams else {}
    return [
        Series(
            theme,
            months,
            [counts.get((theme.pk, month), 0) for month in months],
            [left_out.get((theme.pk, month), 0) for month in months],
        )
        for theme in themes
    ]


def _by_month(rows: QuerySet[ThemeMonth], tone: str) -> dict[tuple[uuid.UUID, datetime.date], int]:
    return {
        (row["theme_id"], row["month"]): row["total"]
        for row in rows.values("theme_id", "month").annotate(total=Sum(tone))
    }


def with_successors(theme: Theme, since: datetime.datetime) -> list[Theme]:
    """Return the themes that together hold now what one theme held at a time: itself first, then its successors.

    What it was merged into, the parts that it was split into, and what was split off from it since then; and
    theirs in turn. What was split off before was no part of it at that time.
    """
    themes, to_follow = {theme.pk: theme}, [theme]
    while to_follow:
        one = to_follow.pop()
        successors = list(one.split_into.order_by("created_at"))
        if one.state != Theme.State.SPLIT:
            successors = [successor for successor in successors if successor.created_at > since]
        if one.merged_into is not None:
            successors.append(one.merged_into)
        new = [successor for successor in successors if successor.pk not in themes]
        themes |= {successor.pk: successor for successor in new}
        to_follow += new
    return list(themes.values())


_TONE_SQL = {"count": "", "fault": "AND c.tone < 0", "praise": "AND c.tone > 0"}


def series_with_successors(
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

    A point with two of its successors counts once, and one moved elsewhere by hand since then still counts, so that no
    change to the codebook looks like a change in what people say.
    """
    themes = with_successors(theme, since)
    moved = Coding.objects.filter(first_theme=theme, applies=True, created_at__gt=since)
    options = {"today": today, "sources": sources, "tone": tone, "most_months": most_months}
    [series] = series_of(person, [theme], **options)
    if len(themes) == 1 and not moved.exists():
        return series
    outside = one_offs(person, today=today)
    batches = one_day_batches(person.council_id) if outside.streams else []
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT month, sum(count) FROM (
                SELECT c.month, count(DISTINCT coalesce(t.id, c.point_id)) AS count
                FROM goldthread_coding c
                JOIN goldthread_point p ON p.id = c.point_id
                LEFT JOIN goldthread_duplicatemember m ON m.feedback_id = p.origin_id
                LEFT JOIN goldthread_duplicategroup t ON t.id = m.group_id AND t.kind <> 'separate'
                LEFT JOIN goldthread_feedback f ON f.id = p.feedback_id
                WHERE c.council_id = %s AND c.applies AND p.withdrawn_on IS NULL {_TONE_SQL[tone]}
                  AND (c.theme_id = ANY(%s) OR (c.first_theme_id = %s AND c.created_at > %s))
                  AND (c.source = ANY(%s) OR %s)
                  AND NOT (c.source = ANY(%s) AND coalesce(f.batch_id = ANY(%s::uuid[]), false))
                  AND NOT (c.source = ANY(%s) AND NOT coalesce(f.batch_id = ANY(%s::uuid[]), false))
                GROUP BY c.month, c.source, c.team_id, c.speaker
            ) divided GROUP BY month
            """,
            [
                person.council_id,
                [one.pk for one in themes],
                theme.pk,
                since,
                list(sources),
                not sources,
                [stream.source for stream in outside.streams if stream.one_day],
                batches,
                [stream.source for stream in outside.streams if not stream.one_day],
                batches,
            ],
        )
        counts = dict(cursor.fetchall())
    return Series(theme, series.months, [int(counts.get(month, 0)) for month in series.months])


@dataclass(frozen=True)
class Filters:
    """Which points are counted: of one source, team or speaker, and of which tone (`tones.py`); empty is all."""

    source: str = ""
    team_id: uuid.UUID | None = None
    speaker: str = ""
    tone: str = "count"

    def __bool__(self) -> bool:
        return self != Filters()

    def apply(self, queryset: QuerySet) -> QuerySet:
        """Filter codings, points or counts, which name these columns alike."""
        if self.source:
            queryset = queryset.filter(source=self.source)
        if self.team_id:
            queryset = queryset.filter(team_id=self.team_id)
        return queryset.filter(speaker=self.speaker) if self.speaker else queryset

    def apply_with_tone(self, queryset: QuerySet) -> QuerySet:
        """Filter codings or points by tone as well; counts have it in their columns instead."""
        if self.tone == "fault":
            queryset = queryset.filter(tone__lt=0)
        elif self.tone == "praise":
            queryset = queryset.filter(tone__gt=0)
        return self.apply(queryset)

    def series(
        self, person: Person, themes: Sequence[Theme], *, today: datetime.date, outside: OneOffs | None = None
    ) -> list[Series]:
        """Return each theme's monthly counts, filtered; see `series_of`."""
        return series_of(
            person,
            themes,
            today=today,
            sources=[self.source] if self.source else (),
            team_id=self.team_id,
            speaker=self.speaker,
            tone=self.tone,
            outside=outside,
        )


def counts_by(
    person: Person,
    theme: Theme,
    field: str,
    *,
    since: datetime.date,
    until: datetime.date,
    filters: Filters | None = None,
) -> list[tuple[str, int]]:
    """Return a theme's points by `source`, `team` or `speaker`, most first; both months included."""
    column = {"source": "source", "team": "team__name", "speaker": "speaker"}[field]
    filters = filters or Filters()
    rows = (
        filters.apply(ThemeMonth.objects.visible_to(person))
        .filter(theme=theme, month__gte=since, month__lte=until)
        .values_list(column)
        .annotate(total=Sum(filters.tone))
        .filter(total__gt=0)
        .order_by("-total", column)
    )
    return [(value or "No team recorded", total) for value, total in rows]


def counts_in(person: Person, month: datetime.date, tone: str) -> dict[uuid.UUID, int]:
    """Return how many points of a tone each theme has in one month, whole or not."""
    rows = ThemeMonth.objects.visible_to(person).filter(month=month).values_list("theme")
    return dict(rows.annotate(total=Sum(tone)))


def count_uncoded_in(person: Person, month: datetime.date) -> int:
    """Return how many points of a month are not coded yet, so that its counts will rise."""
    return Point.objects.filter(council_id=person.council_id, month=month).not_coded().count()


def coded_by_month(
    person: Person,
    months: Sequence[datetime.date],
    filters: Filters,
    *,
    today: datetime.date,
    outside: OneOffs | None = None,
) -> list[int]:
    """Return how many points had been coded in each month, of any theme or none: the denominator of a share.

    What is no monthly series is left out, as it is of the theme's own counts.
    """
    if not months:
        return []
    points = Point.objects.counted().filter(council_id=person.council_id, coded_at__isnull=False)
    points = (outside or one_offs(person, today=today)).leave_out(points, person.council_id)
    rows = filters.apply_with_tone(points).filter(month__gte=months[0], month__lte=months[-1])
    counts = dict(rows.order_by().values_list("month").annotate(total=Count("pk")))
    return [counts.get(month, 0) for month in months]
