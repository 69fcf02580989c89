"""Pages of evidence packs: list, creation and download."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.records.list_columns import Column
from goldthread.council.records.lists import list_page
from goldthread.evidence import forms
from goldthread.evidence import packs as evidence_packs
from goldthread.evidence.frameworks.in_force import in_force
from goldthread.evidence.models import EvidencePack
from goldthread.web.render import render_page

# A pack is opened from a disk, by people who were sent it: nothing in it may run or fetch anything.
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def packs(request: HttpRequest) -> HttpResponse:
    """List the evidence packs, newest first."""
    names = {statement.slug: statement.name for statement in in_force(request.person.council_id).statements}
    return list_page(
        request,
        EvidencePack,
        filter_form=forms.PackFilter,
        columns=[
            Column("Pack", "title", main=True),
            Column("Statement", lambda pack: names.get(pack.statement, pack.statement) or "All statements"),
            Column(
                "Created on", lambda pack: timezone.localdate(pack.created_at), sort=("-created_at", "-id")
            ),
            Column("Claims", "claim_count", numeric=True),
            Column("With gaps", "gap_count", numeric=True),
            Column("Overridden", "override_count", numeric=True),
            Column("Created by", lambda pack: pack.by.name),
            Column("Checksum (SHA-256)", "checksum", off=True),
        ],
        order=("-created_at", "-id"),
        along=("by",),
        # The whole file of each is not read to list it.
        without=("html",),
        buttons=[("Create evidence pack", "evidence:create_pack", "evidence.create_pack")],
        template="evidence/packs.html",
    )


def download(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download a pack, unchanged since it was created."""
    pack = get_object_or_404(EvidencePack.objects.visible_to(request.person), pk=pk)
    response = HttpResponse(pack.html, content_type="text/html; charset=utf-8")
    name = f"evidence-{pack.statement or 'all'}-{pack.created_at:%Y-%m-%d}.html"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = _SANDBOX
    return response


def create_pack(request: HttpRequest) -> HttpResponse:
    """Create a pack of the whole self-assessment, or of one statement."""
    form = forms.PackForm(
        request.POST or None, initial={"statement": request.GET.get("statement", "")}, person=request.person
    )
    if request.method == "POST" and form.is_valid():
        try:
            pack = evidence_packs.create_pack(by=request.person, statement=form.cleaned_data["statement"])
        except Refused as refused:
            form.add_error("statement", str(refused))
        else:
            many = "1 claim" if pack.claim_count == 1 else f"{pack.claim_count} claims"
            messages.success(
                request, f"Evidence pack created with {many}, {pack.gap_count} with gaps. Download it below."
            )
            return redirect("evidence:packs")
    return render_page(request, "evidence/create_pack.html", {"form": form})
