"""The list of lessons, each with the action that most needs somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.list_filters import by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address
from goldthread.learning import queries
from goldthread.learning.choices import LessonKind
from goldthread.learning.forms import LessonFilter
from goldthread.learning.models import Action, Lesson

VIEWS = (
    View("All lessons", ""),
    View("No action yet", "show=idle"),
    View("Overdue action", "show=overdue"),
    View("Done, embedding not checked", "show=unchecked"),
    View("My actions", "show=mine"),
    View("To keep", "show=keep"),
)
_PRESSING = ("overdue", "due_soon", "open", "done", "stopped")


def _attach(lessons: Sequence[Lesson]) -> None:
    """Read the actions of a page's lessons, and find of each the one that most needs somebody."""
    today = timezone.localdate()
    prefetch_related_objects(
        lessons, Prefetch("actions", Action.objects.counted().select_related("owner"), to_attr="listed")
    )
    for lesson in lessons:
        states = [(queries.state_of(action, today), action) for action in lesson.listed]
        states.sort(key=lambda each: (_PRESSING.index(each[0]), each[1].due_on))
        lesson.state, lesson.pressing = states[0] if states else ("", None)


def _action(lesson: Any) -> Cell:
    if lesson.pressing is None:
        if lesson.kind == LessonKind.KEEP:
            return "To keep"
        if lesson.no_action_because:
            return "No action needed"
        return {"text": "No action yet", "state": "late"}
    more = f" +{len(lesson.listed) - 1}" if lesson.listed[1:] else ""
    return {"text": f"{lesson.pressing.title}{more}", "href": address(lesson.pressing)}


def _state(lesson: Any) -> Cell:
    if lesson.pressing is None:
        return ""
    if lesson.state == "done":
        return f"Done. {lesson.pressing.embedding.text}"
    words = {"overdue": "Overdue", "due_soon": "Due soon", "open": "Open", "stopped": "Stopped"}[lesson.state]
    shown = {"overdue": "late", "due_soon": "soon"}.get(lesson.state, "")
    return {"text": words, "state": shown} if shown else words


COLUMNS = (
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Lesson", "title", main=True),
    Column("Action", _action),
    Column("State", _state),
    Column("Owner", lambda lesson: lesson.pressing.owner.name if lesson.pressing else ""),
    Column("Due", lambda lesson: lesson.pressing.due_on if lesson.pressing else "", off=True),
    Column("Recorded on", "recorded_on", sort=("-recorded_on", "-id")),
    Column("Recorded by", lambda lesson: lesson.recorded_by.name, optional=True),
)


def _narrow(person: Person, lessons: QuerySet[Lesson], filters: Mapping[str, Any]) -> QuerySet[Lesson]:
    lessons = queries.of_state(lessons, person, filters.get("show") or "", timezone.localdate())
    if filters.get("theme"):
        lessons = queries.with_theme(lessons, filters["theme"])
    return by_words(person, lessons, filters.get("words") or "")


def listed(request: HttpRequest) -> HttpResponse:
    """List lessons, newest first."""
    return list_page(
        request,
        Lesson,
        filter_form=LessonFilter,
        columns=COLUMNS,
        narrow=partial(_narrow, request.person),
        order=("-recorded_on", "-id"),
        along=("recorded_by",),
        attach=_attach,
        buttons=[("Record a lesson", "learning:record_lesson", "learning.record")],
        views=VIEWS,
        saves_views=True,
        template="learning/list.html",
    )
