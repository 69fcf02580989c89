"""Spreadsheets in and out: reads the files councils really have, and writes exports that cannot do harm.

>>> with open_sheet(path, "complaints.xlsx") as sheet:
...     sheet.columns                       # the headings, tidied and made unique
...     for row in sheet.rows():            # streamed; row.number is what the person sees in Excel
...         row.cells["Date received"], row.problem

A file that cannot be trusted raises `SheetError`, whose words can be shown as they are: what is wrong,
where, and what to do next. A single bad row never does: it comes out with `row.problem` filled in.
This room is plain Python; it knows nothing of the web or the database.
"""

from goldthread.cell_text import clean_text
from goldthread.sheets.column_matching import match_columns
from goldthread.sheets.errors import SheetError
from goldthread.sheets.export import write_csv, write_xlsx
from goldthread.sheets.limits import Limits
from goldthread.sheets.sheet import Row, Sheet, open_sheet
from goldthread.sheets.source import fingerprint
from goldthread.sheets.values import Cell, parse_number, parse_yes_no

__all__ = [
    "Cell",
    "Limits",
    "Row",
    "Sheet",
    "SheetError",
    "clean_text",
    "fingerprint",
    "match_columns",
    "open_sheet",
    "parse_number",
    "parse_yes_no",
    "write_csv",
    "write_xlsx",
]
