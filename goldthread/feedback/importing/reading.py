"""The rows of an import read a part at a time: edited rows, issues of one record, and what stands twice in one file."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from goldthread.feedback.importing.comment_cells import NoWords
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
    results = (
        _grouped(_read(reader, sheet, edits))
        if "issue_number" in reader.mapping
        else _read(reader, sheet, edits)
    )
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
    themes = [row.themes[0] if row.themes else () for row in group for _ in row.feedback.points]
    return replace(first, feedback=new, themes=tuple(themes) if any(themes) else ())


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
