"""Pages of a council's procedures: the list, one that is shipped, one of its own with its steps, and their forms."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.casework.procedures import commands
from goldthread.casework.procedures.forms import NewProcedureForm, ProcedureForm, StepForm
from goldthread.casework.procedures.models import Procedure, Standing
from goldthread.council.command import Refused
from goldthread.council.records.pages import address, form_page, get_record, record_page
from goldthread.council.records.states import states_of
from goldthread.standards import clocks
from goldthread.standards.bank_holidays import WHERE_KNOWN
from goldthread.standards.clock_log import Event, read
from goldthread.standards.entries import StandardsError
from goldthread.web.render import render_page

_CHANGE = "casework.procedures"


def procedures(request: HttpRequest) -> HttpResponse:
    """List the council's own procedures, and those that are shipped."""
    own = Procedure.objects.visible_to(request.person).order_by("name", "slug", "-edition", "id")
    used = [each for each in own if each.standing == Standing.IN_USE]
    replaced = {each.instead_of: each for each in used if each.instead_of}
    shipped = [(each, replaced.get(each.slug)) for each in clocks.procedures() if each.for_cases]
    context = {"own": own, "shipped": shipped, "today": timezone.localdate(), "states_of": states_of}
    return render_page(request, "casework/procedures.html", context)


def shipped(request: HttpRequest) -> HttpResponse:
    """Show a procedure that is shipped, with its steps and where they come from; the address says which."""
    offered = [each for each in clocks.procedures() if each.for_cases]
    asked = request.GET.get("of", offered[0].slug)
    standard = next((each for each in offered if each.slug == asked), None)
    if standard is None:
        raise Http404
    context = {"procedure": standard, **_steps(standard)}
    return render_page(request, "casework/shipped_procedure.html", context)


def procedure(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one of the council's procedures with its steps, and what may be done with it."""
    record = get_record(request, Procedure, pk, withdrawn=True)
    draft = record.standing == Standing.DRAFT and record.withdrawn_on is None
    try:
        standard, problem = record.standard(), ""
    except StandardsError as error:
        standard, problem = None, str(error)
    name = dict(NewProcedureForm.base_fields["instead_of"].choices).get(record.instead_of, "")
    return record_page(
        request,
        record,
        "casework/procedure.html",
        tags=[(state.text, state.kind) for state in states_of(record, timezone.localdate())],
        facts=[
            ("What it is for", record.what_it_is),
            ("Edition", record.edition),
            ("Stands in place of", name if record.instead_of else ""),
            ("In use from", record.in_use_from),
            ("In use until", record.in_use_until),
        ],
        edit="casework:edit_procedure" if draft else "",
        draft=draft,
        problem=problem,
        standing=record.standing,
        **(_steps(standard) if standard else {"rows": [], "limit": None, "complexities": (), "pauses": []}),
    )


def _steps(standard: clocks.Procedure) -> dict[str, Any]:
    """Return a procedure's steps as a page shows them, with the days of one that was received today."""
    today = timezone.localdate()
    events = [Event(kind="received", on=today), Event(kind="stage_2_asked", on=today)]
    known = events if 2 in standard.stages else events[:1]
    due = {clock.step: clock for clock in read(standard, known, today, "", WHERE_KNOWN).clocks}
    complexities = {each.slug: each.name for each in standard.complexities}
    after = {clocks.RECEIVED: "receipt", clocks.STAGE_2_ASKED: "stage 2 was asked for"}
    after |= {step.slug: f"“{step.name}”" for step in standard.steps}
    rows = [
        {
            "step": step,
            "number": number,
            "length": str(step.length),
            "after": after[step.after],
            "lengths": [(complexities[each.slug], str(each.length)) for each in step.by_complexity],
            "extension": str(step.extension.length) if step.extension else "",
            "letter": clocks.LETTERS.get(step.letter, ""),
            "late_letter": clocks.LETTERS.get(step.late_letter, ""),
            "who": clocks.KINDS[step.kind],
            "due": due[step.slug].due,
            "other": due[step.slug].other_reading,
        }
        for number, step in enumerate(standard.steps, start=1)
    ]
    pauses = [
        words
        for words, so in (
            ("A question to the person pauses the clocks.", standard.question_pauses),
            ("A referral to safeguarding parks the rest and pauses the clocks.", standard.safeguarding_parks),
            ("A reopened case gets the whole time for its reply again.", standard.reopening_starts_again),
            ("Whoever wrote the final letter may sign it off as well.", standard.drafter_may_sign),
        )
        if so
    ]
    return {"rows": rows, "limit": standard.limit, "complexities": standard.complexities, "pauses": pauses}


def add(request: HttpRequest) -> HttpResponse:
    """Write a procedure: a copy of another, or a new one."""
    own = Procedure.objects.visible_to(request.person).order_by("name", "slug", "-edition")
    copies = [(each.slug, each.name) for each in clocks.procedures() if each.for_cases]
    copies += list({each.slug: each.name for each in own}.items())
    asked = request.GET.get("copy", "")
    return form_page(
        request,
        NewProcedureForm,
        commands.write_procedure,
        title="Add procedure",
        initial={"copy_of": asked if asked in dict(copies) else ""},
        options={"copies": copies},
        page={"back": reverse("casework:procedures")},
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change what a draft is called, and what pauses its clocks."""
    record = get_record(request, Procedure, pk)
    if record.standing != Standing.DRAFT:
        return _frozen(request, record)
    limit = record.content.get("limit") or {}
    return form_page(
        request,
        ProcedureForm,
        commands.change_procedure,
        title=f"Change procedure {record.reference}",
        record=record,
        initial={
            "limit_months": limit.get("within"),
            "complexities": [
                (each["name"], each.get("what_it_is", "")) for each in record.content.get("complexities", ())
            ],
        },
        page={"back": address(record)},
        procedure=record,
    )


def add_step(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a step to a draft."""
    return _step_page(request, pk, 0)


def edit_step(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """Change a step of a draft, by its place."""
    return _step_page(request, pk, number)


def _step_page(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    record = get_record(request, Procedure, pk)
    if record.standing != Standing.DRAFT:
        return _frozen(request, record)
    if number > len(record.steps):
        raise Http404
    step = record.steps[number - 1] if number else None
    slug = step["slug"] if step else ""
    start = {"unit": "working days", "after": clocks.RECEIVED, "met_by": clocks.REPLIED}
    if step:
        start = step | {"extend_by": (step.get("extension") or {}).get("within")}
        for each in step.get("by_complexity", ()):
            start |= {f"within_{each['slug']}": each["within"], f"unit_{each['slug']}": each["unit"]}
    return form_page(
        request,
        StepForm,
        commands.save_step,
        title=f"Change step “{step['name']}”" if step else "Add step",
        record=record,
        initial={name: value for name, value in start.items() if value is not None},
        done=f"Procedure {record.reference}: step saved.",
        options={"procedure": record, "slug": slug},
        page={"back": address(record), "submit": "Save step"},
        procedure=record,
        slug=slug,
    )


@require_POST
def remove_step(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Remove a step from a draft."""
    record, slug = get_record(request, Procedure, pk), request.POST.get("step", "")
    return _done(request, record, commands.remove_step, "step removed.", slug=slug)


@require_POST
def take_into_use(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a draft into use for new cases."""
    record = get_record(request, Procedure, pk)
    return _done(request, record, commands.take_into_use, "in use for new cases.", today=timezone.localdate())


@require_POST
def end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End a procedure for new cases."""
    record = get_record(request, Procedure, pk)
    return _done(
        request, record, commands.end_procedure, "no longer for new cases.", today=timezone.localdate()
    )


@require_POST
def write_edition(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write the next edition of a procedure as a draft."""
    record = get_record(request, Procedure, pk)
    return _done(request, record, commands.write_edition, "a draft of the next edition.")


def _done(request: HttpRequest, record: Procedure, command: Any, words: str, **given: Any) -> HttpResponse:
    try:
        result = command(by=request.person, procedure=record, **given)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(address(record))
    messages.success(request, f"Procedure {result.reference}: {words}")
    return redirect(address(result))


def _frozen(request: HttpRequest, record: Procedure) -> HttpResponse:
    messages.error(request, f"{record.reference} has been in use. Write a new edition, and change that.")
    return redirect(address(record))
