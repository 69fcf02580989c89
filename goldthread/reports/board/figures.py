"""What a board page says, read from the records: as a board may have it, who reads no feedback.

Counts of people's feedback from 1 to 4 are withheld, with as many others as keep them from being worked out, on this
page or with those of the same year's quarters; themes are
those that were counted once and stay (`themes/counting/totals.py`); a measure counted from feedback, or with a small count
in it, gives its result in words and no number (`impact/disclosure.py`).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncQuarter

from goldthread.analysis.tables.suppression import suppress_rows
from goldthread.council.models import Person
from goldthread.dates import quarter_from_number, quarter_number
from goldthread.feedback.models import Feedback, Point
from goldthread.feedback.sources import ANSWER_OWED
from goldthread.impact import disclosure
from goldthread.impact import queries as impact
from goldthread.impact.action_steps import ActionSteps, action_steps
from goldthread.impact.models import Verdict
from goldthread.learning.models import Action
from goldthread.reports.periods import Period
from goldthread.themes.codebook.models import Theme
from goldthread.themes.counting import totals
from goldthread.themes.counting.totals import count_or_none

_QUARTERS = 6
_THEMES = 5
MOST_CHARTS = 4
COMPLAINT, COMPLIMENT = "complaint", "compliment"
_NONE = (0, 0, 0)
# A total, and of it complaints and compliments; None where one is withheld.
Counts = tuple[int | None, int | None, int | None]


@dataclass(frozen=True)
class Heard:
    """Feedback of a period, None for a count that is withheld, and of the one before it."""

    total: int | None
    complaints: int | None
    compliments: int | None
    before: int | None
    complaints_before: int | None


@dataclass(frozen=True)
class Results:
    """The measures of actions, the latest review first, by what their latest result says; and those with a chart.

    shown: of done actions whose change came with them. worse, unchanged, unknown: by their latest result.
    """

    measures: Sequence[Any]
    shown: Sequence[Any]
    worse: Sequence[Any]
    unchanged: Sequence[Any]
    unknown: Sequence[Any]
    charted: Sequence[Any]
    withheld: set


@dataclass(frozen=True)
class Late:
    """What is late today: actions past their date, the longest first, and answers owed."""

    actions: Sequence[Action]
    responses: int | None
    boards: int | None


@dataclass(frozen=True)
class ThemeCounts:
    """The themes of which most was heard in a period, and how many are too small to be shown; None: not counted yet."""

    rows: Sequence[tuple[Theme, int]]
    withheld: int


@dataclass(frozen=True)
class BoardFigures:
    """All that a board page says of a period, as of a day."""

    period: Period
    today: datetime.date
    heard: Heard
    quarters: Sequence[tuple[datetime.date, int | None]]
    themes: ThemeCounts | None
    steps: ActionSteps
    results: Results
    late: Late
    uncoded: int | None
    stopped: Sequence[Action]


def board_figures(person: Person, period: Period, today: datetime.date) -> BoardFigures:
    """Return what a board page says of a period."""
    return BoardFigures(
        period=period,
        today=today,
        heard=_heard(person, period),
        quarters=_quarters(person, period),
        themes=themes_of(person, period),
        steps=action_steps(person),
        results=_results(person),
        late=_late(person, today),
        uncoded=count_or_none(_in(Point.objects.visible_to(person).not_coded(), period, "heard_on").count()),
        stopped=list(
            _in(Action.objects.visible_to(person), period, "stopped_on").order_by("-stopped_on", "pk")
        ),
    )


def _in(records: Any, period: Period, field: str) -> Any:
    return records.filter(**{f"{field}__gte": period.since, f"{field}__lte": period.until})


def _heard(person: Person, period: Period) -> Heard:
    now, before = _by_type(person, period), _by_type(person, period.before)
    return Heard(now[0], now[1], now[2], before[0], before[1])


def _by_type(person: Person, period: Period) -> Counts:
    """Return how much feedback there was, and of it complaints and compliments, as may be shown."""
    quarters = _by_quarter(person, period.since, period.until)
    if period.months == 3:
        return _shown(quarters.get(period.since, _NONE))
    year = _shown([sum(counts) for counts in zip(*quarters.values(), strict=True)] if quarters else _NONE)
    # Each quarter has a page of its own: what is withheld there must not be the year less the other three.
    every = [_shown(counts) for counts in quarters.values()]
    total, complaints, compliments = (
        None if any(of_quarter is None for of_quarter in column) else of_year
        for of_year, column in zip(year, zip(*every, strict=True) if every else ((), (), ()), strict=True)
    )
    return total, complaints, compliments


def _by_quarter(
    person: Person, since: datetime.date, until: datetime.date
) -> dict[datetime.date, Sequence[int]]:
    """Return the complaints, the compliments and the rest of each quarter with any feedback, by its first day."""
    rows = (
        Feedback.objects.visible_to(person)
        .filter(received_on__gte=since, received_on__lte=until)
        .annotate(quarter=TruncQuarter("received_on"))
        .order_by()
        .values_list("quarter")
        .annotate(
            complaints=Count("pk", filter=Q(source=COMPLAINT)),
            compliments=Count("pk", filter=Q(source=COMPLIMENT)),
            all=Count("pk"),
        )
    )
    return {
        quarter: (complaints, compliments, total - complaints - compliments)
        for quarter, complaints, compliments, total in rows
    }


def _shown(counts: Sequence[int]) -> Counts:
    """Return the total, complaints and compliments as may be shown: none can be told from what is beside it."""
    rows, total = suppress_rows(list(zip((COMPLAINT, COMPLIMENT, "rest"), counts, strict=True)))
    by_type = dict(rows)
    return total, by_type[COMPLAINT], by_type[COMPLIMENT]


def _quarters(person: Person, period: Period) -> list[tuple[datetime.date, int | None]]:
    """Return how much was heard in each of the last quarters up to the period's last, from the first with any.

    As the page of each quarter shows it: the chart must not give back what that withholds.
    """
    last = quarter_number(period.until)
    starts = [quarter_from_number(number)[0] for number in range(last - _QUARTERS + 1, last + 1)]
    quarters = _by_quarter(person, starts[0], period.until)
    first = min(quarters, default=starts[-1])
    return [(start, _shown(quarters.get(start, _NONE))[0]) for start in starts if start >= first]


def themes_of(person: Person, period: Period) -> ThemeCounts | None:
    themes = list(Theme.objects.visible_to(person).filter(state=Theme.State.ACTIVE))
    by_theme = totals.totals_of(person, themes)
    counted, withheld = [], 0
    for theme in themes:
        of_theme = by_theme[theme.pk]
        found: Any
        if period.months == 3:
            found = next((each for each in of_theme.quarters if each.first == period.since), None)
            count = found.count if found else None
        else:
            found = next((each for each in of_theme.years if each.since == period.since), None)
            count = found.total if found else None
        if found is None:
            continue
        if count is None:
            withheld += 1
        else:
            counted.append((theme, count))
    if not counted and not withheld:
        return None
    counted.sort(key=lambda row: (-row[1], row[0].name))
    return ThemeCounts(counted[:_THEMES], withheld)


def _results(person: Person) -> Results:
    measures = list(
        impact.with_state(person)
        .filter(action__isnull=False)
        .prefetch_related("readings", "verdicts", "counting_changes")
    )
    shown = set(impact.of_state(person, impact.SHOWN).values_list("pk", flat=True))

    def last(measure: Any) -> tuple:
        made = list(measure.verdicts.all())
        return (made[-1].on if made else datetime.date.min, str(measure.pk))

    measures.sort(key=last, reverse=True)
    withheld = disclosure.withheld_outside(person, measures)
    charted = [each for each in measures if each.pk not in withheld and each.readings.all()]
    # What worked first, then what got worse: a chart beside no result says little.
    order = {state: at for at, state in enumerate(impact.STATES)}
    charted.sort(key=lambda each: order[each.state or impact.NO_REVIEW])

    def of(*states: str | None) -> list[Any]:
        return [each for each in measures if each.state in states and each.pk not in shown]

    return Results(
        measures=measures,
        shown=[each for each in measures if each.pk in shown],
        worse=of(Verdict.State.WORSENED),
        unchanged=of(Verdict.State.NO_CHANGE_YET),
        unknown=of(None, Verdict.State.TOO_LITTLE_DATA),
        charted=charted[:MOST_CHARTS],
        withheld=withheld,
    )


def _late(person: Person, today: datetime.date) -> Late:
    actions = Action.objects.visible_to(person).overdue(today).order_by("due_on", "pk")
    feedback = Feedback.objects.visible_to(person)
    boards = feedback.awaiting_response().filter(source__in=ANSWER_OWED)
    return Late(
        list(actions),
        count_or_none(feedback.response_overdue(today).count()),
        count_or_none(boards.count()),
    )
