"""Exports of case systems: one case of several rows, what was found and learned, and the same export again."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from goldthread.casework.findings import record_finding
from goldthread.casework.models import ComplaintCase, PointOutcome, Remedy
from goldthread.feedback.importing import commands as importing
from goldthread.feedback.importing import layouts
from goldthread.feedback.importing.case_facts import found_of, learned, paid
from goldthread.feedback.importing.options import ImportOptions
from goldthread.feedback.models import Feedback, Point
from goldthread.learning.models import Lesson
from goldthread.learning.no_lesson.models import NoLesson
from tests.feedback.spreadsheets import as_csv, checked, imported

pytestmark = pytest.mark.django_db
DAY = datetime.date
ICASEWORK = (
    "CaseDetails.CaseId",
    "CaseDetails.CaseType",
    "CaseDetails.Department",
    "CaseDetailsComplaint.Details",
    "CaseStatus.Status",
    "CaseStatus.CurrentStage",
    "CaseStatus.CurrentOutcome",
    "CaseStatusReceipt.Method",
    "CaseStatusReceipt.DateReceived",
    "CaseStatusClosure.DateClosed",
    "CaseStageStage1.DateCompleted",
    "CaseStageStage1.OutcomeDetails",
)
RESPOND = (
    "Feedback Type & Reference Number",
    "Feedback Type",
    "Receipt Date",
    "How Received",
    "Received in Stage",
    "Service Director",
    "Contact Type",
    "Description",
    "Overall Outcome",
    "Learning Identified?",
    "Corporate Actions",
)
OWN = (
    "Our number",
    "When",
    "Said",
    "Found",
    "Reason",
    "Lesson",
    "Paid",
    "Acknowledged",
    "Extended to",
    "Done",
)
OWN_MAP = {
    "their_reference": "Our number",
    "received_on": "When",
    "text": "Said",
    "finding": "Found",
    "found_because": "Reason",
    "learning": "Lesson",
    "payment": "Paid",
    "acknowledged_on": "Acknowledged",
    "extended_to": "Extended to",
    "closed_on": "Done",
}
ISSUES = ImportOptions(several_rows=layouts.ISSUES)
TWO_ISSUES = [
    ("K-71", "02/03/2026", "Nobody rang back about the ramp.", "Upheld", "No call is on file.", "", "", "04/03/2026", "", ""),
    ("K-72", "03/03/2026", "The stairlift bill was wrong.", "", "", "", "", "", "", ""),
    ("K-71", "02/03/2026", "The ramp invoice came twice.", "Not upheld", "", "", "150", "04/03/2026", "30/09/2026", ""),
]  # fmt: skip


@pytest.fixture
def by(avonshire):
    return avonshire.person("complaints_manager")


def _of(batch, reference):
    return Feedback.objects.get(batch=batch, their_reference=reference)


def _again(by, rows, **options):
    return imported(by, as_csv(rows, OWN), mapping=OWN_MAP, options=ISSUES, apply_updates=True, **options)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("Upheld", "upheld"),
        ("Partially upheld", "partly"),
        ("UPHELD IN PART", "partly"),
        ("Not Upheld", "not_upheld"),
        ("Withdrawn", "no_finding"),
        ("Out of Jurisdiction", "no_finding"),
        ("Ongoing", ""),
        ("", ""),
    ],
)
def test_a_councils_word_is_read_as_a_finding(word, found):
    assert found_of(word) == found


def test_cells_of_learning_and_money():
    assert (learned("No"), learned("n/a"), learned("Yes"), learned("Call back the same day")) == (
        "-",
        "-",
        "",
        "Call back the same day",
    )
    assert (paid("£1,250.5"), paid("0"), paid("")) == (Decimal("1250.50"), None, None)
    with pytest.raises(ValueError, match="amount in pounds"):
        paid("an apology")


@pytest.mark.parametrize(("columns", "name"), [(ICASEWORK, "iCasework"), (RESPOND, "Respond"), (OWN, None)])
def test_a_layout_is_recognised_by_its_headings(columns, name):
    layout = layouts.recognise(columns)
    assert (layout.name if layout else None) == name


def test_rows_of_one_case_are_one_complaint_with_several_issues(by):
    batch = imported(by, as_csv(TWO_ISSUES, OWN), mapping=OWN_MAP, options=ISSUES)
    assert (batch.ready, batch.errors) == (2, 0)
    feedback = _of(batch, "K-71")
    found = list(PointOutcome.objects.filter(point__feedback=feedback).order_by("point__position"))
    assert (found[0].found, found[0].explanation) == ("upheld", "No call is on file.")
    assert found[1].found == "not_upheld"
    case = ComplaintCase.objects.get(feedback=feedback)
    assert case.acknowledged_on == DAY(2026, 3, 4)
    feedback.refresh_from_db()
    assert feedback.due_on == DAY(2026, 9, 30)
    assert Remedy.objects.get(feedback=feedback).amount == Decimal(150)
    assert not ComplaintCase.objects.filter(feedback=_of(batch, "K-72")).exists()


def test_a_later_export_updates_and_adds_nothing_twice(by):
    first = imported(by, as_csv(TWO_ISSUES, OWN), mapping=OWN_MAP, options=ISSUES)
    feedback = _of(first, "K-71")
    later = [
        (*TWO_ISSUES[0][:5], "Ring back the same day", "", "04/03/2026", "", "20/04/2026"),
        TWO_ISSUES[1],
        (*TWO_ISSUES[2][:3], "Partly upheld", "", "No", "200", "04/03/2026", "30/09/2026", "20/04/2026"),
    ]
    batch = checked(by, as_csv(later, OWN), mapping=OWN_MAP, options=ISSUES)
    assert (batch.ready, batch.updates, batch.duplicates) == (0, 1, 1)
    shown = {label: (was, now) for label, was, now in batch.offered_updates.get().differences}
    assert shown["Finding on the issue 2"] == ("Not upheld", "Partly upheld")
    assert shown["Payment made (£)"] == ("£150.00", "£200.00")
    importing.cancel_import(by=by, batch=batch)
    assert _again(by, later).updates == 1
    lesson = Lesson.objects.get(basis__point__feedback=feedback)
    assert lesson.what_we_learned == "Ring back the same day"
    assert NoLesson.objects.filter(point__feedback=feedback, point__position=2).exists()
    assert Remedy.objects.get(feedback=feedback).amount == Decimal(200)
    assert ComplaintCase.objects.get(feedback=feedback).state == "closed"
    third = checked(by, as_csv(later, OWN), mapping=OWN_MAP, options=ISSUES)
    assert (third.ready, third.updates, third.duplicates) == (0, 0, 2)


def test_what_staff_recorded_is_shown_before_it_is_replaced(by):
    first = imported(by, as_csv(TWO_ISSUES, OWN), mapping=OWN_MAP, options=ISSUES)
    point = Point.objects.get(feedback=_of(first, "K-71"), position=2)
    record_finding(
        by=by,
        point=point,
        found="upheld",
        explanation="Both invoices were found in the file.",
        found_on=DAY(2026, 3, 20),
    )
    batch = checked(by, as_csv(TWO_ISSUES, OWN), mapping=OWN_MAP, options=ISSUES)
    assert not list(first.row_errors.all())
    assert batch.offered_updates.get().differences == [["Finding on the issue 2", "Upheld", "Not upheld"]]
    importing.cancel_import(by=by, batch=batch)
    assert PointOutcome.objects.get(point=point).explanation == "Both invoices were found in the file."


def test_icasework_the_same_case_twice_is_the_case_as_it_stands(by):
    rows = [
        ("613511", "Complaint", "", "The outcome was never told to us.", "Not upheld", "Stage 2", "Partially upheld", "Letter", "2026-01-05", "2026-03-20", "2026-02-02", "One letter was late."),
        ("613511", "Complaint", "", "The outcome was never told.", "Not upheld", "Stage 1", "Not upheld", "Letter", "2026-01-05", "2026-02-02", "2026-02-02", ""),
    ]  # fmt: skip
    batch = imported(by, as_csv(rows, ICASEWORK))
    assert batch.options == {"layout": "icasework", "several_rows": "latest"}
    assert (batch.ready, batch.errors) == (1, 0)
    feedback = _of(batch, "613511")
    assert (feedback.closed_on, feedback.outcome) == (DAY(2026, 3, 20), "Partially upheld")
    assert feedback.extra["stage"] == "Stage 2"
    outcome = PointOutcome.objects.get(point__feedback=feedback)
    assert (outcome.found, outcome.word, outcome.explanation) == (
        "partly",
        "Partially upheld",
        "One letter was late.",
    )


def test_respond_a_row_for_each_contact_and_other_types_left_out(by):
    rows = [
        ("ASC 10431", "Adult Statutory", "07/04/2026 00:00:00", "Telephone", "Stage 1", "", "Secondary", "Nobody rang back.", "Partially Upheld", "Yes", "Duty keeps a call-back list."),
        ("ASC 10431", "Adult Statutory", "07/04/2026 00:00:00", "Telephone", "Stage 1", "", "Primary", "(same case)", "Partially Upheld", "Yes", ""),
        ("COM 10440", "Compliment", "14/04/2026 00:00:00", "E-mail", "", "", "Primary", "Thank you.", "", "", ""),
        ("CSC 10470", "Children Statutory", "09/05/2026 00:00:00", "Letter", "Stage 2", "", "Primary", "The handover.", "", "", ""),
    ]  # fmt: skip
    batch = imported(by, as_csv(rows, RESPOND))
    assert (batch.ready, batch.errors) == (1, 0)
    assert batch.notes["other_type"] == 2
    feedback = _of(batch, "ASC 10431")
    assert [point.text for point in feedback.points.all()] == ["Nobody rang back."]
    assert Lesson.objects.get(basis__point__feedback=feedback).title == "Duty keeps a call-back list."


def test_the_page_says_which_system_and_how_sure(avonshire, by, page):
    rows = [("1", "Complaint", "", "The rail.", "", "", "", "", "2026-01-05", "", "", "")]
    batch = importing.upload(by=by, source="complaint", filename="x.csv", content=as_csv(rows, ICASEWORK))
    text = page("complaints_manager", "feedback:import_columns", batch.pk)
    assert "Recognised as iCasework" in text and "not been tried on a real file" in text
