"""Speaking up: what is told is read by two named people, by nobody else, and followed by a private link."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.database import tenant
from goldthread.council.links.secrets import hashed, new_secret
from goldthread.council.models import AuditLine
from goldthread.council.notifications.models import Notification, SentEmail
from goldthread.council.settings import commands as settings
from goldthread.dates import add_months
from goldthread.speaking_up import commands
from goldthread.speaking_up.models import AnswerTime, Matter, MatterStep
from goldthread.speaking_up.reading import confidants, reading

pytestmark = pytest.mark.django_db
WORDS = "The night rota has one carer for thirty people, and quagmirish is how it feels."


def told(avonshire, words: str = WORDS, who: str = "") -> tuple[Matter, str]:
    secret = new_secret()
    avonshire.enter()
    return commands.speak_up(by=avonshire.clock, about="safety", words=words, who=who, secret=secret), secret


def form_of(client: Client, address: str, **given: str) -> dict[str, str]:
    page = client.get(address).content.decode()
    secret = re.search(r'name="secret"[^>]*value="([^"]+)"', page)[1]
    return {"about": "practice", "words": WORDS, "named": "without", "secret": secret, **given}


def test_two_people_are_named_in_avonshire_and_every_member_of_staff_may_know_who(avonshire):
    avonshire.enter()
    named = [each.person.name for each in confidants(avonshire.council.pk)]
    assert named == ["Grace Adeyinka", "Tom Wheelhouse"]
    page = avonshire.client("practitioner").get(reverse("speaking_up:home")).content.decode()
    assert all(name in page for name in named)
    assert "Whoever runs the server could still read the database" in page
    more = avonshire.client("practitioner").get(reverse("more")).content.decode()
    assert reverse("speaking_up:home") in more


def test_a_member_of_staff_speaks_up_and_what_is_kept_does_not_say_who(avonshire):
    client, address = avonshire.client("practitioner"), reverse("speaking_up:speak_up")
    before = AuditLine.objects.filter(council=avonshire.council).count()
    given = form_of(client, address)
    page = client.post(address, given)
    assert page.status_code == 200 and "Copy this link now" in page.content.decode()
    # Sent twice, it is one, and leads to the same link.
    again = client.post(address, given)
    assert given["secret"] in again.content.decode()
    avonshire.enter()
    assert AuditLine.objects.filter(council=avonshire.council).count() == before
    with reading(avonshire.person("quality_lead")):
        [matter] = Matter.objects.filter(secret=hashed(given["secret"]))
        assert matter.words == WORDS and matter.who == ""
        with connection.cursor() as cursor:
            cursor.execute("SELECT words FROM goldthread_matter WHERE id = %s", [matter.pk])
            assert "carer" not in cursor.fetchone()[0]
    practitioner = avonshire.person("practitioner")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM goldthread_formdraft WHERE person_id = %s", [practitioner.pk])
        assert cursor.fetchone()[0] == 0


def test_whoever_does_not_sign_in_speaks_up_too_and_a_machine_is_kept_out(avonshire):
    address, client = reverse("speaking_up:tell", args=["avonshire"]), Client()
    given = form_of(client, address, named="with", who="Kelly, 0123")
    assert "Copy this link now" in client.post(address, given).content.decode()
    trapped = form_of(client, address, website="https://example.test")
    assert "Copy this link now" in client.post(address, trapped).content.decode()
    avonshire.enter()
    with reading(avonshire.person("quality_lead")):
        assert Matter.objects.get(secret=hashed(given["secret"])).who == "Kelly, 0123"
        assert not Matter.objects.filter(secret=hashed(trapped["secret"])).exists()
    for _ in range(12):
        page = client.post(address, form_of(client, address)).content.decode()
    assert "wait 15 minutes" in page and "quagmirish" in page


@pytest.mark.parametrize("secret", ["aaaaaa-aaaaaa-aaaaaa-aaaaaa", "hello", "", "../../../etc"])
def test_a_secret_that_could_be_guessed_is_refused(avonshire, secret):
    address, client = reverse("speaking_up:tell", args=["avonshire"]), Client()
    assert (
        "Copy this link"
        not in client.post(address, {**form_of(client, address), "secret": secret}).content.decode()
    )


def test_nobody_but_the_two_finds_one_by_any_query(avonshire):
    matter, secret = told(avonshire)
    avonshire.enter()
    # Nobody, not one of the two either, outside of the room.
    assert not Matter.objects.filter(pk=matter.pk).exists()
    for role in ("administrator", "director", "complaints_manager", "psw"):
        person = avonshire.person(role)
        with pytest.raises(PermissionDenied), reading(person):
            pass
        with tenant.opened_by(tenant.CONFIDANT_SETTING, person.pk):
            assert not Matter.objects.exists() and not MatterStep.objects.exists()
    with reading(avonshire.person("coproduction_lead")):
        assert Matter.objects.filter(pk=matter.pk).exists()
    with tenant.opened_by(tenant.CONFIDED_SETTING, hashed(secret)):
        assert [each.pk for each in Matter.objects.all()] == [matter.pk]
    with tenant.opened_by(tenant.CONFIDED_SETTING, ""):
        assert not Matter.objects.exists()


def test_one_of_the_two_who_becomes_an_administrator_reads_nothing(avonshire):
    from goldthread.council.people import commands as people

    told(avonshire)
    grace = avonshire.person("grace-adeyinka")
    people.add_role(by=avonshire.clock, person=grace, role="administrator")
    with pytest.raises(PermissionDenied), reading(avonshire.person("grace-adeyinka")):
        pass
    with tenant.opened_by(tenant.CONFIDANT_SETTING, grace.pk):
        assert not Matter.objects.exists()


def test_the_two_ask_and_answer_and_whoever_told_it_sees_no_word_of_theirs(avonshire):
    matter, secret = told(avonshire, who="Rita Bell")
    reader, client = avonshire.client("quality_lead"), Client()
    link = reverse("speaking_up:follow", args=["avonshire", secret])
    first = client.get(link).content.decode()
    assert "has not been read yet" in first and "Success" not in first
    page = reader.get(reverse("speaking_up:matter", args=[matter.pk])).content.decode()
    assert WORDS in page and "Rita Bell" in page
    assert reader.post(reverse("speaking_up:acknowledge", args=[matter.pk])).status_code == 302
    asked = reader.post(reverse("speaking_up:step_ask", args=[matter.pk]), {"text": "On which nights?"})
    assert asked.status_code == 302
    page = client.get(link).content.decode()
    assert "On which nights?" in page and "It has been read" in page
    assert "quagmirish" not in page and "Rita" not in page
    question = re.search(r'name="question"[^>]*value="([^"]+)"', page)[1]
    page = client.post(link, {"text": "Each Friday.", "question": question}).content.decode()
    assert "Sent. The two who read it" in page and "Each Friday" not in page
    told_page = reader.get(reverse("speaking_up:matter", args=[matter.pk])).content.decode()
    assert "Each Friday." in told_page
    close = {"outcome": "changed", "became": "Two carers now.", "protection": "Asked each month."}
    refused = reader.post(reverse("speaking_up:step_close", args=[matter.pk]), close).content.decode()
    assert "has no answer yet" in refused
    reader.post(reverse("speaking_up:step_answer", args=[matter.pk]), {"text": "There are two carers now."})
    assert reader.post(reverse("speaking_up:step_close", args=[matter.pk]), close).status_code == 302
    page = client.get(link).content.decode()
    assert (
        "There are two carers now." in page
        and "Something was changed" in page
        and "Asked each month" not in page
    )
    avonshire.enter()
    with reading(avonshire.person("quality_lead")):
        matter.refresh_from_db()
        assert matter.closed_on == timezone.localdate() and matter.protection == "Asked each month."
        what = list(matter.steps.values_list("what", flat=True))
    assert what == ["acknowledged", "question", "answer", "told", "closed"]
    assert AnswerTime.objects.filter(days=0).exists()


def test_a_link_ends_ninety_days_after_closing_and_a_wrong_one_says_nothing(avonshire):
    matter, secret = told(avonshire)
    link, client = reverse("speaking_up:follow", args=["avonshire", secret]), Client()
    with tenant.opened_by(tenant.CONFIDED_SETTING, hashed(secret)):
        long_ago = timezone.localdate() - datetime.timedelta(days=91)
        Matter.objects.filter(pk=matter.pk).update(closed_on=long_ago, outcome="changed")
    assert client.get(link).status_code == 410
    other = reverse("speaking_up:follow", args=["brackenmoor", secret])
    assert client.get(other).status_code == 404
    assert client.get(reverse("speaking_up:follow", args=["avonshire", new_secret()])).status_code == 404


def test_the_screen_for_harm_shows_its_result_to_the_two_alone(avonshire):
    matter, _ = told(
        avonshire, "A carer hits Mr Bloom every morning and he is covered in bruises. He might be killed."
    )
    page = (
        avonshire.client("quality_lead").get(reverse("speaking_up:matter", args=[matter.pk])).content.decode()
    )
    assert "to the two of you alone" in page
    concerns = avonshire.client("psw").get(reverse("themes:safeguarding")).content.decode()
    assert "Bloom" not in concerns and matter.code not in concerns


def test_the_two_are_told_without_a_word_and_by_no_e_mail(avonshire):
    matter, _ = told(avonshire)
    avonshire.enter()
    rows = Notification.objects.filter(council=avonshire.council, kind="in_confidence", read_at=None)
    assert {row.person.name for row in rows} == {"Grace Adeyinka", "Tom Wheelhouse"}
    assert not rows.filter(origin="matter").exists() and not rows.filter(origin_id=matter.pk).exists()
    page = avonshire.client("quality_lead").get(reverse("notifications")).content.decode()
    assert "Something waits for you under Speaking up" in page
    assert not SentEmail.objects.filter(notifications__kind="in_confidence").exists()


def test_what_is_over_is_deleted_with_its_steps_and_what_is_not_stays(avonshire):
    matter, secret = told(avonshire)
    commands.forget_over(by=avonshire.clock, today=matter.keep_until)
    with tenant.opened_by(tenant.CONFIDED_SETTING, hashed(secret)):
        assert Matter.objects.filter(pk=matter.pk).exists()
    commands.forget_over(by=avonshire.clock, today=matter.keep_until + datetime.timedelta(days=1))
    with tenant.opened_by(tenant.CONFIDED_SETTING, hashed(secret)):
        assert not Matter.objects.filter(pk=matter.pk).exists()
    with pytest.raises(PermissionDenied), reading(avonshire.person("administrator")):
        pass


def test_a_shorter_period_is_of_what_is_told_from_then_on_and_moves_no_day_that_was_given(avonshire):
    given, _ = told(avonshire)
    day = given.keep_until
    settings.set_retention(
        by=avonshire.person("administrator"),
        schedule="speaking_up",
        years=1,
        source="The council’s retention schedule of 2026",
    )
    later, _ = told(avonshire, "The office is cold, and the heating is quagmirish.")
    assert later.keep_until == add_months(timezone.localdate(), 12) < day
    lead = avonshire.person("quality_lead")
    with reading(lead):
        commands.tell(by=lead, matter=given, text="Thank you. We will look at the rota.")
        given.refresh_from_db()
        became, kept_safe = "A second carer is on the rota.", "Nobody was named."
        closed = commands.close(by=lead, matter=given, outcome="changed", became=became, protection=kept_safe)
    assert closed.keep_until == day


def test_commands_of_the_room_are_for_the_two(avonshire):
    matter, _ = told(avonshire)
    for role in ("complaints_manager", "psw", "team_manager"):
        with pytest.raises(PermissionDenied):
            commands.add_note(by=avonshire.person(role), matter=matter, text="I was here.")
    with pytest.raises(Refused):
        commands.answer(by=avonshire.person("practitioner"), matter=matter, text="I was here.")
