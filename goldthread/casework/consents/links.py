"""What the person's own link shows and takes: that somebody spoke for them, and whether they agree."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.casework.choices import How
from goldthread.casework.consents import commands
from goldthread.casework.consents.models import ConsentRequest, Decision
from goldthread.casework.kept import kept_with_case
from goldthread.council.links.purposes import Purpose, Shown, serves
from goldthread.council.models import Person
from goldthread.dates import day_in_words
from goldthread.web.forms import Form


class AgreeForm(Form):
    """What the person says themselves."""

    decision = forms.ChoiceField(
        label="Do you agree?",
        choices=[
            (Decision.GIVEN.value, "Yes. They may speak for me, and you may tell them about my care"),
            (Decision.REFUSED.value, "No. Do not tell them about my care"),
        ],
        widget=forms.RadioSelect,
    )


def _shown(request: ConsentRequest) -> Shown:
    feedback = request.feedback
    return Shown(
        title="Do you agree that somebody speaks for you?",
        caption=f"Our reference {feedback.reference}",
        paragraphs=(
            f"On {day_in_words(feedback.received_on)} somebody told us something about your care, and said that they speak "
            "for you. What they wrote is not shown here. To talk about it, ring or write to us with the reference.",
            "We look into it whatever you answer. If you do not agree, we tell them nothing about your care.",
        ),
    )


def _closed(request: ConsentRequest) -> str:
    if request.answered_on:
        return "It was answered already."
    return "You are not asked any more." if request.ended_on else ""


def _answer(*, by: Person, record: ConsentRequest, day: datetime.date, decision: str) -> Any:
    return commands.record_consent(by=by, consent=record, decision=decision, answered_on=day, how=How.LINK)


CONSENT = serves(
    Purpose(
        slug="consent",
        name="the person for whom somebody speaks",
        model=ConsentRequest,
        permission="casework.handle",
        shown=_shown,
        form=AgreeForm,
        answer=_answer,
        kept=lambda request: kept_with_case(request.feedback, timezone.localdate()),
        closed=_closed,
    )
)
