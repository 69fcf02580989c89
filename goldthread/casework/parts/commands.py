"""Commands on a joint complaint: who leads, what others are asked, what they answer, and steps that are done."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from goldthread.casework.choices import ENDED, Happened, How, State
from goldthread.casework.closing import OpenItem, open_when_closing
from goldthread.casework.commands import reply_waits_for, said
from goldthread.casework.events import events_of, happen, lock_case, procedure_of, settle
from goldthread.casework.models import ComplaintCase
from goldthread.casework.parts.models import CasePart
from goldthread.council.command import Refused, command
from goldthread.council.links.changes import end_links
from goldthread.council.links.models import Ended
from goldthread.council.models import Person
from goldthread.council.notifications.notifying import notify
from goldthread.council.organisations.models import Organisation
from goldthread.council.records import people_named, saving
from goldthread.council.records.assignment import assign
from goldthread.council.records.pages import address
from goldthread.dates import day_in_words
from goldthread.feedback.models import Feedback, Point
from goldthread.standards import clocks

# The steps of a joint complaint that are done by agreeing who leads, and by the last part that comes.
AGREE_LEAD, PARTS_RECEIVED = "agree-lead", "parts-received"


@command("casework.handle", trail=said)
def agree_lead(
    *,
    by: Person,
    feedback: Feedback,
    on: datetime.date,
    lead: Organisation | None = None,
    reason: str = "",
    version: int | None = None,
) -> Feedback:
    """Agree who leads: of a joint complaint, who looks after it and sends the one reply (regulation 9)."""
    case = _open_case(feedback, version)
    case.lead, case.lead_agreed_on = lead, on
    _do_step(by, case, AGREE_LEAD, on)
    return settle(case)


@command("casework.handle", trail=said)
def mark_step_done(
    *,
    by: Person,
    feedback: Feedback,
    step: str,
    on: datetime.date,
    reason: str = "",
    version: int | None = None,
) -> Feedback:
    """Mark step done: one of the procedure that no letter meets."""
    case = _open_case(feedback, version)
    happen(by, case, Happened.DONE, on, step=step, text=reason)
    return settle(case)


@command("casework.handle")
def ask_part(
    *,
    by: Person,
    feedback: Feedback,
    organisation: Organisation,
    title: str,
    text: str,
    asked_on: datetime.date,
    due_on: datetime.date,
    points: Sequence[Point] = (),
    owner: Person | None = None,
) -> CasePart:
    """Ask for part: of the reply, of another organisation, by when; its link shows what is chosen here."""
    _open_case(feedback, None)
    part = CasePart(
        council=by.council,
        feedback=feedback,
        organisation=organisation,
        title=title,
        text=text,
        issues=_keys(feedback, points),
        asked_on=asked_on,
        due_on=due_on,
        recorded_by=by,
    )
    saving.add(part, based_on=[feedback])
    assign(by=by, record=part, owner=owner or feedback.owner or by)
    return part


def _keys(feedback: Feedback, points: Sequence[Point]) -> list[str]:
    if any(point.feedback_id != feedback.pk for point in points):
        raise Refused("That issue is not of this complaint.", field="points")
    return [str(point.pk) for point in points]


@command("casework.handle", trail=people_named.reason_about("part"))
def edit_part(
    *, by: Person, part: CasePart, version: int, reason: str, points: Sequence[Point] = (), **fields: Any
) -> CasePart:
    """Correct a part: what is asked, and what its link shows."""
    saving.needs_reason(reason)
    return saving.change(part, version=version, issues=_keys(part.feedback, points), **fields)


@command("casework.handle")
def record_part(
    *,
    by: Person,
    part: CasePart,
    answered_on: datetime.date,
    answer: str,
    how: str,
    version: int | None = None,
) -> CasePart:
    """Record part: what the organisation answered, through its link or otherwise."""
    _still_open(part)
    saving.needs_explanation(answer, "Enter the answer", field="answer")
    case = lock_case(part.feedback)
    saving.change(part, version=version, answered_on=answered_on, answer=answer, how=How(how))
    end_links(part, Ended.ANSWERED if how == How.LINK else Ended.WITHDRAWN)
    _all_received(by, case, answered_on)
    if how == How.LINK and part.owner is not None:
        notify(by=by, to=[part.owner], kind="answer_came", record=part.feedback)
    return part


@command("casework.handle", trail=people_named.reason_about("part"))
def give_up_part(
    *, by: Person, part: CasePart, ended_on: datetime.date, reason: str, version: int | None = None
) -> CasePart:
    """Give up part: nothing came, or it is not needed any more; its link ends."""
    saving.needs_reason(reason)
    _still_open(part)
    case = lock_case(part.feedback)
    saving.change(part, version=version, ended_on=ended_on, ended_because=reason)
    end_links(part, Ended.WITHDRAWN)
    _all_received(by, case, ended_on)
    return part


def _open_case(feedback: Feedback, version: int | None) -> ComplaintCase:
    case = lock_case(feedback, version)
    if case.state in ENDED:
        raise Refused(f"{feedback.reference} is {State(case.state).label.lower()}. Reopen it first.")
    return case


def _still_open(part: CasePart) -> None:
    part.refresh_from_db()
    if part.answered_on:
        raise Refused("It was answered already.")
    if part.ended_on:
        raise Refused("This part was given up. Ask for a new one.")


def _do_step(by: Person, case: ComplaintCase, slug: str, on: datetime.date) -> None:
    """Record that a step is done, where the procedure of a case has it and nobody recorded it yet."""
    step = procedure_of(case).step(slug)
    if step is None or step.met_by != clocks.DONE:
        return
    done = any(event.kind == Happened.DONE and event.step == slug for event in events_of(case))
    if not done:
        happen(by, case, Happened.DONE, on, step=slug)


def _all_received(by: Person, case: ComplaintCase, on: datetime.date) -> None:
    parts = case.feedback.parts.counted()
    if (
        case.state not in ENDED
        and not parts.open().exists()
        and parts.filter(answered_on__isnull=False).exists()
    ):
        _do_step(by, case, PARTS_RECEIVED, on)
    settle(case)


@reply_waits_for
def _parts(case: ComplaintCase) -> list[str]:
    open_ = case.feedback.parts.counted().open().select_related("organisation").order_by("due_on", "pk")
    return [f"the part by {part.organisation.name}, due {day_in_words(part.due_on)}" for part in open_]


@open_when_closing
def _open(case: ComplaintCase) -> list[OpenItem]:
    parts = case.feedback.parts.counted().open().select_related("organisation").order_by("due_on", "pk")
    return [
        OpenItem(
            text=f"Part by {part.organisation.name}: {part.title}. It is given up, and its link ends.",
            href=address(part),
            end=lambda by, why, on, part=part: give_up_part(by=by, part=part, ended_on=on, reason=why),
        )
        for part in parts
    ]
