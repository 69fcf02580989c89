"""What somebody might try at the public's front door: consent by their own link, questions before it, floods of e-mails."""

from __future__ import annotations

import datetime

import pytest
from django.test import RequestFactory
from django.utils import timezone

from goldthread.casework.choices import Consent
from goldthread.casework.consents import commands as consents
from goldthread.casework.consents.models import ConsentContact, ConsentRequest, Task
from goldthread.casework.models import ComplaintCase
from goldthread.casework.questions import commands as questions
from goldthread.council.command import Refused
from goldthread.council.notifications.models import EmailSettings
from goldthread.public.choices import Duty
from goldthread.public.limits import counting
from goldthread.public.limits.counting import AN_ADDRESS, CODES_OF_A_NETWORK, may_send_code
from goldthread.public.limits.models import FormUse
from goldthread.public.links import state_in_words, waiting_question
from tests.public.filling import FOR_HER, SELF, Visitor

pytestmark = pytest.mark.django_db
HIS_OWN = "son@home.example"


def e_mail_is_on(avonshire) -> None:
    avonshire.enter()
    EmailSettings.objects.update_or_create(
        council=avonshire.council,
        defaults={
            "is_on": True,
            "host": "127.0.0.1",
            "from_address": "care@avonshire.example",
            "site_address": "http://testserver",
        },
    )


def test_a_representative_is_not_sent_the_persons_link_by_whatever_name(avonshire):
    e_mail_is_on(avonshire)
    given = {"email": HIS_OWN, "person_email": HIS_OWN.upper(), "format": "email"}
    sent = Visitor(avonshire).send(FOR_HER | given)
    [consent] = ConsentRequest.objects.filter(feedback=sent.feedback)
    assert consent.message == "" and consent.task == Task.POST
    with pytest.raises(Refused, match="whoever speaks for them"):
        consents.correct_address(by=avonshire.person("complaints_manager"), consent=consent, email=HIS_OWN)
    # Nor by the reminder.
    ConsentContact.objects.filter(request=consent).update(email=f" {HIS_OWN}")
    ConsentRequest.objects.filter(pk=consent.pk).update(task="")
    consent.refresh_from_db()
    later = timezone.localdate() + datetime.timedelta(days=30)
    assert consents.go_on(by=avonshire.clock, consent=consent, day=later).message == ""


def test_the_persons_own_address_is_e_mailed(avonshire):
    e_mail_is_on(avonshire)
    sent = Visitor(avonshire).send(
        FOR_HER | {"email": HIS_OWN, "person_email": "her@home.example", "format": "email"}
    )
    [consent] = ConsentRequest.objects.filter(feedback=sent.feedback)
    assert consent.message and not consent.task


def test_a_representatives_link_shows_no_question_before_the_person_agreed(avonshire):
    by = avonshire.person("complaints_manager")
    sent = Visitor(avonshire).send(FOR_HER)
    due = timezone.localdate() + datetime.timedelta(days=10)
    questions.ask_question(
        by=by,
        feedback=sent.feedback,
        title="Which step",
        text="Does she fall at night?",
        due_on=due,
        asked_on=timezone.localdate(),
    )
    assert waiting_question(sent) is None and "question" not in state_in_words(sent)
    ComplaintCase.objects.filter(feedback=sent.feedback).update(consent=Consent.REFUSED)
    assert waiting_question(sent) is None
    ComplaintCase.objects.filter(feedback=sent.feedback).update(consent=Consent.GIVEN)
    assert waiting_question(sent).title == "Which step"


def test_a_question_to_whoever_speaks_for_themselves_stands_there_at_once(avonshire):
    sent = Visitor(avonshire).send(SELF)
    due = timezone.localdate() + datetime.timedelta(days=10)
    questions.ask_question(
        by=avonshire.person("complaints_manager"),
        feedback=sent.feedback,
        title="When",
        text="On which day?",
        due_on=due,
        asked_on=timezone.localdate(),
    )
    assert waiting_question(sent).title == "When"


def _from(network: str):
    request = RequestFactory().post("/", REMOTE_ADDR=network)
    request.person = None
    return request


def test_an_address_is_not_flooded_with_codes_from_many_networks_and_forms(avonshire):
    avonshire.enter()
    for number in range(AN_ADDRESS):
        assert may_send_code(_from(f"192.0.2.{number}"), avonshire.council, "somebody@home.example")
    assert not may_send_code(_from("198.51.100.7"), avonshire.council, " Somebody@home.example ")
    assert may_send_code(_from("198.51.100.7"), avonshire.council, "another@home.example")
    assert not FormUse.objects.filter(network__contains="home").exists()


def test_one_network_asks_for_so_many_codes_and_no_more(avonshire):
    avonshire.enter()
    taken = [
        may_send_code(_from("203.0.113.9"), avonshire.council, f"{number}@home.example")
        for number in range(70)
    ]
    assert taken.count(True) == CODES_OF_A_NETWORK


def test_an_address_that_nobody_confirmed_is_not_flooded_by_forms_that_are_sent(avonshire, monkeypatch):
    e_mail_is_on(avonshire)
    monkeypatch.setattr(counting, "AN_ADDRESS", 1)
    given = FOR_HER | {"email": HIS_OWN, "person_email": "her@home.example", "format": "email"}
    first, second = (Visitor(avonshire).send(given) for _ in range(2))
    assert first.follow_ups.filter(duty=Duty.CONFIRMATION).exists()
    assert not second.follow_ups.filter(duty=Duty.CONFIRMATION).exists()
    asked = {each.feedback_id: each for each in ConsentRequest.objects.filter(asked_on=timezone.localdate())}
    assert asked[first.feedback_id].message and not asked[first.feedback_id].task
    assert not asked[second.feedback_id].message and asked[second.feedback_id].task == Task.POST
