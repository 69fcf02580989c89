"""Commands on a case: what is recorded of it, and what happens to it from receipt to the reply."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from goldthread.casework.choices import ENDED, Happened, NotAccepted, State
from goldthread.casework.events import happen, lock_case, procedure_of, save, settle
from goldthread.casework.models import ComplaintCase
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import privacy, saving
from goldthread.dates import day_in_words
from goldthread.feedback.commands import lock_case as lock_text
from goldthread.feedback.commands import rewrite_fields
from goldthread.feedback.models import Feedback
from goldthread.feedback.redaction import case_names
from goldthread.feedback.sources import SOURCES

FACTS = [
    "complexity",
    "investigator",
    "risk",
    "urgency",
    "desired_outcome",
    "conflict",
    "conflict_handled",
    "consent",
    "consent_on",
    "representative",
    "advocate",
]


def said(
    *, by: Person, feedback: Feedback, reason: str = "", on: Any = None, told_on: Any = None, **_: Any
) -> str:
    """Return what the audit log and the timeline say of an event, without the people it names."""
    days = ", ".join(f"{name} {day_in_words(day)}" for name, day in (("on", on), ("told on", told_on)) if day)
    parts = [reason.strip().rstrip("."), days[:1].upper() + days[1:]]
    text = "".join(f"{part}. " for part in parts if part).strip()
    return privacy.hide(text, case_names.known_people(feedback)).text if text else ""


def _open_case(feedback: Feedback, version: int | None) -> ComplaintCase:
    case = lock_case(feedback, version)
    if case.state in ENDED:
        raise Refused(f"{feedback.reference} is {State(case.state).label.lower()}. Reopen it first.")
    return case


@command("casework.handle")
def record_facts(*, by: Person, feedback: Feedback, version: int, **facts: Any) -> Feedback:
    """Record case details: investigator, risk, desired outcome, consent, conflict of interest and the rest of `FACTS`."""
    case = lock_case(feedback, version)
    if facts.get("conflict") == "yes" and not facts.get("conflict_handled", "").strip():
        raise Refused("Say how the conflict of interest is handled.", field="conflict_handled")
    for name in FACTS:
        if name in facts:
            setattr(case, name, facts[name])
    save(case)
    return settle(case)


@command("casework.handle", trail=said)
def acknowledge(
    *, by: Person, feedback: Feedback, on: datetime.date, reason: str = "", version: int | None = None
) -> Feedback:
    """Acknowledge complaint: on a day, with what was agreed about how it is handled."""
    case = _open_case(feedback, version)
    happen(by, case, Happened.ACKNOWLEDGED, on, text=reason)
    return settle(case)


@command("casework.handle", trail=said)
def extend(
    *,
    by: Person,
    feedback: Feedback,
    on: datetime.date,
    units: int,
    reason: str,
    told_on: datetime.date | None,
    version: int | None = None,
) -> Feedback:
    """Extend the time to reply: by so much, with the reason, once the person was told."""
    saving.needs_reason(reason)
    if told_on is None:
        raise Refused(
            "Enter the date on which the person was told. An extension counts from then only.",
            field="told_on",
        )
    case = _open_case(feedback, version)
    happen(by, case, Happened.EXTENDED, on, step=_reply_step(case), units=units, told_on=told_on, text=reason)
    return settle(case)


@command("casework.handle", trail=said)
def agree_date(
    *,
    by: Person,
    feedback: Feedback,
    on: datetime.date,
    to: datetime.date,
    reason: str,
    version: int | None = None,
) -> Feedback:
    """Agree another date: with the person, for the reply."""
    saving.needs_reason(reason)
    case = _open_case(feedback, version)
    happen(by, case, Happened.AGREED, on, step=_reply_step(case), to=to, text=reason)
    return settle(case)


def _reply_step(case: ComplaintCase) -> str:
    """Return the step of the procedure that the reply meets at the stage of a case."""
    steps = procedure_of(case).steps
    step = next((step.slug for step in steps if step.met_by == "replied" and step.stage == case.stage), "")
    if not step:
        raise Refused("This procedure sets no time to reply, so there is none to change.")
    return step


@command("casework.handle", trail=said)
def pause(
    *, by: Person, feedback: Feedback, on: datetime.date, reason: str, version: int | None = None
) -> Feedback:
    """Pause the clock: from a day, with the reason."""
    saving.needs_reason(reason)
    case = _open_case(feedback, version)
    happen(by, case, Happened.PAUSED, on, text=reason)
    return settle(case)


@command("casework.handle", trail=said)
def resume(
    *, by: Person, feedback: Feedback, on: datetime.date, reason: str = "", version: int | None = None
) -> Feedback:
    """Resume the clock: the day before is the last that is taken out."""
    case = _open_case(feedback, version)
    paused = case.events.filter(kind=Happened.PAUSED, until=None, withdrawn_on=None).order_by("-on").first()
    if paused is None:
        raise Refused("It is not paused.")
    if on < paused.on:
        raise Refused(
            f"It was paused on {day_in_words(paused.on)}, after that date. Check the date.", field="on"
        )
    paused.until = max(paused.on, on - datetime.timedelta(days=1))
    paused.save(update_fields=["until"])
    return settle(case)


@command("casework.handle", trail=said)
def refer_to_safeguarding(
    *, by: Person, feedback: Feedback, on: datetime.date, reason: str, version: int | None = None
) -> Feedback:
    """Refer to safeguarding: at once; what is left of the complaint waits until that is over."""
    saving.needs_reason(reason)
    case = _open_case(feedback, version)
    if case.state == State.PARKED:
        raise Refused("It is with safeguarding already.")
    happen(by, case, Happened.SAFEGUARDING, on, text=reason)
    return settle(case)


@command("casework.handle", trail=said)
def resume_after_safeguarding(
    *, by: Person, feedback: Feedback, on: datetime.date, reason: str, version: int | None = None
) -> Feedback:
    """Resume after safeguarding: with what is left of the complaint."""
    saving.needs_reason(reason)
    case = _open_case(feedback, version)
    if case.state != State.PARKED:
        raise Refused("It is not with safeguarding.")
    happen(by, case, Happened.SAFEGUARDING_OVER, on, text=reason)
    return settle(case)


@command("casework.handle", trail=said)
def ask_stage_2(
    *, by: Person, feedback: Feedback, on: datetime.date, reason: str, version: int | None = None
) -> Feedback:
    """Record request for a second stage: from the person, with what they are not content with."""
    saving.needs_reason(reason)
    case = lock_case(feedback, version)
    if 2 not in procedure_of(case).stages:
        raise Refused(
            f"{procedure_of(case).name} has one stage. Reopen the case, or say that the ombudsman can look at it."
        )
    happen(by, case, Happened.STAGE_2_ASKED, on, text=reason)
    return settle(case, closed_on=None)


@command("casework.handle", trail=said)
def mark_ready(
    *, by: Person, feedback: Feedback, on: datetime.date, reason: str = "", version: int | None = None
) -> Feedback:
    """Mark ready for the final letter: once something was found of each issue."""
    case = _open_case(feedback, version)
    missing = without_finding(case)
    if missing:
        raise Refused(f"Nothing is recorded yet of what was found of {_issues(missing)}.")
    if case.state != State.OPEN:
        raise Refused(f"It is {State(case.state).label.lower()}.")
    happen(by, case, Happened.READY, on, text=reason)
    return settle(case)


@command("casework.handle", trail=said)
def not_ready(
    *, by: Person, feedback: Feedback, on: datetime.date, reason: str, version: int | None = None
) -> Feedback:
    """Send back: it is not ready for the final letter, with what is missing."""
    saving.needs_reason(reason)
    case = _open_case(feedback, version)
    if case.state != State.READY:
        raise Refused("It is not marked ready for the final letter.")
    happen(by, case, Happened.NOT_READY, on, text=reason)
    return settle(case)


# What a reply is not complete without, such as the parts by others: what is missing of a case, in words.
_MISSING: list[Callable[[ComplaintCase], list[str]]] = []


def reply_waits_for(function: Callable[[ComplaintCase], list[str]]) -> Callable[[ComplaintCase], list[str]]:
    """Have a function say what the reply of a case still waits for; it is sent without that with a reason only."""
    _MISSING.append(function)
    return function


def missing_of_reply(case: ComplaintCase) -> list[str]:
    """Return what the reply of a case still waits for, in words."""
    return [] if case._state.adding else [words for function in _MISSING for words in function(case)]


def has_findings(feedback: Feedback) -> bool:
    """Return whether something is found of each issue: of a complaint, and not of an enquiry, which is answered."""
    return bool(SOURCES[feedback.source].outcomes)


def without_finding(case: ComplaintCase) -> list[int]:
    """Return the numbers of the issues of which nothing was found yet."""
    if not has_findings(case.feedback):
        return []
    points = case.feedback.points.filter(withdrawn_on=None, outcome=None)
    return list(points.order_by("position").values_list("position", flat=True))


def _issues(numbers: list[int]) -> str:
    said = [str(number) for number in numbers]
    return f"issue {said[0]}" if len(said) == 1 else f"issues {', '.join(said[:-1])} and {said[-1]}"


@command("casework.handle", trail=said)
def record_reply(
    *,
    by: Person,
    feedback: Feedback,
    on: datetime.date,
    response: str,
    reason: str = "",
    version: int | None = None,
) -> Feedback:
    """Record reply: the council's own answer to the person, and the day on which it was sent.

    reason: why it was sent without a part by others that is still open.
    """
    if not response.strip():
        raise Refused("Enter the reply.", field="response")
    case = _open_case(feedback, version)
    if missing := missing_of_reply(case):
        saving.needs_reason(reason, f"The reply is not complete without: {'; '.join(missing)}.")
    happen(by, case, Happened.REPLIED, on, text=reason)
    rewrite_fields(by, lock_text(feedback), response=response.strip())
    return settle(case, responded_on=on)


@command("casework.handle", trail=said)
def withdraw_complaint(
    *, by: Person, feedback: Feedback, on: datetime.date, reason: str, version: int | None = None
) -> Feedback:
    """Record that the person withdrew their complaint: on a day, with their reason."""
    saving.needs_reason(reason)
    case = _open_case(feedback, version)
    happen(by, case, Happened.WITHDRAWN, on, text=reason)
    return settle(case, closed_on=on, outcome="Withdrawn")


@command("casework.manage", trail=said)
def not_accept(
    *,
    by: Person,
    feedback: Feedback,
    on: datetime.date,
    why: str,
    reason: str,
    told_on: datetime.date | None,
    version: int | None = None,
) -> Feedback:
    """Refuse complaint: not accepted into the procedure, with the reason and the day on which the person was told."""
    saving.needs_reason(reason)
    if told_on is None:
        raise Refused(
            "Enter the date on which the person was told why, and that the ombudsman can look at it.",
            field="told_on",
        )
    case = _open_case(feedback, version)
    case.not_accepted = NotAccepted(why)
    happen(by, case, Happened.NOT_ACCEPTED, on, told_on=told_on, text=reason)
    return settle(case, closed_on=on, outcome="Not accepted")


@command("casework.handle", trail=said)
def treat_as_service_request(
    *, by: Person, feedback: Feedback, on: datetime.date, reason: str, version: int | None = None
) -> Feedback:
    """Treat as a service request: asked for the first time, so no complaint; kept apart from complaints."""
    saving.needs_reason(reason)
    case = _open_case(feedback, version)
    happen(by, case, Happened.SERVICE_REQUEST, on, text=reason)
    return settle(case, closed_on=on, outcome="Service request")


@command("casework.handle", trail=said)
def ask_to_reopen(
    *, by: Person, feedback: Feedback, on: datetime.date, reason: str, version: int | None = None
) -> Feedback:
    """Record request to reopen: the person is not content with the reply; the complaints manager decides."""
    saving.needs_reason(reason)
    case = lock_case(feedback, version)
    if case.state not in (*ENDED, State.REPLIED):
        raise Refused("It is open, so there is nothing to reopen.")
    if case.reopening_asked_on:
        raise Refused("Somebody asked already, and it is not decided yet.")
    case.reopening_asked_on = on
    happen(by, case, Happened.REOPENING_ASKED, on, text=reason)
    return settle(case)


@command("casework.manage", trail=said)
def reopen(
    *, by: Person, feedback: Feedback, on: datetime.date, reason: str, version: int | None = None
) -> Feedback:
    """Reopen case: the reply proved unsatisfactory, or it was closed too early."""
    saving.needs_reason(reason)
    case = lock_case(feedback, version)
    if case.state not in (*ENDED, State.REPLIED):
        raise Refused("It is open already.")
    case.reopening_asked_on = None
    case.not_accepted = ""
    happen(by, case, Happened.REOPENED, on, text=reason)
    return settle(case, closed_on=None)


@command("casework.manage", trail=said)
def decline_reopening(
    *, by: Person, feedback: Feedback, on: datetime.date, reason: str, version: int | None = None
) -> Feedback:
    """Decline to reopen: with the reason, which the person is told."""
    saving.needs_reason(reason)
    case = lock_case(feedback, version)
    if case.reopening_asked_on is None:
        raise Refused("Nobody asked to reopen it.")
    case.reopening_asked_on = None
    happen(by, case, Happened.REOPENING_DECLINED, on, text=reason)
    return settle(case)
