"""The order of a record's dates: nothing is done before it was agreed, decided before it came, or in the future.

What each date may not come before is stated in the type's spec (`not_before`, `planned`); saving holds records to it.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import F, Model, QuerySet
from django.utils import timezone

from goldthread.council.errors import Refused
from goldthread.council.records.spec import models_with_spec
from goldthread.dates import day_in_words


def check(record: Model, changed: Collection[str] | None = None) -> None:
    """Refuse a record whose dates are in the wrong order, or that says of a day to come what was done on it.

    changed: the fields that are written, or None for a new record; what stood in the wrong order before and is not
    touched can still be corrected otherwise.
    """
    spec = record.spec
    for later, paths in spec.not_before.items():
        day = getattr(record, later)
        if day is None:
            continue
        for path in paths:
            if changed is not None and not {later, path} & set(changed):
                continue
            before = _follow(record, path)
            if before is not None and day < before:
                raise Refused(
                    f"The {_label(type(record), later)}, {day_in_words(day)}, is before the {_label(type(record), path)}, "
                    f"{day_in_words(before)}. Check the dates.",
                    field=later if changed is None or later in changed else path,
                )
    today = timezone.localdate()
    for name in _happened(type(record)):
        day = getattr(record, name)
        if (changed is None or name in changed) and day is not None and day > today:
            raise Refused(f"The {_label(type(record), name)} is in the future. Check the date.", field=name)
    if changed is not None:
        _check_dependents(record, changed)


def _check_dependents(record: Model, changed: Collection[str]) -> None:
    """Refuse a date that is moved past what rests on it: a review's past its decisions, a lesson's past its actions."""
    for model, later, path in _orders():
        relation, _, name = path.partition("__")
        if name not in changed or getattr(record, name, None) is None:
            continue
        field = model._meta.get_field(relation)
        if not field.concrete or field.related_model is not type(record):
            continue
        rows = model._default_manager.filter(**{relation: record, f"{later}__lt": getattr(record, name)})
        if hasattr(model, "withdrawn_on"):
            rows = rows.filter(withdrawn_on=None)
        first = rows.order_by(later).values_list(later, flat=True).first()
        if first is not None:
            raise Refused(
                f"The {_label(model, later)} of what rests on it is {day_in_words(first)}, before that date. Correct that "
                "first.",
                field=name,
            )


def out_of_order() -> Iterator[tuple[type[Model], str, str, QuerySet]]:
    """Yield each stated order as (model, later date, path to the earlier) with the rows that break it, often none."""
    for model, later, path in _orders():
        rows = model._default_manager.filter(**{f"{later}__lt": F(path)})
        if hasattr(model, "withdrawn_on"):
            rows = rows.filter(withdrawn_on=None)
        yield model, later, path, rows


def in_the_future(today: datetime.date) -> Iterator[tuple[type[Model], str, QuerySet]]:
    """Yield each date that says what happened, as (model, date), with the rows in which it is yet to come."""
    for model in models_with_spec():
        for name in _happened(model):
            yield model, name, model._default_manager.filter(**{f"{name}__gt": today})


def _orders() -> Iterator[tuple[type[Model], str, str]]:
    for model in models_with_spec():
        for later, paths in model.spec.not_before.items():
            for path in paths:
                yield model, later, path


def _happened(model: type[Model]) -> list[str]:
    """Return the dates of a model that say what happened: those in its order, but for what is planned."""
    order = model.spec.not_before
    named = {*order, *(path for paths in order.values() for path in paths if "__" not in path)}
    return sorted(named - set(model.spec.planned))


def _follow(record: Any, path: str) -> datetime.date | None:
    value: Any = record
    for name in path.split("__"):
        value = getattr(value, name, None)
        if value is None or hasattr(value, "get_queryset"):
            # Of what rests on many, its command asks.
            return None
    return value


def _label(model: type[Model], path: str) -> str:
    """Return the name of a date for a sentence: "date agreed", "lesson's date recorded"."""
    *relations, name = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    what, on = name.removesuffix("on").strip("_").replace("_", " "), name.endswith("on")
    words = f"date {what}".strip() if on else str(model._meta.get_field(name).verbose_name)
    return f"{relations[-1].replace('_', ' ')}'s {words}" if relations else words
