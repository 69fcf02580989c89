"""Spreadsheets for tests, all invented, and the steps that import one."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from goldthread.council.database import tenant
from goldthread.council.models import Person
from goldthread.feedback import jobs
from goldthread.feedback.importing import commands
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.importing.options import ImportOptions

COLUMNS = ("Ref", "Complaint details", "Date received", "Team", "Outcome")


def as_csv(rows: Sequence[Sequence[object]], columns: Sequence[str] = COLUMNS) -> bytes:
    """Return a CSV as a council's system would write it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode()


def two_rows_with_errors(team: str) -> bytes:
    """Return a CSV of four rows: two without errors, one with a date that does not exist, one with an unknown team."""
    return as_csv(
        [
            ("X-1", "Nobody rang back for nine days.", "03/04/2025", team, "Upheld"),
            ("X-2", "The letter was in print too small to read.", "31/02/2025", team, ""),
            ("X-3", "Two carers came, and neither knew why.", "05/04/2025", "Nowhere Team", ""),
            ("X-4", "The visit was moved and nobody said.", "06/04/2025", team, "Not upheld"),
        ]
    )


def checked(
    by: Person,
    content: bytes,
    *,
    source: str = "complaint",
    name: str = "made-up.csv",
    mapping: Mapping[str, str] | None = None,
    options: ImportOptions | None = None,
) -> ImportBatch:
    """Upload a spreadsheet, match its columns as suggested or as given, and check it; return the batch."""
    batch = commands.upload(by=by, source=source, filename=name, content=content)
    with tenant.inside(by.council_id):
        commands.set_columns(by=by, batch=batch, mapping=mapping or batch.mapping, options=options)
    jobs.check_import(by=by, batch_id=str(batch.pk))
    batch.refresh_from_db()
    return batch


def imported(
    by: Person, content: bytes, *, skip_errors: bool = False, apply_updates: bool = False, **more: Any
) -> ImportBatch:
    """Import a spreadsheet from end to end; return the batch."""
    batch = checked(by, content, **more)
    commands.start_import(by=by, batch=batch, skip_errors=skip_errors, apply_updates=apply_updates)
    jobs.import_rows(by=by, batch_id=str(batch.pk))
    batch.refresh_from_db()
    return batch
