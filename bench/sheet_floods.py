"""How long files that cost much work and hold few rows keep a reader busy. Prints; asserts nothing.

    python bench/sheet_floods.py [NAME ...]

Each is opened as an upload is, in a process of its own; the seconds are of its processor.
"""

import io
import subprocess
import sys
import time
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TABLE = b"Date,Comment\n03/04/2024,late\n"
HEAD = '<row><c t="inlineStr"><is><t>Date</t></is></c><c t="inlineStr"><is><t>Comment</t></is></c></row>'


def workbook(rows: str, after: str = "", **parts: str) -> bytes:
    """A workbook of one sheet with these rows."""
    book = '<sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets>'
    files = {
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{KINDS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{KINDS}">{book}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r1" Type="{KINDS}/worksheet" Target="sheet1.xml"/></Relationships>',
        "xl/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{HEAD}{rows}</sheetData>{after}</worksheet>',
        **{f"xl/{name}.xml": content for name, content in parts.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


FLOODS = {
    "20 MB of newlines": lambda: TABLE + b"\n" * 20_000_000,
    "100 MB of commas": lambda: TABLE + (b"," * 199 + b"\n") * 500_000,
    "55 rows of 900,000 cells": lambda: TABLE + (b"1," * 900_000 + b"\n") * 55,
    "20 MB of newlines in 200 cells": lambda: TABLE + (b'1,"' + b"\n" * 100_000 + b'"\n') * 200,
    "Excel's own million blank rows": lambda: (
        b"Date,Comment,a,b,c,d,e,f\n1,x,,,,,,\n" + b",,,,,,,\n" * 1_048_570
    ),
    "60 million empty cells": lambda: workbook(("<row>" + "<c/>" * 100 + "</row>") * 600_000),
    "one text of 45,000 characters in 200,000 cells": lambda: workbook(
        ("<row>" + '<c t="s"><v>0</v></c>' * 2 + "</row>") * 100_000,
        sharedStrings=f"<sst><si><t>{'late ' * 9_000}</t></si></sst>",
    ),
    "19,000 merged cells over 20,000 rows": lambda: workbook(
        "<row><c><v>1</v></c></row>" * 20_000,
        "<mergeCells>" + '<mergeCell ref="A1:A1048576"/>' * 19_000 + "</mergeCells>",
    ),
}


def measure(name: str) -> str:
    from goldthread.sheets import SheetError, open_sheet

    content = FLOODS[name]()
    start = time.process_time()
    try:
        with open_sheet(content, "flood.xlsx" if content.startswith(b"PK") else "flood.csv") as sheet:
            result = f"{sheet.count():,} rows"
    except SheetError as error:
        result = f"refused: {error.wrong}"
    return f"{name}: {len(content) / 1e6:.1f} MB, {time.process_time() - start:.1f} s, {result}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(measure(sys.argv[2]))
    else:
        for each in sys.argv[1:] or FLOODS:
            subprocess.run([sys.executable, __file__, "--one", each], check=True)
