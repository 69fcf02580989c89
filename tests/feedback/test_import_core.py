"""Import of a spreadsheet: whole rows or none, nothing twice, and what is saved equals the sheet."""

from __future__ import annotations

import datetime
import io
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldthread.council.command import Refused
from goldthread.feedback import commands, jobs
from goldthread.feedback.importing import commands as importing
from goldthread.feedback.importing import reading
from goldthread.feedback.importing.models import ImportBatch, ImportFile
from goldthread.feedback.models import Feedback
from goldthread.no_answer import is_no_answer
from goldthread.sheets import clean_text, write_csv, write_xlsx
from tests.feedback.spreadsheets import as_csv, checked, imported, two_rows_with_errors

pytestmark = pytest.mark.django_db
State = ImportBatch.State


@pytest.fixture
def by(avonshire):
    return avonshire.person("quality_lead")


@pytest.fixture
def team(avonshire):
    from goldthread.council.models import Team

    return Team.objects.filter(council=avonshire.council).first()


def test_a_check_saves_nothing_and_names_each_row_with_an_error(by, team):
    before = Feedback.objects.count()
    batch = checked(by, two_rows_with_errors(team.name))
    assert (batch.state, batch.ready, batch.errors, batch.duplicates) == (State.CHECKED, 2, 2, 0)
    assert [(error.row, error.column) for error in batch.row_errors.all()] == [
        (3, "Date received"),
        (4, "Team"),
    ]
    assert "no team called Nowhere Team" in batch.row_errors.last().message
    assert Feedback.objects.count() == before


def test_errors_stop_the_import_until_somebody_leaves_them_out(by, team):
    batch = checked(by, two_rows_with_errors(team.name))
    with pytest.raises(Refused, match="have errors"):
        importing.start_import(by=by, batch=batch, skip_errors=False)
    importing.start_import(by=by, batch=batch, skip_errors=True)
    jobs.import_rows(by=by, batch_id=str(batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.ready) == (State.DONE, 2)
    saved = Feedback.objects.filter(batch=batch).order_by("batch_row")
    assert [(item.batch_row, item.their_reference, item.outcome) for item in saved] == [
        (2, "X-1", "Upheld"),
        (5, "X-4", "Not upheld"),
    ]
    assert [item.points.get().is_upheld for item in saved] == [True, False]


def test_the_file_is_deleted_when_it_has_been_imported(by, team):
    batch = imported(by, two_rows_with_errors(team.name), skip_errors=True)
    assert not ImportFile.objects.filter(batch=batch).exists()


def test_the_same_file_twice_adds_nothing(by, team):
    content = two_rows_with_errors(team.name)
    imported(by, content, skip_errors=True)
    count = Feedback.objects.count()
    again = checked(by, content, name="renamed.csv")
    assert (again.ready, again.duplicates) == (0, 2)
    with pytest.raises(Refused, match="No row is ready"):
        importing.start_import(by=by, batch=again, skip_errors=True)
    assert Feedback.objects.count() == count


def test_the_same_short_text_of_two_people_is_two_pieces_saved_once(by):
    rows = [("Thank you all.", "03/04/2025")] * 3 + [("Too long on hold.", "03/04/2025")]
    content = as_csv(rows, ("Comment", "Date received"))
    assert imported(by, content, source="survey_comment").ready == 4
    assert checked(by, content, source="survey_comment").duplicates == 4
    longer = as_csv([*rows, rows[0]], ("Comment", "Date received"))
    batch = imported(by, longer, source="survey_comment")
    assert (batch.ready, batch.duplicates) == (1, 4)


def test_rows_with_the_same_reference_and_words_are_one(by):
    row = ("R-77", "The ramp was never fitted.", "03/04/2025")
    batch = checked(by, as_csv([row, row], ("Ref", "Complaint details", "Date received")))
    assert (batch.ready, batch.duplicates) == (1, 1)


def test_a_job_killed_half_way_resumes_without_doing_anything_twice(by, monkeypatch):
    monkeypatch.setattr(reading, "_AT_ONCE", 10)
    rows = [(f"Voice number {number}.", "03/04/2025") for number in range(35)]
    batch = checked(by, as_csv(rows, ("Comment", "Date received")), source="suggestion")
    importing.start_import(by=by, batch=batch, skip_errors=False)
    receive_many, calls = commands.receive_many, []

    def cut_off(**arguments):
        calls.append(len(arguments["pieces"]))
        if len(calls) == 3:
            receive_many(**arguments)
            raise KeyboardInterrupt("the machine is switched off")
        return receive_many(**arguments)

    monkeypatch.setattr(commands, "receive_many", cut_off)
    with pytest.raises(KeyboardInterrupt):
        jobs.import_rows(by=by, batch_id=str(batch.pk))
    batch.refresh_from_db()
    # Two parts were saved whole; of the third, cut off, there is nothing.
    assert (batch.state, batch.done, batch.feedback.count()) == (State.RUNNING, 20, 20)
    monkeypatch.setattr(commands, "receive_many", receive_many)
    jobs.import_rows(by=by, batch_id=str(batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.ready, batch.feedback.count()) == (State.DONE, 35, 35)
    jobs.import_rows(by=by, batch_id=str(batch.pk))
    assert Feedback.objects.filter(batch=batch).count() == 35
    numbers = list(batch.feedback.order_by("batch_row").values_list("number", flat=True))
    assert len(set(numbers)) == 35


def test_a_check_that_runs_twice_has_the_same_result(by, team):
    batch = checked(by, two_rows_with_errors(team.name))
    jobs.check_import(by=by, batch_id=str(batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.ready, batch.errors, batch.row_errors.count()) == (State.CHECKED, 2, 2, 2)


def test_an_import_cancelled_while_it_is_checked_stays_cancelled(by, team):
    batch = checked(by, two_rows_with_errors(team.name))
    ImportBatch.objects.filter(pk=batch.pk).update(state=State.CHECKING)
    stale = ImportBatch.objects.get(pk=batch.pk)
    importing.cancel_import(by=by, batch=ImportBatch.objects.get(pk=batch.pk))
    importing.save_check(by=by, batch=stale, result=importing.CheckResult(2, 0, 0, []))
    stale.refresh_from_db()
    assert stale.state == State.FAILED
    assert not ImportFile.objects.filter(batch=stale).exists()


def test_a_mapping_is_remembered_for_the_same_columns(by):
    columns = ("Col A", "Col B", "Col C")
    row = ("Nobody came.", "03/04/2025", "Upheld")
    first = importing.upload(by=by, source="complaint", filename="a.csv", content=as_csv([row], columns))
    assert not first.mapping["text"]
    chosen = {"text": "Col A", "received_on": "Col B", "outcome": "Col C"}
    importing.set_columns(by=by, batch=first, mapping=chosen)
    second = importing.upload(
        by=by, source="complaint", filename="b.csv", content=as_csv([row, row], columns)
    )
    assert {field: column for field, column in second.mapping.items() if column} == chosen
    other = importing.upload(by=by, source="compliment", filename="c.csv", content=as_csv([row], columns))
    assert not other.mapping["text"]


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"text": "Complaint details"}, "Choose a column for the comment"),
        ({"text": "Ref", "received_on": "Ref"}, "Choose each column once"),
        ({"text": "Ref", "received_on": "No such column"}, "not in the spreadsheet"),
    ],
)
def test_an_impossible_mapping_is_refused(by, team, mapping, message):
    batch = importing.upload(
        by=by, source="complaint", filename="a.csv", content=two_rows_with_errors(team.name)
    )
    with pytest.raises(Refused, match=message):
        importing.set_columns(by=by, batch=batch, mapping=mapping)
    batch.refresh_from_db()
    assert batch.state == State.UPLOADED


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"PK\x03\x04" + b"\x00" * 200, "broken.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old.xls"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "letter.pdf"),
        (b"a,b\n\x00\x00\x00\x00,\x00\n" * 50, "nul.csv"),
        (",".join(f"c{number}" for number in range(1_000_000)).encode() + b"\n1\n", "wide.csv"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_and_changes_nothing(by, content, name):
    before = (ImportBatch.objects.count(), ImportFile.objects.count(), Feedback.objects.count())
    with pytest.raises(Refused) as refused:
        importing.upload(by=by, source="complaint", filename=name, content=content)
    assert len(str(refused.value)) > 20
    assert (ImportBatch.objects.count(), ImportFile.objects.count(), Feedback.objects.count()) == before


def test_a_damaged_file_stops_with_its_reason_and_saves_nothing(by, team, monkeypatch):
    batch = importing.upload(
        by=by, source="complaint", filename="a.csv", content=two_rows_with_errors(team.name)
    )
    importing.set_columns(by=by, batch=batch, mapping=batch.mapping)
    from goldthread.sheets import Sheet, SheetError

    def breaks(self, *words):
        raise SheetError("This Excel file is damaged.", "Save it again.")
        yield

    monkeypatch.setattr(Sheet, "rows", breaks)
    jobs.check_import(by=by, batch_id=str(batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.failure) == (State.FAILED, "This Excel file is damaged. Save it again.")
    assert batch.feedback.count() == 0


def test_a_text_too_long_for_its_field_is_an_error_and_is_never_cut(by):
    row = ("The step is too high.", "03/04/2025", "x" * 121)
    batch = checked(by, as_csv([row], ("Comment", "Date received", "Outcome")))
    assert (batch.ready, batch.errors) == (0, 1)
    assert "121 characters; the most is 120" in batch.row_errors.get().message


# Letters, signs, emoji, line ends, and what begins a formula.
TEXTS = st.text(st.sampled_from("aeiou éŵß日本 \n=+-@'\"|;,£0123456789👩🏽\t"), max_size=60)
# A comment of figures or signs alone is no words, and tests of its own say so.
COMMENTS = TEXTS.map(lambda text: f"{text} etc" if text.strip() else text)
DATES = st.dates(datetime.date(2015, 1, 1), datetime.date(2025, 1, 1))
WRITERS = {"csv": write_csv, "xlsx": write_xlsx}


@pytest.mark.slow(reason="writes and imports forty spreadsheets")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(COMMENTS, DATES, TEXTS), min_size=1, max_size=8),
    kind=st.sampled_from(sorted(WRITERS)),
)
def test_what_is_saved_equals_the_sheet(by, rows, kind):
    out = io.BytesIO()
    WRITERS[kind](rows, ("Comment", "Date received", "Service"), out)
    with transaction.atomic():
        batch = checked(by, out.getvalue(), source="suggestion", name=f"made-up.{kind}")
        if batch.ready:
            importing.start_import(by=by, batch=batch, skip_errors=True)
            jobs.import_rows(by=by, batch_id=str(batch.pk))
        saved = Counter(
            (
                item.original_text.as_received,
                item.received_on,
                item.original_text.original_fields.get("service", item.service),
            )
            for item in Feedback.objects.filter(batch=batch).select_related("original_text")
        )
        errors = batch.row_errors.values("row").distinct().count()
        transaction.set_rollback(True)
    expected = Counter(
        (clean_text(text), day, "" if is_no_answer(service) else clean_text(service))
        for text, day, service in rows
        if clean_text(text)
    )
    assert saved == expected
    assert errors == len(rows) - expected.total()
