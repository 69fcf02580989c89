"""Queries for briefings: those sent to a person, those unread, and the reach of one briefing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from goldthread.briefings import commands
from goldthread.briefings.models import BLOCKS, Briefing, Distribution, Receipt
from goldthread.council.models import AuditLine, Membership, Person, Team


def readable(person: Person, *, withdrawn: bool = False) -> QuerySet:
    """Return the briefings that a person may read: those sent, and drafts for people who write them."""
    return readable_among(person, Briefing.objects.visible_to(person, withdrawn=withdrawn))


def readable_among(person: Person, briefings: QuerySet) -> QuerySet:
    """Return those of some briefings that a person may read."""
    return briefings if person.may("briefings.write") else briefings.filter(sent_on__isnull=False)


def own_teams(person: Person) -> set:
    """Return the keys of the teams that a person belongs to."""
    return {membership.team_id for membership in person.memberships.all() if membership.team_id}


def sent_to(person: Person) -> QuerySet:
    """Return the briefings that were sent to a person's own teams, each with whether they `have_read` it."""
    teams = own_teams(person)
    mine = Distribution.objects.filter(briefing=OuterRef("pk"), team__in=teams)
    read = Receipt.objects.filter(briefing=OuterRef("pk"), person=person)
    return Briefing.objects.visible_to(person).filter(Exists(mine)).annotate(have_read=Exists(read))


def unread_by(person: Person) -> QuerySet:
    """Return the briefings that were sent to a person's own teams and that they have not read, newest first."""
    return sent_to(person).filter(have_read=False).order_by("-sent_on", "-number")


@dataclass(frozen=True)
class Correction:
    """A correction of a briefing that had been sent: readers are told when and why, not by whom."""

    on: datetime.date
    reason: str


def corrections(briefing: Briefing) -> list[Correction]:
    """Return the corrections of a briefing since it was sent, oldest first."""
    lines = AuditLine.objects.filter(council_id=briefing.council_id, target_id=briefing.pk).order_by("number")
    sent = lines.filter(command=commands.send_briefing.command_name).first()
    if sent is None:
        return []
    edits = lines.filter(command=commands.edit_briefing.command_name, number__gt=sent.number)
    return [Correction(timezone.localdate(line.at), line.reason) for line in edits]


def blocks(briefing: Briefing) -> list[tuple[str, str, str]]:
    """Return the blocks that have something in them as (slug, title, text), in the order of reading."""
    return [(slug, title, briefing.blocks[slug]) for slug, title in BLOCKS if briefing.blocks.get(slug)]


@dataclass
class Reach:
    """How many people of one team have read, discussed and used a briefing."""

    team: Team
    people: int = 0
    read: int = 0
    discussed: int = 0
    used: int = 0


@dataclass
class Use:
    """How a team used a briefing."""

    team: str
    how: str


def reach(briefing: Briefing) -> tuple[list[Reach], list[Use], int]:
    """Return the reach in each team that it was sent to, how it was used, and how many others have read it.

    Nobody is named.
    """
    teams = {
        distribution.team_id: Reach(distribution.team)
        for distribution in briefing.distributions.select_related("team")
    }
    team_of: dict = {}
    members = Membership.objects.filter(team__in=teams, person__is_active=True)
    for person, team in members.values_list("person_id", "team_id").distinct():
        team_of.setdefault(person, team)
        teams[team].people += 1
    uses, others = [], 0
    for receipt in briefing.receipts.order_by("read_on", "pk"):
        reached = teams.get(team_of.get(receipt.person_id))
        if receipt.how_used:
            uses.append(Use(reached.team.name if reached else "Another team", receipt.how_used))
        if reached is None:
            others += 1
            continue
        reached.read += 1
        reached.discussed += receipt.discussed_on is not None
        reached.used += bool(receipt.how_used)
    return sorted(teams.values(), key=lambda each: each.team.name), uses, others
