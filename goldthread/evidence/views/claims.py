"""Pages of claims: one claim, adding, correcting and archiving it, its evidence, and whether it is ready."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.council.records import hidden_text
from goldthread.council.records.counting import kept_counts
from goldthread.council.records.pages import (
    address,
    called,
    form_page,
    get_of_kind,
    get_record,
    heading,
    record_page,
)
from goldthread.evidence import claim_gaps, commands, forms, queries
from goldthread.evidence.frameworks.in_force import statement_of
from goldthread.evidence.models import COUNT, Citation, Claim
from goldthread.evidence.quotes import quotes_of
from goldthread.evidence.standing import Standing, may_see_numbers, standing_today
from goldthread.evidence.views.statements import citation_rows, find_statement
from goldthread.learning.models import Action
from goldthread.standards.framework import Framework
from goldthread.web.jinja import date
from goldthread.web.render import render_page

_OFFERED, _OFFERED_OF_EACH = 15, 4


def claim(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one claim, its evidence, and the golden thread down to each piece of feedback."""
    shown = get_record(
        request, Claim, pk, withdrawn=True, along=("by", "ready_by", "overridden_by", "named_by")
    )
    withheld = not may_see_numbers(request.person)
    standing = standing_today(request.person, [shown], timezone.localdate(), withheld=withheld)[shown.pk]
    framework, statement, stands = statement_of(shown.council_id, shown.statement, shown.framework)
    listing = reverse("evidence:statement", args=[statement.slug]) if stands else reverse("evidence:move")
    current = not shown.archived_on and not shown.withdrawn_on
    buttons, steps = _steps(standing) if current else ([], [])
    plan = next((each for each in standing.strength.actions if each.pk == shown.plan_id), None)
    may_open_plan = request.person.may(Action.spec.permission)
    return record_page(
        request,
        shown,
        "evidence/claim.html",
        caption=statement.name,
        tags=[(tag.text, tag.kind) for tag in standing.tags],
        facts=[
            ("Statement", statement.name),
            ("Category", _category(shown, framework)),
            ("Claims a change", shown.get_claims_change_display() or "Not confirmed"),
            ("Date added", date(shown.created_at)),
            ("Added by", shown.by.name),
            *_marked_ready(shown),
            *([("Date archived", date(shown.archived_on))] if shown.archived_on else []),
        ],
        buttons=buttons,
        links=steps,
        edit="" if shown.archived_on else "evidence:edit_claim",
        crumbs=[("Evidence", reverse("evidence:list")), (statement.name, listing)],
        claim=shown,
        current=current,
        standing=standing,
        evidence=standing.evidence,
        citations=citation_rows(request, standing),
        gaps=[gap.text for gap in standing.gaps] if current else [],
        plan=plan,
        plan_page=reverse(Action.spec.page, args=[plan.pk]) if plan and may_open_plan else "",
        # An assessor reads no feedback elsewhere, and here what a pack would quote.
        quotes=[] if request.person.may("feedback.read") else quotes_of(standing.evidence),
    )


def _steps(standing: Standing) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    """Return what can be done with a current claim: its buttons, and what is done less often."""
    pk = standing.claim.pk
    buttons = [("Add evidence", reverse("evidence:add_evidence", args=[pk]), "evidence.write")]
    if not standing.is_ready:
        buttons.append(("Mark ready", reverse("evidence:mark_ready", args=[pk]), "evidence.write"))
    steps = [
        (
            "Confirm whether it claims a change",
            reverse("evidence:answer_change", args=[pk]),
            "evidence.write",
        ),
        ("Add what others said", reverse("evidence:add_reception", args=[pk]), "evidence.write"),
    ]
    named = "Change the plan" if standing.claim.is_weakness else "Name it a weakness, with its plan"
    steps.append((named, reverse("evidence:name_weakness", args=[pk]), "evidence.write"))
    if any(gap.may_be_overridden for gap in standing.gaps):
        address = reverse("evidence:override_gaps", args=[pk])
        steps.append(("Override gaps", address, "evidence.override"))
    return buttons, steps


def _marked_ready(shown: Claim) -> list[tuple[str, str]]:
    if not shown.ready_on:
        return []
    return [("Marked ready", f"{date(shown.ready_on)}, by {shown.ready_by.name}")]


def _category(shown: Claim, framework: Framework) -> str:
    names = {category.slug: category.name for category in framework.categories}
    return names.get(shown.category, "Not recorded")


def current_claim(request: HttpRequest, pk: uuid.UUID) -> Claim:
    """Return a claim that has not been archived; an archived one cannot be changed."""
    claims = Claim.objects.visible_to(request.person).filter(archived_on__isnull=True)
    return get_object_or_404(claims, pk=pk)


def add_claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a claim under a statement."""
    _, statement = find_statement(request, slug)
    form = forms.AddClaimForm(request.POST or None, person=request.person)
    if request.method == "POST" and form.is_valid():
        try:
            added = commands.add_claim(by=request.person, statement=slug, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else "text", str(refused))
        else:
            messages.success(request, "Claim added. Now add the evidence for it.")
            response = redirect("evidence:add_evidence", pk=added.pk)
            named = request.GET.get("cite", "")
            if named and _named_record(request, named):
                # Python reads a key with a line end in it, and an address has none.
                response["Location"] += f"?{urlencode({'cite': named})}"
            return response
    return render_page(request, "evidence/add_claim.html", {"form": form, "statement": statement})


def edit_claim(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a claim."""
    record = current_claim(request, pk)
    return form_page(
        request,
        forms.EditClaimForm,
        commands.edit_claim,
        title="Correct claim",
        record=record,
        page={"intro": "The earlier wording is kept in the history. Packs already created do not change."},
        claim=record,
    )


def answer_change(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say whether a claim claims that something changed for the better."""
    record = current_claim(request, pk)
    words = ", ".join(f"“{word}”" for word in claim_gaps.suggests_change(record.text))
    intro = f"“{record.text}” " + (f"Words that suggest a change: {words}." if words else "")
    return form_page(
        request,
        forms.ChangeForm,
        commands.answer_change,
        title="Claim of a change",
        record=record,
        page={"intro": intro},
        claim=record,
    )


def mark_ready(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark a claim ready; what is missing is said."""
    record = current_claim(request, pk)
    return form_page(
        request,
        forms.ReadyForm,
        commands.mark_ready,
        title="Mark claim ready",
        record=record,
        done="Claim marked ready.",
        page={
            "intro": f"“{record.text}” Ready means that nothing is missing behind what it says.",
            "submit": "Mark ready",
        },
        claim=record,
        on=timezone.localdate(),
    )


def override_gaps(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Override in writing what is missing of a claim."""
    record = current_claim(request, pk)
    standing = standing_today(request.person, [record], timezone.localdate())[record.pk]
    missing = " ".join(gap.text for gap in standing.gaps if gap.may_be_overridden)
    return form_page(
        request,
        forms.OverrideForm,
        commands.override_gaps,
        title="Override gaps",
        record=record,
        done="Override saved. It is shown with the claim and in every pack.",
        page={"intro": f"“{record.text}” {missing}", "submit": "Override gaps"},
        claim=record,
        on=timezone.localdate(),
    )


@require_POST
def remove_override(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Remove the override of a claim."""
    record = commands.remove_override(by=request.person, claim=current_claim(request, pk))
    messages.success(request, "Override removed. What was missing is a gap again.")
    return redirect("evidence:claim", pk=record.pk)


def _named_record(request: HttpRequest, named: str) -> tuple[str, Any] | None:
    """Return the kind and the record that "kind:key" names, where this person may see it."""
    kind, _, key = named.partition(":")
    if kind == COUNT:
        return (kind, kept_counts()[key]) if key in kept_counts() else None
    try:
        record = queries.citable(request.person, kind).filter(pk=key).first()
    except (ValidationError, ValueError):
        return None
    return (kind, record) if record is not None else None


def add_evidence(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add evidence to a claim: chosen from a search, or named in the address by `?cite=kind:key`."""
    record = current_claim(request, pk)
    search = forms.EvidenceSearch(request.GET if "kind" in request.GET else None, person=request.person)
    kind, words = "", ""
    if search.is_bound and search.is_valid():
        kind, words = search.cleaned_data["kind"], search.cleaned_data["q"]
    kinds, most = ([kind], _OFFERED) if kind else (forms.kinds_for(request.person), _OFFERED_OF_EACH)
    offered = [
        (each, found) for each in kinds for found in queries.offered(request.person, each, words, most)
    ]
    names = request.POST.getlist("cite") or request.GET.getlist("cite")
    # What is ticked stays a choice, whatever is listed.
    for name in reversed(names[:_OFFERED]):
        named = _named_record(request, name)
        if named is not None and named not in offered:
            offered.insert(0, named)
    said = queries.first_words(request.person, [each.pk for kind, each in offered if kind == "feedback"])
    choices = [
        (
            f"{kind}:{each.pk}",
            f"{queries.kind_name(kind)}: {queries.title_of(each)}{said.get(each.pk, '')}",
        )
        for kind, each in offered
    ]
    form = forms.EvidenceForm(request.POST or None, initial={"cite": names})
    form.fields["cite"].choices = choices
    if request.method == "POST" and form.is_valid():
        added = []
        try:
            # All that is ticked or none of it.
            with transaction.atomic(), hidden_text.telling(request, record):
                for name in form.cleaned_data["cite"]:
                    kind, cited = _named_record(request, name) or ("", None)
                    commands.add_evidence(
                        by=request.person,
                        claim=record,
                        note=form.cleaned_data["note"],
                        section=form.cleaned_data["section"],
                        **{kind: name.partition(":")[2] if kind == COUNT else cited},
                    )
                    added.append(queries.kind_name(kind))
        except Refused as refused:
            form.add_error("cite", str(refused))
        else:
            words = added[0] if len(added) == 1 else f"{len(added)} records"
            messages.success(request, f"{words} added as evidence")
            return redirect("evidence:claim", pk=pk)
    context = {"form": form, "search": search, "claim": record, "choices": choices}
    return render_page(request, "evidence/add_evidence.html", context)


def use(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Use a record as evidence, from its own page: the claim is chosen here."""
    record = get_of_kind(request, kind, pk)
    claims = queries.current_claims(request.person)
    if not queries.citable(request.person, kind).filter(pk=pk).exists() or not claims.exists():
        why = (
            "There is no claim yet. Add one first."
            if not claims.exists()
            else "Ask whoever said it first, and record that they agreed."
            if kind == "quotation"
            else "It can be cited once it is sent."
        )
        messages.warning(request, f"{heading(record)} cannot be used as evidence. {why}")
        return redirect(address(record))

    def cite(*, by: Person, claim: Claim, **said: str) -> Citation:
        with hidden_text.telling(request, claim):
            return commands.add_evidence(by=by, claim=claim, **said, **{kind: record})

    return form_page(
        request,
        forms.UseForm,
        cite,
        title=f"Use {called(record)} as evidence",
        options={"claims": claims, "kind": kind},
        done=f"{heading(record)} added as evidence",
        then=lambda citation: reverse("evidence:claim", args=[citation.claim_id]),
        page={"intro": queries.title_of(record), "submit": "Add evidence", "back": address(record)},
    )


@require_POST
def remove_evidence(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Remove evidence from a claim."""
    citation = get_object_or_404(
        Citation.objects.visible_to(request.person).filter(claim__archived_on__isnull=True), pk=pk
    )
    record = commands.remove_evidence(by=request.person, citation=citation)
    messages.success(request, "Evidence removed")
    return redirect("evidence:claim", pk=record.pk)


@require_POST
def archive_claim(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Archive a claim that can no longer be shown to be true."""
    record = current_claim(request, pk)
    commands.archive_claim(by=request.person, claim=record, on=timezone.localdate())
    messages.success(request, "Claim archived. It can still be read.")
    return redirect("evidence:statement", slug=record.statement)
