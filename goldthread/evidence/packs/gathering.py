"""What a pack holds, read as at a day: the claims, the evidence that they cite, and the words under each.

Everything is in an order that follows from the records alone, so that the same data gives the same pack on another day
and another machine. What Goldthread keeps a date of is read as of the day: claims and their wording, evidence added,
readings, results, words. What it keeps no earlier state of is as it stands (`NOT_AS_AT` says what).
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records.base import history_of
from goldthread.council.records.spec import kind_of
from goldthread.council.records.states import State
from goldthread.evidence import queries
from goldthread.evidence.models import CITED, COUNT, Citation, Claim
from goldthread.evidence.quotes import MOST_QUOTED
from goldthread.evidence.standing import Standing, standing_of
from goldthread.feedback.models import Feedback, Point
from goldthread.impact import queries as impact
from goldthread.impact.charts import MeasureChart, measure_chart
from goldthread.learning.models import Lesson, LessonBasis
from goldthread.reviews.models import Finding
from goldthread.standards.framework import Framework

NOT_AS_AT = (
    "Not kept as of a day, and so as they stood when the pack was made: evidence that was removed from a claim since, the "
    "wording of lessons, briefings, findings and measures, the decision on a finding, whether an action is done, and the role of whoever overrode a gap."
)
# Of a claim that was changed after the day, what its history says it was.
_AS_IT_WAS = (
    "text", "statement", "category", "position", "claims_change", "no_change_because", "override_reason", "overridden_by_id",
    "overridden_on", "overridden_gaps", "ready_on", "archived_on", "withdrawn_on", "is_weakness", "plan_id", "plan_by",
)  # fmt: skip

_SOURCES = frozenset(CITED)


@dataclass
class Word:
    """One passage under the evidence: the redacted words of a person, of a reviewer, or as printed."""

    anchor: str
    text: str
    who: str
    quoted: bool = True
    under: list[str] = field(default_factory=list)
    source: tuple[str, uuid.UUID] | None = None


@dataclass
class Proof:
    """One record that claims cite, with what it shows and the words under it; `pieces`: of feedback behind it."""

    anchor: str
    number: int
    key: str
    kind: str
    name: str
    title: str
    on: datetime.date | None
    record: Any
    states: tuple[State, ...]
    pieces: int = 0
    words: list[str] = field(default_factory=list)
    lessons: list[Lesson] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    result: Any = None
    chart: MeasureChart | None = None


@dataclass
class Entry:
    """One claim, with how it stands and what it cites, each as the number of its evidence and the note on it."""

    number: str
    claim: Claim
    standing: Standing
    cites: list[tuple[int, str]] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Return by which a link leads to it."""
        return f"claim-{self.number}"


@dataclass
class Gathered:
    """All that a pack holds, in order, and the records whose words are in it."""

    entries: list[Entry]
    proofs: list[Proof]
    words: dict[str, Word]
    sources: list[tuple[str, uuid.UUID]]


def claims_as_at(by: Person, framework: Framework, statement: str, as_at: datetime.date) -> list[Claim]:
    """Return the claims that stood on a day, each with the wording that it had then, in order."""
    listed = list(
        Claim.objects.visible_to(by, withdrawn=True)
        .filter(created_at__lt=_end(as_at))
        .select_related("overridden_by")
        .order_by("pk")
    )
    earlier = _first_events(listed, as_at)
    for claim in listed:
        event = earlier.get(claim.pk)
        if event is not None:
            for name in _AS_IT_WAS:
                setattr(claim, name, getattr(event, name))
    order = {each.slug: at for at, each in enumerate(framework.statements)}
    stood = [
        claim
        for claim in listed
        if not (claim.archived_on and claim.archived_on <= as_at)
        and not (claim.withdrawn_on and claim.withdrawn_on <= as_at)
        and claim.statement in order
        and (not statement or claim.statement == statement)
    ]
    return sorted(stood, key=lambda claim: (order[claim.statement], claim.position, claim.pk))


def _first_events(claims: Iterable[Claim], as_at: datetime.date) -> Mapping[uuid.UUID, Any]:
    """Return of each claim that was changed after a day how it was before the first such change."""
    events = history_of(Claim)
    if events is None:
        return {}
    rows = events._default_manager.filter(
        pgh_obj_id__in=[claim.pk for claim in claims], pgh_created_at__gte=_end(as_at)
    )
    first: dict[uuid.UUID, Any] = {}
    for event in rows.order_by("pgh_created_at", "pgh_id"):
        first.setdefault(event.pgh_obj_id, event)
    return first


def _end(day: datetime.date) -> datetime.datetime:
    """Return the moment at which a day is over."""
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min))


def gather(claims: Sequence[Claim], as_at: datetime.date) -> Gathered:
    """Return what a pack of these claims holds; all are of the council that is entered, and as they were on the day."""
    # Whoever is given the file reads it: of what people said, no small number.
    standing = standing_of(claims, as_at, withheld=True, until=_end(as_at))
    entries = [Entry(str(number), claim, standing[claim.pk]) for number, claim in enumerate(claims, start=1)]
    proofs: dict[str, Proof] = {}
    below: dict[str, Any] = {}
    for entry in entries:
        evidence = entry.standing.evidence
        for citation in sorted(evidence.citations, key=lambda each: (each.created_at, each.pk)):
            key = f"{citation.kind}:{citation.count if citation.kind == COUNT else citation.cited.pk}"
            # Of one document two sections are two pieces of evidence.
            key = f"{key}:{citation.section}" if citation.section else key
            if key not in proofs:
                proofs[key] = _proof(citation, key, len(proofs) + 1, entry, as_at)
                below[key] = {} if citation.kind == COUNT else evidence.below[citation.cited.pk]
            proof = proofs[key]
            entry.cites.append((proof.number, citation.note))
            proof.claims.append(entry.number)
    made = Gathered(entries, list(proofs.values()), {}, [])
    _add_words(made, below, as_at)
    _add_sources(made)
    return made


def _proof(citation: Citation, key: str, number: int, entry: Entry, as_at: datetime.date) -> Proof:
    proof = Proof(
        anchor=f"evidence-{number}",
        number=number,
        key=key,
        kind=citation.kind,
        name=queries.kind_name(citation.kind),
        title=queries.cited_title(citation),
        on=queries.date_of(citation),
        record=citation.cited,
        states=entry.standing.states[citation.pk],
    )
    if citation.kind == "measure":
        readings = list(citation.measure.readings.filter(created_at__lt=_end(as_at)).order_by("month", "pk"))
        proof.result = impact.result_of(citation.measure, readings, as_at)
        proof.chart = measure_chart(citation.measure, readings, uid=f"evidence{number}")
    return proof


def _add_words(made: Gathered, below: Mapping[str, Any], as_at: datetime.date) -> None:
    """Put the words under each piece of evidence: of the feedback that is cited, then of that under its lessons."""
    reached = {key: {**found} for key, found in below.items()}
    lessons = {pk for found in reached.values() for pk in found.get("lesson", ())}
    by_lesson = Lesson.objects.in_bulk(lessons)
    points, of_lesson, of_origin = _points(lessons, made.proofs, as_at)
    counter: dict[uuid.UUID, str] = {}
    for proof in made.proofs:
        found = reached[proof.key]
        keys = [pk for pk in found.get("lesson", ()) if pk in by_lesson]
        proof.lessons = sorted((by_lesson[pk] for pk in keys), key=lambda lesson: lesson.number)
        own = proof.kind == "feedback"
        proof.pieces = len(found.get("feedback", ())) + own
        first = of_origin.get(getattr(proof.record, "pk", None), []) if proof.kind != COUNT else []
        others = {pk for lesson in proof.lessons for pk in of_lesson.get(lesson.pk, ())}
        chosen = [*first, *sorted(others - {*first}, key=lambda pk: _newest_first(points[pk]))][:MOST_QUOTED]
        for pk in chosen:
            anchor = counter.setdefault(pk, f"words-{len(counter) + 1}")
            made.words.setdefault(anchor, _word(anchor, points[pk]))
            made.words[anchor].under.append(str(proof.number))
            proof.words.append(anchor)
        printed = _printed(proof)
        if printed is not None:
            made.words[printed.anchor] = printed
            proof.words.insert(0, printed.anchor)


def _points(
    lessons: set[uuid.UUID], proofs: Sequence[Proof], as_at: datetime.date
) -> tuple[dict[uuid.UUID, Point], dict[uuid.UUID, list[uuid.UUID]], dict[uuid.UUID, list[uuid.UUID]]]:
    """Return the issues that may be quoted by key, and the keys of the newest by lesson and by the record cited."""
    voice, finding = kind_of(Feedback), kind_of(Finding)
    readable = Point.objects.readable().filter(heard_on__lte=as_at, origin__in=(voice, finding))
    cited = [proof.record.pk for proof in proofs if proof.kind in (voice, finding)]
    direct = list(readable.filter(origin_id__in=cited).order_by("position", "pk"))
    rows = LessonBasis.objects.filter(lesson__in=lessons, point__in=readable).order_by(
        "lesson_id", "-point__month", "point__reference", "point__position", "point_id"
    )
    of_lesson: dict[uuid.UUID, list[uuid.UUID]] = {}
    for lesson, point in rows.values_list("lesson_id", "point_id").iterator():
        newest = of_lesson.setdefault(lesson, [])
        if len(newest) < MOST_QUOTED:
            newest.append(point)
    wanted = {pk for keys in of_lesson.values() for pk in keys}
    points = {point.pk: point for point in direct} | Point.objects.in_bulk(wanted)
    of_origin: dict[uuid.UUID, list[uuid.UUID]] = {}
    for point in direct:
        of_origin.setdefault(point.origin_id, []).append(point.pk)
    return points, of_lesson, of_origin


def _newest_first(point: Point) -> tuple[Any, ...]:
    return (-point.month.toordinal(), point.reference, point.position, point.pk)


def _word(anchor: str, point: Point) -> Word:
    if point.origin == kind_of(Finding):
        who, source = f"{point.reference}, as found by the review", ("finding", point.origin_id)
        return Word(anchor, point.text, who, quoted=False, source=source)
    who = f"{point.reference}, {point.get_speaker_display().lower()}, {point.month:%B %Y}"
    return Word(anchor, point.text, who, source=("feedback", point.origin_id))


def _printed(proof: Proof) -> Word | None:
    """Return the words of evidence that is words itself: a published figure as printed, a briefing's first block."""
    if proof.kind == "figure":
        text, who = proof.record.as_printed, f"As published: {proof.record.source}"
    elif proof.kind == "quotation":
        text, who = proof.record.words, f"{proof.record.said_by}, {proof.record.review.title}"
    elif proof.kind == "briefing":
        text, who = proof.record.blocks.get("what", ""), f"{proof.record.reference}, as sent to teams"
    else:
        return None
    if not str(text).strip():
        return None
    return Word(f"words-of-{proof.anchor}", str(text), who, quoted=False, under=[str(proof.number)])


def _add_sources(made: Gathered) -> None:
    """Note whose words are in the pack: by them, and by all they rest on, a name that is hidden later is found in it."""
    sources = {("claim", entry.claim.pk) for entry in made.entries}
    sources |= {(proof.kind, proof.record.pk) for proof in made.proofs if proof.kind in _SOURCES}
    sources |= {("lesson", lesson.pk) for proof in made.proofs for lesson in proof.lessons}
    sources |= {word.source for word in made.words.values() if word.source}
    made.sources = sorted(sources)
