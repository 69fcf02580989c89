"""Commands on what hangs on a piece of work; each gives the work another version and stands in its timeline."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from goldthread.coproduction.models import Involvement
from goldthread.coproduction.trail.experience import ANSWERS, QUESTIONS
from goldthread.coproduction.trail.models import Experience, MadeTogether, Outcome, SignOff, Standing
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import saving


@command("coproduction.record")
def record_sign_off(
    *,
    by: Person,
    involvement: Involvement,
    standing: str,
    who: str,
    signed_on: datetime.date,
    outcome: str,
    said: str = "",
) -> Involvement:
    """Record sign-off: before whom the work was put, when, and what they said."""
    if outcome in (Outcome.CHANGES, Outcome.NOT_AGREED):
        saving.needs_explanation(said, "Enter what they said", field="said")
    part = SignOff(
        council=by.council,
        involvement=involvement,
        standing=Standing(standing),
        who=who,
        signed_on=signed_on,
        outcome=Outcome(outcome),
        said=said,
        recorded_by=by,
    )
    saving.add_part(part, involvement)
    return saving.change(involvement)


@command("coproduction.record")
def record_experience(
    *,
    by: Person,
    involvement: Involvement,
    asked_on: datetime.date,
    asked: int,
    answers: Mapping[str, Mapping[str, int]],
    said: str = "",
) -> Involvement:
    """Record experience of taking part: how many were asked, and how they answered."""
    counts = {
        question: {answer: answers.get(question, {}).get(answer) or 0 for answer in ANSWERS}
        for question in QUESTIONS
    }
    most = max(sum(each.values()) for each in counts.values())
    if not most:
        raise Refused("Enter how many gave each answer.")
    if most > asked:
        raise Refused(f"{most} answered, and {asked} were asked. Check the numbers.", field="asked")
    part = Experience(
        council=by.council,
        involvement=involvement,
        asked_on=asked_on,
        asked=asked,
        answers=counts,
        said=said,
        recorded_by=by,
    )
    saving.add_part(part, involvement)
    return saving.change(involvement)


@command("coproduction.record")
def record_made(
    *,
    by: Person,
    involvement: Involvement,
    title: str,
    made_by: str,
    made_on: datetime.date,
    link: str = "",
) -> Involvement:
    """Record document made together: what it is, and who made it."""
    part = MadeTogether(
        council=by.council,
        involvement=involvement,
        title=title,
        made_by=made_by,
        made_on=made_on,
        link=link,
        recorded_by=by,
    )
    saving.add_part(part, involvement)
    return saving.change(involvement)
