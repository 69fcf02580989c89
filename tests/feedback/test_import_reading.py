"""What an import reads in a cell and what it says of it: no words, no date yet, a date or a number in place of words."""

import datetime

import pytest

from goldthread.feedback import jobs
from goldthread.feedback.importing import commands
from goldthread.feedback.importing.checking import notes_in_words
from goldthread.feedback.importing.row_edits import edit_row
from goldthread.feedback.importing.rows import NO_SPEAKER
from goldthread.sheets import open_sheet
from tests.feedback.spreadsheets import as_csv, checked, imported
from tests.sheets.workbooks import excel, inline, package, sheet_xml

HEAD = ["Date received", "Complaint details", "Ref", "Date closed"]
DAY = datetime.date(2025, 4, 3)


@pytest.fixture
def by(avonshire):
    return avonshire.person("quality_lead")


def errors_of(batch):
    return [(each.row, each.column, each.message) for each in batch.row_errors.all()]


def lines_of(batch):
    # None of these spreadsheets says who spoke; test_import_matching tests that line.
    notes = {name: note for name, note in batch.notes.items() if name != NO_SPEAKER}
    return notes_in_words(notes, batch.mapping)


def test_rows_without_words_are_left_out_in_one_line(by):
    blanks = ["N/A", "-", "None", "Not Provided", "No comment", ".", "n/a.", "nil", "NULL"]
    rows = [HEAD, *([DAY, words, number] for number, words in enumerate(blanks)), [DAY, "👍", 99]]
    batch = imported(by, excel(rows), name="log.xlsx")
    assert (batch.ready, batch.errors, batch.feedback.count()) == (1, 0, 1)
    assert lines_of(batch) == [
        "9 rows have no words, and were left out: N/A, -, None, Not Provided, No comment, ., n/a., nil, NULL (rows 2 to 10)."
    ]


def test_a_date_a_truth_value_or_a_number_in_place_of_words_is_named_with_its_cell(by):
    rows = [
        HEAD,
        [DAY, datetime.date(2025, 10, 10), 1],
        [DAY, True, 2],
        [DAY, 10, 3],
        [DAY, "10", 4],
        [DAY, "Late", 5],
    ]
    batch = checked(by, excel(rows), name="log.xlsx")
    assert (batch.ready, batch.errors) == (1, 4)
    assert errors_of(batch)[0] == (
        2, "Complaint details",
        "Cell B2 holds a date, 10 October 2025 (10/10?), and no words. A spreadsheet turns a score such as 10/10 into a "
        "date. Enter the words as text.",
    )  # fmt: skip
    assert [message.partition(".")[0] for _, _, message in errors_of(batch)[1:]] == [
        "Cell B3 holds TRUE and no words", "Cell B4 holds a number and no words", "Cell B5 holds a number and no words",
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["10/10/2025", "2025-10-10 00:00:00", "FALSE", "50%", "£20"])
def test_the_same_in_a_text_file(by, words):
    batch = checked(by, as_csv([(words, "03/04/2025")], ("Comment", "Date received")))
    assert (batch.ready, batch.errors) == (0, 1)
    assert errors_of(batch)[0][2].startswith("Cell A2 holds ")


@pytest.mark.parametrize(
    "words", ["10/10", "5 stars", "10/10/2025 was the worst day", "May", "True enough", "999 came"]
)
def test_words_with_a_date_or_a_number_in_them_are_words(by, words):
    assert checked(by, as_csv([(words, "03/04/2025")], ("Comment", "Date received"))).ready == 1


def test_an_open_complaint_has_no_closing_date_and_one_closed_before_it_came_is_an_error(by):
    cells = ["N/A", "-", "Ongoing", "Open", "TBC", "not yet", "unknown"]
    rows = [
        HEAD,
        *([DAY, f"The ramp never came, {number}.", number, cell] for number, cell in enumerate(cells)),
    ]
    rows.append([DAY, "The bus never came.", 8, "02/04/2025"])
    batch = imported(by, excel(rows), name="log.xlsx", skip_errors=True)
    assert [row for row, _, _ in errors_of(batch)] == [9]
    assert batch.feedback.count() == 7
    assert not batch.feedback.exclude(closed_on=None).exists()
    assert lines_of(batch) == [
        "Date closed: 7 rows say that there is none, or none yet: N/A, -, Ongoing, Open, TBC, not yet, unknown (rows 2 to 8)."
    ]


def test_a_moment_with_an_offset_is_a_day_in_london(by):
    rows = [
        HEAD,
        ["2025-04-30T23:00:00Z", "The ramp never came.", 1],
        ["2025-10-31T23:30:00Z", "The letter was unclear.", 2],
    ]
    batch = imported(by, excel(rows), name="log.xlsx")
    days = batch.feedback.order_by("received_on").values_list("received_on", flat=True)
    assert list(days) == [datetime.date(2025, 5, 1), datetime.date(2025, 10, 31)]


def test_a_month_without_a_day_is_an_error_where_a_day_is_needed(by):
    batch = checked(by, as_csv([("Late", "Sept 2024")], ("Comment", "Date received")))
    assert errors_of(batch)[0][1:] == (
        "Date received",
        "“Sept 2024” has a month and a year but no day. Write it as day/month/year, such as 03/04/2024 or 3 April 2024.",
    )
    # The row is put right on its page, and the import goes on.
    edit_row(by=by, batch=batch, row=2, cells={"Date received": "14 Sept 2024"})
    commands.check_again(by=by, batch=batch, start_job=False)
    jobs.check_import(by=by, batch_id=str(batch.pk))
    batch.refresh_from_db()
    assert (batch.ready, batch.errors) == (1, 0)


def test_a_reference_or_a_service_that_says_nothing_is_none(by):
    """Else all rows with the reference "N/A" would be one complaint."""
    rows = [
        ("The rail came late.", "03/04/2025", "N/A", "-"),
        ("The ramp came late.", "03/04/2025", "N/A", "none"),
    ]
    batch = imported(by, as_csv(rows, ("Comment", "Date received", "Ref", "Service")))
    assert batch.feedback.count() == 2
    assert set(batch.feedback.values_list("their_reference", "service")) == {("", "")}
    assert lines_of(batch) == [
        "Service: 2 rows say that there is none, or none yet: -, none (rows 2 and 3).", "Your own reference: 2 rows say that there is none, or none yet: N/A (rows 2 and 3).",
    ]  # fmt: skip


def test_a_register_with_titles_sections_totals_and_formulas_is_imported(by):
    from tests.sheets.test_layouts import register

    content = register()
    with open_sheet(content, "log.xlsx") as sheet:
        assert sheet.columns[0] == "Ref"
    batch = checked(by, content, name="log.xlsx", mapping={"text": "Decision", "received_on": "Received"})
    assert (batch.ready, batch.errors) == (3, 0)
    assert lines_of(batch)[:3] == [
        "4 columns are matched to nothing, and not imported: “Ref”, “Team”, “Replied”, “Days”.",
        "Rows 9 and 12 add up other rows, and were left out.",
        "Rows 6, 10 and 14 have one cell only, under the first heading (titles of sections, or notes), and were left out.",
    ]


def test_an_excel_error_counts_in_a_column_that_is_imported_and_in_no_other(by):
    error = '<c t="e"><v>#REF!</v></c>'
    rows = [
        inline("3 April 2025", "The ramp never came.", "1") + error,
        inline("3 April 2025") + error + inline("2", "7"),
    ]
    content = package(sheet_xml(inline("Date received", "Complaint details", "Ref", "Days taken"), *rows))
    batch = checked(by, content, name="log.xlsx")
    assert (batch.ready, batch.errors) == (1, 1)
    assert errors_of(batch)[0][2].startswith("Cell B3 shows an Excel error (#REF!)")


def test_a_row_with_a_comment_alone_is_an_error_and_can_be_put_right(by):
    rows = [("Nobody rang.", "", ""), ("Late.", "03/04/2025", "")]
    batch = checked(by, as_csv(rows, ("Comment", "Date received", "Ref")))
    assert errors_of(batch) == [(2, "Date received", "There is no date. Enter the date received.")]
