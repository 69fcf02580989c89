"""Checking a spreadsheet and bringing it in, a part at a time; a job that is killed goes on where it was."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from django.utils import timezone

from goldthread.council import jobs, tenant
from goldthread.council.jobs import job
from goldthread.council.models import Person
from goldthread.feedback import commands
from goldthread.feedback.importing import commands as importing
from goldthread.feedback.importing.rows import Read, Wrong
from goldthread.feedback.models import Feedback, ImportBatch, Point
from goldthread.sheets import Sheet, SheetError, open_sheet

_AT_ONCE = 500
_SAMPLE = 500


@contextmanager
def _opened(by: Person, batch_id: str) -> Iterator[tuple[ImportBatch, Sheet]]:
    """Open a batch and its file; the file goes to disk, so that a large one is not held in memory."""
    with tempfile.NamedTemporaryFile(prefix="goldthread-import-") as file:
        with tenant.inside(by.council_id):
            batch = ImportBatch.objects.select_related("council", "file").get(pk=batch_id)
            file.write(batch.file.content)
            file.flush()
            del batch.file.content
        extra = {"sheet": batch.sheet} if batch.sheet else {}
        with open_sheet(file.name, batch.filename, **extra) as sheet:
            yield batch, sheet


def _parts(batch: ImportBatch, sheet: Sheet) -> Iterator[tuple[list[Read], list[Wrong], int]]:
    """Yield what could be read and what could not, a part of the rows at a time, with the last row's number."""
    with tenant.inside(batch.council_id):
        reader = importing.reader_for(batch, today=timezone.localdate())
    reader.learn_tone(iter(sheet.sample(_SAMPLE)))
    rows = sheet.rows()
    while part := list(islice(rows, _AT_ONCE)):
        good: list[Read] = []
        wrong: list[Wrong] = []
        for row in part:
            read = reader.read(row)
            if isinstance(read, Read):
                good.append(read)
            else:
                wrong += read
        yield good, wrong, part[-1].number


def _show_progress(batch: ImportBatch, done: int) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(done=done)


@job("feedback.check_import", whole=False)
def check_import(*, by: Person, batch_id: str) -> None:
    """Read every row without keeping any, and say which cannot be read and which came before."""
    good, repeated, wrong, seen, done = 0, 0, [], set(), 0
    try:
        with _opened(by, batch_id) as (batch, sheet):
            for reads, faults, _ in _parts(batch, sheet):
                prints = [read.heard.fingerprint() for read in reads]
                with tenant.inside(by.council_id):
                    known = set(
                        Feedback.objects.filter(
                            council=by.council, source=batch.source, fingerprint__in=prints
                        ).values_list("fingerprint", flat=True)
                    )
                    done += len(reads) + len({fault.row for fault in faults})
                    _show_progress(batch, done)
                for mark in prints:
                    fresh = mark not in known and mark not in seen
                    good, repeated = good + fresh, repeated + (not fresh)
                    seen.add(mark)
                wrong += faults[: 2000 - len(wrong)]
    except SheetError as error:
        _stop(by, batch_id, str(error))
        return
    with tenant.inside(by.council_id):
        importing.keep_check(by=by, batch=batch, good=good, repeated=repeated, wrong=wrong)


@job("feedback.bring_in", whole=False)
def bring_in(*, by: Person, batch_id: str) -> None:
    """Bring the rows in, a part at a time; rows that are here already are passed over, so it can run again."""
    with tenant.inside(by.council_id):
        state = ImportBatch.objects.get(pk=batch_id).state
    if state != ImportBatch.State.RUNNING:
        return
    done = 0
    try:
        with _opened(by, batch_id) as (batch, sheet):
            for reads, faults, _ in _parts(batch, sheet):
                with tenant.inside(by.council_id):
                    kept = commands.receive_rows(by=by, batch=batch, pieces=[read.heard for read in reads])
                    _hand_on_themes(by, kept, reads)
                    done += len(reads) + len({fault.row for fault in faults})
                    _show_progress(batch, done)
    except SheetError as error:
        _stop(by, batch_id, str(error))
        return
    with tenant.inside(by.council_id):
        importing.finish(by=by, batch=batch)


def _hand_on_themes(by: Person, kept: list[Feedback], reads: list[Read]) -> None:
    """Hand the themes that people had given in the spreadsheet on to the room of themes, by name."""
    said = {read.heard.batch_row: read.themes for read in reads if read.themes}
    rows = {item.pk: said[item.batch_row] for item in kept if item.batch_row in said}
    if not rows:
        return
    points = Point.objects.filter(feedback__in=rows).values_list("pk", "feedback_id")
    jobs.ask(
        "themes.code_import",
        by=by,
        decisions=[[str(point), list(rows[feedback])] for point, feedback in points],
    )


def _stop(by: Person, batch_id: str, problem: str) -> None:
    with tenant.inside(by.council_id):
        importing.stop(by=by, batch=ImportBatch.objects.get(pk=batch_id), problem=problem)
