"""The board page as a kind of report: published as soon as it is made, with what it asks of the board."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from goldthread.council.models import Person
from goldthread.reports.board.figures import board_figures
from goldthread.reports.board.page import numbers_of, parts_of
from goldthread.reports.kinds.spec import Content, Kind, Section
from goldthread.reports.periods import FINANCIAL_YEAR, QUARTER, Period


def make(person: Person, period: Period, today: datetime.date, criteria: Mapping[str, Any]) -> Content:
    """Return the board page of a period. criteria: the earlier edition that it is compared with, and what it asks."""
    figures = board_figures(person, period, today)
    parts = parts_of(figures, criteria.get("earlier"), criteria.get("asks", ()))
    numbers = numbers_of(figures)
    compared = {
        "counts": [{"key": key, "what": what, "count": count} for key, what, count in numbers.counts],
        "results": [{"name": name, "result": result} for _, name, result in numbers.results],
    }
    return Content([Section("", "", parts)], figures.results.measures, compared)


KIND = Kind(
    slug="board",
    name="Board page",
    what_it_is="One page for the board: what was heard, what worked, what did not, what is late.",
    make=make,
    periods=(QUARTER, FINANCIAL_YEAR),
    approval="",
)
