"""Retention of feedback: what is due is deleted, in its history too, and what was learned stays."""

from __future__ import annotations

import argparse
import datetime

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import SearchEntry, SearchWord
from goldthread.feedback import commands, forgetting
from goldthread.feedback.contacts.models import Contact
from goldthread.feedback.duplicates.commands import group_duplicates
from goldthread.feedback.duplicates.models import DuplicateMember
from goldthread.feedback.importing import commands as importing
from goldthread.feedback.importing.models import ImportBatch, ImportFile
from goldthread.feedback.models import EqualityAnswers, Feedback, Point
from goldthread.feedback.redaction.models import OriginalText
from goldthread.learning.queries import offered
from goldthread.themes import forgetting as notes_forgetting
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting.counts import count_uncoded_in
from goldthread.themes.counting.models import ThemeMonth
from goldthread.themes.emerging.models import EmergingTopic, EmergingTopicPoint
from goldthread.thread.gaps import find_gaps
from tests.feedback.spreadsheets import as_csv

pytestmark = pytest.mark.django_db

_TEXT = "The lady at the desk in Tillingbourne told me to come back on a Thursday, three times over, in the quincunx garden."


@pytest.fixture
def old(avonshire):
    """Return a compliment of three years ago, with contact details and equality answers."""
    by = avonshire.person("complaints_manager")
    day = timezone.localdate() - datetime.timedelta(days=3 * 366)
    return commands.receive(
        by=by,
        today=timezone.localdate(),
        new=commands.NewFeedback(
            source="compliment",
            points=[_TEXT],
            received_on=day,
            their_reference="CMP-77",
            contact={"name": "Somebody Invented", "phone": "01632 960001"},
            equality={"age": "75 to 84"},
        ),
    )


def test_only_what_is_due_is_returned(avonshire, old):
    due = forgetting.due(avonshire.council, timezone.localdate())
    assert old in due
    assert all(item.received_on < timezone.localdate() - datetime.timedelta(days=700) for item in due)


def test_every_word_and_name_is_gone_and_the_count_stays(avonshire, old):
    today = timezone.localdate()
    point = Point.objects.get(feedback=old)
    point.text = _TEXT + " It was raining."
    point.save()
    history = apps.get_model("goldthread", "PointEvent").objects.filter(pgh_obj_id=point.pk)
    assert history.exists()
    themes_before = list(Coding.objects.filter(point=point).values_list("theme", flat=True))
    months_before = ThemeMonth.objects.filter(council=avonshire.council).count()

    forgetting.forget(by=avonshire.person("administrator"), feedback=[old], on=today)

    avonshire.enter()
    for model in (OriginalText, Contact, EqualityAnswers):
        assert not model.objects.filter(feedback=old).exists()
    assert not history.exists()
    forgotten = Feedback.objects.get(pk=old.pk)
    remaining = f"{forgotten.title} {forgotten.response} {forgotten.extra} {forgotten.their_reference} {forgotten.fingerprint}"
    assert "Thursday" not in remaining + Point.objects.get(pk=point.pk).text
    assert "CMP-77" not in remaining
    assert forgotten.forgotten_on == today and forgotten.source == "compliment"
    assert list(Coding.objects.filter(point=point).values_list("theme", flat=True)) == themes_before
    assert ThemeMonth.objects.filter(council=avonshire.council).count() == months_before
    assert not SearchEntry.objects.filter(record_id=old.pk).exists()


def test_it_is_done_once(avonshire, old):
    clock = avonshire.person("administrator")
    first = forgetting.forget_due(clock, today=timezone.localdate(), now=timezone.now())
    avonshire.enter()
    second = forgetting.forget_due(clock, today=timezone.localdate(), now=timezone.now())
    assert first.feedback >= 1 and second.feedback == 0
    avonshire.enter()
    # No other feedback in Avonshire has the word; it must not stay as a suggested spelling.
    assert not SearchWord.objects.filter(word="quincunx").exists()


def test_only_an_administrator_may(avonshire, old):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        forgetting.forget(by=avonshire.person("complaints_manager"), feedback=[old], on=timezone.localdate())


def test_the_original_text_opens_with_a_reason_that_is_recorded(avonshire, old):
    from goldthread.council.command import Refused
    from goldthread.council.models import AuditLine

    by = avonshire.person("complaints_manager")
    with pytest.raises(Refused):
        commands.open_original(by=by, feedback=old, reason="   ")
    assert (
        commands.open_original(by=by, feedback=old, reason="The person asked for a copy").as_received == _TEXT
    )
    avonshire.enter()
    line = AuditLine.objects.filter(command="feedback.open_original").latest("number")
    assert line.reason == "The person asked for a copy" and line.person == by


def _everything(feedback) -> str:
    """Return all that is stored of a piece, in its history and beside it."""
    events = apps.get_model("goldthread", "FeedbackEvent").objects.filter(pgh_obj_id=feedback.pk)
    stored = [vars(Feedback.objects.get(pk=feedback.pk)), *(vars(event) for event in events)]
    stored += [vars(point) for point in Point.objects.filter(feedback=feedback)]
    stored += [vars(member.group) for member in DuplicateMember.objects.filter(feedback=feedback)]
    return str(stored).lower()


def test_its_fields_and_the_name_of_its_group_are_deleted_too(avonshire):
    by = avonshire.person("complaints_manager")
    day = timezone.localdate() - datetime.timedelta(days=3 * 366)
    pieces = [
        commands.receive(
            by=by,
            today=timezone.localdate(),
            new=commands.NewFeedback(
                source="compliment",
                points=[_TEXT],
                received_on=day,
                their_reference=str(number),
                service="The quincunx rooms",
                outcome="Quincunx thanked",
                extra={"remedy": "quincunx"},
            ),
        )
        for number in range(2)
    ]
    group_duplicates(by=by, feedback=pieces, kind="campaign", name="Save the quincunx garden")
    forgetting.forget(by=avonshire.person("administrator"), feedback=pieces[:1], on=timezone.localdate())
    avonshire.enter()
    assert "quincunx" in _everything(pieces[0]), "the name stays while the other piece does"
    forgetting.forget(by=avonshire.person("administrator"), feedback=pieces[1:], on=timezone.localdate())
    avonshire.enter()
    for piece in pieces:
        assert "quincunx" not in _everything(piece)


def test_nothing_is_saved_about_deleted_feedback(avonshire, old):
    forgetting.forget(by=avonshire.person("administrator"), feedback=[old], on=timezone.localdate())
    by = avonshire.person("complaints_manager")
    today = timezone.localdate()
    # As a page that was opened before still has it.
    for stale in (Feedback.objects.get(pk=old.pk), old):
        for command, arguments in (
            (commands.record_response, {"responded_on": today, "response": "We wrote to Mrs Quincunx."}),
            (commands.close_case, {"closed_on": today, "outcome": "Quincunx upheld"}),
            (commands.close_case, {"closed_on": today}),
        ):
            with pytest.raises(Refused, match="has been deleted"):
                command(by=by, feedback=stale, **arguments)
    with pytest.raises(Refused, match="has been deleted"):
        commands.split_point(by=by, point=Point.objects.get(feedback=old), texts=["Deleted", "on"])
    client = avonshire.client("complaints_manager")
    form = {
        "responded_on-day": today.day,
        "responded_on-month": today.month,
        "responded_on-year": today.year,
        "response": "Quincunx",
    }
    client.post(reverse("feedback:respond", args=[old.pk]), form, follow=True)
    avonshire.enter()
    assert "quincunx" not in _everything(old)
    assert Feedback.objects.get(pk=old.pk).closed_on is None


def test_locked_feedback_is_not_to_code_once_it_is_deleted(avonshire, settings):
    by, day = avonshire.person("complaints_manager"), timezone.localdate() - datetime.timedelta(days=3 * 366)
    before = Point.objects.visible_to(by).not_coded().count()
    working, settings.PRIVACY_FINDER = settings.PRIVACY_FINDER, "nowhere.at.all"
    new = commands.NewFeedback(source="compliment", points=[_TEXT], received_on=day)
    locked = commands.receive(by=by, today=timezone.localdate(), new=new)
    settings.PRIVACY_FINDER = working
    forgetting.forget(by=avonshire.person("administrator"), feedback=[locked], on=timezone.localdate())
    avonshire.enter()
    assert not Feedback.objects.get(pk=locked.pk).is_locked
    assert Point.objects.visible_to(by).not_coded().count() == before


def test_deleted_feedback_is_offered_for_no_theme_and_no_lesson(avonshire, old):
    by = avonshire.person("quality_lead")
    Point.objects.filter(feedback=old).update(is_upheld=True)
    month = old.received_on.replace(day=1)
    waiting = count_uncoded_in(by, month)
    named = offered(by, theme=None, kind="upheld", words="quincunx", without=[])
    forgetting.forget(by=avonshire.person("administrator"), feedback=[old], on=timezone.localdate())
    avonshire.enter()
    assert count_uncoded_in(by, month) == waiting - 1
    assert named and not offered(by, theme=None, kind="upheld", words="Deleted on", without=[])
    upheld = [
        b
        for b in find_gaps(by, timezone.localdate(), "upheld-without-lesson")
        if b.slug == "upheld-without-lesson"
    ]
    assert all(str(old.pk) not in link.url for b in upheld for link in b.links)


def test_each_part_is_a_transaction_of_its_own(avonshire, old, monkeypatch):
    depth = []
    real = forgetting.forget
    monkeypatch.setattr(forgetting, "_AT_ONCE", 1)
    monkeypatch.setattr(
        forgetting, "forget", lambda **given: (depth.append(len(connection.savepoint_ids)), real(**given))[1]
    )
    outside = len(connection.savepoint_ids)
    forgetting.forget_due(avonshire.clock, today=timezone.localdate(), now=timezone.now())
    assert depth and set(depth) == {outside}


def test_the_command_line_opens_no_transaction_around_it(avonshire, monkeypatch, capsys):
    from contextlib import nullcontext

    from goldthread.cli import forget, home
    from goldthread.thread import forgetting as all_rooms

    depth = []
    nothing = all_rooms.Forgotten(0, 0, 0, 0, 0, 0, 0, 0)
    monkeypatch.setattr(home, "opened", lambda *args, **more: nullcontext())
    monkeypatch.setattr(
        all_rooms,
        "forget_due",
        lambda *args, **more: (depth.append(len(connection.savepoint_ids)), nothing)[1],
    )
    outside = len(connection.savepoint_ids)
    forget.run(argparse.Namespace(demo=False, dry_run=False))
    assert depth and set(depth) == {outside}
    assert "forgotten: 0 pieces" in capsys.readouterr().out


def test_an_import_whose_spreadsheet_was_deleted_says_so(avonshire):
    by = avonshire.person("quality_lead")
    batches = [
        importing.upload(
            by=by,
            source="complaint",
            filename="made-up.csv",
            content=as_csv([["1", "Cold", "01/02/2025", "", ""]]),
        )
        for _ in range(3)
    ]
    for batch, state in zip(batches, ("uploaded", "checking", "running"), strict=True):
        ImportBatch.objects.filter(pk=batch.pk).update(
            state=state, created_at=timezone.now() - datetime.timedelta(days=60)
        )
    ImportFile.objects.update(created_at=timezone.now() - datetime.timedelta(days=60))
    forgetting.clear_imports(by=avonshire.clock, before=timezone.now() - forgetting.ABANDONED)
    client = avonshire.client("quality_lead")
    for batch in batches:
        page = client.get(reverse("feedback:import", args=[batch.pk]), follow=True)
        assert page.status_code == 200 and "Upload it again" in page.content.decode()
    avonshire.enter()
    assert set(
        ImportBatch.objects.filter(pk__in=[b.pk for b in batches]).values_list("state", flat=True)
    ) == {"failed"}


def test_a_spreadsheet_that_is_missing_is_a_refusal(avonshire):
    by = avonshire.person("quality_lead")
    batch = importing.upload(
        by=by,
        source="complaint",
        filename="made-up.csv",
        content=as_csv([["1", "Cold", "01/02/2025", "", ""]]),
    )
    ImportFile.objects.all().delete()
    with pytest.raises(Refused, match="Upload it again"):
        importing.set_columns(by=by, batch=batch, mapping=batch.mapping)
    client = avonshire.client("quality_lead")
    page = client.get(reverse("feedback:import_columns", args=[batch.pk]), follow=True)
    assert page.status_code == 200 and "Upload it again" in page.content.decode()


def test_an_emerging_topic_loses_the_phrases_of_deleted_feedback(avonshire, old):
    point = Point.objects.get(feedback=old)
    topic = EmergingTopic.objects.create(
        council=avonshire.council, state=EmergingTopic.State.GONE, phrases=["quincunx garden"], tightness=5, size=1,
        first_found_on=old.received_on, last_found_on=old.received_on,
    )  # fmt: skip
    EmergingTopicPoint.objects.create(council=avonshire.council, topic=topic, point=point, closeness=1)
    assert not notes_forgetting.notes_to_forget(avonshire.council.pk)[2].exists()
    forgetting.forget(by=avonshire.person("administrator"), feedback=[old], on=timezone.localdate())
    avonshire.enter()
    notes_forgetting.forget_notes(by=avonshire.clock)
    topic.refresh_from_db()
    assert topic.phrases == []
    assert not notes_forgetting.notes_to_forget(avonshire.council.pk)[2].exists()
