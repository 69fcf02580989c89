"""What search keeps of a record is true of its words as they stand now: their mark, their words, their numbers."""

from __future__ import annotations

import datetime
import threading

import numpy as np
import pytest
from django.db import connection

from goldthread.analysis.text.similarity import fingerprint
from goldthread.council.models import SearchEntry, SearchWord
from goldthread.council.records import search, vectors
from goldthread.feedback import commands
from goldthread.feedback.duplicates.queries import any_repeated, find_duplicates, repeated_texts
from goldthread.feedback.models import Point
from goldthread.feedback.redaction import detections
from goldthread.feedback.redaction.models import Detection

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 6)
WORDS = (
    "Please keep the Tuesday lunch club by the quillfeather house open. Some of us see nobody else all week."
)


def _hear(cast, reference):
    new = commands.NewFeedback(
        source="suggestion", points=[WORDS], received_on=DAY, their_reference=reference
    )
    return commands.receive(by=cast.person("complaints_manager"), new=new, today=DAY)


def _marks_are_true(*pieces) -> None:
    for piece in pieces:
        entry = SearchEntry.objects.get(record_id=piece.pk)
        assert entry.body == Point.objects.get(feedback=piece).text
        assert entry.mark == fingerprint(entry.body)


def test_words_that_were_locked_are_known_again_once_unlocked(avonshire, settings):
    by = avonshire.person("complaints_manager")
    one = _hear(avonshire, "1")
    working, settings.PRIVACY_FINDER = settings.PRIVACY_FINDER, "nowhere.at.all"
    two = _hear(avonshire, "2")
    settings.PRIVACY_FINDER = working
    assert SearchEntry.objects.get(record_id=two.pk).mark == ""
    commands.redact_again(by=by, feedback=two)
    _marks_are_true(one, two)
    assert find_duplicates(by, two) == [one]
    assert [line.times for line in repeated_texts(by) if line.newest in (one, two)] == [2]
    assert any_repeated(by)


def test_words_that_were_hidden_are_not_the_same_until_they_are_shown_again(avonshire):
    by = avonshire.person("complaints_manager")
    one, two = _hear(avonshire, "1"), _hear(avonshire, "2")
    detections.redact_more(
        by=by, feedback=two, words="the quillfeather house", kind="ADDRESS", reason="One house only"
    )
    _marks_are_true(one, two)
    assert not [line for line in repeated_texts(by) if line.newest in (one, two)]
    detection = Detection.objects.get(feedback=two, kind="ADDRESS")
    detections.undo_redaction(by=by, feedback=two, detection=detection, reason="It is a well-known landmark")
    _marks_are_true(one, two)
    assert [line.times for line in repeated_texts(by) if line.newest in (one, two)] == [2]


def test_home_asks_twice_whether_any_came_again_and_the_list_does_not_ask_for_each(
    avonshire, django_assert_max_num_queries
):
    by = avonshire.person("complaints_manager")
    for number in range(6):
        new = commands.NewFeedback(
            source="suggestion", points=[f"{WORDS} {number // 2} times over."], received_on=DAY,
            their_reference=str(number),
        )  # fmt: skip
        commands.receive(by=by, new=new, today=DAY)
    with django_assert_max_num_queries(2):
        assert any_repeated(by)
    with django_assert_max_num_queries(3):
        assert len(repeated_texts(by)) >= 3


def _put(cast, *texts):
    entries = [
        search.Entry(
            "lesson", cast.council.pk if n == 0 else cast.person("quality_lead").pk, t, "", "learning.read"
        )
        for n, t in enumerate(texts)
    ]
    search.put(cast.council.pk, entries)
    return entries


@pytest.mark.parametrize("few", [True, False])
def test_a_word_that_is_only_a_part_of_others_is_no_near_spelling(avonshire, monkeypatch, few):
    if not few:
        monkeypatch.setattr(search, "_LOOKED_UP", 0)
    first, _ = _put(avonshire, "Zann was rung, and the Quorvish one", "Zannplanning goes on, o'Quorvish")
    search.remove(avonshire.council.pk, [first.record_id])
    search.drop_unused_words(avonshire.council.pk, among=["Zann was rung, and the Quorvish one"])
    left = set(SearchWord.objects.filter(council=avonshire.council).values_list("word", flat=True))
    assert "zann" not in left
    assert {"zannplanning", "quorvish", "and", "the", "was"} <= left


def test_what_one_thread_reads_is_whole_while_another_takes_more_in(avonshire):
    by = avonshire.person("quality_lead")
    index = vectors._fresh(avonshire.council.pk)
    lengths = [len(part) for part in (index.access, index.vectors)]
    own = vectors._COUNCIL[avonshire.council.pk]

    def more() -> None:
        rows = [(search.uuid.uuid4(), b"\x01" * 256, "lesson", "learning.read", "") for _ in range(50)]
        with vectors._LOCK:
            own.put(rows)

    thread = threading.Thread(target=more)
    thread.start()
    thread.join()
    assert [len(part) for part in (index.access, index.vectors)] == lengths
    assert len(own.access) == lengths[0] + 50
    assert np.shares_memory(index.access, index.access) and search.near(by, WORDS) is not None


def _read_by(look) -> list:
    """Return the rows of the search index that a look fetches."""
    fetched = []

    def noting(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql is vectors._WRITTEN_SINCE:
            counted = f"SELECT number, record_id FROM ({sql}) AS rows (number, record_id, a, b, c, d)"
            with connection.connection.cursor() as cursor:
                fetched.extend(row for row in cursor.execute(counted, params).fetchall() if row[0] is None)
        return result

    with connection.execute_wrapper(noting):
        look()
    return fetched


def test_a_second_look_for_what_is_near_reads_nothing_again(avonshire):
    by = avonshire.person("quality_lead")

    def look():
        return search.near(by, WORDS)

    # All of Avonshire was written at once, as an import is: it is no newer than its newest.
    assert len(_read_by(look)) > 100
    assert _read_by(look) == []
    voice = _hear(avonshire, "LUNCH/1")
    assert {pk for _, pk in _read_by(look)} == {voice.pk}
    assert [each.entry.record_id for each in look()][:1] == [voice.pk]


def test_what_was_written_while_another_looked_is_read_by_the_next_look(avonshire):
    by, pk = avonshire.person("quality_lead"), avonshire.council.pk
    search.near(by, WORDS)
    index = vectors._COUNCIL[pk]
    # As for a transaction that began before the look and is committed after it.
    lesson = SearchEntry.objects.filter(council=pk, kind="lesson").order_by("pk").first()
    SearchEntry.objects.filter(pk=lesson.pk).update(changed_at=index.read_at - datetime.timedelta(minutes=1))
    assert [each for _, each in _read_by(lambda: search.near(by, WORDS))] == [lesson.record_id]


@pytest.mark.parametrize("taken_out", [0, 3])
def test_the_nearest_are_those_that_comparing_all_would_find(avonshire, taken_out):
    by, pk = avonshire.person("quality_lead"), avonshire.council.pk
    asked = np.frombuffer(vectors.packed([WORDS])[0], np.int8).astype(np.float32)
    likeness = {}
    for entry in SearchEntry.objects.filter(council=pk, kind="feedback").exclude(meaning=b""):
        meant = np.frombuffer(bytes(entry.meaning), np.int8).astype(np.float32)
        likeness[entry.record_id] = float(meant @ asked / np.linalg.norm(meant) / np.linalg.norm(asked))
    best = sorted(likeness, key=likeness.get, reverse=True)
    found = search.near(by, WORDS, kinds=["feedback"], without=best[:taken_out], most=10)
    expected = [likeness[each] for each in best[taken_out : taken_out + 10]]
    assert [each.likeness for each in found] == pytest.approx(expected, abs=1e-4)
