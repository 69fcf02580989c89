"""An example of any type of record: one of Avonshire's, or one made of the fields that its model must have."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db import models
from django.utils import timezone

from goldthread.council.models import Council, Person
from goldthread.council.records import saving, walk
from goldthread.council.records.base import Record
from goldthread.council.records.spec import kind_of, record_types

# Written in small letters and no word: nothing detects it by itself, only a case that knows it.
UNUSUAL_NAME = "zebedeeqo"
ROOTS = ("feedback", "review", "publishedreport")


def example(model: type[Record], council: Council) -> Record:
    """Return a record of a type that counts, made here where the council has none."""
    found = model._default_manager.filter(council=council, withdrawn_on=None).order_by("created_at").first()
    return found or saving.add(made(model, council))


def made(model: type[models.Model], council: Council, **given: Any) -> Any:
    """Return a record that is not saved yet, with something in every field that must have something."""
    values: dict[str, Any] = {"council": council, **given}
    for field in model._meta.concrete_fields:
        if field.name in values or field.has_default() or field.null or field.primary_key:
            continue
        if field.name == "number" or (getattr(field, "blank", False) and not field.is_relation):
            continue
        values[field.name] = _value(field, council)
    return model(**values)


def twin(record: Record) -> Record:
    """Return a new record of the same thing, as somebody would enter it who did not know of the first."""
    own = {"id", "created_at", "version", "withdrawn_on", "number"}
    for constraint in record._meta.constraints:
        own |= set(getattr(constraint, "fields", ())) - {"council"}
    same = {
        field.name: getattr(record, field.name)
        for field in record._meta.concrete_fields
        if field.name not in own and not field.one_to_one
    }
    return saving.add(
        made(type(record), record.council, **{name: same[name] for name in same if name != "council"})
    )


def _value(field: models.Field, council: Council) -> Any:
    if field.is_relation:
        related = field.related_model
        rows = related._default_manager.filter(council=council).order_by("created_at")
        return rows.exclude(is_system=True).first() if related is Person else rows.first()
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return timezone.localdate() - datetime.timedelta(days=7)
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.IntegerField | models.FloatField | models.DecimalField):
        return 1
    return "made up"[: getattr(field, "max_length", None) or None]


def based_on_a_root(model: type[Record], council: Council) -> tuple[Record, Record] | None:
    """Return a record of a type and the feedback, review or published report it is based on; None where none is."""
    _make_one_that_rests(model, council)
    keys = list(
        model._default_manager.filter(council=council, withdrawn_on=None).values_list("pk", flat=True)
    )
    reached = walk.based_on(model, keys)
    for root in ROOTS:
        for pk in keys:
            for below in sorted(reached[pk].get(root, ())):
                return model._default_manager.get(pk=pk), record_types()[root]._default_manager.get(pk=below)
    return None


def _make_one_that_rests(model: type[Record], council: Council) -> None:
    """Make a record that rests on another by a link of its own, where the council has none that does."""
    links = {kind: basis.path for kind, basis in model.spec.bases.items() if "__" not in basis.path}
    records = model._default_manager.filter(council=council, withdrawn_on=None)
    for kind, field in links.items():
        below = record_types()[kind]._default_manager.filter(council=council, withdrawn_on=None).first()
        if below is not None and not records.filter(**{f"{field}__isnull": False}).exists():
            saving.add(made(model, council, **{field: below}))


def with_name(field: models.Field, value: Any, name: str = UNUSUAL_NAME) -> Any:
    """Return a field's value with a name in it."""
    if isinstance(field, models.JSONField):
        if isinstance(value, dict):
            return {**value, "what": f"{value.get('what', '')} {name}".strip()}
        return [*(value or []), f"{name} said it"]
    text = f"{name} {value or ''}".strip()
    return text[: field.max_length] if getattr(field, "max_length", None) else text


def kinds_to_try() -> list[str]:
    """Return every kind of record, for a test to be run with each."""
    return [kind_of(model) for model in record_types().values()]
