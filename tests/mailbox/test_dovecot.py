"""The mailbox on a real mail server: Debian's dovecot, over TLS with the council's own authority."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.utils import timezone

from goldthread.mailbox import polling, settings
from goldthread.mailbox.keeping import keep_email
from goldthread.mailbox.models import IncomingEmail, MailboxSettings
from tests.mail.letters import plain, reply
from tests.mailbox import dovecot
from tests.mailbox.dovecot import Dovecot

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow(reason="starts a mail server"),
    pytest.mark.skipif(dovecot.PROGRAM is None, reason="dovecot is not installed (Debian: dovecot-imapd)"),
    pytest.mark.xdist_group("dovecot"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot.running() as started:
        yield started


@pytest.fixture
def mailbox(avonshire, server):
    """Return what sets the mailbox, each time a folder of its own."""

    def set_up(folder: str, *, done: str = "", **changes) -> MailboxSettings:
        admin = avonshire.person("administrator")
        given = {
            "is_on": True,
            "host": "localhost",
            "port": server.tls,
            "security": "tls",
            "authority": server.authority.file.read_text(),
            "username": dovecot.USER,
            "folder": folder,
            "done_folder": done,
            "since": timezone.localdate() - datetime.timedelta(days=1),
            **changes,
        }
        settings.set_mailbox(by=admin, **given)
        settings.set_mailbox_password(by=admin, password=dovecot.PASSWORD)
        avonshire.enter()
        return settings.of_council(avonshire.council.pk)

    return set_up


def read(avonshire):
    done = polling.read_mailbox(avonshire.clock)
    avonshire.enter()
    return done, settings.of_council(avonshire.council.pk)


def test_what_came_is_kept_then_moved_and_a_second_reading_brings_nothing(avonshire, server, mailbox):
    server.deliver(plain("I complain.", Message_ID="<d1@x>"), "Moved")
    server.deliver(reply("Still nothing.", to="d1@x", message_id="d2@x"), "Moved")
    server.deliver(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", "Moved")
    mailbox("Moved", done="Moved.Done")
    done, saved = read(avonshire)
    assert (done.new, done.failed, saved.problem) == (3, 0, "") and saved.read_at is not None
    assert server.files("Moved") == [] and len(server.files("Moved.Done")) == 3
    assert all(path.name.endswith("S") for path in server.files("Moved.Done")), "each is marked as seen"
    kept = IncomingEmail.objects.filter(message_id__in=["d1@x", "d2@x"])
    assert kept.count() == 2 and len(set(kept.values_list("thread", flat=True))) == 1
    assert read(avonshire)[0].new == 0
    # Somebody moves one back by mistake.
    server.deliver(plain("I complain.", Message_ID="<d1@x>"), "Moved")
    assert vars(read(avonshire)[0]) == {"new": 0, "here": 1, "left": 0, "failed": 0}
    assert server.files("Moved") == [] and kept.count() == 2


def test_without_a_folder_for_what_is_done_it_stays_seen_and_only_what_is_newer_is_fetched(
    avonshire, server, mailbox
):
    server.deliver(plain("One.", Message_ID="<s1@x>"), "Stays")
    mailbox("Stays")
    assert read(avonshire)[0].new == 1
    assert [path.name.rpartition(",")[2] for path in server.files("Stays")] == ["S"]
    assert vars(read(avonshire)[0]) == {"new": 0, "here": 0, "left": 0, "failed": 0}
    server.deliver(plain("Two.", Message_ID="<s2@x>"), "Stays")
    done, saved = read(avonshire)
    assert done.new == 1 and saved.uid_last >= 2


def test_a_crash_between_keeping_and_marking_loses_nothing_and_makes_no_second(
    avonshire, server, mailbox, monkeypatch
):
    from goldthread.mailbox.imap import ImapFolder

    for number in (1, 2, 3):
        server.deliver(plain(f"Number {number}.", Message_ID=f"<c{number}@x>"), "Crash")
    mailbox("Crash", done="Crash.Done")

    class Killed(BaseException):
        """As if the process were killed: nothing catches it."""

    def killed(self, found):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(ImapFolder, "done", killed)
        with pytest.raises(Killed):
            polling.read_mailbox(avonshire.clock)
    avonshire.enter()
    ours = IncomingEmail.objects.filter(message_id__in=["c1@x", "c2@x", "c3@x"])
    assert ours.count() == 1 and len(server.files("Crash")) == 3
    done, _ = read(avonshire)
    assert (done.new, done.here) == (2, 1) and ours.count() == 3 and server.files("Crash") == []


def test_one_that_cannot_be_kept_stays_and_is_tried_again(avonshire, server, mailbox, monkeypatch):
    for number in (1, 2):
        server.deliver(plain(f"Number {number}.", Message_ID=f"<f{number}@x>"), "Fails")
    mailbox("Fails")

    def fails(*, message, **given):
        if b"f1@x" in message:
            raise RuntimeError("the database went away")
        return keep_email(message=message, **given)

    with monkeypatch.context() as patch:
        patch.setattr("goldthread.mailbox.fetching.keep_email", fails)
        done, saved = read(avonshire)
    assert (done.new, done.failed, saved.problem) == (1, 1, "not_kept") and saved.next_try_at is not None
    assert read(avonshire)[0].new == 0, "it waits before it tries again"
    MailboxSettings.objects.update(next_try_at=None)
    done, saved = read(avonshire)
    assert (done.new, done.here, saved.problem) == (1, 1, "")


def test_one_that_is_too_large_is_noted_with_its_subject_and_stays(avonshire, server, mailbox, monkeypatch):
    server.deliver(plain("x" * 5000, Message_ID="<big@x>", Subject="Many photographs"), "Large")
    mailbox("Large", done="Large.Done")
    monkeypatch.setattr("goldthread.mailbox.fetching.MOST_BYTES", 4000)
    assert vars(read(avonshire)[0]) == {"new": 0, "here": 0, "left": 1, "failed": 0}
    email = IncomingEmail.objects.get(message_id="big@x")
    assert "stays where it is" in email.problem and email.subject == "Many photographs" and not email.is_kept
    assert vars(read(avonshire)[0]) == {"new": 0, "here": 0, "left": 0, "failed": 0}
    assert len(server.files("Large")) == 1


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"authority": ""}, "certificate"),
        ({"port": 1}, "no_answer"),
        ({"folder": "Nowhere"}, "no_folder"),
    ],
)
def test_what_is_wrong_is_said(avonshire, server, mailbox, changes, problem):
    mailbox(changes.pop("folder", "INBOX"), **changes)
    _, saved = read(avonshire)
    assert saved.problem == problem and saved.failing_since is not None
    said, _ = settings.state_in_words(saved)
    assert said and "Since" in said


def test_a_wrong_password_and_trying_it(avonshire, server, mailbox):
    mailbox("INBOX", security="starttls", port=server.starttls)
    assert polling.try_out(avonshire.clock).startswith("It works")
    avonshire.enter()
    settings.set_mailbox_password(by=avonshire.person("administrator"), password="wrong")
    assert "refuses the user name" in polling.try_out(avonshire.clock)
    avonshire.enter()
    assert "refuses" in settings.of_council(avonshire.council.pk).tried
