"""What the rule says today of the readings of an earlier result.

A result stays as its review recorded it, with the version of the rule that made it. The rule can become stricter, and a
change of counting can be recorded after the review; what then follows from the very readings of the review stands
beside the result, on its page, in its states and in the gaps (docs/decisions/0084).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from goldthread.analysis.verdicts.verdict_data import RULE, improved_with_action
from goldthread.analysis.verdicts.verdict_text import verdict_sentence
from goldthread.dates import add_months
from goldthread.impact import verdict
from goldthread.impact.models import Measure, Verdict


@dataclass(frozen=True)
class Today:
    """State and sentence of a result by today's rule where they differ from it; "" where it holds.

    A sentence without a state: the result holds, but a change of counting recorded since leaves another amount.
    """

    state: str = ""
    sentence: str = ""


def differs(measure: Measure) -> bool:
    """Return whether what stands beside a measure's latest result is not what the rule says of it today."""
    found = latest_today(measure)
    if found is None:
        return False
    made, today = found
    return (made.today_state, made.today_sentence) != (today.state, today.sentence)


def latest_today(measure: Measure) -> tuple[Verdict, Today] | None:
    """Return a measure's latest result with what the rule says of it today; None without a result."""
    made = measure.verdicts.last()
    return None if made is None else (made, today_of(measure, made))


def today_of(measure: Measure, made: Verdict) -> Today:
    """Return what today's rule, with the changes of counting recorded now, says of a result's own readings.

    Where rule and changes are those of the review it holds, and nothing is computed.
    """
    settled = made.figures.get("action_to")
    closes = add_months(datetime.date.fromisoformat(settled), made.review_month) if settled else made.on
    changes = [month.isoformat() for month in verdict.counting_changed(measure, closes=closes)]
    allowed_for = [change["month"] for change in made.figures.get("counting_changed", [])]
    if made.rule == RULE and changes == allowed_for:
        return Today()
    judged = verdict.judge_again(measure, made)
    if judged is None:
        return Today()
    came = improved_with_action(made.state, made.figures.get("attribution"))
    if judged.state == made.state and (judged.improved_with_action or not came):
        return Today() if changes == allowed_for else Today(sentence=verdict_sentence(judged))
    return Today(judged.state, verdict_sentence(judged))
