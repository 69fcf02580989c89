"""Saved views of a list: its filters and order under a name, for oneself or shared, and the pages that keep them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, reverse
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.council.records.base import Record
from goldthread.council.records.list_columns import Column
from goldthread.council.records.list_filters import with_dates
from goldthread.council.records.models import SavedView
from goldthread.council.records.spec import record_types
from goldthread.web.doors import page
from goldthread.web.forms import DayField, FilterForm, Form
from goldthread.web.render import render_page

_QUERY = re.compile(r"[\w.&=%+-]*", re.ASCII)
_COLUMNS = re.compile(r"[a-z0-9,-]{1,300}")
MOST = 50


class SavedViewForm(Form):
    """The name of a view, and whether others see it."""

    name = forms.CharField(label="Name of the view", max_length=60)
    is_shared = forms.BooleanField(
        label="Share it with everybody who can open this list",
        required=False,
        help_text="Each person sees only the records that they can open.",
    )


def views_of(person: Person, listing: str) -> QuerySet[SavedView]:
    """Return the views of a list that somebody saved, and those that others share, by name."""
    views = SavedView.objects.visible_to(person).filter(Q(by=person) | Q(is_shared=True), listing=listing)
    return views.select_related("by").order_by("name", "pk")


def _opens(*, listing: str, **_: Any) -> str:
    """Return the permission of a list: one saves a view of what one may open."""
    return next(model.spec.permission for model in record_types().values() if model.spec.listing == listing)


@command(_opens)
def save_view(*, by: Person, listing: str, name: str, query: str, is_shared: bool = False) -> SavedView:
    """Save a view of a list: its filters and order under a name, in which names of people are hidden."""
    if not _QUERY.fullmatch(query) or len(query) > SavedView.LONGEST_QUERY:
        raise Refused("This list has filters that cannot be saved. Remove some of them.")
    if SavedView.objects.filter(council=by.council, by=by, listing=listing).count() >= MOST:
        raise Refused(
            f"You have {MOST} views of this list. Delete one that you no longer need.", field="name"
        )
    name = privacy.hide(" ".join(name.split())[:60]).text[:60]
    return SavedView.objects.create(
        council=by.council, by=by, listing=listing, name=name, query=query, is_shared=is_shared
    )


# Whoever has a page of their own: whose view it is decides.
@command("thread.home")
def delete_view(*, by: Person, view: SavedView) -> None:
    """Delete a saved view; one that is shared too, by whoever saved it or an administrator."""
    if view.by_id != by.pk and not (view.is_shared and by.may("council.manage")):
        raise Refused("Only whoever saved this view can delete it.")
    view.delete()


def query_of(form: FilterForm, given: QueryDict, sorts: Sequence[str]) -> str:
    """Return the filters, order and columns in an address that a view keeps: choices and days, never words."""
    form.is_valid()
    kept = QueryDict(mutable=True)
    for name, field in form.fields.items():
        values = [value for value in given.getlist(name) if value]
        if name in form.errors or not values or type(field) is forms.CharField:
            continue
        kept.setlist(name, [form.cleaned_data[name].isoformat()] if isinstance(field, DayField) else values)
    if given.get("sort", "").removeprefix("-") in sorts and given.get("sort"):
        kept["sort"] = given["sort"]
    if _COLUMNS.fullmatch(given.get("columns", "")):
        kept["columns"] = given["columns"]
    return kept.urlencode()


def view_pages(
    route: str,
    model: type[Record],
    filter_form: type[FilterForm],
    columns: Sequence[Column] | Callable[[Person], Sequence[Column]],
) -> Iterator[URLPattern]:
    """Yield the lines for saving a view of a type's list, listing one's views and deleting one.

    columns: the list's, or what returns those of a person. The names are save_view, saved_views and delete_view.
    """
    listing, permission = model.spec.listing, model.spec.permission
    room = listing.split(":")[0]

    def save(request: HttpRequest) -> HttpResponse:
        """Save the list in the address as a view."""
        filters = with_dates(filter_form, model)(request.GET, person=request.person)
        shown = columns(request.person) if callable(columns) else columns
        query = query_of(filters, request.GET, [column.key for column in shown if column.sort])
        form = SavedViewForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                view = save_view(by=request.person, listing=listing, query=query, **form.cleaned_data)
            except Refused as refused:
                form.add_error("name", str(refused))
            else:
                messages.success(request, f"View {view.name} saved")
                return redirect(f"{reverse(listing)}?{query}")
        chosen = {name: value for name, value in filters.cleaned_data.items() if name not in filters.errors}
        kept = QueryDict(query)
        words = [filters.in_words(name, chosen[name]) for name in chosen if name in kept]
        left = [
            str(f.label) for name, f in filters.fields.items() if request.GET.get(name) and name not in kept
        ]
        context = {"form": form, "filters": words, "left_out": left}
        back = f"{reverse(listing)}?{request.GET.urlencode()}"
        return render_page(request, "web/save_view.html", {**context, "back": back, "spec": model.spec})

    def saved(request: HttpRequest) -> HttpResponse:
        """List the views that a person saved, and those that others share."""
        person = request.person
        rows = [
            {
                "view": view,
                "href": f"{reverse(listing)}?{view.query}",
                "delete": reverse(f"{room}:delete_view", args=[view.pk])
                if view.by_id == person.pk or person.may("council.manage")
                else "",
            }
            for view in views_of(person, listing)
        ]
        context = {"rows": rows, "back": reverse(listing), "spec": model.spec}
        return render_page(request, "web/saved_views.html", context)

    @require_POST
    def delete(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Delete a saved view."""
        view = get_object_or_404(views_of(request.person, listing), pk=pk)
        name = view.name
        try:
            delete_view(by=request.person, view=view)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"View {name} deleted")
        return redirect(f"{room}:saved_views")

    yield page(f"{route}views/", saved, permission, "saved_views")
    yield page(f"{route}views/save/", save, permission, "save_view")
    yield page(f"{route}views/<uuid:pk>/delete/", delete, permission, "delete_view")
