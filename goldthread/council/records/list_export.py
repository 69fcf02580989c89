"""Export of a list as it is shown: its columns and its order, all its pages, as a spreadsheet."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import IO, Any, Protocol

from django.db.models import Case, F, QuerySet, When
from django.http import FileResponse
from django.utils import timezone

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records.base import Record
from goldthread.council.records.spec import kind_of, type_of
from goldthread.sheets import write_csv, write_xlsx

MOST_ROWS = 10_000
KINDS = {"csv": write_csv, "xlsx": write_xlsx}
_AT_ONCE = 500


class Column(Protocol):
    """What an export asks of a column of a list."""

    text: str

    def of(self, record: Any) -> Any:
        """Return what stands in it for a record."""


@dataclass(frozen=True)
class Table:
    """What a list shows, all its pages: the records that match, the columns, and the order."""

    model: type[Record]
    records: QuerySet
    columns: Sequence[Column]
    order: Sequence[str]
    groups: Sequence[Any] | None = None
    attach: Callable[[Sequence[Any]], None] | None = None

    def of(self, records: QuerySet) -> Table:
        """Return the same of those among its records that are in another query."""
        return replace(self, records=self.records.filter(pk__in=records.values("pk")))

    def rows(self) -> Iterator[list[Any]]:
        """Yield what stands in each row."""
        ordered = self.records.order_by(*in_order(self.order, self.groups))
        for first in range(0, MOST_ROWS, _AT_ONCE):
            part = list(ordered[first : first + _AT_ONCE])
            if self.attach is not None:
                self.attach(part)
            for record in part:
                yield [_value(column.of(record)) for column in self.columns]
            if len(part) < _AT_ONCE:
                return


def in_order(order: Sequence[str], groups: Sequence[Any] | None) -> list[Any]:
    """Return an order as a query takes it; groups: as `paginate` takes them."""
    terms: list[Any] = [*order]
    name = order[0].lstrip("-")
    if groups is None:
        # What has none comes last whichever way, as on the page.
        first = F(name)
        terms[0] = first.desc(nulls_last=True) if order[0].startswith("-") else first.asc(nulls_last=True)
    else:
        ranks = Case(*(When(**{name: value}, then=rank) for rank, value in enumerate(groups)))
        terms[0] = ranks.desc() if order[0].startswith("-") else ranks.asc()
    return terms


def _value(cell: Any) -> Any:
    return cell.get("exported", cell["text"]) if isinstance(cell, Mapping) else cell


def _opens(*, listed: str, **_: Any) -> str:
    spec = type_of(listed).spec
    return spec.export or spec.permission


@command(_opens)
def export_list(*, by: Person, listed: str, table: Table, kind: str, out: IO[bytes], reason: str) -> None:
    """Export a list: as it is shown, as far as this person may see. listed: the kind of record."""
    if kind not in KINDS:
        raise Refused("Choose an Excel workbook or a CSV file.")
    if table.records.order_by().values("pk")[: MOST_ROWS + 1].count() > MOST_ROWS:
        raise Refused(f"The list has more than {MOST_ROWS:,} rows. Narrow it, and export each part.")
    try:
        KINDS[kind](table.rows(), [column.text for column in table.columns], out)
    except ValueError as error:
        raise Refused(str(error)) from error


def file_of(by: Person, table: Table, kind: str) -> FileResponse:
    """Return a list as a file; raises Refused where it cannot be one."""
    # On disk, not in memory. The file is deleted when it has been sent.
    out = tempfile.TemporaryFile(prefix="goldthread-export-")  # noqa: SIM115
    try:
        export_list(
            by=by,
            listed=kind_of(table.model),
            table=table,
            kind=kind,
            out=out,
            reason=f"{table.model.spec.plural.lower()}, {kind}",
        )
    except Refused:
        out.close()
        raise
    out.seek(0)
    name = f"{table.model.spec.plural.lower().replace(' ', '-')}-{timezone.localdate().isoformat()}.{kind}"
    return FileResponse(out, as_attachment=True, filename=name)
