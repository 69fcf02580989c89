"""The asker's private link: what they asked, our answer, and what they think of it."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from goldthread.council.links.purposes import Purpose, Shown, serves
from goldthread.council.models import Person
from goldthread.council.notifications.notifying import notify
from goldthread.council.records.retention import VOICE, years_of
from goldthread.dates import day_in_words
from goldthread.responses import commands
from goldthread.responses.choices import Outcome
from goldthread.responses.forms import OwnViewForm
from goldthread.responses.models import Ask


def _shown(ask: Ask) -> Shown:
    became = f"What becomes of it: {Outcome(ask.outcome).label}" if ask.outcome else ""
    paragraphs = [
        f"On {day_in_words(ask.asked_on)} you asked: {ask.title}",
        "This is our answer:",
        *ask.answer.splitlines(),
        f"{became} {ask.because}".strip() if became else "",
    ]
    return Shown(
        title="What do you think of our answer?",
        caption=f"Your request {ask.reference}",
        paragraphs=tuple(each for each in paragraphs if each.strip()),
    )


def _closed(ask: Ask) -> str:
    if ask.answered_on is None:
        return "There is no answer yet."
    return "It was closed already." if ask.closed_on else ""


def _answer(*, by: Person, record: Ask, day: datetime.date, says: str, words: str) -> Any:
    result = commands.take_view_by_link(by=by, ask=record, says=says, words=words, given_on=day)
    if record.owner is not None:
        notify(by=by, to=[record.owner], kind="answer_came", record=record)
    return result


def _kept(ask: Ask) -> str:
    years = years_of(ask.council, VOICE)
    return (
        "What you write here is kept with your request as you wrote it. Names in it are hidden, and nobody at the "
        f"council can change it. It is deleted {years:g} years after you asked. We do not keep who opened this page. "
        f"Today is {day_in_words(timezone.localdate())}."
    )


VIEW_LINK = serves(
    Purpose(
        slug="view_of_answer",
        name="whoever asked",
        model=Ask,
        permission="responses.answer",
        shown=_shown,
        form=OwnViewForm,
        answer=_answer,
        kept=_kept,
        closed=_closed,
        submit="Send what you think",
    )
)
