"""Freezing of quarterly totals: each quarter is counted once, four weeks after its end, and stays as it was counted.

A number that moves when one late piece of feedback is coded gives that piece away to whoever wrote the number down
before. It is counted again only where every change is by at least the smallest count shown: after an import was
undone, say. Nor where few pieces would come in with many: whoever knows the totals of two themes that are merged
subtracts them from the new one, and what is left is what was coded late.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, Sum

from goldthread.analysis.tables.suppression import is_small
from goldthread.council.models import Council
from goldthread.dates import add_months, financial_year, month_end, quarter_from_number, quarter_number
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting.models import ThemeMonth, ThemeQuarter

# Most feedback of a quarter is received and coded by then; later pieces are in no total.
DAYS_AFTER_END = 28
_FIELDS = ("source", "team", "speaker")
_Key = tuple[Any, datetime.date]


def freeze_quarters(council: Council, *, today: datetime.date) -> int:
    """Count the quarters that ended four weeks ago or more and are not counted yet; return how many rows were written."""
    months = ThemeMonth.objects.filter(council=council).order_by("month").values_list("month", flat=True)
    first_month = months.first()
    if first_month is None:
        return 0
    # The first quarter begins with a whole one: a council's first month may be any of its three.
    first = quarter_number(add_months(first_month, 2))
    last = quarter_number(today - datetime.timedelta(days=DAYS_AFTER_END)) - 1
    starts = [quarter_from_number(number)[0] for number in range(first, last + 1)]
    if not starts:
        return 0
    counts = _counts(council, starts)
    earlier = {(row.theme_id, row.first): row for row in ThemeQuarter.objects.filter(council=council)}
    written = 0
    for theme_id in [
        None,
        *Theme.objects.filter(council=council).order_by("pk").values_list("pk", flat=True),
    ]:
        rows = {start: row for start in starts if (row := earlier.get((theme_id, start)))}
        new = [start for start in starts if start not in rows]
        for start in new:
            row = ThemeQuarter(council=council, theme_id=theme_id, first=start, **counts[theme_id, start])
            row.counted_on = today
            rows[start] = row
        for start in new:
            rows[start].by_quarter = _shown_by_quarter(start, rows, new)
        ThemeQuarter.objects.bulk_create(rows[start] for start in new)
        written += len(new)
        for start in starts:
            written += _count_again(rows[start], counts[theme_id, start], today) if start not in new else 0
    return written


def _shown_by_quarter(
    start: datetime.date, rows: Mapping[datetime.date, ThemeQuarter], new: list[datetime.date]
) -> bool:
    """Return whether a theme is shown by quarter in a financial year, by what was known before it was first shown."""
    year = financial_year(start)
    quarters = [day for day in rows if financial_year(day) == year]
    known = next((rows[day].by_quarter for day in quarters if day not in new), None)
    if known is not None:
        return known
    if len(quarters) == 4:
        # The whole year is past and nobody has seen any of it.
        return not any(is_small(rows[day].count) for day in quarters)
    before = sorted(day for day in rows if day < year)[-4:]
    return bool(before) and not any(is_small(rows[day].count) for day in before)


def _count_again(row: ThemeQuarter, counts: dict[str, Any], today: datetime.date) -> int:
    """Replace a frozen total where no change in it is small enough to be one person's; return 1 where it was."""
    changes = [counts["count"] - row.count]
    for name in (f"by_{field}" for field in _FIELDS):
        before, after = getattr(row, name), counts[name]
        changes += [after.get(value, 0) - before.get(value, 0) for value in before.keys() | after.keys()]
    if not any(changes) or any(is_small(abs(change)) for change in changes):
        return 0
    if any(is_small(count) for count in _coded_late(row).values()):
        return 0
    for name, value in counts.items():
        setattr(row, name, value)
    row.counted_on = today
    row.save()
    return 1


def _coded_late(row: ThemeQuarter) -> Counter[tuple[str, str]]:
    """Return how many of a theme's quarter were decided or withdrawn since it was counted: in all, and of each value."""
    late: Counter[tuple[str, str]] = Counter()
    within = {"month__gte": row.first, "month__lte": month_end(add_months(row.first, 2))}
    since = Q(at__date__gt=row.counted_on) | Q(point__withdrawn_on__gt=row.counted_on)
    codings = Coding.objects.filter(since, council=row.council_id, theme=row.theme_id, **within).order_by()
    for *values, count in codings.values_list(*_FIELDS).annotate(Count("pk")):
        late["", ""] += count
        for field, value in zip(_FIELDS, values, strict=True):
            late[field, str(value or "")] += count
    return late


def _counts(council: Council, starts: list[datetime.date]) -> dict[_Key, dict[str, Any]]:
    """Return for each theme, and None for all coded issues, and each quarter: the count and its three breakdowns."""
    counts: dict[_Key, dict[str, Any]] = defaultdict(
        lambda: {"count": 0, **{f"by_{field}": {} for field in _FIELDS}}
    )
    since, until = starts[0], month_end(add_months(starts[-1], 2))
    within = {"council": council, "month__gte": since, "month__lte": until}
    columns = ("month", *_FIELDS)
    themes = ThemeMonth.objects.filter(**within).values("theme_id", *columns).annotate(total=Sum("count"))
    every = (
        Point.objects.counted()
        .filter(**within, coded_at__isnull=False)
        .order_by()
        .values(*columns)
        .annotate(total=Count("pk"))
    )
    for row in [*themes, *every]:
        start = quarter_from_number(quarter_number(row["month"]))[0]
        cell = counts[row.get("theme_id"), start]
        cell["count"] += row["total"]
        for field in _FIELDS:
            value = str(row[field] or "")
            cell[f"by_{field}"][value] = cell[f"by_{field}"].get(value, 0) + row["total"]
    return counts
