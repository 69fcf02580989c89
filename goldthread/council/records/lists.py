"""The list that most records have: narrowed, sorted and paged by its address, so that it can be sent and come back to."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from goldthread.council.errors import Refused
from goldthread.council.records import list_export, list_settings, selections
from goldthread.council.records.base import Record
from goldthread.council.records.list_address import ROWS, in_use, is_same, query_with, rows_a_page
from goldthread.council.records.list_columns import Column, Order, View, sorting, turned
from goldthread.council.records.list_filters import filters_of, narrowed
from goldthread.council.records.models import ListSettings, Selection
from goldthread.council.records.saved_views import views_of
from goldthread.council.records.selections import MOST_TICKED, BulkAction
from goldthread.council.records.spec import count_of
from goldthread.web.forms import FilterForm, Form, error_list
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page
from goldthread.web.sent_numbers import sent_number

MOST_COUNTED = 1000
"""No list is counted further, so that it does not slow down as a council's records grow."""


def list_page(
    request: HttpRequest,
    model: type[Record],
    *,
    filter_form: type[FilterForm] = FilterForm,
    columns: Sequence[Column],
    narrow: Callable[[Any, Mapping[str, Any]], Any] | None = None,
    order: Order | Callable[[Mapping[str, Any]], Order] = ("-created_at", "-id"),
    along: Sequence[str] = (),
    without: Sequence[str] = (),
    attach: Callable[[Sequence[Any]], None] | None = None,
    buttons: Sequence[tuple[str, str, str]] = (),
    tools: Sequence[tuple[str, str, str]] = (),
    views: Sequence[View] = (),
    saves_views: bool = False,
    bulk: Sequence[BulkAction] = (),
    exports: bool = True,
    name: Callable[[Any], str] = lambda record: record.reference or str(record),
    template: str = "web/list_page.html",
    **context: Any,
) -> HttpResponse:
    """List the records of a type that the person may open, as the filter in the address narrows them.

    A filter named like a field narrows by it, those of the type's date by that; `narrow` takes the records and the
    filters for any other. A filter that cannot be read says so and narrows nothing; the others hold.
    order: the fields of an index, see `paginate`, or a function of the filters that returns them. along: what is read
    with each. without: large fields that no column shows. attach: is given the
    records of one page, to read at once what several columns show. buttons and tools: (text, name of a page,
    permission), shown to whoever holds it; a tool's page is given the query of the list. views: shown above the list, and
    those that people saved after them with `saves_views`, for a list whose room has the lines of `saved_views.view_pages`.
    bulk: what can be done to the records that are ticked, for whoever may. exports: whether the columns shown can be
    taken as a spreadsheet; not where a tool exports more. name: what the box of a row is called. Its forms are sent to the list's own address.
    """
    person = request.person
    filters = filters_of(request, filter_form, model)
    chosen = {name: value for name, value in filters.cleaned_data.items() if name not in filters.errors}
    visible = model._default_manager.visible_to(person).select_related(*along).defer(*without)
    records = narrowed(visible, chosen, narrow, person, filters.own)
    if "selection" in filters.errors:
        # What was ticked is kept for a day: nothing is done to, and no file made of, all records in its stead.
        records = records.none()
    usual = order(chosen) if callable(order) else order
    sort, groups = _sorted_by(request, columns, usual)
    settings = list_settings.settings_of(person, _name(request))
    shown = _shown(request, columns, settings)
    exports = exports and person.may(model.spec.export or model.spec.permission)
    offered = [action for action in bulk if person.may(action.permission)]
    if exports:
        offered += _EXPORTS_OF_TICKED
    sent = _Sent(request, model, records, offered, columns)
    if request.method == "POST":
        # All columns: the order of those that are left out may be the one that is asked for.
        table = list_export.Table(model, records, shown, sort, groups, attach)
        answer = sent.answer(table if exports else None)
        if answer is not None:
            return answer
    most = rows_a_page(request)
    listed = paginate(request, records, sort, most, groups)
    if attach is not None:
        attach(listed.rows)
    total = records.order_by().values("pk")[: MOST_COUNTED + 1].count()
    used = in_use(request, filters, chosen)
    room, permission = model.spec.listing.split(":")[0], model.spec.permission
    if saves_views:
        saved = [View(each.name, each.query) for each in views_of(person, model.spec.listing)]
        views = [*views, *saved]
        tools = [*tools, ("Save this view", f"{room}:save_view", permission)]
        if saved:
            tools.append(("Saved views", f"{room}:saved_views", permission))
    return render_page(
        request,
        template,
        {
            "spec": model.spec,
            "filter": filters,
            "filters_open": settings.shows_filters,
            "listed": listed,
            "total": min(total, MOST_COUNTED),
            "is_more": total > MOST_COUNTED,
            "kept": {
                name: request.GET[name] for name in ("sort", "rows", "columns") if request.GET.get(name)
            },
            "rows_a_page": [(str(n), query_with(request, rows=str(n)), n == most) for n in ROWS],
            "columns": [_heading(request, column, sort, usual) for column in shown],
            "column_choice": [(each.slug, each.text, each in shown) for each in columns if not each.main],
            "rows": [
                {
                    "ref": record.reference,
                    "key": str(record.pk),
                    "name": name(record),
                    "cells": [column.of(record) for column in shown],
                }
                for record in listed
            ],
            "buttons": [(text, reverse(name)) for text, name, needs in buttons if person.may(needs)],
            "tools": [
                (text, reverse(name) + query_with(request))
                for text, name, needs in tools
                if person.may(needs)
            ],
            "exports": exports,
            "bulk": sent.bar() if offered else [],
            "select_all": min(total, MOST_TICKED + 1),
            "most_ticked": MOST_TICKED,
            "ticked": sent.ticked,
            "problem": sent.problem,
            "undo": sent.can_undo(),
            "views": [(each.text, f"{request.path}?{each.query}", None) for each in views],
            "view": next((each.text for each in views if is_same(request.GET, each.query)), ""),
            "filters_in_use": used,
            "clear": request.path,
            "narrowed": bool(used),
            **context,
        },
        fragment="results",
    )


_EXPORT = "export-"
_EXPORTS_OF_TICKED = [
    BulkAction(f"{_EXPORT}xlsx", "Export to Excel", ""),
    BulkAction(f"{_EXPORT}csv", "Export to CSV", ""),
]


class _Sent:
    """What was sent to a list's own address: something to do to the ticked records, an undo, or its settings."""

    def __init__(
        self,
        request: HttpRequest,
        model: type[Record],
        records: QuerySet,
        offered: Sequence[BulkAction],
        columns: Sequence[Column],
    ) -> None:
        self.request, self.person, self.model = request, request.person, model
        self.records, self.offered, self.columns = records, offered, columns
        self.ticked: set[str] = set(request.POST.getlist("row"))
        self.problem = ""
        self.do = request.POST.get("do", "")
        self._forms = {
            action.do: action.form(
                request.POST if action.do == self.do else None, person=self.person, prefix=action.do
            )
            for action in offered
            if action.form is not None
        }

    def bar(self) -> list[tuple[BulkAction, Form | None]]:
        """Return each action with the fields that it asks for in the bar."""
        return [(action, self._forms.get(action.do)) for action in self.offered]

    def answer(self, table: list_export.Table | None) -> HttpResponse | None:
        """Do what was asked and lead on; None where the list is shown again, with what is missing."""
        if self.do == "columns":
            return self._choose_columns()
        if self.do in ("show-filters", "hide-filters"):
            list_settings.save_settings(
                by=self.person, listing=_name(self.request), shows_filters=self.do == "show-filters"
            )
            return redirect(self._back())
        if self.do == "undo":
            return self._undo()
        if self.do.startswith(_EXPORT) and table is not None and "list" in self.request.POST:
            return self._export(table, self.records)
        action = next((each for each in self.offered if each.do == self.do), None)
        if action is None:
            return redirect(self._back())
        records = self._chosen()
        if records is None:
            return None
        if self.do.startswith(_EXPORT) and table is not None:
            return self._export(table, records)
        if action.page:
            selection = selections.keep(self.person, records)
            there = QueryDict(mutable=True)
            there["selection"] = str(selection.pk)
            if query := query_with(self.request).removeprefix("?"):
                there["list"] = query
            return redirect(f"{reverse(action.page)}?{there.urlencode()}")
        form = self._forms.get(action.do)
        if form is not None and not form.is_valid():
            self.problem = error_list(form)[0]["text"]
            return None
        selection = selections.keep(self.person, records)
        answers = form.cleaned_data if form is not None else {}
        outcome = selections.carry_out(self.person, action, selection, answers)
        tell(self.request, self.model, outcome, action.said(answers))
        return redirect(self._back(changed=str(selection.pk)))

    def _chosen(self) -> list[Any] | None:
        """Return the records that are ticked, or all that match; None, and why, where it is none or too many."""
        every = self.request.POST.get("all", "")
        if every:
            found = list(self.records.order_by("pk")[: MOST_TICKED + 1])
            if len(found) > MOST_TICKED:
                self.problem = f"More than {MOST_TICKED} match. Narrow the list, and do each part by itself."
            elif len(found) != sent_number(every):
                self.problem = (
                    f"{len(found):,} match now, not {every}: somebody changed one of them. Look at the list again, "
                    "and select them once more."
                )
            elif found:
                return found
        else:
            keys = [key for key in self.ticked if _is_key(key)]
            records = self.model._default_manager.visible_to(self.person)
            found = list(records.filter(pk__in=keys[:MOST_TICKED]).order_by("pk"))
            if found:
                return found
        self.problem = (
            self.problem or f"Select at least {count_of(self.model.spec, 1).replace('1', 'one', 1)}"
        )
        return None

    def _export(self, table: list_export.Table, records: Any) -> HttpResponse | None:
        if records is not self.records:
            table = table.of(self.model._default_manager.filter(pk__in=[each.pk for each in records]))
        try:
            return list_export.file_of(self.person, table, self.do.removeprefix(_EXPORT))
        except Refused as refused:
            self.problem = str(refused)
            return None

    def _choose_columns(self) -> HttpResponse:
        wanted = self.request.POST.getlist("column")
        slugs = [column.slug for column in self.columns if column.main or column.slug in wanted]
        usual = [column.slug for column in self.columns if not column.optional]
        chosen = "" if slugs == usual else ",".join(slugs)
        list_settings.save_settings(by=self.person, listing=_name(self.request), columns=chosen)
        return redirect(self._back(columns=chosen))

    def _changed(self) -> tuple[Selection | None, BulkAction | None]:
        key = self.request.GET.get("changed", "") or self.request.POST.get("changed", "")
        selection = selections.selection_of(self.person, uuid.UUID(key)) if _is_key(key) else None
        action = next((each for each in self.offered if selection and each.do == selection.action), None)
        return selection, action

    def can_undo(self) -> Selection | None:
        """Return what was done a moment ago to records of this list, where it can be undone."""
        if "changed" not in self.request.GET:
            return None
        selection, action = self._changed()
        return (
            selection
            if selection is not None and selections.can_undo(self.person, action, selection)
            else None
        )

    def _undo(self) -> HttpResponse:
        selection, action = self._changed()
        try:
            if selection is None or action is None:
                raise Refused("This cannot be undone any more. Open each record to change it.")
            outcome = selections.undo(self.person, action, selection)
        except Refused as refused:
            messages.warning(self.request, str(refused))
        else:
            tell(self.request, self.model, outcome, "put back as before")
        return redirect(self._back())

    def _back(self, **changes: str) -> str:
        return self.request.path + query_with(self.request, **changes)


def _is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def tell(request: HttpRequest, model: type[Record], outcome: selections.Outcome, done: str) -> None:
    """Say what was done to the ticked records, and which were refused and why."""
    said, refused = selections.in_words(outcome, model.spec, done)
    if said:
        messages.success(request, said)
    if refused:
        # No error: something was done, and the same form sent again must not do it twice.
        messages.warning(request, refused)


def back_to_list(request: HttpRequest, model: type[Record], selection: Selection) -> str:
    """Return the address of the list that led to a page of a bulk action, as it was narrowed, with what was changed."""
    query = QueryDict(request.GET.get("list", ""), mutable=True)
    query["changed"] = str(selection.pk)
    return f"{reverse(model.spec.listing)}?{query.urlencode()}"


def _name(request: HttpRequest) -> str:
    """Return the name of a list's page, by which somebody's settings of it are kept."""
    return request.resolver_match.view_name


def _shown(request: HttpRequest, columns: Sequence[Column], settings: ListSettings) -> list[Column]:
    """Return the columns shown: those in the address, else as this person likes them, else the usual ones."""
    slugs = (request.GET.get("columns") or settings.columns).split(",")
    chosen = [column for column in columns if column.main or column.slug in slugs]
    return (
        chosen
        if any(not column.main for column in chosen)
        else [column for column in columns if not column.optional]
    )


def _sorted_by(request: HttpRequest, columns: Sequence[Column], usual: Order) -> tuple[Order, Any]:
    return sorting(request.person, request.GET.get("sort", ""), columns, usual)


def _heading(request: HttpRequest, column: Column, sort: Order, usual: Order) -> dict[str, Any]:
    """Return a column's heading, with the address that sorts by it: in its own way first, then the other."""
    heading = {"text": column.text, "main": column.main, "numeric": column.numeric, "off": column.off}
    heading["label"] = not column.main
    if not column.sort:
        return heading
    way, first = "", column.sort[0]
    if sort in (column.sort, turned(column.sort)):
        way = "descending" if sort[0].startswith("-") else "ascending"
        first = turned(sort)[0]
    key = f"-{column.key}" if first.startswith("-") else column.key
    return {**heading, "way": way, "sort": query_with(request, sort=key)}
