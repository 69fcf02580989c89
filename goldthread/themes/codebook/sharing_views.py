"""The pages on which a codebook is given to another council as a file, and taken from theirs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.themes.codebook import codebook_file, sharing
from goldthread.themes.codebook.forms import BringForm, ShareForm, TakeForm
from goldthread.web.render import render_page


def share(request: HttpRequest) -> HttpResponse:
    """Show what would stand in the way of sharing the codebook, and hand it out as a file."""
    # With nothing to leave out, a form that was sent holds nothing.
    form = ShareForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        today = timezone.localdate()
        try:
            data = sharing.share_codebook(by=request.person, made_on=today, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            response = HttpResponse(data, content_type="application/json")
            response["Content-Disposition"] = f'attachment; filename="codebook-{today:%Y-%m-%d}.json"'
            return response
    entries = codebook_file.entries_of(request.person.council_id)
    found = codebook_file.personal_in(entries)
    return render_page(request, "themes/share.html", {"form": form, "found": found, "count": len(entries)})


def bring(request: HttpRequest) -> HttpResponse:
    """Take a codebook from a file: choose the file, see what is new and changed, and say what to take."""
    if request.method == "POST" and "content" in request.POST:
        return _take(request)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data["file"].read(codebook_file.MOST_BYTES + 1)
            entries = codebook_file.read(data)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return _preview(request, entries, TakeForm(entries=entries))
    return render_page(request, "themes/bring.html", {"form": form})


def _take(request: HttpRequest) -> HttpResponse:
    try:
        entries = codebook_file.read(request.POST["content"].encode())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("themes:bring")
    form = TakeForm(request.POST, entries=entries)
    if form.is_valid():
        try:
            version = sharing.take_codebook(by=request.person, entries=entries, **form.cleaned_data)
        except Refused as refused:
            form.add_error("wanted", str(refused))
        else:
            messages.success(request, "The codebook is changed, and its earlier version is kept.")
            return redirect("themes:version", number=version.number)
    return _preview(request, entries, form)


def _preview(request: HttpRequest, entries: list[codebook_file.Entry], form: TakeForm) -> HttpResponse:
    compared = codebook_file.compared(request.person.council_id, entries)
    context = {
        "form": form,
        "content": codebook_file.written(entries, made_on=timezone.localdate()).decode(),
        "new": [one for one in compared if one.state == "new"],
        "changed": [one for one in compared if one.state == "changed"],
        "same": [one for one in compared if one.state == "same"],
        "closed": [one for one in compared if one.state == "closed"],
        "ticked": form["wanted"].value() or (),
    }
    return render_page(request, "themes/bring_preview.html", context)
