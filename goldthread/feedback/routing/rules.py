"""Which rule new feedback follows, what is wrong with a rule, and what rules would have done last month.

A rule asks what is certain when feedback comes: its type, who it is from, the team and the organisation that it names.
It may ask for words too, and for a theme that the text is likely about by the council's own model: a rule that does is
tried on last month first, as any other, on the redacted texts and on the themes that people gave.
"""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from django.db.models import Count, QuerySet

from goldthread.analysis.tables.suppression import SMALLEST_SHOWN, is_small
from goldthread.council.models import Person
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.feedback.models import Feedback, Point, Speaker
from goldthread.feedback.routing.models import IntakeRule
from goldthread.feedback.routing.text_conditions import has_any, plain_words, read
from goldthread.feedback.sources import SOURCES
from goldthread.feedback.themes_of_points import slugs_by_feedback, theme_name


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


@dataclass(frozen=True)
class Text:
    """What rules ask of the words of feedback: these as `plain_words` gives them, and the slugs of its themes."""

    plain: str = ""
    themes: frozenset[str] = frozenset()


_NO_TEXT = Text()


def active_rules(council_id: uuid.UUID) -> list[IntakeRule]:
    """Return a council's rules that are in use, in their order."""
    rules = IntakeRule.objects.filter(council_id=council_id, is_active=True)
    return list(rules.select_related("to_team", "named_team", "owner", "organisation"))


def first_that_fits(rules: Iterable[IntakeRule], facts: Facts, text: Text = _NO_TEXT) -> IntakeRule | None:
    """Return the first rule whose every condition a piece of feedback meets."""
    return next((rule for rule in rules if _fits(rule, facts, text)), None)


def _fits(rule: IntakeRule, facts: Facts, text: Text) -> bool:
    return (
        rule.source in ("", facts.source)
        and rule.speaker in ("", facts.speaker)
        and rule.named_team_id in (None, facts.team_id)
        and rule.organisation_id in (None, facts.organisation_id)
        and (not rule.words or has_any(rule.words, text.plain))
        and (not rule.theme or rule.theme in text.themes)
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
    text = Text(*read(rules, rules[0].council_id, new.points, new.source)) if rules else _NO_TEXT
    rule = first_that_fits(rules, facts, text)
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
    if rule.theme and not theme_name(rule.council_id, rule.theme):
        found.append("The theme is not in use any more, so the rule fits nothing new.")
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
    if rule.words:
        parts.append(f"with any of: {rule.words}")
    if rule.theme:
        parts.append(f"theme: {theme_name(rule.council_id, rule.theme) or 'one that is no more'}")
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


def _by_text(received: QuerySet[Feedback]) -> Iterator[tuple[_Facts, Text, int]]:
    """Yield each piece with its redacted words and the themes that people gave it: what rules with words are tried on."""
    words: dict[uuid.UUID, list[str]] = {}
    points = Point.objects.filter(feedback__in=received, is_locked=False, withdrawn_on=None)
    for key, text in points.values_list("feedback", "text"):
        words.setdefault(key, []).append(text)
    themes = slugs_by_feedback(received)
    rows = received.order_by().values_list("pk", "source", "speaker", "team_id", "organisation_id")
    for key, *facts in rows:
        plain = plain_words(" ".join(words.get(key, ())))
        yield _Facts(*facts), Text(plain, frozenset(themes.get(key, ()))), 1


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
    asks = any(rule.words or rule.theme for rule in rules)
    for each, text, count in (
        _by_text(received) if asks else ((_Facts(*g[:4]), _NO_TEXT, g[4]) for g in groups)
    ):
        tried.total += count
        rule = first_that_fits(rules, each, text)
        if rule is None:
            tried.none += count
            continue
        tried.fits[places[id(rule)]] += count
        if gives_team(rule, each.team_id) and rule.to_team_id != each.team_id:
            tried.teams[places[id(rule)]] += count
    return tried
