"""Exports: nothing in them can run, and everything in them comes back."""

import csv
import io
import math
import re
import uuid
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldthread.sheets import clean_text, open_sheet, write_csv, write_xlsx

from .workbooks import cells, opened

ATTACKS = [
    "=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1", " =1+1", "\u00a0=1+1", "\u200b=1+1", "＝1+1", "＠x",
    "=HYPERLINK(\"http://x.invalid\",\"click\")", "=cmd|' /C calc'!A0", "'=1+1", "''=1+1", "-", "+44 20 7946 0000", "=", "\x00=1",
    "\ufeff=1+1", "-5x",
]  # fmt: skip


def csv_of(rows, columns) -> str:
    out = io.BytesIO()
    write_csv(rows, columns, out)
    return out.getvalue().decode("utf-8-sig")


def xlsx_of(rows, columns) -> bytes:
    out = io.BytesIO()
    write_xlsx(rows, columns, out)
    return out.getvalue()


def harmless(cell: str) -> bool:
    return not re.match(r"\s*[=+\-@＝＋－＠\t\r]", cell) or bool(
        re.fullmatch(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", cell)
    )


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_of_a_csv_begins_a_formula_and_the_text_comes_back(attack):
    text = csv_of([{attack: attack}], [attack])
    for record in csv.reader(io.StringIO(text, newline="")):
        assert all(harmless(cell) for cell in record)
        assert record[0].startswith("'")
    assert cells(opened(text)) == [[clean_text(attack)]]


@pytest.mark.parametrize("attack", ATTACKS)
def test_every_text_of_a_workbook_is_stored_as_text(attack):
    content = xlsx_of([[attack]], ["Comment"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml")
    cell = openpyxl.load_workbook(io.BytesIO(content)).active["A2"]
    assert cell.data_type in ("s", "inlineStr")
    assert cell.value == clean_text(attack)
    assert cell.quotePrefix  # stays text when edited, or saved as CSV and opened again
    assert cells(opened(content)) == [[clean_text(attack)]]


def test_what_is_harmless_is_left_alone():
    text = csv_of([["it's", "-5", "+3.5", -5, -2.5, "a=b", "'tis"]], list("ABCDEFG"))
    assert text.splitlines()[1] == '"it\'s","-5","+3.5",-5,-2.5,"a=b","\'tis"'


def test_every_type_has_its_form():
    identity = uuid.UUID(int=5)
    row = {
        "Day": date(2024, 4, 3),
        "Moment": datetime(2024, 4, 3, 9, 5, tzinfo=UTC),
        "Tick": True,
        "None": None,
        "Money": Decimal("2.50"),
        "Big": 2**60,
        "Nan": math.nan,
        "Id": identity,
        "Old": date(1066, 10, 14),
    }
    columns = [*row, "Not there"]
    assert csv_of([row], columns).splitlines()[1] == (
        f'"2024-04-03","2024-04-03 09:05:00","TRUE","",2.5,"{2**60}","","{identity}","1066-10-14",""'
    )
    read = opened(xlsx_of([row], columns)).sample(1)[0].cells
    assert read["Day"] == date(2024, 4, 3)
    assert read["Moment"] == datetime(2024, 4, 3, 9, 5)
    assert (read["Tick"], read["None"], read["Money"], read["Big"]) == (True, None, 2.5, str(2**60))
    assert (read["Nan"], read["Id"], read["Old"]) == (None, str(identity), "1066-10-14")


def test_a_text_longer_than_excel_holds_is_cut_and_says_so():
    content = xlsx_of([["👍" * 20_000], ["a" * 32_767]], ["Comment"])
    first, second = (row[0] for row in cells(opened(content)))
    assert first.startswith("👍👍") and first.endswith("the CSV export has them all]")
    assert len(first.encode("utf-16-le")) // 2 <= 32_767
    assert second == "a" * 32_767


def test_rows_are_counted_paths_are_taken_and_files_are_left_open(tmp_path):
    rows = [[1, "a"], [2, "b"]]
    for write, name in ((write_csv, "a.csv"), (write_xlsx, "a.xlsx")):
        assert write(iter(rows), ["Ref", "Comment"], tmp_path / name) == 2
        with open_sheet(tmp_path / name, name) as sheet:
            assert sheet.count() == 2
        out = io.BytesIO()
        write(rows, ["Ref", "Comment"], out)
        assert not out.closed


def test_a_row_of_the_wrong_length_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="3 values for 2 columns"):
        csv_of([[1, 2, 3]], ["A", "B"])


def test_a_csv_opens_in_excel_with_its_letters_right():
    out = io.BytesIO()
    write_csv([["ŵ £"]], ["Comment"], out)
    assert out.getvalue().startswith(b"\xef\xbb\xbf")


heading = st.text("abcdefghijklmnopqrstuvwxyzŵŷ éß=-+@'", min_size=1, max_size=12).filter(
    lambda text: re.search("[a-zŵŷéß]", text)
)
headings = st.lists(heading, min_size=1, max_size=5, unique_by=lambda text: " ".join(text.split()).casefold())
risky_text = st.builds(
    lambda start, rest: start + rest,
    st.sampled_from(["", "=", "+", "-", "@", "'", "'=", "\t", "\r", " ="]),
    st.text(max_size=30),
)
value = st.one_of(
    risky_text,
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.none(),
    st.booleans(),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
)


@st.composite
def tables(draw):
    columns = draw(headings)
    return columns, draw(
        st.lists(st.lists(value, min_size=len(columns), max_size=len(columns)), min_size=1, max_size=8)
    )


def read_back(value):
    return (clean_text(value) or None) if isinstance(value, str) else value


def as_csv(value):
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return None if read_back(value) is None else str(read_back(value))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(tables())
def test_what_is_written_as_csv_is_read_again(table):
    columns, rows = table
    text = csv_of(rows, columns)
    assert all(harmless(cell) for record in csv.reader(io.StringIO(text, newline="")) for cell in record)
    sheet = opened(text, header_row=1)
    assert sheet.columns == [" ".join(clean_text(column).split()) for column in columns]
    expected = [[as_csv(value) for value in row] for row in rows]
    assert cells(sheet, sheet.columns[0]) == [
        row for row in expected if any(value is not None for value in row)
    ]
    assert not [row.problem for row in sheet.rows() if row.problem]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(tables())
def test_what_is_written_as_a_workbook_is_read_again(table):
    columns, rows = table
    sheet = opened(xlsx_of(rows, columns), header_row=1)
    assert sheet.columns == [" ".join(clean_text(column).split()) for column in columns]
    expected = [[read_back(value) for value in row] for row in rows]
    read = cells(sheet, sheet.columns[0])
    filled = [row for row in expected if any(value is not None for value in row)]
    for ours, row in zip(read, filled, strict=True):
        assert all(same(one, other) for one, other in zip(ours, row, strict=True))


def same(one, other) -> bool:
    """Excel keeps sixteen figures of a number; everything else comes back exactly, type and all."""
    if isinstance(other, float):
        return isinstance(one, int | float) and math.isclose(one, other, rel_tol=1e-15)
    return one == other and type(one) is type(other)
