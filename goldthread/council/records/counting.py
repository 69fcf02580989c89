"""The counts that types of records state: their list, and each of them counted for a council as things stand."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from typing import Any

from goldthread.council.records.kept_counts import Count, KeptCount
from goldthread.council.records.spec import record_types


def kept_counts() -> dict[str, KeptCount]:
    """Return every count that a type of record states, by its slug, in the order of the thread."""
    return {definition.slug: definition for _, definition in _stated()}


def count_today(slug: str, council_id: uuid.UUID, today: datetime.date) -> Count:
    """Count for a council as things stand on a day; call inside the council. Raises KeyError where it is not kept."""
    types = record_types()
    for kind, definition in _stated():
        if definition.slug == slug:
            records = types[definition.of or kind]._default_manager.counted().filter(council_id=council_id)
            whole = definition.whole(records, today)
            return Count(definition, _number_of(definition.part(whole, today)), _number_of(whole), today)
    raise KeyError(slug)


def _number_of(records: Any) -> int:
    return records.order_by().values("pk").distinct().count()


def _stated() -> Iterator[tuple[str, KeptCount]]:
    for kind, model in record_types().items():
        for definition in model.spec.kept_counts:
            yield kind, definition
