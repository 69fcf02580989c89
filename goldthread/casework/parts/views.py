"""Pages of joint complaints: who leads, asking for a part, one part, what came, and their list."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.events import case_of, events_of, procedure_of, read
from goldthread.casework.parts import commands, forms, links
from goldthread.casework.parts.models import CasePart
from goldthread.casework.questions.views import AskedFilter, narrow
from goldthread.casework.views.cases import get_case
from goldthread.council.links.commands import link_of
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.work_columns import work_columns
from goldthread.feedback.models import Feedback
from goldthread.standards import clocks

# `links` is imported so that the page of links knows what it is for.
__all__ = ["links"]
_TIME_TO_ANSWER = datetime.timedelta(days=21)


def agree_lead(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record who leads a joint complaint."""
    feedback, today = get_case(request, pk), timezone.localdate()
    return form_page(
        request,
        forms.LeadForm,
        commands.agree_lead,
        title=f"Agree who leads: {feedback.reference}",
        record=feedback,
        initial={"lead": case_of(feedback).lead_id, "on": today},
        done=f"{feedback.reference}: who leads is recorded.",
        then=address,
        page={
            "intro": "Of a complaint that is about others too, one leads and sends one reply to all of it. The others "
            "answer their parts."
        },
        feedback=feedback,
    )


def steps_to_do(feedback: Feedback, today: datetime.date) -> list[tuple[str, str]]:
    """Return the steps of a case that no letter meets and that are still to be done, as slug and name."""
    case = case_of(feedback)
    by_hand = {step.slug for step in procedure_of(case).steps if step.met_by == clocks.DONE}
    found = read(case, events_of(case), today).clocks if by_hand else ()
    return [(clock.step, clock.name) for clock in found if clock.step in by_hand and clock.open]


def step_done(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that a step of the procedure is done."""
    feedback, today = get_case(request, pk), timezone.localdate()
    steps = steps_to_do(feedback, today)
    intro = feedback.title if steps else "No step of this procedure waits to be marked done."
    return form_page(
        request,
        forms.StepForm,
        commands.mark_step_done,
        title=f"Mark step done: {feedback.reference}",
        record=feedback,
        initial={"on": today, **({"step": steps[0][0]} if len(steps) == 1 else {})},
        done=f"{feedback.reference}: step done.",
        then=address,
        options={"steps": steps},
        page={"intro": intro, "submit": "Mark done"},
        feedback=feedback,
    )


def ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask another organisation for its part of the reply."""
    feedback, today = get_case(request, pk), timezone.localdate()
    start: dict[str, Any] = {"asked_on": today, "due_on": today + _TIME_TO_ANSWER}
    if feedback.organisation_id:
        start["organisation"] = feedback.organisation_id
    return form_page(
        request,
        forms.NewPartForm,
        commands.ask_part,
        title=f"Ask an organisation for its part: {feedback.reference}",
        initial=start,
        options={"feedback": feedback},
        done=f"{feedback.reference}: part saved. Make a private link for it, or ask in a letter.",
        page={"intro": feedback.title, "back": address(feedback), "submit": "Save part"},
        feedback=feedback,
    )


def part(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one part: what is asked, what its link shows, and the answer."""
    record = get_record(request, CasePart, pk, withdrawn=True)
    handle, today = "casework.handle", timezone.localdate()
    buttons, others = [], []
    if not record.answered_on and not record.ended_on:
        buttons = [
            ("Make private link", reverse("casework:link_casepart", args=[pk]), handle),
            ("Record answer", reverse("casework:record_part", args=[pk]), handle),
        ]
        others = [("Give up", reverse("casework:give_up_part", args=[pk]), handle)]
    return record_page(
        request,
        record,
        "casework/part.html",
        caption=f"Part by {record.organisation.name}",
        tags=[(tag.text, tag.kind) for tag in record.states(today)],
        facts=[
            ("Complaint", link(request, record.feedback)),
            ("Organisation", link(request, record.organisation, record.organisation.name)),
            ("Asked on", record.asked_on),
            ("Answered on", record.answered_on),
            ("How it came", record.get_how_display()),
        ],
        buttons=buttons,
        links=others,
        edit="casework:edit_part",
        crumbs=[("Cases", reverse("casework:list")), (record.feedback.reference, address(record.feedback))],
        private_link=link_of(record),
        issues=links.issues_shown(record),
        today=today,
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a part."""
    record = get_record(request, CasePart, pk)
    return form_page(
        request,
        forms.EditPartForm,
        commands.edit_part,
        title="Correct part",
        record=record,
        initial={"points": record.issues, "organisation": record.organisation_id},
        options={"feedback": record.feedback},
        done="Part saved.",
        part=record,
    )


def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what an organisation answered."""
    record = get_record(request, CasePart, pk)
    return form_page(
        request,
        forms.PartAnswerForm,
        commands.record_part,
        title="Record answer",
        record=record,
        initial={"answered_on": timezone.localdate()},
        done="Answer recorded.",
        page={"intro": record.title, "submit": "Save answer"},
        part=record,
    )


def give_up(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say why a part is given up."""
    record = get_record(request, CasePart, pk)
    return form_page(
        request,
        forms.GiveUpPartForm,
        commands.give_up_part,
        title="Give up part",
        record=record,
        initial={"ended_on": timezone.localdate()},
        done="Part given up.",
        page={"intro": record.title, "submit": "Give up"},
        part=record,
    )


COLUMNS = [
    Column("About", "title", main=True),
    Column("Organisation", lambda record: record.organisation.name),
    Column("Complaint", lambda record: record.feedback.reference),
    *work_columns(CasePart, ("due_on", "id")),
    Column("State", lambda record: record.states(timezone.localdate())[0].text),
    Column("Answered on", "answered_on", optional=True),
]


def listed(request: HttpRequest) -> HttpResponse:
    """List the parts by other organisations, the first due first."""
    return list_page(
        request,
        CasePart,
        filter_form=AskedFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=("due_on", "id"),
        along=("feedback", "owner", "organisation"),
        bulk=(assigning(CasePart),),
        views=(View("Waiting", "state=open"), View("No answer", "due=overdue"), View("All parts", "")),
    )
