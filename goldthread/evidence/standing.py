"""How claims stand: their evidence down to the feedback, the states of each citation, and their gaps.

Claim page, statement page, gaps list and evidence pack all read it here, in a number of queries that does not grow with
the claims.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from weakref import WeakKeyDictionary

from django.apps import apps
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from goldthread.council.kept import kept
from goldthread.council.models import Person
from goldthread.council.records import walk
from goldthread.council.records.counting import counts_today, kept_counts
from goldthread.council.records.kept_counts import Count
from goldthread.council.records.states import COUNT, SHARE, State, states_of
from goldthread.evidence.claim_gaps import ClaimGap, about, gaps_of
from goldthread.evidence.sources import Facts, facts_of
from goldthread.evidence.strength import OLD_AFTER, Strength, plan_of, strength_of
from goldthread.feedback.models import Feedback, Speaker
from goldthread.impact.models import Reading, Verdict
from goldthread.learning.models import LessonBasis
from goldthread.reviews.models import ACTIONS

# The dates of these say how old evidence is: when something was told, found, measured or sent to teams.
_DATED = ("feedback", "finding", "figure", "quotation", "measure", "briefing", "document")
# They work in it: what they say is not what people who draw on care, or their families, say.
_AT_WORK = frozenset({Speaker.STAFF, Speaker.LEADER, Speaker.PARTNER, Speaker.PROVIDER, Speaker.REGULATOR})


@dataclass
class Evidence:
    """Evidence for a claim: its citations, the lessons below them, and the feedback and findings below those."""

    citations: list[Any] = field(default_factory=list)
    lessons: set[uuid.UUID] = field(default_factory=set)
    feedback: set[uuid.UUID] = field(default_factory=set)
    findings: set[uuid.UUID] = field(default_factory=set)
    newest: datetime.date | None = None
    # Of each record that is cited, by its key: what it is based on, and its own date.
    below: dict[uuid.UUID, walk.Reached] = field(default_factory=dict)
    dates: dict[uuid.UUID, datetime.date | None] = field(default_factory=dict)

    @property
    def has_gap(self) -> bool:
        """Whether no feedback supports it: a finding is what a reviewer found, not what a person told us."""
        return not self.feedback

    def is_old(self, today: datetime.date) -> bool:
        """Whether its newest evidence is more than a year old."""
        return is_old(self.newest, today)


def is_old(day: datetime.date | None, today: datetime.date) -> bool:
    """Return whether a day is more than a year ago."""
    return day is not None and today - day > OLD_AFTER


def evidence_for(claims: Iterable[Any], until: datetime.datetime | None = None) -> dict[uuid.UUID, Evidence]:
    """Return the evidence for each claim, walked down to the feedback; all are of the council that is entered.

    until: a moment, for what was cited before it, with the results that there were then.
    """
    by_claim = {claim.pk: Evidence() for claim in claims}
    kinds: dict[uuid.UUID, str] = {}
    cited: dict[uuid.UUID, list[uuid.UUID]] = {key: [] for key in by_claim}
    for citation in _citations(by_claim, until):
        by_claim[citation.claim_id].citations.append(citation)
        kind = citation.kind
        if kind != COUNT:
            pk = getattr(citation, f"{kind}_id")
            kinds[pk] = kind
            cited[citation.claim_id].append(pk)
    starts: dict[str, set[uuid.UUID]] = {}
    for pk, kind in kinds.items():
        starts.setdefault(kind, set()).add(pk)
    # From what is cited and not from the claims: a claim is based on that and on what it is based on, nothing else.
    reached = walk.based_on_each(starts)
    itself = {pk: {kind: {pk}} for pk, kind in kinds.items()}
    whole = {
        key: _joined([each[pk] for pk in keys for each in (itself, reached)]) for key, keys in cited.items()
    }
    dates = walk.newest({**whole, **itself}, _DATED)
    for key, evidence in by_claim.items():
        evidence.lessons = whole[key].get("lesson", set())
        evidence.feedback = whole[key].get("feedback", set())
        evidence.findings = whole[key].get("finding", set())
        evidence.newest = dates[key]
        evidence.below = {pk: reached[pk] for pk in cited[key]}
        evidence.dates = {pk: dates[pk] for pk in cited[key]}
    return by_claim


def _joined(parts: Iterable[walk.Reached]) -> walk.Reached:
    joined: walk.Reached = {}
    for part in parts:
        for kind, keys in part.items():
            joined.setdefault(kind, set()).update(keys)
    return joined


def _citations(claims: Iterable[uuid.UUID], until: datetime.datetime | None) -> QuerySet:
    # By its name: claims state their gaps by this file, so that it cannot import their models.
    citations = apps.get_model("goldthread", "Citation").objects
    readings, verdicts, then = Reading.objects.all(), Verdict.objects.all(), {}
    if until is not None:
        then = {"created_at__lt": until}
        readings, verdicts = readings.filter(**then), verdicts.filter(on__lt=timezone.localdate(until))
    newest = readings.order_by("measure_id", "-month").distinct("measure_id")
    return (
        citations.counted()
        .filter(claim__in=list(claims), **then)
        .select_related(
            "measure__action",
            "action",
            "briefing",
            "finding__point",
            "finding__review",
            "figure__review",
            "quotation__review",
            "feedback",
            "document",
            "pilot__action",
        )
        .prefetch_related(
            Prefetch("measure__verdicts", verdicts),
            Prefetch("measure__action__measures__verdicts", verdicts),
            Prefetch("action__measures__verdicts", verdicts),
            Prefetch("pilot__action__measures__verdicts", verdicts),
            Prefetch("measure__readings", queryset=newest, to_attr="newest_readings"),
            "briefing__receipts",
            Prefetch("finding__point__lessons", LessonBasis.objects.select_related("lesson")),
            f"finding__{ACTIONS}",
        )
        .order_by("created_at", "pk")
    )


@dataclass(frozen=True)
class Standing:
    """How a claim stands on a day: its evidence, the states of each citation, its gaps and those overridden."""

    claim: Any
    evidence: Evidence
    states: Mapping[uuid.UUID, tuple[State, ...]]
    gaps: tuple[ClaimGap, ...]
    overridden: tuple[ClaimGap, ...]
    strength: Strength

    @property
    def is_ready(self) -> bool:
        """Return whether somebody marked it ready and nothing is missing now."""
        return bool(self.claim.ready_on) and not self.gaps

    @property
    def denies_change(self) -> bool:
        """Return whether its words suggest a change, and somebody gave the reason why it claims none."""
        return bool(self.claim.no_change_because)

    @property
    def tags(self) -> list[State]:
        """Return how it stands as tags, what is missing first."""
        tags = [State("Archived", "stopped")] if self.claim.archived_on else []
        if self.strength.has_plan:
            tags.append(State("Weakness we name, with its plan", "green"))
        tags += [State(gap.tag, _LOOKS.get(gap.slug, "gap")) for gap in self.gaps]
        if self.overridden:
            tags.append(State("Overridden in writing", "not_implemented"))
        if self.denies_change:
            tags.append(State("Claims no change", "merged"))
        if self.is_ready:
            tags.append(State("Ready", "confirmed"))
        return tags


_LOOKS = {"no-feedback": "no_feedback", "old": "old"}


def standing_of(
    claims: Iterable[Any],
    today: datetime.date,
    *,
    withheld: bool = True,
    until: datetime.datetime | None = None,
) -> dict[uuid.UUID, Standing]:
    """Return how each claim stands, by its key. withheld: False for somebody who may read feedback, and so its counts.

    until: a moment, for how it stood then as far as records keep it (`evidence_for`).
    """
    listed = list(claims)
    evidence = evidence_for(listed, until)
    definitions = kept_counts()
    of_claim = {claim.pk: [each.slug for each in about(claim.text, definitions.values())] for claim in listed}
    wanted = {slug for slugs in of_claim.values() for slug in slugs}
    wanted |= {c.count for each in evidence.values() for c in each.citations if c.count}
    # All are of the council that is entered.
    counts = counts_today(sorted(wanted), listed[0].council_id, today) if listed else {}
    facts = facts_of(evidence, today, until)
    return {
        claim.pk: _standing(
            claim,
            evidence[claim.pk],
            today,
            counts=counts,
            is_about=of_claim[claim.pk],
            facts=facts,
            withheld=withheld,
        )
        for claim in listed
    }


def standing_today(
    person: Person, claims: Iterable[Any], today: datetime.date, *, withheld: bool = True
) -> dict[uuid.UUID, Standing]:
    """Return `standing_of` for a page, worked out once for each change of the council's records."""
    listed = list(claims)
    if not listed:
        return {}
    key = (withheld, *(claim.pk for claim in listed))
    found = kept(person, "standing", today, lambda: standing_of(listed, today, withheld=withheld), by=key)
    # How it stands is kept, and the claim is the page's own.
    return {claim.pk: replace(found[claim.pk], claim=claim) for claim in listed}


def _standing(
    claim: Any,
    evidence: Evidence,
    today: datetime.date,
    *,
    counts: Mapping[str, Count],
    is_about: Iterable[str],
    facts: Facts,
    withheld: bool,
) -> Standing:
    speakers, plan = facts.speakers, plan_of(claim, evidence, today)
    states = {
        citation.pk: citation_states(citation, evidence, today, counts, speakers, withheld=withheld)
        for citation in evidence.citations
    }
    gaps = gaps_of(
        claim,
        list(states.values()),
        feedback=len(evidence.feedback),
        old=evidence.is_old(today),
        counts={c.count: counts[c.count] for c in evidence.citations if c.count},
        about=[counts[slug] for slug in is_about],
        withheld=withheld,
        notes=[citation.note for citation in evidence.citations if citation.note],
        plan=plan,
    )
    overridden = tuple(gap for gap in gaps if gap.may_be_overridden and gap.slug in claim.overrides)
    left = tuple(gap for gap in gaps if gap not in overridden)
    return Standing(
        claim, evidence, states, left, overridden, strength_of(claim, evidence, facts, today, plan)
    )


def citation_states(
    citation: Any,
    evidence: Evidence,
    today: datetime.date,
    counts: Mapping[str, Count],
    speakers: Mapping[uuid.UUID, str],
    *,
    withheld: bool,
) -> tuple[State, ...]:
    """Return how what is cited stands: what its type states of it, whose words are behind it, and how old it is.

    Of a kept count: today's count.
    """
    if citation.kind == COUNT:
        text = counts[citation.count].in_words(withheld=withheld)
        return (State(f"{text}, today", "blue", SHARE),)
    record = citation.cited
    voices = evidence.below[record.pk].get("feedback", set()) | ({record.pk} & speakers.keys())
    states = (*states_of(record, today), _voice({speakers.get(pk, "") for pk in voices}))
    day = evidence.dates[record.pk]
    if day is None:
        return states
    age = State(f"Over a year old: {day:%B %Y}", "old") if is_old(day, today) else State(f"From {day:%B %Y}")
    return (*states, age)


def _voice(speakers: set[str]) -> State:
    """Return whether people who draw on care or their families are behind it, or only those who work in it."""
    if not speakers:
        return State("No feedback")
    if speakers <= _AT_WORK:
        return State("Feedback from staff or partners only", "partly")
    return State("Feedback from people", "yes")


def may_see_numbers(person: Person) -> bool:
    """Return whether a person may see the counts of what people said; others read them without small numbers."""
    return person.may(Feedback.spec.permission)


def with_gap(
    claims: QuerySet, today: datetime.date, slugs: Iterable[str], *, without: Iterable[str] = ()
) -> QuerySet:
    """Return those of the claims that have one of these gaps and nobody overrode it, and none of those `without`.

    claims: of the same query, asked for several gaps, the standings are computed once.
    """
    wanted, unwanted = set(slugs), set(without)
    keys = [
        pk
        for pk, slugs_of_claim in _gaps_among(claims, today).items()
        if wanted & slugs_of_claim and not unwanted & slugs_of_claim
    ]
    return claims.filter(pk__in=keys).order_by("statement", "position")


# As Django keeps the rows of a query with the query: while somebody holds it, which is within one request.
_GAP_SLUGS: WeakKeyDictionary[QuerySet, tuple[datetime.date, dict[uuid.UUID, set[str]]]] = WeakKeyDictionary()


def _gaps_among(claims: QuerySet, today: datetime.date) -> dict[uuid.UUID, set[str]]:
    """Return the slugs of the gaps of each of the claims that is not archived, found once for a query and a day."""
    on, slugs = _GAP_SLUGS.get(claims, (None, {}))
    if on != today:
        standing = standing_of(claims.filter(archived_on=None), today)
        slugs = {pk: {gap.slug for gap in each.gaps} for pk, each in standing.items()}
        _GAP_SLUGS[claims] = (today, slugs)
    return slugs
