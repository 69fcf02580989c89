"""Pages of factual accuracy checks: their list, one with its clock and comments, and each step."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.people.fields import PersonField
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.forms import CorrectionForm
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.list_filters import WordsFilter, by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.feedback.forms import LONG
from goldthread.sector.accuracy import commands
from goldthread.sector.accuracy.models import AccuracyCheck, CommentKind, CommentOutcome
from goldthread.sector.models import PublishedReport
from goldthread.standards import clocks
from goldthread.web.forms import DateField, Form

_WRITE = "sector.write"


class CheckForm(Form):
    """Of which report the draft is, when it came, and when the assessment ended."""

    title = forms.CharField(
        label="Draft report", max_length=200, help_text="Such as the assessment and its year."
    )
    received_on = DateField(label="Date the draft came", latest=timezone.localdate)
    assessed_on = DateField(
        label="Last day of the assessment",
        latest=timezone.localdate,
        help_text="Evidence that was left out may be of the position at that time only.",
    )


class NewCheckForm(CheckForm):
    """A new check, with who sees to it."""

    owner = PersonField(_WRITE, label="Who sees to it", required=False, empty_label="You")


class EditCheckForm(CorrectionForm, CheckForm):
    """A correction of a check."""


class CommentForm(Form):
    """One comment: what the draft says, what is so, and the evidence of it."""

    kind = forms.ChoiceField(label="What it is", choices=CommentKind, widget=forms.RadioSelect)
    place = forms.CharField(label="Place in the draft", required=False, max_length=120)
    printed = forms.CharField(
        label="What the draft says", required=False, validators=LONG, widget=forms.Textarea({"rows": 3})
    )
    correct = forms.CharField(label="What is so", validators=LONG, widget=forms.Textarea({"rows": 3}))
    evidence = forms.CharField(label="Evidence", max_length=300, help_text="The document and its page.")
    as_at = DateField(label="The evidence is as at", latest=timezone.localdate)


class SentForm(Form):
    """When the comments were sent."""

    sent_on = DateField(label="Date sent", latest=timezone.localdate, initial=timezone.localdate)


class CloseForm(Form):
    """What came of the check, and of each comment."""

    outcome = forms.CharField(label="What came of it", validators=LONG, widget=forms.Textarea({"rows": 3}))
    report = forms.ModelChoiceField(
        label="The report as published",
        queryset=PublishedReport.objects.none(),
        required=False,
        empty_label="Not published, or not on the shelf",
    )
    closed_on = DateField(label="Date", latest=timezone.localdate, initial=timezone.localdate)

    def __init__(self, *args: Any, person: Any, comments: Any, **options: Any) -> None:
        fields = {
            f"outcome_{comment.position}": forms.ChoiceField(
                label=f"Comment {comment.position}",
                choices=[("", "Not said"), *CommentOutcome.choices],
                required=False,
            )
            for comment in comments
        }
        self.base_fields = {**fields, **self.base_fields}
        super().__init__(*args, person=person, **options)
        own = PublishedReport.objects.visible_to(person).filter(is_own=True)
        self.fields["report"].queryset = own.order_by("-number")


def _state(check: AccuracyCheck) -> Cell:
    state = check.state(timezone.localdate())
    return {"text": state.text, "state": "late"} if state.kind == "overdue" else state.text


COLUMNS = (
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Draft report", "title", main=True),
    Column("Came on", "received_on", sort=("-received_on", "-id")),
    Column("State", _state),
    *work_columns(AccuracyCheck, ("-received_on", "-id")),
)


def checks(request: HttpRequest) -> HttpResponse:
    """List the factual accuracy checks, the newest first."""
    return list_page(
        request,
        AccuracyCheck,
        filter_form=WordsFilter,
        columns=COLUMNS,
        narrow=lambda listed, chosen: by_words(request.person, listed, chosen.get("words") or ""),
        order=("-received_on", "-id"),
        along=("owner",),
        bulk=(assigning(AccuracyCheck),),
        buttons=[("Start accuracy check", "sector:begin_accuracy", _WRITE)],
        views=(View("All checks", ""),),
        template="sector/accuracies.html",
    )


def check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a check: its last day and the rule behind it, its comments, and what came of them."""
    record = get_record(request, AccuracyCheck, pk, withdrawn=True, along=("owner", "report"))
    state, rule = record.state(timezone.localdate()), clocks.procedure(commands.PROCEDURE)
    comments = list(record.comments.order_by("position"))

    def to(text: str, name: str) -> tuple[str, str, str]:
        return text, reverse(f"sector:{name}", args=[pk]), _WRITE

    buttons = [to("Add comment", "add_comment")] if record.is_open else []
    if record.is_open and comments:
        buttons.append(to("Record as sent", "send_comments"))
    if record.sent_on and record.closed_on is None:
        buttons = [to("Close", "close_accuracy")]
    return record_page(
        request,
        record,
        "sector/accuracy.html",
        tags=[(state.text, state.kind)],
        facts=[
            ("Draft came on", record.received_on),
            ("Last day of the assessment", record.assessed_on),
            ("Comments to be sent by", record.due_on),
            ("Sent on", record.sent_on),
            ("Closed on", record.closed_on),
            ("Published as", link(request, record.report) if record.report else None),
        ],
        buttons=buttons,
        links=[to("Close without comments", "close_accuracy")] if record.is_open else [],
        edit="sector:edit_accuracy",
        crumbs=[
            ("Published reports", reverse("sector:list")),
            (record.spec.plural, reverse("sector:accuracies")),
        ],
        comments=comments,
        rule=rule,
        step=rule.step(commands.STEP),
    )


def begin(request: HttpRequest) -> HttpResponse:
    """Begin a check of a draft report that came."""
    rule = clocks.procedure(commands.PROCEDURE)
    step = rule.step(commands.STEP)
    return form_page(
        request,
        NewCheckForm,
        commands.begin_accuracy_check,
        title="Start accuracy check",
        page={
            "intro": f"{step.within} {step.unit} from the day on which it came. {rule.what_it_is}",
            "back": reverse("sector:accuracies"),
            "submit": "Start check",
        },
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a check."""
    record = get_record(request, AccuracyCheck, pk)
    return form_page(
        request,
        EditCheckForm,
        commands.edit_accuracy_check,
        title=f"Correct {record.reference}",
        record=record,
        check=record,
    )


def add_comment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a comment on a draft."""
    record = get_record(request, AccuracyCheck, pk)
    return form_page(
        request,
        CommentForm,
        commands.add_comment,
        title="Add comment",
        done="Comment added",
        page={
            "intro": "Evidence that was left out may be added only about the position at the time of the assessment.",
            "back": address(record),
            "submit": "Add comment",
        },
        check=record,
    )


def send(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that the comments were sent."""
    record = get_record(request, AccuracyCheck, pk)
    return form_page(
        request,
        SentForm,
        commands.send_comments,
        title="Record comments as sent",
        record=record,
        initial={"sent_on": timezone.localdate()},
        done=f"{record.reference}: comments recorded as sent.",
        page={"intro": record.title, "back": address(record)},
        check=record,
    )


def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a check with what came of it."""
    record = get_record(request, AccuracyCheck, pk)
    comments = list(record.comments.order_by("position"))

    def run(*, check: AccuracyCheck, **answers: Any) -> AccuracyCheck:
        said = {comment.position: answers.pop(f"outcome_{comment.position}") for comment in comments}
        return commands.close_accuracy_check(check=check, outcomes=said, **answers)

    return form_page(
        request,
        CloseForm,
        run,
        title=f"Close {record.reference}",
        record=record,
        initial={"closed_on": timezone.localdate()},
        done=f"{record.reference} is closed",
        options={"comments": comments},
        page={"intro": record.title, "back": address(record), "submit": "Close"},
        check=record,
    )
