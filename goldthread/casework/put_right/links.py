"""The person's own link for the two questions: they answer it themselves, and a no comes before the manager."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.casework.events import case_of, is_casework
from goldthread.casework.kept import kept_with_case
from goldthread.casework.put_right import commands
from goldthread.casework.put_right.models import PUT_RIGHT, TREATED, Answer
from goldthread.council.links.purposes import Purpose, Shown, serves
from goldthread.council.models import Person
from goldthread.council.notifications.notifying import notify
from goldthread.feedback.models import Feedback
from goldthread.web.forms import Form


class LinkPutRightForm(Form):
    """What somebody answers themselves."""

    put_right = forms.ChoiceField(label=PUT_RIGHT, choices=Answer, widget=forms.RadioSelect)
    treated = forms.ChoiceField(label=TREATED, choices=Answer, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="What was not put right?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="If you answered no, tell us here. A manager reads it and can open your complaint again.",
    )


def _shown(feedback: Feedback) -> Shown:
    return Shown(
        title="Was it put right?",
        caption=f"Your complaint {feedback.reference}",
        paragraphs=("We closed your complaint. Two questions help us to see whether we put it right.",),
    )


def _closed(feedback: Feedback) -> str:
    asked = commands.latest(case_of(feedback)) if is_casework(feedback.source) else None
    if asked is None or not asked.wished:
        return "The person is not asked whether it was put right."
    return "It was answered already." if asked.answered_on else ""


def _answer(*, by: Person, record: Feedback, day: datetime.date, **answers: Any) -> Any:
    result = commands.record_put_right(by=by, feedback=record, answered_on=day, by_link=True, **answers)
    if record.owner is not None:
        notify(by=by, to=[record.owner], kind="answer_came", record=record)
    return result


PUT_RIGHT_LINK = serves(
    Purpose(
        slug="put_right",
        name="the person who complained",
        model=Feedback,
        permission="casework.handle",
        shown=_shown,
        form=LinkPutRightForm,
        answer=_answer,
        kept=lambda feedback: kept_with_case(feedback, timezone.localdate()),
        closed=_closed,
        submit="Send answers",
    )
)
