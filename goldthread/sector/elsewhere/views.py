"""Pages of failures elsewhere: their list, one of them, asking of one, the answer, and what is done about it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.people.fields import PersonField
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.list_filters import WordsFilter, by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.feedback.forms import LONG
from goldthread.learning.models import Action
from goldthread.sector.elsewhere import commands
from goldthread.sector.elsewhere.models import CouldIt, FailureElsewhere, FailureKind
from goldthread.sector.ideas.views import passage_of
from goldthread.web.forms import DateField, Form

_WRITE = "sector.write"
_QUESTION = "Could it happen here?"


class FailureForm(Form):
    """What went wrong elsewhere, where that was published, and what is asked of it here."""

    kind = forms.ChoiceField(label="Where it was published", choices=FailureKind, widget=forms.RadioSelect)
    title = forms.CharField(label="Subject", max_length=200, help_text="What failed, without anybody's name.")
    area = forms.CharField(label="Council or board", max_length=160)
    source = forms.CharField(
        label="Source", max_length=300, help_text="The report, its date, and its address or page."
    )
    happened = forms.CharField(
        label="What went wrong there", validators=LONG, widget=forms.Textarea({"rows": 4})
    )
    question = forms.CharField(
        label="What is asked here",
        max_length=300,
        initial=_QUESTION,
        help_text="The more exact it is, the better the answer.",
    )
    asked_on = DateField(label="Asked on", latest=timezone.localdate, initial=timezone.localdate)
    due_on = DateField(label="Answer by", required=False)


class NewFailureForm(FailureForm):
    """A new question, with who answers it."""

    owner = PersonField(_WRITE, label="Who answers", required=False, empty_label="You")


class EditFailureForm(CorrectionForm, FailureForm):
    """A correction of what is recorded."""


class AnswerFailureForm(Form):
    """Whether it could happen here, and what the answer rests on."""

    could_it = forms.ChoiceField(label=_QUESTION, choices=CouldIt, widget=forms.RadioSelect)
    answer = forms.CharField(
        label="What the answer rests on",
        validators=LONG,
        widget=forms.Textarea({"rows": 5}),
        help_text="What was looked at here: cases, an audit, the rota, the people asked.",
    )
    answered_on = DateField(label="Answered on", latest=timezone.localdate, initial=timezone.localdate)


class SettleFailureForm(Form):
    """What is done about it: an action, or nothing, with the reason."""

    action = forms.ModelChoiceField(
        label="Action that is taken", queryset=Action.objects.none(), required=False, empty_label="None"
    )
    because = forms.CharField(
        label="Why there is nothing to do",
        required=False,
        validators=LONG,
        widget=forms.Textarea({"rows": 3}),
        help_text="Where no action is taken.",
    )
    settled_on = DateField(label="Date", latest=timezone.localdate, initial=timezone.localdate)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, person=person, **options)
        self.fields["action"].queryset = Action.objects.visible_to(person).order_by("-number")


class FailureFilter(WordsFilter):
    """Filters of the list of failures elsewhere."""

    kind = forms.ChoiceField(label="Where it was published", choices=[("", "Anywhere"), *FailureKind.choices])
    state = forms.ChoiceField(
        label="State",
        choices=[
            ("", "Any state"),
            ("asked", "Not answered"),
            ("answered", "Answered, nothing done yet"),
            ("action", "Action taken"),
            ("nothing", "Nothing to do"),
        ],
    )


def _state(failure: FailureElsewhere) -> Cell:
    state = failure.state(timezone.localdate())
    return {"text": state.text, "state": "late"} if state.kind == "overdue" else state.text


COLUMNS = (
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Failure", "title", main=True),
    Column("Where", "area"),
    Column("Could it happen here?", lambda failure: failure.get_could_it_display() or "Not answered"),
    Column("State", _state),
    *work_columns(FailureElsewhere, ("-asked_on", "-id")),
    Column("Asked on", "asked_on", sort=("-asked_on", "-id"), optional=True),
)
VIEWS = (
    View("All", ""),
    View("Not answered", "state=asked"),
    View("Answered, nothing done yet", "state=answered"),
    View("Action taken", "state=action"),
)


def failures(request: HttpRequest) -> HttpResponse:
    """List the failures elsewhere, the newest first."""

    def narrow(listed: Any, chosen: Mapping[str, Any]) -> Any:
        of_state = {
            "asked": {"answered_on": None},
            "answered": {"answered_on__isnull": False, "settled_on": None},
            "action": {"settled_on__isnull": False, "action__isnull": False},
            "nothing": {"settled_on__isnull": False, "action": None},
        }
        if state := chosen.get("state"):
            listed = listed.filter(**of_state[state])
        return by_words(request.person, listed, chosen.get("words") or "")

    return list_page(
        request,
        FailureElsewhere,
        filter_form=FailureFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=("-asked_on", "-id"),
        along=("owner",),
        bulk=(assigning(FailureElsewhere),),
        buttons=[("Ask of a failure elsewhere", "sector:ask", _WRITE)],
        views=VIEWS,
        template="sector/failures.html",
    )


def failure(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a failure elsewhere: what went wrong there, whether it could happen here, and what is done about it."""
    record = get_record(
        request,
        FailureElsewhere,
        pk,
        withdrawn=True,
        along=("owner", "report", "passage", "action", "answered_by"),
    )
    answer = ("Answer", reverse("sector:answer_failure", args=[pk]), _WRITE)
    settle = ("Say what is done", reverse("sector:settle_failure", args=[pk]), _WRITE)
    buttons = [answer] if record.answered_on is None else [settle] if record.settled_on is None else []
    links = [each for each in (answer, settle) if record.answered_on and each not in buttons]
    state = record.state(timezone.localdate())
    return record_page(
        request,
        record,
        "sector/failure.html",
        tags=[(state.text, state.kind)],
        facts=[
            ("Published as", record.get_kind_display()),
            ("Council or board", record.area),
            ("Source", record.source),
            ("Report on the shelf", link(request, record.report) if record.report else None),
            ("Asked on", record.asked_on),
            ("Answer by", record.due_on),
            ("Action taken", link(request, record.action) if record.action else None),
        ],
        buttons=buttons,
        links=links,
        edit="sector:edit_failure",
        crumbs=[("Published reports", reverse("sector:list")), (_QUESTION, reverse("sector:failures"))],
    )


def ask(request: HttpRequest) -> HttpResponse:
    """Ask of a failure elsewhere whether it could happen here."""
    return form_page(
        request,
        NewFailureForm,
        commands.ask_of_failure,
        title=_QUESTION,
        page={
            "intro": "For a safeguarding adult review, an ombudsman’s report or another failure at another council.",
            "back": reverse("sector:failures"),
            "submit": "Ask question",
        },
    )


def ask_of_passage(request: HttpRequest, pk: uuid.UUID, position: int) -> HttpResponse:
    """Ask of a weakness in a report whether it could happen here."""
    passage = passage_of(request, pk, position)
    report = passage.report
    return form_page(
        request,
        NewFailureForm,
        commands.ask_of_failure,
        title=_QUESTION,
        template="sector/from_passage.html",
        initial={
            "kind": FailureKind.ASSESSMENT,
            "area": report.area,
            "source": f"{report.reference} {report.title}, {passage.place.lower()}"[:300],
            "happened": passage.text,
        },
        page={"passage": passage, "back": f"{address(report)}#p{position}", "submit": "Ask question"},
        passage=passage,
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what is recorded of a failure elsewhere."""
    record = get_record(request, FailureElsewhere, pk)
    return form_page(
        request,
        EditFailureForm,
        commands.edit_failure,
        title=f"Correct {record.reference}",
        record=record,
        failure=record,
    )


def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer whether it could happen here."""
    record = get_record(request, FailureElsewhere, pk)
    start = {"answered_on": record.answered_on or timezone.localdate()}
    return form_page(
        request,
        AnswerFailureForm,
        commands.answer_failure,
        title=record.question,
        record=record,
        initial=start,
        done=f"{record.reference} is answered",
        page={"intro": f"{record.title}. {record.area}.", "back": address(record), "submit": "Save answer"},
        failure=record,
    )


def settle(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what is done about a failure elsewhere."""
    record = get_record(request, FailureElsewhere, pk)
    return form_page(
        request,
        SettleFailureForm,
        commands.settle_failure,
        title="What is done about it",
        record=record,
        initial={"settled_on": record.settled_on or timezone.localdate()},
        done=f"{record.reference}: what is done is recorded.",
        page={"intro": f"{record.title}. {record.area}.", "back": address(record), "submit": "Save"},
        failure=record,
    )
