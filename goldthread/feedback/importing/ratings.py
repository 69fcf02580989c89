"""Ratings in a spreadsheet as sentiment: by a scale whose ends are known, or by words that somebody has matched."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from goldthread.feedback.models import Tone
from goldthread.feedback.sources import RatingScale
from goldthread.sheets import Cell
from goldthread.standards import rating_words

_SCORE = re.compile(
    r"(?P<score>[+-]?\d{1,4}(?:[.,]\d{1,3})?)\s*"
    r"(?:(?:/|\bout of\b|\bof\b)\s*(?P<most>\d{1,4})|stars?|\*)?\.?",
    re.IGNORECASE,
)
_STARS = re.compile(r"(?P<full>[★⭐*]{1,10})\ufe0f?(?P<empty>[☆]{0,10})")
_TURNED_INTO_A_DATE = (
    "The cell holds a date: a spreadsheet turns a score such as {day}/{month} into one. Enter the score."
)


class NotOnScale(ValueError):
    """A score that the scale does not have; its words say what to do."""


def as_score(cell: Cell) -> tuple[float, int | None] | None:
    """Return a rating's number, and out of how many where it says so ("4/5", "4 stars", "★★★☆☆"); None for words.

    Raises NotOnScale for a cell that holds a date, as a spreadsheet makes of "4/5".
    """
    if isinstance(cell, datetime.date):
        raise NotOnScale(_TURNED_INTO_A_DATE.format(day=cell.day, month=cell.month))
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell), None
    text = cell.strip()
    if match := _SCORE.fullmatch(text):
        return float(match["score"].replace(",", ".")), int(match["most"]) if match["most"] else None
    if match := _STARS.fullmatch(text):
        full, empty = len(match["full"]), len(match["empty"])
        return float(full), full + empty if empty else None
    return None


def tone_of(score: float, most: int | None, scale: RatingScale) -> int:
    """Return the sentiment of a score on a scale; raises NotOnScale where the scale does not have it."""
    highest = max(scale.worst, scale.best)
    if most is not None and most != highest:
        raise NotOnScale(
            f"This is out of {most}, and the scale goes to {highest}. Correct the score, or the scale."
        )
    try:
        return scale.tone(score)
    except ValueError as error:
        raise NotOnScale(f"{score:g} is no score here: {error}. Correct the score, or the scale.") from None


def known_words() -> Mapping[str, int | None]:
    """Return the sentiment of each rating in words whose scale is known; None for one that is no rating."""
    sentiments: dict[str, int | None] = {label: value for value, label in Tone.choices}
    for scale in rating_words.scales():
        steps = RatingScale(worst=1, best=len(scale.words))
        sentiments |= {word: steps.tone(step) for step, word in enumerate(scale.words, start=1)}
        sentiments |= dict.fromkeys(scale.no_answer)
    return sentiments
