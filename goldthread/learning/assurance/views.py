"""The actions of a quality assurance meeting, grouped by what was learned: what was decided, and deciding it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records.pages import address, form_page, get_record, of_page
from goldthread.learning.assurance import commands
from goldthread.learning.assurance.commands import Decision
from goldthread.learning.assurance.models import ActionReview, Decided
from goldthread.learning.models import Action, Lesson
from goldthread.meetings.meetings.models import Meeting
from goldthread.web.forms import Form
from goldthread.web.render import render_page

MOST = 60


@dataclass
class OfLesson:
    """The actions of one lesson: at a meeting, each with what was decided of it."""

    lesson: Lesson
    rows: list[Any] = field(default_factory=list)


def _by_lesson(rows: Iterable[tuple[Action, Any]]) -> list[OfLesson]:
    groups: dict[uuid.UUID, OfLesson] = {}
    for action, row in rows:
        groups.setdefault(action.lesson_id, OfLesson(action.lesson)).rows.append(row)
    return list(groups.values())


def _open_actions(person: Person, meeting: Meeting) -> list[Action]:
    """Return the actions to be gone through: open ones, and those done whose effect nobody has shown yet."""
    actions = Action.objects.visible_to(person).filter(stopped_on=None, agreed_on__lte=meeting.meets_on)
    if meeting.team_id is not None:
        actions = actions.filter(team=meeting.team_id)
    actions = actions.select_related("lesson", "owner").order_by("done_on", "due_on", "pk")
    return list(actions.exclude(pk__in=_shown(meeting))[:MOST])


def _shown(meeting: Meeting) -> Any:
    return ActionReview.objects.filter(council=meeting.council_id, decided=Decided.SHOWN).values("action")


class GoThroughForm(Form):
    """What is decided of each action; of one left empty nothing is."""

    def __init__(self, *args: Any, actions: Sequence[Action], **options: Any) -> None:
        super().__init__(*args, **options)
        self.actions = list(actions)
        for n, _ in enumerate(self.actions):
            self.fields[f"decided_{n}"] = forms.ChoiceField(
                label="Decision", required=False, choices=[("", "Not gone through"), *Decided.choices]
            )
            self.fields[f"note_{n}"] = forms.CharField(label="In a few words", required=False, max_length=300)

    def groups(self) -> list[OfLesson]:
        """Return each lesson with its actions, each with its two fields."""
        rows = (
            (action, (action, self[f"decided_{n}"], self[f"note_{n}"]))
            for n, action in enumerate(self.actions)
        )
        return _by_lesson(rows)

    def clean(self) -> dict[str, Any]:
        """Return the decisions that were made."""
        cleaned = super().clean() or {}
        decisions = [
            Decision(action, decided, cleaned.get(f"note_{n}") or "")
            for n, action in enumerate(self.actions)
            if (decided := cleaned.get(f"decided_{n}"))
        ]
        return {"decisions": decisions}


def go_through(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Go through the actions at a meeting, grouped by lesson."""
    meeting = get_record(request, Meeting, pk)
    return form_page(
        request,
        GoThroughForm,
        commands.go_through_actions,
        title="Go through actions",
        options={"actions": _open_actions(request.person, meeting)},
        done="Saved. Each action says in its timeline what was decided.",
        template="learning/go_through.html",
        page={"meeting": meeting, "back": address(meeting), "today": timezone.localdate()},
        meeting=meeting,
    )


def gone_through(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show which actions a meeting went through, grouped by lesson: a part of its page."""
    meeting = of_page(request, Meeting, pk) or get_record(request, Meeting, pk, withdrawn=True)
    rows = list(
        ActionReview.objects.filter(
            council=request.person.council_id,
            meeting=meeting,
            action__in=Action.objects.visible_to(request.person).values("pk"),
        )
        .select_related("action__lesson")
        .order_by("action__lesson__number", "action__number")
    )
    settled = sum(row.decided == Decided.SHOWN for row in rows)
    context = {
        "meeting": meeting,
        "groups": _by_lesson((row.action, row) for row in rows),
        "count": len(rows),
        "shown": settled,
    }
    return render_page(request, "learning/gone_through.html", context)
