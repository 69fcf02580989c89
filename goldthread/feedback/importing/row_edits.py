"""Rows of a spreadsheet put right on the page, before they are imported; the file itself stays as it was uploaded."""

from __future__ import annotations

from collections.abc import Mapping

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.feedback.importing import files
from goldthread.feedback.importing.commands import EDITED
from goldthread.feedback.importing.models import ImportBatch, ImportRowEdit
from goldthread.feedback.importing.reading import edited, shown
from goldthread.sheets import Limits, Row


def row_of(batch: ImportBatch, number: int) -> Row | None:
    """Return a row as it was last put right; None where there is no such row."""
    changed = batch.row_edits.filter(row=number).values_list("cells", flat=True).first()
    with files.opened(batch) as sheet:
        for row in sheet.rows():
            if row.number == number:
                return edited(row, changed)
            if row.number > number:
                break
    return None


def joined(row: Row, column: str, pieces: int) -> dict[str, str]:
    """Return the cells of a row in which so many pieces, from a column on, are put together, and what follows moved back."""
    columns = list(row.cells)
    values = [shown(cell) for cell in (*row.cells.values(), *row.beyond)]
    at = columns.index(column)
    whole = ", ".join(value for value in values[at : at + pieces] if value)
    values = [*values[:at], whole, *values[at + pieces :]]
    return dict(zip(columns, [*values, *[""] * (len(columns) - len(values))], strict=True))


@command("feedback.import")
def join_cells(*, by: Person, batch: ImportBatch, row: int, column: str, pieces: int) -> ImportBatch:
    """Put together the words of a row that commas without quotation marks cut, into the column they belong to.

    `pieces`: how many cells they stand in; at least one more than the cells under no heading.
    """
    was = row_of(batch, row)
    if was is None or not was.beyond or column not in was.cells:
        raise Refused("Choose the column whose words were cut.", field="column")
    if not len(was.beyond) < pieces <= len(was.cells) + len(was.beyond) - list(was.cells).index(column):
        raise Refused(
            "Give the number of cells that the words stand in, the first one counted.", field="pieces"
        )
    return _save(batch, row, joined(was, column, pieces))


@command("feedback.import")
def edit_row(*, by: Person, batch: ImportBatch, row: int, cells: Mapping[str, str]) -> ImportBatch:
    """Put right the cells of a row; it is checked again with all others."""
    original = row_of(batch, row)
    if original is not None and original.beyond:
        raise Refused("This row has words under no heading. Put them together first, so that none is lost.")
    was = {column: shown(cell) for column, cell in original.cells.items()} if original else None
    if was is None or set(cells) - set(was):
        raise Refused("That row is not in the spreadsheet.")
    most = Limits().cell_characters
    if any(len(text) > most for text in cells.values()):
        raise Refused(f"A cell holds {most:,} characters at most. Shorten it.")
    texts = {column: text.replace("\r\n", "\n").strip() for column, text in {**was, **cells}.items()}
    return _save(batch, row, texts)


def _save(batch: ImportBatch, row: int, cells: Mapping[str, str]) -> ImportBatch:
    if batch.state != ImportBatch.State.CHECKED:
        raise Refused("Check the rows first. Once the import has started, they cannot be changed.")
    ImportRowEdit.objects.update_or_create(
        council_id=batch.council_id, batch=batch, row=row, defaults={"cells": dict(cells)}
    )
    batch.notes = {**batch.notes, EDITED: batch.notes.get(EDITED, 0) + 1}
    batch.save(update_fields=["notes"])
    return batch
