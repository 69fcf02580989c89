"""The council's other themes, as the second brake on a counted measure: what falls everywhere is not the action's.

Of the themes that no action touched in the months compared, the monthly counts are summed (docs/accuracy.md). An action
touches the themes that its measure counts, and those of the issues that its lesson is based on. Fewer than three such
themes say too little, and there is no second brake.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from goldthread.analysis.figures import Reading as Figure
from goldthread.analysis.verdicts.other_themes import LEAST_BEFORE
from goldthread.council.models import Person
from goldthread.dates import add_months
from goldthread.impact.models import Measure, Reading
from goldthread.learning.models import Action
from goldthread.themes.codebook.models import Theme
from goldthread.themes.counting.counts import Series, series_of, with_successors

FEWEST_OTHERS = 3
_MOST_MONTHS = 60


@dataclass(frozen=True)
class OtherThemes:
    """Other themes of a measure's council: their names, and the monthly counts of each."""

    names: tuple[str, ...] = ()
    series: tuple[tuple[Figure, ...], ...] = ()

    def as_kept(self) -> dict[str, list]:
        """Return them as they are kept with a result: their names, and their sum month by month."""
        total: dict[str, float] = {}
        for each in self.series:
            for figure in each:
                month = figure.month.isoformat()
                total[month] = total.get(month, 0.0) + figure.value
        return {"names": list(self.names), "counts": [[month, total[month]] for month in sorted(total)]}


def other_themes(
    by: Person, measure: Measure, readings: Sequence[Reading], *, closes: datetime.date
) -> OtherThemes:
    """Return the other themes for a review that closes with a month; none where there are fewer than three.

    They are counted as the measure is: the same months, sources and sentiment.
    """
    if measure.data_source != Measure.DataSource.COUNTED or not readings:
        return OtherThemes()
    months = {reading.month for reading in readings}
    touched = _touched(measure, min(months), closes)
    active = Theme.objects.visible_to(by).filter(state=Theme.State.ACTIVE).exclude(pk__in=touched)
    counted = series_of(
        by,
        list(active.order_by("pk")),
        # The counts of whole months up to that one.
        today=add_months(closes, 1),
        sources=measure.counted_sources,
        tone=measure.counted_tone,
        most_months=_MOST_MONTHS,
    )
    # One that nobody ever speaks of says nothing of how the council's other themes move; one that came to the list after
    # the action would make their sum rise, and so any fall look like more than theirs.
    spoken_of = [each for each in counted if sum(each.counts) and not _came_later(each, measure)]
    if len(spoken_of) < FEWEST_OTHERS:
        return OtherThemes()
    return OtherThemes(
        tuple(each.theme.name for each in spoken_of),
        tuple(
            tuple(
                Figure(month, count)
                for month, count in zip(each.months, each.counts, strict=True)
                if month in months
            )
            for each in spoken_of
        ),
    )


def _came_later(series: Series, measure: Measure) -> bool:
    """Return whether a theme has no count in the months before the action, of which there are enough to have had one."""
    acted_on = measure.acted_on
    months = zip(series.months, series.counts, strict=True)
    before = [count for month, count in months if acted_on is not None and month < acted_on]
    return len(before) >= LEAST_BEFORE and not sum(before)


def _touched(measure: Measure, first: datetime.date, closes: datetime.date) -> set:
    """Return the keys of the themes that an action of those months touched, the measure's own among them."""
    # One that was stopped was under way until then.
    in_those_months = Q(done_on=None, stopped_on=None) | Q(done_on__gte=first) | Q(stopped_on__gte=first)
    actions = Action.objects.counted().filter(
        in_those_months, council_id=measure.council_id, agreed_on__lt=add_months(closes, 1)
    )
    touched = set(
        Theme.objects.filter(
            codings__applies=True,
            codings__point__lessons__lesson__withdrawn_on=None,
            codings__point__lessons__lesson__actions__in=actions,
        ).values_list("pk", flat=True)
    )
    counted = (
        Measure.objects.counted().filter(action__in=actions, theme__isnull=False).select_related("theme")
    )
    for each in {measure, *counted}:
        touched |= {theme.pk for theme in with_successors(each.theme, each.created_at)}
    return touched
