"""Workbooks for the tests, good and hostile, put together on the fly: no binary file is ever kept."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter

from goldthread.sheets import Limits, Sheet, open_sheet

CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROOT_RELATIONS = f'<Relationships><Relationship Id="a" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
WORKBOOK = f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>'
WORKBOOK_RELATIONS = f'<Relationships><Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'


def inline(*texts: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


def sheet_xml(*rows: str, after: str = "") -> str:
    body = "".join(f"<row>{row}</row>" for row in rows)
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData>{after}</worksheet>'


def package(sheet: str | bytes, extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """A workbook whose one sheet is this XML, and whatever other parts are given (they replace ours)."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": ROOT_RELATIONS,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": WORKBOOK_RELATIONS,
        "xl/worksheets/sheet1.xml": sheet,
        **(extra or {}),
    }
    return zipped(parts)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def excel(rows: Sequence[Sequence[object]], **sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook as Excel would write it; more sheets by name."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, content in {"Complaints": rows, **sheets}.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(content):
                page.write_row(number, 0, row)
    return out.getvalue()


def opened(content: bytes | str, filename: str = "feedback.csv", **options) -> Sheet:
    data = content.encode() if isinstance(content, str) else content
    return open_sheet(data, filename, limits=options.pop("limits", Limits()), **options)


def cells(sheet: Sheet, *words: str) -> list[list[object]]:
    return [list(row.cells.values()) for row in sheet.rows(*words)]
