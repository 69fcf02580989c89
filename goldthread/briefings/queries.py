"""Queries for briefings: those sent to a person, those unread, and the reach of one briefing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from goldthread.analysis.tables.intervals import percentage_text
from goldthread.briefings import commands
from goldthread.briefings.models import BLOCKS, Briefing, Distribution, Receipt
from goldthread.briefings.reach.funnel import TOO_FEW, Reach
from goldthread.council.models import AuditLine, Membership, Person
from goldthread.learning.embedding import sample_text
from goldthread.learning.models import Action
from goldthread.web.jinja import date, plural


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
class Use:
    """How a team used a briefing; of a discussion that was recorded, when, with how many, and who led it."""

    team: str
    how: str
    about: str = ""
    led_by: str = ""


def reach(briefing: Briefing) -> tuple[list[Reach], list[Use], int]:
    """Return the reach in each team that it was sent to, how it was used, and how many others have read it.

    Nobody is named but who led a team's discussion, which is for those who may see who does what.
    """
    teams = {
        distribution.team_id: Reach(distribution.team.name)
        for distribution in briefing.distributions.select_related("team")
    }
    team_of: dict = {}
    members = Membership.objects.filter(team__in=teams, person__is_active=True)
    # Whoever is in two of the teams counts once, in the one whose name comes first.
    for person, team in members.order_by("team__name", "person_id").values_list("person_id", "team_id"):
        if person not in team_of:
            team_of[person] = team
            teams[team].people += 1
    opened = set(briefing.openings.values_list("person_id", flat=True))
    uses, others = _discussed(briefing, teams), 0
    for receipt in briefing.receipts.order_by("read_on", "pk"):
        reached = teams.get(team_of.get(receipt.person_id))
        opened.add(receipt.person_id)
        if receipt.how_used:
            uses.append(Use(reached.name if reached else "Another team", receipt.how_used))
        if reached is None:
            others += 1
            continue
        reached.read += 1
        reached.used += bool(receipt.how_used)
        reached.said += receipt.discussed_on is not None
    for person in opened:
        if person in team_of:
            teams[team_of[person]].opened += 1
    for count in briefing.understanding.filter(team__in=teams):
        teams[count.team_id].answered, teams[count.team_id].understood = count.answered, count.all_right
    return sorted(teams.values(), key=lambda each: each.name), uses, others


def _discussed(briefing: Briefing, teams: Mapping[Any, Reach]) -> list[Use]:
    """Take in how many took part in each team's discussions, and return what came of them."""
    uses = []
    rows = briefing.discussions.select_related("team", "led_by").order_by("discussed_on", "pk")
    for each in rows:
        about = f"{date(each.discussed_on)}, {plural(each.took_part, 'person', 'people')}"
        uses.append(Use(each.team.name, each.differently, about, each.led_by.name))
        if each.team_id in teams:
            teams[each.team_id].took_part = max(teams[each.team_id].took_part, each.took_part)
    return uses


def in_practice(person: Person, briefing: Briefing) -> list[tuple[Action, str, str]]:
    """Return the actions behind a briefing, each with the sample of practice that was looked at, and its audit question.

    Both are "" where there is none. What an audit found moves the action itself to embedded or not.
    """
    actions = Action.objects.visible_to(person).filter(
        lesson__briefing_links__briefing=briefing, lesson__withdrawn_on=None, stopped_on=None
    )
    ready = actions.prefetch_related("measures__verdicts", "audit_tests").order_by("number")
    return [(each, sample_text(each), _audited(each)) for each in ready]


def _audited(action: Action) -> str:
    """Return what the audit question of an action says: how many of how many, or that the next round answers it."""
    # Audits stand in the room between, which says by this reverse name what an action is tested by.
    test: Any = next(iter(action.audit_tests.all()), None)
    if test is None:
        return ""
    if test.sample is None:
        return "the next audit round answers it"
    return "audited: " + (
        percentage_text(test.passed, test.sample) if test.sample >= TOO_FEW else "too few to say"
    )
