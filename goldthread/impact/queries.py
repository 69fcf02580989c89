"""Queries for measures: lists by result, the result of one measure, and its readings."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from goldthread.analysis.charts.formatting import number
from goldthread.analysis.figures import FiguresError
from goldthread.analysis.figures import Reading as Figure
from goldthread.analysis.tables.intervals import percentage_text
from goldthread.analysis.verdicts import planning
from goldthread.analysis.verdicts.before_after import BeforeAfter, compare_before_after
from goldthread.analysis.verdicts.verdict_text import (
    CALLED_BY_CHANCE,
    CALLED_WHERE_IT_MOVES,
    FALSE_VERDICTS,
    verdict_sentence,
)
from goldthread.council.models import Person
from goldthread.dates import last_whole_month
from goldthread.impact import disclosure, review_holds, verdict
from goldthread.impact.models import Measure, Reading, Verdict, shown_to_work
from goldthread.learning.models import Action, Direction, MeasureKind
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting.counts import series_of, with_successors

NO_REVIEW = "no_review"
INDICATORS = "indicators"
# Improved, and the change came with the action, of done actions: what the headline figure counts.
SHOWN = "shown_to_work"
# In the order in which a council asks: what worked, what got worse, what is not known yet.
STATES = (
    Verdict.State.IMPROVED.value,
    Verdict.State.WORSENED.value,
    Verdict.State.LOWER_SINCE.value,
    Verdict.State.HIGHER_SINCE.value,
    Verdict.State.EARLY_SIGN.value,
    Verdict.State.NO_CHANGE_YET.value,
    Verdict.State.TOO_LITTLE_DATA.value,
    NO_REVIEW,
)


def with_state(person: Person) -> QuerySet:
    """Return the measures that a person may see, each with its latest verdict's `state`, `sentence` and `towards`."""
    latest = Verdict.objects.filter(measure=OuterRef("pk")).order_by("-review_month")
    return (
        Measure.objects.visible_to(person)
        .select_related("action")
        .annotate(
            state=Subquery(latest.values("state")[:1]),
            sentence=Subquery(latest.values("sentence")[:1]),
            towards=Subquery(latest.values("figures__towards")[:1]),
            reasons=Subquery(latest.values("figures__reasons")[:1]),
            today_state=Subquery(latest.values("today_state")[:1]),
            today_sentence=Subquery(latest.values("today_sentence")[:1]),
        )
    )


def with_sentences(person: Person, measures: Iterable[Any]) -> list[Any]:
    """Return measures as a list shows them, each with the sentence of its result that this person may read."""
    listed = list(measures)
    withheld = disclosure.all_withheld(person, listed)
    for measure in listed:
        if measure.state and measure.pk in withheld:
            measure.sentence = disclosure.result_in_words(
                measure, measure.state, measure.towards, measure.reasons or ()
            )
    return listed


def of_state(person: Person, state: str) -> QuerySet:
    """Return the measures in one group of the list: a verdict's state, `no_review`, `indicators`, or `shown_to_work`."""
    measures = with_state(person)
    if state == INDICATORS:
        return measures.filter(action__isnull=True)
    if state == SHOWN:
        # Of the actions that this person may see, as the headline counts them; others see the council's.
        own = (
            Action.objects.visible_to(person)
            if person.may(Action.spec.permission)
            else Action.objects.counted()
        )
        done = own.filter(done_on__isnull=False, stopped_on=None)
        return measures.filter(shown_to_work(), action__in=done)
    measures = measures.filter(action__isnull=False)
    return measures.filter(state__isnull=True) if state == NO_REVIEW else measures.filter(state=state)


def counts(person: Person) -> dict[str, int]:
    """Return how many measures are in each group of the list."""
    by_state = dict.fromkeys((*STATES, INDICATORS), 0)
    by_state[INDICATORS] = of_state(person, INDICATORS).count()
    grouped = with_state(person).filter(action__isnull=False).order_by().values_list("state")
    for state, count in grouped.annotate(count=Count("pk")):
        by_state[state or NO_REVIEW] = count
    return by_state


def false_verdicts(reviewed: int) -> str:
    """Return a sentence on how many of the reviewed actions would be called improved by chance, if none had worked."""
    if not reviewed:
        return ""
    actions = "1 action has" if reviewed == 1 else f"{reviewed} actions have"
    expected, where_it_moves = (
        "fewer than 1"
        if rate * reviewed < 100
        else f"at most about {number(round(rate * reviewed / 100, 1))}"
        for rate in (CALLED_BY_CHANCE, CALLED_WHERE_IT_MOVES)
    )
    also = (
        "" if where_it_moves == expected else f", and {where_it_moves} if every level moved about by itself"
    )
    return (
        f"{actions} been reviewed. If none of them had changed anything, {expected} would still have been called "
        f"improved at some review{also}. In simulations, {FALSE_VERDICTS}."
    )


@dataclass(frozen=True)
class Correction:
    """A reading that was corrected after a review used it."""

    month: datetime.date
    was: str
    now: str


def corrected_since(made: Verdict, measure: Measure, readings: Iterable[Reading]) -> list[Correction]:
    """Return the corrections of readings since a review used them."""
    figures = verdict.figures(measure, list(readings))
    now = {figure.month: (figure.value, figure.denominator or 1.0) for figure in figures}
    corrections = []
    for month, value, size in made.readings:
        day = datetime.date.fromisoformat(month)
        current = now.get(day)
        if current is None or abs(current[0] - value) > 1e-6 or abs(current[1] - size) > 1e-6:
            parted = measure.kind in (MeasureKind.PROPORTION, MeasureKind.RATE)
            was, is_now = (
                (f"{number(v)} of {number(s)}" if parted else number(v))
                for v, s in ((value, size), current or (float("nan"), 1.0))
            )
            corrections.append(Correction(day, was, is_now))
    return corrections


@dataclass(frozen=True)
class Result:
    """The result of a measure: its latest verdict, every review, the review that is due and the next one.

    untold: whether no review can tell the action from a change of counting.
    """

    latest: Verdict | None
    reviews: Sequence[Verdict]
    due: verdict.Due | None
    next: verdict.Due | None
    sentence: str
    held: str = ""
    before: str = ""
    after: str = ""
    untold: bool = False


def result_of(
    measure: Measure, readings: Sequence[Reading], today: datetime.date, *, numbers: bool = True
) -> Result:
    """Return the result of a measure; its sentence is the latest verdict's, or why there is none yet.

    numbers: False for people who may not see what the measure counts.
    """
    last_month = last_whole_month(today)
    made = list(measure.verdicts.all())
    latest = made[-1] if made else None
    due = verdict.review_due(measure, last_month=last_month)
    held = review_holds.hold_reason(measure, due, today) if due else ""
    if not numbers:
        held = disclosure.HELD if held else ""
    untold = verdict.is_untold(measure, readings, as_of=last_month)
    return Result(
        latest=latest,
        reviews=made,
        due=due,
        next=None if untold else verdict.next_review(measure, last_month=last_month),
        sentence=sentence_of(measure, latest, numbers=numbers)
        if latest
        else _not_yet(measure, readings, due, last_month, numbers=numbers),
        held=held,
        untold=untold,
        **(_levels(latest, measure) if latest and numbers else {}),
    )


def sentence_of(measure: Measure, made: Verdict, *, numbers: bool) -> str:
    """Return the sentence of a verdict, with its numbers or without."""
    return (
        made.sentence
        if numbers
        else disclosure.result_in_words(
            measure, made.state, made.figures.get("towards"), made.figures.get("reasons") or ()
        )
    )


def today_sentence(measure: Measure, made: Verdict, *, numbers: bool) -> str:
    """Return what today's rule says of a result where that differs, with its numbers or without; else "".

    A result that holds has one too where a change of counting was recorded since: how much of the change is left.
    """
    if numbers or made.holds:
        return made.today_sentence if numbers else ""
    judged = verdict.judge_again(measure, made)
    reasons = judged.reasons if judged else ()
    return disclosure.result_in_words(measure, made.today_state, None, reasons)


def others_used(made: Verdict) -> list[str]:
    """Return the names of the other themes with which a result was compared; [] where there was no such brake."""
    reviews = made.figures.get("reviews") or []
    compared = any((review.get("brake") or {}).get("p_others") is not None for review in reviews)
    return made.figures.get("other_themes", {}).get("names", []) if compared else []


def _not_yet(
    measure: Measure,
    readings: Sequence[Reading],
    due: verdict.Due | None,
    last_month: datetime.date,
    *,
    numbers: bool,
) -> str:
    if measure.action_id is None:
        return "This is an indicator. It has no action, so it has no result."
    if measure.acted_on is None:
        return "No result yet: the month the action took effect is not recorded."
    if not readings:
        return "No result yet: there are no readings."
    if due is not None:
        return f"No result yet: the review at {due.months} months is due."
    if not numbers:
        return "No result yet."
    judged = verdict.judge(measure, readings, as_of=last_month)
    return verdict_sentence(judged) if judged else "No result yet."


def _levels(made: Verdict, measure: Measure) -> dict[str, str]:
    """Return the levels before and after the action at the latest review."""
    reviews: list[dict[str, Any]] = made.figures.get("reviews") or []
    if not reviews:
        return {}
    if measure.kind == MeasureKind.PROPORTION and measure.acted_on is not None:
        start = measure.acted_on.isoformat()
        sides = {
            "before": [(part, of) for month, part, of in made.readings if month < start],
            "after": [(part, of) for month, part, of in made.readings if month > start],
        }
        # A percentage is always shown with its interval.
        return {
            side: percentage_text(round(sum(part for part, _ in rows)), round(sum(of for _, of in rows)))
            if any(of for _, of in rows)
            else "not known"
            for side, rows in sides.items()
        }
    return {side: level(measure, reviews[-1][side]) for side in ("before", "after")}


def level(measure: Measure, value: float | None) -> str:
    """Return a level in words: "4.2 a month", "91%", "17.3"."""
    if value is None:
        return "not known"
    if measure.kind == MeasureKind.PROPORTION:
        return f"{value:.0%}"
    if measure.kind == MeasureKind.RATE:
        return f"{number(value * measure.per)} per {measure.per:,}"
    return f"{number(value)} a month" if measure.kind == MeasureKind.COUNT else number(value)


def before_after(measure: Measure, readings: Sequence[Reading]) -> BeforeAfter | str:
    """Return the simple comparison of three months before and after, or why it cannot be made."""
    if measure.acted_on is None:
        return "Record the month the action took effect first."
    kind = "count" if measure.kind == MeasureKind.RATE else measure.kind
    try:
        return compare_before_after(verdict.figures(measure, readings), measure.acted_on, kind)
    except FiguresError as error:
        return str(error)


def detectable_change(
    action: Action, measure: Measure, readings: Sequence[Reading]
) -> planning.DetectableChange | str:
    """Return the change that 12 and 18 months could detect, from the readings before the action, or why not."""
    if readings and verdict.is_untold(measure, readings, as_of=readings[-1].month):
        return (
            "None: it is counted otherwise from a month so near the action that the two cannot be told apart. "
            "No later month can make up for that."
        )
    before = [r for r in readings if measure.acted_on is None or r.month < measure.acted_on]
    kind = "count" if measure.kind == MeasureKind.RATE else measure.kind
    changes = verdict.counting_changed(measure, closes=before[-1].month) if before else []
    return _detectable_change(
        action, verdict.figures(measure, before), kind, verdict.worthwhile(measure, before), changes
    )


def detectable_change_from_theme(
    person: Person, action: Action, theme: Theme, tone: str, today: datetime.date
) -> planning.DetectableChange | str:
    """Return the change that 12 and 18 months could detect if the measure were counted from a theme."""
    [series] = series_of(person, [theme], today=today, tone=tone)
    counted = [Figure(month, count) for month, count in zip(series.months, series.counts, strict=True)]
    return _detectable_change(action, counted, "count", min(action.smallest_change / 100, 0.99))


def counted_themes(measure: Measure) -> list[Theme]:
    """Return the themes that a measure counts as one: its own, and what that was merged or split into since."""
    if measure.data_source != Measure.DataSource.COUNTED:
        return []
    return with_successors(measure.theme, measure.created_at)


def counted_from(person: Person, theme: Theme) -> list[Measure]:
    """Return the measures that a change to this theme affects: those counted from it or from a predecessor."""
    measures = (
        Measure.objects.visible_to(person)
        .filter(data_source=Measure.DataSource.COUNTED)
        .select_related("theme")
    )
    return [
        each for each in measures.order_by("name") if theme in with_successors(each.theme, each.created_at)
    ]


def of_theme(person: Person, theme: Theme, most: int) -> list[Any]:
    """Return the newest measures of actions that a theme led to, or that count it, with what their results say."""
    codings = Coding.objects.filter(theme=theme, applies=True, point__withdrawn_on=None)
    led_to = Exists(codings.filter(point__lessons__lesson=OuterRef("action__lesson")))
    return with_sentences(
        person, with_state(person).filter(Q(led_to) | Q(theme=theme)).order_by("-id")[:most]
    )


def _detectable_change(
    action: Action,
    history: Sequence[Figure],
    kind: str,
    worthwhile: float,
    counting_changed: Sequence[datetime.date] = (),
) -> planning.DetectableChange | str:
    way = "down" if action.direction == Direction.DECREASE else "up"
    return _planned(tuple(history), kind, way, worthwhile, tuple(counting_changed))


# It follows from these alone.
@lru_cache(maxsize=256)
def _planned(
    history: tuple[Figure, ...], kind: Any, way: Any, worthwhile: float, changes: tuple[datetime.date, ...]
) -> planning.DetectableChange | str:
    try:
        return planning.detectable_change(history, kind, way, worthwhile, counting_changed=changes)
    except FiguresError as error:
        return str(error)


def parts(measure: Measure, reading: Reading) -> list[Any]:
    """Return one reading with all its parts, as a row of a table."""
    row: list[Any] = [f"{reading.month:%B %Y}", _plain(reading.value)]
    if measure.kind in (MeasureKind.PROPORTION, MeasureKind.RATE):
        row += [_plain(reading.numerator), _plain(reading.denominator)]
    return [*row, reading.source or "Not recorded"]


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else number(float(value))
