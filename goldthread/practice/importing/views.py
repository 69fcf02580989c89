"""Loading an audit sheet: first the file, then what each column is and what would be saved, then the round with its findings."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from goldthread.council.errors import Refused
from goldthread.council.records import hidden_text, privacy
from goldthread.council.records.pages import address
from goldthread.practice.importing import forms, loading
from goldthread.practice.importing.reading import AuditSheet, SheetError, read_audits
from goldthread.practice.rounds.figures import QuestionFigure, figure, tally
from goldthread.practice.tools.models import AS_WRITTEN, TICK_ALL
from goldthread.standards.audit_tools import scale
from goldthread.web.render import render_page

_MOST_SHOWN = 20


def load(request: HttpRequest) -> HttpResponse:
    """Load an audit sheet as a round; nothing is saved before somebody has seen what was read."""
    if request.method == "POST" and "held" in request.POST:
        content, name = forms.unheld(request.POST["held"]), request.POST.get("filename", "")[:200]
        try:
            if content is not None:
                return _checked(request, content, name)
            messages.error(request, "The sheet did not come back with the page. Choose it again.")
        except SheetError as error:
            messages.error(request, str(error))
    form = forms.SheetForm(None if "held" in request.POST else request.POST or None, request.FILES or None)
    if request.method == "POST" and "held" not in request.POST and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return _checked(request, file.read(), file.name)
        except SheetError as error:
            form.add_error("file", str(error))
    context = {
        "form": form,
        "title": "Load audit sheet",
        "intro": "A sheet of audits becomes a round with its figures. Nothing is saved before you have seen what was read. Do not load "
        "a sheet with the names of people who draw on care.",
        "submit": "Match columns",
        "back": reverse("practice:list"),
    }
    return render_page(request, "web/form_page.html", context)


def _checked(request: HttpRequest, content: bytes, name: str) -> HttpResponse:
    """Show what a sheet holds under its columns, or save it; raises SheetError for a file that is no table."""
    again = "held" in request.POST
    first = read_audits(io.BytesIO(content), name)
    sent = forms.RoundOfSheetForm(
        request.POST if again else None, columns=first.columns, person=request.person
    )
    whole = not again or sent.is_valid()
    meant = {column: request.POST.get(field, "") for field, column in sent.columns.items()} if again else None
    if meant is not None:
        given = getattr(sent, "cleaned_data", {})
        grades = given.get("grades") or "four_grades"
        sheet = read_audits(
            io.BytesIO(content), name, meant, grades=grades, undated=given.get("period_until")
        )
    else:
        sheet, grades = first, "four_grades"
    saves = again and request.POST.get("do") == "load"
    form = sent if saves else _shown_again(request, sheet, content, name, grades)
    if saves and whole:
        saved = _saved(request, sheet, name, grades, sent)
        if saved is not None:
            return saved
    new = loading.new_in(request.person, sheet)
    context = {
        "form": form,
        "sheet": sheet,
        "new": len(new),
        "known": len(sheet.audits) - len(new),
        "errors": [(each.row, each.column or "Whole row", each.error) for each in sheet.errors],
        "figures": _figures(sheet, grades),
        "notes": [*sheet.notes, *loading.own_work(sheet)][:_MOST_SHOWN],
        "more_notes": max(0, len(sheet.notes) - _MOST_SHOWN),
    }
    return render_page(request, "practice/load_sheet.html", context)


def _shown_again(
    request: HttpRequest, sheet: AuditSheet, content: bytes, name: str, grades: str
) -> forms.RoundOfSheetForm:
    """Return the form with what was guessed, or with what somebody typed before they checked again."""
    initial: dict[str, Any] = {
        "held": forms.held(content),
        "filename": name,
        "grades": grades,
        "discipline": request.person.discipline or "social_work",
        **loading.defaults(sheet, name),
    }
    initial |= {f"column_{n}": sheet.meant[column] for n, column in enumerate(sheet.columns)}
    if "held" in request.POST:
        typed = forms.RoundOfSheetForm(request.POST, columns=sheet.columns, person=request.person)
        typed.is_valid()
        initial |= {key: value for key, value in typed.cleaned_data.items() if key != "held" and value}
        if initial.get("re_audit_of") is not None:
            initial["re_audit_of"] = initial["re_audit_of"].pk
        if isinstance(initial.get("findings"), list):
            initial["findings"] = "\n\n".join(initial["findings"])
    return forms.RoundOfSheetForm(None, initial=initial, columns=sheet.columns, person=request.person)


def _saved(
    request: HttpRequest, sheet: AuditSheet, name: str, grades: str, form: forms.RoundOfSheetForm
) -> HttpResponse | None:
    """Save a sheet and lead on to its round; None where something is wrong, which the form then says."""
    if sheet.missing:
        form.add_error(None, f"Choose the column of: {', '.join(sheet.missing)}.")
    elif sheet.doubled:
        form.add_error(None, f"Two columns are said to be: {sheet.doubled}. Choose one.")
    elif sheet.errors and not form.cleaned_data["without_errors"]:
        form.add_error("without_errors", "Some rows have errors. Mend them in the sheet, or load the others.")
    elif not sheet.audits:
        form.add_error(None, "There is no audit to load.")
    else:
        has_grade = "grade" in sheet.meant.values()
        try:
            with privacy.noting() as hidden:
                saved = loading.load_round(
                    by=request.person,
                    sheet=sheet,
                    filename=name,
                    grades=grades if has_grade else "",
                    **form.about(),
                )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, f"{saved.reference} loaded with {saved.audits.count()} audits.")
            hidden_text.tell(request, saved, hidden)
            return redirect(address(saved))
    return None


def _figures(sheet: AuditSheet, grades: str) -> list[QuestionFigure]:
    """Return the figures that the sheet would have as a round."""
    counted: Mapping[str, Mapping[str, int]] = tally((each.answers, each.grade) for each in sheet.audits)
    figures = [
        figure(column, "", column, _answers(slug), counted.get(column, {}))
        for column, slug in sheet.questions
    ]
    if "grade" in sheet.meant.values():
        figures.append(figure("grade", "", "Overall grade", _answers(grades), counted.get("grade", {})))
    return figures


def _answers(slug: str) -> list[tuple[str, str]]:
    return [] if slug in (TICK_ALL, AS_WRITTEN) else list(scale(slug).answers)
