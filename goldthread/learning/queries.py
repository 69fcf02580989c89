"""Queries for lessons: lists by the state of their actions, their basis, and issues to choose from."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet

from goldthread.council.models import Person
from goldthread.council.records import walk
from goldthread.council.records.models import Selection
from goldthread.council.records.spec import kind_of
from goldthread.feedback.models import Point
from goldthread.feedback.points import points_in
from goldthread.learning.choices import LessonKind
from goldthread.learning.models import Action, Lesson
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.coding.quotes import FINDING, Quote, as_quotes, readable_points

SHOWN = (
    ("", "All lessons"),
    ("open", "Open action"),
    ("overdue", "Overdue action"),
    ("unchecked", "Action done, embedding not checked"),
    ("mine", "My actions"),
    ("idle", "No action yet"),
    ("keep", "To keep"),
)
_OFFERED = 12
MOST_SELECTED = 100
"""So many issues at most are added to a lesson at once: somebody looks at each."""
MOST_OF_THEME = 50


def lessons(person: Person, show: str, today: datetime.date) -> QuerySet[Lesson]:
    """Return the council's lessons, filtered by the state of an action."""
    return of_state(Lesson.objects.visible_to(person), person, show, today)


def of_state(listed: QuerySet[Lesson], person: Person, show: str, today: datetime.date) -> QuerySet[Lesson]:
    """Return those of some lessons that have an action in a state, or none ("idle")."""
    actions = Action.objects.counted().filter(lesson=OuterRef("pk"))
    by_state = {
        "open": actions.open(),
        "overdue": actions.overdue(today),
        "unchecked": actions.filter(done_on__isnull=False, embedded_checked_on__isnull=True),
        "mine": actions.filter(owner=person),
    }
    if show in by_state:
        return listed.filter(Exists(by_state[show]))
    if show == "keep":
        return listed.filter(kind=LessonKind.KEEP)
    idle = {"no_action_because": "", "kind": LessonKind.CHANGE}
    return listed.filter(~Exists(actions), **idle) if show == "idle" else listed


def with_theme(listed: QuerySet[Lesson], theme: Theme) -> QuerySet[Lesson]:
    """Return those of some lessons that are based on an issue with a theme."""
    codings = Coding.objects.filter(theme=theme, applies=True, point__withdrawn_on=None)
    return listed.filter(Exists(codings.filter(point__lessons__lesson=OuterRef("pk"))))


def lessons_of(person: Person, theme: Theme, most: int) -> QuerySet[Lesson]:
    """Return the newest lessons that are based on an issue with this theme."""
    lessons = with_theme(Lesson.objects.visible_to(person), theme)
    actions = Action.objects.counted().select_related("owner").order_by("agreed_on", "id")
    lessons = lessons.prefetch_related(Prefetch("actions", actions))
    return lessons.order_by("-recorded_on", "-id")[:most]


def state_of(action: Action, today: datetime.date) -> str:
    """Return whether an action is stopped, done, overdue, due_soon or open: done, and nothing more."""
    if action.stopped_on:
        return "stopped"
    if action.done_on:
        return "done"
    if action.due_on < today:
        return "overdue"
    return "due_soon" if action.due_on <= today + datetime.timedelta(days=14) else "open"


@dataclass(frozen=True)
class Basis:
    """The issues and findings that a lesson is based on: those this person may read, and how many more there are."""

    quotes: list[Quote]
    hidden: int


def basis_of(person: Person, lesson: Lesson) -> Basis:
    """Return what a lesson is based on, in the order in which it was chosen."""
    basis = lesson.basis.filter(point__withdrawn_on=None).order_by("id")
    keys = list(basis.values_list("point_id", flat=True))
    points = readable_points(person).in_bulk(keys)
    quotes = as_quotes(points[key] for key in keys if key in points)
    return Basis(quotes, len(keys) - len(quotes))


def chosen(person: Person, keys: Iterable[str]) -> list[Quote]:
    """Return the points that an address or a form names, in its order, without those that this person may not read."""
    named = []
    for key in keys:
        try:
            named.append(uuid.UUID(key))
        except ValueError:
            continue
    points = readable_points(person).in_bulk(named)
    return as_quotes(points[key] for key in dict.fromkeys(named) if key in points)


def selected_points(person: Person, selection: Selection) -> list[Quote]:
    """Return the issues of what was ticked on a list, as far as this person may read them; so many at most."""
    points = readable_points(person).filter(points_in(selection), forgotten_on=None)
    return as_quotes(points.order_by("-heard_on", "origin_id", "position")[:MOST_SELECTED])


def points_under(person: Person, record: Model) -> list[Quote]:
    """Return the issues that stem from a record, or from what it is made of, such as a review's findings."""
    reached = walk.led_to(type(record), [record.pk])[record.pk].get(kind_of(Point), set())
    points = readable_points(person).filter(pk__in=reached, forgotten_on=None)
    return as_quotes(points.order_by("origin_id", "position")[:MOST_SELECTED])


def offered(
    person: Person, *, theme: Theme | None, kind: str, words: str, without: Iterable[uuid.UUID]
) -> list[Quote]:
    """Return the newest points to choose from, filtered by theme, by kind (upheld, findings, feedback) and by words."""
    points = readable_points(person).exclude(pk__in=list(without))
    # Deleted feedback has no words left to learn from.
    points = points.filter(forgotten_on=None)
    if theme is not None:
        points = points.filter(Exists(Coding.objects.filter(point=OuterRef("pk"), theme=theme, applies=True)))
    if kind == "upheld":
        points = points.filter(is_upheld=True)
    elif kind == "findings":
        points = points.filter(origin=FINDING)
    elif kind == "feedback":
        points = points.exclude(origin=FINDING)
    elif theme is None and not words:
        # Without a filter, what matters most: upheld complaints and findings.
        points = points.filter(Q(is_upheld=True) | Q(origin=FINDING))
    for word in words.split()[:6]:
        points = points.filter(text__icontains=word)
    return as_quotes(points.order_by("-month", "-id")[:_OFFERED])
