"""E-mail: off until it is set, once a day by the clock in London, with nothing personal."""

from __future__ import annotations

import datetime
import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from goldthread.council.command import Refused
from goldthread.council.models import AuditLine, Membership, Person
from goldthread.council.notifications import email_settings, making, sending
from goldthread.council.notifications.choices import choose_deliveries
from goldthread.council.notifications.composing import MOST_LISTED
from goldthread.council.notifications.jobs import every_minute
from goldthread.council.notifications.models import EmailSettings, Notification, SentEmail
from goldthread.council.notifications.notifying import notify
from goldthread.feedback.models import Feedback
from goldthread.learning.models import Lesson
from tests.council.notifications.emailing import SETTING, STATE, at, send, tell, today_at, words_of

pytestmark = pytest.mark.django_db


# -- Setting it --------------------------------------------------------------------------------------------------


def test_it_is_off_until_a_council_sets_it(avonshire, grace):
    assert email_settings.state_in_words(avonshire.council.pk) == ([], "off")
    tell(avonshire, grace)
    assert sending.send_due(avonshire.council.pk, today_at(23)) == 0
    assert not SentEmail.objects.filter(council=avonshire.council).exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"site_address": "goldthread.council.example"}, "site_address"),
        ({"site_address": "https://council.example/goldthread"}, "site_address"),
        ({"host": "mail server"}, "host"),
        ({"username": "somebody", "security": "none"}, "security"),
    ],
)
def test_what_cannot_work_or_is_unsafe_is_refused(avonshire, given, field):
    with pytest.raises(Refused) as refused:
        email_settings.set_email(by=avonshire.person("administrator"), **SETTING | given)
    assert refused.value.field == field


def test_the_password_is_kept_encrypted_and_never_sent_to_another_server(avonshire):
    admin = avonshire.person("administrator")
    setting = SETTING | {"security": "starttls", "username": "goldthread"}
    email_settings.set_email(by=admin, **setting)
    email = email_settings.set_email_password(by=admin, password="a mail password")
    assert "mail" not in email.password and email_settings.password_of(email) == "a mail password"
    same = email_settings.set_email(by=admin, **setting | {"hour": 9})
    assert email_settings.password_of(same) == "a mail password"
    other = email_settings.set_email(by=admin, **setting | {"host": "elsewhere.example"})
    assert email_settings.password_of(other) == ""
    lines = AuditLine.objects.filter(council=avonshire.council, command="council.set_email").order_by(
        "number"
    )
    assert "elsewhere.example, port 587" in lines.last().reason and "mail password" not in lines.last().reason


@pytest.mark.parametrize(
    ("host", "password"), [("smtp.council.example", "of the server"), ("elsewhere.example", "")]
)
def test_the_environments_password_is_for_the_server_that_it_names(avonshire, settings, host, password):
    settings.SMTP_HOST, settings.SMTP_PASSWORD = "smtp.council.example", "of the server"
    email = email_settings.set_email(by=avonshire.person("administrator"), **SETTING | {"host": host})
    assert email_settings.password_of(email) == password
    assert email_settings.has_password(email) is bool(password)


def test_turned_on_in_the_afternoon_the_first_digest_is_tomorrows(avonshire, grace):
    email = email_settings.set_email(by=avonshire.person("administrator"), **SETTING | {"hour": 0})
    now = timezone.now()
    assert not making.digest_is_due(email, now)
    assert making.digest_is_due(email, now + datetime.timedelta(days=1))


def test_an_administrator_sets_it_and_sends_a_test_by_the_pages(avonshire, server):
    avonshire.enter()
    EmailSettings.objects.all().delete()
    client = avonshire.client("administrator")
    page = client.get(reverse("email_settings")).content.decode()
    assert "E-mail is off." in page and 'value="http://testserver"' in page
    client.post(reverse("email_settings"), SETTING | {"is_on": "on", "port": server.port})
    assert "Send test message to myself" in client.get(reverse("email_settings")).content.decode()
    client.post(reverse("email_test"))
    assert ProcrastinateJob.objects.filter(task_name="goldthread.council.send_email", status="todo").exists()
    assert sending.send_due(avonshire.council.pk) >= 1
    ((recipients, message),) = [each for each in server.taken if "test" in each[1]["Subject"]]
    assert recipients == [avonshire.person("administrator").account.email]
    assert message["Subject"] == "Goldthread: test message" and "E-mail works." in words_of(message)
    assert "Sent" in client.get(reverse("email_settings")).content.decode()


def test_a_password_is_asked_for_on_a_page_of_its_own(avonshire):
    admin, client = avonshire.person("administrator"), avonshire.client("administrator")
    email_settings.set_email(by=admin, **SETTING | {"security": "tls", "username": "goldthread"})
    assert "No password is set." in client.get(reverse("email_settings")).content.decode()
    client.post(reverse("email_password"), {"password": "a mail password"})
    page = client.get(reverse("email_settings")).content.decode()
    assert "A password is set." in page and "a mail password" not in page
    assert "a mail password" not in client.get(reverse("email_password")).content.decode()


# -- When a digest is due -------------------------------------------------------------------------------------------

# The day in London, the hour that is set, the last digest's day, and whether one is due. The clocks go forward on
# 28 March 2027 at 1:00, so that 1:30 is not there, and back on 31 October 2027 at 2:00, so that 1:30 is there twice.
DUE = [
    (at("2026-12-01", "06:59"), 7, "2026-11-30", False),
    (at("2026-12-01", "07:00"), 7, "2026-11-30", True),
    (at("2026-12-01", "07:00"), 7, "2026-12-01", False),
    (at("2026-12-01", "23:59"), 7, "2026-11-28", True),
    (at("2026-12-02", "00:01"), 7, "2026-11-30", False),
    (at("2026-12-01", "07:00"), 7, None, True),
    (datetime.datetime(2027, 3, 28, 0, 59, tzinfo=datetime.UTC), 1, "2027-03-27", False),
    (datetime.datetime(2027, 3, 28, 1, 0, tzinfo=datetime.UTC), 1, "2027-03-27", True),
    (datetime.datetime(2027, 10, 31, 0, 30, tzinfo=datetime.UTC), 1, "2027-10-30", True),
    (datetime.datetime(2027, 10, 31, 1, 30, tzinfo=datetime.UTC), 1, "2027-10-31", False),
    # Summer: 7:00 in London is 6:00 in UTC.
    (datetime.datetime(2027, 7, 1, 6, 0, tzinfo=datetime.UTC), 7, "2027-06-30", True),
    (datetime.datetime(2027, 7, 1, 5, 59, tzinfo=datetime.UTC), 7, "2027-06-30", False),
]


@pytest.mark.parametrize(("now", "hour", "last", "due"), DUE)
def test_a_digest_is_due_once_a_day_from_its_hour_on(now, hour, last, due):
    last = datetime.date.fromisoformat(last) if last else None
    assert making.digest_is_due(EmailSettings(hour=hour, digest_on=last), now) is due


# 30 November 2026 is a Monday.
WEEKLY = [
    ("2026-11-30", 0, "2026-11-23", True),
    ("2026-11-30", 0, "2026-11-30", False),
    ("2026-12-01", 0, "2026-11-23", True),  # Monday's was missed
    ("2026-12-01", 0, "2026-11-30", False),
    ("2026-12-04", 4, "2026-11-27", True),
    ("2026-12-03", 4, "2026-11-27", False),
    ("2026-12-03", 4, None, True),
]


@pytest.mark.parametrize(("today", "weekday", "last", "due"), WEEKLY)
def test_a_weekly_digest_is_due_on_its_day_or_on_the_next_that_the_server_runs(today, weekday, last, due):
    last = datetime.date.fromisoformat(last) if last else None
    email = EmailSettings(weekday=weekday, weekly_on=last)
    assert making.weekly_is_due(email, datetime.date.fromisoformat(today)) is due


# -- What is in it --------------------------------------------------------------------------------------------------


def test_a_digest_has_counts_kinds_references_and_links_only(avonshire, grace, email, server):
    case = Feedback.objects.visible_to(grace).first()
    case.subject = "Grandmother waited upstairs overnight"
    case.save()
    manager = avonshire.person("complaints_manager")
    (first,) = notify(by=manager, to=[grace], kind="assigned", record=case)
    (second,) = notify(by=manager, to=[grace], kind="mentioned", record=case)
    assert send(email, today_at(8)) == 1
    ((recipients, message),) = server.taken
    assert recipients == [grace.account.email] and message["Subject"] == "Goldthread: 2 notifications"
    for content in (part.get_content() for part in message.walk() if not part.is_multipart()):
        content = html.unescape(content)
        for told in (first, second):
            assert f"https://goldthread.council.example/notifications/{told.pk}/" in content
        assert case.reference in content and "Work is assigned to me (1)" in content
        assert case.subject not in content and manager.name not in content and grace.name not in content
        left = re.sub(r"https://\S+", "", content)
        assert not set(re.findall(r"\w{5,}", left)) & set(re.findall(r"\w{5,}", case.subject))
    assert message["Auto-Submitted"] == "auto-generated" and message["From"] == SETTING["from_address"]
    assert message.get_body(("plain",)) is not None and message.get_body(("html",)) is not None


def test_a_long_digest_lists_some_and_counts_all(avonshire, grace, email, server):
    lesson = Lesson.objects.visible_to(grace).first()
    Notification.objects.bulk_create(
        Notification(
            council=avonshire.council, person=grace, kind=kind, origin="lesson", origin_id=lesson.pk,
            reference="L-1", read_at=None,
        )
        for kind in ("assigned", "mentioned")
    )  # fmt: skip
    row = SentEmail(council=avonshire.council, person=grace, purpose="digest")
    from goldthread.council.notifications import composing

    many = [*Notification.objects.filter(person=grace)] * 25
    text = composing.message(email, row, many).body
    assert text.count("- L-1") == MOST_LISTED and f"And {50 - MOST_LISTED} more." in text


def test_each_person_is_sent_what_they_chose(avonshire, grace, email, server):
    psw = avonshire.person("psw")
    choose_deliveries(by=grace, chosen={"assigned": "product", "mentioned": "weekly", "update_asked": "none"})
    for person in (grace, psw):
        for kind in ("assigned", "mentioned"):
            tell(avonshire, person, kind)
    assert notify(by=psw, to=[grace], kind="update_asked", record=Lesson.objects.first()) == []
    email.weekly_on = timezone.localdate()
    email.save()
    assert send(email, today_at(8)) == 1
    assert [recipients for recipients, _ in server.taken] == [[psw.account.email]]
    email.refresh_from_db()
    email.weekly_on, email.digest_on = timezone.localdate() - datetime.timedelta(days=8), None
    email.save()
    assert send(email, today_at(8)) == 1
    recipients, message = server.taken[-1]
    assert recipients == [grace.account.email] and "Somebody mentions me" in words_of(message)
    assert "Work is assigned" not in words_of(message)


def test_what_is_read_or_can_no_longer_be_opened_is_not_sent(avonshire, grace, email, server):
    read = tell(avonshire, grace)
    read.read_at = timezone.now()
    read.save()
    lost = tell(avonshire, grace, number=1)
    Notification.objects.filter(pk=lost.pk).update(origin_id="00000000-0000-7000-8000-000000000000")
    assert send(email, today_at(8)) == 0 and server.taken == []


def test_who_cannot_sign_in_is_sent_nothing(avonshire, email, server):
    somebody = Person.objects.create(council=avonshire.council, name="Somebody without an account")
    Membership.objects.create(council=avonshire.council, person=somebody, role="quality_lead")
    tell(avonshire, somebody)
    assert send(email, today_at(8)) == 0


def test_read_before_it_goes_it_is_not_needed(avonshire, grace, email, server):
    tell(avonshire, grace)
    making.make_digests(email, today_at(8))
    Notification.objects.filter(person=grace).update(read_at=timezone.now())
    assert send(email, today_at(9)) == 0
    assert SentEmail.objects.get(person=grace).state == STATE.NOT_NEEDED


# -- Once, whatever happens --------------------------------------------------------------------------------------------


def test_a_digest_is_sent_once_a_day(avonshire, grace, email, server):
    tell(avonshire, grace)
    assert [send(email, today_at(hour)) for hour in (6, 8, 9, 23)] == [0, 1, 0, 0]
    tell(avonshire, grace, number=1)
    assert send(email, today_at(23)) == 0
    assert send(email, today_at(8) + datetime.timedelta(days=1)) == 1
    assert [m["Subject"] for _, m in server.taken] == ["Goldthread: 1 notification"] * 2


class _KilledError(BaseException):
    """As if the worker was killed: nothing catches it."""


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_digest_is_not_sent_again_where_the_worker_was_killed_while_it_was(
    avonshire, grace, email, server, monkeypatch, when
):
    people = [grace, avonshire.person("psw"), avonshire.person("complaints_manager")]
    for person in people:
        tell(avonshire, person)
    really, done = sending.EmailBackend.send_messages, []

    def killed(self, messages):
        if len(done) == 1 and when == "before":
            raise _KilledError
        done.append(really(self, messages))
        if len(done) == 2 and when == "after":
            raise _KilledError

    with monkeypatch.context() as patched:
        patched.setattr(sending.EmailBackend, "send_messages", killed)
        with pytest.raises(_KilledError):
            send(email, today_at(8))
    send(email, today_at(8))
    sent = [recipients[0] for recipients, _ in server.taken]
    assert len(sent) == len(set(sent)) == (3 if when == "after" else 2)
    states = SentEmail.objects.filter(council=avonshire.council).values_list("state", flat=True)
    assert sorted(states) == [STATE.SENT, STATE.SENT, STATE.UNSURE]
    # What may not have arrived is told in the next digest.
    email.refresh_from_db()
    assert send(email, today_at(8) + datetime.timedelta(days=1)) == 1


def test_killed_while_digests_are_made_none_is_made(avonshire, grace, email, monkeypatch):
    tell(avonshire, grace)
    with monkeypatch.context() as patched:
        patched.setattr(making, "opened_by", lambda *args: (_ for _ in ()).throw(_KilledError))
        with pytest.raises(_KilledError):
            send(email, today_at(8))
    email.refresh_from_db()
    assert email.digest_on is None
    assert send(email, today_at(8)) == 1


def test_the_clock_asks_for_the_job_only_where_something_is_due(avonshire, grace, email, monkeypatch):
    def asked():
        jobs = ProcrastinateJob.objects.filter(task_name="goldthread.council.send_email", status="todo")
        return jobs.filter(args__council_id=str(avonshire.council.pk)).count()

    before = asked()
    email.digest_on = email.weekly_on = timezone.localdate()
    email.save()
    every_minute()
    assert asked() == before
    email.digest_on = timezone.localdate() - datetime.timedelta(days=1)
    email.hour = 0
    email.save()
    every_minute()
    every_minute()
    assert asked() == before + 1
    assert ProcrastinateJob.objects.filter(task_name="goldthread.council.send_email").last().lock
