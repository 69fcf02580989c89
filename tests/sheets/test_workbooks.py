"""Excel workbooks: what real ones hold."""

import io
import random
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter

from goldthread.sheets import SheetError, open_sheet
from goldthread.sheets.xlsx_cells import column_letters, column_number
from goldthread.sheets.xlsx_parts import meaning_of

from .workbooks import WORKBOOK, cells, excel, inline, opened, package, sheet_xml

HEAD = inline("Ref", "Comment")


def xlsx(content: bytes, **options):
    return opened(content, "feedback.xlsx", **options)


def test_a_workbook_gives_typed_values():
    day, moment = date(2024, 4, 3), datetime(2024, 4, 3, 14, 30)
    sheet = xlsx(
        excel(
            [
                ["Ref", "Day", "When", "Kind", "Note"],
                [7, day, moment, True, "ŵ 👨‍👩‍👧"],
                [2.5, None, None, False, ""],
            ]
        )
    )
    assert (sheet.kind, sheet.encoding, sheet.sheet_name) == ("xlsx", None, "Complaints")
    assert cells(sheet)[0][:2] == [7, day]
    assert cells(sheet)[0][3:] == [True, "ŵ 👨‍👩‍👧"]
    assert cells(sheet)[1] == [2.5, None, None, False, None]
    assert sheet.count() == 2


def test_another_program_reads_the_same_values():
    """openpyxl, an independent reader, and ours agree on a workbook with every kind of cell."""
    out = io.BytesIO()
    chance = random.Random(7)
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "dd mmm yy"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        money = book.add_format({"num_format": '"£"#,##0.00;[Red]-"£"#,##0.00'})
        page.write_row(0, 0, ["Word", "Number", "Day", "Moment", "Money", "Tick"])
        for row in range(1, 200):
            page.write_string(row, 0, chance.choice(["a", " spaced ", "line\nbreak", "_x0041_", "<&>", "=1"]))
            page.write_number(row, 1, chance.choice([chance.randint(-(10**9), 10**9), chance.random()]))
            page.write_number(row, 2, chance.randint(1, 60_000), day)
            page.write_number(
                row, 3, chance.randint(100, 60_000) + chance.randint(0, 86_399) / 86_400, moment
            )
            page.write_number(row, 4, chance.random() * 1e6, money)
            page.write_boolean(row, 5, chance.random() < 0.5)
    content = out.getvalue()
    theirs = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2, values_only=True)
    for ours, other in zip(cells(xlsx(content)), theirs, strict=True):
        expected = [value.strip() if isinstance(value, str) else value for value in other]
        if isinstance(ours[2], date) and isinstance(expected[2], datetime):
            expected[2] = expected[2].date()
        assert ours == expected


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("General", "number"),
        ("0.00E+00", "number"),
        ('#,##0 "days"', "number"),
        ("[Red]0.00", "number"),
        ("dd/mm/yyyy", "date"),
        ("[$-809]dd mmmm yyyy;@", "date"),
        ("mmm-yy", "date"),
        ("mmmm", "date"),
        ("d/m/yy h:mm AM/PM", "datetime"),
        ("h:mm", "time"),
        ("mm:ss.0", "time"),
        ("[h]:mm:ss", "elapsed"),
    ],
)
def test_number_formats_tell_dates_from_numbers(code, meaning):
    assert meaning_of(code) == meaning


def test_excels_impossible_leap_day_and_the_macintosh_calendar():
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    rows = [f'<c s="1"><v>{serial}</v></c>' for serial in (1, 59, 60, 61, 45385)]
    body = sheet_xml(inline("Day"), *rows)
    read = list(xlsx(package(body, {"xl/styles.xml": styles})).rows())
    assert [row.cells["Day"] for row in read if not row.problem] == [
        date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2024, 4, 3),
    ]  # fmt: skip
    assert "no day of Excel's calendar" in read[2].problem
    old = WORKBOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert cells(xlsx(package(body, {"xl/styles.xml": styles, "xl/workbook.xml": old})))[0] == [
        date(1904, 1, 2)
    ]


def test_a_workbook_with_prefixed_tags_and_no_addresses_is_read():
    body = (
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>Ref</x:t></x:is></x:c></x:row>'
        "<x:row><x:c><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    assert cells(xlsx(package(body))) == [[5]]


def test_rich_text_is_joined_and_pronunciation_left_out():
    rich = '<c t="inlineStr"><is><r><t>Very </t></r><r><t>good</t></r><rPh><t>no</t></rPh></is></c>'
    assert cells(xlsx(package(sheet_xml(inline("Comment"), rich)))) == [["Very good"]]


def test_gaps_keep_the_numbers_people_see():
    body = (
        '<worksheet><sheetData><row r="3"><c r="B3" t="inlineStr"><is><t>Ref</t></is></c>'
        '<c r="C3" t="inlineStr"><is><t>Comment</t></is></c></row><row r="4"/>'
        '<row r="9"><c r="C9" t="inlineStr"><is><t>late</t></is></c></row><row r="500"><c r="A500" s="0"/></row>'
        "</sheetData></worksheet>"
    )
    sheet = xlsx(package(body))
    assert sheet.columns == ["Ref", "Comment"]
    assert [(row.number, row.cells["Comment"]) for row in sheet.rows()] == [(9, "late")]


def test_several_sheets_the_first_is_read_and_the_others_are_named():
    content = excel([["Ref", "Comment"], [1, "x"]], Staff=[["Name", "Views"], ["A", "b"]])
    sheet = xlsx(content)
    assert sheet.sheet_names == ("Complaints", "Staff")
    assert "“Staff”" in sheet.warnings[0]
    assert xlsx(content, sheet="staff").columns == ["Name", "Views"]
    with pytest.raises(SheetError, match="“Complaints”, “Staff”"):
        xlsx(content, sheet="Nobody")


def test_hidden_sheets_are_not_chosen_and_hidden_rows_and_columns_are_mentioned():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        lists, page = book.add_worksheet("Lists"), book.add_worksheet("Data")
        page.activate()
        page.set_first_sheet()
        lists.hide()
        for row, values in enumerate([["Ref", "Comment", "Team"], [1, "x", "North"], [2, "y", "South"]]):
            page.write_row(row, 0, values)
        page.set_row(1, None, None, {"hidden": True})
        page.set_column("C:XFD", None, None, {"hidden": True})
    sheet = xlsx(out.getvalue())
    assert sheet.sheet_name == "Data"
    assert sheet.warnings == [
        "A hidden sheet was not read: “Lists”.",
        "Row 2 is hidden or filtered out in the spreadsheet; hidden rows were read like the others.",
        "Column C is hidden in the spreadsheet; it was read like the others.",
    ]
    assert sheet.count() == 2


@pytest.mark.parametrize("formula", ["=SUM(A1:A2)", "{=SUM(A1:A2)}"])
def test_the_value_stored_beside_a_formula_is_read_and_said_to_be_a_formulas(formula):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Data")
        page.write_row(0, 0, ["Ref", "Days"])
        page.write_row(1, 0, [1, 2])
        page.write_number(2, 0, 2)
        page.write_formula(2, 1, formula, None, 99)
    sheet = xlsx(out.getvalue())
    assert cells(sheet) == [[1, 2], [2, 99]]
    assert sheet.warnings[0].startswith(
        "Cell B3 holds a formula. The result stored beside it was read: it is as old"
    )


def test_a_formula_without_a_stored_value_is_its_rows_problem():
    rows = list(xlsx(package(sheet_xml(HEAD, "<c><v>1</v></c><c><f>1+1</f></c>", inline("2", "x")))).rows())
    assert rows[0].problem == (
        "Cell B2 holds a formula without a result. Open the workbook in Excel, save it, and upload it again."
    )
    assert rows[1].problem is None


def test_many_formulas_are_counted_up_to_a_thousand():
    row = "<c><f>1+1</f><v>2</v></c>"
    assert (
        xlsx(package(sheet_xml(HEAD, *[row] * 9)))
        .warnings[0]
        .startswith("Cells A2, A3, A4 and 6 more hold formulas.")
    )
    many = xlsx(package(sheet_xml(HEAD, *[row] * 1_500)))
    assert many.warnings[0].startswith("Cells A2, A3, A4 and many more, in column A hold formulas.")
    assert many.count() == 1_500


def test_a_formula_that_the_quick_look_cannot_see_is_said_all_the_same():
    body = '<?xml version="1.0" encoding="UTF-16"?>' + sheet_xml(HEAD, "<c><f>1+1</f><v>2</v></c>")
    sheet = xlsx(package(body.encode("utf-16")))
    assert sheet.warnings[0].startswith("Cell A2 holds a formula.")
    assert cells(sheet) == [[2, None]]


def test_formulas_of_drop_down_lists_are_no_cells():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Ref", "Team"])
        page.write_row(1, 0, [1, "North"])
        page.data_validation("B2:B9", {"validate": "list", "source": "=$D$1:$D$4"})
        page.conditional_format("A2:A9", {"type": "formula", "criteria": "=$A2>1"})
        page.conditional_format("A2:A9", {"type": "data_bar", "data_bar_2010": True})
    assert cells(xlsx(out.getvalue())) == [[1, "North"]]
    after = '<extLst><ext xmlns:m="m"><m:f>Lists!$A$1:$A$9</m:f></ext></extLst>'
    assert xlsx(package(sheet_xml(HEAD, inline("1", "x"), after=after))).count() == 1


def test_cells_merged_downwards_hold_for_each_row_and_are_mentioned():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.merge_range("A1:B1", "Report of complaints")
        page.write_row(1, 0, ["Team", "Comment"])
        page.merge_range("A3:A5", "North")
        page.write_column(2, 1, ["a", "b", "c", "d"])
    sheet = xlsx(out.getvalue())
    assert cells(sheet) == [["North", "a"], ["North", "b"], ["North", "c"], [None, "d"]]
    assert "Row 1 stands above the headings in row 2 and was not read." in sheet.warnings
    merged = next(warning for warning in sheet.warnings if "merged" in warning)
    assert "A3:A5" in merged and "A1" not in merged


def test_an_excel_error_and_a_stray_cell_are_problems_of_their_rows():
    body = sheet_xml(
        HEAD, inline("1") + '<c t="e"><v>#N/A</v></c>', inline("2", "b", "stray"), inline("3", "c")
    )
    rows = list(xlsx(package(body)).rows())
    assert "Cell B2 shows an Excel error (#N/A)" in rows[0].problem
    assert "Cell C3 holds something, but column C has no heading" in rows[1].problem
    assert rows[2].problem is None


def test_an_excel_error_is_its_cells_problem_and_a_total_with_one_is_left_out():
    error = '<c t="e"><v>#DIV/0!</v></c>'
    body = sheet_xml(
        inline("Ref", "Comment", "Days"),
        inline("1", "a") + error,
        inline("Total") + "<c><v>3</v></c>" + error,
    )
    sheet = xlsx(package(body))
    rows = list(sheet.rows())
    assert [(row.number, row.wrong) for row in rows] == [(2, {"Days"})]
    assert rows[0].problem.startswith("Cell C2 shows an Excel error (#DIV/0!)")
    assert rows[0].address("Comment") == "B2"


def test_a_row_that_points_to_a_missing_text_has_a_problem():
    rows = list(xlsx(package(sheet_xml(HEAD, '<c t="s"><v>7</v></c>'))).rows())
    assert "Cell A2 points to a text" in rows[0].problem


def test_closing_closes_what_was_opened(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(excel([["Ref", "Comment"], [1, "x"]]))
    with open_sheet(path, "a.xlsx") as sheet:
        assert sheet.count() == 1
    with pytest.raises(ValueError, match="closed"):
        list(sheet.rows())


def test_columns_are_counted_as_excel_does():
    assert [column_letters(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_number(column_letters(n)) == n for n in range(1, 16385))


def test_the_helpers_make_what_they_say():
    assert zipfile.ZipFile(io.BytesIO(package(sheet_xml(HEAD)))).testzip() is None
