"""What the address of a list says: its filters, order and rows, and the address without one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from goldthread.web.forms import FilterForm
from goldthread.web.paginate import PER_PAGE

ROWS = (PER_PAGE, 50, 100)


def rows_a_page(request: HttpRequest) -> int:
    """Return how many rows of a list the address asks for."""
    wanted = request.GET.get("rows", "")
    return next((n for n in ROWS if str(n) == wanted), PER_PAGE)


# Where a page begins, and what was done a moment ago, is no part of what a list shows.
_NOT_KEPT = ("after", "before", "changed")


def query_with(request: HttpRequest, **changes: str) -> str:
    """Return the query of the list from its beginning, without what is empty, and with these changes."""
    query = {name: values for name, values in request.GET.lists() if name not in _NOT_KEPT}
    query |= {name: [value] for name, value in changes.items()}
    left = QueryDict(mutable=True)
    for name, values in query.items():
        left.setlist(name, [value for value in values if value])
    return f"?{left.urlencode()}" if left.urlencode() else ""


def is_same(given: QueryDict, query: str) -> bool:
    """Return whether an address asks for a view: the same filters and order, whatever the page and its length."""
    ignored = (*_NOT_KEPT, "rows", "columns")

    def pairs(query: QueryDict) -> list[tuple[str, str]]:
        return sorted(
            (name, v) for name, values in query.lists() for v in values if v and name not in ignored
        )

    return pairs(given) == pairs(QueryDict(query))


def in_use(request: HttpRequest, filters: FilterForm, chosen: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the filters in use, each with the address of the list without it."""
    found = []
    for name, value in chosen.items():
        if value in (None, "", False) or (isinstance(value, QuerySet | list | tuple) and not value):
            continue
        boxes = {key: "" for key in request.GET if key == name or key.startswith(f"{name}-")}
        found.append(
            {"text": filters.in_words(name, value), "href": f"{request.path}{query_with(request, **boxes)}"}
        )
    return found
