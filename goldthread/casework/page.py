"""What a case adds to the page of its feedback: clocks, findings, remedies, and the next thing to do."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.choices import ENDED, State
from goldthread.casework.chronology import Entry, chronology, of_records
from goldthread.casework.closing import without_learning
from goldthread.casework.commands import has_findings
from goldthread.casework.consents.models import ConsentRequest
from goldthread.casework.contact_limits.models import ContactLimit
from goldthread.casework.events import (
    case_of,
    events_of,
    is_casework,
    next_clock,
    on_hold,
    procedure_of,
    read,
)
from goldthread.casework.evidence_requests.models import EvidenceRequest
from goldthread.casework.letters.models import Letter
from goldthread.casework.letters.of_case import letter_due, letters_of, next_letter, write_address
from goldthread.casework.models import ComplaintCase, PointOutcome, Remedy
from goldthread.casework.ombudsman.models import OmbudsmanEnquiry
from goldthread.casework.parts.models import CasePart
from goldthread.casework.put_right.commands import latest
from goldthread.casework.put_right.models import PUT_RIGHT, TREATED, Answer, PutRight
from goldthread.casework.queries import remedies_of
from goldthread.casework.questions.models import CaseQuestion
from goldthread.casework.undoing import undo_permission
from goldthread.council.links.commands import link_of
from goldthread.council.models import Person
from goldthread.council.records import due_dates
from goldthread.council.records.page_additions import Addition, Link, adds_to_page
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES
from goldthread.standards.clock_log import Clock
from goldthread.standards.clocks import DONE, LETTERS, Procedure
from goldthread.standards.ombudsman import ombudsman

_HANDLE, _MANAGE = "casework.handle", "casework.manage"
_TAGS = {
    State.NEW: "yellow",
    State.OPEN: "open",
    State.READY: "turquoise",
    State.PAUSED: "grey",
    State.PARKED: "orange",
    State.REPLIED: "done",
    State.CLOSED: "done",
    State.WITHDRAWN: "stopped",
    State.NOT_ACCEPTED: "stopped",
    State.SERVICE_REQUEST: "grey",
}


@adds_to_page("feedback")
def case_page(request: HttpRequest, feedback: Feedback, present: Collection[type[Model]]) -> Addition | None:
    """Return what is added to the page of feedback that is worked as a case; None for any other."""
    if not is_casework(feedback.source) or not request.person.may("casework.read"):
        return None
    if feedback.withdrawn_on or feedback.is_locked or feedback.forgotten_on:
        return None
    today = timezone.localdate()
    case = case_of(feedback)
    every_event = events_of(case, undone=True)
    events, procedure = [event for event in every_event if not event.withdrawn_on], procedure_of(case)
    reading = read(case, events, today)
    # Brought in from a register: it says nothing of what was done before, so nothing is said to be late.
    unknown = case._state.adding and not (feedback.due_on or feedback.closed_on or feedback.responded_on)
    upcoming = None if unknown else next_clock(procedure, events, reading, on_hold(case, events, today))
    outcomes = {outcome.point_id: outcome for outcome in (_outcomes(case) if PointOutcome in present else ())}
    is_upheld = any(point.is_upheld for point in feedback.points.all())
    missing = [point.position for point in without_learning(feedback)] if is_upheld else []
    ended = case.state in ENDED
    state = State(case.state)
    asked = latest(case) if ended and PutRight in present else None
    says_no = asked is not None and asked.put_right == Answer.NO and asked.seen_on is None
    parts, asked_questions, requests, remedies = _what_was_asked(request.person, feedback, present)
    tags = [(state.label, _TAGS[state])]
    if reading.stage == 2:
        tags.append(("Stage 2", "blue"))
    limit = None
    if ContactLimit in present:
        limit = feedback.contact_limits.counted().filter(ended_on=None).first()
    if limit is not None and limit.approved_on:
        tags.append(("Contact limited", "orange"))
    if case.reopening_asked_on:
        tags.append(("Asked to reopen", "orange"))
    if says_no:
        tags.append(("Not put right", "orange"))
    letters = letters_of(request.person, feedback) if Letter in present else []
    return Addition(
        template="casework/case.html",
        caption=f"{SOURCES[feedback.source].name} {feedback.reference}",
        tags=tags,
        facts=_facts(case, procedure),
        buttons=_buttons(case, feedback, outcomes, letters),
        links=_links(case, procedure, asked),
        context={
            "case": case,
            "procedure": procedure,
            "reading": reading,
            "clocks": [
                _clock_row(clock, today, unknown) | letter_due(feedback, letters, clock)
                for clock in reading.clocks
            ],
            "unknown": unknown,
            "letters": letters,
            "outcomes": outcomes,
            "has_findings": has_findings(feedback),
            "undecided": missing,
            "enquiries": _enquiries(request.person, feedback) if OmbudsmanEnquiry in present else [],
            "remedies": remedies,
            "requests": requests,
            "parts_by_others": parts,
            "asked_questions": asked_questions,
            "limit": limit,
            "chronology": chronology(
                feedback,
                every_event,
                [
                    *of_records(asked_questions, "Question asked", "Question answered"),
                    *of_records(
                        parts, "Part asked for", "Part received", lambda part: part.organisation.name
                    ),
                    *of_records(requests, "Evidence asked for", "Evidence received"),
                    *(Entry(on=each.agreed_on, what="Remedy agreed", text=each.title) for each in remedies),
                    *(
                        Entry(on=each.done_on, what="Remedy done", text=each.title)
                        for each in remedies
                        if each.done_on
                    ),
                ],
                {step.slug: step.name for step in procedure.steps},
            ),
            "may_undo": {each.pk for each in events if request.person.may(undo_permission(each))},
            "asked": asked,
            "private_link": link_of(feedback) if asked and asked.wished and not asked.answered_on else None,
            "questions": (PUT_RIGHT, TREATED),
            "may_handle": request.person.may(_HANDLE) and not ended,
            "today": today,
            "next_clock": _next(upcoming, today),
            "ombudsman": ombudsman() if state == State.NOT_ACCEPTED else None,
        },
    )


def _what_was_asked(
    person: Person, feedback: Feedback, present: Collection[type[Model]]
) -> tuple[list[Any], ...]:
    """Return the parts by others, the questions, the evidence asked for and the remedies of a case, first due first."""

    def of_case(model: Any, *along: str) -> list[Any]:
        if model not in present:
            return []
        rows = model.objects.visible_to(person).filter(feedback=feedback).order_by("due_on", "pk")
        return list(rows.select_related(*along) if along else rows)

    return (
        of_case(CasePart, "organisation"),
        of_case(CaseQuestion),
        of_case(EvidenceRequest, "owner"),
        list(remedies_of(person, feedback)) if Remedy in present else [],
    )


def _enquiries(person: Person, feedback: Feedback) -> list[OmbudsmanEnquiry]:
    asked = OmbudsmanEnquiry.objects.visible_to(person).filter(feedback=feedback)
    return list(asked.select_related("review").order_by("-received_on", "-pk"))


def _outcomes(case: ComplaintCase) -> Sequence[PointOutcome]:
    return [] if case._state.adding else list(case.outcomes.select_related("by"))


def _facts(case: ComplaintCase, procedure: Procedure) -> list[tuple[str, Any]]:
    level = next((each.name for each in procedure.complexities if each.slug == case.complexity), "")
    return [
        ("Procedure", procedure.name),
        ("Investigator", case.investigator.name if case.investigator else ""),
        ("Complexity", level),
        ("Risk at receipt", case.get_risk_display()),
        ("Urgency at receipt", case.get_urgency_display()),
        ("Wants", case.desired_outcome),
        ("Conflict of interest", case.conflict_handled or case.get_conflict_display()),
        ("Consent", case.get_consent_display()),
        ("Date of consent", case.consent_on),
        ("Complains for the person", case.representative),
        ("Advocate", case.get_advocate_display()),
        ("Acknowledged on", case.acknowledged_on),
        ("Not accepted", case.get_not_accepted_display()),
    ]


def _clock_row(clock: Clock, today: datetime.date, unknown: bool) -> dict[str, Any]:
    """Return one clock as the page shows it: state as a tag, its day, what happens if late, and the letter."""
    tag = {
        "running": (due_dates.state(clock.due, today) or "open", due_dates.in_words(clock.due, today)),
        "met": ("done", "Done"),
        "late": (
            "overdue",
            f"{_days(clock.days_over)} late" if clock.done_on else due_dates.in_words(clock.due, today),
        ),
        "paused": ("not_checked", "Paused"),
        "ended": ("stopped", "Ended"),
    }[clock.state]
    if unknown:
        tag = ("not_checked", "Not known")
    return {
        "clock": clock,
        "tag": tag,
        "letter": LETTERS.get(clock.letter, ""),
        "late_letter": LETTERS.get(clock.late_letter, ""),
    }


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"


def _next(clock: Clock | None, today: datetime.date) -> dict[str, Any] | None:
    if clock is None:
        return None
    late = clock.due < today
    return {"name": clock.name, "due": clock.due, "late": late, "words": due_dates.in_words(clock.due, today)}


def _address(name: str, case: ComplaintCase) -> str:
    return reverse(f"casework:{name}", args=[case.feedback_id])


def _buttons(
    case: ComplaintCase, feedback: Feedback, outcomes: dict[Any, PointOutcome], letters: Sequence[Letter]
) -> list[Link]:
    """Return the next thing to do, and the case details."""

    def to(text: str, name: str, needs: str = _HANDLE) -> Link:
        return text, _address(name, case), needs

    details = to("Case details", "facts")
    missing = [
        point for point in feedback.points.all() if not point.withdrawn_on and point.pk not in outcomes
    ]
    if case.state == State.OPEN and missing and has_findings(feedback):
        first = min(missing, key=lambda point: point.position)
        text = (
            "Record finding"
            if len(outcomes) + len(missing) == 1
            else f"Record finding of issue {first.position}"
        )
        return [(text, reverse("casework:finding", args=[first.pk]), _HANDLE), details]
    step = {
        State.NEW: next_letter(feedback, letters, "acknowledgement", "acknowledgement"),
        State.OPEN: to("Mark ready for final letter", "ready"),
        State.READY: next_letter(feedback, letters, "final", "final letter"),
        State.PAUSED: to("Resume", "resume"),
        State.PARKED: to("Resume after safeguarding", "safeguarding_over"),
        State.REPLIED: to("Close case", "close"),
    }.get(State(case.state))
    if step is not None:
        return [step, details]
    return [to("Reopen case", "reopen", _MANAGE), details]


def _links(case: ComplaintCase, procedure: Procedure, asked: PutRight | None) -> list[Link]:
    """Return what else can happen to a case that stands as this one does."""
    state, links = State(case.state), []

    def add(text: str, name: str, needs: str = _HANDLE) -> None:
        links.append((text, _address(name, case), needs))

    add("Ombudsman asks", "record_enquiry")

    if state in ENDED or state == State.REPLIED:
        if case.reopening_asked_on:
            add("Reopen case", "reopen", _MANAGE)
            add("Decline to reopen", "decline_reopening", _MANAGE)
        else:
            add("Record request to reopen", "ask_to_reopen")
        if 2 in procedure.stages and case.stage == 1:
            add("Record request for stage 2", "stage_2")
        if state in ENDED:
            if asked is not None and asked.wished and not asked.answered_on:
                add("Record answer: was it put right?", "record_put_right")
                add("Make private link: was it put right?", "link_feedback")
            else:
                add("Ask whether it was put right", "ask_put_right")
            if asked is not None and asked.put_right == Answer.NO and asked.seen_on is None:
                add("Leave closed", "leave_closed", _MANAGE)
            return links
    if state == State.NEW:
        add("Acknowledge in another way", "acknowledge")
    links.append(("Write letter", write_address(case.feedback, "holding"), _HANDLE))
    add("Agree a remedy", "agree_remedy")
    add("Ask for evidence", "ask_for_evidence")
    add("Ask the person a question", "ask_question")
    consent = ConsentRequest.objects.filter(feedback=case.feedback_id).order_by("-created_at", "-pk").first()
    if consent is not None:
        href = reverse("casework:consent", args=[consent.pk])
        links.append(("Consent of the person", href, "casework.read"))
    if consent is None or not consent.is_open:
        add("Ask the person for consent", "ask_consent")
    add("Ask an organisation for its part", "ask_part")
    add("Agree who leads", "agree_lead")
    if any(step.met_by == DONE for step in procedure.steps):
        add("Mark step done", "step_done")
    if state in (State.NEW, State.OPEN, State.READY):
        if state != State.NEW:
            add("Extend the time to reply", "extend")
            add("Agree another date", "agree_date")
        add("Pause the clock", "pause")
    if state != State.PARKED:
        add("Refer to safeguarding", "safeguarding")
    if state == State.READY:
        add("Send back, not ready", "not_ready")
    if state in (State.OPEN, State.READY):
        add("Record reply", "reply")
    add("Choose another procedure", "choose_procedure")
    add("Limit contact", "limit_contact", _MANAGE)
    if state != State.REPLIED:
        add("Withdrawn by the person", "withdraw")
        add("Do not accept", "not_accept", _MANAGE)
        add("Treat as a service request", "service_request")
        add("Close case", "close")
    return links
