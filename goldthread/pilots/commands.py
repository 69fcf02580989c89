"""Commands on pilots: adding and correcting one, exploring, beginning, moving its stop date, and deciding."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from goldthread.council.command import Refused, check_new_in_team, check_scope, command
from goldthread.council.models import Person, Team
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.learning.models import Action, Lesson
from goldthread.pilots import standing
from goldthread.pilots.kinds import KINDS
from goldthread.pilots.models import Pilot
from goldthread.pilots.parts.models import PilotDecision

_RECORD, _DECIDE = "pilots.record", "pilots.decide"
_REASON = people_named.reason_about("pilot")
# What was written before it began stays as it was written.
_FIXED = {"question": "question", "prediction": "prediction", "action": "action with its measure"}


@command(_RECORD, any_team="The lesson or action on which a pilot rests may be another team's.")
def add_pilot(
    *,
    by: Person,
    kind: str,
    title: str,
    idea: str,
    noted_on: datetime.date,
    team: Team | None = None,
    owner: Person | None = None,
    lesson: Lesson | None = None,
    action: Action | None = None,
    question: str = "",
    prediction: str = "",
    came_from: str = "",
    came_from_link: str = "",
    where_tried: str = "",
    amount: Decimal | None = None,
    funder: str = "",
    personal_data: str = "",
    consent: str = "",
    dpia_on: datetime.date | None = None,
    dpia_reference: str = "",
    no_dpia_because: str = "",
    **extra: str,
) -> Pilot:
    """Add pilot: an idea, which may be tried."""
    check_new_in_team(by, team)
    if kind not in KINDS:
        raise Refused(f"There is no kind called “{kind}”.")
    pilot = Pilot(
        council=by.council,
        kind=kind,
        title=title,
        idea=idea,
        question=question,
        prediction=prediction,
        extra=_extra(kind, extra),
        came_from=came_from,
        came_from_link=came_from_link,
        lesson=lesson,
        action=action,
        where_tried=where_tried,
        team=team,
        amount=amount,
        funder=funder,
        personal_data=personal_data,
        consent=consent,
        dpia_on=dpia_on,
        dpia_reference=dpia_reference,
        no_dpia_because=no_dpia_because,
        noted_on=noted_on,
        recorded_by=by,
    )
    saving.add(pilot, based_on=[each for each in (lesson, action) if each is not None])
    assign(by=by, record=pilot, owner=owner or by)
    return pilot


def _extra(kind: str, given: dict[str, Any]) -> dict[str, str]:
    return {each.slug: given[each.slug] for each in KINDS[kind].extra if given.get(each.slug)}


@command(
    _RECORD, trail=_REASON, any_team="The lesson or action on which a pilot rests may be another team's."
)
def edit_pilot(
    *, by: Person, pilot: Pilot, version: int, reason: str, team: Team | None = None, **fields: Any
) -> Pilot:
    """Correct pilot: not what was predicted before it began, nor by which measure it is judged."""
    check_scope(by, pilot)
    check_new_in_team(by, team)
    saving.needs_reason(reason)
    extra = {each.slug for each in KINDS[pilot.kind].extra}
    own = _extra(pilot.kind, {name: fields.pop(name) for name in [*fields] if name in extra})
    if pilot.started_on is not None:
        for name, words in _FIXED.items():
            if name in fields and fields[name] != getattr(pilot, name):
                raise Refused(f"It has begun, so its {words} stays as it was agreed before.", field=name)
        after = {name: fields.get(name, getattr(pilot, name)) for name in _ASKED_AT_START}
        if why := standing.why_not_start(**after, started_on=pilot.started_on):
            raise Refused(why)
    return saving.change(pilot, version=version, team=team, extra=own, **fields)


_ASKED_AT_START = ("prediction", "personal_data", "dpia_on", "no_dpia_because")


@command(_RECORD)
def explore_pilot(
    *, by: Person, pilot: Pilot, explored_on: datetime.date, version: int | None = None
) -> Pilot:
    """Mark pilot as explored: the idea is looked into."""
    _check_open(pilot)
    if pilot.started_on is not None:
        raise Refused("It has begun already.")
    return saving.change(pilot, version=version, explored_on=explored_on)


def why_not_start(pilot: Pilot, started_on: datetime.date) -> str:
    """Return why a pilot may not begin on a day, in words fit to show; "" where it may."""
    answers = {name: getattr(pilot, name) for name in _ASKED_AT_START}
    return standing.why_not_start(**answers, started_on=started_on)


@command(_RECORD)
def start_pilot(
    *,
    by: Person,
    pilot: Pilot,
    started_on: datetime.date,
    stop_on: datetime.date,
    version: int | None = None,
) -> Pilot:
    """Start pilot: with its prediction written, its data protection settled, and the date by which it is decided."""
    _check_open(pilot)
    if pilot.started_on is not None:
        raise Refused("It has begun already.")
    if why := why_not_start(pilot, started_on):
        raise Refused(why)
    explored = pilot.explored_on or started_on
    return saving.change(pilot, version=version, explored_on=explored, started_on=started_on, stop_on=stop_on)


@command(_RECORD, trail=_REASON)
def move_stop_date(
    *, by: Person, pilot: Pilot, stop_on: datetime.date, reason: str, version: int | None = None
) -> Pilot:
    """Move stop date of a pilot: with the reason, and the earlier date stays in its history."""
    _check_open(pilot)
    if pilot.started_on is None:
        raise Refused("It has not begun, so it has no stop date yet.")
    saving.needs_reason(reason)
    return saving.change(pilot, version=version, stop_on=stop_on)


@command(_DECIDE)
def decide_pilot(
    *,
    by: Person,
    pilot: Pilot,
    outcome: str,
    because: str,
    deciding_body: str,
    decided_on: datetime.date,
    until_on: datetime.date | None = None,
    version: int | None = None,
) -> Pilot:
    """Record decision on a pilot: spread, adapt, stop, or benefit not yet shown, and on which result."""
    _check_open(pilot)
    if outcome not in standing.OUTCOMES:
        raise Refused("Choose what was decided.", field="outcome")
    if pilot.started_on is None and outcome != standing.STOP:
        raise Refused("It was not tried, so it can only be stopped.", field="outcome")
    if outcome == standing.SPREAD_SHOWN and (why := pilot.why_not_shown):
        raise Refused(f"{why} It can be spread all the same, and then says so.", field="outcome")
    if until_on is not None and outcome not in standing.GOES_ON:
        raise Refused("It ends with that decision, so it has no new stop date.", field="until_on")
    saving.needs_explanation(because, "Enter why", field="because")
    saving.add_part(
        PilotDecision(
            council=by.council,
            pilot=pilot,
            outcome=outcome,
            decided_on=decided_on,
            deciding_body=deciding_body,
            because=because,
            until_on=until_on,
            verdict=pilot.verdict,
            by=by,
        ),
        pilot,
    )
    goes_on = {"stop_on": until_on, "ended_on": None} if until_on else {"ended_on": decided_on}
    return saving.change(pilot, version=version, outcome=outcome, decided_on=decided_on, **goes_on)


def _check_open(pilot: Pilot) -> None:
    if pilot.ended_on is not None:
        raise Refused("It has ended. What comes of it is another pilot.")
