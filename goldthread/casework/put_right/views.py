"""Pages of the two questions: asking, the answer, a no that stays closed, and the figures."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.analysis.tables.few import FEWEST_OF_A_SHARE
from goldthread.casework import queries
from goldthread.casework.forms import DayReasonForm
from goldthread.casework.put_right import commands
from goldthread.casework.put_right.models import PUT_RIGHT, TREATED, Answer
from goldthread.casework.put_right.queries import figures
from goldthread.casework.views.cases import event, get_case
from goldthread.council.records.pages import address, form_page
from goldthread.web.forms import DateField, Form
from goldthread.web.render import render_page


class AskForm(Form):
    """Whether the person wishes to be asked, and in which format."""

    wished = forms.TypedChoiceField(
        label="Does the person wish to be asked?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    format = forms.CharField(
        label="Format", required=False, max_length=60, help_text="Such as a telephone call, or easy read."
    )
    asked_on = DateField(label="Date", latest=timezone.localdate)

    reveals = {"wished": {"yes": "format"}}


class AnswerForm(Form):
    """What the person answers."""

    put_right = forms.ChoiceField(label=PUT_RIGHT, choices=Answer, widget=forms.RadioSelect)
    treated = forms.ChoiceField(label=TREATED, choices=Answer, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="In the person's words",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed where it was not put right. Names are hidden.",
    )
    answered_on = DateField(label="Date of the answer", latest=timezone.localdate)


def ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that the person is asked whether it was put right, or does not wish to be."""
    feedback = get_case(request, pk)
    start: dict[str, Any] = {"asked_on": timezone.localdate(), "format": feedback.format_needed}
    return form_page(
        request,
        AskForm,
        commands.ask_whether_put_right,
        title=f"Ask whether it was put right: {feedback.reference}",
        record=feedback,
        initial=start,
        done=f"{feedback.reference}: recorded.",
        then=address,
        template="casework/ask_put_right.html",
        page={"feedback": feedback, "questions": [PUT_RIGHT, TREATED]},
        feedback=feedback,
    )


def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what the person answers."""
    feedback = get_case(request, pk)
    return form_page(
        request,
        AnswerForm,
        commands.record_put_right,
        title=f"Record answer: {feedback.reference}",
        record=feedback,
        initial={"answered_on": timezone.localdate()},
        done=f"{feedback.reference}: answer saved.",
        then=address,
        page={"intro": feedback.title, "submit": "Save answer"},
        feedback=feedback,
    )


leave_closed = event(
    commands.leave_closed,
    DayReasonForm,
    "Leave closed",
    "stays closed.",
    submit="Leave closed",
    intro="The person says that it was not put right. Reopen the case, or say here why it stays closed.",
)


def totals(request: HttpRequest) -> HttpResponse:
    """Show how people answered whether it was put right, with how many were asked."""
    found = figures(queries.cases(request.person))
    return render_page(
        request,
        "casework/put_right.html",
        {
            "figures": found,
            "few": FEWEST_OF_A_SHARE,
            "questions": [(PUT_RIGHT, found.put_right), (TREATED, found.treated)],
        },
    )
