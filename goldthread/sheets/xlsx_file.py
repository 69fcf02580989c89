"""Excel workbook reader: one sheet row by row, stored values only, never a formula."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from goldthread.cell_text import shown
from goldthread.sheets.errors import SheetError, damaged
from goldthread.sheets.limits import EXCEL_ROWS, Limits
from goldthread.sheets.raw_rows import RawRow
from goldthread.sheets.source import Source
from goldthread.sheets.values import Cell
from goldthread.sheets.xlsx_cells import CellReader, column_letters, column_number, formula_error
from goldthread.sheets.xlsx_package import Package, SheetPart
from goldthread.sheets.xlsx_parts import SharedTexts, read_meanings

# The tags worth knowing before the rows are read, found by a quick look through the bytes.
_TELLING = re.compile(rb"<(?:[\w.-]+:)?(row|f|mergeCell)(?=[\s/>])([^>]*)>")
_REFERENCE = re.compile(rb'\sref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
MOST_MERGES = 20_000
LONGEST_TAG = 1 << 20


class Merge(NamedTuple):
    """Cells joined into one; first and last row and column, counted from 1 as Excel does."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{column_letters(self.left)}{self.top}:{column_letters(self.right)}{self.bottom}"


class XlsxFile:
    """One sheet's rows as RawRow. Formulas, wherever they are on it, make the file refused."""

    kind = "xlsx"
    encoding: str | None = None

    def __init__(self, source: Source, filename: str, limits: Limits, sheet: str | None) -> None:
        self._limits = limits
        self._package = Package(source, filename, limits)
        self._texts: SharedTexts | None = None
        try:
            self._part, self.warnings = _choose(self._package.sheets, sheet)
            self.sheet_names = tuple(part.name for part in self._package.sheets)
            self.sheet_name: str | None = self._part.name
            self._texts = SharedTexts(self._package, limits)
            self._meanings = read_meanings(self._package)
            self.most_rows, formula, self._merges = self._glance()
            if formula:
                self._refuse_formulas()
        except BaseException:
            self.close()
            raise
        self.warnings += self._hidden_warnings

    def close(self) -> None:
        if self._texts is not None:
            self._texts.close()
        self._package.close()

    def rows(self) -> Iterator[RawRow]:
        """Every row that holds something, merged cells filled downwards. Raises SheetError if broken."""
        assert self._texts is not None
        cells = CellReader(self._texts, self._meanings, self._package.epoch_1904, self._limits)
        fill = _Downwards(self._merges)
        for _ in self._package.parse(self._part.path, cells.attach):
            for row in cells.take():
                yield fill(row) if self._merges else row

    def describe_merges(self, header_row: int) -> str | None:
        """A warning where merged cells lie in the table itself; those of a title above it do no harm."""
        inside = [merge for merge in self._merges if merge.bottom >= header_row and merge.bottom > merge.top]
        inside += [merge for merge in self._merges if merge.bottom == merge.top >= header_row]
        if not inside:
            return None
        more = f" and {len(inside) - 3:,} more" if len(inside) > 3 else ""
        return (
            f"Some cells are merged ({', '.join(map(str, inside[:3]))}{more}). Each row beside cells merged downwards was "
            "read as having their value; cells merged sideways were read as their first one. Check them in the preview."
        )

    def _glance(self) -> tuple[int, bool, list[Merge]]:
        """Count rows, look for formulas and gather merges without reading cells; test the checksum too."""
        rows, hidden, formula = 0, 0, False
        merges: list[Merge] = []
        rest = b""
        for chunk in self._package.chunks(self._part.path):
            window = rest + chunk
            if not rows and (b"\0" in window[:4] or b"<!DOCTYPE" in window):
                break  # the parser will say what is wrong with it
            cut = window.rfind(b">") + 1
            for match in _TELLING.finditer(window, 0, cut):
                tag = match[1]
                if tag == b"row":
                    rows += 1
                    hidden += b'hidden="1"' in match[2] or b'hidden="true"' in match[2]
                elif tag == b"f":
                    formula = True
                elif reference := _REFERENCE.search(match[2]):
                    left, top, right, bottom = reference.groups()
                    merges.append(
                        Merge(
                            int(top), column_number(left.decode()), int(bottom), column_number(right.decode())
                        )
                    )
            rest = window[cut:]
            if rows > EXCEL_ROWS or len(merges) > MOST_MERGES or len(rest) > LONGEST_TAG:
                raise damaged("its sheet has more rows, merged cells or longer tags than Excel allows")
        self._hidden_warnings = []
        if hidden:
            self._hidden_warnings.append(
                f"{hidden:,} {'row is' if hidden == 1 else 'rows are'} hidden or filtered out in the spreadsheet; "
                "hidden rows were read like the others."
            )
        return rows, formula, merges

    def _refuse_formulas(self) -> None:
        addresses: list[str] = []
        total = 0

        def note(address: str) -> None:
            nonlocal total
            total += 1
            if len(addresses) < 3:
                addresses.append(address)

        assert self._texts is not None
        cells = CellReader(self._texts, self._meanings, self._package.epoch_1904, self._limits, note)
        for _ in self._package.parse(self._part.path, cells.attach):
            cells.take()
        if addresses:
            raise formula_error(addresses, total, self._part.name)


def _choose(sheets: list[SheetPart], wanted: str | None) -> tuple[SheetPart, list[str]]:
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
    if len(visible) == 1:
        return visible[0], []
    others = ", ".join(shown(part.name) for part in visible[1:6])
    more = f" and {len(visible) - 6} more" if len(visible) > 6 else ""
    return visible[0], [
        f"The workbook has {len(visible)} sheets; the first, {shown(visible[0].name)}, was read. The others: {others}{more}."
    ]


class _Downwards:
    """Filler of rows beside cells merged downwards with the value that the merged cell shows to people."""

    def __init__(self, merges: list[Merge]) -> None:
        self._by_top: dict[int, list[Merge]] = {}
        for merge in merges:
            if merge.bottom > merge.top:
                self._by_top.setdefault(merge.top, []).append(merge)
        self._open: list[tuple[Merge, Cell]] = []

    def __call__(self, row: RawRow) -> RawRow:
        self._open = [(merge, value) for merge, value in self._open if merge.bottom >= row.number]
        values = row.values
        for merge, value in self._open:
            if merge.left > len(values):
                values.extend([None] * (merge.left - len(values)))
            if values[merge.left - 1] is None:
                values[merge.left - 1] = value
        for merge in self._by_top.get(row.number, ()):
            if merge.left <= len(values) and values[merge.left - 1] is not None:
                self._open.append((merge, values[merge.left - 1]))
        return row
