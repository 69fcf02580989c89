"""Tables as councils really have them: titles, sections and totals around them, headings of several lines, covers."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from goldthread.sheets import SheetError, open_sheet

from .workbooks import cells, excel, opened

LAYOUTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "layouts"


def register(**options) -> bytes:
    """A register kept by hand: titles, merged group headings, sections, totals and a note under the table."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet("Complaints 25-26")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        page.merge_range("A1:F1", "Borsetshire complaints log")
        page.write("A2", "Run on 3 June 2025")
        page.merge_range("A4:B4", "Case")
        page.merge_range("C4:D4", "Dates")
        page.merge_range("E4:F4", "Outcome")
        page.write_row("A5", ["Ref", "Team", "Received", "Replied", "Decision", "Days"])
        page.write("A6", "Quarter 1")
        for row, (ref, received, replied) in enumerate([("B/1", 45750, 45760), ("B/2", 45755, 45770)], 6):
            page.write_row(row, 0, [ref, "North"])
            page.write_number(row, 2, received, day)
            page.write_number(row, 3, replied, day)
            page.write(row, 4, "Upheld")
            page.write_formula(row, 5, f"=D{row + 1}-C{row + 1}", None, replied - received)
        page.write("A9", "Q1 total")
        page.write_formula("F9", "=SUM(F7:F8)", None, 25)
        page.write("A10", "Quarter 2")
        page.write_row("A11", ["B/3", "South", "11/07/2025", "-", "Ongoing"])
        page.write_row("A12", ["Grand total", None, 3])
        page.write("A14", "* Partly upheld counts as upheld")
    return out.getvalue()


def test_a_register_kept_by_hand():
    sheet = opened(register(), "log.xlsx")
    assert sheet.columns == ["Ref", "Team", "Received", "Replied", "Decision", "Days"]
    assert (sheet.header_row, sheet.header_rows) == (5, [4, 5])
    assert [(row.number, row.cells["Ref"], row.cells["Days"]) for row in sheet.rows()] == [
        (7, "B/1", 10), (8, "B/2", 15), (11, "B/3", None),
    ]  # fmt: skip
    assert not [row for row in sheet.rows() if row.problem]
    assert "Rows 1 and 2 stand above the headings in row 5 and were not read." in sheet.warnings
    assert any(line.startswith("Cells F7, F8, F9 hold formulas.") for line in sheet.warnings)
    assert sheet.left_out.lines() == [
        "Rows 9 and 12 add up other rows, and were left out.",
        "Rows 6, 10 and 14 have one cell only, under the first heading (titles of sections, or notes), and were left out.",
    ]


def test_a_row_whose_only_cell_is_somebodys_words_is_never_left_out():
    text = "Comment,Date,Team\nThe ramp never came,03/04/2026,North\nNobody rang\nTotal,,2\n"
    sheet = opened(text)
    assert [row.number for row in sheet.rows("Comment")] == [2, 3, 4]
    assert sheet.left_out.count == 0
    assert [row.number for row in sheet.rows()] == [2]
    assert sheet.left_out.lines() == [
        "Row 4 adds up other rows, and was left out.",
        "Row 3 has one cell only, under the first heading (the title of a section, or a note), and was left out.",
    ]


@pytest.mark.parametrize(
    "label", ["Total", "TOTAL:", "Grand total", "Sub-total", "Q1 total", "Overall", "Total 2025/26", "All"]
)
def test_a_total_row_is_left_out(label):
    sheet = opened(f"Team,Received,Upheld,Rate\nNorth,12,3,25%\nSouth,8,-,<5\n{label},20,3,15%\n")
    assert sheet.count() == 2
    assert sheet.left_out.rows("total") == [4]


@pytest.mark.parametrize(
    "row",
    ["Total Care Ltd,5,1,20%", "Total,5,see note,1", "Total chaos at the day centre,1,,", "Total,-,n/a,"],
)
def test_a_row_that_only_looks_like_a_total_is_kept(row):
    assert opened(f"Team,Received,Upheld,Rate\nNorth,12,3,25%\n{row}\n").count() == 2


def test_headings_printed_again_on_each_page_are_left_out():
    sheet = opened("Ref,Date,Comment\n1,03/04/2026,Late\nRef,Date,Comment\n2,04/04/2026,Kind\n")
    assert sheet.count() == 2
    assert sheet.left_out.lines() == ["Row 3 repeats the headings, and was left out."]


@pytest.mark.parametrize(
    "words", ["The rail {n}, the bed, the ramp and the rug never came", "Rail {n}, and a bed"]
)
@pytest.mark.parametrize("good", [0, 3, 5])
@pytest.mark.parametrize("heading", ["Date received,Team,Comment", "Team,Comment", "Comment"])
def test_words_under_no_heading_are_refused_however_many_rows_have_them(heading, good, words):
    """A comma in the words, without quotation marks, makes another cell; no word of it may be lost."""
    start = {3: "0{n}/04/2026,North,", 2: "North,", 1: ""}[len(heading.split(","))]
    lines = [(start + ("It broke" if n < good else words)).format(n=n) for n in range(1, 9)]
    sheet = opened("\n".join([heading, *lines]))
    assert sheet.columns == heading.split(",")
    rows = list(sheet.rows())
    assert [bool(row.problem) for row in rows] == [n >= good for n in range(1, 9)]
    number = len(lines[-1].split(","))
    assert rows[-1].problem.startswith(f"Row 9 has {number} cells, and there ")


def test_words_under_no_heading_are_refused_in_a_workbook_too():
    rows = [["Ref", "Comment"], *([n, "The rail", "never came"] for n in range(1, 9))]
    sheet = opened(excel(rows), "log.xlsx")
    assert sheet.columns == ["Ref", "Comment"]
    assert next(row.problem for row in sheet.rows()) == (
        "Cell C2 holds something, but column C has no heading. Give it one, or empty the cell."
    )
    assert all(row.problem for row in sheet.rows())


def test_words_under_a_blank_heading_between_others_are_offered_where_the_first_rows_have_some_else_refused():
    few = "Ref,,Comment\n" + "1,,Late\n" * 60 + "2,words,Late\n"
    rows = list(opened(few).rows())
    assert list(rows[0].cells) == ["Ref", "Comment"]
    assert rows[-1].problem.startswith("Cell B62 holds something, but column B has no heading.")
    assert opened("Ref,,Comment\n1,words,Late\n").columns == ["Ref", "Column B", "Comment"]


def test_headings_of_two_lines_are_read_as_one():
    text = "Date,Complaint,Days\nreceived,details,taken\n03/04/2026,Late,4\n04/04/2026,Kind,5\n05/04/2026,Late,-\n"
    sheet = opened(text)
    assert sheet.columns == ["Date received", "Complaint details", "Days taken"]
    assert sheet.count() == 3
    assert "The headings have two lines, rows 1 and 2, and were read as one." in sheet.warnings


@pytest.mark.parametrize(
    "first",
    [
        "TBC,Nobody rang,North",
        "Unknown,Late,-",
        "Not sure of the date any more,It was very late again,North",
        "early may,rude,south",
    ],
)
def test_a_first_record_without_a_date_is_no_second_line_of_the_headings(first):
    text = (
        f"Date,Comment,Team\n{first}\n03/04/2026,Late,North\n04/04/2026,Kind,South\n05/04/2026,Late,North\n"
    )
    assert opened(text).columns == ["Date", "Comment", "Team"]


def test_headings_over_several_columns_tell_those_of_one_name_apart():
    text = "Checks,,\n,SWE,,HCPC,\nName,Reg no,Expiry,Reg no,Expiry\nAnn,1,03/04/2026,,\nBen,,,2,04/04/2026\n"
    assert opened(text).columns == ["Name", "SWE: Reg no", "SWE: Expiry", "HCPC: Reg no", "HCPC: Expiry"]


def test_a_heading_that_stands_in_the_line_above_only_is_used():
    text = "Standard,Mean score,,Share,\n,Ours,All,Low,High\nOne,74,69,19%,49%\nTwo,72,71,20%,58%\n"
    assert opened(text).columns == ["Standard", "Ours", "All", "Low", "High"]


def test_a_block_of_heading_rows_is_named_by_the_row_that_tells_the_columns_apart():
    head = ["Turnover,Turnover", '% turnover,"% turnover, day care"', "101,102", "2023/24,2023/24", "%,%"]
    lines = [f"area label,area,{line}" for line in head]
    sheet = opened("\n".join([*lines, "Borsetshire,E1,18.6,12.3", "Ambridge,E2,25.2,", "Felpersham,E3,1,2"]))
    assert sheet.columns == ["area label", "area", "% turnover", "% turnover, day care"]
    assert (sheet.header_row, sheet.count()) == (2, 3)
    assert "Rows 1, 3, 4 and 5 belong to the headings too; the columns are named by row 2." in sheet.warnings


def test_records_that_begin_alike_are_no_block_of_headings():
    text = "Team,By,Comment,Score\n" + "".join(f"North,Phone,Late {n},{n}\n" for n in range(1, 6))
    assert opened(text).count() == 5
    assert opened("North,Phone,Late\nNorth,Phone,Kind\nNorth,Phone,Rude\nSouth,Post,Late\n").count() == 3


def test_titles_of_two_cells_above_the_headings_are_passed_over():
    text = "Report,Complaints\nPeriod,April\nRef,Date,Comment\n1,03/04/2026,Late\n2,04/04/2026,Kind\n"
    sheet = opened(text)
    assert (sheet.header_rows, sheet.count()) == ([3], 2)
    assert sheet.warnings == ["Rows 1 and 2 stand above the headings in row 3 and were not read."]


def test_dates_under_blank_or_dated_headings_are_paired_with_the_column_on_their_left():
    text = (
        ',"ID","Recap","2025-12-31 00:00:00","Check",""\n'
        '"Ann","1","Completed","2025-08-17 12:35:32","Not completed",""\n'
        '"Ben","2","Not completed","","Not completed",""\n'
        '"Cy","3","Not completed","","Completed","2025-09-04 11:00:32"\n'
    )
    for data in (
        text.encode(),
        text.replace(",", "\t").encode("utf-16"),
        text.replace(",", ";").encode("cp1252"),
    ):
        sheet = opened(data, "progress.csv")
        assert sheet.columns == ["Column A", "ID", "Recap", "Recap: date", "Check", "Check: date"]
        assert sheet.count() == 3
        assert not any("put a row of headings" in warning for warning in sheet.warnings)


def test_months_as_headings_over_figures_stay_what_they_are():
    sheet = opened("Area,Apr-24,2024-05,01/06/2024\nNorth,1,2,3\nSouth,4,5,6\n")
    assert sheet.columns == ["Area", "Apr-24", "2024-05", "01/06/2024"]


def test_a_cover_a_list_of_contents_and_notes_are_passed_over():
    table = [["Ref", "Received", "Comment"], [1, "03/04/2026", "Late"], [2, "04/04/2026", "Kind"]]
    notes = [["Notes"], ["Note number", "Text"], [1, "Counts are of cases."], [2, "[x] not available"]]
    sheet = opened(
        excel([["Complaints of 2026"], ["Made by the complaints team"]], Notes=notes, Register=table),
        "log.xlsx",
    )
    assert (sheet.sheet_name, sheet.count()) == ("Register", 2)
    assert sheet.warnings[0] == (
        "The workbook has 3 sheets; the first with a table, “Register”, was read. The others: “Complaints”, “Notes”. "
        "Choose another if it is not the right one."
    )
    assert opened(excel(table, Notes=notes), "log.xlsx").sheet_name == "Complaints"
    only_notes = opened(excel([["Cover"]], Notes=notes), "log.xlsx")
    assert only_notes.sheet_name == "Notes"
    assert opened(excel([["Cover"]], Other=[["Words"]]), "log.xlsx").sheet_name == "Complaints"


@pytest.mark.parametrize(
    ("start", "what"),
    [
        ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "a calendar"),
        (
            "Received: from a\nDate: Sun, 6 Apr 2025\nFrom: a@b.example\nSubject: Late\n\nNobody, rang\n",
            "a saved email",
        ),
        ("From: a@b.example\r\nTo: c@d.example\r\n\r\nwords", "a saved email"),
    ],
)
def test_what_is_no_table_at_all_is_refused(start, what):
    with pytest.raises(SheetError, match=what):
        opened(start, "thing.txt")


def test_a_table_with_a_column_called_from_is_no_email():
    assert opened("From,Date,Comment\nAnn,03/04/2026,Late\n").columns == ["From", "Date", "Comment"]


# The sheet, the row of the headings, how many columns and records, some headings: counted by hand in each file.
TABLES = {
    "01-icasework-getcases.xml": (None, 1, 10, 3, ["CaseId", "Attributes.Details"]),
    "02-icasework-report.csv": (None, 1, 52, 6, ["CaseDetails.CaseId"]),
    "02b-respond-report.csv": (None, 1, 34, 7, ["Feedback Type & Reference Number", "Receipt Date"]),
    "03-council-complaints-register.xlsx": (
        "ASC 24-25",
        6,
        16,
        11,
        ["Ref", "Acknowledged (3 wd)", "Remedy £"],
    ),
    "03b-council-complaints-register-values-only.xlsx": (
        "ASC 24-25",
        6,
        16,
        11,
        ["Ref", "Received", "Lesson"],
    ),
    "04-lgsco-annual-review-tables.xlsx": ("Complaints received", 3, 11, 8, ["Authority name", "Total"]),
    "04b-lgsco-1-Complaints-Received-24-25.csv": (None, 4, 11, 8, ["Education and Children’s Services"]),
    "04c-lgsco-2-Complaints-Decided-24-25.csv": (None, 5, 11, 8, ["Not upheld", "Upheld"]),
    "04d-lgsco-3-Compliance-outcomes-24-25.csv": (None, 4, 8, 8, ["Compliance rate"]),
    "07-ascof-measures-2024-25.csv": (None, 1, 10, 650, ["Measure_Value"]),
    "08-ascs-annex-tables.xlsx": (
        "T1a - Answers by Council",
        5,
        26,
        7,
        ["I am very satisfied", "Respondents"],
    ),
    "09-ascs-questionnaire-return.csv": (None, 1, 53, 24, ["LaCode", "SerialNo"]),
    "10-skills-for-care-la-level-data.xlsx": (
        "LA level data",
        1,
        19,
        96,
        ["CSSR (LA area)", "Turnover rate"],
    ),
    "11-lginform-turnover.csv": (None, 3, 8, 5, ["% ASC staff turnover", "% ASC staff turnover, day care"]),
    "12a-asc-wds-worker.csv": (None, 1, 45, 8, ["LOCALESTID", "STARTDATE"]),
    "12b-asc-wds-training.csv": (None, 1, 8, 5, ["DATECOMPLETED"]),
    "13-lga-employer-standards-health-check.xlsx": ("Summary", 6, 7, 8, ["Standard", "High (75-100)"]),
    "14a-moodle-progress.sgl3-avon.csv": (None, 1, 12, 9, ["Knowledge check: date", "Feedback: date"]),
    "14b-moodle-progress-excel.sgl3-avon.csv": (None, 1, 12, 9, ["Attendance: half day: date"]),
    "15-moodle-completion-sgl3-avon-20251128_1604.csv": (None, 1, 10, 9, ["Course complete"]),
    "16-totara-course-completions.csv": (None, 1, 13, 27, ["Completion Date"]),
    "18-itrent-style-establishment-and-leavers.xlsx": ("Staff in post", 4, 20, 12, ["Personal ref", "FTE"]),
    "19a-social-work-england-search-results.csv": (None, 1, 7, 4, ["Registration number"]),
    "19b-registration-check-sheet.xlsx": (
        "Nov 25",
        3,
        10,
        5,
        ["Social Work England: Reg no", "HCPC: Reg no"],
    ),
    "20-Practice audit tool 2025-26.xlsx": ("Sheet1", 1, 19, 7, ["Overall grade", "Overall grade2"]),
    "21-Staff voice survey autumn 2025(1-12).xlsx": ("Sheet1", 1, 16, 10, ["Anything else?"]),
    "22-case-system-audit-ssrs.csv": (None, 1, 16, 12, ["QuestionText", "AnswerText"]),
    "29a-nomis-census2021-ts021-ltla.csv": (None, 1, 28, 5, ["geography code"]),
    "29b-nomis-census2021-ts007a-ltla.csv": (None, 1, 22, 5, ["Age: Total"]),
    "29c-nomis-census2021-ts038-ltla.csv": (None, 1, 10, 5, ["date"]),
    "29d-ons-TS021-2021-3-filtered-2025-11-05T10_06_33Z.csv": (None, 1, 5, 100, ["Observation"]),
}
# The other tables of the same workbooks, chosen by name.
OTHER_SHEETS = {
    ("03-council-complaints-register.xlsx", "Summary"): (1, 2, 4),
    ("03-council-complaints-register.xlsx", "ASC 23-24"): (1, 5, 1),
    ("04-lgsco-annual-review-tables.xlsx", "Complaints decided"): (4, 11, 8),
    ("04-lgsco-annual-review-tables.xlsx", "Compliance outcomes"): (3, 8, 8),
    ("08-ascs-annex-tables.xlsx", "T4 - Response Rates"): (4, 7, 7),
    ("08-ascs-annex-tables.xlsx", "T5 - Margins of Error"): (5, 10, 4),
    ("13-lga-employer-standards-health-check.xlsx", "Question results"): (1, 10, 6),
    ("13-lga-employer-standards-health-check.xlsx", "By group"): (1, 11, 8),
    ("13-lga-employer-standards-health-check.xlsx", "Verbatim"): (1, 1, 5),
    ("18-itrent-style-establishment-and-leavers.xlsx", "Leavers"): (2, 10, 4),
}
there = pytest.mark.skipif(
    not LAYOUTS.exists(), reason="the sample layouts lie beside the project, not in it"
)


@there
@pytest.mark.parametrize("name", TABLES)
def test_every_layout_that_holds_a_table_is_opened(name):
    sheet_name, header_row, columns, records, some = TABLES[name]
    with open_sheet(LAYOUTS / name, name) as sheet:
        assert (sheet.sheet_name, sheet.header_row, len(sheet.columns)) == (sheet_name, header_row, columns)
        assert set(some) <= set(sheet.columns)
        assert sheet.count() == records
        assert not [row.problem for row in sheet.rows() if row.problem]


@there
@pytest.mark.parametrize(("name", "sheet_name"), OTHER_SHEETS)
def test_every_other_sheet_of_them_is_opened_by_name(name, sheet_name):
    with open_sheet(LAYOUTS / name, name, sheet=sheet_name) as sheet:
        layout = (sheet.header_row, len(sheet.columns), sheet.count())
        assert layout == OTHER_SHEETS[name, sheet_name]


@there
def test_every_other_layout_is_refused_or_has_no_table():
    for path in sorted(LAYOUTS.iterdir()):
        if path.name in TABLES or path.suffix in (".txt", ".md"):
            continue  # running text has lines, and is opened as a table of one column
        with pytest.raises(SheetError, match=r"is (a|an|JSON) "):
            open_sheet(path, path.name)


def test_the_helper_reads_what_it_wrote():
    assert cells(opened(excel([["Ref"], [1]]), "a.xlsx")) == [[1]]
