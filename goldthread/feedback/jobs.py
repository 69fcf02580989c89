"""Checking a spreadsheet and bringing it in, a part at a time; a job that is killed goes on where it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from django.utils import timezone

from goldthread.council import jobs
from goldthread.council.database import tenant
from goldthread.council.jobs import job
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.feedback import commands
from goldthread.feedback.importing import commands as importing
from goldthread.feedback.importing import files
from goldthread.feedback.importing.rows import Read, Wrong
from goldthread.feedback.models import Feedback, ImportBatch, Point
from goldthread.sheets import Sheet, SheetError

_AT_ONCE = 500
_SAMPLE = 500
_LONGEST_THEME = 120


@contextmanager
def _opened(by: Person, batch_id: str) -> Iterator[tuple[ImportBatch, Sheet]]:
    """Open a batch and its spreadsheet; the transaction in which it is fetched ends before its rows are read."""
    with ExitStack() as stack:
        with tenant.inside(by.council_id):
            batch = ImportBatch.objects.select_related("council").get(pk=batch_id)
            sheet = stack.enter_context(files.opened(batch))
        yield batch, sheet


def _parts(batch: ImportBatch, sheet: Sheet) -> Iterator[tuple[list[Read], list[Wrong], int]]:
    """Yield a part of the rows at a time: what could be read, what could not, and how many rows have gone by.

    The same words on the same day stand in a spreadsheet more than once where more than one person wrote
    them, so each after the first is numbered; where rows have the council's own reference, they are one.
    """
    with tenant.inside(batch.council_id):
        reader = importing.reader_for(batch, today=timezone.localdate())
    reader.learn_tone(iter(sheet.sample(_SAMPLE)))
    rows = sheet.rows()
    times: Counter[bytes] = Counter()
    done = 0
    while part := list(islice(rows, _AT_ONCE)):
        good: list[Read] = []
        wrong: list[Wrong] = []
        for row in part:
            read = reader.read(row)
            if isinstance(read, Read):
                good.append(_numbered(read, times))
            else:
                wrong += read
        done += len(part)
        yield good, wrong, done


def _numbered(read: Read, times: Counter[bytes]) -> Read:
    if read.feedback.their_reference:
        return read
    mark = bytes.fromhex(read.feedback.fingerprint())[:16]
    times[mark] += 1
    if times[mark] == 1:
        return read
    return replace(read, feedback=replace(read.feedback, occurrence=times[mark]))


@job("feedback.check_import", whole=False)
def check_import(*, by: Person, batch_id: str) -> None:
    """Read every row without keeping any, and say which cannot be read and which came before."""
    good, repeated, bad, wrong, seen = 0, 0, 0, [], set()
    if not _is(by, batch_id, ImportBatch.State.CHECKING):
        return
    try:
        with _opened(by, batch_id) as (batch, sheet):
            for reads, faults, done in _parts(batch, sheet):
                prints = [read.feedback.fingerprint() for read in reads]
                with tenant.inside(by.council_id):
                    known = set(
                        Feedback.objects.filter(
                            council=by.council, source=batch.source, fingerprint__in=prints
                        ).values_list("fingerprint", flat=True)
                    )
                    ImportBatch.objects.filter(pk=batch.pk).update(done=done)
                for mark in prints:
                    fresh = mark not in known and mark not in seen
                    good, repeated = good + fresh, repeated + (not fresh)
                    seen.add(mark)
                bad += len({fault.row for fault in faults})
                wrong += faults[: importing.MOST_PROBLEMS - len(wrong)]
    except SheetError as error:
        _stop(by, batch_id, str(error))
        return
    with tenant.inside(by.council_id):
        importing.keep_check(by=by, batch=batch, found=importing.Checked(good, repeated, bad, wrong))


@job("feedback.bring_in", whole=False)
def bring_in(*, by: Person, batch_id: str) -> None:
    """Bring the rows in, a part at a time; rows that are here already are passed over, so it can run again.

    Each part is one transaction that holds the batch, so that two workers cannot do the same part at once.
    """
    if not _is(by, batch_id, ImportBatch.State.RUNNING):
        return
    try:
        with _opened(by, batch_id) as (batch, sheet):
            for reads, _, done in _parts(batch, sheet):
                with tenant.inside(by.council_id):
                    held = ImportBatch.objects.select_for_update().get(pk=batch.pk)
                    if held.state != ImportBatch.State.RUNNING:
                        return
                    kept = commands.receive_many(by=by, batch=batch, pieces=[read.feedback for read in reads])
                    _hand_on_themes(by, kept, reads)
                    ImportBatch.objects.filter(pk=batch.pk).update(done=max(done, held.done))
    except SheetError as error:
        _stop(by, batch_id, str(error))
        return
    with tenant.inside(by.council_id):
        importing.finish(by=by, batch=batch)


def _is(by: Person, batch_id: str, state: str) -> bool:
    """Say whether a batch still waits for this job: one that ran before has nothing left to do."""
    with tenant.inside(by.council_id):
        return ImportBatch.objects.filter(pk=batch_id, state=state).exists()


def _hand_on_themes(by: Person, kept: list[Feedback], reads: list[Read]) -> None:
    """Hand the themes that people had given in the spreadsheet on to the room of themes, by name."""
    said = {read.feedback.batch_row: _fit_to_hand_on(read.themes) for read in reads if read.themes}
    rows = {item.pk: said[item.batch_row] for item in kept if said.get(item.batch_row)}
    if not rows:
        return
    points = Point.objects.filter(feedback__in=rows).values_list("pk", "feedback_id")
    jobs.ask(
        "themes.code_import",
        by=by,
        decisions=[[str(point), list(rows[feedback])] for point, feedback in points],
    )


def _fit_to_hand_on(cells: Sequence[str]) -> list[str]:
    """Return a row's themes as they may stand in a job and in its log: any column may have been matched to them.

    Only the room of themes knows the codebook. What is longer than a theme's name is none, and one in which
    somebody is named is not handed on.
    """
    return [cell for cell in cells if len(cell) <= _LONGEST_THEME and _names_nobody(cell)]


@lru_cache(maxsize=2048)
def _names_nobody(cell: str) -> bool:
    try:
        return privacy.hide(cell).text == cell
    except privacy.CouldNotLook:
        return False


def _stop(by: Person, batch_id: str, problem: str) -> None:
    with tenant.inside(by.council_id):
        importing.stop(by=by, batch=ImportBatch.objects.get(pk=batch_id), problem=problem)
