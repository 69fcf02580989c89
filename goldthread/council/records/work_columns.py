"""The columns for owner and due date of a list of records with work, sorted by an index."""

from __future__ import annotations

from goldthread.council.records.base import Record
from goldthread.council.records.list_columns import Column, Order
from goldthread.council.records.work_lists import due_cell, owner_cell


def work_columns(model: type[Record], rest: Order) -> list[Column]:
    """Return both columns; `rest`: the fields that sort the records of one owner, the last unique."""
    work = model.spec.work
    return [
        Column("Owner", owner_cell, sort=(f"{work.owner}__name", *rest)),
        Column("Due", due_cell, sort=(work.due, "id")),
    ]
