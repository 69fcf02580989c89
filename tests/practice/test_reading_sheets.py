"""Audit sheets as they come: Microsoft Forms, a case system's report, and what a spreadsheet does to answers."""

from __future__ import annotations

import datetime

import pytest

from goldthread.practice.importing.columns import in_scale
from goldthread.practice.importing.reading import read_audits
from goldthread.standards.audit_tools import scale
from tests.practice.sheets import FORMS, as_csv, forms_row, report, workbook


def test_columns_of_a_form_are_known_by_their_headings_and_their_answers():
    read = read_audits(workbook([forms_row(1), forms_row(2)]), "Audit.xlsx")
    meant = dict(zip([each.strip() for each in FORMS], read.meant.values(), strict=True))
    assert meant["Case reference (no names please)"] == "reference" and meant["Name"] == "auditor"
    assert meant["Is the person’s voice clear?"] == "question:yes_partly_no"
    assert meant["Which were considered? (tick all)"] == "question:tick_all"
    assert meant["Overall grade"] == "grade" and meant["Why this grade?"] == "why"
    assert meant["Id"] == meant["Start time"] == meant["Email"] == ""
    first = read.audits[0]
    assert (first.reference, first.worker, first.grade) == ("LAS 1001", "Dilys Penhale", "Good")
    assert first.audited_on == datetime.date(2025, 6, 4) and first.person_asked == "no_answer"
    assert list(first.answers.values()) == ["Yes", ["Carer", "Advocacy"]]


def test_a_report_with_a_row_a_question_becomes_a_row_an_audit():
    read = read_audits(report(2, unfinished=1), "report.csv")
    assert [each.reference for each in read.audits] == ["18044", "18045"]
    first = read.audits[0]
    assert first.answers == {"Is the record up to date?": "Yes", "Person’s views recorded?": "Partly"}
    assert (first.grade, first.agreed_grade) == ("Good", "Requires improvement")
    assert first.texts == {"why": "See the review & plan"}
    [error] = read.errors
    assert (error.row, error.column) == (10, "CompletedOn") and "not finished" in error.error
    assert "The sheet has a row a question: 12 rows are 3 audits." in read.notes


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({FORMS[9]: "Goodish"}, FORMS[9], "none of the answers: No, Partly, Yes"),
        # 10/10 became the 10th of October.
        ({FORMS[9]: datetime.datetime(2026, 10, 10)}, FORMS[9], "holds a date (10/10?)"),
        ({FORMS[5]: "Mrs Kettlewell"}, "Case reference (no names please)", "no reference of a case"),
        ({"Date of audit": "soon"}, "Date of audit", "soon"),
        ({"Date of audit": None}, "Date of audit", "not finished"),
        ({"Overall grade": "Middling"}, "Overall grade", "none of the answers: Inadequate"),
        ({FORMS[15]: "Perhaps"}, FORMS[15], "does not say whether the person was asked"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_and_the_others_are_read(cells, column, says):
    sound = [forms_row(1), forms_row(2), forms_row(3)]
    meant = read_audits(workbook(sound), "Audit.xlsx").meant
    read = read_audits(workbook([*sound, forms_row(4, **cells)]), "Audit.xlsx", meant)
    assert [each.row for each in read.audits] == [2, 3, 4]
    [error] = read.errors
    assert (error.row, error.column.strip()) == (5, column.strip()) and says in error.error


def test_a_name_beside_a_reference_is_left_out():
    read = read_audits(workbook([forms_row(1, **{FORMS[5]: "Mrs K, 1002"})]), "Audit.xlsx")
    assert [each.reference for each in read.audits] == ["1002"]
    assert any("only 1002 is kept" in note for note in read.notes)


def test_an_audit_that_was_sent_twice_counts_once():
    read = read_audits(workbook([forms_row(1), forms_row(1, Id=2)]), "Audit.xlsx")
    assert len(read.audits) == 1 and any("Row 3 is the same audit as row 2" in note for note in read.notes)


def test_a_date_that_is_text_among_dates_is_said():
    read = read_audits(
        workbook([forms_row(1), forms_row(2, **{"Date of audit": "06/07/2025"})]), "Audit.xlsx"
    )
    assert read.audits[1].audited_on == datetime.date(2025, 7, 6)
    assert any("Row 3" in note and "day first" in note for note in read.notes)


def test_a_sheet_without_a_column_of_dates_is_of_the_day_that_is_given():
    day = datetime.date(2026, 1, 31)
    read = read_audits(as_csv([["file", "Is it clear?"], ["1", "Yes"]]), "a.csv", undated=day)
    assert [each.audited_on for each in read.audits] == [day]


@pytest.mark.parametrize(
    ("slug", "written", "answer"),
    [
        ("one_to_four", "3.0", "3"),
        ("one_to_four", "3", "3"),
        ("one_to_four", "n/a", "Not applicable"),
        ("one_to_four", "5", ""),
        ("four_grades", "requires  Improvement", "Requires improvement"),
        ("four_grades", "n/a", "Not graded"),
        ("yes_partly_no", "YES", "Yes"),
        ("yes_partly_no", "Not seen", "No"),
    ],
)
def test_an_answer_is_known_however_it_is_written(slug, written, answer):
    assert in_scale(scale(slug), written) == answer


def test_two_columns_cannot_be_the_same_thing():
    read = read_audits(workbook([forms_row(1)]), "Audit.xlsx")
    meant = read.meant | {read.columns[0]: "reference"}
    assert read_audits(workbook([forms_row(1)]), "Audit.xlsx", meant).doubled == "Reference of the case"
