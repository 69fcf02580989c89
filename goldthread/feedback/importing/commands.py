"""Commands of an import: upload a spreadsheet, match its columns, check its rows, import them."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.http import urlencode

from goldthread.council import jobs
from goldthread.council.command import Refused, command
from goldthread.council.jobs import JobName
from goldthread.council.models import Person
from goldthread.council.notifications.notifying import notify_of_several
from goldthread.council.records import privacy, saving
from goldthread.feedback.importing import files, layouts
from goldthread.feedback.importing.checking import MOST_ERRORS, CheckResult, order_is_unclear
from goldthread.feedback.importing.models import (
    ImportBatch,
    ImportFile,
    ImportMapping,
    ImportRowError,
    ImportUnmatchedValue,
    ImportUpdate,
)
from goldthread.feedback.importing.options import ImportOptions
from goldthread.feedback.importing.rows import REQUIRED, RowReader
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES
from goldthread.sheets import SheetError, fingerprint, match_columns, open_sheet

CHECK = JobName("feedback.check_import")
IMPORT = JobName("feedback.import_rows")
# Noted where rows were put right since the check.
EDITED = "edited"
_OWN_TEXT = {"Redacted text", "Working text"}


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
        options=_remembered_options(by, source, columns),
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
    remembered = saved_mappings(by, source, columns).filter(name="").first()
    names = SOURCES[source].column_names()
    layout = None if remembered else layouts.recognise(columns)
    if layout is not None:
        return layouts.mapping_of(layout, columns, list(names))
    # A source may have gained a field since.
    matched = remembered.mapping if remembered else match_columns(columns, names)
    if not remembered and _OWN_TEXT & set(columns):
        # Of an export of ours, "Issue" is a number; it was "Point" once.
        matched |= {"issue_number": next((column for column in ("Issue", "Point") if column in columns), "")}
    return {field: matched.get(field) or "" for field in dict.fromkeys(names) | matched}


def saved_mappings(by: Person, source: str, columns: list[str]) -> QuerySet[ImportMapping]:
    """Return the mappings for just these headings: the last one has no name, the others are saved by name."""
    key = columns_key(columns)
    return ImportMapping.objects.filter(council=by.council, source=source, columns_key=key).order_by("name")


def _remembered_options(by: Person, source: str, columns: list[str]) -> dict[str, Any]:
    last = saved_mappings(by, source, columns).filter(name="").first()
    if last:
        return dict(last.options)
    layout = layouts.recognise(columns)
    return {"layout": layout.slug, "several_rows": layout.several_rows} if layout else {}


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
    batch.options = _remembered_options(by, batch.source, columns)
    batch.save(update_fields=["sheet", "mapping", "options", "rows"])
    # Row numbers are those of another sheet now.
    batch.row_edits.all().delete()
    return batch


@command("feedback.import")
def use_mapping(*, by: Person, batch: ImportBatch, name: str) -> ImportBatch:
    """Use a match of columns that was saved by name for the same headings."""
    _check_not_started(batch)
    with files.opened(batch) as opened:
        saved = saved_mappings(by, batch.source, list(opened.columns)).filter(name=name).first()
    if saved is None:
        raise Refused("Choose a saved match from the list.")
    batch.mapping, batch.options = dict(saved.mapping), dict(saved.options)
    batch.save(update_fields=["mapping", "options"])
    return batch


def _check_not_started(batch: ImportBatch) -> None:
    if batch.state not in (ImportBatch.State.UPLOADED, ImportBatch.State.CHECKED):
        raise Refused("The import has started, so its columns cannot be changed.")


@command("feedback.import")
def set_columns(
    *,
    by: Person,
    batch: ImportBatch,
    mapping: Mapping[str, str],
    options: ImportOptions | None = None,
    save_as: str = "",
    start_job: bool = True,
) -> ImportBatch:
    """Match columns and check every row; the match is remembered, by a name too where one is given.

    `options` None: as they are. No job is queued where `start_job` is false.
    """
    _check_not_started(batch)
    with files.opened(batch) as opened:
        columns = list(opened.columns)
    options = options or ImportOptions.from_json(batch.options)
    mapping = check_mapping(batch.source, columns, mapping, options)
    batch.mapping, batch.options = mapping, options.to_json()
    batch.save(update_fields=["mapping", "options"])
    _start_check(batch)
    # What is typed once for this file alone is not remembered for the next.
    match = {"mapping": mapping, "options": replace(options, values={}).to_json(), "by": by}
    for name in dict.fromkeys(("", privacy.hide(save_as.strip()[:60]).text[:60])):
        ImportMapping.objects.update_or_create(
            council=by.council,
            source=batch.source,
            columns_key=columns_key(columns),
            name=name,
            defaults=match,
        )
    if start_job:
        jobs.ask(CHECK, by=by, batch_id=batch.pk)
    return batch


def check_mapping(
    source: str, columns: list[str], mapping: Mapping[str, str], options: ImportOptions
) -> dict[str, str]:
    """Return a column, or "", for each field of a source; raises Refused for a match that cannot be."""
    mapping = {field: mapping.get(field, "") for field in SOURCES[source].column_names()}
    used = [column for column in (*mapping.values(), *options.more_text) if column]
    if any(column not in columns for column in used):
        raise Refused("Choose columns from the list. One of them is not in the spreadsheet.")
    missing = [field for field in REQUIRED if not mapping.get(field)]
    if missing:
        raise Refused("Choose a column for the comment and for the date received.")
    if len(used) != len(set(used)):
        raise Refused("Choose each column once.")
    return mapping


def _start_check(batch: ImportBatch) -> None:
    """Begin to check the rows of an import, from the first."""
    batch.state, batch.done = ImportBatch.State.CHECKING, 0
    batch.save(update_fields=["state", "done"])


@command("feedback.import")
def check_again(*, by: Person, batch: ImportBatch, start_job: bool = True) -> ImportBatch:
    """Check every row again, after rows were put right or values matched."""
    if batch.state != ImportBatch.State.CHECKED:
        raise Refused("Match the columns first.")
    _start_check(batch)
    if start_job:
        jobs.ask(CHECK, by=by, batch_id=batch.pk)
    return batch


@command("feedback.import")
def save_check(*, by: Person, batch: ImportBatch, result: CheckResult) -> ImportBatch:
    """Save the result of a check, unless the import was cancelled meanwhile."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != ImportBatch.State.CHECKING:
        return batch
    of_batch = {"council": by.council, "batch": batch}
    _delete_findings(batch)
    ImportRowError.objects.bulk_create(
        [
            ImportRowError(**of_batch, row=each.row, column=each.column[:120], message=each.message[:300])
            for each in result.row_errors[:MOST_ERRORS]
        ],
        batch_size=1000,
    )
    ImportUnmatchedValue.objects.bulk_create(
        ImportUnmatchedValue(**of_batch, **asdict(each)) for each in result.unmatched
    )
    ImportUpdate.objects.bulk_create(
        [ImportUpdate(**of_batch, **vars(each)) for each in result.offered], batch_size=1000
    )
    batch.ready, batch.duplicates, batch.errors = result.ready, result.duplicates, result.errors
    batch.updates, batch.notes = result.updates, dict(result.notes)
    batch.rows = result.ready + result.duplicates + result.errors + result.updates
    batch.state, batch.done, batch.failure = ImportBatch.State.CHECKED, 0, ""
    batch.save(
        update_fields=[
            "ready",
            "duplicates",
            "errors",
            "updates",
            "notes",
            "rows",
            "state",
            "done",
            "failure",
        ]
    )
    return batch


def _delete_findings(batch: ImportBatch) -> None:
    for rows in (batch.row_errors, batch.unmatched, batch.offered_updates):
        rows.all().delete()


@command("feedback.import")
def save_row_error(*, by: Person, batch: ImportBatch, row: int, message: str) -> ImportRowError:
    """Save why a row could not be applied after all."""
    return ImportRowError.objects.create(council=by.council, batch=batch, row=row, message=message[:300])


@command("feedback.import")
def start_import(
    *,
    by: Person,
    batch: ImportBatch,
    skip_errors: bool,
    apply_updates: bool = False,
    leave_out: Collection[int] = (),
    start_job: bool = True,
) -> ImportBatch:
    """Start the import of the checked rows: all of them, or only those without errors.

    `apply_updates`: change what is known and differs, as the check showed it, but for the rows of `leave_out`.
    """
    if batch.state != ImportBatch.State.CHECKED:
        raise Refused("Check the spreadsheet first.")
    if batch.notes.get(EDITED):
        raise Refused("Rows were put right since they were checked. Check them again first.")
    if order_is_unclear(batch.notes):
        raise Refused("Match the columns again and choose the order of dates: day or month first.")
    if batch.errors and not skip_errors:
        raise Refused("Some rows have errors. Fix them, or import only the others.")
    if not batch.ready and not (apply_updates and batch.updates):
        raise Refused("No row is ready to import.")
    batch.offered_updates.update(left_out=False)
    batch.offered_updates.filter(row__in=list(leave_out)).update(left_out=True)
    batch.state, batch.skip_errors, batch.done = ImportBatch.State.RUNNING, skip_errors, 0
    # From here on, those that were applied.
    batch.apply_updates, batch.updates = apply_updates, 0
    batch.save(update_fields=["state", "skip_errors", "apply_updates", "updates", "done"])
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
    batch.ready, batch.duplicates = imported, max(0, batch.duplicates + batch.ready - imported)
    batch.state, batch.finished_at = ImportBatch.State.DONE, timezone.now()
    batch.save(update_fields=["ready", "duplicates", "state", "finished_at"])
    _delete_content(batch)
    _tell_owners(by, batch)
    return batch


def _tell_owners(by: Person, batch: ImportBatch) -> None:
    """Tell each person whom a rule made owner of something in an import, once of all of it."""
    owned: dict[Person, list[Feedback]] = {}
    for item in batch.feedback.exclude(owner=None).select_related("owner").order_by("number"):
        owned.setdefault(item.owner, []).append(item)
    for owner, records in owned.items():
        query = urlencode({"batch": batch.pk, "whose": "me"})
        notify_of_several(by=by, to=[owner], kind="assigned", records=records, query=query)


@command("feedback.import")
def fail_import(*, by: Person, batch: ImportBatch, failure: str) -> ImportBatch:
    """Stop an import that cannot continue, with the reason."""
    batch.state, batch.failure, batch.finished_at = ImportBatch.State.FAILED, failure, timezone.now()
    batch.save(update_fields=["state", "failure", "finished_at"])
    _delete_content(batch)
    return batch


@command("feedback.import")
def cancel_import(*, by: Person, batch: ImportBatch) -> ImportBatch:
    """Cancel an import that has not started, and delete its file."""
    if batch.state in (ImportBatch.State.RUNNING, ImportBatch.State.DONE):
        raise Refused("This import has started or is finished, so it cannot be cancelled.")
    batch.state, batch.failure = ImportBatch.State.FAILED, "Cancelled before it was imported."
    batch.save(update_fields=["state", "failure"])
    _delete_findings(batch)
    _delete_content(batch)
    return batch


def _delete_content(batch: ImportBatch) -> None:
    """Delete the spreadsheet, and what repeats it."""
    ImportFile.objects.filter(batch=batch).delete()
    for repeated in (batch.row_edits, batch.unmatched, batch.offered_updates):
        repeated.all().delete()


def reader_for(batch: ImportBatch, *, today: datetime.date) -> RowReader:
    """Return the reader of a batch's rows."""
    options = ImportOptions.from_json(batch.options)
    return RowReader(batch.council, batch.source, batch.mapping, today=today, options=options)
