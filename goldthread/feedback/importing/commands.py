"""The steps of an import: bring a file, match its columns, check it, bring it in."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from goldthread.council import jobs
from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.feedback.importing import files
from goldthread.feedback.importing.rows import REQUIRED, RowReader, Wrong
from goldthread.feedback.models import ImportBatch, ImportFile, ImportMapping, ImportProblem
from goldthread.feedback.sources import SOURCES
from goldthread.sheets import SheetError, fingerprint, match_columns, open_sheet

# More than anyone mends by hand; the counts are of all rows, however many are wrong.
MOST_PROBLEMS = 5000


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
        with open_sheet(content, filename, sheet=sheet or None) as opened:
            columns, rows = list(opened.columns), opened.most_rows
    except SheetError as error:
        raise Refused(str(error)) from error
    batch = ImportBatch.objects.create(
        council=by.council,
        source=source,
        filename=_named(filename),
        fingerprint=fingerprint(content),
        sheet=sheet,
        mapping=likely_mapping(by, source, columns),
        rows=rows,
        by=by,
    )
    files.hold(batch, content)
    return batch


def _named(filename: str) -> str:
    """Return a file's name without whom it names; its ending stays."""
    stem, dot, ending = filename[-200:].rpartition(".")
    return f"{privacy.hide(stem or ending).text}{dot if stem else ''}{ending if stem else ''}"[-200:]


def likely_mapping(by: Person, source: str, columns: list[str]) -> dict[str, str]:
    """Return each field's column as it was matched the last time, else the likeliest by its name; "" for none."""
    remembered = ImportMapping.objects.filter(
        council=by.council, source=source, columns_key=columns_key(columns)
    ).first()
    names = SOURCES[source].column_names()
    # A source may have gained a field since.
    found = {**dict.fromkeys(names), **(remembered.mapping if remembered else match_columns(columns, names))}
    return {field: column or "" for field, column in found.items()}


@command("feedback.import")
def choose_sheet(*, by: Person, batch: ImportBatch, sheet: str) -> ImportBatch:
    """Say which sheet of a workbook holds the feedback; its columns are matched anew."""
    check_scope(by, batch)
    _still_matching(batch)
    try:
        with files.opened(batch, sheet) as opened:
            columns, batch.rows = list(opened.columns), opened.most_rows
    except SheetError as error:
        raise Refused(str(error)) from error
    batch.sheet, batch.mapping = sheet[:100], likely_mapping(by, batch.source, columns)
    batch.save(update_fields=["sheet", "mapping", "rows"])
    return batch


def _still_matching(batch: ImportBatch) -> None:
    if batch.state not in (ImportBatch.State.UPLOADED, ImportBatch.State.CHECKED):
        raise Refused("This spreadsheet is past matching its columns.")


@command("feedback.import")
def match(*, by: Person, batch: ImportBatch, mapping: Mapping[str, str], ask: bool = True) -> ImportBatch:
    """Say which column is which, remember it for next time; every row is checked, unless `ask` is false."""
    check_scope(by, batch)
    _still_matching(batch)
    with files.opened(batch) as opened:
        columns = list(opened.columns)
    mapping = {field: mapping.get(field, "") for field in SOURCES[batch.source].column_names()}
    if any(column and column not in columns for column in mapping.values()):
        raise Refused("A column was chosen that is not in the spreadsheet. Choose from the list.")
    missing = [field for field in REQUIRED if not mapping.get(field)]
    if missing:
        raise Refused("Choose a column for what was said and for the date it was received.")
    used = [column for column in mapping.values() if column]
    if len(used) != len(set(used)):
        raise Refused("A column was chosen twice. Choose each column once.")
    batch.mapping, batch.state, batch.done = mapping, ImportBatch.State.CHECKING, 0
    batch.save(update_fields=["mapping", "state", "done"])
    ImportMapping.objects.update_or_create(
        council=by.council,
        source=batch.source,
        columns_key=columns_key(columns),
        defaults={"mapping": mapping},
    )
    if ask:
        jobs.ask("feedback.check_import", by=by, batch_id=batch.pk)
    return batch


@dataclass(frozen=True)
class Checked:
    """What a check found: how many rows can be brought in, came before, or are wrong, and what is wrong."""

    good: int
    repeated: int
    bad: int
    wrong: list[Wrong]
    """The first `MOST_PROBLEMS` faults; a row may have several."""


@command("feedback.import")
def keep_check(*, by: Person, batch: ImportBatch, found: Checked) -> ImportBatch:
    """Keep what the check found, unless the spreadsheet was thrown away meanwhile."""
    check_scope(by, batch)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != ImportBatch.State.CHECKING:
        return batch
    batch.problems.all().delete()
    ImportProblem.objects.bulk_create(
        [
            ImportProblem(
                council=by.council, batch=batch, row=w.row, column=w.column[:120], says=w.says[:300]
            )
            for w in found.wrong[:MOST_PROBLEMS]
        ],
        batch_size=1000,
    )
    batch.good, batch.repeated, batch.bad = found.good, found.repeated, found.bad
    batch.rows = found.good + found.repeated + found.bad
    batch.state, batch.done, batch.problem = ImportBatch.State.CHECKED, 0, ""
    batch.save(update_fields=["good", "repeated", "bad", "rows", "state", "done", "problem"])
    return batch


@command("feedback.import")
def bring_in(*, by: Person, batch: ImportBatch, only_good: bool, ask: bool = True) -> ImportBatch:
    """Have the checked rows brought in by a job: all of them, or only those that could be read."""
    check_scope(by, batch)
    if batch.state != ImportBatch.State.CHECKED:
        raise Refused("Check the spreadsheet first.")
    if batch.bad and not only_good:
        raise Refused("Some rows cannot be read. Mend them in the spreadsheet, or bring in only the others.")
    if not batch.good:
        raise Refused("There is no row to bring in.")
    batch.state, batch.only_good, batch.done = ImportBatch.State.RUNNING, only_good, 0
    batch.save(update_fields=["state", "only_good", "done"])
    if ask:
        jobs.ask("feedback.bring_in", by=by, last=True, batch_id=batch.pk)
    return batch


@command("feedback.import")
def ask_again(*, by: Person, batch: ImportBatch) -> ImportBatch:
    """Ask once more for a check or an import that has come to a halt; it goes on where it was, and nothing comes twice."""
    check_scope(by, batch)
    job = {ImportBatch.State.CHECKING: "check_import", ImportBatch.State.RUNNING: "bring_in"}.get(batch.state)
    if job is None:
        raise Refused("There is nothing to go on with.")
    jobs.ask(f"feedback.{job}", by=by, once=f"feedback.{job}.{batch.pk}", last=True, batch_id=batch.pk)
    return batch


@command("feedback.import")
def finish(*, by: Person, batch: ImportBatch) -> ImportBatch:
    """Close an import, and delete the file that was only needed for it."""
    check_scope(by, batch)
    brought = batch.feedback.count()
    # Somebody may have brought the same rows in another way since the check.
    batch.good, batch.repeated = brought, batch.repeated + batch.good - brought
    batch.state, batch.finished_at = ImportBatch.State.DONE, timezone.now()
    batch.save(update_fields=["good", "repeated", "state", "finished_at"])
    ImportFile.objects.filter(batch=batch).delete()
    return batch


@command("feedback.import")
def stop(*, by: Person, batch: ImportBatch, problem: str) -> ImportBatch:
    """Stop an import that cannot go on, and say why."""
    check_scope(by, batch)
    batch.state, batch.problem, batch.finished_at = ImportBatch.State.FAILED, problem, timezone.now()
    batch.save(update_fields=["state", "problem", "finished_at"])
    ImportFile.objects.filter(batch=batch).delete()
    return batch


@command("feedback.import")
def discard(*, by: Person, batch: ImportBatch) -> ImportBatch:
    """Throw a spreadsheet away that was not brought in."""
    check_scope(by, batch)
    if batch.state in (ImportBatch.State.RUNNING, ImportBatch.State.DONE):
        raise Refused("It is being brought in, or has been, so it is not thrown away.")
    batch.state, batch.problem = ImportBatch.State.FAILED, "Thrown away before it was brought in."
    batch.save(update_fields=["state", "problem"])
    batch.problems.all().delete()
    ImportFile.objects.filter(batch=batch).delete()
    return batch


def reader_for(batch: ImportBatch, *, today: datetime.date) -> RowReader:
    """Return the reader of a batch's rows."""
    return RowReader(batch.council, batch.source, batch.mapping, today=today)
