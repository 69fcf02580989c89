"""What the private link of a sent form shows: where it is, and the questions to be answered; no words and no contact."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django import forms
from django.utils import timezone

from goldthread.casework.choices import ENDED, How, State
from goldthread.casework.consents.commands import may_be_told
from goldthread.casework.kept import kept_with_case
from goldthread.casework.models import ComplaintCase
from goldthread.casework.questions import commands as questions
from goldthread.casework.questions.models import CaseQuestion
from goldthread.council.command import Refused
from goldthread.council.links.purposes import Purpose, Shown, serves
from goldthread.council.models import Person
from goldthread.council.records.retention import SCHEDULES, years_of
from goldthread.dates import day_in_words
from goldthread.feedback.forms import LONG
from goldthread.feedback.sources import SOURCES
from goldthread.public.models import Submission
from goldthread.public.sending import LINK_FOR
from goldthread.web.forms import Form

_AFTER_CLOSING = datetime.timedelta(days=90)


class QuestionsForm(Form):
    """The answer to the question that waits longest."""

    question = forms.UUIDField(widget=forms.HiddenInput, required=False)
    answer = forms.CharField(label="Your answer", validators=LONG, widget=forms.Textarea({"rows": 8}))


def waiting_question(submission: Submission) -> CaseQuestion | None:
    """Return the question that waits longest for an answer; of a representative's link none before the person agreed."""
    if submission.relation and not may_be_told(submission.feedback):
        return None
    waiting = CaseQuestion.objects.filter(feedback=submission.feedback_id, withdrawn_on=None).open()
    return waiting.order_by("asked_on", "created_at", "pk").first()


def state_in_words(submission: Submission) -> str:
    """Return where a form is, for whoever sent it."""
    feedback = submission.feedback
    case = ComplaintCase.objects.filter(feedback=feedback).first()
    if waiting_question(submission) is not None:
        return "We have a question for you"
    if feedback.closed_on or (case is not None and case.state in ENDED):
        return "Closed"
    if feedback.responded_on or (case is not None and case.state == State.REPLIED):
        return "Answered"
    if case is not None and case.state not in (State.NEW, ""):
        return "We are looking into it"
    if feedback.owner_id or feedback.team_id:
        return "With the people who will read it"
    return "Received"


def _shown(submission: Submission) -> Shown:
    feedback, question = submission.feedback, waiting_question(submission)
    facts = [
        ("Reference", feedback.reference),
        ("Sent", day_in_words(submission.sent_on)),
        ("Status", state_in_words(submission)),
    ]
    if feedback.responded_on:
        facts.append(("Answered", day_in_words(feedback.responded_on)))
    elif feedback.due_on and not feedback.closed_on:
        facts.append(("Next step by", day_in_words(feedback.due_on)))
    if feedback.closed_on:
        facts.append(("Closed", day_in_words(feedback.closed_on)))
    paragraphs = (question.title, question.text) if question is not None else ()
    return Shown(title="Progress", caption="What you sent us", facts=facts, paragraphs=paragraphs)


def _answer(
    *, by: Person, record: Submission, day: datetime.date, question: uuid.UUID | None, answer: str
) -> Any:
    asked = waiting_question(record)
    # Sent twice, an answer must not become that to the next question.
    if asked is None or asked.pk != question:
        raise Refused("That question was answered already. Open the page again.")
    questions.record_answer(by=by, question=asked, answered_on=day, answer=answer, how=How.LINK)
    return record


def _closed(submission: Submission) -> str:
    feedback = submission.feedback
    if feedback.forgotten_on or feedback.withdrawn_on:
        return "It is not kept any more."
    if feedback.closed_on and feedback.closed_on + _AFTER_CLOSING < timezone.localdate():
        return f"It was closed on {day_in_words(feedback.closed_on)}."
    return ""


def _kept(submission: Submission) -> str:
    """Return what is kept and until when; of an answer only where something is asked."""
    if waiting_question(submission) is not None:
        return kept_with_case(submission.feedback, timezone.localdate())
    feedback = submission.feedback
    years = years_of(feedback.council, SCHEDULES[SOURCES[feedback.source].retention])
    return (
        f"What you told us is kept until {years:g} years after it is closed or answered, and then deleted. The council's staff who "
        "work on it read it. Of this page only the dates on which it was made, opened and answered are kept."
    )


WHERE_IT_IS = serves(
    Purpose(
        slug="where_it_is",
        name="whoever sent the form",
        model=Submission,
        permission="feedback.receive",
        shown=_shown,
        form=QuestionsForm,
        answer=_answer,
        kept=_kept,
        closed=_closed,
        stays=True,
        options=lambda submission: {
            "initial": {"question": getattr(waiting_question(submission), "pk", None)}
        },
        asks=lambda submission: waiting_question(submission) is not None,
        longest=LINK_FOR,
        ends_in_words="This page shows how far we are, and our questions to you. It does not show what you wrote, "
        f"and works until {_AFTER_CLOSING.days} days after it is closed, or until",
    )
)
