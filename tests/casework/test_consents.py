"""Consent: asked of the person alone, by their own link or letter; one reminder, a corrected address, then a task."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.choices import Consent
from goldthread.casework.consents import commands, e_mailing
from goldthread.casework.consents.models import ConsentContact, ConsentRequest, Task
from goldthread.casework.models import ComplaintCase
from goldthread.council.command import Refused
from goldthread.council.links.commands import make_link
from goldthread.council.links.models import PrivateLink
from goldthread.council.notifications.models import EmailSettings
from tests.casework.cases import made as complaint_of
from tests.cast import CheckedClient

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def asked(cast, **given):
    return commands.ask_consent(
        by=cast.person("complaints_manager"), feedback=complaint_of(cast), asked_on=TODAY, **given
    )


def e_mail_on(cast):
    EmailSettings.objects.update_or_create(
        council=cast.council,
        defaults={
            "is_on": True,
            "host": "127.0.0.1",
            "port": 1,
            "security": "none",
            "from_address": "care@avonshire.example",
            "site_address": "http://testserver",
        },
    )


def case_of(consent):
    return ComplaintCase.objects.get(feedback=consent.feedback)


def test_without_e_mail_a_letter_is_a_persons_task(avonshire):
    consent = asked(avonshire, name="Ottilie Brandreth", address="3 Quay Row")
    assert consent.task == Task.POST and consent.owner is not None
    assert case_of(consent).consent == Consent.ASKED
    commands.mark_posted(by=avonshire.person("complaints_manager"), consent=consent)
    assert consent.task == "" and consent.due_on == TODAY + commands.TIME


def test_the_person_answers_by_their_own_link(avonshire):
    consent = asked(avonshire)
    made = make_link(by=avonshire.person("complaints_manager"), record=consent, until=TODAY + 5 * DAY)
    client = CheckedClient()
    address = reverse("private_link", args=[avonshire.slug, made.secret])
    shown = client.get(address).content.decode()
    assert "speaks for you" in shown and consent.feedback.title not in shown
    client.post(address, {"decision": "refused"})
    avonshire.enter()
    consent.refresh_from_db()
    assert (consent.decision, consent.how) == ("refused", "link")
    assert case_of(consent).consent == Consent.REFUSED
    assert client.get(address).status_code == 200 and "has been sent" in client.get(address).content.decode()


def test_one_reminder_and_then_a_persons_task(avonshire):
    e_mail_on(avonshire)
    consent, clock = asked(avonshire, email="ottilie@home.example"), avonshire.clock
    assert consent.task == ""
    commands.go_on(by=clock, consent=consent, day=consent.due_on)
    assert consent.reminded_on is None
    late = TODAY
    ConsentRequest.objects.filter(pk=consent.pk).update(due_on=TODAY - DAY, asked_on=TODAY - 15 * DAY)
    consent.feedback.received_on = TODAY - 20 * DAY
    consent.feedback.save(update_fields=["received_on"])
    consent = ConsentRequest.objects.get(pk=consent.pk)
    assert list(commands.due(avonshire.council.pk, late)) == [consent]
    commands.go_on(by=clock, consent=consent, day=late)
    assert consent.reminded_on == late and consent.task == "" and consent.due_on == late + commands.TIME
    ConsentRequest.objects.filter(pk=consent.pk).update(due_on=TODAY - DAY, reminded_on=TODAY - 15 * DAY)
    consent = ConsentRequest.objects.get(pk=consent.pk)
    commands.go_on(by=clock, consent=consent, day=late)
    commands.go_on(by=clock, consent=consent, day=late)
    assert consent.task == Task.DECIDE and consent.reminded_on == TODAY - 15 * DAY


def test_a_mail_server_that_does_not_answer_makes_a_letter_of_it(avonshire):
    e_mail_on(avonshire)
    consent = asked(avonshire, email="ottilie@home.example")
    assert e_mailing.send_due(avonshire.clock) == 0
    avonshire.enter()
    consent.refresh_from_db()
    assert (consent.message, consent.task) == ("failed", Task.POST)


def test_a_corrected_address_ends_the_link_and_begins_anew(avonshire):
    consent, by = asked(avonshire, address="3 Key Row"), avonshire.person("complaints_manager")
    make_link(by=by, record=consent, until=TODAY + 5 * DAY)
    with pytest.raises(Refused):
        commands.correct_address(by=by, consent=consent)
    commands.correct_address(by=by, consent=consent, address="3 Quay Row")
    assert ConsentContact.objects.get(request=consent).address == "3 Quay Row"
    assert not PrivateLink.objects.filter(origin_id=consent.pk, ended_at=None).exists()
    assert consent.task == Task.POST


def test_of_somebody_who_cannot_decide_a_person_decides_at_once(avonshire):
    assert asked(avonshire, cannot_decide=True).task == Task.DECIDE


def test_its_address_is_opened_by_who_may_and_named_in_the_log(avonshire):
    consent = asked(avonshire, name="Ottilie Brandreth")
    client = CheckedClient()
    client.force_login(avonshire.person("complaints_manager").account)
    page = client.get(reverse("casework:consent", args=[consent.pk])).content.decode()
    assert "Brandreth" not in page and "Show the address" in page
    shown = client.post(reverse("casework:consent_address", args=[consent.pk])).content.decode()
    assert "Ottilie Brandreth" in shown
    client.force_login(avonshire.person("psw").account)
    assert client.post(reverse("casework:consent_address", args=[consent.pk])).status_code == 403


def test_another_council_finds_none(avonshire, brackenmoor):
    avonshire.enter()
    consent = asked(avonshire)
    client = CheckedClient()
    client.force_login(brackenmoor.person("complaints_manager").account)
    assert client.get(reverse("casework:consent", args=[consent.pk])).status_code == 404
