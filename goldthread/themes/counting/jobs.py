"""Background job that recounts themes after feedback is grouped as duplicates or ungrouped."""

from __future__ import annotations

from goldthread.council.jobs import job
from goldthread.council.models import Person
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting.counts import recount


@job("themes.count_again")
def count_again(*, by: Person, feedback: list[str]) -> None:
    """Recount every theme and month in which some feedback has points."""
    codings = Coding.objects.filter(council=by.council, point__feedback__in=feedback, applies=True)
    recount(by.council_id, set(codings.values_list("theme_id", "month")))
