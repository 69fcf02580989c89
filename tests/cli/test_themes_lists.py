"""A theme list in and out as CSV, JSON and REFI-QDA Codebook."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from goldthread.cli.main import main
from goldthread.standards.codebook import as_records
from goldthread.themes.codebook import file_formats

# As a program for qualitative analysis writes it: groups, a code with codes under it, one without a description.
QDC = """<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" origin="Other 12">
  <Codes>
    <Code guid="5c94bc9e-db8c-4f1d-9cd6-e900c7440860" name="Care at home" isCodable="false" color="#0000FF">
      <Code guid="b4c7d6f1-2a0a-4d6c-8f19-4a5c7a5d4b11" name="Late visits" isCodable="true">
        <Description>Visits that come late, or at no agreed time.

Excludes: Visits that do not come at all.</Description>
        <Code guid="0a3a9d0e-7a56-4a2c-bf1d-1b5f1d1f1a12" name="Nights" isCodable="true"/>
      </Code>
    </Code>
    <Code guid="9d9ad7f6-9d8c-4f6e-8d84-97d4e4ac2f13" name="Lifts &amp; doors"/>
  </Codes>
  <Sets/>
</CodeBook>
"""


@pytest.fixture
def convert(tmp_path, capsys):
    """Write a file and convert it; returns the exit code, what was said, and the file that was written."""

    def call(content: str | bytes, name: str, to: str):
        path, out = tmp_path / name, tmp_path / to
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        code = main(["themes", "convert", str(path), str(out)])
        return code, capsys.readouterr(), out

    return call


@pytest.mark.parametrize("ending", file_formats.ENDINGS)
def test_the_shipped_list_goes_out_and_comes_back_whole(ending, tmp_path):
    out, back = tmp_path / f"themes{ending}", tmp_path / "back.json"
    assert main(["themes", "convert", "goldthread", str(out)]) == 0
    assert main(["themes", "convert", str(out), str(back)]) == 0
    assert json.loads(back.read_text(encoding="utf-8"))["themes"] == as_records()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_codebook_of_another_program_is_read(convert, encoding):
    text = QDC.replace("utf-8", encoding)
    code, _, out = convert(text.encode(encoding), "codes.qdc", "themes.json")
    assert code == 0
    themes = {theme["name"]: theme for theme in json.loads(out.read_text(encoding="utf-8"))["themes"]}
    assert {name: theme["group"] for name, theme in themes.items()} == {
        "Late visits": "Care at home",
        "Nights": "Care at home: Late visits",
        "Lifts & doors": "",
    }
    assert themes["Late visits"]["what_it_is"] == "Visits that come late, or at no agreed time."
    assert themes["Late visits"]["what_it_is_not"] == "Visits that do not come at all."


def test_what_is_written_is_a_refi_qda_codebook(convert):
    code, _, out = convert("name,group,definition\nLifts,Buildings,All <lifts> & doors.\n", "t.csv", "t.qdc")
    root = file_formats._parse(out.read_bytes())
    assert code == 0 and root.tag == "CodeBook" and b'xmlns="urn:QDA-XML:codebook:1.0"' in out.read_bytes()
    group = root.find("Codes/Code")
    assert (group.get("name"), group.get("isCodable")) == ("Buildings", "false")
    lifts = group.find("Code")
    assert (lifts.get("name"), lifts.get("isCodable")) == ("Lifts", "true")
    assert lifts.findtext("Description") == "All <lifts> & doors." and len(lifts.get("guid")) == 36


def test_a_csv_is_safe_to_open_and_comes_back(convert):
    records = [
        dict.fromkeys(file_formats.FIELDS, "") | {"name": "=HYPERLINK(1)", "examples": ["-1+2", "'+x", "a|b"]}
    ]
    data = file_formats.write(records, ".csv", made_on=__import__("datetime").date(2026, 3, 4))
    assert b'"\'=HYPERLINK(1)"' in data
    code, _, out = convert(data, "t.csv", "t.json")
    theme = json.loads(out.read_text(encoding="utf-8"))["themes"][0]
    assert code == 0 and theme["name"] == "=HYPERLINK(1)" and theme["examples"] == ["-1+2", "'+x", "a|b"]


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><CodeBook><Codes><Code name="&b;"/></Codes></CodeBook>'


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (BOMB, "t.qdc", "document type"),
        (BOMB.replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16"), "t.qdc", "document type"),
        ("<CodeBook><Codes>", "t.qdc", "not XML that can be read"),
        ("<html><body/></html>", "t.qdc", "has no codes"),
        ("<CodeBook><Codes/></CodeBook>", "t.qdc", "has no codes"),
        ('<CodeBook><Codes><Code guid="1"/></Codes></CodeBook>', "t.qdc", "has no name"),
        ("<a>" * 60, "t.qdc", "nested more than"),
        ("{", "t.json", "not JSON"),
        ("colour,size\nred,5\n", "t.csv", "no column of names"),
        (b"\x89PNG\r\n\x1a\n\0\0", "t.csv", "cannot be read"),
    ],
)
def test_what_is_no_theme_list_is_said_to_be_none(convert, content, name, message):
    code, printed, out = convert(content, name, "out.json")
    assert code == 2 and message in printed.err and "Traceback" not in printed.err and not out.exists()


def test_nothing_is_written_over_and_the_ending_says_the_kind(convert, tmp_path):
    code, printed, _ = convert("name\nLifts\n", "t.csv", "t.csv")
    assert code == 2 and "is there already" in printed.err
    code, printed, _ = convert("name\nLifts\n", "t.csv", "t.docx")
    assert code == 2 and ".qdc" in printed.err


@pytest.mark.parametrize("ending", file_formats.ENDINGS)
def test_a_list_is_converted_where_only_numpy_and_scipy_are_installed(ending, tmp_path):
    web = (
        *(
            "django",
            "jinja2",
            "psycopg",
            "procrastinate",
            "pghistory",
            "pgtrigger",
            "allauth",
            "cryptography",
        ),
        *("rapidfuzz", "xlsxwriter", "pydantic", "pydantic_settings", "structlog", "igraph", "openpyxl"),
    )
    lists = [tmp_path / name for name in ("ours.csv", f"theirs{ending}")]
    lists[0].write_text("name,definition\nLate visits,Visits that come late\nBills,Bills that are wrong\n")
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({web!r})); "
        "from goldthread.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    arguments = ["themes", "convert", *map(str, lists)]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert [theme["name"] for theme in file_formats.read(lists[1].read_bytes(), lists[1].name)] == [
        "Late visits",
        "Bills",
    ]
