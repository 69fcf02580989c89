"""Pages of notes: adding one to a record, changing and withdrawing one's own, and opening an original."""

from __future__ import annotations

import functools
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.notes import commands
from goldthread.council.notes.forms import NewNoteForm, NoteForm
from goldthread.council.notes.models import Note
from goldthread.council.records.forms import ReasonForm
from goldthread.council.records.models import RestrictedText
from goldthread.council.records.pages import address, called, form_page, get_attachable
from goldthread.web.render import render_page


def add_note(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Add a note to a record: typed on its page, or here, where colleagues to tell are chosen from a list."""
    record = get_attachable(request, kind, pk)
    page = {"intro": str(record), "submit": "Save note", "back": address(record)}
    if "choose" in request.POST:
        # What was typed on the record's page comes along to where colleagues are chosen.
        form = NewNoteForm(
            initial={"text": request.POST.get("text", "")[: Note.LONGEST]}, by=request.person, record=record
        )
        context = {
            **page,
            "form": form,
            "title": f"Add note to {called(record)}",
            "record": record,
            "version": "",
        }
        return render_page(request, "web/form_page.html", context)
    return form_page(
        request,
        NewNoteForm,
        functools.partial(commands.add_note, record=record),
        title=f"Add note to {called(record)}",
        options={"by": request.person, "record": record},
        done="Note saved.",
        then=lambda note: f"{address(record)}#note-{note.pk}",
        page=page,
    )


def _note(request: HttpRequest, pk: uuid.UUID) -> tuple[Note, Any]:
    """Return a note with its record, which this person may open, or raise Http404."""
    note = get_object_or_404(Note.objects.visible_to(request.person), pk=pk)
    return note, get_attachable(request, note.origin, note.origin_id)


def note(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Lead to a note in the timeline of its record."""
    found, record = _note(request, pk)
    return redirect(f"{address(record)}#note-{found.pk}")


def edit_note(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change one's own note."""
    found, record = _note(request, pk)
    if found.by_id != request.person.pk or found.withdrawn_on is not None:
        raise Http404
    return form_page(
        request,
        NoteForm,
        functools.partial(commands.edit_note, note=found),
        title="Change note",
        # The redacted copy: the original is opened with a permission of its own, also by who wrote it.
        initial={"text": found.text},
        done="Note saved.",
        then=lambda note: f"{address(record)}#note-{note.pk}",
        template="council/edit_note.html",
        page={"intro": str(record), "submit": "Save note", "back": address(record), "note": found},
    )


@require_POST
def withdraw_note(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Withdraw one's own note."""
    found, record = _note(request, pk)
    if found.by_id != request.person.pk:
        raise Http404
    try:
        commands.withdraw_note(by=request.person, note=found, on=timezone.localdate())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Note withdrawn.")
    return redirect(f"{address(record)}#timeline")


def original_note(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the original of a note to whoever gives a reason."""
    found, record = _note(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.open_note(by=request.person, note=found, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error("reason", str(refused))
        else:
            rows = RestrictedText.objects.filter(council=found.council_id, origin="note", origin_id=found.pk)
            texts = rows.order_by("-created_at").values_list("text", flat=True)
            originals = [("Earlier note" if n else "Note", text) for n, text in enumerate(texts)]
            context = {"record": record, "spec": record.spec, "originals": originals}
            return render_page(request, "web/original_text.html", context)
    context = {"form": form, "title": "Open original note", "submit": "Open", "back": address(record)}
    return render_page(request, "web/form_page.html", context)
