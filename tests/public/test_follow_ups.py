"""What must follow a form: done once, listed where it failed or waits for an hour, tried again and never done twice."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.models import ComplaintCase
from goldthread.council.command import Refused
from goldthread.council.notifications.models import EmailSettings
from goldthread.council.notifications.sending import EmailBackend
from goldthread.public import commands, follow_ups, queries
from goldthread.public.choices import Duty, Problem, Standing
from goldthread.public.models import FollowUp
from goldthread.themes.coding.models import PointReading
from goldthread.themes.safeguarding.safeguarding_screen import RULES
from tests.cast import CheckedClient
from tests.public.filling import SELF

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def mail(avonshire, monkeypatch):
    """Turn e-mail on, with a mail server that only notes what it is given."""
    EmailSettings.objects.update_or_create(
        council=avonshire.council,
        defaults={
            "is_on": True,
            "host": "127.0.0.1",
            "security": "none",
            "from_address": "care@avonshire.example",
            "site_address": "http://testserver",
        },
    )
    taken = []
    monkeypatch.setattr(EmailBackend, "open", lambda self: True)
    monkeypatch.setattr(EmailBackend, "close", lambda self: None)
    monkeypatch.setattr(EmailBackend, "send_messages", lambda self, messages: taken.extend(messages))
    return taken


def follow(cast, sent):
    follow_ups.follow_up(cast.clock, sent.pk)
    cast.enter()
    return {row.duty: row for row in FollowUp.objects.filter(submission=sent)}


def test_the_clock_is_set_and_the_words_are_screened(avonshire, visitor):
    sent = visitor.send(SELF)
    rows = follow(avonshire, sent)
    assert {row.standing for row in rows.values()} == {Standing.DONE} and len(rows) == 2
    sent.feedback.refresh_from_db()
    assert sent.feedback.step and sent.feedback.step_on
    assert ComplaintCase.objects.get(feedback=sent.feedback).procedure
    screened = PointReading.objects.filter(point__origin_id=sent.feedback.pk).values_list("screened_by")
    assert set(screened) == {(RULES,)}
    follow(avonshire, sent)
    assert all(row.tries == 1 for row in FollowUp.objects.filter(submission=sent))


def test_what_failed_is_on_the_managers_home_and_is_tried_again(avonshire, visitor, monkeypatch):
    sent, manager = visitor.send(SELF), avonshire.person("complaints_manager")
    right = commands._DUTIES[Duty.CLOCK]
    monkeypatch.setitem(commands._DUTIES, Duty.CLOCK, lambda by, feedback: 1 / 0)
    rows = follow(avonshire, sent)
    assert rows[Duty.CLOCK].standing == Standing.FAILED and rows[Duty.SCREEN].standing == Standing.DONE
    assert sent in queries.to_see_to(manager, timezone.now())
    client = CheckedClient()
    client.force_login(manager.account)
    assert "not followed up" in client.get(reverse("home")).content.decode()
    listed = client.get(reverse("public:to_see_to")).content.decode()
    assert sent.feedback.reference in listed and "Try again" in listed
    monkeypatch.setitem(commands._DUTIES, Duty.CLOCK, right)
    client.post(reverse("public:again", args=[sent.pk]), {"listed": "1"})
    avonshire.enter()
    rows = follow(avonshire, sent)
    assert {row.standing for row in rows.values()} == {Standing.DONE}
    assert rows[Duty.SCREEN].tries == 1
    with pytest.raises(Refused):
        commands.try_again(by=manager, submission=sent)


def test_what_waits_for_over_an_hour_is_listed(avonshire, visitor):
    sent, manager = visitor.send(SELF), avonshire.person("complaints_manager")
    now = timezone.now()
    assert sent not in queries.to_see_to(manager, now)
    assert sent in queries.to_see_to(manager, now + HOUR + datetime.timedelta(minutes=1))


def test_an_address_that_is_not_confirmed_receives_the_reference_alone(avonshire, visitor, mail):
    sent = visitor.send(SELF | {"email": "ida@home.example"})
    rows = follow(avonshire, sent)
    assert rows[Duty.CONFIRMATION].standing == Standing.DONE
    [message] = mail
    assert message.to == ["ida@home.example"] and sent.feedback.reference in message.body
    assert "/link/" not in message.body and "breakfast" not in message.body
    assert not sent.email_confirmed
    follow(avonshire, sent)
    assert len(mail) == 1


def test_an_e_mail_that_was_being_sent_when_the_worker_died_is_not_sent_again(avonshire, visitor, mail):
    sent = visitor.send(SELF | {"email": "ida@home.example"})
    FollowUp.objects.filter(submission=sent, duty=Duty.CONFIRMATION).update(standing=Standing.SENDING)
    rows = follow(avonshire, sent)
    assert rows[Duty.CONFIRMATION].standing == Standing.UNSURE and not mail
    manager = avonshire.person("complaints_manager")
    assert sent in queries.to_see_to(manager, timezone.now())
    commands.mark_seen_to(by=manager, submission=sent)
    assert sent not in queries.to_see_to(manager, timezone.now())


def test_a_mail_server_that_does_not_answer_is_tried_again_by_itself(avonshire, visitor, mail, monkeypatch):
    def refuse(self, messages):
        raise OSError("away")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    sent = visitor.send(SELF | {"email": "ida@home.example"})
    rows = follow(avonshire, sent)
    held = rows[Duty.CONFIRMATION]
    assert (held.standing, held.problem) == (Standing.WAITING, Problem.EMAIL)
    now = timezone.now()
    assert sent not in follow_ups.due(avonshire.council.pk, now)
    assert sent in follow_ups.due(avonshire.council.pk, now + datetime.timedelta(minutes=6))


def test_a_form_whose_redaction_failed_is_kept_and_waits(avonshire, visitor):
    sent = visitor.send(SELF)
    sent.feedback.is_locked = True
    sent.feedback.save(update_fields=["is_locked"])
    rows = follow(avonshire, sent)
    assert {row.problem for row in rows.values()} == {Problem.LOCKED}
    assert {row.standing for row in rows.values()} == {Standing.WAITING}
