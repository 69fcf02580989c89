"""Disclosure control of measures: people who see totals only get the result of some measures and no numbers.

Monthly counts would give back what the theme's page withholds, and so would quarterly ones wherever a measure counts
one sentiment, one source or several themes: the difference from the theme's own count is a small count too. Levels and
percentages in a result's sentence follow from monthly counts, so the result is put in words. The same holds for a
measure that is typed or imported as soon as one of its counts is 1 to 4: the chart's mean and limits, and the levels
before and after, would give a single hidden reading back.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection

from goldthread.analysis.verdicts.verdict_data import (
    BEGAN_LATER,
    COUNTING_CHANGED,
    MOVES_BY_ITSELF,
    OTHERS_TOO,
    SMALL,
)
from goldthread.council.models import Person
from goldthread.council.records import walk
from goldthread.impact.models import Measure, Reading, Verdict
from goldthread.impact.small_numbers import HAS_SMALL_COUNT, has_small_count
from goldthread.learning.models import Direction
from goldthread.themes.coding.quotes import may_read_feedback

HELD = "Some feedback from its months has not been received or coded yet, and a result does not change once it is made."


def numbers_withheld(person: Person, measure: Measure) -> bool:
    """Return whether a measure's numbers are withheld from somebody who may not read feedback."""
    return bool(all_withheld(person, [measure]))


def all_withheld(person: Person, measures: Collection[Measure]) -> set[uuid.UUID]:
    """Return the keys of those measures whose numbers are withheld: counted from feedback, or with a small count.

    Whoever reads the self-assessment sees the numbers of the measures that its claims cite, as in an evidence pack.
    """
    if may_read_feedback(person):
        return set()
    withheld = withheld_outside(person, measures)
    if withheld and person.may("evidence.read"):
        led_to = walk.led_to(Measure, withheld)
        withheld = {key for key in withheld if not led_to[key].get("claim")}
    return withheld


def withheld_outside(person: Person, measures: Collection[Measure]) -> set[uuid.UUID]:
    """Return the keys of those measures whose numbers are in no paper that is handed on to whoever reads no feedback."""
    counted = {one.pk for one in measures if one.data_source == Measure.DataSource.COUNTED}
    typed = {one.pk for one in measures} - counted
    small = (
        Reading.objects.visible_to(person)
        .filter(HAS_SMALL_COUNT, measure__in=typed)
        .values_list("measure", flat=True)
    )
    return counted | set(small) | _reviewed_small(person, typed - set(small))


def _reviewed_small(person: Person, measures: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those measures of which a review used a small count: it is quoted with its correction."""
    made = Verdict.objects.visible_to(person).filter(measure__in=measures)
    rows = made.values_list("measure", "measure__kind", "readings")
    return {
        key
        for key, kind, readings in rows
        if any(
            has_small_count(kind, Reading(value=value, numerator=value, denominator=size))
            for _, value, size in readings
        )
    }


# Why a measure is called no more than lower or higher since its action, without a number.
_REASONS = {
    MOVES_BY_ITSELF: "Its level moves as much by itself.",
    SMALL: "The change may be less than a tenth.",
    BEGAN_LATER: "The change seems to have begun some months after the action.",
    OTHERS_TOO: "The council's other themes moved too in the same months.",
}


def result_in_words(measure: Measure, state: str, towards: str | None, reasons: Collection[str] = ()) -> str:
    """Return a result without a number. towards: "better", "worse" or not known, for an early sign. reasons: of its verdict."""
    name = f"“{measure.name}”"
    if state in (Verdict.State.LOWER_SINCE, Verdict.State.HIGHER_SINCE):
        lower = state == Verdict.State.LOWER_SINCE
        why = " ".join(_REASONS[reason] for reason in reasons if reason in _REASONS)
        better = lower == (measure.direction == Direction.DECREASE)
        so = "an improvement." if better else "a worsening, but it may be one: watch it."
        text = f"{name} is {'lower' if lower else 'higher'} since the action. {why} So it is not called {so}"
        return " ".join(text.split())
    if COUNTING_CHANGED in reasons:
        return f"What is counted in {name} changed with the action. The two cannot be told apart."
    if state in (Verdict.State.IMPROVED, Verdict.State.WORSENED):
        fell = (measure.direction == Direction.DECREASE) == (state == Verdict.State.IMPROVED)
        return (
            f"{'Improved' if state == Verdict.State.IMPROVED else 'Worse'}: {name} {'fell' if fell else 'rose'} after "
            "the action. Two reviews in a row have shown it."
        )
    if state == Verdict.State.EARLY_SIGN:
        way = {"better": "improvement", "worse": "worsening"}.get(towards or "", "a change")
        return f"There is an early sign of {way} in {name}. It is not a final result."
    if state == Verdict.State.NO_CHANGE_YET:
        return f"No change in {name} can be told apart from chance yet."
    return f"There is too little data to say whether {name} changed."
