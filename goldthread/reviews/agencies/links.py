"""What the private link of an agency shows and takes: one finding, and the agency's own answer."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

from goldthread.council.links.purposes import Purpose, Shown, serves
from goldthread.council.models import Person
from goldthread.feedback.forms import LONG
from goldthread.reviews.agencies import commands
from goldthread.reviews.agencies.models import AgencyAnswer, AgencyDecision
from goldthread.reviews.querysets import SETTLED
from goldthread.web.forms import DateField, Form

_ANSWERS = [pair for pair in AgencyDecision.choices if pair[0] != AgencyDecision.UNDECIDED]


def _text(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, validators=LONG, widget=forms.Textarea({"rows": 4}), **options
    )


class AgencyAnswerForm(Form):
    """What an agency answers about a finding."""

    decision = forms.ChoiceField(
        label="Answer",
        choices=_ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer"},
    )
    reason = _text("Reason for not implementing it", help_text="The board publishes it in its annual report.")
    does = _text("What is done about it")
    their_owner = forms.CharField(
        label="Who sees to it there", required=False, max_length=160, help_text="A role, without a name."
    )
    due_on = DateField(label="Due date", required=False)
    proof = _text("What shows it", help_text="Needed where it is implemented or embedded.")

    reveals = {"decision": {AgencyDecision.NOT_IMPLEMENTED.value: "reason"}}


def _shown(answer: AgencyAnswer) -> Shown:
    finding = answer.finding
    paragraphs = [f"{finding.review.title}.", "Answer for your organisation alone. Name nobody."]
    if finding.recommendation:
        paragraphs.insert(1, finding.recommendation)
    return Shown(
        title="A finding of a review, and what your organisation does about it",
        caption=f"{finding.review.body}: {answer.organisation.name}",
        paragraphs=tuple(paragraphs),
        quotes=((finding.text, "Finding"),),
    )


def _closed(answer: AgencyAnswer) -> str:
    return "It was answered already." if answer.decision in SETTLED else ""


def _answer(*, by: Person, record: AgencyAnswer, day: datetime.date, **answers: Any) -> Any:
    return commands.record_agency_answer(by=by, answer=record, on=day, **answers)


AGENCY = serves(
    Purpose(
        slug="agency",
        name="the agency",
        model=AgencyAnswer,
        permission="reviews.record",
        shown=_shown,
        form=AgencyAnswerForm,
        answer=_answer,
        kept=lambda answer: "Your answer is kept with the finding of the review, with names hidden.",
        closed=_closed,
    )
)
