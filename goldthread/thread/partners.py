"""What a partner's home shows of their own organisation: what was agreed with it, and the parts of complaints asked of it.

Nothing of any case is shown: a part is answered by the private link that the organisation was sent.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from goldthread.casework.parts.models import CasePart
from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation
from goldthread.council.records import due_dates
from goldthread.council.records.pages import address
from goldthread.learning.models import Action
from goldthread.reports.models import BoardReport

_MOST = 12


@dataclass(frozen=True)
class OwnOrganisation:
    """What a partner is shown: their organisation's name, and its rows as (words, due, state of `ui.status` or "")."""

    name: str
    actions: list[tuple[str, datetime.date, str]]
    parts: list[tuple[datetime.date, datetime.date, str]]
    reports: list[tuple[str, str]]


def own_organisation(person: Person, today: datetime.date) -> OwnOrganisation | None:
    """Return what a partner's home shows; None for anybody else."""
    if not person.may("thread.own_organisation"):
        return None
    mine = [each.organisation_id for each in person.memberships.all() if each.organisation_id]
    names = Organisation.objects.filter(council=person.council_id, pk__in=mine).order_by("name")
    counted = {"council": person.council_id, "organisation__in": mine, "withdrawn_on": None}
    actions = Action.objects.filter(**counted, stopped_on=None).order_by("due_on", "pk")
    parts = CasePart.objects.filter(**counted, answered_on=None, ended_on=None).order_by("due_on", "pk")
    published = BoardReport.objects.visible_to(person).published().order_by("-published_on", "-number")
    return OwnOrganisation(
        name=", ".join(names.values_list("name", flat=True)),
        actions=[
            (
                each.title,
                each.due_on,
                "done" if each.done_on else due_dates.state(each.due_on, today) or "open",
            )
            for each in actions[:_MOST]
        ],
        parts=[
            (each.asked_on, each.due_on, due_dates.state(each.due_on, today) or "open")
            for each in parts[:_MOST]
        ],
        reports=[(each.title, address(each)) for each in published[:_MOST]],
    )
