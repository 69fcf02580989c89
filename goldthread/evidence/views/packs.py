"""Pages of evidence packs: list, creation and download."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from goldthread.council.command import Refused
from goldthread.evidence import forms
from goldthread.evidence import packs as evidence_packs
from goldthread.evidence.models import EvidencePack
from goldthread.standards import framework as frameworks
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page

# A pack is opened from a disk, by people who were sent it: nothing in it may run or fetch anything.
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def packs(request: HttpRequest) -> HttpResponse:
    """List the evidence packs, newest first."""
    listed = EvidencePack.objects.visible_to(request.person).defer("html").select_related("by")
    names = {statement.slug: statement.name for statement in frameworks.current().statements}
    context = {"packs": paginate(request, listed, ("-created_at", "-id")), "names": names}
    return render_page(request, "evidence/packs.html", context)


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
    form = forms.PackForm(request.POST or None, initial={"statement": request.GET.get("statement", "")})
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
