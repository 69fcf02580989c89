"""E-mail that does not arrive: what goes wrong is said, tried again or not, and nothing goes in the clear."""

from __future__ import annotations

import datetime
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.notifications import email_settings, sending
from goldthread.council.notifications.models import EmailProblem, SentEmail
from tests.council.notifications.emailing import STATE, send, tell, today_at
from tests.council.notifications.mail_server import mail_server
from tests.own_server.certificates import Authority

pytestmark = pytest.mark.django_db


# -- What goes wrong -----------------------------------------------------------------------------------------------------


def failing(avonshire):
    return email_settings.state_in_words(avonshire.council.pk)[0]


# What the server answers to which command, and what is said of it.
REFUSED = [
    ({"MAIL": "550 not you"}, EmailProblem.SENDER),
    ({"EHLO": "500 what", "HELO": "500 what"}, EmailProblem.NOT_UNDERSTOOD),
    ({"EHLO": ""}, EmailProblem.NOT_UNDERSTOOD),
]


@pytest.mark.parametrize(("answers", "problem"), REFUSED)
def test_a_server_that_refuses_is_said_and_tried_again_later(
    avonshire, grace, email, server, answers, problem
):
    tell(avonshire, grace)
    server.answers.update(answers)
    now = today_at(8)
    assert send(email, now) == 0
    email.refresh_from_db()
    assert email.problem == problem and email.failing_since is not None
    (fault,) = failing(avonshire)
    assert fault.startswith(problem.label) and "Nothing has been sent since" in fault
    assert fault.split(" Nothing")[0] in html.unescape(
        avonshire.client("administrator").get(reverse("email_settings")).content.decode()
    )
    server.answers.clear()
    assert send(email, now) == 0, "not before a minute has passed"
    assert send(email, now + datetime.timedelta(minutes=2)) == 1
    assert failing(avonshire) == []


def test_a_server_that_is_not_there(avonshire, grace, email):
    with mail_server() as gone:
        email.port = gone.port
    email.save()
    tell(avonshire, grace)
    waits, now = [], today_at(8)
    for _ in range(6):
        send(email, now)
        email.refresh_from_db()
        waits.append(round((email.next_try_at - now).total_seconds() / 60))
        now = email.next_try_at
    assert email.problem == EmailProblem.NO_ANSWER and waits == [1, 2, 4, 8, 15, 15]


def test_a_digest_that_could_not_be_sent_all_day_is_told_in_the_next(avonshire, grace, email, server):
    tell(avonshire, grace)
    server.answers["MAIL"] = "450 busy"
    send(email, today_at(8))
    server.answers.clear()
    assert send(email, today_at(8) + datetime.timedelta(days=1)) == 1
    states = dict(SentEmail.objects.filter(person=grace).values_list("on", "state"))
    today = timezone.localdate()
    assert states == {today: STATE.FAILED, today + datetime.timedelta(days=1): STATE.SENT}


def test_a_wrong_password_is_said(avonshire, grace, email):
    tell(avonshire, grace)
    with mail_server(password="right") as server:
        email.port, email.username = server.port, "goldthread"
        email.save()
        for hour, password in ((8, ""), (9, "wrong")):
            email_settings.set_email_password(by=avonshire.person("administrator"), password=password)
            send(email, today_at(hour))
            email.refresh_from_db()
            assert email.problem == EmailProblem.SIGN_IN
        email_settings.set_email_password(by=avonshire.person("administrator"), password="right")
        assert send(email, today_at(10)) == 1


def test_a_password_of_another_secret_key_is_said(avonshire, grace, email):
    tell(avonshire, grace)
    email.username, email.password = "goldthread", "gAAAAABnot-of-this-key"
    email.save()
    send(email, today_at(8))
    email.refresh_from_db()
    assert email.problem == EmailProblem.PASSWORD


@pytest.mark.parametrize(
    ("answer", "state"), [("550 nobody here", STATE.FAILED), ("450 try later", STATE.WAITING)]
)
def test_one_address_that_is_refused_stops_nobody_elses(avonshire, grace, email, server, answer, state):
    psw = avonshire.person("psw")
    for person in (grace, psw):
        tell(avonshire, person)
    server.answers[f"RCPT TO:<{grace.account.email}>".upper()] = answer
    assert send(email, today_at(8)) == 1
    assert [recipients for recipients, _ in server.taken] == [[psw.account.email]]
    row = SentEmail.objects.get(person=grace)
    assert (row.state, row.problem) == (state, EmailProblem.RECIPIENT)
    assert failing(avonshire) == []


def test_encryption_that_is_not_offered_or_not_trusted_is_said_and_nothing_goes_in_the_clear(
    avonshire, grace, email, server
):
    tell(avonshire, grace)
    email.security = "starttls"
    email.save()
    send(email, today_at(8))
    email.refresh_from_db()
    assert email.problem == EmailProblem.NO_TLS and server.taken == []
    assert not any(line.upper().startswith(("MAIL", "AUTH")) for line in server.said)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_what_is_sent_is_encrypted_before_the_password_and_the_message_go(
    avonshire, grace, email, authority, monkeypatch, security
):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    tell(avonshire, grace)
    given = {"starttls" if security == "starttls" else "context": authority.context()}
    with mail_server(password="right", **given) as server:
        email.port, email.username, email.security = server.port, "goldthread", security
        email.save()
        email_settings.set_email_password(by=avonshire.person("administrator"), password="right")
        assert send(email, today_at(8)) == 1
        [(recipients, message)] = server.taken
        assert recipients == [grace.account.email] and "notification" in message["Subject"]
        words = [line.split()[0].upper() for line in server.said]
        before = words[: words.index("(ENCRYPTED)")] if security == "starttls" else []
        assert not {"AUTH", "MAIL", "RCPT", "DATA"} & {*before}, "nothing in the clear"
    email.refresh_from_db()
    assert email.problem == ""


def test_a_certificate_that_nobody_trusts_or_of_another_name_is_said_and_nothing_goes(
    avonshire, grace, email, authority, monkeypatch
):
    tell(avonshire, grace)
    other = authority.context("other", hosts=("mail.elsewhere.example",))
    for hour, context, trusted in ((8, authority.context(), False), (9, other, True)):
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        with mail_server(starttls=context) as server:
            email.port, email.security = server.port, "starttls"
            email.next_try_at = None
            email.save()
            send(email, today_at(hour))
            email.refresh_from_db()
            assert email.problem == EmailProblem.CERTIFICATE and server.taken == []


def test_a_test_that_fails_says_why_at_once(avonshire, email, server):
    server.answers["MAIL"] = "550 not you"
    email_settings.send_test_message(by=avonshire.person("administrator"))
    email.digest_on = timezone.localdate()
    email.save(update_fields=["digest_on"])
    send(email)
    page = html.unescape(avonshire.client("administrator").get(reverse("email_settings")).content.decode())
    assert "Not sent" in page and EmailProblem.SENDER.label in page


def test_no_log_line_has_an_address(avonshire, grace, email, server, caplog):
    tell(avonshire, grace)
    server.answers["RCPT"] = f"550 no such user {grace.account.email}"
    send(email, today_at(8))
    assert grace.account.email not in caplog.text


def test_another_council_sends_nothing_of_this_ones(brackenmoor, avonshire, grace, email, server):
    tell(avonshire, grace)
    assert sending.send_due(brackenmoor.council.pk, today_at(8)) == 0
    assert server.taken == []
