"""Loading the items of an information return from a sheet: columns matched, rows checked, and only then saved."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldthread.council.errors import Refused
from goldthread.council.records import hidden_text
from goldthread.council.records.pages import address, get_record
from goldthread.evidence.queries import statement_names
from goldthread.evidence.returns import commands, forms, queries
from goldthread.evidence.returns.models import InformationReturn, ReturnItem
from goldthread.evidence.returns.sheets import FIELDS, NAMES, ItemSheet, NewItem, SheetError, read_items
from goldthread.evidence.returns.stages import Redaction
from goldthread.web.jinja import date
from goldthread.web.render import render_page

_MOST_SHOWN = 200
_CALLED = {**NAMES, "document_named": "Document", "extra": "Other columns"}


def load(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Load items from a sheet: first the file, then its columns and what would be saved, then save."""
    record = get_record(request, InformationReturn, pk)
    if request.method == "POST" and "held" in request.POST:
        content, name = forms.unheld(request.POST["held"]), request.POST.get("filename", "")[:200]
        columns = {field: request.POST.get(f"column_{field}", "") for field in FIELDS}
        try:
            if content is not None:
                return _checked(request, record, content, name, columns)
            messages.error(request, "The sheet did not come back with the page. Choose it again.")
        except SheetError as error:
            messages.error(request, str(error))
    form = forms.SheetForm(None if "held" in request.POST else request.POST or None, request.FILES or None)
    if request.method == "POST" and "held" not in request.POST and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return _checked(request, record, file.read(), file.name, None)
        except SheetError as error:
            form.add_error("file", str(error))
    context = {
        "form": form,
        "title": "Load items from a sheet",
        "intro": f"{record.title}. Nothing is saved before you have seen what was read.",
        "submit": "Match columns",
        "back": address(record),
    }
    return render_page(request, "web/form_page.html", context)


def _checked(
    request: HttpRequest,
    record: InformationReturn,
    content: bytes,
    name: str,
    columns: Mapping[str, str] | None,
) -> HttpResponse:
    """Show what a sheet holds under these columns, or save it; raises SheetError for a file that is no table."""
    sheet = read_items(io.BytesIO(content), name, queries.known_to(request.person, record), columns)
    initial = {f"column_{field}": heading or "" for field, heading in sheet.matched.items()}
    initial |= {"held": forms.held(content), "filename": name}
    saves = request.POST.get("do") == "load"
    form = forms.ColumnsForm(request.POST if saves else None, initial=initial, headings=sheet.headings)
    if saves and form.is_valid():
        if sheet.missing:
            form.add_error(None, f"Choose the column of: {', '.join(sheet.missing)}.")
        elif sheet.errors and not form.cleaned_data["without_errors"]:
            form.add_error(
                "without_errors", "Some rows have errors. Mend them in the sheet, or load the others."
            )
        elif not sheet.items:
            form.add_error(None, "There is no item to load.")
        else:
            try:
                with hidden_text.telling(request, record):
                    saved = commands.load_items(
                        by=request.person, information_return=record, items=sheet.items
                    )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                many = "1 item" if len(saved) == 1 else f"{len(saved)} items"
                messages.success(request, f"{many} loaded")
                return redirect(address(record))
    here = commands.items_here(record)
    context = {
        "form": form,
        "record": record,
        "sheet": sheet,
        **_differences(sheet, here, statement_names(record.council_id)),
    }
    return render_page(request, "evidence/load_items.html", context)


def _differences(
    sheet: ItemSheet, here: Mapping[str, ReturnItem], name_of: Callable[[str], str]
) -> dict[str, Any]:
    """Return what a sheet would add and change, what it leaves as it is, and what of it is here and not in it."""
    new = [each for each in sheet.items if each.key not in here]
    changed, settled, same = [], [], 0
    for each in sheet.items:
        item = here.get(each.key)
        if item is None:
            continue
        rows = [
            (item.item_no, _CALLED[name], _shown(a, name_of), _shown(b, name_of))
            for name, (a, b) in each.changes(item).items()
        ]
        same += not rows
        (settled if item.is_settled else changed).extend(rows)
    in_sheet = {each.key for each in sheet.items}
    left = [item for key, item in here.items() if key not in in_sheet]
    return {
        "new": [_new(each, name_of) for each in new[:_MOST_SHOWN]],
        "new_count": len(new),
        "changed": changed,
        "settled": settled,
        "same": same,
        "left": left if not sheet.errors else [],
        "errors": [(each.row, each.column or "Whole row", each.error) for each in sheet.errors],
    }


def _new(new: NewItem, name_of: Callable[[str], str]) -> tuple[str, ...]:
    fields = new.fields
    return (
        fields["item_no"],
        fields["name"],
        _shown(fields.get("statements", []), name_of),
        new.owner.name if new.owner else "",
        _shown(fields.get("due_on"), name_of),
        ", ".join(each.reference for each in new.documents) or fields.get("document_named", ""),
    )


def _shown(value: Any, name_of: Callable[[str], str]) -> str:
    if value in (None, "", [], {}):
        return "Empty"
    if isinstance(value, list):
        return ", ".join(map(name_of, value))
    if isinstance(value, dict):
        return "; ".join(f"{heading}: {text}" for heading, text in value.items())
    if hasattr(value, "year"):
        return date(value)
    if value in Redaction.values:
        return Redaction(value).label
    return str(value)
