"""Pages of the sample of a round: which references were drawn, who audits each, and swaps with their reason."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from goldthread.council.records.pages import address, form_page, get_record
from goldthread.practice.rounds import drawing, forms
from goldthread.practice.rounds.models import AuditRound, RoundCase, Standing
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page


def sample(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the references of a round's sample, in the order of the list, with their auditors and how far each is."""
    record = get_record(request, AuditRound, pk)
    cases = record.cases.filter(standing=Standing.DRAWN).select_related("worker", "audit__auditor")
    listed = paginate(request, cases, ("place", "id"), 100)
    context = {"record": record, "listed": listed, "address": address(record)}
    return render_page(request, "practice/sample.html", context)


def _case(request: HttpRequest, pk: uuid.UUID) -> RoundCase:
    case = (
        RoundCase.objects.filter(council=request.person.council_id, pk=pk, round__withdrawn_on=None)
        .select_related("round", "worker")
        .first()
    )
    if case is None:
        raise Http404
    return case


def swap(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Swap a reference for the next of the same draw, with the reason."""
    case = _case(request, pk)
    return form_page(
        request,
        forms.SwapForm,
        drawing.swap_case,
        title=f"Swap {case.case_reference}",
        done="Swapped. The next reference of the draw took its place.",
        then=lambda changed: reverse("practice:sample", args=[changed.pk]),
        page={
            "intro": "The next reference in the order of the draw takes its place: nobody chooses it.",
            "back": reverse("practice:sample", args=[case.round_id]),
            "submit": "Swap",
        },
        audit_round=case.round,
        case=case,
    )


def auditor(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give one reference to an auditor."""
    case = _case(request, pk)
    return form_page(
        request,
        forms.AuditorForm,
        drawing.give_to_auditor,
        title=f"Auditor of {case.case_reference}",
        done="Given.",
        then=lambda changed: reverse("practice:sample", args=[changed.pk]),
        page={
            "intro": f"It is the work of {case.worker_named or 'somebody who is not named on the list'}.",
            "back": reverse("practice:sample", args=[case.round_id]),
            "submit": "Give",
        },
        audit_round=case.round,
        case=case,
    )
