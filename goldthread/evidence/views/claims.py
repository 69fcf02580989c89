"""Pages of claims: one claim, adding, editing and archiving it, and its evidence."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.records.pages import form_page, get_record, record_page
from goldthread.council.records.spec import type_of
from goldthread.evidence import commands, forms, queries
from goldthread.evidence.models import Citation, Claim
from goldthread.evidence.views.statements import citation_rows, find_statement
from goldthread.standards import framework as frameworks
from goldthread.web.jinja import date
from goldthread.web.render import render_page

_OFFERED = 15


def claim(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one claim, its evidence, and the golden thread down to each piece of feedback."""
    shown = get_record(request, Claim, pk, withdrawn=True)
    evidence = queries.evidence_for([shown])[shown.pk]
    statement = frameworks.version(shown.framework).statement(shown.statement)
    listing = reverse("evidence:statement", args=[statement.slug])
    current = not shown.archived_on and not shown.withdrawn_on
    steps = [("Add evidence", reverse("evidence:add_evidence", args=[pk]), "evidence.write")]
    return record_page(
        request,
        shown,
        "evidence/claim.html",
        caption=statement.name,
        tags=_tags(shown, evidence),
        facts=[
            ("Statement", statement.name),
            ("Category", _category(shown)),
            ("Date added", date(shown.created_at)),
            ("Added by", shown.by.name),
            *([("Date archived", date(shown.archived_on))] if shown.archived_on else []),
        ],
        buttons=steps if current else [],
        edit="" if shown.archived_on else "evidence:edit_claim",
        crumbs=[("Evidence", reverse("evidence:list")), (statement.name, listing)],
        claim=shown,
        current=current,
        evidence=evidence,
        citations=citation_rows(request, evidence),
    )


def _tags(shown: Claim, evidence: queries.Evidence) -> list[tuple[str, str]]:
    tags = [("Archived", "grey")] if shown.archived_on else []
    if not evidence.citations:
        tags.append(("No evidence", "gap"))
    elif evidence.has_gap:
        tags.append(("No feedback", "no_feedback"))
    if evidence.is_old(timezone.localdate()):
        tags.append(("Evidence over a year old", "old"))
    return tags


def _category(shown: Claim) -> str:
    names = {category.slug: category.name for category in frameworks.version(shown.framework).categories}
    return names.get(shown.category, "Not recorded")


def _current_claim(request: HttpRequest, pk: uuid.UUID) -> Claim:
    """Return a claim that has not been archived; an archived one cannot be changed."""
    claims = Claim.objects.visible_to(request.person).filter(archived_on__isnull=True)
    return get_object_or_404(claims, pk=pk)


def add_claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a claim under a statement."""
    statement = find_statement(slug)
    form = forms.AddClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = commands.add_claim(by=request.person, statement=slug, **form.cleaned_data)
        except Refused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, "Claim added. Now add the evidence for it.")
            response = redirect("evidence:add_evidence", pk=added.pk)
            named = request.GET.get("cite", "")
            if named and _named_record(request, named):
                response["Location"] += f"?cite={named}"
            return response
    return render_page(request, "evidence/add_claim.html", {"form": form, "statement": statement})


def edit_claim(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a claim."""
    record = _current_claim(request, pk)
    return form_page(
        request,
        forms.EditClaimForm,
        commands.edit_claim,
        title="Correct claim",
        record=record,
        page={"intro": "The earlier wording is kept in the history. Packs already created do not change."},
        claim=record,
    )


def _named_record(request: HttpRequest, named: str) -> tuple[str, Any] | None:
    """Return the kind and the record that "kind:key" names, where this person may see it."""
    kind, _, key = named.partition(":")
    try:
        record = queries.citable(request.person, kind).filter(pk=key).first()
    except (ValidationError, ValueError):
        return None
    return (kind, record) if record is not None else None


def add_evidence(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add evidence to a claim: chosen from a search, or named in the address by `?cite=kind:key`."""
    record = _current_claim(request, pk)
    search = forms.EvidenceSearch(request.GET if "kind" in request.GET else None, person=request.person)
    kind, words = "measure", ""
    if search.is_bound and search.is_valid():
        kind, words = search.cleaned_data["kind"] or kind, search.cleaned_data["q"]
    offered = [(kind, each) for each in queries.offered(request.person, kind, words, _OFFERED)]
    name = request.POST.get("cite", "") or request.GET.get("cite", "")
    named = _named_record(request, name)
    if named is not None and named not in offered:
        offered.insert(0, named)
    choices = [
        (f"{kind}:{each.pk}", f"{type_of(kind).spec.name}: {queries.title_of(each)}")
        for kind, each in offered
    ]
    form = forms.EvidenceForm(request.POST or None, initial={"cite": name})
    form.fields["cite"].choices = choices
    if request.method == "POST" and form.is_valid():
        kind, cited = _named_record(request, form.cleaned_data["cite"]) or ("", None)
        try:
            commands.add_evidence(
                by=request.person, claim=record, note=form.cleaned_data["note"], **{kind: cited}
            )
        except Refused as refused:
            form.add_error("cite", str(refused))
        else:
            messages.success(request, f"{type_of(kind).spec.name} added as evidence")
            return redirect("evidence:claim", pk=pk)
    context = {"form": form, "search": search, "claim": record, "choices": choices}
    return render_page(request, "evidence/add_evidence.html", context)


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
    record = _current_claim(request, pk)
    commands.archive_claim(by=request.person, claim=record, on=timezone.localdate())
    messages.success(request, "Claim archived. It can still be read.")
    return redirect("evidence:statement", slug=record.statement)
