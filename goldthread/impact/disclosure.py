"""Disclosure control of measures counted from a theme: people who see totals only get the result and no numbers.

Monthly counts would give back what the theme's page withholds, and so would quarterly ones wherever a measure counts
one sentiment, one source or several themes: the difference from the theme's own count is a small count too. Levels and
percentages in a result's sentence follow from monthly counts, so the result is put in words.
"""

from __future__ import annotations

from goldthread.council.models import Person
from goldthread.impact.models import Measure, Verdict
from goldthread.learning.models import Direction
from goldthread.themes.coding.quotes import may_read_feedback

HELD = "Some feedback from its months has not been received or coded yet, and a result does not change once it is made."


def numbers_withheld(person: Person, measure: Measure) -> bool:
    """Return whether a measure's numbers are withheld: counted from feedback, which this person may not read."""
    return measure.data_source == Measure.DataSource.COUNTED and not may_read_feedback(person)


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
