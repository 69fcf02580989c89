"""Loading the list of documents that a council has: the sheet, what would be saved of it, and only then saved."""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from goldthread.cell_text import plain
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.people.fields import people_who_may
from goldthread.learning.documents.commands import add_document
from goldthread.learning.documents.models import Document
from goldthread.learning.documents.queries import same_address
from goldthread.learning.documents.sheets import MOST_BYTES, Known, NewDocument, read_documents
from goldthread.sheets import SheetError
from goldthread.web.file_field import FileField
from goldthread.web.forms import Form
from goldthread.web.jinja import date, plural
from goldthread.web.render import render_page

_MOST_SHOWN = 200


class SheetForm(Form):
    """The spreadsheet of a council's documents."""

    file = FileField(
        most_bytes=MOST_BYTES,
        label="Spreadsheet",
        help_text="Excel or CSV, with a title and a link in each row; owner, version and review date where you have them.",
    )


@command("documents.record")
def load_documents(*, by: Person, rows: Sequence[NewDocument]) -> list[Document]:
    """Load the documents of a council's list; what is here at the same address already is left as it is."""
    saved = []
    for row in rows:
        if not same_address(by.council_id, row.fields["address"]):
            saved.append(add_document(by=by, owner=row.owner or by, **row.fields))
    return saved


def known_to(person: Person) -> Known:
    """Return what the cells of a sheet can mean in this person's council."""
    people: dict[str, Person] = {}
    for each in people_who_may(person, "documents.record").select_related("account").order_by("pk"):
        people[plain(each.name)] = each
        if each.account is not None:
            people[plain(each.account.email)] = each

    def here(address: str) -> str:
        return next((each.reference for each in same_address(person.council_id, address)), "")

    return Known(people, here, timezone.localdate())


def load(request: HttpRequest) -> HttpResponse:
    """Load documents from a sheet: first the file, then what would be saved, then save."""
    if request.method == "POST" and "held" in request.POST:
        content, name = _unheld(request.POST["held"]), request.POST.get("filename", "")[:200]
        if content is not None:
            try:
                return _checked(request, content, name, saves=True)
            except SheetError as error:
                messages.error(request, str(error))
        return redirect("learning:load_documents")
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return _checked(request, file.read(), file.name, saves=False)
        except SheetError as error:
            form.add_error("file", str(error))
    context = {
        "form": form,
        "title": "Load documents from a sheet",
        "intro": "Nothing is saved before you have seen what was read. The same list again adds nothing.",
        "submit": "Read the sheet",
        "back": reverse("learning:documents"),
    }
    return render_page(request, "web/form_page.html", context)


def _checked(request: HttpRequest, content: bytes, name: str, *, saves: bool) -> HttpResponse:
    """Show what a sheet holds, or save it; raises SheetError for a file that is no table."""
    sheet = read_documents(io.BytesIO(content), name, known_to(request.person))
    if saves and sheet.new:
        try:
            saved = load_documents(by=request.person, rows=sheet.new)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{plural(len(saved), 'document')} loaded.")
            return redirect("learning:documents")
    context = {
        "sheet": sheet,
        "new": [_row(each) for each in sheet.new[:_MOST_SHOWN]],
        "held": base64.b64encode(content).decode(),
        "filename": name,
    }
    return render_page(request, "learning/load_documents.html", context)


def _row(new: NewDocument) -> tuple[Any, ...]:
    fields = new.fields
    owner = new.owner.name if new.owner else "You"
    return (new.row, fields["title"], fields["edition"], owner, date(fields.get("review_on"), "None"))


def _unheld(text: str) -> bytes | None:
    """Return a sheet that a page held; None for what is none."""
    if len(text) > MOST_BYTES * 4 // 3 + 8:
        return None
    try:
        return base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError):
        return None
