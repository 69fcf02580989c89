"""Size limits of a spreadsheet."""

from dataclasses import dataclass

HARD_ROW_LIMIT = 1_000_000
EXCEL_ROWS = 1_048_576
EXCEL_COLUMNS = 16_384


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read of one file; more raises `SheetError`, an over-long cell gives its row a problem.

    Councils' own files are far below all of these. They are here so that one file, by mistake or on
    purpose, cannot stop the service for everybody.
    """

    columns: int = 200
    rows: int = 250_000
    cell_characters: int = 50_000
    file_bytes: int = 100 * 1024 * 1024
    # An .xlsx is a zip: what it may unpack to, in all; in how many parts; and how far one part may swell.
    unpacked_bytes: int = 1024 * 1024 * 1024
    parts: int = 5_000
    swelling: int = 200

    def __post_init__(self) -> None:
        if not 0 < self.rows <= HARD_ROW_LIMIT:
            raise ValueError(f"the row limit must be between 1 and {HARD_ROW_LIMIT:,}, not {self.rows:,}")
        if not 0 < self.columns <= EXCEL_COLUMNS:
            raise ValueError(
                f"the column limit must be between 1 and {EXCEL_COLUMNS:,}, not {self.columns:,}"
            )
