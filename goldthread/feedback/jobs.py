"""Jobs that check and import a spreadsheet, a part at a time; one that is killed resumes where it was.

Every night feedback from an earlier version is given what it lacks.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache

from django.utils import timezone
from procrastinate.contrib.django import app

from goldthread.council import jobs
from goldthread.council.command import Refused
from goldthread.council.database import tenant
from goldthread.council.jobs import JobName, job
from goldthread.council.models import Council, Person
from goldthread.council.records import privacy
from goldthread.council.teams.commands import TEAM_CHANGED
from goldthread.feedback import cases, commands
from goldthread.feedback.contacts.keeping import keep_missing_keys
from goldthread.feedback.importing import commands as importing
from goldthread.feedback.importing import files
from goldthread.feedback.importing.checking import Tally
from goldthread.feedback.importing.helpers import prepared_ahead
from goldthread.feedback.importing.known import KnownRow, known_rows
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.importing.reading import parts
from goldthread.feedback.importing.rows import ParsedRow, RowReader
from goldthread.feedback.importing.updates import update_from_import
from goldthread.feedback.labels import label_of_teams, label_unlabelled
from goldthread.feedback.models import Feedback, Point
from goldthread.sheets import Sheet, SheetError

# The room of themes, above this one, knows which of the names are themes.
CODE_IMPORT = JobName("themes.code_import")
_LONGEST_THEME = 120


@contextmanager
def _opened(by: Person, batch_id: str) -> Iterator[tuple[ImportBatch, Sheet]]:
    """Open a batch and its spreadsheet; the transaction that fetches it ends before its rows are read."""
    with ExitStack() as stack:
        with tenant.inside(by.council_id):
            batch = ImportBatch.objects.select_related("council").get(pk=batch_id)
            sheet = stack.enter_context(files.opened(batch))
        yield batch, sheet


def _reader(batch: ImportBatch) -> tuple[RowReader, dict[int, dict[str, str]]]:
    """Return the reader of a batch's rows, and the rows that somebody put right on the page."""
    with tenant.inside(batch.council_id):
        reader = importing.reader_for(batch, today=timezone.localdate())
        return reader, dict(batch.row_edits.values_list("row", "cells"))


@job(importing.CHECK, whole=False)
def check_import(*, by: Person, batch_id: str) -> None:
    """Check every row without saving any: count what is ready, known or an error, and list what differs."""
    if not _is_in_state(by, batch_id, ImportBatch.State.CHECKING):
        return
    tally = Tally()
    try:
        with _opened(by, batch_id) as (batch, sheet):
            reader, edits = _reader(batch)
            for part in parts(reader, sheet, edits):
                with tenant.inside(by.council_id):
                    tally.add(part, known_rows(by, part.parsed), reader.mapping.get("their_reference", ""))
                    ImportBatch.objects.filter(pk=batch.pk).update(done=part.done)
            left_out, columns = sheet.left_out.lines(), sheet.columns
    except SheetError as error:
        _fail(by, batch_id, str(error))
        return
    with tenant.inside(by.council_id):
        importing.save_check(by=by, batch=batch, result=tally.result(reader, left_out, columns))


@job(importing.IMPORT, whole=False)
def import_rows(*, by: Person, batch_id: str) -> None:
    """Import the rows, a part at a time; rows that are saved already are left out, so it can run again.

    Each part is one transaction that locks the batch, so that two workers cannot do the same part at once.
    """
    if not _is_in_state(by, batch_id, ImportBatch.State.RUNNING):
        return
    try:
        with ExitStack() as stack:
            batch, sheet = stack.enter_context(_opened(by, batch_id))
            reader, edits = _reader(batch)
            ahead = stack.enter_context(prepared_ahead(batch, parts(reader, sheet, edits)))
            for part, prepared in ahead:
                with tenant.inside(by.council_id):
                    current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
                    if current.state != ImportBatch.State.RUNNING:
                        return
                    known = known_rows(by, part.parsed)
                    new = [row for row in part.parsed if row.feedback.batch_row not in known]
                    feedback = commands.receive_many(
                        by=by,
                        batch=batch,
                        pieces=[row.feedback for row in new],
                        prepared=prepared,
                    )
                    _hand_on_themes(by, feedback, new)
                    _record_cases(by, current, feedback, new)
                    updated = _update(by, current, known)
                    ImportBatch.objects.filter(pk=batch.pk).update(
                        done=max(part.done, current.done), updates=current.updates + updated
                    )
    except SheetError as error:
        _fail(by, batch_id, str(error))
        return
    with tenant.inside(by.council_id):
        importing.finish_import(by=by, batch=ImportBatch.objects.get(pk=batch.pk))


def _update(by: Person, batch: ImportBatch, known: Mapping[int, KnownRow]) -> int:
    """Apply the updates of a part that nobody left out; return how many. One that is refused is told as an error."""
    if not batch.apply_updates:
        return 0
    offered = set(batch.offered_updates.filter(left_out=False).values_list("row", flat=True))
    updated = 0
    for number, each in known.items():
        # What the check did not show is not changed: somebody may have corrected it since.
        if each.problem or not each.differences or number not in offered:
            continue
        try:
            update_from_import(
                by=by,
                feedback=each.feedback,
                row=each.row,
                reason=f"Import of {batch.filename}",
                today=timezone.localdate(),
            )
        except Refused as refused:
            importing.save_row_error(by=by, batch=batch, row=number, message=str(refused))
        else:
            updated += 1
    return updated


def _record_cases(
    by: Person, batch: ImportBatch, feedback: list[Feedback], parsed: Sequence[ParsedRow]
) -> None:
    """Take over what the council's own system says of the cases of new feedback; one that cannot be is told as an error."""
    facts = {row.feedback.batch_row: row.case for row in parsed if row.case}
    for item in feedback if facts else ():
        case = facts.get(item.batch_row)
        if case is None or item.is_locked:
            continue
        try:
            cases.record_facts(by, item, case)
        except Refused as refused:
            importing.save_row_error(by=by, batch=batch, row=item.batch_row or 0, message=str(refused))


def _is_in_state(by: Person, batch_id: str, state: str) -> bool:
    """Return whether a batch still waits for this job: one that ran before has nothing left to do."""
    with tenant.inside(by.council_id):
        return ImportBatch.objects.filter(pk=batch_id, state=state).exists()


def _hand_on_themes(by: Person, feedback: list[Feedback], parsed: list[ParsedRow]) -> None:
    """Hand on the themes that people had given in the spreadsheet to the room of themes, by name."""
    themes = {row.feedback.batch_row: [*map(_fit_to_hand_on, row.themes)] for row in parsed if row.themes}
    themes_of = {item.pk: themes[item.batch_row] for item in feedback if any(themes.get(item.batch_row, ()))}
    if not themes_of:
        return
    points = Point.objects.filter(feedback__in=themes_of).values_list("pk", "feedback_id", "position")
    decisions = [[str(pk), themes_of[of][position - 1]] for pk, of, position in points]
    jobs.ask(CODE_IMPORT, by=by, decisions=[each for each in decisions if each[1]])


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


@job(TEAM_CHANGED, whole=False)
def name_teams(*, by: Person, teams: list[str]) -> None:
    """Call feedback that is called by its team by the name that the team has now, a part at a time."""
    after = None
    while True:
        with tenant.inside(by.council_id):
            after = label_of_teams(by.council, [uuid.UUID(team) for team in teams], after)
        if after is None:
            return


def _fail(by: Person, batch_id: str, failure: str) -> None:
    with tenant.inside(by.council_id):
        importing.fail_import(by=by, batch=ImportBatch.objects.get(pk=batch_id), failure=failure)


@app.periodic(cron="40 2 * * *", periodic_id="complete_feedback_every_night")
@app.task(name="goldthread.feedback.complete", pass_context=False)
def complete_every_night(timestamp: int) -> None:
    """Label feedback, and keep the keys of contact details, from before a version that has these."""
    for council in Council.objects.all():
        for complete in (label_unlabelled, keep_missing_keys):
            # A part at a time, each saved before the next, so that nobody waits for long.
            while _in_council(council, complete):
                pass


def _in_council(council: Council, complete: Callable[[Council], int]) -> int:
    with tenant.inside(council.pk):
        return complete(council)
