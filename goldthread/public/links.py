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
from goldthread.feedback.forms import LONG
from goldthread.feedback.sources import SOURCES
from goldthread.public.manner import Manner, manner_from
from goldthread.public.models import Submission
from goldthread.public.sending import LINK_FOR
from goldthread.public.spoken_forms import speak
from goldthread.public.words import ENGLISH, Language, text
from goldthread.web.forms import Form

_AFTER_CLOSING = datetime.timedelta(days=90)

_STATES = (
    text("We have a question for you"),
    text("Closed"),
    text("Answered"),
    text("We are looking into it"),
    text("With the people who will read it"),
    text("Received"),
)
_LABELS = (
    text("Reference"),
    text("Sent"),
    text("Status"),
    text("Next step by"),
    text("Progress"),
    text("What you sent us"),
    text("Send answer"),
    text("Your answer"),
    text("Your answer has been sent."),
    text("It is not needed any more."),
    text("Its last day is over."),
    text("A newer link was made in its place."),
)
_KEPT = text(
    "What you told us is kept until {years} years after it is closed or answered, and then deleted. The council's staff who "
    "work on it read it. Of this page only the dates on which it was made, opened and answered are kept."
)
_WORKS = text(
    "This page shows how far we are, and our questions to you. It does not show what you wrote, and works until 90 days "
    "after it is closed, or until {until}."
)
_UNCHECKED = text(
    "The words of this page have not been checked by anyone who speaks this language. If something is unclear, choose English or ring us."
)
_IN_ENGLISH = text("Part of this page is in English, because it is not translated yet.")


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
        return _STATES[0]
    if feedback.closed_on or (case is not None and case.state in ENDED):
        return _STATES[1]
    if feedback.responded_on or (case is not None and case.state == State.REPLIED):
        return _STATES[2]
    if case is not None and case.state not in (State.NEW, ""):
        return _STATES[3]
    if feedback.owner_id or feedback.team_id:
        return _STATES[4]
    return _STATES[5]


def _language(submission: Submission) -> Language:
    """Return the language in which a form was filled in."""
    return manner_from(submission.read_as).language


def _speaks(submission: Submission, form: Form | None) -> dict[str, Any]:
    """Return what the page says its words with, in the language of the form; what is not translated is said in English."""
    language = _language(submission)
    if form is not None:
        speak(form, Manner(language), "")
    said = {"say": language.say, "page_lang": language.slug, "page_direction": language.direction}
    if language.slug == ENGLISH:
        return said
    whole = all(words in language.words for words in every_text_of_links())
    notes = ([] if language.is_checked else [_UNCHECKED]) + ([] if whole else [_IN_ENGLISH])
    return {**said, "note": " ".join(language.say(each) for each in notes)}


def every_text_of_links() -> tuple[str, ...]:
    """Return the texts of this page that a language's file may lack."""
    return (*_STATES, *_LABELS, _KEPT, _WORKS)


def _shown(submission: Submission) -> Shown:
    feedback, question = submission.feedback, waiting_question(submission)
    say = _language(submission).say

    def on(day: datetime.date) -> str:
        return say("{day}", day=day)

    facts = [
        (say("Reference"), feedback.reference),
        (say("Sent"), on(submission.sent_on)),
        (say("Status"), say(state_in_words(submission))),
    ]
    if feedback.responded_on:
        facts.append((say("Answered"), on(feedback.responded_on)))
    elif feedback.due_on and not feedback.closed_on:
        facts.append((say("Next step by"), on(feedback.due_on)))
    if feedback.closed_on:
        facts.append((say("Closed"), on(feedback.closed_on)))
    paragraphs = (question.title, question.text) if question is not None else ()
    return Shown(title=say("Progress"), caption=say("What you sent us"), facts=facts, paragraphs=paragraphs)


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
    feedback, say = submission.feedback, _language(submission).say
    if feedback.forgotten_on or feedback.withdrawn_on:
        return say("It is not kept any more.")
    if feedback.closed_on and feedback.closed_on + _AFTER_CLOSING < timezone.localdate():
        return say("It was closed on {day}.", day=feedback.closed_on)
    return ""


def _kept(submission: Submission) -> str:
    """Return what is kept and until when; of an answer only where something is asked."""
    feedback, language = submission.feedback, _language(submission)
    if language.slug == ENGLISH and waiting_question(submission) is not None:
        return kept_with_case(feedback, timezone.localdate())
    years = years_of(feedback.council, SCHEDULES[SOURCES[feedback.source].retention])
    return language.say(_KEPT, years=format(years, "g"))


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
        ends_in_words=_WORKS,
        speaks=_speaks,
    )
)
