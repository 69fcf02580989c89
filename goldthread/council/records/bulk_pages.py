"""The page of something that is done to several ticked records, where it asks more than fits in the list's bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from goldthread.council.records import selections
from goldthread.council.records.base import Record
from goldthread.council.records.lists import back_to_list, tell
from goldthread.council.records.models import Selection
from goldthread.council.records.selections import BulkAction, SelectionField
from goldthread.council.records.spec import count_of, kind_of
from goldthread.web.forms import Form, lower_first
from goldthread.web.render import render_page


def selected(request: HttpRequest, *models: type[Record]) -> Selection | None:
    """Return what was ticked, of one of these types, by the key in the address; None where it is not kept any more."""
    wanted = SelectionField()
    wanted.for_person(request.person)
    try:
        selection = wanted.clean(request.GET.get("selection", ""))
    except ValidationError:
        return None
    return selection if selection is not None and selection.kind in map(kind_of, models) else None


def select_first(request: HttpRequest, model: type[Record]) -> HttpResponse:
    """Lead to a list, where nothing is ticked or it is not kept any more."""
    messages.warning(
        request, f"Select {lower_first(model.spec.plural)} on this list first, then choose what to do."
    )
    return redirect(model.spec.listing)


def bulk_page(
    request: HttpRequest,
    model: type[Record],
    action: BulkAction,
    form_class: type[Form],
    *,
    title: str,
    submit: str,
    initial: Mapping[str, Any] | None = None,
    options: Callable[[Selection], Mapping[str, Any]] = lambda selection: {},
    template: str = "web/bulk_page.html",
) -> HttpResponse:
    """Ask what is needed, do it to each of the ticked records, and lead back to their list as it was narrowed.

    options: returns what the form takes for a selection.
    """
    selection = selected(request, model)
    if selection is None:
        return select_first(request, model)
    form = form_class(request.POST or None, initial=initial, person=request.person, **options(selection))
    if request.method == "POST" and form.is_valid():
        outcome = selections.carry_out(request.person, action, selection, form.cleaned_data)
        tell(request, model, outcome, action.said(form.cleaned_data))
        return redirect(back_to_list(request, model, selection))
    records = list(selections.records_in(request.person, selection).order_by("-pk"))
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "back": f"{reverse(model.spec.listing)}?{request.GET.get('list', '')}",
        "records": records,
        "how_many": count_of(model.spec, len(records)),
    }
    return render_page(request, template, context)
