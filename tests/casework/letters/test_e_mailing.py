"""Letters by e-mail: waiting, handed over, returned, given up; what does not arrive counts as not sent and is a task."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from goldthread.casework.choices import State
from goldthread.casework.letters import commands, e_mailing, sending
from goldthread.casework.letters.choices import By, Kind, Standing
from goldthread.casework.letters.models import Letter, SentLetter
from goldthread.casework.letters.texts import commands as texts
from goldthread.council.command import Refused
from goldthread.council.notifications import email_settings
from goldthread.council.notifications.models import EmailProblem, Notification
from goldthread.council.records import my_work
from tests.casework.cases import case_of, made
from tests.casework.letters.test_letters import CONTACT, manager, quick_pdf  # noqa: F401 - a fixture
from tests.council.notifications.emailing import SETTING
from tests.council.notifications.mail_server import mail_server

pytestmark = pytest.mark.django_db
TEXT = "Dear {name}\n\nThank you.\n\nYours sincerely\n\n{signed_by}"


@pytest.fixture
def server(avonshire):
    """Return a mail server to which the council's letters go."""
    with mail_server() as running:
        email_settings.set_email(by=avonshire.person("administrator"), **SETTING | {"port": running.port})
        set_letters(avonshire)
        yield running


def set_letters(cast, **fields):
    given = {"letterhead": "", "by_e_mail": True, "carries": "attachment", "reply_to": "post@council.example"}
    texts.set_letters(by=manager(cast), **given | fields)
    cast.enter()


def sent(cast, contact=CONTACT) -> Letter:
    """Return the acknowledgement of a new complaint, which waits to be e-mailed."""
    by, case = manager(cast), made(cast, contact=contact)
    letter = commands.write_letter(by=by, feedback=case, kind=Kind.ACKNOWLEDGEMENT, text=TEXT)
    cast.enter()
    letter = sending.send_letter(by=by, letter=letter, by_means=By.E_MAIL, on=timezone.localdate())
    cast.enter()
    return letter


def again(letter: Letter) -> Letter:
    return Letter.objects.select_related("feedback").get(pk=letter.pk)


def test_no_letter_goes_by_e_mail_before_the_council_said_so(avonshire):
    email_settings.set_email(by=avonshire.person("administrator"), **SETTING)
    set_letters(avonshire, by_e_mail=False)
    with pytest.raises(Refused, match="do not go by e-mail"):
        sent(avonshire)


def test_without_an_e_mail_address_it_is_refused(avonshire, server):
    with pytest.raises(Refused, match="no e-mail address"):
        sent(avonshire, {"name": "Perpetua Vantongeren"})


def test_a_letter_waits_and_is_handed_over_with_only_its_reference_in_the_subject(avonshire, server):
    letter = sent(avonshire)
    assert letter.standing == Standing.WAITING and case_of(letter.feedback).state == State.OPEN
    assert e_mailing.send_due(avonshire.clock) == 1
    avonshire.enter()
    assert again(letter).standing == Standing.E_MAILED
    ((recipients, message),) = server.taken
    assert recipients == [CONTACT["email"]] and message["Subject"] == letter.feedback.reference
    assert message["Message-ID"] == letter.message_id and message["Reply-To"] == "post@council.example"
    body = message.get_body().get_content()
    assert "Vantongeren" not in body and "attached" in body
    (file,) = message.iter_attachments()
    assert file.get_content() == bytes(SentLetter.objects.get(letter=letter).pdf)
    # Once only.
    assert e_mailing.send_due(avonshire.clock) == 0 and len(server.taken) == 1


def test_the_letter_stands_in_the_message_where_the_council_set_that(avonshire, server):
    set_letters(avonshire, carries="body")
    sent(avonshire)
    e_mailing.send_due(avonshire.clock)
    avonshire.enter()
    assert "Dear Mrs Perpetua Vantongeren" in server.taken[0][1].get_body().get_content()


def test_a_refused_address_is_given_up_at_once_and_is_a_task(avonshire, server):
    server.answers["RCPT"] = "550 no such person"
    letter = sent(avonshire)
    e_mailing.send_due(avonshire.clock)
    avonshire.enter()
    letter = again(letter)
    assert (letter.standing, letter.problem) == (Standing.GIVEN_UP, EmailProblem.RECIPIENT)
    _is_a_task(avonshire, letter)


def test_while_the_server_is_away_it_waits_and_is_given_up_after_a_day(avonshire, server):
    server.answers["MAIL"] = "451 later"
    letter = sent(avonshire)
    e_mailing.send_due(avonshire.clock)
    avonshire.enter()
    letter = again(letter)
    assert letter.standing == Standing.WAITING and letter.tries == 1 and letter.problem
    assert case_of(letter.feedback).state == State.OPEN
    e_mailing.send_due(avonshire.clock, timezone.now() + datetime.timedelta(days=1, minutes=1))
    avonshire.enter()
    letter = again(letter)
    assert (letter.standing, letter.problem) == (Standing.GIVEN_UP, EmailProblem.TOO_LATE)
    _is_a_task(avonshire, letter)


def test_a_letter_in_the_hands_of_a_killed_sender_never_goes_again_by_itself(avonshire, server, page):
    letter = sent(avonshire)
    Letter.objects.filter(pk=letter.pk).update(handing_since=timezone.now())
    assert e_mailing.is_due(letter.council_id, timezone.now())
    assert e_mailing.send_due(avonshire.clock) == 0 and server.taken == []
    avonshire.enter()
    letter = again(letter)
    assert letter.standing == Standing.UNSURE and letter.handing_since is None
    assert case_of(letter.feedback).state == State.NEW, "the clock goes on"
    assert not e_mailing.is_due(letter.council_id, timezone.now())
    assert "nobody knows whether it went" in page("complaints_manager", "casework:letter", letter.pk)
    _is_a_task(avonshire, letter)


def test_that_it_was_e_mailed_is_said_with_how_it_is_known(avonshire, server):
    letter = sent(avonshire)
    Letter.objects.filter(pk=letter.pk).update(handing_since=timezone.now())
    e_mailing.send_due(avonshire.clock)
    avonshire.enter()
    letter = again(letter)
    with pytest.raises(Refused):
        sending.record_e_mailed(by=manager(avonshire), letter=letter, reason=" ")
    avonshire.enter()
    sending.record_e_mailed(by=manager(avonshire), letter=letter, reason="The server's log shows it.")
    avonshire.enter()
    letter = again(letter)
    assert letter.standing == Standing.E_MAILED and case_of(letter.feedback).state == State.OPEN
    with pytest.raises(Refused, match="e-mailed"):
        sending.record_e_mailed(by=manager(avonshire), letter=letter, reason="Again.")


def test_it_is_noted_before_the_mail_server_has_it(avonshire, server, monkeypatch):
    letter, seen = sent(avonshire), []

    class Server:
        def open(self) -> None: ...

        def close(self) -> None: ...

        def send_messages(self, messages: list) -> None:
            avonshire.enter()
            seen.append(again(letter).handing_since)

    monkeypatch.setattr(e_mailing, "server_of", lambda email: Server())
    assert e_mailing.send_due(avonshire.clock) == 1
    avonshire.enter()
    assert seen[0] is not None and again(letter).handing_since is None


def test_what_comes_back_is_known_by_its_message_id_and_is_a_task(avonshire, server):
    letter = sent(avonshire)
    e_mailing.send_due(avonshire.clock)
    avonshire.enter()
    told = {"by": avonshire.clock, "on": timezone.localdate()}
    assert e_mailing.mark_returned(message_ids=["<another@x>"], **told) is None
    for _ in range(2):
        e_mailing.mark_returned(message_ids=["<another@x>", letter.message_id.strip("<>")], **told)
        avonshire.enter()
    letter = again(letter)
    assert (letter.standing, letter.returned_on) == (Standing.RETURNED, timezone.localdate())
    _is_a_task(avonshire, letter)


def _is_a_task(cast, letter: Letter) -> None:
    """It counts as not sent: the clock goes on, its owner is told and has it in their work, and it can be posted."""
    by = manager(cast)
    case = case_of(letter.feedback)
    assert case.state == State.NEW and case.acknowledged_on is None
    assert letter.event is None and letter.owner == by
    assert letter in my_work.first(by, most=1000)
    assert Notification.objects.filter(
        person=by, kind="letter_not_sent", origin_id=letter.pk, read_at=None
    ).exists()
    posted = sending.send_letter(by=by, letter=letter, by_means=By.POST, on=timezone.localdate())
    cast.enter()
    assert posted.standing == Standing.POSTED and case_of(letter.feedback).state == State.OPEN
    assert SentLetter.objects.filter(letter=letter).count() == 2
    assert not Notification.objects.filter(kind="letter_not_sent", origin_id=letter.pk, read_at=None).exists()


def test_another_council_cannot_take_back_a_letter(avonshire, brackenmoor, server):
    avonshire.enter()
    letter = sent(avonshire)
    brackenmoor.enter()
    told = {"by": brackenmoor.clock, "on": timezone.localdate()}
    assert e_mailing.mark_returned(message_ids=[letter.message_id], **told) is None
