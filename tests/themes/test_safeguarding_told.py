"""Danger is told at once: to all on the duty list and all who review concerns, in Goldthread and by e-mail, once."""

from __future__ import annotations

import datetime
import html

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person, Team
from goldthread.council.notifications import email_settings, sending
from goldthread.council.notifications.models import Notification, SentEmail
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Point
from goldthread.themes.safeguarding import commands, safeguarding_screen, telling
from goldthread.themes.safeguarding.models import SafeguardingDuty, SafeguardingPrompt, Weekday
from tests.council.notifications.emailing import SETTING
from tests.council.notifications.mail_server import mail_server

pytestmark = pytest.mark.django_db

DANGER = "I took an overdose an hour ago and nobody answers the phone."
TODAY = "The night carer hit my mother and nobody wrote it down."
DAY = datetime.timedelta(days=1)


@pytest.fixture
def lead(avonshire):
    """Return somebody who types and reviews no concerns, where nobody has been told of any yet."""
    avonshire.enter()
    Notification.objects.filter(council=avonshire.council).delete()
    return avonshire.person("quality_lead")


@pytest.fixture
def reviewers(avonshire) -> set[Person]:
    """Return all who review concerns and are of no discipline's teams only."""
    avonshire.enter()
    people = Person.objects.filter(
        council=avonshire.council, is_active=True, memberships__role__in=("psw", "complaints_manager")
    )
    return set(people.distinct())


def _receive(by, text: str, days_ago: int = 0, team=None) -> Point:
    today = timezone.localdate()
    new = feedback.NewFeedback(
        source="complaint", points=[text], received_on=today - days_ago * DAY, team=team
    )
    return feedback.receive(by=by, new=new, today=today).points.get()


def _told(point: Point) -> set[Person]:
    prompt = SafeguardingPrompt.objects.get(point=point)
    told = Notification.objects.filter(kind="danger", origin="safeguardingprompt", origin_id=prompt.pk)
    return {each.person for each in told.select_related("person")}


def test_all_who_review_concerns_are_told_by_its_reference(lead, reviewers):
    point = _receive(lead, DANGER)
    assert _told(point) >= reviewers and lead not in _told(point)
    told = Notification.objects.filter(kind="danger").values_list("reference", "by")
    assert set(told) == {(point.reference, None)}


def test_whoever_typed_it_is_told_as_well_where_they_review_concerns(avonshire, lead):
    manager = avonshire.person("complaints_manager")
    assert manager in _told(_receive(manager, DANGER))


def test_a_principal_is_told_of_their_own_disciplines_teams_only(avonshire, lead):
    pot = avonshire.person("pot")
    therapy, other = (
        Team.objects.filter(council=avonshire.council, discipline=discipline).first()
        for discipline in ("occupational_therapy", "social_work")
    )
    assert pot in _told(_receive(lead, DANGER, team=therapy))
    assert pot not in _told(_receive(lead, f"{DANGER} Again.", team=other))


# When it was received before it is entered, and whether anybody is told: 14 days at most.
@pytest.mark.parametrize(("days", "is_told"), [(0, True), (13, True), (14, True), (15, False), (200, False)])
def test_what_was_received_long_ago_is_listed_and_sent_to_nobody(lead, days, is_told):
    assert bool(_told(_receive(lead, DANGER, days))) is is_told


def test_what_can_wait_until_later_today_is_sent_to_nobody(lead):
    point = _receive(lead, TODAY)
    assert SafeguardingPrompt.objects.filter(point=point).exists() and _told(point) == set()


def test_read_again_by_the_screening_nobody_is_told_again(lead, avonshire):
    point = _receive(lead, DANGER)
    Notification.objects.filter(council=avonshire.council).delete()
    safeguarding_screen._screen_batch([point.pk])
    assert _told(point) == set()


def test_written_anew_so_that_it_tells_of_danger_they_are_told_then(lead, avonshire):
    point = _receive(lead, TODAY)
    Point.objects.filter(pk=point.pk).update(text=DANGER)
    safeguarding_screen._screen_batch([point.pk], safeguarding_screen._UPDATE_WRITTEN)
    assert _told(point)


def test_once_somebody_has_reviewed_it_nobodys_bell_says_so(avonshire, lead, reviewers):
    point = _receive(lead, DANGER)
    psw = avonshire.person("psw")
    prompt = SafeguardingPrompt.objects.get(point=point)
    assert Notification.objects.filter(kind="danger", read_at=None).exists()
    commands.record_review(by=psw, prompt=prompt, outcome="raised")
    assert not Notification.objects.filter(kind="danger", read_at=None).exists()


def test_a_fault_in_telling_loses_nothing_that_was_found(lead, monkeypatch, caplog):
    def broken(**given):
        raise RuntimeError("made up")

    monkeypatch.setattr(telling, "notify", broken)
    point = _receive(lead, DANGER)
    assert SafeguardingPrompt.objects.get(point=point).told_at is None
    assert "it is listed" in caplog.text and "overdose" not in caplog.text


def test_the_bell_leads_to_its_review(avonshire, lead):
    point = _receive(lead, DANGER)
    client, psw = avonshire.client("psw"), avonshire.person("psw")
    page = html.unescape(client.get(reverse("notifications")).content.decode())
    assert f"Danger now? Read {point.reference}" in page and "overdose" not in page
    told = Notification.objects.get(kind="danger", person=psw)
    prompt = SafeguardingPrompt.objects.get(point=point)
    opened = client.get(reverse("open_notification", args=[told.pk]))
    assert opened.url == reverse("themes:safeguarding_prompt", args=[prompt.pk])


# -- By e-mail ------------------------------------------------------------------------------------------------------


@pytest.fixture
def server(avonshire):
    """Return a mail server that the council uses; no digest is due."""
    with mail_server() as running:
        avonshire.enter()
        email_settings.set_email(by=avonshire.person("administrator"), **SETTING | {"port": running.port})
        yield running


def _send(avonshire):
    return sending.send_due(avonshire.council.pk, timezone.now())


def _recipients(server) -> set[str]:
    return {recipient for recipients, _ in server.taken for recipient in recipients}


def test_it_is_sent_at_once_with_nothing_that_was_said(avonshire, lead, reviewers, server):
    with transaction.atomic():
        first, second = _receive(lead, DANGER), _receive(lead, f"{DANGER} Again.")
    sent = _send(avonshire)
    assert sent == len(server.taken) == len(_told(first))
    assert _recipients(server) >= {person.account.email for person in reviewers}
    for _, message in server.taken:
        assert message["Subject"] == "Goldthread: Danger now? 2 texts to read"
        for part in ("plain", "html"):
            text = message.get_body((part,)).get_content()
            assert first.reference in text and second.reference in text and "999" in text
            assert "overdose" not in text and "nobody answers" not in text
    assert _send(avonshire) == 0


def test_whoever_is_on_duty_is_sent_it_too(avonshire, lead, server):
    somebody = avonshire.person("complaints_manager")
    # Of some days of the week Avonshire's own list has them already.
    SafeguardingDuty.objects.filter(council=avonshire.council, person=somebody).delete()
    commands.add_duty(
        by=avonshire.person("psw"), person=somebody, weekday=Weekday(timezone.localdate().weekday())
    )
    _receive(lead, DANGER)
    _send(avonshire)
    assert somebody.account.email in _recipients(server)
    assert len(server.taken) == len(_recipients(server)), "nobody is sent two"


def test_nobody_chooses_not_to_be_sent_it(avonshire, lead, server):
    page = avonshire.client("psw").get(reverse("choose_notifications")).content.decode()
    assert 'name="danger"' not in page and "sent by e-mail at once" in page


def test_killed_while_it_is_sent_it_is_sent_again(avonshire, lead, server, monkeypatch):
    class KilledError(BaseException):
        pass

    _receive(lead, DANGER)
    really = sending.EmailBackend.send_messages

    def killed(self, messages):
        really(self, messages)
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(sending.EmailBackend, "send_messages", killed)
        with pytest.raises(KilledError):
            _send(avonshire)
    _send(avonshire)
    identities = [message["Message-ID"] for _, message in server.taken]
    assert len(identities) == len(set(identities)) + 1, "the same message, so that it can be known again"
    assert set(SentEmail.objects.filter(council=avonshire.council).values_list("state", flat=True)) == {
        "sent"
    }


def test_what_cannot_be_sent_within_a_day_is_given_up_and_said(avonshire, lead, server):
    _receive(lead, DANGER)
    server.answers["MAIL"] = "450 busy"
    now = timezone.now()
    sending.send_due(avonshire.council.pk, now)
    sending.send_due(avonshire.council.pk, now + DAY + datetime.timedelta(minutes=1))
    faults, _ = email_settings.state_in_words(avonshire.council.pk)
    assert any("about danger could not be sent" in fault for fault in faults)


def test_where_e_mail_is_off_no_job_waits_for_it(avonshire, lead):
    from procrastinate.contrib.django.models import ProcrastinateJob

    _receive(lead, DANGER)
    jobs = ProcrastinateJob.objects.filter(task_name="goldthread.council.send_email", status="todo")
    assert not jobs.filter(args__council_id=str(avonshire.council.pk)).exists()
