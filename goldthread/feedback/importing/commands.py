"""The steps of an import: bring a file, match its columns, check it, bring it in."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping

from django.utils import timezone

from goldthread.council import jobs
from goldthread.council.command import Refused, command, own
from goldthread.council.models import Person
from goldthread.feedback.importing.rows import REQUIRED, RowReader, Wrong
from goldthread.feedback.models import ImportBatch, ImportFile, ImportMapping, ImportProblem
from goldthread.feedback.sources import SOURCES
from goldthread.sheets import SheetError, fingerprint, match_columns, open_sheet

_MOST_PROBLEMS = 1000


def columns_key(columns: list[str]) -> str:
    """Return what tells one layout of columns from another."""
    return hashlib.sha256("\x1f".join(columns).encode()).hexdigest()


@command("feedback.import")
def bring(*, by: Person, source: str, filename: str, content: bytes, sheet: str = "") -> ImportBatch:
    """Bring a spreadsheet; its columns are matched as they were the last time, else by their names.

    Raises Refused, and keeps nothing, for a file that is broken, hostile or no spreadsheet at all.
    """
    if source not in SOURCES:
        raise Refused("Choose what kind of feedback is in the spreadsheet.")
    try:
        with open_sheet(content, filename, **({"sheet": sheet} if sheet else {})) as opened:
            columns = list(opened.columns)
            rows = opened.count()
    except SheetError as error:
        raise Refused(str(error)) from error
    remembered = ImportMapping.objects.filter(
        council=by.council, source=source, columns_key=columns_key(columns)
    ).first()
    mapping = remembered.mapping if remembered else match_columns(columns, SOURCES[source].column_names())
    batch = ImportBatch.objects.create(
        council=by.council,
        source=source,
        filename=filename[:200],
        fingerprint=fingerprint(content),
        sheet=sheet,
        mapping={field: column or "" for field, column in mapping.items()},
        rows=rows,
        by=by,
    )
    ImportFile.objects.create(council=by.council, batch=batch, content=content)
    return batch


@command("feedback.import")
def match(*, by: Person, batch: ImportBatch, mapping: Mapping[str, str], ask: bool = True) -> ImportBatch:
    """Say which column is which, remember it for next time, and have every row checked, unless `ask` is false."""
    own(by, batch)
    if batch.state not in (ImportBatch.State.UPLOADED, ImportBatch.State.CHECKED):
        raise Refused("This spreadsheet is being brought in already.")
    missing = [field for field in REQUIRED if not mapping.get(field)]
    if missing:
        raise Refused("Choose a column for what was said and for the date it was received.")
    used = [column for column in mapping.values() if column]
    if len(used) != len(set(used)):
        raise Refused("A column was chosen twice. Choose each column once.")
    batch.mapping, batch.state = dict(mapping), ImportBatch.State.CHECKING
    batch.save(update_fields=["mapping", "state"])
    with open_sheet(bytes(batch.file.content), batch.filename, **_sheet(batch)) as opened:
        key = columns_key(list(opened.columns))
    ImportMapping.objects.update_or_create(
        council=by.council, source=batch.source, columns_key=key, defaults={"mapping": dict(mapping)}
    )
    if ask:
        jobs.ask("feedback.check_import", by=by, batch_id=batch.pk)
    return batch


def _sheet(batch: ImportBatch) -> dict[str, str]:
    return {"sheet": batch.sheet} if batch.sheet else {}


@command("feedback.import")
def keep_check(
    *, by: Person, batch: ImportBatch, good: int, repeated: int, wrong: list[Wrong]
) -> ImportBatch:
    """Keep what the check found."""
    own(by, batch)
    batch.problems.all().delete()
    ImportProblem.objects.bulk_create(
        [
            ImportProblem(
                council=by.council, batch=batch, row=w.row, column=w.column[:120], says=w.says[:300]
            )
            for w in wrong[:_MOST_PROBLEMS]
        ]
    )
    batch.good, batch.repeated, batch.bad = good, repeated, len({w.row for w in wrong})
    batch.state, batch.done, batch.problem = ImportBatch.State.CHECKED, 0, ""
    batch.save(update_fields=["good", "repeated", "bad", "state", "done", "problem"])
    return batch


@command("feedback.import")
def bring_in(*, by: Person, batch: ImportBatch, only_good: bool, ask: bool = True) -> ImportBatch:
    """Have the checked rows brought in by a job: all of them, or only those that could be read."""
    own(by, batch)
    if batch.state != ImportBatch.State.CHECKED:
        raise Refused("Check the spreadsheet first.")
    if batch.bad and not only_good:
        raise Refused("Some rows cannot be read. Mend them in the spreadsheet, or bring in only the others.")
    if not batch.good:
        raise Refused("There is no row to bring in.")
    batch.state, batch.only_good = ImportBatch.State.RUNNING, only_good
    batch.save(update_fields=["state", "only_good"])
    if ask:
        jobs.ask("feedback.bring_in", by=by, batch_id=batch.pk)
    return batch


@command("feedback.import")
def finish(*, by: Person, batch: ImportBatch) -> ImportBatch:
    """Close an import, and delete the file that was only needed for it."""
    own(by, batch)
    batch.state, batch.finished_at = ImportBatch.State.DONE, timezone.now()
    batch.save(update_fields=["state", "finished_at"])
    ImportFile.objects.filter(batch=batch).delete()
    return batch


@command("feedback.import")
def stop(*, by: Person, batch: ImportBatch, problem: str) -> ImportBatch:
    """Stop an import that cannot go on, and say why."""
    own(by, batch)
    batch.state, batch.problem, batch.finished_at = ImportBatch.State.FAILED, problem, timezone.now()
    batch.save(update_fields=["state", "problem", "finished_at"])
    return batch


@command("feedback.import")
def discard(*, by: Person, batch: ImportBatch) -> ImportBatch:
    """Throw a spreadsheet away that was not brought in."""
    own(by, batch)
    if batch.state in (ImportBatch.State.RUNNING, ImportBatch.State.DONE):
        raise Refused("It has been brought in, so it is not thrown away.")
    batch.state, batch.problem = ImportBatch.State.FAILED, "Thrown away before it was brought in."
    batch.save(update_fields=["state", "problem"])
    ImportFile.objects.filter(batch=batch).delete()
    return batch


def reader_for(batch: ImportBatch, *, today: datetime.date) -> RowReader:
    """Return the reader of a batch's rows."""
    return RowReader(batch.council, batch.source, batch.mapping, today=today)
