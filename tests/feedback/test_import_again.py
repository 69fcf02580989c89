"""The same register again: what is known is offered as an update, never doubled and never passed over in silence."""

from __future__ import annotations

import datetime
import io

import pytest

from goldthread.council.command import Refused
from goldthread.council.models import AuditLine
from goldthread.council.records import withdrawal
from goldthread.council.records.history import history
from goldthread.feedback import commands, corrections
from goldthread.feedback.importing import commands as importing
from goldthread.feedback.importing.undoing import undo_import
from goldthread.feedback.intake.references import reference_key
from goldthread.feedback.models import Feedback
from goldthread.feedback.redaction.models import OriginalText
from goldthread.sheets import write_xlsx
from tests.feedback.spreadsheets import as_csv, checked, imported

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 5, 1)
COLUMNS = ("Date received", "Complaint details", "Ref")
REGISTER = [("04/04/2025", "The rail never came.", "123"), ("05/04/2025", "The rug never came.", "20240012")]


@pytest.fixture
def by(avonshire):
    return avonshire.person("quality_lead")


@pytest.fixture
def first(by):
    """Return the register, imported once."""
    return imported(by, as_csv(REGISTER, COLUMNS))


def _of(batch, reference: str) -> Feedback:
    return Feedback.objects.get(batch=batch, their_reference=reference)


def _counts(batch) -> tuple[int, int, int, int]:
    return batch.ready, batch.updates, batch.duplicates, batch.errors


def test_the_register_from_java_is_the_same_register(by, first):
    out = io.BytesIO()
    rows = [
        ("03/04/2025", "The ramp never came.", "00123"),
        *((day, text, float(ref)) for day, text, ref in REGISTER),
    ]
    write_xlsx(rows, COLUMNS, out)
    batch = checked(by, out.getvalue(), name="again.xlsx")
    assert _counts(batch) == (1, 0, 2, 0)
    rows = [("04/04/2025", "The rail never came.", " 123.0 ")]
    assert _counts(checked(by, as_csv(rows, COLUMNS))) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("reference", "key"),
    [("123.0", "123"), (" 1 23", "123"), ("00123", "00123"), ("AB 1.0", "ab1.0"), ("12.50", "12.50")],
)
def test_a_reference_is_compared_alike_here_and_in_the_database(by, reference, key):
    from django.db.models import Value

    from goldthread.feedback.models import ReferenceKey

    assert reference_key(reference) == key
    row = Feedback.objects.annotate(key=ReferenceKey(Value(reference))).values_list("key", flat=True)
    assert row.first() == key


def test_an_outcome_is_offered_and_applied_with_its_history(by, first):
    columns = (*COLUMNS, "Outcome", "Date closed")
    content = as_csv([(*REGISTER[0], "Upheld", "20/04/2025")], columns)
    batch = checked(by, content)
    assert _counts(batch) == (0, 1, 0, 0)
    offered = batch.offered_updates.get()
    item = _of(first, "123")
    assert (offered.feedback, offered.differences) == (
        item,
        [["Date closed", "", "20 April 2025"], ["Outcome", "", "Upheld"]],
    )
    assert item.outcome == "" and item.version == 1
    importing.cancel_import(by=by, batch=batch)
    batch = imported(by, content, apply_updates=True)
    assert (batch.ready, batch.updates) == (0, 1)
    item.refresh_from_db()
    assert (item.outcome, item.closed_on) == ("Upheld", datetime.date(2025, 4, 20))
    assert item.points.get().is_upheld is True
    event = history(item)[0]
    assert (event.what, event.reason) == ("Updated by an import", "Import of made-up.csv")
    assert ("Outcome", "empty", "Upheld") in [(c.name, c.before, c.after) for c in event.changes]
    line = AuditLine.objects.filter(target_id=item.pk).order_by("-number").first()
    assert (line.command, line.person) == ("feedback.update_from_import", by)
    # Once applied, the same register says nothing new.
    assert _counts(checked(by, content, name="third.csv")) == (0, 0, 1, 0)


def test_corrected_words_replace_the_original_and_are_redacted(by, first):
    words = "The rail never came, and Mrs Margaret Pemberton rang twice."
    batch = imported(by, as_csv([("04/04/2025", words, "123")], COLUMNS), apply_updates=True)
    assert batch.updates == 1
    item = _of(first, "123")
    assert Feedback.objects.filter(their_reference="123").count() == 1
    assert "rang twice" in item.points.get().text and "Pemberton" not in item.points.get().text
    assert "Pemberton" not in item.title
    assert OriginalText.objects.get(feedback=item).as_received == words


def test_issues_that_the_register_has_besides_are_added_and_redacted(by, first):
    columns = (*COLUMNS, "Issue number")
    rows = [
        ("04/04/2025", "The rail never came.", "123", 1),
        ("04/04/2025", "Mrs Margaret Pemberton was rude.", "123", 2),
    ]
    batch = imported(by, as_csv(rows, columns), apply_updates=True)
    assert batch.updates == 1
    item = _of(first, "123")
    points = list(item.points.order_by("position"))
    assert [point.position for point in points] == [1, 2] and points[0].text == "The rail never came."
    assert "was rude" in points[1].text and "Pemberton" not in points[1].text
    assert (points[1].heard_on, points[1].source) == (points[0].heard_on, points[0].source)
    # Fewer than here: nothing is taken away by a file.
    fewer = checked(by, as_csv(REGISTER[:1], COLUMNS), name="fewer.csv")
    assert _counts(fewer) == (0, 0, 0, 1) and "2 issues here" in fewer.row_errors.get().message
    # Nor is anything added where the first issues are others: they may be in another order.
    turned = rows[::-1]
    turned.append(("04/04/2025", "Nobody wrote.", "123", 3))
    assert _counts(checked(by, as_csv(turned, columns), name="turned.csv"))[1] == 0


def test_corrected_dates_move_the_record_and_its_issues(by, first):
    batch = imported(by, as_csv([("28/03/2025", "The rail never came.", "123")], COLUMNS), apply_updates=True)
    assert batch.updates == 1
    item = _of(first, "123")
    assert item.received_on == datetime.date(2025, 3, 28)
    assert item.points.get().month == datetime.date(2025, 3, 1)


def test_what_somebody_left_out_or_did_not_ask_for_is_not_changed(by, first):
    columns = (*COLUMNS, "Outcome")
    content = as_csv([(*row, "Upheld") for row in REGISTER], columns)
    batch = checked(by, content)
    with pytest.raises(Refused, match="No row is ready"):
        importing.start_import(by=by, batch=batch, skip_errors=False)
    importing.start_import(
        by=by, batch=batch, skip_errors=False, apply_updates=True, leave_out=[2], start_job=False
    )
    from goldthread.feedback import jobs

    jobs.import_rows(by=by, batch_id=str(batch.pk))
    assert [_of(first, ref).outcome for ref in ("123", "20240012")] == ["", "Upheld"]
    batch.refresh_from_db()
    assert batch.updates == 1
    rows = [*REGISTER, ("06/04/2025", "The bed never came.", "9")]
    batch = imported(by, as_csv([(*row, "Not upheld") for row in rows], columns))
    assert (batch.ready, batch.updates) == (1, 0)
    assert _of(first, "20240012").outcome == "Upheld"


def test_an_empty_cell_takes_nothing_away(by, first):
    item = _of(first, "123")
    commands.close_case(by=by, feedback=item, closed_on=datetime.date(2025, 4, 30), outcome="Upheld")
    content = as_csv([(*REGISTER[0], "", "")], (*COLUMNS, "Outcome", "Date closed"))
    assert _counts(checked(by, content)) == (0, 0, 1, 0)


def test_one_reference_for_two_cases_is_an_error_and_neither_is_changed(by, first):
    other = ("03/02/2026", "Transport to the day centre stopped without a word.", "123")
    batch = checked(by, as_csv([other], COLUMNS))
    assert _counts(batch) == (0, 0, 0, 1)
    assert _of(first, "123").reference in batch.row_errors.get().message


def test_two_rows_with_one_reference_that_differ_are_an_error(by):
    rows = [("04/04/2025", "The rail never came.", "7"), ("04/04/2025", "The rug never came.", "7.0")]
    batch = checked(by, as_csv(rows, COLUMNS))
    assert _counts(batch) == (1, 0, 0, 1)
    assert "Row 2 has the same reference" in batch.row_errors.get().message


def test_numbered_rows_of_one_reference_are_issues_of_one_record(by):
    columns = (*COLUMNS, "Issue number")
    rows = [
        ("04/04/2025", "The rail never came.", "7", "1"),
        ("04/04/2025", "Nobody rang.", "7", "2"),
        ("05/04/2025", "The rug never came.", "8", "1"),
    ]
    batch = imported(by, as_csv(rows, columns))
    saved = Feedback.objects.filter(batch=batch).order_by("batch_row")
    assert [[p.text for p in item.points.order_by("position")] for item in saved] == [
        ["The rail never came.", "Nobody rang."], ["The rug never came."],
    ]  # fmt: skip
    again = checked(by, as_csv(rows, columns))
    assert (again.ready, again.duplicates, again.errors) == (0, 2, 0)


def test_a_row_known_by_its_words_only_fills_in_what_is_empty(by):
    columns = ("Date received", "Comment", "Team", "Outcome")
    rows = [("04/04/2025", "The rail never came at all.", "", "")]
    first = imported(by, as_csv(rows, columns))
    item = Feedback.objects.get(batch=first)
    filled = as_csv([("04/04/2025", "The rail never came at all.", "", "Upheld")], columns)
    assert imported(by, filled, apply_updates=True).updates == 1
    item.refresh_from_db()
    assert item.outcome == "Upheld"
    other = as_csv([("04/04/2025", "The rail never came at all.", "", "Not upheld")], columns)
    batch = checked(by, other)
    assert _counts(batch) == (0, 0, 1, 0)
    assert batch.notes["conflicts"] == 1


def test_what_somebody_withdrew_stays_withdrawn(by, first):
    item = _of(first, "123")
    withdrawal.withdraw(by=by, record=item, reason="Entered by mistake.", today=TODAY)
    batch = checked(by, as_csv([(*REGISTER[0], "Upheld")], (*COLUMNS, "Outcome")))
    assert _counts(batch) == (0, 0, 1, 0)
    assert batch.notes["withdrawn"] == 1


def test_an_update_that_cannot_be_is_told_and_the_others_are_applied(by, first):
    content = as_csv([(*row, "20/04/2025") for row in REGISTER], (*COLUMNS, "Date closed"))
    batch = checked(by, content)
    item = _of(first, "123")
    # Somebody corrected it between the check and the import: now it was received later than the register says it closed.
    corrections.edit_feedback(
        by=by, feedback=item, version=item.version, reason="Typed wrongly.", today=TODAY, source=item.source,
        team=item.team, extra={}, speaker=item.speaker, channel=item.channel, received_on=datetime.date(2025, 5, 4),
        happened_on=None, subject="", organisation=None, service="", format_needed="", their_reference="123",
        wants_reply=False,
    )  # fmt: skip
    rows = [("04/05/2025", *REGISTER[0][1:], "20/04/2025")]
    assert checked(by, as_csv(rows, (*COLUMNS, "Date closed"))).errors == 1
    importing.start_import(by=by, batch=batch, skip_errors=False, apply_updates=True, start_job=False)
    from goldthread.feedback import jobs

    jobs.import_rows(by=by, batch_id=str(batch.pk))
    assert _of(first, "20240012").closed_on == datetime.date(2025, 4, 20)


# -- Undone as a whole --------------------------------------------------------------------------------


def test_an_import_is_undone_and_can_be_imported_again(by, first):
    undo_import(by=by, batch=first, reason="The wrong year's register.", today=TODAY)
    assert not Feedback.objects.visible_to(by).filter(batch=first).exists()
    first.refresh_from_db()
    assert first.withdrawn_on == TODAY
    line = AuditLine.objects.order_by("-number").first()
    assert (line.command, line.target_id) == ("feedback.undo_import", first.pk)
    item = Feedback.objects.filter(batch=first).first()
    assert withdrawal.withdrawal_of(item).origin_id == first.pk
    with pytest.raises(Refused, match="withdrawn along with Import made-up"):
        withdrawal.restore(by=by, record=item, today=TODAY)
    again = imported(by, as_csv(REGISTER, COLUMNS))
    assert _counts(again) == (2, 0, 0, 0)
    with pytest.raises(Refused, match="undone already"):
        undo_import(by=by, batch=first, reason="Once more.", today=TODAY)


def test_an_import_is_not_undone_once_something_was_built_on_it(by, first, avonshire):
    from goldthread.learning import commands as learning
    from goldthread.themes.codebook.models import Theme
    from goldthread.themes.coding import commands as coding

    item, other = _of(first, "123"), _of(first, "20240012")
    theme = Theme.objects.filter(council=by.council, state="active").first()
    coding.code(by=by, point=item.points.get(), themes=[theme])
    lesson = learning.record_lesson(
        by=by,
        title="Order rails at the visit",
        what_we_learned="Order them then.",
        points=[other.points.get()],
        recorded_on=TODAY,
    )
    commands.close_case(by=by, feedback=other, closed_on=datetime.date(2025, 4, 30), outcome="Upheld")
    with pytest.raises(Refused) as refused:
        undo_import(by=by, batch=first, reason="The wrong year's register.", today=TODAY)
    error = str(refused.value)
    assert f"Issues coded: {item.reference}" in error
    assert f"Lessons: {lesson.reference}" in error
    assert f"Feedback changed: {other.reference}" in error
    assert Feedback.objects.visible_to(by).filter(batch=first).count() == 2


def test_the_themes_of_the_spreadsheet_itself_do_not_hold_it(by):
    from goldthread.themes.codebook.models import Theme
    from goldthread.themes.coding.jobs import code_import

    theme = Theme.objects.filter(council=by.council, state="active").first()
    batch = imported(by, as_csv([(*REGISTER[0], theme.name)], (*COLUMNS, "Theme")))
    point = Feedback.objects.get(batch=batch).points.get()
    code_import(by=by, decisions=[[str(point.pk), [theme.name]]])
    assert point.codings.count() == 1
    undo_import(by=by, batch=batch, reason="The wrong year's register.", today=TODAY)
    assert not Feedback.objects.visible_to(by).filter(batch=batch).exists()
