"""Helper processes of an import: what they prepare is what it makes itself, and one that is killed loses nothing."""

from __future__ import annotations

import datetime
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections, transaction

from goldthread.analysis.privacy import Detection, KnownPerson
from goldthread.council.database import tenant
from goldthread.council.models import Council, Person, SearchEntry
from goldthread.council.records.models import PeopleNamed
from goldthread.feedback import commands, jobs
from goldthread.feedback.importing import commands as importing
from goldthread.feedback.importing import helpers, reading
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.feedback.intake.saving import label_of_new, prepare
from goldthread.feedback.models import Feedback
from goldthread.feedback.redaction.detector import find
from goldthread.feedback.redaction.models import Detection as SavedDetection
from goldthread.feedback.redaction.models import OriginalText
from tests.council.conftest import apart  # noqa: F401
from tests.feedback.spreadsheets import as_csv, checked

ROOT = Path(__file__).resolve().parents[2]
STARTS = pytest.mark.slow(reason="a helper is a process that loads Django")
COLUMNS = ("Ref", "Complaint details", "Date received", "Team", "Stage")
DAY = datetime.date(2026, 4, 3)
TOLD = (
    "Mrs Margaret Pemberton of 12 Mill Lane, BS21 7AA, waits for a ramp.",
    "Ring me on 01632 960123, and ask for Tunde Okonjo.",
    "Nobody rang back for nine days.",
    "Her NHS number is 943 476 5919; she was born on 3 April 1931.",
)


def rows(count: int, first: int = 0) -> bytes:
    """Return a spreadsheet whose rows differ, some of which name somebody."""
    numbers = range(first, first + count)
    return as_csv(
        [(f"H-{n}/2026", f"{TOLD[n % 4]} Visit {n}.", "03/04/2025", "", "") for n in numbers], COLUMNS
    )


def new_pieces() -> list[NewFeedback]:
    return [
        NewFeedback(
            source="complaint",
            points=[text, "And a second issue."],
            received_on=DAY,
            subject="Mrs Pemberton's ramp",
            their_reference=f"ASC/{number}",
            contact={"name": "Margaret Pemberton", "phone": "01632 960123"},
            batch_row=number,
        )
        for number, text in enumerate(TOLD, 2)
    ]


@pytest.fixture
def by(avonshire):
    return avonshire.person("quality_lead")


@pytest.fixture
def started(monkeypatch) -> list[subprocess.Popen]:
    """Let a small file have helpers, and wait for the first; return the processes that are started."""
    processes: list[subprocess.Popen] = []
    popen = subprocess.Popen

    def start(*arguments, **more):
        processes.append(popen(*arguments, **more))
        return processes[-1]

    monkeypatch.setattr(helpers.subprocess, "Popen", start)
    monkeypatch.setattr(helpers, "_WORTH_IT", 1)
    monkeypatch.setattr(helpers, "_WAIT_FOR_ONE", 60.0)
    monkeypatch.setattr(reading, "_AT_ONCE", 10)
    return processes


def started_import(by, content: bytes) -> ImportBatch:
    batch = checked(by, content)
    importing.start_import(by=by, batch=batch, skip_errors=False, start_job=False)
    return batch


def as_compared(made):
    return [
        (
            each.redacted.original,
            each.redacted.redacted,
            each.redacted.hidden,
            each.redacted.names.to_dict(),
            each.indexed,
        )
        for each in made
    ]


def all_that_was_saved(batch: ImportBatch) -> list[object]:
    """Return everything that an import saved, without keys and times."""
    feedback = list(Feedback.objects.filter(batch=batch).order_by("batch_row"))
    place = {item.pk: item.batch_row for item in feedback}
    left_out = {"id", "created_at", "changed_at", "batch_id", "batch"}
    facts = [
        {
            name: value
            for name, value in vars(item).items()
            if name not in left_out and not name.startswith("_")
        }
        for item in feedback
    ]
    saved = {"feedback__in": place}
    entries = SearchEntry.objects.filter(record_id__in=place)
    return [
        facts,
        sorted(
            (place[p.feedback_id], p.position, p.text, p.tone) for item in feedback for p in item.points.all()
        ),
        sorted(
            (place[d.feedback_id], d.field, d.start, d.end, d.kind, d.placeholder, d.reason, d.confidence)
            for d in SavedDetection.objects.filter(**saved)
        ),
        sorted(
            (place[o.feedback_id], o.as_received, str(o.point_spans), str(o.original_fields))
            for o in OriginalText.objects.filter(**saved)
        ),
        sorted((place[n.origin_id], str(n.names)) for n in PeopleNamed.objects.filter(origin_id__in=place)),
        sorted((place[e.record_id], e.title, e.body, bytes(e.meaning), e.mark, str(e.on)) for e in entries),
    ]


@STARTS
@pytest.mark.django_db
def test_a_helper_makes_what_the_import_makes_itself():
    pieces = [(new, label_of_new(new)) for new in new_pieces()]
    helper = helpers._Helper()
    try:
        made = helper.prepare(pieces)
    finally:
        helper.end()
        helper.clear_away()
    assert as_compared(made) == as_compared(prepare(pieces))
    assert any("[" in text for text in made[0].redacted.redacted.values())


@STARTS
@pytest.mark.django_db
def test_an_import_with_helpers_saves_the_same(by, started, settings):
    batch = started_import(by, rows(45))
    settings.IMPORT_HELPERS = 0
    with transaction.atomic():
        jobs.import_rows(by=by, batch_id=str(batch.pk))
        alone = all_that_was_saved(batch)
        transaction.set_rollback(True)
    assert len(alone[0]) == 45 and not started
    settings.IMPORT_HELPERS = 2
    jobs.import_rows(by=by, batch_id=str(batch.pk))
    assert all_that_was_saved(batch) == alone
    assert len(started) == 2 and all(process.poll() is not None for process in started), (
        "they end with the import"
    )


@STARTS
@pytest.mark.django_db
def test_helpers_that_are_killed_lose_nothing(by, started, settings, monkeypatch):
    settings.IMPORT_HELPERS = 2
    receive_many, parts = commands.receive_many, []

    def receive(**arguments):
        parts.append(len(arguments["prepared"]))
        if len(parts) == 2:
            for process in started:
                process.kill()
        return receive_many(**arguments)

    monkeypatch.setattr(commands, "receive_many", receive)
    batch = started_import(by, rows(120))
    jobs.import_rows(by=by, batch_id=str(batch.pk))
    batch.refresh_from_db()
    saved = Feedback.objects.filter(batch=batch)
    assert batch.state == ImportBatch.State.DONE
    assert sorted(saved.values_list("batch_row", flat=True)) == list(range(2, 122))
    assert parts[0] == 10 and 0 in parts, "parts were prepared, and others were left to the import"
    assert len(started) > 2, "others are started in their place"
    assert all(process.poll() is not None for process in started)
    assert not any("Pemberton" in point.text for item in saved for point in item.points.all())


@pytest.mark.django_db
def test_an_import_whose_helpers_do_not_start_does_all_itself(by, started, settings, monkeypatch):
    settings.IMPORT_HELPERS = 1
    monkeypatch.setattr(helpers, "_PROGRAM", "goldthread.there_is_no_such_program")
    monkeypatch.setattr(helpers, "_WAIT_FOR_ONE", 0.2)
    batch = started_import(by, rows(25))
    jobs.import_rows(by=by, batch_id=str(batch.pk))
    assert Feedback.objects.filter(batch=batch).count() == 25
    assert 1 <= len(started) <= helpers._MOST_STARTS


def test_a_machine_that_has_room_for_no_helper_answers_nothing(monkeypatch):
    def no_room(*_, **__):
        raise OSError("Cannot allocate memory")

    monkeypatch.setattr(helpers.subprocess, "Popen", no_room)
    assert helpers._Helper().prepare([]) is None


def finds_nothing_in_a_helper(text: str, *, known_names: list[KnownPerson | str] = ()) -> list[Detection]:
    """Find as always, but fail in a helper, as a model may that has no memory left."""
    if sys.modules["__main__"].__spec__ and sys.modules["__main__"].__spec__.name == helpers._PROGRAM:
        raise MemoryError
    return find(text, known_names=known_names)


@STARTS
@pytest.mark.django_db
def test_what_a_helper_could_not_read_is_read_once_more_and_not_locked(by, started, settings):
    settings.IMPORT_HELPERS = 1
    settings.PRIVACY_FINDER = f"{__name__}.{finds_nothing_in_a_helper.__name__}"
    batch = started_import(by, rows(25))
    jobs.import_rows(by=by, batch_id=str(batch.pk))
    saved = Feedback.objects.filter(batch=batch)
    assert (saved.count(), saved.filter(is_locked=True).count()) == (25, 0)


@pytest.mark.django_db
def test_what_was_prepared_of_other_words_is_not_taken(by):
    [new, other, *_] = new_pieces()
    [wrong] = prepare([(other, "Complaint")])
    [saved] = commands.receive_many(by=by, pieces=[new], prepared={new.batch_row: wrong})
    [alone] = prepare([(new, "Complaint")])
    assert saved.points.first().text == alone.redacted.points(1)[0]


@pytest.mark.django_db
def test_two_imports_at_once_share_the_helpers(by, settings):
    settings.IMPORT_HELPERS = 2
    taken = helpers._Taken()
    assert [taken.take(), taken.take()] == [2, 0]
    taken.give_back(2)
    assert taken.take() == 2


@pytest.mark.django_db
def test_no_helper_starts_for_few_rows_or_where_most_are_known(by, started, settings, monkeypatch):
    settings.IMPORT_HELPERS = 2
    monkeypatch.setattr(helpers, "_WORTH_IT", 30)
    batch = started_import(by, rows(20))
    jobs.import_rows(by=by, batch_id=str(batch.pk))
    again = started_import(by, rows(45))
    assert (again.ready, again.duplicates) == (25, 20)
    monkeypatch.setattr(helpers, "_WORTH_IT", 1)
    again.ready = 20
    with helpers.prepared_ahead(again, []) as parts:
        assert list(parts) == []
    assert not started


def test_a_helper_knows_no_way_into_the_database(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://runtime:secret@host/goldthread")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner:secret@host/goldthread")
    environment = helpers._environment()
    assert "DATABASE_OWNER_URL" not in environment and "secret" not in environment["DATABASE_URL"]


IMPORT = """
import sys
import django
django.setup()
from goldthread.council.database import tenant
from goldthread.council.models import Council, Person
from goldthread.feedback import jobs
from goldthread.feedback.importing import helpers, reading
helpers._WORTH_IT, helpers._WAIT_FOR_ONE, reading._AT_ONCE = 1, 60.0, 10
council = Council.objects.get(slug="avonshire")
with tenant.inside(council.pk):
    people = Person.objects.select_related("council").prefetch_related("memberships")
    by = people.get(account__email="dilys.okafor@avonshire.example")
jobs.import_rows(by=by, batch_id=sys.argv[1])
"""


def _importing(batch: ImportBatch) -> subprocess.Popen:
    settings = connections["default"].settings_dict
    address = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"
    environment = os.environ | {"DATABASE_URL": address, "GOLDTHREAD_IMPORT_HELPERS": "2"}
    environment.pop("DATABASE_OWNER_URL", None)
    return subprocess.Popen([sys.executable, "-c", IMPORT, str(batch.pk)], env=environment, cwd=ROOT)


def _children(process: subprocess.Popen) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process.pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _wait_until(what: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.slow(
    reason="an import and its helpers are processes of their own, one of which is killed, and begun again"
)
def test_a_worker_that_is_killed_leaves_no_helper_and_its_import_resumes(apart):  # noqa: F811
    if not Path("/proc/self/stat").exists():
        pytest.skip("what runs can be read only where there is a /proc")
    council = Council.objects.get(slug="avonshire")
    with tenant.inside(council.pk):
        people = Person.objects.select_related("council").prefetch_related("memberships")
        by = people.get(account__email="dilys.okafor@avonshire.example")
        batch = started_import(by, rows(600))

    def saved() -> list[int]:
        with tenant.inside(council.pk):
            return sorted(Feedback.objects.filter(batch=batch).values_list("batch_row", flat=True))

    process = _importing(batch)
    _wait_until(lambda: len(saved()) >= 30, 60)
    spawned = _children(process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(spawned) == 2
    _wait_until(lambda: not any(map(_is_running, spawned)), 20)
    before = saved()
    assert 30 <= len(before) < 600 and len(before) % 10 == 0, "whole parts, and not all of them"
    assert _importing(batch).wait(60) == 0
    assert saved() == list(range(2, 602))
    with tenant.inside(council.pk):
        assert ImportBatch.objects.get(pk=batch.pk).state == ImportBatch.State.DONE


def test_what_is_prepared_can_be_sent():
    pieces = new_pieces()
    assert pickle.loads(pickle.dumps(pieces)) == pieces
    made = prepare([(new, "Complaint") for new in pieces])
    assert as_compared(pickle.loads(pickle.dumps(made))) == as_compared(made)
    assert len(pickle.dumps(made)) < 10_000, "without the lists of names and words, which every process has"
