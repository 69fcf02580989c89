"""MeasureKind again where feedback was put together or taken apart."""

from __future__ import annotations

from goldthread.council.jobs import job
from goldthread.council.models import Person
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting.counts import recount


@job("themes.count_again")
def count_again(*, by: Person, feedback: list[str]) -> None:
    """Count again every theme and month that some feedback has points in."""
    codings = Coding.objects.filter(council=by.council, point__feedback__in=feedback, stands=True)
    recount(by.council_id, set(codings.values_list("theme_id", "month")))
