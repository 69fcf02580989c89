"""Counting: how many points each theme had, kept so that a chart reads a few rows however much is stored."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Min, Sum

from goldthread.council.models import Person
from goldthread.themes.models import Theme, ThemeMonth


def recount(council_id: uuid.UUID, pairs: Iterable[tuple[uuid.UUID, datetime.date]]) -> None:
    """Count again the themes and months given, from the codings that stand."""
    pairs = sorted(set(pairs), key=str)
    if not pairs:
        return
    themes, months = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    with connection.cursor() as cursor:
        # Two people coding into one month must not both count before the other has written.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 2))", [str(council_id)])
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
                   count(*), count(*) FILTER (WHERE c.tone > 0), count(*) FILTER (WHERE c.tone < 0)
            FROM goldthread_coding c
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


def split_by(person: Person, theme: Theme, field: str, *, since: datetime.date) -> list[tuple[str, int]]:
    """Return how a theme's points divide by `source`, `team` or `speaker` since a month, most first."""
    column = {"source": "source", "team": "team__name", "speaker": "speaker"}[field]
    rows = (
        ThemeMonth.objects.visible_to(person)
        .filter(theme=theme, month__gte=since)
        .values_list(column)
        .annotate(total=Sum("count"))
        .order_by("-total", column)
    )
    return [(value or "No team given", total) for value, total in rows]
