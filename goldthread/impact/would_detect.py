"""What change a measure could show, worked out while it is being chosen: before its action is agreed."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Sequence

from goldthread.analysis.figures import FiguresError, Reading
from goldthread.analysis.verdicts import planning
from goldthread.council.models import Person
from goldthread.dates import add_months, last_whole_month
from goldthread.learning.models import Direction, Lesson, MeasureKind
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting.counts import series_of
from goldthread.themes.counting.tones import NEGATIVE

_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)(?:/(\d+(?:\.\d+)?))?%?")
MOST_NUMBERS = 60


def usual_theme(lesson: Lesson) -> Theme | None:
    """Return the theme that most of a lesson's issues have, from which a measure would most likely be counted."""
    points = lesson.basis.filter(point__withdrawn_on=None).values("point")
    found = Coding.objects.filter(point__in=points, applies=True).select_related("theme")
    counted = Counter(coding.theme for coding in found if coding.theme.state == Theme.State.ACTIVE)
    return min(counted, key=lambda theme: (-counted[theme], theme.name), default=None)


def from_theme(person: Person, theme: Theme, today: datetime.date) -> list[Reading]:
    """Return a theme's negative issues by month."""
    [series] = series_of(person, [theme], today=today, tone=NEGATIVE)
    return [Reading(month, count) for month, count in zip(series.months, series.counts, strict=True)]


def from_numbers(text: str, kind: str, today: datetime.date) -> list[Reading]:
    """Return numbers that somebody typed, oldest first, as the readings of the last whole months.

    A percentage is written as part and whole, 12/40. Raises FiguresError for what is no number.
    """
    words = text.replace(";", " ").split()
    if len(words) > MOST_NUMBERS:
        raise FiguresError(f"Enter at most {MOST_NUMBERS} months.")
    last, readings = last_whole_month(today), []
    for index, word in enumerate(words):
        match = _NUMBER.fullmatch(word)
        if match is None:
            raise FiguresError(f"“{word}” is not a number. Enter one number a month, oldest first.")
        if kind == MeasureKind.PROPORTION and not match[2]:
            raise FiguresError("Enter a percentage as so many of how many, such as 12/40.")
        month = add_months(last, index + 1 - len(words))
        of = float(match[2]) if match[2] else None
        readings.append(
            Reading(month, float(match[1]), of) if of is not None else Reading(month, float(match[1]))
        )
    return readings


def detectable(
    history: Sequence[Reading], kind: str, direction: str, smallest_change: int
) -> planning.DetectableChange | str:
    """Return the change that 12 and 18 months could detect, or why that cannot be said."""
    part, known = smallest_change / 100, [r.value for r in history if r.value is not None]
    sizes = sum(r.denominator or 0 for r in history)
    if kind in (MeasureKind.COUNT, MeasureKind.RATE):
        rule_kind, worthwhile = "count", min(part, 0.99)
    elif kind == MeasureKind.PROPORTION:
        level = sum(known) / sizes if sizes else 0.0
        rule_kind, worthwhile = "proportion", min(max(level * part, 0.01), 0.99)
    else:
        level = sum(known) / len(known) if known else 0.0
        rule_kind, worthwhile = "score", abs(level) * part or 1.0
    try:
        way = "down" if direction == Direction.DECREASE else "up"
        return planning.detectable_change(history, rule_kind, way, worthwhile)  # type: ignore[arg-type]
    except FiguresError as error:
        return str(error)
