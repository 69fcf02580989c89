"""Choice of a workbook's sheet: the first that holds a table, past covers, notes and lists."""

import re
from collections.abc import Callable, Sequence

from goldthread.cell_text import shown
from goldthread.sheets.errors import SheetError
from goldthread.sheets.header import find_header
from goldthread.sheets.raw_rows import RawRow
from goldthread.sheets.xlsx_package import SheetPart

# What sheets are called that stand before or behind the table, whatever is on them.
_COVER = re.compile(
    r"(?:cover|front|title|read ?me|about|contents?|index|notes?|guidance|guide|help|instructions?|how to .*|introduction|"
    r"intro|info|information|key|glossary|definitions?|lists?|look ?ups?|drop ?downs?|validation|metadata|data dictionary|"
    r"version(?: control)?|change ?log|pivots?|charts?)(?: (?:sheet|page|table|list|tab))?s? ?\d*",
    re.IGNORECASE,
)
# More sheets than this are not looked into.
_LOOKED_INTO = 30


def choose(
    sheets: Sequence[SheetPart], wanted: str | None, first_rows: Callable[[SheetPart], list[RawRow]]
) -> tuple[SheetPart, list[str]]:
    """Return the sheet to read and sentences about the others; SheetError where there is none, or none of that name."""
    visible = [part for part in sheets if not part.hidden]
    if wanted is not None:
        for part in sheets:
            if part.name.casefold().strip() == wanted.casefold().strip():
                return part, []
        names = ", ".join(shown(part.name) for part in sheets[:20])
        raise SheetError(
            f"The workbook has no sheet called {shown(wanted)}.", f"Choose one of its sheets: {names}."
        )
    if not visible:
        raise SheetError(
            "Every sheet of this workbook is hidden.",
            "In Excel right-click a sheet's tab, choose Unhide, save, and upload it again; or name the sheet to read.",
        )
    part = visible[0] if len(visible) == 1 else _with_table(visible, first_rows)
    return part, _lines(part, visible, [each for each in sheets if each.hidden])


def _with_table(visible: Sequence[SheetPart], first_rows: Callable[[SheetPart], list[RawRow]]) -> SheetPart:
    """Return the first sheet with a table that is not called a cover, else the first with one, else the first."""
    tables: list[SheetPart] = []
    for part in visible[:_LOOKED_INTO]:
        if _COVER.fullmatch(part.name.strip().replace("_", " ")) and tables:
            continue
        if holds_table(first_rows(part)):
            if not _COVER.fullmatch(part.name.strip().replace("_", " ")):
                return part
            tables.append(part)
    return [*tables, *visible][0]


def holds_table(rows: Sequence[RawRow]) -> bool:
    """Return whether the first rows of a sheet are a table: at least two headings, and a row of two cells under them."""
    good = [row for row in rows if not row.problem]
    if not good:
        return False
    header = find_header(good)
    if len(header.row.filled) < 2:
        return False
    return any(row.number > header.last_row and len(row.filled) > 1 for row in rows)


def _lines(part: SheetPart, visible: Sequence[SheetPart], hidden: Sequence[SheetPart]) -> list[str]:
    lines = []
    if len(visible) > 1:
        others = [each for each in visible if each is not part]
        which = "the first" if part is visible[0] else "the first with a table"
        lines.append(
            f"The workbook has {len(visible)} sheets; {which}, {shown(part.name)}, was read. The others: {_names(others)}. "
            "Choose another if it is not the right one."
        )
    if hidden:
        one = len(hidden) == 1
        lines.append(
            f"{'A hidden sheet was' if one else f'{len(hidden)} hidden sheets were'} not read: {_names(hidden)}."
        )
    return lines


def _names(parts: Sequence[SheetPart]) -> str:
    more = f" and {len(parts) - 5} more" if len(parts) > 5 else ""
    return ", ".join(shown(part.name) for part in parts[:5]) + more
