"""What the private link of a question shows and takes: the question, and the person's own answer."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.casework.choices import How
from goldthread.casework.kept import kept_with_case
from goldthread.casework.questions import commands
from goldthread.casework.questions.models import CaseQuestion
from goldthread.council.links.purposes import Purpose, Shown, serves
from goldthread.council.models import Person
from goldthread.feedback.forms import LONG
from goldthread.web.forms import Form


class LinkAnswerForm(Form):
    """What somebody answers through their link."""

    answer = forms.CharField(label="Your answer", validators=LONG, widget=forms.Textarea({"rows": 8}))


def _shown(question: CaseQuestion) -> Shown:
    return Shown(
        title=question.title, caption="A question about what you told us", paragraphs=(question.text,)
    )


def _closed(question: CaseQuestion) -> str:
    if question.answered_on:
        return "It was answered already."
    return "The question was given up." if question.ended_on else ""


def _answer(*, by: Person, record: CaseQuestion, day: datetime.date, answer: str) -> Any:
    return commands.record_answer(by=by, question=record, answered_on=day, answer=answer, how=How.LINK)


QUESTION = serves(
    Purpose(
        slug="question",
        name="the person who complained",
        model=CaseQuestion,
        permission="casework.handle",
        shown=_shown,
        form=LinkAnswerForm,
        answer=_answer,
        kept=lambda question: kept_with_case(question.feedback, timezone.localdate()),
        closed=_closed,
    )
)
