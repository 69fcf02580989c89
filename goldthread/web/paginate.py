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
from django.db.models import Q, QuerySet, Value
from django.http import HttpRequest

from goldthread.sent_json import read_json

PER_PAGE = 25
_GROUPS_AT_ONCE = 8


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
    request: HttpRequest,
    queryset: QuerySet,
    order: Sequence[str],
    per_page: int = PER_PAGE,
    groups: Sequence[Any] | None = None,
) -> Page:
    """Return the page of `queryset` that the address asks for with `?after=` or `?before=`.

    `order` names the fields of an index in their order and direction, such as `("-received_on", "-id")` or
    `("source", "-received_on", "-id")`: the last unique, and only the first may be null; what has none there comes last,
    whichever way. The query reads one row more than it shows and never counts. An altered mark gives the first page.

    groups: every value that the first field can have (None is one), in the order in which people expect them, where
    that is not their own: teams by name, types as they are called. The rows of each are read off the index by itself.
    """
    names = [name.lstrip("-") for name in order]
    back = "before" in request.GET and "after" not in request.GET
    mark = _read(request.GET.get("before" if back else "after", ""), queryset, names, groups)
    backwards = back and mark is not None
    way = _reversed(order) if backwards else list(order)
    if groups is None and _may_be_null(queryset, names[0]):
        result = _with_nulls(queryset, way, mark, backwards, per_page + 1)
    elif groups is None:
        rows = queryset.order_by(*way)
        result = list((rows if mark is None else rows.filter(_beyond(way, mark)))[: per_page + 1])
    else:
        result = _in_groups(queryset, way, mark, groups, per_page + 1)
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


def _with_nulls(
    queryset: QuerySet, way: Sequence[str], mark: Sequence[Any] | None, backwards: bool, most: int
) -> list[Any]:
    """Return up to so many rows after a mark, those without the first value last; each part is read off its index."""
    name, within = way[0].lstrip("-"), way[1:]
    found: list[Any] = []
    at_null = mark is not None and mark[0] is None
    for is_null in (True, False) if backwards else (False, True):
        if len(found) >= most or (at_null and not is_null and not backwards):
            continue
        if is_null and backwards and mark is not None and not at_null:
            continue
        rows = queryset.filter(**{f"{name}__isnull": is_null}).order_by(*(within if is_null else way))
        if mark is not None and at_null == is_null:
            rows = rows.filter(_beyond(within, mark[1:]) if is_null else _beyond(way, mark))
        found += rows[: most - len(found)]
    return found


def _may_be_null(queryset: QuerySet, name: str) -> bool:
    model, null = queryset.model, False
    for part in name.split("__"):
        field = model._meta.get_field(part)
        null, model = null or field.null, field.related_model
    return null


def _in_groups(
    queryset: QuerySet, way: Sequence[str], mark: Sequence[Any] | None, groups: Sequence[Any], most: int
) -> list[Any]:
    """Return up to so many rows after a mark, a group after the other; one query asks for the rows of a few groups."""
    name, within = way[0].lstrip("-"), way[1:]
    fields = [each.lstrip("-") for each in within]
    ordered = [*reversed(groups)] if way[0].startswith("-") else [*groups]
    start = 0 if mark is None else ordered.index(mark[0])
    keys: list[Any] = []
    for first in range(start, len(ordered), _GROUPS_AT_ONCE):
        parts = []
        for rank, value in enumerate(ordered[first : first + _GROUPS_AT_ONCE], start=first):
            rows = queryset.filter(**{name: value})
            if mark is not None and rank == start:
                rows = rows.filter(_beyond(within, mark[1:]))
            rows = rows.order_by(*within).annotate(group_rank=Value(rank)).values("group_rank", *fields)
            parts.append(rows[:most])
        found = (
            parts[0].union(*parts[1:], all=True).order_by("group_rank", *within) if parts[1:] else parts[0]
        )
        keys += [row[fields[-1]] for row in found[: most - len(keys)]]
        if len(keys) >= most:
            break
    by_key = queryset.in_bulk(keys)
    return [by_key[key] for key in keys]


def _reversed(order: Sequence[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]


def _beyond(way: Sequence[str], mark: Sequence[Any]) -> Q:
    """Return (a > x) or (a = x and b > y)...; the plain a >= x beside it lets the index start there."""
    names = [name.lstrip("-") for name in way]
    sides = ["lt" if name.startswith("-") else "gt" for name in way]
    beyond = Q()
    for position, name in enumerate(names):
        same = dict(zip(names[:position], mark, strict=False))
        beyond |= Q(**same, **{f"{name}__{sides[position]}": mark[position]})
    return Q(**{f"{names[0]}__{sides[0]}e": mark[0]}) & beyond


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
        row = getattr(row, part, None)
    return row


def _write(values: Sequence[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, datetime.date) else value for value in values]
    plain = [str(value) if isinstance(value, UUID | Decimal) else value for value in plain]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _read(
    mark: str, queryset: QuerySet, names: Sequence[str], groups: Sequence[Any] | None
) -> list[Any] | None:
    """Return the values in a mark, each read as its field reads it, or None where it cannot be read."""
    try:
        values = read_json(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        if not isinstance(values, list) or len(values) != len(names):
            return None
        if None in (values if groups is None and not _may_be_null(queryset, names[0]) else values[1:]):
            return None
        read = [_field(queryset, name).to_python(value) for name, value in zip(names, values, strict=True)]
        return None if groups is not None and read[0] not in groups else read
    except (ValueError, TypeError, OverflowError, ValidationError):
        return None


def _field(queryset: QuerySet, name: str) -> Any:
    model = queryset.model
    *path, last = name.split("__")
    for part in path:
        model = model._meta.get_field(part).related_model
    return model._meta.get_field(last)
