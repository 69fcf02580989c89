"""Commands on ideas from elsewhere: keeping one, correcting it, and deciding whether it is taken up."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.learning.models import Action
from goldthread.sector.ideas.models import Idea
from goldthread.sector.models import PublishedPassage
from goldthread.sector.to_actions import link_to_action

_WRITE = "sector.write"


@command(_WRITE)
def keep_idea(
    *,
    by: Person,
    passage: PublishedPassage,
    title: str,
    why: str,
    due_on: datetime.date | None = None,
    owner: Person | None = None,
) -> Idea:
    """Keep idea from elsewhere: what another council does, and why it interests this one."""
    if passage.report.is_own:
        raise Refused("This passage is from our own report. Answer it as a finding of the inspection.")
    idea = Idea(
        council=by.council,
        report=passage.report,
        passage=passage,
        title=title,
        why=why,
        noted_on=timezone.localdate(),
        due_on=due_on,
        recorded_by=by,
    )
    saving.add(idea, based_on=[passage.report])
    assign(by=by, record=idea, owner=owner or by)
    return idea


@command(_WRITE, trail=people_named.reason_about("idea"))
def edit_idea(*, by: Person, idea: Idea, version: int, reason: str, **fields: Any) -> Idea:
    """Correct an idea from elsewhere."""
    saving.needs_reason(reason)
    return saving.change(idea, version=version, **fields)


@command(_WRITE)
def decide_idea(
    *,
    by: Person,
    idea: Idea,
    taken_up: bool,
    action: Action | None = None,
    because: str = "",
    version: int | None = None,
) -> Idea:
    """Record decision on an idea: taken up as an action, or not taken up, with the reason."""
    if taken_up and action is None:
        raise Refused("Choose the action by which it is taken up.", field="action")
    if not taken_up:
        action = None
        saving.needs_explanation(because, "Enter why it is not taken up", field="because")
    check_scope(by, action)
    link_to_action(by, idea, action, "It was taken up from this idea")
    return saving.change(
        idea,
        version=version,
        action=action,
        because=because,
        decided_on=timezone.localdate(),
        decided_by=by,
    )
