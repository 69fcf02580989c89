"""The list of cases, with what is done to those that are ticked."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.casework import closing, forms, queries
from goldthread.council.models import Person
from goldthread.council.records.assignment import is_open, next_step
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.selections import BulkAction
from goldthread.council.records.work_columns import work_columns
from goldthread.feedback.models import Feedback
from goldthread.feedback.queries import NEWEST
from goldthread.feedback.sources import SOURCES
from goldthread.learning import commands as learning


def _state(feedback: Feedback) -> Cell:
    return queries.state_of(feedback).label


def _stage(feedback: Feedback) -> Cell:
    case = getattr(feedback, "case", None)
    return "Stage 2" if case is not None and case.stage == 2 else ""


def _investigator(feedback: Feedback) -> Cell:
    case = getattr(feedback, "case", None)
    return case.investigator.name if case is not None and case.investigator else ""


def _next_step(feedback: Feedback) -> Cell:
    return next_step(feedback) if is_open(feedback) else ""


COLUMNS = [
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Subject", "title", main=True),
    Column("Type", lambda feedback: SOURCES[feedback.source].name, optional=True),
    Column("State", _state),
    Column("Next step", _next_step),
    *work_columns(Feedback, NEWEST),
    Column("Stage", _stage),
    Column("Outcome", "outcome"),
    Column("Investigator", _investigator, optional=True),
    Column("Team", lambda feedback: feedback.team.name if feedback.team else ""),
    Column("Received", "received_on", sort=NEWEST),
]
VIEWS = (
    View("Open cases", "state=all-open&sort=due_on"),
    View("Overdue", "state=all-open&due=overdue&sort=due_on"),
    View("To acknowledge", "state=new&sort=due_on"),
    View("Three times over", "three_times=1"),
    View("Asked to reopen", "reopening=1"),
    View("Not put right", "not_put_right=1"),
    View("Upheld, no learning decision", "undecided=1"),
    View("All cases", ""),
)


def _no_lesson(*, by: Person, record: Feedback, because: str) -> Any:
    points = closing.without_learning(record)
    return learning.record_no_lesson(by=by, points=points, because=because, decided_on=timezone.localdate())


NO_LESSON = BulkAction(
    "no-lesson",
    "Record that there is no lesson",
    "learning.record",
    run=_no_lesson,
    done="recorded as having no lesson",
    form=forms.NoLessonForm,
)
LESSON = BulkAction("lesson", "Add to a lesson", "learning.record", page="learning:from_selected")


def cases(request: HttpRequest) -> HttpResponse:
    """List the cases: complaints and enquiries with where they stand, the next step and its date."""
    undecided = bool(request.GET.get("undecided"))
    return list_page(
        request,
        Feedback,
        filter_form=forms.CaseFilter,
        columns=COLUMNS,
        narrow=partial(queries.narrow, request.person),
        order=NEWEST,
        along=("team", "owner", "case__investigator"),
        # Whoever adds none came to read the list itself: no other list is the main thing for them.
        buttons=[("Add feedback", "feedback:receive", "feedback.receive")],
        tools=[
            ("Remedies", "casework:remedies", "casework.read"),
            ("Evidence requests", "casework:evidence_requests", "casework.read"),
            ("Questions", "casework:questions", "casework.read"),
            ("Parts by others", "casework:parts", "casework.read"),
            ("Was it put right?", "casework:put_right", "casework.read"),
        ],
        bulk=(LESSON, NO_LESSON) if undecided else (assigning(Feedback),),
        views=VIEWS,
        template="casework/cases.html",
    )
