"""Changes of definition of counted themes for which no change of counting is recorded."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.council.records import redaction
from goldthread.dates import add_months, month_start
from goldthread.impact.models import Measure, Reading
from goldthread.themes.codebook.models import Theme

_DEFINITION = ("what_it_is", "what_it_is_not")


@dataclass(frozen=True)
class Suggested:
    """A month in which the definition of a counted theme changed, and no change of counting is recorded near it."""

    theme: Theme
    month: datetime.date


def suggested(measure: Measure, readings: Sequence[Reading], counted: Sequence[Theme]) -> list[Suggested]:
    """Return the changes of definition of a measure's themes that may be changes of counting, newest first.

    counted: the themes that it counts (`impact.queries.counted_themes`).
    """
    if not counted or not readings:
        return []
    themes = {theme.pk: theme for theme in counted}
    recorded = {change.month for change in measure.counting_changes.all() if change.withdrawn_on is None}
    first = min(reading.month for reading in readings)
    changed: dict[tuple, Suggested] = {}
    for pk, day in _changed_definitions(themes):
        month = month_start(day)
        near = {add_months(month, offset) for offset in (-1, 0, 1)}
        if month > first and not near & recorded:
            changed[pk, month] = Suggested(themes[pk], month)
    return sorted(changed.values(), key=lambda each: each.month, reverse=True)


def _changed_definitions(themes: dict) -> list[tuple]:
    """Return (theme, day) of each change of a definition: the history keeps each row as it was before a change."""
    events = redaction.history_of(Theme)._default_manager.filter(pgh_obj_id__in=themes)
    rows: dict = {}
    for event in events.order_by("pgh_created_at", "pgh_id"):
        rows.setdefault(event.pgh_obj_id, []).append(event)
    changes = []
    for pk, before in rows.items():
        after = [*before[1:], themes[pk]]
        changes += [
            (pk, old.pgh_created_at.date())
            for old, new in zip(before, after, strict=True)
            if any(getattr(old, name) != getattr(new, name) for name in _DEFINITION)
        ]
    return changes
