"""Commands of an import: upload a spreadsheet, match its columns, check its rows, import them."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from goldthread.council import jobs
from goldthread.council.command import Refused, command
from goldthread.council.jobs import JobName
from goldthread.council.models import Person
from goldthread.council.records import privacy, saving
from goldthread.feedback.importing import files
from goldthread.feedback.importing.models import ImportBatch, ImportFile, ImportMapping, ImportRowError
from goldthread.feedback.importing.rows import REQUIRED, RowError, RowReader
from goldthread.feedback.sources import SOURCES
from goldthread.sheets import SheetError, fingerprint, match_columns, open_sheet

CHECK = JobName("feedback.check_import")
IMPORT = JobName("feedback.import_rows")
# More than anyone fixes by hand; the counts are of all rows, however many have errors.
MOST_ERRORS = 5000


def columns_key(columns: list[str]) -> str:
    """Return a key that identifies a layout of columns."""
    return hashlib.sha256("\x1f".join(columns).encode()).hexdigest()


@command("feedback.import")
def upload(*, by: Person, source: str, filename: str, content: bytes, sheet: str = "") -> ImportBatch:
    """Upload a spreadsheet; its columns are matched as they were the last time, else by their names.

    Raises Refused, and stores nothing, for a file that is broken, hostile or no spreadsheet at all.
    """
    if source not in SOURCES:
        raise Refused("Choose the type of feedback in the spreadsheet.")
    try:
        with open_sheet(content, filename, sheet=sheet or None) as opened:
            columns, rows = list(opened.columns), opened.most_rows
    except SheetError as error:
        raise Refused(str(error)) from error
    batch = ImportBatch(
        council=by.council,
        source=source,
        filename=_redacted_name(filename),
        fingerprint=fingerprint(content),
        sheet=sheet,
        mapping=likely_mapping(by, source, columns),
        rows=rows,
        by=by,
    )
    saving.add(batch)
    files.store(batch, content)
    return batch


def _redacted_name(filename: str) -> str:
    """Return a redacted file name; its extension stays."""
    stem, dot, extension = filename[-200:].rpartition(".")
    return f"{privacy.hide(stem or extension).text}{dot if stem else ''}{extension if stem else ''}"[-200:]


def likely_mapping(by: Person, source: str, columns: list[str]) -> dict[str, str]:
    """Return each field's column as it was matched the last time, else the likeliest by its name; "" for none."""
    remembered = ImportMapping.objects.filter(
        council=by.council, source=source, columns_key=columns_key(columns)
    ).first()
    names = SOURCES[source].column_names()
    # A source may have gained a field since.
    matched = remembered.mapping if remembered else match_columns(columns, names)
    return {field: matched.get(field) or "" for field in dict.fromkeys(names) | matched}


@command("feedback.import")
def choose_sheet(*, by: Person, batch: ImportBatch, sheet: str) -> ImportBatch:
    """Choose the sheet of a workbook; its columns are matched again."""
    _check_not_started(batch)
    try:
        with files.opened(batch, sheet) as opened:
            columns, batch.rows = list(opened.columns), opened.most_rows
    except SheetError as error:
        raise Refused(str(error)) from error
    batch.sheet, batch.mapping = sheet[:100], likely_mapping(by, batch.source, columns)
    batch.save(update_fields=["sheet", "mapping", "rows"])
    return batch


def _check_not_started(batch: ImportBatch) -> None:
    if batch.state not in (ImportBatch.State.UPLOADED, ImportBatch.State.CHECKED):
        raise Refused("The import has started, so its columns cannot be changed.")


@command("feedback.import")
def set_columns(
    *, by: Person, batch: ImportBatch, mapping: Mapping[str, str], start_job: bool = True
) -> ImportBatch:
    """Match columns and check every row; the match is remembered. No job is queued where `start_job` is false."""
    _check_not_started(batch)
    with files.opened(batch) as opened:
        columns = list(opened.columns)
    mapping = {field: mapping.get(field, "") for field in SOURCES[batch.source].column_names()}
    if any(column and column not in columns for column in mapping.values()):
        raise Refused("Choose columns from the list. One of them is not in the spreadsheet.")
    missing = [field for field in REQUIRED if not mapping.get(field)]
    if missing:
        raise Refused("Choose a column for the comment and for the date received.")
    used = [column for column in mapping.values() if column]
    if len(used) != len(set(used)):
        raise Refused("Choose each column once.")
    batch.mapping, batch.state, batch.done = mapping, ImportBatch.State.CHECKING, 0
    batch.save(update_fields=["mapping", "state", "done"])
    ImportMapping.objects.update_or_create(
        council=by.council,
        source=batch.source,
        columns_key=columns_key(columns),
        defaults={"mapping": mapping},
    )
    if start_job:
        jobs.ask(CHECK, by=by, batch_id=batch.pk)
    return batch


@dataclass(frozen=True)
class CheckResult:
    """The result of a check: how many rows are ready, duplicates or have errors, and the errors."""

    ready: int
    duplicates: int
    errors: int
    row_errors: list[RowError]
    """The first `MOST_ERRORS` errors; a row may have several."""


@command("feedback.import")
def save_check(*, by: Person, batch: ImportBatch, result: CheckResult) -> ImportBatch:
    """Save the result of a check, unless the import was cancelled meanwhile."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != ImportBatch.State.CHECKING:
        return batch
    batch.row_errors.all().delete()
    ImportRowError.objects.bulk_create(
        [
            ImportRowError(
                council=by.council,
                batch=batch,
                row=error.row,
                column=error.column[:120],
                message=error.message[:300],
            )
            for error in result.row_errors[:MOST_ERRORS]
        ],
        batch_size=1000,
    )
    batch.ready, batch.duplicates, batch.errors = result.ready, result.duplicates, result.errors
    batch.rows = result.ready + result.duplicates + result.errors
    batch.state, batch.done, batch.failure = ImportBatch.State.CHECKED, 0, ""
    batch.save(update_fields=["ready", "duplicates", "errors", "rows", "state", "done", "failure"])
    return batch


@command("feedback.import")
def start_import(*, by: Person, batch: ImportBatch, skip_errors: bool, start_job: bool = True) -> ImportBatch:
    """Start the import of the checked rows: all of them, or only those without errors."""
    if batch.state != ImportBatch.State.CHECKED:
        raise Refused("Check the spreadsheet first.")
    if batch.errors and not skip_errors:
        raise Refused("Some rows have errors. Fix them in the spreadsheet, or import only the others.")
    if not batch.ready:
        raise Refused("No row is ready to import.")
    batch.state, batch.skip_errors, batch.done = ImportBatch.State.RUNNING, skip_errors, 0
    batch.save(update_fields=["state", "skip_errors", "done"])
    if start_job:
        jobs.ask(IMPORT, by=by, last=True, batch_id=batch.pk)
    return batch


@command("feedback.import")
def resume(*, by: Person, batch: ImportBatch) -> ImportBatch:
    """Resume a check or an import that has stopped; it continues where it was, and nothing is imported twice."""
    job = {ImportBatch.State.CHECKING: CHECK, ImportBatch.State.RUNNING: IMPORT}.get(batch.state)
    if job is None:
        raise Refused("This import is not running, so there is nothing to resume.")
    jobs.ask(job, by=by, once=f"{job}.{batch.pk}", last=True, batch_id=batch.pk)
    return batch


@command("feedback.import")
def finish_import(*, by: Person, batch: ImportBatch) -> ImportBatch:
    """Finish an import and delete its file."""
    imported = batch.feedback.count()
    # Somebody may have added the same rows in another way since the check.
    batch.ready, batch.duplicates = imported, batch.duplicates + batch.ready - imported
    batch.state, batch.finished_at = ImportBatch.State.DONE, timezone.now()
    batch.save(update_fields=["ready", "duplicates", "state", "finished_at"])
    ImportFile.objects.filter(batch=batch).delete()
    return batch


@command("feedback.import")
def fail_import(*, by: Person, batch: ImportBatch, failure: str) -> ImportBatch:
    """Stop an import that cannot continue, with the reason."""
    batch.state, batch.failure, batch.finished_at = ImportBatch.State.FAILED, failure, timezone.now()
    batch.save(update_fields=["state", "failure", "finished_at"])
    ImportFile.objects.filter(batch=batch).delete()
    return batch


@command("feedback.import")
def cancel_import(*, by: Person, batch: ImportBatch) -> ImportBatch:
    """Cancel an import that has not started, and delete its file."""
    if batch.state in (ImportBatch.State.RUNNING, ImportBatch.State.DONE):
        raise Refused("This import has started or is finished, so it cannot be cancelled.")
    batch.state, batch.failure = ImportBatch.State.FAILED, "Cancelled before it was imported."
    batch.save(update_fields=["state", "failure"])
    batch.row_errors.all().delete()
    ImportFile.objects.filter(batch=batch).delete()
    return batch


def reader_for(batch: ImportBatch, *, today: datetime.date) -> RowReader:
    """Return the reader of a batch's rows."""
    return RowReader(batch.council, batch.source, batch.mapping, today=today)
