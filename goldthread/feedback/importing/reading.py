"""The rows of an import read a part at a time: edited rows, issues of one record, and what stands twice in one file."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from goldthread.feedback.importing.case_facts import DATES, joined, overall
from goldthread.feedback.importing.comment_cells import NoWords
from goldthread.feedback.importing.layouts import FIRST, LATEST
from goldthread.feedback.importing.rows import ParsedRow, RowError, RowReader
from goldthread.feedback.intake.references import reference_key
from goldthread.sheets import Row, Sheet

_AT_ONCE = 500
_Result = ParsedRow | NoWords | list[RowError]


@dataclass
class Part:
    """A part of the rows: those without errors, the errors, how many rows they are of, and how many are done.

    Rows without any words are done too, and are neither.
    """

    parsed: list[ParsedRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    error_rows: int = 0
    done: int = 0


def parts(reader: RowReader, sheet: Sheet, edits: Mapping[int, Mapping[str, str]]) -> Iterator[Part]:
    """Yield a part of the rows at a time.

    A spreadsheet may hold the same text on the same day more than once where several people wrote it, so each
    after the first is numbered; rows with the same reference of the council's own are one, and must be alike.
    """
    twice = _Twice()
    done = 0
    results = _read(reader, sheet, edits)
    if reader.options.several_rows and "their_reference" in reader.mapping:
        results = cases_of(results, reader.options.several_rows)
    elif "issue_number" in reader.mapping:
        results = _grouped(results)
    while chunk := list(islice(results, _AT_ONCE)):
        part = Part()
        for rows, result in chunk:
            done += rows
            if isinstance(result, ParsedRow):
                result = twice.checked(result)
            if isinstance(result, ParsedRow):
                part.parsed.append(result)
            elif not isinstance(result, NoWords):
                part.errors += result
                part.error_rows += rows
        part.done = done
        yield part


def edited(row: Row, cells: Mapping[str, str] | None) -> Row:
    """Return a row as somebody put it right on the page, where they did."""
    if cells is None:
        return row
    was = row.cells
    # A cell that was left as it is keeps its own type: a date stays one.
    edited_cells = {
        name: was.get(name) if text == shown(was.get(name)) else text or None for name, text in cells.items()
    }
    return row._replace(cells={**was, **edited_cells}, problem=None, beyond=())


def shown(cell: object) -> str:
    """Return a cell as the page that puts a row right shows it."""
    return "" if cell is None else str(cell)


def _read(
    reader: RowReader, sheet: Sheet, edits: Mapping[int, Mapping[str, str]]
) -> Iterator[tuple[int, _Result]]:
    for row in sheet.rows(*reader.comments):
        yield 1, reader.read(edited(row, edits.get(row.number)) if edits else row)


def _grouped(results: Iterator[tuple[int, _Result]]) -> Iterator[tuple[int, _Result]]:
    """Join rows that follow each other with one reference and numbered issues into one record."""
    group: list[ParsedRow] = []
    for rows, result in results:
        if isinstance(result, ParsedRow) and group and _continues(group[-1], result):
            group.append(result)
            continue
        if group:
            yield len(group), _joined(group)
            group = []
        if isinstance(result, ParsedRow) and result.issue:
            group = [result]
        else:
            yield rows, result
    if group:
        yield len(group), _joined(group)


def _continues(row: ParsedRow, following: ParsedRow) -> bool:
    same = _identity(row) == _identity(following) != ("", None)
    return same and bool(following.issue) and following.issue != row.issue


def _identity(row: ParsedRow) -> tuple[str, int | None]:
    return reference_key(row.feedback.their_reference), row.own_number


def _joined(group: list[ParsedRow]) -> _Result:
    first = group[0]
    if len(group) == 1:
        return first
    for row in group[1:]:
        alike = replace(
            row.feedback,
            points=first.feedback.points,
            tone=first.feedback.tone,
            tones=first.feedback.tones,
            batch_row=first.feedback.batch_row,
        )
        if alike != first.feedback:
            message = f"This is an issue of the record in row {first.feedback.batch_row}, and its other columns differ."
            return [RowError(each.feedback.batch_row or 0, "", message) for each in group]
    new = replace(
        first.feedback,
        points=[text for row in group for text in row.feedback.points],
        tones=[row.feedback.tone for row in group for _ in row.feedback.points],
    )
    return replace(
        first, feedback=new, themes=_themes(group), case=joined([row.case for row in group], issues=True)
    )


def _themes(group: Sequence[ParsedRow]) -> tuple[tuple[str, ...], ...]:
    themes = [row.themes[0] if row.themes else () for row in group for _ in row.feedback.points]
    return tuple(themes) if any(themes) else ()


def cases_of(results: Iterator[tuple[int, _Result]], how: str) -> Iterator[tuple[int, _Result]]:
    """Join all rows with one reference into one case, wherever in the file they stand.

    how: of `layouts.py`. So that no part of a case is saved before the rest is read, all rows are read first.
    """
    groups: dict[object, list[ParsedRow]] = {}
    for number, (rows, result) in enumerate(results):
        if isinstance(result, ParsedRow):
            reference = reference_key(result.feedback.their_reference)
            groups.setdefault(reference or number, []).append(result)
        else:
            yield rows, result
    for group in groups.values():
        yield len(group), _case(group, how) if len(group) > 1 else group[0]


def _case(group: list[ParsedRow], how: str) -> ParsedRow:
    facts = [row.case for row in group]
    if how == FIRST:
        return replace(group[0], case=joined(facts, issues=False))
    if how == LATEST:
        latest = max(enumerate(group), key=lambda pair: (_how_far(pair[1]), pair[0]))[1]
        return replace(latest, case=joined([latest.case, *facts], issues=False))
    told: dict[str, ParsedRow] = {}
    for row in group:
        for text in row.feedback.points:
            told.setdefault(" ".join(text.split()).casefold(), row)
    # The same words again are the same issue, as it stands in the later row.
    apart = list(dict.fromkeys(map(id, told.values())))
    rows = [row for row in group if id(row) in apart]
    first, case = rows[0].feedback, joined([row.case for row in rows], issues=True)
    new = replace(
        first,
        points=[text for row in rows for text in row.feedback.points],
        tones=[row.feedback.tone for row in rows for _ in row.feedback.points],
        outcome=(overall(case.found) if case else "") or first.outcome,
        closed_on=max((row.feedback.closed_on for row in group if row.feedback.closed_on), default=None),
        responded_on=max(
            (row.feedback.responded_on for row in group if row.feedback.responded_on), default=None
        ),
    )
    return replace(rows[0], feedback=new, themes=_themes(rows), case=case)


def _how_far(row: ParsedRow) -> tuple[datetime.date, int]:
    """Return how far a row tells a case: until its latest day, and then in how many of its dates."""
    new = row.feedback
    days = [new.received_on, new.closed_on, new.responded_on]
    days += [getattr(row.case, name) for name in DATES] if row.case else []
    known = [day for day in days if day is not None]
    return max(known), len(known)


class _Twice:
    """What stands more than once in one spreadsheet."""

    def __init__(self) -> None:
        # Half of each fingerprint, since all of them are kept until the last row.
        self._texts: Counter[bytes] = Counter()
        self._references: dict[bytes, tuple[int, bytes]] = {}

    def checked(self, row: ParsedRow) -> _Result:
        """Return a row numbered among those of the same words, or the error of one whose reference has another row."""
        new = row.feedback
        if not new.their_reference:
            return row if row.own_number is not None else self._numbered(row)
        key = _digest(reference_key(new.their_reference))
        content = _digest(repr(replace(new, batch_row=None)))
        number, first = self._references.setdefault(key, (new.batch_row or 0, content))
        if first == content:
            return row
        message = (
            f"Row {number} has the same reference, and the two rows differ. Put both comments in one row, match the column "
            "with the number of each issue, or correct the reference."
        )
        return [RowError(new.batch_row or 0, "", message)]

    def _numbered(self, row: ParsedRow) -> ParsedRow:
        key = bytes.fromhex(row.feedback.fingerprint())[:16]
        self._texts[key] += 1
        if self._texts[key] == 1:
            return row
        return replace(row, feedback=replace(row.feedback, occurrence=self._texts[key]))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:16]
