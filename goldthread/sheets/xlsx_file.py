"""Excel workbook reader: one sheet row by row, stored values only; a formula is never calculated."""

from collections.abc import Iterator
from itertools import islice

from goldthread.sheets.errors import SheetError
from goldthread.sheets.header import LOOKED_AT
from goldthread.sheets.left_out import list_rows
from goldthread.sheets.limits import Limits
from goldthread.sheets.raw_rows import RawRow
from goldthread.sheets.sheet_choice import choose
from goldthread.sheets.source import Source
from goldthread.sheets.values import Cell
from goldthread.sheets.xlsx_cells import CellReader, column_letters
from goldthread.sheets.xlsx_glance import Glance, Merge, glance
from goldthread.sheets.xlsx_package import Package, SheetPart
from goldthread.sheets.xlsx_parts import SharedTexts, read_meanings

# Formulas are counted up to so many; a register with a formula in every row has more, and is not read to its end.
_MOST_FORMULAS = 1_000


class XlsxFile:
    """One sheet's rows as RawRow."""

    kind = "xlsx"
    encoding: str | None = None

    def __init__(self, source: Source, filename: str, limits: Limits, sheet: str | None) -> None:
        self._limits = limits
        self._package = Package(source, filename, limits)
        self._texts: SharedTexts | None = None
        try:
            self._texts = SharedTexts(self._package, limits)
            self._meanings = read_meanings(self._package)
            self._part, self.warnings = choose(self._package.sheets, sheet, self._first_rows)
            self.sheet_names = tuple(part.name for part in self._package.sheets)
            self.sheet_name: str | None = self._part.name
            self._glance = glance(self._package, self._part.path)
            self.most_rows = self._glance.rows
            if self._glance.formulas:
                self.warnings += self._formula_lines()
        except BaseException:
            self.close()
            raise
        self.warnings += _hidden_rows(self._glance)

    def close(self) -> None:
        if self._texts is not None:
            self._texts.close()
        self._package.close()

    def rows(self) -> Iterator[RawRow]:
        """Every row that holds something, merged cells filled downwards. Raises SheetError if broken."""
        fill = _Downwards(self._glance.merges, self._limits.columns)
        for row in self._rows_of(self._part):
            yield fill(row) if self._glance.merges else row

    def _rows_of(self, part: SheetPart) -> Iterator[RawRow]:
        assert self._texts is not None
        cells = CellReader(self._texts, self._meanings, self._package.epoch_1904, self._limits)
        for _ in self._package.parse(part.path, cells.attach):
            yield from cells.take()

    def _first_rows(self, part: SheetPart) -> list[RawRow]:
        rows = self._rows_of(part)
        try:
            return list(islice(rows, LOOKED_AT))
        except SheetError:
            return []  # what is wrong is said if this sheet is chosen
        finally:
            rows.close()  # type: ignore[attr-defined]

    def describe_columns(self, header_row: int, width: int) -> list[str]:
        """Return what to tell the person about merged cells in the table itself and its hidden columns.

        Merged cells of a title above it do no harm.
        """
        merges = self._glance.merges
        inside = [merge for merge in merges if merge.bottom >= header_row and merge.bottom > merge.top]
        inside += [merge for merge in merges if merge.bottom == merge.top >= header_row]
        lines = []
        if inside:
            more = f" and {len(inside) - 3:,} more" if len(inside) > 3 else ""
            lines.append(
                f"Some cells are merged ({', '.join(map(str, inside[:3]))}{more}). Each row beside cells merged downwards was "
                "read as having their value; cells merged sideways were read as their first one. Check them in the preview."
            )
        hidden = [
            column_letters(column)
            for first, last in self._glance.hidden_columns
            for column in range(first, min(last, width) + 1)
        ]
        if hidden:
            one = len(hidden) == 1
            lines.append(
                f"{'Column' if one else 'Columns'} {_listed(hidden)} {'is' if one else 'are'} hidden in the spreadsheet; "
                f"{'it was' if one else 'they were'} read like the others."
            )
        return lines

    def spread(self, row: RawRow) -> list[Cell]:
        """Return a row of group headings with each text in all the columns that its merged cell covers.

        Where none is merged, each stands up to the next.
        """
        width = self._limits.columns
        values = (row.values + [None] * width)[:width]
        merges = [
            merge for merge in self._glance.merges if merge.top == row.number and merge.right > merge.left
        ]
        if not merges:
            for position in range(1, width):
                values[position] = values[position - 1] if values[position] is None else values[position]
            return values
        for merge in merges[:width]:
            for position in range(merge.left, min(merge.right, width)):
                values[position] = values[merge.left - 1] if merge.left <= width else None
        return values

    def _formula_lines(self) -> list[str]:
        assert self._texts is not None
        addresses: list[str] = []
        columns: set[int] = set()
        total = 0

        def note(column: int, row: int) -> None:
            nonlocal total
            total += 1
            columns.add(column)
            if len(addresses) < 3:
                addresses.append(f"{column_letters(column)}{row}")

        cells = CellReader(self._texts, self._meanings, self._package.epoch_1904, self._limits, note)
        for _ in self._package.parse(self._part.path, cells.attach):
            cells.take()
            if total >= _MOST_FORMULAS:
                break
        if not total:
            return []
        one = total == 1
        more = f" and {total - len(addresses):,} more" if total > len(addresses) else ""
        if total >= _MOST_FORMULAS:
            letters = [column_letters(column) for column in sorted(columns)]
            more = f" and many more, in column{'s' if len(letters) > 1 else ''} {_listed(letters)}"
        return [
            f"{'Cell' if one else 'Cells'} {', '.join(addresses)}{more} {'holds a formula' if one else 'hold formulas'}. "
            f"The result stored beside {'it' if one else 'each'} was read: it is as old as the last time that the workbook was "
            "calculated and saved. If it may be out of date, open the workbook in Excel, save it, and upload it again."
        ]


def _hidden_rows(glance: Glance) -> list[str]:
    if not glance.hidden:
        return []
    is_hidden = "is" if glance.hidden == 1 else "are"
    return [
        f"{list_rows(glance.hidden_rows, glance.hidden)} {is_hidden} hidden or filtered out in the spreadsheet; "
        "hidden rows were read like the others."
    ]


def _listed(letters: list[str]) -> str:
    if len(letters) > 12:
        letters = [*letters[:11], f"{len(letters) - 11:,} more"]
    return letters[0] if len(letters) == 1 else f"{', '.join(letters[:-1])} and {letters[-1]}"


class _Downwards:
    """Filler of rows beside cells merged downwards with the value that the merged cell shows to people.

    One merge is open in a column at a time, as in Excel, so that the work of a row does not grow with their number.
    """

    def __init__(self, merges: list[Merge], columns: int) -> None:
        self._by_top: dict[int, list[Merge]] = {}
        for merge in merges:
            if merge.bottom > merge.top and merge.left <= columns:
                self._by_top.setdefault(merge.top, []).append(merge)
        self._open: dict[int, tuple[Merge, Cell]] = {}

    def __call__(self, row: RawRow) -> RawRow:
        values = row.values
        for left, (merge, value) in list(self._open.items()):
            if merge.bottom < row.number:
                del self._open[left]
                continue
            if left > len(values):
                values.extend([None] * (left - len(values)))
            if values[left - 1] is None:
                values[left - 1] = value
        for merge in self._by_top.get(row.number, ()):
            if merge.left <= len(values) and values[merge.left - 1] is not None:
                self._open[merge.left] = merge, values[merge.left - 1]
        return row
