"""What the learning pages read: lessons by what their actions owe, what a lesson rests on, and points to choose from."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from goldthread.council.models import Person
from goldthread.learning.models import Action, Lesson
from goldthread.themes.models import Coding, Theme
from goldthread.themes.said import Said, as_said, points_open_to

SHOWN = (
    ("", "Every lesson"),
    ("open", "With an action still open"),
    ("overdue", "With an action overdue"),
    ("unchecked", "Done, and nobody has checked that it stuck"),
    ("mine", "With an action of mine"),
    ("idle", "Without an action"),
)
_OFFERED = 12


def lessons(person: Person, show: str, today: datetime.date) -> QuerySet[Lesson]:
    """Return the council's lessons with their actions, narrowed by what an action of theirs owes."""
    actions = Action.objects.filter(lesson=OuterRef("pk"))
    owing = {
        "open": actions.open(),
        "overdue": actions.overdue(today),
        "unchecked": actions.filter(done_on__isnull=False, embedded_checked_on__isnull=True),
        "mine": actions.filter(owner=person),
    }
    found = Lesson.objects.visible_to(person)
    if show in owing:
        found = found.filter(Exists(owing[show]))
    elif show == "idle":
        found = found.filter(~Exists(actions), no_action_because="")
    return found.prefetch_related(Prefetch("actions", Action.objects.select_related("owner")))


def lessons_of(person: Person, theme: Theme, most: int = 8) -> QuerySet[Lesson]:
    """Return the newest lessons that rest on a point of this theme."""
    rests = Exists(Coding.objects.filter(theme=theme, stands=True, point__lessons__lesson=OuterRef("pk")))
    found = Lesson.objects.visible_to(person).filter(rests).prefetch_related("actions")
    return found.order_by("-drawn_on", "-id")[:most]


def state_of(action: Action, today: datetime.date) -> str:
    """Return whether an action is given_up, done, overdue, due_soon or open: done, and nothing more."""
    if action.given_up_on:
        return "given_up"
    if action.done_on:
        return "done"
    if action.due_on < today:
        return "overdue"
    return "due_soon" if action.due_on <= today + datetime.timedelta(days=14) else "open"


@dataclass(frozen=True)
class Basis:
    """What a lesson rests on: what this person may read of it, and how much more there is."""

    said: list[Said]
    hidden: int


def basis_of(person: Person, lesson: Lesson) -> Basis:
    """Return the voices and findings under a lesson, in the order in which they were chosen."""
    keys = list(lesson.basis.order_by("id").values_list("point_id", flat=True))
    points = points_open_to(person).in_bulk(keys)
    said = as_said(points[key] for key in keys if key in points)
    return Basis(said, len(keys) - len(said))


def chosen(person: Person, keys: Iterable[str]) -> list[Said]:
    """Return the points that an address or a form names, in its order; whatever cannot be read is left out."""
    wanted = []
    for key in keys:
        try:
            wanted.append(uuid.UUID(key))
        except ValueError:
            continue
    points = points_open_to(person).in_bulk(wanted)
    return as_said(points[key] for key in dict.fromkeys(wanted) if key in points)


def offered(
    person: Person, *, theme: Theme | None, kind: str, words: str, without: Iterable[uuid.UUID]
) -> list[Said]:
    """Return the newest points to choose from: of a theme, upheld or found by a review, or with these words."""
    points = points_open_to(person).exclude(pk__in=list(without))
    points = points.exclude(
        feedback__forgotten_on__isnull=False
    )  # nothing can be learned from "Deleted on ..."
    if theme is not None:
        points = points.filter(Exists(Coding.objects.filter(point=OuterRef("pk"), theme=theme, stands=True)))
    if kind == "upheld":
        points = points.filter(is_upheld=True)
    elif kind == "findings":
        points = points.filter(feedback__isnull=True)
    elif kind == "voices":
        points = points.filter(feedback__isnull=False)
    elif theme is None and not words:
        # Unasked, what weighs most: upheld complaints and findings.
        points = points.filter(Q(is_upheld=True) | Q(feedback__isnull=True))
    for word in words.split()[:6]:
        points = points.filter(text__icontains=word)
    return as_said(points.order_by("-month", "-id")[:_OFFERED])
