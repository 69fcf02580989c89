"""Team changes planned for a day to come: each is made on its morning, as if somebody had entered it then."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db import transaction

from goldthread.council.command import Refused
from goldthread.council.database import tenant
from goldthread.council.models import Person, Team
from goldthread.council.teams import commands
from goldthread.council.teams.models import PlannedTeamChange
from goldthread.dates import day_in_words

Kind = commands.Kind


def planned_for(team: Team) -> list[tuple[PlannedTeamChange, str]]:
    """Return what is planned for a team, or to be merged into it, each in words."""
    plans = PlannedTeamChange.objects.filter(council_id=team.council_id).select_related("team", "into")
    return [(plan, in_words(plan)) for plan in plans if team.pk in (plan.team_id, plan.into_id)]


def in_words(plan: PlannedTeamChange) -> str:
    """Return what is planned: "East is to be merged into West on 1 April 2027"."""
    becomes = {
        Kind.RENAMED: f"renamed {' and '.join(plan.names)}",
        Kind.MERGED: f"merged into {plan.into}",
        Kind.SPLIT: f"split into {' and '.join(plan.names)}",
        Kind.CLOSED: "closed",
    }[Kind(plan.kind)]
    taken = f"; {plan.into} is to take its open work" if plan.kind == Kind.CLOSED and plan.into else ""
    return f"{plan.team.name} is to be {becomes} on {day_in_words(plan.on)}{taken}"


def carry_out(council_id: uuid.UUID, clock: Person, today: datetime.date) -> int:
    """Make the changes whose day has come, the earliest first, each by itself; returns how many were made.

    One that cannot be made any more says why on its team's page, and is tried again the next night.
    """
    with tenant.inside(council_id):
        due = PlannedTeamChange.objects.filter(council_id=council_id, on__lte=today)
        keys = list(due.order_by("on", "id").values_list("pk", flat=True))
    return sum(_make(council_id, clock, key, today) for key in keys)


def _make(council_id: uuid.UUID, clock: Person, key: uuid.UUID, today: datetime.date) -> bool:
    with tenant.inside(council_id):
        plans = PlannedTeamChange.objects.select_for_update(of=("self",)).select_related("team", "into", "by")
        plan = plans.filter(pk=key).first()
        if plan is None:
            return False
        # Whoever planned it may have left since, or may manage teams no longer.
        by = plan.by if plan.by.is_active and plan.by.may("council.manage") else clock
        try:
            with transaction.atomic():
                _run(plan, by, today)
        except Refused as refused:
            plan.problem = str(refused)[:300]
            plan.save(update_fields=["problem"])
            return False
        plan.delete()
        return True


def _run(plan: PlannedTeamChange, by: Person, today: datetime.date) -> None:
    given: dict[str, Any] = {"by": by, "team": plan.team, "on": plan.on, "today": today}
    if plan.kind == Kind.RENAMED:
        commands.rename_team(name=plan.names[0], **given)
    elif plan.kind == Kind.SPLIT:
        commands.split_team(names=plan.names, **given)
    elif plan.kind == Kind.MERGED and plan.into is not None:
        commands.merge_teams(into=plan.into, **given)
    else:
        commands.close_team(into=plan.into, **given)
