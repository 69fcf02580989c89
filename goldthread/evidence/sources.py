"""Sources behind a claim: each record that speaks for it, whose word it is, and from when; and the actions it rests on.

Read for many claims at once, in a number of queries that does not grow with them. Strength, coverage and the list of
sources of a statement are all made of these.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from goldthread.council.confirmations.models import Confirmation, Group
from goldthread.council.records.states import State, states_of
from goldthread.feedback.models import Feedback, Speaker
from goldthread.impact.models import Verdict
from goldthread.learning.models import Action
from goldthread.reviews.models import Finding

PEOPLE, STAFF, PARTNERS, PROCESSES = "people", "staff", "partners", "processes"
# Whose word feedback is: of people who draw on care and their families unless they work in it.
_OF_SPEAKER = {
    Speaker.STAFF: STAFF,
    Speaker.LEADER: STAFF,
    Speaker.PARTNER: PARTNERS,
    Speaker.PROVIDER: PARTNERS,
    Speaker.REGULATOR: PARTNERS,
}
_OF_GROUP = {Group.PEOPLE: PEOPLE, Group.STAFF: STAFF, Group.LEADERS: STAFF, Group.PARTNERS: PARTNERS}
# What is cited of these is how things are done, or what is told to staff; a finding and a published figure are others'.
_OF_KIND = {
    "measure": PROCESSES,
    "action": PROCESSES,
    "count": PROCESSES,
    "briefing": STAFF,
    "finding": PARTNERS,
    "figure": PARTNERS,
    "quotation": PARTNERS,
    "document": PROCESSES,
    "pilot": PROCESSES,
}


@dataclass(frozen=True)
class Source:
    """One record that speaks for a claim: its kind and key, whose word it is (`framework.HOLDS`), and its date.

    key: the record's, or the slug of a kept count. cited: whether the claim itself cites it, or it stands behind what is.
    """

    kind: str
    key: str
    holds: str
    on: datetime.date | None
    cited: bool = True


@dataclass(frozen=True)
class ActionStands:
    """An action that a claim rests on: how far it has come, and the latest result of each of its measures."""

    pk: uuid.UUID
    reference: str
    title: str
    due_on: datetime.date
    is_done: bool
    states: tuple[State, ...]
    results: tuple[State, ...]


@dataclass(frozen=True)
class Word:
    """What a group said last of whether a change is felt: of the claim, or of one of its actions."""

    group: str
    felt: str
    of: uuid.UUID
    on: datetime.date
    pk: uuid.UUID


@dataclass
class Facts:
    """What was read for some claims: who said what and when, actions, confirmations, and what others said."""

    voices: dict[uuid.UUID, tuple[str, datetime.date]] = field(default_factory=dict)
    findings: dict[uuid.UUID, datetime.date | None] = field(default_factory=dict)
    actions: dict[uuid.UUID, ActionStands] = field(default_factory=dict)
    words: dict[uuid.UUID, list[Word]] = field(default_factory=dict)
    receptions: dict[uuid.UUID, list[Any]] = field(default_factory=dict)

    @property
    def speakers(self) -> dict[uuid.UUID, str]:
        """Return who speaks in each piece of feedback."""
        return {pk: speaker for pk, (speaker, _) in self.voices.items()}


def facts_of(
    evidence: Mapping[uuid.UUID, Any], today: datetime.date, until: datetime.datetime | None = None
) -> Facts:
    """Return what is behind some claims, by their keys; evidence: of each, as `standing.evidence_for` walked it.

    until: a moment, for what was said, and the results that there were, before it.
    """
    then = {} if until is None else {"created_at__lt": until}
    facts = Facts()
    feedback = {pk for each in evidence.values() for pk in each.feedback}
    if feedback:
        rows = Feedback.objects.filter(pk__in=feedback).values_list("pk", "speaker", "received_on")
        facts.voices = {pk: (speaker, day) for pk, speaker, day in rows}
    findings = {pk for each in evidence.values() for pk in each.findings}
    if findings:
        facts.findings = dict(Finding.objects.filter(pk__in=findings).values_list("pk", "review__decided_on"))
    actions = {pk for each in evidence.values() for pk in actions_of(each)}
    if actions:
        found = (
            Action.objects.counted()
            .filter(pk__in=actions)
            .prefetch_related(Prefetch("measures__verdicts", _verdicts(until)))
        )
        facts.actions = {action.pk: _stands(action, today) for action in found}
    if evidence:
        for row in _words({*evidence, *actions}, until):
            facts.words.setdefault(row.origin_id, []).append(
                Word(row.group, row.felt, row.origin_id, row.asked_on, row.pk)
            )
        # By its name: the models of this room state their gaps by what reads this.
        for each in _receptions(evidence).filter(**then):
            facts.receptions.setdefault(each.claim_id, []).append(each)
    return facts


def _verdicts(until: datetime.datetime | None) -> QuerySet:
    verdicts = Verdict.objects.all()
    return verdicts if until is None else verdicts.filter(on__lt=timezone.localdate(until))


def actions_of(evidence: Any) -> set[uuid.UUID]:
    """Return the keys of the actions that evidence rests on: those cited, and those of measures that are."""
    own = {citation.action_id for citation in evidence.citations if citation.action_id}
    return own.union(*(below.get("action", ()) for below in evidence.below.values()))


def _stands(action: Action, today: datetime.date) -> ActionStands:
    measures = [measure for measure in action.measures.all() if not measure.withdrawn_on]
    results = tuple(state for measure in measures for state in measure.result_states)
    return ActionStands(
        action.pk,
        action.reference,
        action.title,
        action.due_on,
        action.done_on is not None,
        states_of(action, today),
        results,
    )


def _words(keys: Iterable[uuid.UUID], until: datetime.datetime | None) -> QuerySet:
    latest = Confirmation.objects.latest(until).filter(
        origin__in=("claim", "action"), origin_id__in=list(keys)
    )
    return latest.order_by("group", "asked_on", "pk").only("origin_id", "group", "felt", "asked_on")


def _receptions(claims: Iterable[uuid.UUID]) -> QuerySet:
    receptions = apps.get_model("goldthread", "Reception").objects
    return receptions.filter(claim__in=list(claims)).order_by("-said_on", "-pk")


def sources_of(claim: uuid.UUID, evidence: Any, facts: Facts) -> tuple[Source, ...]:
    """Return each source behind a claim once: what it cites, the feedback and findings under that, and who confirms it."""
    found: dict[tuple[str, str], Source] = {}

    def add(kind: str, key: object, holds: str, on: datetime.date | None, *, cited: bool = True) -> None:
        found.setdefault((kind, str(key)), Source(kind, str(key), holds, on, cited))

    for citation in evidence.citations:
        kind = citation.kind
        if kind == "count":
            add(kind, citation.count, PROCESSES, None)
            continue
        pk = getattr(citation, f"{kind}_id")
        add(kind, pk, _holds(kind, pk, facts), evidence.dates.get(pk))
    for pk in sorted(evidence.feedback):
        if pk in facts.voices:
            add("feedback", pk, _holds("feedback", pk, facts), facts.voices[pk][1], cited=False)
    for pk in sorted(evidence.findings):
        add("finding", pk, PARTNERS, facts.findings.get(pk), cited=False)
    for word in words_on(claim, evidence, facts):
        add("confirmation", word.pk, _OF_GROUP[Group(word.group)], word.on, cited=False)
    for each in facts.receptions.get(claim, ()):
        add("reception", each.pk, PARTNERS, each.said_on)
    return tuple(found.values())


def words_on(claim: uuid.UUID, evidence: Any, facts: Facts) -> list[Word]:
    """Return what groups said last of a claim and of the actions it rests on, in the order of the groups."""
    keys = [claim, *sorted(actions_of(evidence))]
    order = list(Group)
    return sorted(
        (word for key in keys for word in facts.words.get(key, ())),
        key=lambda word: (order.index(Group(word.group)), word.on, word.pk),
    )


def _holds(kind: str, pk: uuid.UUID, facts: Facts) -> str:
    if kind != "feedback":
        return _OF_KIND[kind]
    return of_speaker(facts.voices[pk][0]) if pk in facts.voices else PEOPLE


def of_speaker(speaker: str) -> str:
    """Return whose word feedback is by who speaks in it."""
    return _OF_SPEAKER.get(Speaker(speaker), PEOPLE) if speaker else PEOPLE
