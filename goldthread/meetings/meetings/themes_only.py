"""Kinds of meeting that keep themes only: no name, no reference, no contact and no case, and under five people nothing.

What the finder of personal data would hide elsewhere is refused here: a name that is hidden still says that somebody was
talked about. The refusal quotes the words to whoever typed them, and nothing is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from goldthread.analysis.tables.suppression import SMALLEST_SHOWN
from goldthread.council.errors import Refused
from goldthread.council.records import privacy
from goldthread.council.records.spec import record_types
from goldthread.meetings.meetings.kinds import MeetingKind

_MOST_QUOTED = 3


def check_texts(kind: MeetingKind, texts: Mapping[str, str]) -> None:
    """Refuse texts of a kind that keeps themes only, where one says who or which case; keys are the form's fields."""
    if not kind.themes_only:
        return
    for field, text in texts.items():
        found = _who_or_which(text)
        if found:
            quoted = ", ".join(f"“{each}”" for each in found[:_MOST_QUOTED])
            raise Refused(
                f"{kind.name}: only themes are kept, no name and no case. Take out {quoted} and say it so that it "
                "could be about anybody.",
                field=field,
            )


def check_count(kind: MeetingKind, came: int | None, *, said: bool) -> None:
    """Refuse what was said where a kind keeps totals only, or where so few came that a theme could point at one."""
    if not said or not kind.themes_only:
        return
    if kind.totals_only:
        raise Refused(f"{kind.name}: only totals are kept. Leave out what was said.", field="raised")
    if came is None or came < SMALLEST_SHOWN:
        raise Refused(
            f"Fewer than {SMALLEST_SHOWN} people came, so what was said could point at one of them. Only the counts "
            "are kept: leave the themes out.",
            field="raised",
        )


def _who_or_which(text: str) -> list[str]:
    """Return the words that say who or which case, in the order in which they stand; raises privacy.CouldNotLook."""
    detected = [text[each.start : each.end] for each in privacy.hide(text).detections]
    return [*dict.fromkeys([*detected, *_our_references().findall(text)])]


def _our_references() -> re.Pattern[str]:
    """Return what finds references of our own records: F-12 says which case."""
    letters = "|".join(sorted({model.spec.letter for model in record_types().values() if model.spec.letter}))
    return re.compile(rf"\b(?:{letters})-\d{{1,9}}\b")
