"""Embedding of an action, and what shows it: a dated sample of practice, or the result of its measure, after it was done."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.analysis.tables.intervals import percentage_text, wilson
from goldthread.council.command import Refused
from goldthread.dates import day_in_words
from goldthread.learning.models import Action

_LEAST_SHARE = 0.5


def check_shown(
    action: Action,
    *,
    checked_on: datetime.date,
    shown_by: str,
    passed: int | None,
    sample: int | None,
    where: str,
) -> None:
    """Refuse to call an action embedded where no record of a later day shows it, in words that say what is missing.

    A sample shows it where the lower end of its 95% interval is above one half: practice is so in most cases, and not
    by the luck of three files. A measure shows it by its latest result, improved, of a review after completion.
    """
    if action.done_on is None or checked_on <= action.done_on:
        raise Refused(
            "Embedded means that practice stayed changed. Check on a day after the action was done.",
            field="checked_on",
        )
    if shown_by == Action.ShownBy.MEASURE:
        _check_measure(action, checked_on)
        return
    if shown_by != Action.ShownBy.SAMPLE:
        raise Refused(
            "Select what shows that it is embedded: a sample of practice, or the measure agreed at the start.",
            field="shown_by",
        )
    if passed is None or sample is None or not sample:
        raise Refused("Enter how many you looked at, and in how many of them it was done.", field="sample")
    if not where.strip():
        raise Refused("Enter where the sample was taken, such as a team and its files.", field="where")
    if wilson(passed, sample)[0] <= _LEAST_SHARE:
        raise Refused(
            f"{passed} of {sample} does not show it: {percentage_text(passed, sample)}. Look at more, or choose "
            "partly embedded or not embedded.",
            field="sample",
        )


def shown_by_audits(passed: int, sample: int, share: int) -> str:
    """Return what audits say of a change that a share of them, in per cent, was agreed to show: "yes", "no", or "" for too few.

    It is embedded where that share is reached and the lower end of its 95% interval is above one half, as of any sample; it is
    not where even the upper end is below the share. Anything between is too few to say.
    """
    if not sample:
        return ""
    low, high = wilson(passed, sample)
    if 100 * passed >= share * sample and low > _LEAST_SHARE:
        return str(Action.Embedded.YES)
    return str(Action.Embedded.NO) if high * 100 < share else ""


def check_sample(passed: int | None, sample: int | None) -> None:
    """Refuse a sample whose numbers cannot be right."""
    if (passed is None) != (sample is None):
        raise Refused("Enter both numbers of the sample, or neither.", field="sample")
    if passed is not None and sample is not None and passed > sample:
        raise Refused(
            f"{passed} of {sample}: it cannot have been done in more than you looked at.", field="passed"
        )


def _check_measure(action: Action, checked_on: datetime.date) -> None:
    # Measures stand in the room above, which says by this reverse name what they rest on.
    measure: Any = action.measures.counted().first()
    made = measure.verdicts.last() if measure is not None else None
    if made is None:
        raise Refused(
            "Its measure has no result yet. Check a sample of practice instead, or wait for the first review.",
            field="shown_by",
        )
    if not made.is_improvement or not action.done_on < made.on <= checked_on:
        today = "" if made.holds else f" (by today's rule “{made.get_today_state_display().lower()}”)"
        raise Refused(
            f"The latest result of its measure is “{made.get_state_display().lower()}”{today}, on {day_in_words(made.on)}. Only "
            "a result of improved between completion and this check shows that it is embedded.",
            field="shown_by",
        )


def sample_text(action: Action) -> str:
    """Return the sample of an action's check, such as "18 of 20, Locality North"; "" where none was recorded."""
    if not action.embedded_sample or action.embedded_passed is None:
        return ""
    percentage = percentage_text(action.embedded_passed, action.embedded_sample)
    return ", ".join(part for part in (percentage, action.embedded_where) if part)
