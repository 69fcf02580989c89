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
    counted = {one.pk for one in measures if one.data_source == Measure.DataSource.COUNTED}
    typed = {one.pk for one in measures} - counted
    small = (
        Reading.objects.visible_to(person)
        .filter(HAS_SMALL_COUNT, measure__in=typed)
        .values_list("measure", flat=True)
    )
    withheld = counted | set(small) | _reviewed_small(person, typed - set(small))
    if withheld and person.may("evidence.read"):
        led_to = walk.led_to(Measure, withheld)
        withheld = {key for key in withheld if not led_to[key].get("claim")}
    return withheld


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


def result_in_words(measure: Measure, state: str, towards: str | None) -> str:
    """Return a result without a number. towards: "better" or "worse", for an early sign."""
    name = f"“{measure.name}”"
    if state in (Verdict.State.IMPROVED, Verdict.State.WORSENED):
        fell = (measure.direction == Direction.DECREASE) == (state == Verdict.State.IMPROVED)
        return (
            f"{'Improved' if state == Verdict.State.IMPROVED else 'Worse'}: {name} {'fell' if fell else 'rose'} after "
            "the action. Two reviews in a row have shown it."
        )
    if state == Verdict.State.EARLY_SIGN:
        way = "improvement" if towards == "better" else "worsening"
        return f"There is an early sign of {way} in {name}. It is not a final result."
    if state == Verdict.State.NO_CHANGE_YET:
        return f"No change in {name} can be told apart from chance yet."
    return f"There is too little data to say whether {name} changed."
