"""The list that most records have: narrowed, sorted and paged by its address, so that it can be sent and come back to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from goldthread.council.models import Person
from goldthread.council.records.base import Record
from goldthread.council.records.list_filters import narrowed, with_dates
from goldthread.council.records.pages import address
from goldthread.council.records.saved_views import views_of
from goldthread.web.forms import FilterForm
from goldthread.web.paginate import PER_PAGE, paginate
from goldthread.web.render import render_page

Cell = str | int | None | Mapping[str, Any]
Order = tuple[str, ...]
ROWS = (PER_PAGE, 50, 100)
MOST_COUNTED = 1000
"""No list is counted further, so that it does not slow down as a council's records grow."""


@dataclass(frozen=True)
class Column:
    """A column of a list: its heading, and what a record has in it: the name of a field, or a function.

    main: the row's heading, with a link to the record. numeric: figures to the right. off: left out on a phone.
    sort: the fields of an index in the order that a first press on the heading gives, the last unique; see `paginate`.
    groups: returns for a person every value of the first of them as people expect them in order, where that is not
    their own.
    """

    text: str
    cell: str | Callable[[Any], Cell]
    main: bool = False
    numeric: bool = False
    off: bool = False
    sort: Order = ()
    groups: Callable[[Person], Sequence[Any]] | None = None

    @property
    def key(self) -> str:
        """Return the word by which an address sorts by this column; with a minus before it, from the end."""
        return self.sort[0].lstrip("-").removesuffix("_id")

    def of(self, record: Any) -> Cell:
        """Return what stands in this column for a record."""
        if callable(self.cell):
            value = self.cell(record)
        else:
            display = getattr(record, f"get_{self.cell}_display", None)
            value = display() if display else getattr(record, self.cell)
        if self.main:
            return {"text": value, "href": address(record)}
        return "" if value is None else value


@dataclass(frozen=True)
class View:
    """A view of a list that many people want: its name, and the query in the address that gives it."""

    text: str
    query: str


def list_page(
    request: HttpRequest,
    model: type[Record],
    *,
    filter_form: type[FilterForm] = FilterForm,
    columns: Sequence[Column],
    narrow: Callable[[Any, Mapping[str, Any]], Any] | None = None,
    order: Order | Callable[[Mapping[str, Any]], Order] = ("-created_at", "-id"),
    along: Sequence[str] = (),
    attach: Callable[[Sequence[Any]], None] | None = None,
    buttons: Sequence[tuple[str, str, str]] = (),
    tools: Sequence[tuple[str, str, str]] = (),
    views: Sequence[View] = (),
    saves_views: bool = False,
    template: str = "web/list_page.html",
    **context: Any,
) -> HttpResponse:
    """List the records of a type that the person may open, as the filter in the address narrows them.

    A filter named like a field narrows by it, those of the type's date by that; `narrow` takes the records and the
    filters for any other. A filter that cannot be read says so and narrows nothing; the others hold.
    order: the fields of an index, see `paginate`, or a function of the filters that returns them. attach: is given the
    records of one page, to read at once what several columns show. buttons and tools: (text, name of a page,
    permission), shown to whoever holds it; a tool's page is given the query of the list. views: shown above the list, and
    those that people saved after them with `saves_views`, for a list whose room has the lines of `saved_views.view_pages`.
    """
    filters = with_dates(filter_form, model)(request.GET, person=request.person)
    filters.is_valid()
    chosen = {name: value for name, value in filters.cleaned_data.items() if name not in filters.errors}
    records = narrowed(
        model._default_manager.visible_to(request.person).select_related(*along), chosen, narrow
    )
    usual = order(chosen) if callable(order) else order
    sort, groups = _sorted_by(request, columns, usual)
    most = _rows_a_page(request)
    listed = paginate(request, records, sort, most, groups)
    if attach is not None:
        attach(listed.rows)
    total = records.order_by().values("pk")[: MOST_COUNTED + 1].count()
    in_use = _in_use(request, filters, chosen)
    room, permission = model.spec.listing.split(":")[0], model.spec.permission
    if saves_views:
        saved = [View(each.name, each.query) for each in views_of(request.person, model.spec.listing)]
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
            "listed": listed,
            "total": min(total, MOST_COUNTED),
            "is_more": total > MOST_COUNTED,
            "kept": {name: request.GET[name] for name in ("sort", "rows") if request.GET.get(name)},
            "rows_a_page": [(str(n), _query(request, rows=str(n)), n == most) for n in ROWS],
            "columns": [_heading(request, column, sort, usual) for column in columns],
            "rows": [
                {"ref": record.reference, "cells": [column.of(record) for column in columns]}
                for record in listed
            ],
            "buttons": [(text, reverse(name)) for text, name, needs in buttons if request.person.may(needs)],
            "tools": [
                (text, reverse(name) + _query(request))
                for text, name, needs in tools
                if request.person.may(needs)
            ],
            "views": [(each.text, f"{request.path}?{each.query}", None) for each in views],
            "view": next((each.text for each in views if _is_same(request.GET, each.query)), ""),
            "filters_in_use": in_use,
            "clear": request.path,
            "narrowed": bool(in_use),
            **context,
        },
        fragment="results",
    )


def sorting(person: Person, sort: str, columns: Sequence[Column], usual: Order) -> tuple[Order, Any]:
    """Return the fields by which an address sorts, and the order of the first where that is not its own."""
    for column in columns:
        if column.sort and sort.removeprefix("-") == column.key:
            order = column.sort
            if order[0].startswith("-") != sort.startswith("-"):
                order = _turned(order)
            return order, column.groups(person) if column.groups else None
    return usual, None


def _sorted_by(request: HttpRequest, columns: Sequence[Column], usual: Order) -> tuple[Order, Any]:
    return sorting(request.person, request.GET.get("sort", ""), columns, usual)


def _turned(order: Order) -> Order:
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def _heading(request: HttpRequest, column: Column, sort: Order, usual: Order) -> dict[str, Any]:
    """Return a column's heading, with the address that sorts by it: in its own way first, then the other."""
    heading = {"text": column.text, "main": column.main, "numeric": column.numeric, "off": column.off}
    heading["label"] = not column.main
    if not column.sort:
        return heading
    way, first = "", column.sort[0]
    if sort in (column.sort, _turned(column.sort)):
        way = "descending" if sort[0].startswith("-") else "ascending"
        first = _turned(sort)[0]
    key = f"-{column.key}" if first.startswith("-") else column.key
    return {**heading, "way": way, "sort": _query(request, sort=key)}


def _rows_a_page(request: HttpRequest) -> int:
    wanted = request.GET.get("rows", "")
    return next((n for n in ROWS if str(n) == wanted), PER_PAGE)


def _query(request: HttpRequest, **changes: str) -> str:
    """Return the query of the list from its beginning, without what is empty, and with these changes."""
    query = {name: values for name, values in request.GET.lists() if name not in ("after", "before")}
    query |= {name: [value] for name, value in changes.items()}
    left = QueryDict(mutable=True)
    for name, values in query.items():
        left.setlist(name, [value for value in values if value])
    return f"?{left.urlencode()}" if left.urlencode() else ""


def _is_same(given: QueryDict, query: str) -> bool:
    """Return whether an address asks for a view: the same filters and order, whatever the page and its length."""
    ignored = ("after", "before", "rows")

    def pairs(query: QueryDict) -> list[tuple[str, str]]:
        return sorted(
            (name, v) for name, values in query.lists() for v in values if v and name not in ignored
        )

    return pairs(given) == pairs(QueryDict(query))


def _in_use(request: HttpRequest, filters: FilterForm, chosen: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the filters in use, each with the address of the list without it."""
    found = []
    for name, value in chosen.items():
        if value in (None, "", False) or (isinstance(value, QuerySet | list | tuple) and not value):
            continue
        boxes = {key: "" for key in request.GET if key == name or key.startswith(f"{name}-")}
        found.append(
            {"text": filters.in_words(name, value), "href": f"{request.path}{_query(request, **boxes)}"}
        )
    return found
