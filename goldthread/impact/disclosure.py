"""What a reader of totals is told of a measure that is counted from a theme: its verdict, and none of its numbers.

Its months would give back what the theme's page withholds, and so would its quarters wherever it counts one tone,
one source or several themes: the difference from the theme's own is a small count too. Levels and per cents in a
verdict's sentence are months in another dress, so the verdict is said in words.
"""

from __future__ import annotations

from goldthread.council.models import Person
from goldthread.impact.models import Measure, Verdict
from goldthread.learning.models import Direction
from goldthread.themes.coding.quotes import may_read_feedback

HELD = (
    "Not all that was said in its months is here yet and coded, and a verdict never moves, so it is not made from "
    "half a count."
)


def withheld(person: Person, measure: Measure) -> bool:
    """Say whether a measure's numbers are withheld from somebody: counted from voices, which they may not read."""
    return measure.data_source == Measure.DataSource.COUNTED and not may_read_feedback(person)


def in_words(measure: Measure, state: str, towards: str | None) -> str:
    """Return a verdict without a number. towards: "better" or "worse", for an early sign."""
    name = f"“{measure.name}”"
    if state in (Verdict.State.IMPROVED, Verdict.State.WORSENED):
        fell = (measure.direction == Direction.DECREASE) == (state == Verdict.State.IMPROVED)
        return (
            f"{'Improved' if state == Verdict.State.IMPROVED else 'Worse'}: {name} {'fell' if fell else 'rose'} after "
            "the action. Two reviews running have shown it."
        )
    if state == Verdict.State.EARLY_SIGN:
        way = "improvement" if towards == "better" else "worsening"
        return f"There is an early sign of {way} in {name}. It is not a verdict."
    if state == Verdict.State.NO_CHANGE_YET:
        return f"No change in {name} can be told from chance yet."
    return f"There is too little data to say whether {name} changed."
