"""Pages on which something of a case is recorded: what happens to it, findings, learning, and closing it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from goldthread.casework import closing, commands, findings, forms, page, undoing
from goldthread.casework.events import case_of, is_casework, procedure_of
from goldthread.casework.models import CaseEvent, PointOutcome
from goldthread.council.models import Person
from goldthread.council.records.forms import ReasonForm
from goldthread.council.records.pages import address, form_page
from goldthread.dates import day_in_words
from goldthread.feedback.models import Feedback, Point
from goldthread.learning import commands as learning
from goldthread.standards.ombudsman import ombudsman
from goldthread.web.forms import Form

# `page` is imported so that it is known what a case adds to the page of its feedback.
__all__ = ["page"]


def get_case(request: HttpRequest, pk: uuid.UUID) -> Feedback:
    """Return feedback that this person may see and that is worked as a case; 404 for any other."""
    feedback = get_object_or_404(Feedback.objects.visible_to(request.person), pk=pk)
    if not is_casework(feedback.source):
        raise Http404
    return feedback


def event(
    command: Callable[..., Any],
    form: type[Form],
    title: str,
    done: str,
    *,
    submit: str = "Save",
    intro: str = "",
    options: Callable[[Feedback], Mapping[str, Any]] = lambda feedback: {},
    template: str = "web/form_page.html",
) -> Callable[..., HttpResponse]:
    """Return the page that records one thing that happened to a case."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        feedback = get_case(request, pk)
        return form_page(
            request,
            form,
            command,
            title=f"{title}: {feedback.reference}",
            record=feedback,
            initial={name: timezone.localdate() for name in ("on",) if name in form.base_fields},
            done=f"{feedback.reference}: {done}",
            then=address,
            options=options(feedback),
            template=template,
            page={"intro": intro or feedback.title, "submit": submit},
            feedback=feedback,
        )

    view.__doc__ = f"{title}."
    return view


def _extension(feedback: Feedback) -> dict[str, Any]:
    case = case_of(feedback)
    steps = [
        step for step in procedure_of(case).steps if step.met_by == "replied" and step.stage == case.stage
    ]
    extension = next((step.extension for step in steps if step.extension), None)
    return {
        "unit": extension.unit if extension else "working days",
        "usual": extension.within if extension else 10,
    }


acknowledge = event(
    commands.acknowledge, forms.AcknowledgeForm, "Acknowledge", "acknowledged.", submit="Save acknowledgement"
)
extend = event(
    commands.extend,
    forms.ExtendForm,
    "Extend the time to reply",
    "time to reply extended.",
    options=_extension,
)
agree_date = event(commands.agree_date, forms.AgreeForm, "Agree another date", "another date agreed.")
pause = event(commands.pause, forms.DayReasonForm, "Pause the clock", "clock paused.", submit="Pause")
resume = event(commands.resume, forms.DayForm, "Resume", "clock resumed.", submit="Resume")
safeguarding = event(
    commands.refer_to_safeguarding,
    forms.DayReasonForm,
    "Refer to safeguarding",
    "referred to safeguarding.",
    submit="Record referral",
    intro="If somebody may be in danger now, ring 999 first, then the safeguarding team. What is left of the complaint "
    "waits until safeguarding is over.",
)
safeguarding_over = event(
    commands.resume_after_safeguarding,
    forms.DayReasonForm,
    "Resume after safeguarding",
    "resumed.",
    submit="Resume",
)
stage_2 = event(
    commands.ask_stage_2,
    forms.DayReasonForm,
    "Record request for stage 2",
    "stage 2 asked for.",
    submit="Begin stage 2",
)
ready = event(
    commands.mark_ready,
    forms.DayForm,
    "Mark ready for final letter",
    "ready for the final letter.",
    submit="Mark ready",
)
not_ready = event(
    commands.not_ready, forms.DayReasonForm, "Send back, not ready", "sent back.", submit="Send back"
)
reply = event(
    commands.record_reply,
    forms.ReplyForm,
    "Record reply",
    "reply recorded.",
    submit="Save reply",
    options=lambda feedback: {"missing": commands.missing_of_reply(case_of(feedback))},
)
withdraw = event(
    commands.withdraw_complaint,
    forms.DayReasonForm,
    "Withdrawn by the person",
    "withdrawn by the person.",
    submit="Record withdrawal",
)
service_request = event(
    commands.treat_as_service_request,
    forms.DayReasonForm,
    "Treat as a service request",
    "treated as a service request.",
)
ask_to_reopen = event(
    commands.ask_to_reopen,
    forms.DayReasonForm,
    "Record request to reopen",
    "asked to reopen.",
    submit="Save request",
)
reopen = event(commands.reopen, forms.DayReasonForm, "Reopen case", "reopened.", submit="Reopen case")
decline_reopening = event(
    commands.decline_reopening, forms.DayReasonForm, "Decline to reopen", "not reopened.", submit="Decline"
)


def not_accept(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say why something is not looked into as a complaint, with where the person can go."""
    feedback = get_case(request, pk)
    return form_page(
        request,
        forms.NotAcceptForm,
        commands.not_accept,
        title=f"Do not accept: {feedback.reference}",
        record=feedback,
        initial={"on": timezone.localdate()},
        done=f"{feedback.reference}: not accepted.",
        template="casework/not_accept.html",
        page={"feedback": feedback, "submit": "Do not accept", "ombudsman": ombudsman()},
        feedback=feedback,
    )


def facts(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what is known of a case: investigator, risk, desired outcome, consent, conflict of interest."""
    feedback = get_case(request, pk)
    case = case_of(feedback)
    return form_page(
        request,
        forms.FactsForm,
        commands.record_facts,
        title=f"Case details: {feedback.reference}",
        record=feedback,
        done=f"{feedback.reference}: case details saved.",
        options={"case": case, "procedure": procedure_of(case)},
        page={"intro": feedback.title},
        feedback=feedback,
    )


def finding(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what was found of one issue."""
    point = _point(request, pk)
    feedback = point.feedback
    earlier = PointOutcome.objects.filter(point=point).first()
    start: dict[str, Any] = {"found_on": timezone.localdate()}
    if earlier is not None:
        start |= {"found": earlier.found, "explanation": earlier.explanation, "found_on": earlier.found_on}
    return form_page(
        request,
        forms.FindingForm,
        findings.record_finding,
        title=f"Record finding: {feedback.reference}, issue {point.position}",
        initial=start,
        done=f"{feedback.reference}: finding of issue {point.position} saved.",
        then=lambda outcome: address(feedback),
        template="casework/finding.html",
        page={"feedback": feedback, "point": point, "back": address(feedback), "submit": "Save finding"},
        point=point,
    )


def undo_event(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Undo what was recorded of a case by mistake."""
    found = get_object_or_404(
        CaseEvent.objects.filter(council_id=request.person.council_id, withdrawn_on=None).select_related(
            "case"
        ),
        pk=pk,
    )
    feedback = get_case(request, found.case.feedback_id)
    what = f"{found.get_kind_display()}, {day_in_words(found.on)}"
    if not request.person.may(undoing.undo_permission(found)):
        raise PermissionDenied
    return form_page(
        request,
        ReasonForm,
        undoing.withdraw_event,
        title=f"Undo: {what}",
        record=feedback,
        done=f"{feedback.reference}: undone: {what}.",
        then=address,
        page={
            "intro": "It was recorded by mistake. It stays in the chronology with your reason, and counts no more.",
            "submit": "Undo",
        },
        feedback=feedback,
        event=found,
    )


def _point(request: HttpRequest, pk: uuid.UUID) -> Point:
    """Return an issue of a case whose feedback this person may see, or raise Http404."""
    point = get_object_or_404(
        Point.objects.filter(council_id=request.person.council_id, withdrawn_on=None).select_related(
            "feedback"
        ),
        pk=pk,
    )
    if point.feedback_id is None:
        raise Http404
    get_case(request, point.feedback_id)
    return point


def decide_learning(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Decide what was learned from an upheld issue: a lesson, or why there is none."""
    point = _point(request, pk)
    feedback = point.feedback

    def decide(*, by: Person, decision: str, lesson: Any, because: str) -> Any:
        if decision == "lesson":
            return learning.add_points(by=by, lesson=lesson, points=[point])
        return learning.record_no_lesson(
            by=by, points=[point], because=because, decided_on=timezone.localdate()
        )

    return form_page(
        request,
        forms.LearningForm,
        decide,
        title=f"Learning decision: {feedback.reference}, issue {point.position}",
        done=f"{feedback.reference}: learning decision on issue {point.position} saved.",
        then=lambda result: address(feedback),
        template="casework/learning.html",
        page={
            "feedback": feedback,
            "point": point,
            "back": address(feedback),
            "new": f"{reverse('learning:record_lesson')}?point={point.pk}",
        },
    )


def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a case, once what is open of it was seen."""
    feedback = get_case(request, pk)
    items = closing.open_items(case_of(feedback))
    missing = closing.without_learning(feedback)
    return form_page(
        request,
        forms.CloseForm,
        closing.close,
        title=f"Close case {feedback.reference}",
        record=feedback,
        initial={"on": timezone.localdate()},
        done=f"Case {feedback.reference} closed.",
        template="casework/close.html",
        options={"ends": any(item.end for item in items)},
        page={
            "feedback": feedback,
            "ends": [item for item in items if item.end],
            "stays": [item for item in items if not item.end],
            "missing": missing,
            "submit": "Close case",
        },
        feedback=feedback,
    )
