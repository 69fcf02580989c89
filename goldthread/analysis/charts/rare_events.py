"""Rare events: days or cases between them, and quarterly totals.

Even so, rare events stay hard: when events become half as frequent from 0.3 a month, such a chart shows it in
about three cases of ten (section 2 of the project's statistics notes). Say the quarters in words beside it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np

from goldthread.analysis.charts.chart_data import ControlChart
from goldthread.analysis.charts.control_chart import build
from goldthread.analysis.charts.series import Floats, SeriesError, as_date, as_values
from goldthread.dates import quarter_from_number, quarter_number

SAME_DAY = 0.5


def days_between(
    events: Iterable[dt.datetime | dt.date | str],
) -> tuple[Floats, tuple[dt.date, ...], tuple[str, ...]]:
    """Return the days from each event to the next, the later event's dates, and notes; sorted by date.

    Times are used where every event has one. Two events at the same moment count as half a day apart.
    Raises SeriesError for fewer than two events.
    """
    given = list(events)
    if len(given) < 2:
        raise SeriesError("Days between events need at least two events.")
    timed = all(isinstance(event, dt.datetime) for event in given)
    moments: list[Any]
    try:
        moments = sorted(given) if timed else sorted(as_date(event) for event in given)
    except TypeError:
        raise SeriesError("Some events have a time zone and some have none.") from None
    gaps = np.array([(b - a) / dt.timedelta(days=1) for a, b in pairwise(moments)])
    same = gaps == 0
    notes = ("Events on the same day are counted as half a day apart.",) if same.any() else ()
    gaps[same] = SAME_DAY
    return gaps, tuple(m.date() if isinstance(m, dt.datetime) else m for m in moments[1:]), notes


def t_chart(events: Iterable[dt.datetime | dt.date | str], **options) -> ControlChart:
    """Return the chart of days between events, from their dates; options as for `control_chart`."""
    gaps, dates, notes = days_between(events)
    return build(gaps, dates, None, kind="t", notes=notes, **options)


def g_chart(cases_between: Iterable[object], **options) -> ControlChart:
    """Return the chart of cases between events (its centre line is the median); options as above."""
    values = as_values(cases_between)
    return build(values, tuple(range(1, len(values) + 1)), None, kind="g", **options)


def quarterly_totals(events: Iterable[dt.date | str], until: dt.date | None = None) -> list[tuple[str, int]]:
    """Return ("January to March 2025", 3) for every quarter from the first event to the last, or to `until`.

    Quarters without an event are listed with 0.
    """
    days = sorted(as_date(event) for event in events)
    if not days:
        raise SeriesError("There are no events.")
    counts = Counter(quarter_number(day) for day in days)
    first, last = (
        quarter_number(days[0]),
        max(quarter_number(days[-1]), quarter_number(until) if until else 0),
    )
    return [(_quarter_name(q), counts[q]) for q in range(first, last + 1)]


def quarterly_sentence(
    events: Iterable[dt.date | str], until: dt.date | None = None, quarters: int = 4
) -> str:
    """Say the latest quarters' totals: "3 in April to June 2025; 0 in July to September 2025."."""
    return "; ".join(f"{n} in {name}" for name, n in quarterly_totals(events, until)[-quarters:]) + "."


def _quarter_name(quarter: int) -> str:
    first, last = quarter_from_number(quarter)
    return f"{first:%B} to {last:%B %Y}"
