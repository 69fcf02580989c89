"""The action tracker's queries: actions by state, result and theme, and what their measures say of them."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from goldthread.council.models import Person
from goldthread.impact.models import Verdict
from goldthread.impact.queries import of_state, with_state
from goldthread.learning.models import Action, LessonBasis
from goldthread.themes.coding.models import Coding

STATES = (
    ("agreed", "Agreed, not stopped"),
    ("open", "Open"),
    ("overdue", "Overdue"),
    ("done", "Done"),
    ("not_checked", "Done, embedding not checked"),
    ("embedded", "Embedding shown"),
    ("stopped", "Stopped"),
)
NO_REVIEW = "no_review"
GROUPS = (("lesson", "Lesson"), ("theme", "Theme"), ("team", "Team"))
MOST_GROUPED = 500
"""No more actions are shown by group, all on one page."""


def narrow(person: Person, actions: Any, chosen: Mapping[str, Any], today: datetime.date) -> QuerySet:
    """Return the actions of a state, with a result, on a theme."""
    state, result, theme = chosen.get("state"), chosen.get("result"), chosen.get("theme")
    if state:
        actions = {
            "agreed": lambda: actions.filter(stopped_on=None),
            "open": actions.open,
            "overdue": lambda: actions.overdue(today),
            "done": lambda: actions.filter(done_on__isnull=False, stopped_on=None),
            "not_checked": lambda: actions.filter(done_on__isnull=False, embedded_checked_on=None),
            "embedded": actions.shown_embedded,
            "stopped": lambda: actions.filter(stopped_on__isnull=False),
        }[state]()
    if result == NO_REVIEW:
        reviewed = Verdict.objects.filter(measure__action=OuterRef("pk"), measure__withdrawn_on=None)
        actions = actions.filter(~Exists(reviewed))
    elif result:
        actions = actions.filter(pk__in=of_state(person, result).order_by().values("action"))
    if theme:
        coded = Coding.objects.filter(theme=theme, applies=True, point__withdrawn_on=None)
        led_to = Exists(coded.filter(point__lessons__lesson=OuterRef("lesson")))
        actions = actions.filter(led_to)
    return actions


def attach_results(person: Person, actions: Sequence[Any]) -> None:
    """Give each action its measure, with the measure's latest result, and what its embedding is read from."""
    # Their figures and readings say nothing of what a list shows, and are large.
    made = Verdict.objects.defer("figures", "readings")
    prefetch_related_objects(list(actions), Prefetch("measures__verdicts", made))
    measures: dict[uuid.UUID | None, Any] = {
        measure.action_id: measure
        for measure in with_state(person).filter(action__in=[action.pk for action in actions])
    }
    for action in actions:
        action.measure = measures.get(action.pk)


def grouped(person: Person, actions: QuerySet, by: str) -> list[tuple[str, Sequence[Action]]]:
    """Return actions under the names of their lessons, themes or teams; one with several themes stands under each."""
    found: list[Any] = list(actions.order_by("due_on", "id")[:MOST_GROUPED])
    attach_results(person, found)
    themes = _themes_by_lesson(person, found) if by == "theme" else {}
    groups: dict[str, list[Action]] = {}
    for action in found:
        names = {
            "lesson": lambda a: [f"{a.lesson.reference} {a.lesson.title}"],
            "theme": lambda a: themes.get(a.lesson_id) or ["No theme"],
            "team": lambda a: [a.team.name if a.team else "Whole council"],
        }[by](action)
        for name in names:
            groups.setdefault(name, []).append(action)
    return sorted(groups.items(), key=lambda group: (group[0] in ("No theme", "Whole council"), group[0]))


def _themes_by_lesson(person: Person, actions: Sequence[Action]) -> dict[uuid.UUID, list[str]]:
    """Return the names of the themes of each lesson's issues."""
    names: dict[uuid.UUID, set[str]] = {}
    rows = (
        LessonBasis.objects.filter(
            lesson__in={action.lesson_id for action in actions},
            council_id=person.council_id,
            point__withdrawn_on=None,
            point__codings__applies=True,
        )
        .values_list("lesson", "point__codings__theme__name")
        .distinct()
    )
    for lesson, theme in rows:
        if theme:
            names.setdefault(lesson, set()).add(theme)
    return {lesson: sorted(of_it) for lesson, of_it in names.items()}
