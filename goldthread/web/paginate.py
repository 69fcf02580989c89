"""Keyset pagination: a page begins where the last one ended, so that page 2,000 is as quick as page 2."""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from goldthread.sent_json import read_json

PER_PAGE = 25


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the addresses of the rows before and after them ("" where there are none)."""

    rows: list[Any]
    newer: str
    older: str

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def paginate(
    request: HttpRequest, queryset: QuerySet, order: Sequence[str], per_page: int = PER_PAGE
) -> Page:
    """Return the page of `queryset` that the address asks for with `?after=` or `?before=`.

    `order` names the fields of an index, newest first, such as `("-received_on", "-id")`: all in one
    direction, none of them null, the last unique. The query reads one row more than it shows and never
    counts. An altered mark gives the first page.
    """
    names = [name.lstrip("-") for name in order]
    descending = order[0].startswith("-")
    if any(name.startswith("-") != descending for name in order):
        raise ValueError("A keyset needs all its fields in one direction.")
    back = "before" in request.GET and "after" not in request.GET
    mark = _read(request.GET.get("before" if back else "after", ""), queryset, names)
    backwards = back and mark is not None
    rows = queryset.order_by(*_reversed(order) if backwards else order)
    if mark is not None:
        rows = rows.filter(_beyond(names, mark, smaller=descending != backwards))
    result = list(rows[: per_page + 1])
    more, result = len(result) > per_page, result[:per_page]
    if backwards:
        result.reverse()
    has_newer = more if backwards else mark is not None
    has_older = True if backwards else more
    return Page(
        rows=result,
        newer=_address(request, "before", result[0], names) if result and has_newer else "",
        older=_address(request, "after", result[-1], names) if result and has_older else "",
    )


def _reversed(order: Sequence[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]


def _beyond(names: Sequence[str], mark: Sequence[Any], smaller: bool) -> Q:
    """Return (a < x) or (a = x and b < y)...; the plain a <= x beside it lets the index start there."""
    side = "lt" if smaller else "gt"
    beyond = Q()
    for position, name in enumerate(names):
        same = dict(zip(names[:position], mark, strict=False))
        beyond |= Q(**same, **{f"{name}__{side}": mark[position]})
    return Q(**{f"{names[0]}__{side}e": mark[0]}) & beyond


def _address(request: HttpRequest, way: str, row: Any, names: Sequence[str]) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    query.pop("before", None)
    query[way] = _write([_value(row, name) for name in names])
    return f"{request.path}?{query.urlencode()}"


def _value(row: Any, name: str) -> Any:
    if isinstance(row, dict):
        return row[name]
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _write(values: Sequence[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, datetime.date) else value for value in values]
    plain = [str(value) if isinstance(value, UUID | Decimal) else value for value in plain]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _read(mark: str, queryset: QuerySet, names: Sequence[str]) -> list[Any] | None:
    """Return the values in a mark, each read as its field reads it, or None where it cannot be read."""
    try:
        values = read_json(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        if not isinstance(values, list) or len(values) != len(names) or None in values:
            return None
        return [_field(queryset, name).to_python(value) for name, value in zip(names, values, strict=True)]
    except (ValueError, TypeError, OverflowError, ValidationError):
        return None


def _field(queryset: QuerySet, name: str) -> Any:
    model = queryset.model
    *path, last = name.split("__")
    for part in path:
        model = model._meta.get_field(part).related_model
    return model._meta.get_field(last)
