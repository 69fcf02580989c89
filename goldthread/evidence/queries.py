"""What stands under each sentence of the self-assessment: walked down to every voice, in a fixed number of queries."""

from __future__ import annotations

import datetime
import textwrap
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, QuerySet

from goldthread.briefings.models import Briefing, BriefingLesson
from goldthread.council.models import Person
from goldthread.council.records import search
from goldthread.evidence.models import CITED, Citation, Sentence
from goldthread.feedback.models import Feedback
from goldthread.impact.models import Measure, Reading
from goldthread.learning.models import LessonBasis
from goldthread.reviews.models import Figure, Finding
from goldthread.standards import framework as frameworks
from goldthread.standards.framework import Statement

# What happened longer ago than this says little of how things are now.
OLD_AFTER = datetime.timedelta(days=365)


@dataclass
class Ground:
    """What a sentence rests on: the things cited, the lessons on the way, and the voices and findings below."""

    citations: list[Citation] = field(default_factory=list)
    lessons: set[uuid.UUID] = field(default_factory=set)
    voices: set[uuid.UUID] = field(default_factory=set)
    findings: set[uuid.UUID] = field(default_factory=set)
    newest: datetime.date | None = None

    @property
    def is_broken(self) -> bool:
        """Whether nobody's voice stands under it: a finding is what somebody found, not what a person said."""
        return not self.voices

    def is_old(self, today: datetime.date) -> bool:
        """Whether the newest dated thing under it is more than a year old."""
        return self.newest is not None and today - self.newest > OLD_AFTER

    def date(self, on: datetime.date | None) -> None:
        """Note the date of something under the sentence."""
        if on is not None and (self.newest is None or on > self.newest):
            self.newest = on


def grounds(sentences: Iterable[Sentence]) -> dict[uuid.UUID, Ground]:
    """Return what stands under each sentence; all are of the council that is entered.

    The way down is: a measure to its action's lesson, a briefing to its lessons, a lesson to its points,
    a point to the voice or finding that it stands in.
    """
    found = {sentence.pk: Ground() for sentence in sentences}
    citations = (
        Citation.objects.filter(sentence__in=found)
        .select_related(
            "measure__action", "briefing", "finding__point", "finding__review", "figure__review", "feedback"
        )
        .order_by("created_at")
    )
    for citation in citations:
        found[citation.sentence_id].citations.append(citation)
    _lessons(found)
    _basis(found)
    _dates(found)
    return found


def _cited(found: dict[uuid.UUID, Ground], kind: str) -> dict[uuid.UUID, list[Ground]]:
    """Return the things of a kind that are cited, each with the grounds that cite it."""
    where = defaultdict(list)
    for ground in found.values():
        for citation in ground.citations:
            if pk := getattr(citation, f"{kind}_id"):
                where[pk].append(ground)
    return where


def _lessons(found: dict[uuid.UUID, Ground]) -> None:
    for measure, under in _cited(found, "measure").items():
        for ground in under:
            action = next(c.measure.action for c in ground.citations if c.measure_id == measure)
            if action is not None:
                ground.lessons.add(action.lesson_id)
    told = _cited(found, "briefing")
    pairs = BriefingLesson.objects.filter(briefing__in=told).values_list("briefing_id", "lesson_id")
    for briefing, lesson in pairs:
        for ground in told[briefing]:
            ground.lessons.add(lesson)


def _basis(found: dict[uuid.UUID, Ground]) -> None:
    learned = defaultdict(list)
    for ground in found.values():
        for lesson in ground.lessons:
            learned[lesson].append(ground)
        for citation in ground.citations:
            if citation.feedback_id:
                ground.voices.add(citation.feedback_id)
            if citation.finding_id:
                ground.findings.add(citation.finding_id)
    basis = LessonBasis.objects.filter(lesson__in=learned).values_list(
        "lesson_id",
        "point__feedback_id",
        "point__feedback__received_on",
        "point__finding__id",
        "point__finding__review__decided_on",
    )
    for lesson, voice, heard_on, finding, decided_on in basis:
        for ground in learned[lesson]:
            if voice:
                ground.voices.add(voice)
                ground.date(heard_on)
            if finding:
                ground.findings.add(finding)
                ground.date(decided_on)


def _dates(found: dict[uuid.UUID, Ground]) -> None:
    measured = _cited(found, "measure")
    latest = Reading.objects.filter(measure__in=measured).order_by().values_list("measure_id")
    for measure, month in latest.annotate(last=Max("month")):
        for ground in measured[measure]:
            ground.date(month)
    for ground in found.values():
        for citation in ground.citations:
            ground.date(dated(citation))


def dated(citation: Citation) -> datetime.date | None:
    """Return the day of the thing that is cited, where it has one of its own."""
    if citation.feedback:
        return citation.feedback.received_on
    if citation.briefing:
        return citation.briefing.sent_on
    review = citation.finding.review if citation.finding else citation.figure and citation.figure.review
    return review.decided_on if review else None


def voices_under(sentences: Iterable[Sentence]) -> dict[uuid.UUID, int]:
    """Return how many voices stand under each sentence; nought where the thread is broken."""
    return {pk: len(ground.voices) for pk, ground in grounds(sentences).items()}


def standing(person: Person, statement: str = "") -> QuerySet:
    """Return the sentences that stand, in order, of one statement or all, in the framework in force."""
    sentences = Sentence.objects.visible_to(person).filter(
        framework=frameworks.current().slug, withdrawn_on__isnull=True
    )
    return sentences.filter(statement=statement) if statement else sentences


@dataclass(frozen=True)
class Tally:
    """How a statement stands: its sentences, and how many rest on a voice, are broken, or are old."""

    statement: Statement
    sentences: int = 0
    voiced: int = 0
    broken: int = 0
    old: int = 0


def tallies(person: Person, today: datetime.date) -> list[tuple[str, list[Tally]]]:
    """Return the framework's themes, each with its statements and how they stand."""
    framework = frameworks.current()
    sentences = list(standing(person))
    under = grounds(sentences)
    by_statement = defaultdict(list)
    for sentence in sentences:
        by_statement[sentence.statement].append(under[sentence.pk])

    def tally(statement: Statement) -> Tally:
        own = by_statement[statement.slug]
        broken = sum(ground.is_broken for ground in own)
        old = sum(ground.is_old(today) for ground in own)
        return Tally(statement, len(own), len(own) - broken, broken, old)

    return [
        (theme.name, [tally(s) for s in framework.statements if s.theme == theme.slug])
        for theme in framework.themes
    ]


# What can be cited: the word for it, its page, and the permission that opens that page.
KINDS: dict[str, tuple[str, str, str]] = {
    "measure": ("Measure", "impact:measure", "impact.read"),
    "briefing": ("Briefing", "briefings:detail", "briefings.read"),
    "finding": ("Finding", "reviews:finding", "reviews.read"),
    "figure": ("Printed figure", "reviews:figure", "reviews.read"),
    "feedback": ("Voice", "feedback:detail", "feedback.read"),
}
_MODELS: dict[str, Any] = {
    "measure": Measure, "briefing": Briefing, "finding": Finding, "figure": Figure, "feedback": Feedback,
}  # fmt: skip
# Findings and printed figures are few, and stand in the search index by their review only.
_NOT_INDEXED = {"finding": "point__text__icontains", "figure": "label__icontains"}


def citable(person: Person, kind: str) -> QuerySet:
    """Return the things of a kind that this person may see and so may cite."""
    if kind not in CITED or not person.may(KINDS[kind][2]):
        return Measure.objects.none()
    seen = _MODELS[kind].objects.visible_to(person)
    if kind == "briefing":
        return seen.filter(sent_on__isnull=False)
    return seen.select_related("point", "review") if kind == "finding" else seen


def offered(person: Person, kind: str, words: str, most: int) -> Sequence[Any]:
    """Return things of a kind to choose from: those that the words find, best first, or the newest."""
    seen = citable(person, kind)
    if words and kind not in _NOT_INDEXED:
        found = [entry.record_id for entry in search.find(person, words, kind=kind, most=most).entries]
        by_key = seen.in_bulk(found)
        return [by_key[pk] for pk in found if pk in by_key]
    if words:
        seen = seen.filter(**{_NOT_INDEXED[kind]: words})
    return list(seen.order_by("-id")[:most])


def title_of(thing: Any) -> str:
    """Return what a thing that is cited is called, in one line."""
    if isinstance(thing, Finding):
        return thing.heading or textwrap.shorten(thing.point.text, 120, placeholder="…")
    reference = getattr(thing, "reference", "")
    name = getattr(thing, "title", "") or str(thing)
    return f"{reference} {name}".strip()
