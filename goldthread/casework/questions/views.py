"""Pages of questions to the person: asking, one question, asking again, the answer, and their list."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.choices import How
from goldthread.casework.questions import commands, links
from goldthread.casework.questions.models import CaseQuestion
from goldthread.casework.views.cases import get_case
from goldthread.council.links.commands import link_of
from goldthread.council.people.fields import PersonField
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.forms import CorrectionForm, ReasonForm
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.feedback.forms import LONG
from goldthread.web.forms import DateField, FilterForm, Form

# `links` is imported so that the page of links knows what it is for.
__all__ = ["links"]
_TIME_TO_ANSWER = datetime.timedelta(days=14)


class QuestionForm(Form):
    """What is asked, in which format, and by when."""

    title = forms.CharField(label="About", max_length=120, help_text="Such as: the visits in March.")
    text = forms.CharField(
        label="Question",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="As the person will read it, in plain words. Names are hidden.",
    )
    format = forms.CharField(
        label="Format", required=False, max_length=60, help_text="Such as easy read, or by telephone."
    )
    asked_on = DateField(label="Date asked", latest=timezone.localdate)
    due_on = DateField(label="Answer by")


class NewQuestionForm(QuestionForm):
    """A new question, with whom it comes back to when no answer comes."""

    owner = PersonField(
        "casework.handle",
        "learning.carry_out",
        label="Owner",
        required=False,
        empty_label="The owner of the case",
        help_text="It comes back to them when no answer comes.",
    )


class EditQuestionForm(CorrectionForm, QuestionForm):
    """A correction of a question."""


class AskAgainForm(Form):
    """When the person is asked again, and by when they are to answer."""

    asked_again_on = DateField(label="Date asked again", latest=timezone.localdate)
    due_on = DateField(label="Answer by")


class AnswerForm(Form):
    """What the person answered, and how."""

    how = forms.ChoiceField(
        label="How they answered", choices=[each for each in How.choices if each[0] != How.LINK]
    )
    answer = forms.CharField(
        label="Answer",
        validators=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Names are hidden; the original is kept apart.",
    )
    answered_on = DateField(label="Date of the answer", latest=timezone.localdate)


class GiveUpQuestionForm(ReasonForm):
    """Why a question is given up, and when."""

    ended_on = DateField(label="Date", latest=timezone.localdate)
    field_order = ("ended_on", "reason")


class AskedFilter(FilterForm):
    """Filters of the lists of what was asked."""

    state = forms.ChoiceField(
        label="State",
        choices=[("", "Any state"), ("open", "Waiting"), ("answered", "Answered"), ("ended", "Given up")],
    )


def ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask the person a question."""
    feedback, today = get_case(request, pk), timezone.localdate()
    start = {"asked_on": today, "due_on": today + _TIME_TO_ANSWER, "format": feedback.format_needed}
    return form_page(
        request,
        NewQuestionForm,
        commands.ask_question,
        title=f"Ask the person a question: {feedback.reference}",
        initial=start,
        done=f"{feedback.reference}: question saved. Make a private link for it, or ask it in a letter or by telephone.",
        page={"intro": feedback.title, "back": address(feedback), "submit": "Save question"},
        feedback=feedback,
    )


def question(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one question, its link and the answer."""
    record = get_record(request, CaseQuestion, pk, withdrawn=True)
    handle, today = "casework.handle", timezone.localdate()
    buttons, others = [], []
    if not record.answered_on and not record.ended_on:
        buttons = [
            ("Record answer", reverse("casework:answer_question", args=[pk]), handle),
            ("Make private link", reverse("casework:link_casequestion", args=[pk]), handle),
        ]
        others = [
            ("Ask again", reverse("casework:ask_again", args=[pk]), handle),
            ("Give up", reverse("casework:give_up_question", args=[pk]), handle),
        ]
    return record_page(
        request,
        record,
        "casework/question.html",
        caption=f"Question on {record.feedback.reference}",
        tags=[(tag.text, tag.kind) for tag in record.states(today)],
        facts=[
            ("Complaint", link(request, record.feedback)),
            ("Format", record.format),
            ("Asked on", record.asked_on),
            ("Asked again on", record.asked_again_on),
            ("Answered on", record.answered_on),
            ("Answered by", record.get_how_display()),
        ],
        buttons=buttons,
        links=others,
        edit="casework:edit_question",
        crumbs=[("Cases", reverse("casework:list")), (record.feedback.reference, address(record.feedback))],
        private_link=link_of(record),
        today=today,
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a question."""
    record = get_record(request, CaseQuestion, pk)
    return form_page(
        request,
        EditQuestionForm,
        commands.edit_question,
        title="Correct question",
        record=record,
        done="Question saved.",
        question=record,
    )


def again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask the person again, with another date."""
    record, today = get_record(request, CaseQuestion, pk), timezone.localdate()
    return form_page(
        request,
        AskAgainForm,
        commands.ask_again,
        title="Ask again",
        record=record,
        initial={"asked_again_on": today, "due_on": today + _TIME_TO_ANSWER},
        done="Asked again. The link sent before has ended: make a new one.",
        page={"intro": record.title, "submit": "Ask again"},
        question=record,
    )


def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what the person answered."""
    record = get_record(request, CaseQuestion, pk)
    return form_page(
        request,
        AnswerForm,
        commands.record_answer,
        title="Record answer",
        record=record,
        initial={"answered_on": timezone.localdate()},
        done="Answer recorded.",
        page={"intro": record.title, "submit": "Save answer"},
        question=record,
    )


def give_up(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say why a question is given up."""
    record = get_record(request, CaseQuestion, pk)
    return form_page(
        request,
        GiveUpQuestionForm,
        commands.give_up_question,
        title="Give up question",
        record=record,
        initial={"ended_on": timezone.localdate()},
        done="Question given up.",
        page={"intro": record.title, "submit": "Give up"},
        question=record,
    )


COLUMNS = [
    Column("About", "title", main=True),
    Column("Complaint", lambda record: record.feedback.reference),
    *work_columns(CaseQuestion, ("due_on", "id")),
    Column("State", lambda record: record.states(timezone.localdate())[0].text),
    Column("Answered on", "answered_on", optional=True),
]
STATES: dict[str, dict[str, Any]] = {
    "open": {"answered_on": None, "ended_on": None},
    "answered": {"answered_on__isnull": False},
    "ended": {"ended_on__isnull": False},
}


def narrow(records: Any, chosen: Mapping[str, Any]) -> Any:
    """Return what was asked in the state chosen."""
    return records.filter(**STATES[chosen["state"]]) if chosen.get("state") else records


def listed(request: HttpRequest) -> HttpResponse:
    """List the questions to people, the first due first."""
    return list_page(
        request,
        CaseQuestion,
        filter_form=AskedFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=("due_on", "id"),
        along=("feedback", "owner"),
        bulk=(assigning(CaseQuestion),),
        views=(View("Waiting", "state=open"), View("No answer", "due=overdue"), View("All questions", "")),
    )
