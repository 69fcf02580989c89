"""Size limits of a spreadsheet, and the count of the work that reading it takes."""

from dataclasses import dataclass

from goldthread.sheets.errors import SheetError

HARD_ROW_LIMIT = 1_000_000
EXCEL_ROWS = 1_048_576
EXCEL_COLUMNS = 16_384


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read of one file; more raises `SheetError`, an over-long cell gives its row a problem.

    Councils' own files are far below all of these. They are here so that one file, by mistake or on
    purpose, cannot stop the service for everybody. `rows` limits what is kept; `blank_rows`, `cells` and
    `characters` limit the work of one reading, kept or not: blank lines, empty cells, and one long text shown
    in many cells cost time and give no rows.
    """

    columns: int = 200
    rows: int = 250_000
    blank_rows: int = EXCEL_ROWS
    cells: int = 8_000_000
    characters: int = 300_000_000
    cell_characters: int = 50_000
    file_bytes: int = 100 * 1024 * 1024
    # An .xlsx is a zip: what it may unpack to, in all; in how many parts; and how far one part may swell.
    unpacked_bytes: int = 512 * 1024 * 1024
    parts: int = 5_000
    swelling: int = 200

    def __post_init__(self) -> None:
        if not 0 < self.rows <= HARD_ROW_LIMIT:
            raise ValueError(f"the row limit must be between 1 and {HARD_ROW_LIMIT:,}, not {self.rows:,}")
        if not 0 < self.columns <= EXCEL_COLUMNS:
            raise ValueError(
                f"the column limit must be between 1 and {EXCEL_COLUMNS:,}, not {self.columns:,}"
            )


class Work:
    """The work of one reading so far; `SheetError` once it is more than the limits allow."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._blank_rows = self._cells = self._characters = 0

    def blank_rows(self, count: int) -> None:
        """Count rows that hold nothing."""
        self._blank_rows += count
        if self._blank_rows > self._limits.blank_rows:
            raise SheetError(
                f"More than {self._limits.blank_rows:,} rows of this spreadsheet are blank.",
                "Copy the rows that hold something into a new spreadsheet, and upload that.",
            )

    def cells(self, count: int) -> None:
        """Count cells, empty ones too."""
        self._cells += count
        if self._cells > self._limits.cells:
            raise SheetError(
                f"This spreadsheet has more than {self._limits.cells:,} cells, empty ones included.",
                "Delete the columns and rows that you do not need, or split it by year, and upload it again.",
            )

    def characters(self, count: int) -> None:
        """Count characters of cells, each time that a text is shown."""
        self._characters += count
        if self._characters > self._limits.characters:
            raise SheetError(
                f"The cells of this spreadsheet hold more than {self._limits.characters / 1e6:,.0f} million characters.",
                "Split it, by year for example, and upload the parts one after the other.",
            )
