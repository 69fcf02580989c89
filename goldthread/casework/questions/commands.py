"""Commands on questions to the person: asking, asking again, the answer, and giving one up."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.casework.choices import ENDED, Happened, How, State
from goldthread.casework.closing import OpenItem, open_when_closing
from goldthread.casework.events import happen, lock_case, settle
from goldthread.casework.models import ComplaintCase
from goldthread.casework.questions.models import CaseQuestion
from goldthread.council.command import Refused, command
from goldthread.council.links.changes import end_links
from goldthread.council.links.models import Ended
from goldthread.council.models import Person
from goldthread.council.notifications.notifying import notify
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.council.records.pages import address
from goldthread.feedback.models import Feedback


@command("casework.handle")
def ask_question(
    *,
    by: Person,
    feedback: Feedback,
    title: str,
    text: str,
    asked_on: datetime.date,
    due_on: datetime.date,
    format: str = "",
    owner: Person | None = None,
) -> CaseQuestion:
    """Ask question: of the person, in their format, with a date by which; the procedure says whether a clock waits."""
    case = lock_case(feedback)
    if case.state in ENDED:
        raise Refused(f"{feedback.reference} is {State(case.state).label.lower()}. Reopen it first.")
    question = CaseQuestion(
        council=by.council,
        feedback=feedback,
        title=title,
        text=text,
        format=format,
        asked_on=asked_on,
        due_on=due_on,
        recorded_by=by,
    )
    saving.add(question, based_on=[feedback])
    # No answer comes back to whoever works on the case.
    assign(by=by, record=question, owner=owner or feedback.owner or by)
    happen(by, case, Happened.QUESTION_ASKED, asked_on)
    settle(case)
    return question


@command("casework.handle", trail=people_named.reason_about("question"))
def edit_question(
    *, by: Person, question: CaseQuestion, version: int, reason: str, **fields: Any
) -> CaseQuestion:
    """Correct a question."""
    saving.needs_reason(reason)
    return saving.change(question, version=version, **fields)


@command("casework.handle")
def ask_again(
    *,
    by: Person,
    question: CaseQuestion,
    asked_again_on: datetime.date,
    due_on: datetime.date,
    version: int | None = None,
) -> CaseQuestion:
    """Ask again: with another date; the link that was sent before ends."""
    _still_open(question)
    if due_on < asked_again_on:
        raise Refused("Enter a date after the one on which they are asked again.", field="due_on")
    end_links(question, Ended.NEWER)
    return saving.change(question, version=version, asked_again_on=asked_again_on, due_on=due_on)


@command("casework.handle")
def record_answer(
    *,
    by: Person,
    question: CaseQuestion,
    answered_on: datetime.date,
    answer: str,
    how: str,
    version: int | None = None,
) -> CaseQuestion:
    """Record answer: what the person said, by telephone, in a letter or through their link."""
    _still_open(question)
    saving.needs_explanation(answer, "Enter the answer", field="answer")
    case = lock_case(question.feedback)
    saving.change(question, version=version, answered_on=answered_on, answer=answer, how=How(how))
    end_links(question, Ended.ANSWERED if how == How.LINK else Ended.WITHDRAWN)
    _no_longer_asked(by, case, answered_on)
    if how == How.LINK and question.owner is not None:
        notify(by=by, to=[question.owner], kind="answer_came", record=question.feedback)
    return question


@command("casework.handle", trail=people_named.reason_about("question"))
def give_up_question(
    *, by: Person, question: CaseQuestion, ended_on: datetime.date, reason: str, version: int | None = None
) -> CaseQuestion:
    """Give up question: no answer came, or it is not needed any more; its link ends."""
    saving.needs_reason(reason)
    _still_open(question)
    case = lock_case(question.feedback)
    saving.change(question, version=version, ended_on=ended_on, ended_because=reason)
    end_links(question, Ended.WITHDRAWN)
    _no_longer_asked(by, case, ended_on)
    return question


def _still_open(question: CaseQuestion) -> None:
    question.refresh_from_db()
    if question.answered_on:
        raise Refused("It was answered already.")
    if question.ended_on:
        raise Refused("This question was given up. Ask a new one.")


def _no_longer_asked(by: Person, case: ComplaintCase, on: datetime.date) -> None:
    """Let the clocks go on once no question is open any more."""
    if not case.feedback.questions.counted().open().exists():
        happen(by, case, Happened.QUESTION_ANSWERED, on)
    settle(case)


@open_when_closing
def _open(case: ComplaintCase) -> list[OpenItem]:
    questions = case.feedback.questions.counted().open().order_by("due_on", "pk")
    return [
        OpenItem(
            text=f"Question to the person: {question.title}. It is given up, and its link ends.",
            href=address(question),
            end=lambda by, why, on, question=question: give_up_question(
                by=by, question=question, ended_on=on, reason=why
            ),
        )
        for question in questions
    ]
