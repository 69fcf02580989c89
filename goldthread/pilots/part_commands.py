"""Commands on what belongs to a pilot: its cycles, partners, counts of use, and who else took it up."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation
from goldthread.council.records import saving
from goldthread.pilots.models import Pilot
from goldthread.pilots.parts.models import PilotAdoption, PilotCycle, PilotFigure, PilotPartner

_RECORD = "pilots.record"


def _touch(pilot: Pilot, version: int | None) -> Pilot:
    """Give a pilot a version that no form opened before has; refuse what was filled in before somebody else's change."""
    return saving.change(pilot, version=version)


@command(_RECORD)
def add_cycle(
    *,
    by: Person,
    pilot: Pilot,
    plan: str,
    prediction: str,
    began_on: datetime.date,
    version: int | None = None,
) -> Pilot:
    """Add cycle: what is planned, and what is predicted before anything is seen."""
    if pilot.started_on is None:
        raise Refused("The pilot has not begun.")
    if pilot.ended_on is not None:
        raise Refused("The pilot has ended.")
    saving.needs_explanation(prediction, "Enter what is predicted", field="prediction")
    _touch(pilot, version)
    numbers = [cycle.number for cycle in pilot.cycles.all()]
    if pilot.cycles.filter(until_on=None).exists():
        raise Refused("Record first what was seen in the cycle before.")
    cycle = PilotCycle(
        council=by.council,
        pilot=pilot,
        number=max(numbers, default=0) + 1,
        plan=plan,
        prediction=prediction,
        began_on=began_on,
        by=by,
    )
    saving.add_part(cycle, pilot)
    return pilot


@command(_RECORD)
def record_seen(
    *,
    by: Person,
    cycle: PilotCycle,
    until_on: datetime.date,
    seen: str,
    as_predicted: str,
    then_next: str = "",
    version: int | None = None,
) -> Pilot:
    """Record what was seen in a cycle: beside what was predicted, and what comes next."""
    check_scope(by, cycle.pilot)
    saving.needs_explanation(seen, "Enter what was seen", field="seen")
    if as_predicted not in PilotCycle.Matches.values:
        raise Refused("Choose whether it was as predicted.", field="as_predicted")
    _touch(cycle.pilot, version)
    saving.change_part(
        cycle, cycle.pilot, until_on=until_on, seen=seen, as_predicted=as_predicted, then_next=then_next
    )
    return cycle.pilot


@command(_RECORD)
def add_partner(
    *,
    by: Person,
    pilot: Pilot,
    organisation: Organisation,
    brings: str = "",
    version: int | None = None,
) -> Pilot:
    """Add partner of a pilot: an organisation with which it is tried."""
    _touch(pilot, version)
    partner = PilotPartner(council=by.council, pilot=pilot, organisation=organisation, brings=brings, by=by)
    saving.add_part(partner, pilot)
    return pilot


@command(_RECORD)
def record_figure(
    *, by: Person, pilot: Pilot, value: int, how: str, version: int | None = None, **fields: Any
) -> Pilot:
    """Record figure of a pilot: how much it was used, or an estimate, and how that was counted."""
    saving.needs_explanation(how, "Enter how it was counted", field="how")
    of_value = fields.get("of_value")
    if of_value is not None and of_value < value:
        raise Refused("The part is larger than the whole. Check both numbers.", field="of_value")
    _touch(pilot, version)
    saving.add_part(
        PilotFigure(council=by.council, pilot=pilot, value=value, how=how, by=by, **fields), pilot
    )
    return pilot


@command(_RECORD)
def add_adoption(
    *,
    by: Person,
    pilot: Pilot,
    what: str,
    said_on: datetime.date,
    organisation: Organisation | None = None,
    adopter: str = "",
    version: int | None = None,
) -> Pilot:
    """Add adoption of a pilot: another organisation took it up, as we say."""
    if organisation is None and not adopter.strip():
        raise Refused("Choose the organisation, or enter its name.", field="adopter")
    _touch(pilot, version)
    adoption = PilotAdoption(
        council=by.council,
        pilot=pilot,
        organisation=organisation,
        adopter="" if organisation is not None else adopter,
        what=what,
        said_on=said_on,
        by=by,
    )
    saving.add_part(adoption, pilot)
    return pilot


@command(_RECORD)
def confirm_adoption(
    *,
    by: Person,
    adoption: PilotAdoption,
    confirmed_on: datetime.date,
    confirmed_by: str,
    words: str,
    version: int | None = None,
) -> Pilot:
    """Confirm adoption of a pilot: in the words of whoever took it up."""
    check_scope(by, adoption.pilot)
    saving.needs_explanation(words, "Enter what they said, in their words", field="words")
    if not confirmed_by.strip():
        raise Refused("Enter who confirmed it, as their job.", field="confirmed_by")
    _touch(adoption.pilot, version)
    saving.change_part(
        adoption, adoption.pilot, confirmed_on=confirmed_on, confirmed_by=confirmed_by, words=words
    )
    return adoption.pilot
