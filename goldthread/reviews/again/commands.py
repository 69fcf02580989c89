"""Commands on what may have happened again: a person says whether it is the same."""

from __future__ import annotations

import datetime

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.feedback.models import Point
from goldthread.reviews.again.models import Repeat, Same
from goldthread.reviews.models import Finding

# How long somebody has to answer.
_TO_ANSWER = datetime.timedelta(days=14)


@command("reviews.decide", any_team="What came of any team may repeat a finding of the council.")
def ask_whether_again(
    *, by: Person, finding: Finding, point: Point, score: float, found_on: datetime.date
) -> Repeat:
    """Ask whether a finding has happened again: of an issue that came later and resembles it."""
    repeat = Repeat(
        council=by.council,
        finding=finding,
        point=point,
        score=round(score, 3),
        found_on=found_on,
        due_on=found_on + _TO_ANSWER,
        owner=finding.owner,
    )
    return saving.add(repeat)


@command("reviews.record")
def answer_repeat(
    *,
    by: Person,
    repeat: Repeat,
    same: str,
    answered_on: datetime.date,
    because: str = "",
    version: int | None = None,
) -> Repeat:
    """Answer whether it has happened again: the same as the finding, another matter, or not sure."""
    if same not in Same.values:
        raise Refused("Say whether it is the same again.", field="same")
    if same == Same.YES:
        saving.needs_explanation(because, "Enter what is the same, and what is done now", field="because")
    return saving.change(
        repeat, version=version, same=same, because=because, answered_on=answered_on, answered_by=by
    )
