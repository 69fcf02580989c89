"""Which rule new feedback follows, what is wrong with a rule, and what rules would have done last month.

A rule asks only what is certain when feedback comes: its type, who it is from, the team and the organisation that it
names. Its theme is not known then, and a word in it may mean anything.
"""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from django.db.models import Count

from goldthread.analysis.tables.suppression import SMALLEST_SHOWN, is_small
from goldthread.council.models import Person
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.feedback.models import Feedback, Speaker
from goldthread.feedback.routing.models import IntakeRule
from goldthread.feedback.sources import SOURCES


class Facts(Protocol):
    """What a rule asks of feedback."""

    source: str
    speaker: str
    team_id: uuid.UUID | None
    organisation_id: uuid.UUID | None


@dataclass(frozen=True)
class _Facts:
    source: str
    speaker: str
    team_id: uuid.UUID | None
    organisation_id: uuid.UUID | None


def active_rules(council_id: uuid.UUID) -> list[IntakeRule]:
    """Return a council's rules that are in use, in their order."""
    rules = IntakeRule.objects.filter(council_id=council_id, is_active=True)
    return list(rules.select_related("to_team", "named_team", "owner", "organisation"))


def first_that_fits(rules: Iterable[IntakeRule], facts: Facts) -> IntakeRule | None:
    """Return the first rule whose every condition a piece of feedback meets."""
    return next((rule for rule in rules if _fits(rule, facts)), None)


def _fits(rule: IntakeRule, facts: Facts) -> bool:
    return (
        rule.source in ("", facts.source)
        and rule.speaker in ("", facts.speaker)
        and rule.named_team_id in (None, facts.team_id)
        and rule.organisation_id in (None, facts.organisation_id)
    )


def gives_team(rule: IntakeRule, team_id: uuid.UUID | None) -> bool:
    """Return whether a rule gives feedback its team: where none is named, or where it asks for the one that is.

    A closed team gets nothing new.
    """
    if rule.to_team is None or not rule.to_team.is_active:
        return False
    return team_id is None or (rule.named_team_id is not None and rule.named_team_id == team_id)


def applied(rules: Sequence[IntakeRule], new: NewFeedback) -> NewFeedback:
    """Return new feedback with the team and owner that the first rule that fits gives it, and that rule."""
    speaker = new.speaker or SOURCES[new.source].speaker
    team_id, organisation = new.team.pk if new.team else None, new.organisation
    facts = _Facts(new.source, speaker, team_id, organisation.pk if organisation else None)
    rule = first_that_fits(rules, facts)
    if rule is None:
        return new
    team = rule.to_team if gives_team(rule, team_id) else new.team
    wanted = rule.owner if new.closed_on is None else None
    owner = wanted if wanted is not None and may_own(wanted, team and team.pk) else None
    return replace(new, team=team, owner=new.owner or owner, rule=rule)


def may_own(person: Person, team_id: uuid.UUID | None) -> bool:
    """Return whether somebody is still here, may do the work and may open feedback of a team."""
    if not person.is_active or not person.may("feedback.receive") or not person.may("feedback.read"):
        return False
    return all(
        teams is None or team_id in teams
        for teams in (person.teams_for("feedback.read"), person.teams_for("feedback.receive"))
    )


def problems_of(rule: IntakeRule) -> list[str]:
    """Return what is wrong with a rule as things stand, in sentences."""
    found = []
    if rule.owner is not None:
        if not rule.owner.is_active:
            found.append(f"{rule.owner.name} has left. New feedback gets no owner.")
        elif rule.to_team is not None and not may_own(rule.owner, rule.to_team_id):
            found.append(
                f"{rule.owner.name} may not open feedback of {rule.to_team.name}, so it gets no owner."
            )
        elif not rule.owner.may("feedback.receive"):
            found.append(f"{rule.owner.name} may no longer do this work, so new feedback gets no owner.")
    for team, what in ((rule.to_team, "gives no team"), (rule.named_team, "fits nothing new")):
        if team is not None and not team.is_active:
            found.append(f"{team.name} is closed, so the rule {what}.")
    if rule.organisation is not None and rule.organisation.withdrawn_on:
        found.append(f"{rule.organisation.name} is withdrawn or merged.")
    return found


def flagged(council_id: uuid.UUID) -> int:
    """Return how many rules in use name somebody who left, a closed team, or what they cannot give."""
    return sum(bool(problems_of(rule)) for rule in active_rules(council_id))


def conditions_in_words(rule: IntakeRule) -> str:
    """Return what feedback must be for a rule, in words."""
    parts = []
    if rule.source:
        parts.append(SOURCES[rule.source].plural if rule.source in SOURCES else rule.source)
    if rule.speaker:
        parts.append(f"from: {Speaker(rule.speaker).label.lower()}")
    if rule.named_team is not None:
        parts.append(f"team named: {rule.named_team.name}")
    if rule.organisation is not None:
        parts.append(f"organisation: {rule.organisation.name}")
    words = ", ".join(parts) or "everything"
    return words[0].upper() + words[1:]


def result_in_words(rule: IntakeRule) -> str:
    """Return what a rule gives, in words."""
    parts = [f"team {rule.to_team.name}"] if rule.to_team is not None else []
    parts += [f"owner {rule.owner.name}"] if rule.owner is not None else []
    words = " and ".join(parts)
    return words[:1].upper() + words[1:]


@dataclass
class Tried:
    """What rules would have done with feedback of some days: how many pieces each, and how many no rule fits.

    teams: of each rule by its place, how many pieces it would have given another team than they have.
    """

    since: datetime.date
    until: datetime.date
    total: int = 0
    none: int = 0
    fits: Counter[int] = field(default_factory=Counter)
    teams: Counter[int] = field(default_factory=Counter)


def count_for(person: Person, count: int) -> str:
    """Return a count of feedback for whoever tries rules: to the nearest five for somebody who reads none of it.

    They choose what is counted, as narrowly as they like, so exact counts would lead to one person, and so would the
    difference of two.
    """
    if person.may("feedback.read") and person.teams_for("feedback.read") is None:
        return f"{count:,}"
    if is_small(count):
        return f"fewer than {SMALLEST_SHOWN}"
    return f"about {5 * round(count / 5):,}" if count else "0"


def try_rules(
    person: Person, rules: Sequence[IntakeRule], *, since: datetime.date, until: datetime.date
) -> Tried:
    """Return what rules would have done with the feedback received from one day to another, as it is recorded now."""
    tried = Tried(since, until)
    received = Feedback.objects.filter(
        council_id=person.council_id, withdrawn_on=None, received_on__gte=since, received_on__lte=until
    )
    groups = (
        received.order_by()
        .values_list("source", "speaker", "team_id", "organisation_id")
        .annotate(count=Count("pk"))
    )
    places = {id(rule): place for place, rule in enumerate(rules)}
    for *facts, count in groups:
        each = _Facts(*facts)
        tried.total += count
        rule = first_that_fits(rules, each)
        if rule is None:
            tried.none += count
            continue
        tried.fits[places[id(rule)]] += count
        if gives_team(rule, each.team_id) and rule.to_team_id != each.team_id:
            tried.teams[places[id(rule)]] += count
    return tried
