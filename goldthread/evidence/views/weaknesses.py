"""Pages of what makes a claim honest: a weakness that it names with its plan, and what others said of it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.models import Person
from goldthread.council.records import hidden_text
from goldthread.council.records.pages import form_page
from goldthread.evidence import commands, forms
from goldthread.evidence.models import Reception
from goldthread.evidence.views.claims import current_claim


def name_weakness(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Name a claim a weakness, with the action that is its plan and its date."""
    record = current_claim(request, pk)
    return form_page(
        request,
        forms.WeaknessForm,
        commands.name_weakness,
        title="A weakness that we name",
        record=record,
        initial={"action": record.plan_id, "plan_by": record.plan_by},
        done="Saved. The claim names a weakness, with its plan.",
        page={
            "intro": f"“{record.text}” A weakness that leaders name with its plan counts as strength of evidence.",
        },
        claim=record,
        on=timezone.localdate(),
    )


@require_POST
def take_back_weakness(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back that a claim names a weakness."""
    record = commands.take_back_weakness(by=request.person, claim=current_claim(request, pk))
    messages.success(request, "Saved. The claim names no weakness; what was its plan is still evidence.")
    return redirect("evidence:claim", pk=record.pk)


def add_reception(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add what somebody outside the council said of a claim."""
    record = current_claim(request, pk)

    def add(*, by: Person, **given: object) -> Reception:
        with hidden_text.telling(request, record):
            return commands.add_reception(by=by, claim=record, **given)  # type: ignore[arg-type]

    at = reverse("evidence:claim", args=[pk])
    return form_page(
        request,
        forms.ReceptionForm,
        add,
        title="What others said",
        done="What others said added to the claim.",
        then=lambda reception: f"{at}#receptions",
        page={"intro": f"“{record.text}”", "back": at},
    )


def correct_reception(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what somebody outside the council said of a claim."""
    receptions = Reception.objects.visible_to(request.person).filter(claim__archived_on__isnull=True)
    reception = get_object_or_404(receptions.select_related("claim"), pk=pk)
    claim = current_claim(request, reception.claim_id)

    def correct(*, by: Person, **given: object) -> Reception:
        with hidden_text.telling(request, claim):
            return commands.correct_reception(by=by, reception=reception, **given)  # type: ignore[arg-type]

    at = reverse("evidence:claim", args=[claim.pk])
    return form_page(
        request,
        forms.ReceptionCorrectionForm,
        correct,
        title="Correct details",
        initial={
            name: getattr(reception, name) for name in ("words", "who", "source", "said_on", "may_quote")
        },
        done="What others said corrected.",
        then=lambda corrected: f"{at}#receptions",
        page={"intro": f"“{claim.text}”", "back": at},
    )


@require_POST
def remove_reception(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Remove what somebody outside the council said of a claim."""
    receptions = Reception.objects.visible_to(request.person).filter(claim__archived_on__isnull=True)
    claim = commands.remove_reception(by=request.person, reception=get_object_or_404(receptions, pk=pk))
    messages.success(request, "Removed.")
    return redirect("evidence:claim", pk=claim.pk)
