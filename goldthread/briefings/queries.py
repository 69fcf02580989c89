"""What the pages of briefings show: what a person was sent and has not read, and how far a briefing has got."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from goldthread.briefings.models import BLOCKS, Briefing, Distribution, Receipt
from goldthread.council.models import Membership, Person, Team


def readable(person: Person) -> QuerySet:
    """Return the briefings that a person may read: what was sent, and drafts for those who write them."""
    briefings = Briefing.objects.visible_to(person)
    return briefings if person.may("briefings.write") else briefings.filter(sent_on__isnull=False)


def own_teams(person: Person) -> set:
    """Return the teams that somebody belongs to."""
    return {membership.team_id for membership in person.memberships.all() if membership.team_id}


def sent_to(person: Person) -> QuerySet:
    """Return the briefings that were sent to a person's own teams, each with whether they `have_read` it."""
    teams = own_teams(person)
    mine = Distribution.objects.filter(briefing=OuterRef("pk"), team__in=teams)
    read = Receipt.objects.filter(briefing=OuterRef("pk"), person=person)
    return Briefing.objects.visible_to(person).filter(Exists(mine)).annotate(have_read=Exists(read))


def blocks(briefing: Briefing) -> list[tuple[str, str, str]]:
    """Return the blocks that have something in them as (slug, title, text), in the order of reading."""
    return [(slug, title, briefing.blocks[slug]) for slug, title in BLOCKS if briefing.blocks.get(slug)]


@dataclass
class Reach:
    """How far a briefing has got in one team."""

    team: Team
    people: int = 0
    read: int = 0
    discussed: int = 0
    used: int = 0


@dataclass
class Use:
    """What a team says that it does differently."""

    team: str
    how: str


def reach(briefing: Briefing) -> tuple[list[Reach], list[Use], int]:
    """Return how many of each team that it went to have read, discussed and used it; what was done with it;
    and how many read it who belong to none of them. Nobody is named.
    """
    teams = {
        distribution.team_id: Reach(distribution.team)
        for distribution in briefing.distributions.select_related("team")
    }
    belongs: dict = {}
    members = Membership.objects.filter(team__in=teams, person__is_active=True)
    for person, team in members.values_list("person_id", "team_id").distinct():
        belongs.setdefault(person, team)
        teams[team].people += 1
    uses, elsewhere = [], 0
    for receipt in briefing.receipts.order_by("read_on", "pk"):
        found = teams.get(belongs.get(receipt.person_id))
        if receipt.how_used:
            uses.append(Use(found.team.name if found else "Somebody elsewhere", receipt.how_used))
        if found is None:
            elsewhere += 1
            continue
        found.read += 1
        found.discussed += receipt.discussed_on is not None
        found.used += bool(receipt.how_used)
    return sorted(teams.values(), key=lambda one: one.team.name), uses, elsewhere
