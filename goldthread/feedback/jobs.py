"""Jobs that check and import a spreadsheet, a part at a time; one that is killed resumes where it was."""

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
from goldthread.council.jobs import JobName, job
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.feedback import commands
from goldthread.feedback.importing import commands as importing
from goldthread.feedback.importing import files
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.importing.rows import ParsedRow, RowError
from goldthread.feedback.intake.new_feedback import saved_fingerprints
from goldthread.feedback.models import Feedback, Point
from goldthread.sheets import Sheet, SheetError

# The room of themes, above this one, knows which of the names are themes.
CODE_IMPORT = JobName("themes.code_import")
_AT_ONCE = 500
_SAMPLE = 500
_LONGEST_THEME = 120


@contextmanager
def _opened(by: Person, batch_id: str) -> Iterator[tuple[ImportBatch, Sheet]]:
    """Open a batch and its spreadsheet; the transaction that fetches it ends before its rows are read."""
    with ExitStack() as stack:
        with tenant.inside(by.council_id):
            batch = ImportBatch.objects.select_related("council").get(pk=batch_id)
            sheet = stack.enter_context(files.opened(batch))
        yield batch, sheet


def _parts(batch: ImportBatch, sheet: Sheet) -> Iterator[tuple[list[ParsedRow], list[RowError], int]]:
    """Yield a part of the rows at a time: parsed rows, errors, and how many rows are done.

    A spreadsheet may hold the same text on the same day more than once where several people wrote it, so each
    after the first is numbered; rows with the same reference of the council's own are one.
    """
    with tenant.inside(batch.council_id):
        reader = importing.reader_for(batch, today=timezone.localdate())
    reader.learn_tone(iter(sheet.sample(_SAMPLE)))
    rows = sheet.rows()
    occurrences: Counter[bytes] = Counter()
    done = 0
    while part := list(islice(rows, _AT_ONCE)):
        parsed: list[ParsedRow] = []
        errors: list[RowError] = []
        for row in part:
            result = reader.read(row)
            if isinstance(result, ParsedRow):
                parsed.append(_numbered(result, occurrences))
            else:
                errors += result
        done += len(part)
        yield parsed, errors, done


def _numbered(row: ParsedRow, occurrences: Counter[bytes]) -> ParsedRow:
    if row.feedback.their_reference:
        return row
    # Half of each fingerprint, since all of them are kept until the last row.
    key = bytes.fromhex(row.feedback.fingerprint())[:16]
    occurrences[key] += 1
    if occurrences[key] == 1:
        return row
    return replace(row, feedback=replace(row.feedback, occurrence=occurrences[key]))


@job(importing.CHECK, whole=False)
def check_import(*, by: Person, batch_id: str) -> None:
    """Check every row without saving any: count what is ready, the duplicates and the errors."""
    ready, duplicates, errors, row_errors, checked = 0, 0, 0, [], set()
    if not _is_in_state(by, batch_id, ImportBatch.State.CHECKING):
        return
    try:
        with _opened(by, batch_id) as (batch, sheet):
            for parsed, part_errors, done in _parts(batch, sheet):
                fingerprints = [row.feedback.fingerprint() for row in parsed]
                with tenant.inside(by.council_id):
                    saved = saved_fingerprints(by, fingerprints)
                    ImportBatch.objects.filter(pk=batch.pk).update(done=done)
                for fingerprint in fingerprints:
                    is_new = fingerprint not in saved and fingerprint not in checked
                    ready, duplicates = ready + is_new, duplicates + (not is_new)
                    checked.add(fingerprint)
                errors += len({error.row for error in part_errors})
                row_errors += part_errors[: importing.MOST_ERRORS - len(row_errors)]
    except SheetError as error:
        _fail(by, batch_id, str(error))
        return
    with tenant.inside(by.council_id):
        result = importing.CheckResult(ready, duplicates, errors, row_errors)
        importing.save_check(by=by, batch=batch, result=result)


@job(importing.IMPORT, whole=False)
def import_rows(*, by: Person, batch_id: str) -> None:
    """Import the rows, a part at a time; rows that are saved already are left out, so it can run again.

    Each part is one transaction that locks the batch, so that two workers cannot do the same part at once.
    """
    if not _is_in_state(by, batch_id, ImportBatch.State.RUNNING):
        return
    try:
        with _opened(by, batch_id) as (batch, sheet):
            for parsed, _, done in _parts(batch, sheet):
                with tenant.inside(by.council_id):
                    current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
                    if current.state != ImportBatch.State.RUNNING:
                        return
                    feedback = commands.receive_many(
                        by=by, batch=batch, pieces=[row.feedback for row in parsed]
                    )
                    _hand_on_themes(by, feedback, parsed)
                    ImportBatch.objects.filter(pk=batch.pk).update(done=max(done, current.done))
    except SheetError as error:
        _fail(by, batch_id, str(error))
        return
    with tenant.inside(by.council_id):
        importing.finish_import(by=by, batch=batch)


def _is_in_state(by: Person, batch_id: str, state: str) -> bool:
    """Return whether a batch still waits for this job: one that ran before has nothing left to do."""
    with tenant.inside(by.council_id):
        return ImportBatch.objects.filter(pk=batch_id, state=state).exists()


def _hand_on_themes(by: Person, feedback: list[Feedback], parsed: list[ParsedRow]) -> None:
    """Hand on the themes that people had given in the spreadsheet to the room of themes, by name."""
    themes = {row.feedback.batch_row: _fit_to_hand_on(row.themes) for row in parsed if row.themes}
    themes_of = {item.pk: themes[item.batch_row] for item in feedback if themes.get(item.batch_row)}
    if not themes_of:
        return
    points = Point.objects.filter(feedback__in=themes_of).values_list("pk", "feedback_id")
    jobs.ask(
        CODE_IMPORT,
        by=by,
        decisions=[[str(point), list(themes_of[feedback_id])] for point, feedback_id in points],
    )


def _fit_to_hand_on(cells: Sequence[str]) -> list[str]:
    """Return the themes of a row that are safe in a job and its log: any column may have been matched to them.

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


def _fail(by: Person, batch_id: str, failure: str) -> None:
    with tenant.inside(by.council_id):
        importing.fail_import(by=by, batch=ImportBatch.objects.get(pk=batch_id), failure=failure)
