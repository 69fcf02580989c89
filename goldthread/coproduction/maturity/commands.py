"""Commands on ratings of coproduction: rating, correcting, and recording what came of the plan."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.coproduction.choices import LEVELS
from goldthread.coproduction.maturity.models import MaturityRating
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign


@command("coproduction.record")
def rate_coproduction(
    *,
    by: Person,
    title: str,
    level: str,
    rated_on: datetime.date,
    why: str,
    people_level: str = "",
    people_count: int | None = None,
    people_said: str = "",
    plan: str = "",
    due_on: datetime.date | None = None,
    owner: Person | None = None,
) -> MaturityRating:
    """Record rating of coproduction: how far it has come, on what that rests, and what is done about it; earlier ratings stay."""
    _check(level, people_level, people_count, plan, due_on)
    rating = MaturityRating(
        council=by.council,
        title=title,
        level=level,
        rated_on=rated_on,
        why=why,
        people_level=people_level,
        people_count=people_count,
        people_said=people_said,
        plan=plan,
        due_on=due_on,
        recorded_by=by,
    )
    saving.add(rating)
    if due_on is not None:
        assign(by=by, record=rating, owner=owner or by)
    return rating


@command("coproduction.record", trail=people_named.reason_about("rating"))
def edit_rating(
    *, by: Person, rating: MaturityRating, version: int, reason: str, **fields: Any
) -> MaturityRating:
    """Correct a rating of coproduction; what has changed since is rated again instead."""
    saving.needs_reason(reason)
    _check(fields["level"], fields["people_level"], fields["people_count"], fields["plan"], fields["due_on"])
    return saving.change(rating, version=version, **fields)


@command("coproduction.record")
def carry_out_plan(
    *,
    by: Person,
    rating: MaturityRating,
    plan_done_on: datetime.date,
    came_of_it: str,
    version: int | None = None,
) -> MaturityRating:
    """Record plan carried out: with what came of it; whether it made a difference is said by the next rating."""
    if not rating.plan:
        raise Refused("This rating has no plan. Correct it to add one.")
    saving.needs_explanation(came_of_it, "Enter what came of it", field="came_of_it")
    return saving.change(rating, version=version, plan_done_on=plan_done_on, came_of_it=came_of_it)


def _check(
    level: str, people_level: str, people_count: int | None, plan: str, due_on: datetime.date | None
) -> None:
    for each in filter(None, (level, people_level)):
        if each not in LEVELS:
            raise Refused(f"There is no level called “{each}”.")
    if people_level and not people_count:
        raise Refused("Enter how many people say so.", field="people_count")
    if plan.strip() and due_on is None:
        raise Refused("Enter the date by which the plan is carried out.", field="due_on")
    if due_on is not None and not plan.strip():
        raise Refused("Enter the plan.", field="plan")
