"""Rows of a spreadsheet put right on the page, before they are imported; the file itself stays as it was uploaded."""

from __future__ import annotations

from collections.abc import Mapping

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.feedback.importing import files
from goldthread.feedback.importing.commands import EDITED
from goldthread.feedback.importing.models import ImportBatch, ImportRowEdit
from goldthread.feedback.importing.reading import edited, shown
from goldthread.sheets import Limits


def cells_of(batch: ImportBatch, number: int) -> dict[str, str] | None:
    """Return the text of each cell of a row, as it was last put right; None where there is no such row."""
    changed = batch.row_edits.filter(row=number).values_list("cells", flat=True).first()
    with files.opened(batch) as sheet:
        for row in sheet.rows(*sheet.columns):
            if row.number == number:
                cells = edited(row, changed).cells
                return {column: shown(cells.get(column)) for column in sheet.columns}
            if row.number > number:
                break
    return None


@command("feedback.import")
def edit_row(*, by: Person, batch: ImportBatch, row: int, cells: Mapping[str, str]) -> ImportBatch:
    """Put right the cells of a row; it is checked again with all others."""
    if batch.state != ImportBatch.State.CHECKED:
        raise Refused("Check the rows first. Once the import has started, they cannot be changed.")
    was = cells_of(batch, row)
    if was is None or set(cells) - set(was):
        raise Refused("That row is not in the spreadsheet.")
    most = Limits().cell_characters
    if any(len(text) > most for text in cells.values()):
        raise Refused(f"A cell holds {most:,} characters at most. Shorten it.")
    texts = {column: text.replace("\r\n", "\n").strip() for column, text in {**was, **cells}.items()}
    ImportRowEdit.objects.update_or_create(
        council=by.council, batch=batch, row=row, defaults={"cells": texts}
    )
    batch.notes = {**batch.notes, EDITED: batch.notes.get(EDITED, 0) + 1}
    batch.save(update_fields=["notes"])
    return batch
