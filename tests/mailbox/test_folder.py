"""A folder of saved e-mails, and what the settings keep: each file is kept, then moved; a crash loses nothing."""

from __future__ import annotations

import contextlib
import datetime
import os

import pytest
from django.utils import timezone

from goldthread.cli.main import main
from goldthread.council.command import Refused
from goldthread.mailbox import jobs
from goldthread.mailbox import settings as mailbox_settings
from goldthread.mailbox.fetching import fetch
from goldthread.mailbox.models import IncomingEmail, MailboxSettings
from goldthread.mailbox.sources import Folder
from tests.mail.letters import plain

pytestmark = pytest.mark.django_db
SET = {
    "is_on": True, "host": "imap.avonshire.example", "port": 993, "security": "tls", "authority": "",
    "username": "complaints", "folder": "INBOX", "done_folder": "", "since": datetime.date(2026, 1, 1),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    for number in (1, 2):
        (tmp_path / f"{number}.eml").write_bytes(plain(f"Number {number}.", Message_ID=f"<file{number}@x>"))
    (tmp_path / "broken.MSG").write_bytes(b"no message")
    (tmp_path / "notes.txt").write_bytes(b"no e-mail")
    return tmp_path


def test_each_file_is_kept_and_moved_and_others_are_left(avonshire, folder):
    done = fetch(avonshire.clock, Folder(folder))
    avonshire.enter()
    assert (done.new, done.failed) == (3, 0)
    assert sorted(path.name for path in folder.iterdir()) == ["notes.txt", "read"]
    assert sorted(path.name for path in (folder / "read").iterdir()) == ["1.eml", "2.eml", "broken.MSG"]
    (folder / "1.eml").write_bytes(plain("Number 1.", Message_ID="<file1@x>"))
    assert vars(fetch(avonshire.clock, Folder(folder))) == {"new": 0, "here": 1, "left": 0, "failed": 0}
    assert (folder / "read" / "1 (2).eml").exists()


def test_a_crash_before_a_file_is_moved_makes_no_second(avonshire, folder, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("the disk is gone")))
        with pytest.raises(OSError, match="disk"):
            fetch(avonshire.clock, Folder(folder))
    avonshire.enter()
    assert (folder / "1.eml").exists() and IncomingEmail.objects.filter(message_id="file1@x").count() == 1
    done = fetch(avonshire.clock, Folder(folder))
    avonshire.enter()
    assert (done.new, done.here) == (2, 1)
    assert IncomingEmail.objects.filter(message_id="file1@x").count() == 1


def test_a_crash_within_keeping_keeps_nothing_of_it(avonshire, folder, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(
            "goldthread.mailbox.raw.store", lambda *_: (_ for _ in ()).throw(RuntimeError("killed"))
        )
        done = fetch(avonshire.clock, Folder(folder))
    avonshire.enter()
    assert (done.new, done.failed) == (0, 3) and (folder / "1.eml").exists()
    assert not IncomingEmail.objects.filter(message_id="file1@x").exists()
    assert fetch(avonshire.clock, Folder(folder)).new == 3


def test_a_file_that_somebody_still_writes_and_a_link_are_left(avonshire, folder):
    assert [found.key for found in Folder(folder, settled=True).found()] == []
    (folder / "link.eml").symlink_to(folder / "1.eml")
    assert "link.eml" not in [found.key for found in Folder(folder).found()]


def test_the_password_is_encrypted_and_never_goes_to_another_server(avonshire):
    admin = avonshire.person("administrator")
    mailbox_settings.set_mailbox(by=admin, **SET)
    mailbox_settings.set_mailbox_password(by=admin, password="made up")
    avonshire.enter()
    saved = MailboxSettings.objects.get()
    assert "made up" not in saved.password and mailbox_settings.password_of(saved) == "made up"
    mailbox_settings.set_mailbox(by=admin, **{**SET, "folder": "Complaints"})
    avonshire.enter()
    assert mailbox_settings.password_of(MailboxSettings.objects.get()) == "made up"
    mailbox_settings.set_mailbox(by=admin, **{**SET, "host": "imap.elsewhere.example"})
    avonshire.enter()
    assert MailboxSettings.objects.get().password == ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"host": "imap example"}, "host"),
        ({"done_folder": "INBOX"}, "done_folder"),
        ({"authority": "nonsense"}, "authority"),
        ({"authority": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"}, "authority"),
        ({"since": timezone.localdate() + datetime.timedelta(days=1)}, "since"),
    ],
)
def test_settings_that_cannot_work_are_refused(avonshire, changes, field):
    with pytest.raises(Refused) as refused:
        mailbox_settings.set_mailbox(by=avonshire.person("administrator"), **{**SET, **changes})
    assert refused.value.field == field


def test_a_mailbox_that_is_off_is_not_read(avonshire):
    with pytest.raises(Refused, match="off"):
        mailbox_settings.look_now(by=avonshire.person("complaints_manager"))


def test_the_command_reads_a_folder_and_says_what_came(avonshire, folder, monkeypatch, capsys):
    monkeypatch.setattr("goldthread.cli.home.opened", lambda *given, **options: contextlib.nullcontext())
    assert main(["mail", str(folder), "--council", "avonshire"]) == 0
    assert capsys.readouterr().out == "Avonshire County Council: 3 new e-mails.\n"
    assert main(["mail", str(folder), "--council", "avonshire"]) == 0
    assert main(["mail", str(folder / "no-such"), "--council", "avonshire"]) == 2
    assert main(["mail", "--council", "avonshire"]) == 2
    assert main(["mail", "--council", "nowhere"]) == 2


def test_the_clock_asks_for_what_is_due_and_the_folder_of_the_council_is_read(
    avonshire, folder, settings, monkeypatch
):
    place = folder / "avonshire"
    place.mkdir()
    (place / "1.eml").write_bytes(plain("Number 1.", Message_ID="<place1@x>"))
    os.utime(place / "1.eml", (0, 0))
    settings.MAIL_FOLDER = str(folder)
    asked = []
    monkeypatch.setattr(
        "goldthread.mailbox.jobs.settings.ask_to_read", lambda by: asked.append(by.council.slug)
    )
    jobs.every_five_minutes()
    assert asked == ["avonshire"]
    avonshire.enter()
    jobs.read_mailbox(by=avonshire.person("complaints_manager"))
    avonshire.enter()
    assert IncomingEmail.objects.get(message_id="place1@x").via == "folder"
    assert (place / "read" / "1.eml").exists()
