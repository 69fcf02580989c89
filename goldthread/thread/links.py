"""The golden thread: what each record is based on, and what it led to, from feedback to claim and back."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from goldthread.briefings.models import Briefing
from goldthread.council.models import Person
from goldthread.evidence.models import Claim
from goldthread.feedback.models import Feedback, Point
from goldthread.impact.models import Measure
from goldthread.learning.models import Action, Lesson
from goldthread.reviews.models import Figure, Finding, Review
from goldthread.standards import framework
from goldthread.themes.codebook.models import Theme


@dataclass(frozen=True)
class Kind:
    """A type of record on the thread: its name, its page, and the permission that opens it."""

    slug: str
    name: str
    plural: str
    model: type[Model]
    page: str
    permission: str


# In the order of the thread, from feedback to claim.
KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        Kind("feedback", "Feedback", "Feedback", Feedback, "feedback:detail", "feedback.read"),
        Kind("review", "Review", "Reviews", Review, "reviews:detail", "reviews.read"),
        Kind("finding", "Finding", "Findings", Finding, "reviews:finding", "reviews.read"),
        Kind("figure", "Published figure", "Published figures", Figure, "reviews:figure", "reviews.read"),
        Kind("theme", "Theme", "Themes", Theme, "themes:detail", "themes.read"),
        Kind("lesson", "Lesson", "Lessons", Lesson, "learning:lesson", "learning.read"),
        Kind("action", "Action", "Actions", Action, "learning:action", "learning.read"),
        Kind("measure", "Measure", "Measures", Measure, "impact:measure", "impact.read"),
        Kind("briefing", "Briefing", "Briefings", Briefing, "briefings:detail", "briefings.read"),
        Kind("claim", "Claim", "Claims", Claim, "evidence:claim", "evidence.read"),
    )
}
_OF_MODEL = {kind.model: kind for kind in KINDS.values()}


@dataclass(frozen=True)
class Link:
    """One record as the thread shows it."""

    kind: Kind
    pk: uuid.UUID
    title: str
    note: str = ""
    on: datetime.date | None = None

    @property
    def url(self) -> str:
        """Return the address of its page."""
        return reverse(self.kind.page, args=[self.pk])


@dataclass
class Stage:
    """One type of record on a trail: the first of them, how many more, and how many this person may not open."""

    kind: Kind
    links: list[Link] = field(default_factory=list)
    more: int = 0
    hidden: int = 0


def get(person: Person, kind: str, pk: uuid.UUID) -> Model:
    """Return a record of the thread that this person may see; raises DoesNotExist for any other."""
    return visible(person, KINDS[kind].model).get(pk=pk)


def visible(person: Person, model: type[Model]) -> QuerySet:
    """Return the records of a type that this person may see, or none."""
    if not person.may(_OF_MODEL[model].permission):
        return model.objects.none()
    return _with_related(model.objects.visible_to(person))


def _with_related(records: QuerySet) -> QuerySet:
    """Select what a link shows of a record, so that many links do not need many queries."""
    if records.model is Finding:
        return records.select_related("review", "point")
    return records.prefetch_related("verdicts") if records.model is Measure else records


def link(record: Any) -> Link:
    """Return the link to a record."""
    kind = _OF_MODEL[type(record)]
    notes: dict[type[Model], Callable[[Any], tuple[str, datetime.date | None]]] = {
        Feedback: lambda r: (f"{r.reference}, {r.get_speaker_display().lower()}", r.received_on),
        Review: lambda r: (f"{r.reference}, {r.body}", r.decided_on),
        Finding: lambda r: (f"{r.review.reference}, {r.get_decision_display().lower()}", r.review.decided_on),
        Figure: lambda r: (r.source, None),
        Theme: lambda r: (r.group, None),
        Lesson: lambda r: (r.reference, r.recorded_on),
        Action: lambda r: (f"{r.reference}, {state_of(r)}", r.done_on or r.due_on),
        Measure: lambda r: (verdict_of(r), None),
        Briefing: lambda r: (r.reference, r.sent_on),
        Claim: lambda r: (_statement(r.statement), r.created_at.date()),
    }
    note, on = notes[type(record)](record)
    return Link(kind, record.pk, str(getattr(record, "title", "") or record), note, on)


def _statement(slug: str) -> str:
    """Return a quality statement's name; its slug in words where the framework in force has none of that slug."""
    try:
        return framework.current().statement(slug).name
    except KeyError:
        return slug.replace("-", " ")


def state_of(action: Action) -> str:
    """Return the state of an action in a few words; done and embedded are two states."""
    if action.stopped_on:
        return "stopped"
    if action.done_on is None:
        return "agreed"
    return {"yes": "done and embedded", "partly": "done, partly embedded", "no": "done, not embedded"}.get(
        action.embedded, "done, not checked"
    )


def verdict_of(measure: Measure) -> str:
    """Return the latest result, or that there is none yet."""
    verdicts = list(measure.verdicts.all())  # in the order of their reviews; prefetched for many at once
    return verdicts[-1].get_state_display() if verdicts else "No review yet"


# The steps down, from later on the thread to earlier. Each takes records of one kind and gives those
# of another that they are based on; a walk takes every step that begins with a type it has reached.
_DOWN: tuple[tuple[type[Model], type[Model], Callable[[list[Any]], Q]], ...] = (
    (Claim, Measure, lambda ids: Q(citations__sentence__in=ids)),
    (Claim, Briefing, lambda ids: Q(citations__sentence__in=ids)),
    (Claim, Figure, lambda ids: Q(citations__sentence__in=ids)),
    (Claim, Finding, lambda ids: Q(citations__sentence__in=ids)),
    (Claim, Feedback, lambda ids: Q(citations__sentence__in=ids)),
    (Briefing, Lesson, lambda ids: Q(briefing_links__briefing__in=ids)),
    (Measure, Action, lambda ids: Q(measure__in=ids)),
    (Measure, Theme, lambda ids: Q(measures__in=ids)),
    (Action, Lesson, lambda ids: Q(actions__in=ids)),
    (Lesson, Finding, lambda ids: Q(point__lessons__lesson__in=ids)),
    (Lesson, Feedback, lambda ids: Q(points__lessons__lesson__in=ids)),
    (Figure, Review, lambda ids: Q(figures__in=ids)),
    (Finding, Review, lambda ids: Q(findings__in=ids)),
)

# The same steps the other way.
_UP: tuple[tuple[type[Model], type[Model], Callable[[list[Any]], Q]], ...] = (
    (Review, Finding, lambda ids: Q(review__in=ids)),
    (Review, Figure, lambda ids: Q(review__in=ids)),
    (Feedback, Theme, lambda ids: Q(codings__point__feedback__in=ids, codings__applies=True)),
    (Feedback, Lesson, lambda ids: Q(basis__point__feedback__in=ids)),
    (Feedback, Claim, lambda ids: Q(citations__feedback__in=ids, archived_on=None)),
    (Finding, Lesson, lambda ids: Q(basis__point__finding__in=ids)),
    (Finding, Claim, lambda ids: Q(citations__finding__in=ids, archived_on=None)),
    (Figure, Claim, lambda ids: Q(citations__figure__in=ids, archived_on=None)),
    (Lesson, Action, lambda ids: Q(lesson__in=ids)),
    (Lesson, Briefing, lambda ids: Q(lesson_links__lesson__in=ids)),
    (Action, Measure, lambda ids: Q(action__in=ids)),
    (Measure, Claim, lambda ids: Q(citations__measure__in=ids, archived_on=None)),
    (Briefing, Claim, lambda ids: Q(citations__briefing__in=ids, archived_on=None)),
)

_MOST_LINKS = 50


def based_on(person: Person, record: Model, most: int = _MOST_LINKS) -> list[Stage]:
    """Return what a record is based on, down to feedback, nearest the record first."""
    return _walk(person, record, _DOWN, reversed(KINDS.values()), most)


def led_to(person: Person, record: Model, most: int = _MOST_LINKS) -> list[Stage]:
    """Return what a record led to, up to the claims based on it."""
    return _walk(person, record, _UP, KINDS.values(), most)


def _walk(person: Person, record: Model, steps: tuple, order: Iterable[Kind], most: int) -> list[Stage]:
    reached: dict[type[Model], set[uuid.UUID]] = {type(record): {record.pk}}
    # The steps stand in the order of the thread, so that one pass reaches everything.
    for start, end, condition in steps:
        if reached.get(start):
            ids = end.objects.filter(condition(list(reached[start])), council_id=person.council_id)
            reached.setdefault(end, set()).update(ids.values_list("pk", flat=True))
    stages = []
    for kind in order:
        ids = reached.get(kind.model, set()) - {record.pk}
        if not ids:
            continue
        records = visible(person, kind.model).filter(pk__in=ids)
        stage = Stage(kind, [link(each) for each in records[:most]])
        may_open = records.count() if len(stage.links) == most else len(stage.links)
        stage.more, stage.hidden = may_open - len(stage.links), len(ids) - may_open
        stages.append(stage)
    return stages


def points_of(record: Feedback | Finding) -> list[Point]:
    """Return the points of a piece of feedback or a finding."""
    return list(record.points.all()) if isinstance(record, Feedback) else [record.point]
