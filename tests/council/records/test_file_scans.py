"""Files and the scanner that a council names: locked until scanned, kept while it is silent, never served with a virus."""

from __future__ import annotations

import datetime
import socket
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.files import commands, held, held_forgetting, scanning, scanning_commands
from goldthread.council.files.clamav import Silent, virus_in
from goldthread.council.files.models import Attachment, AttachmentPiece, FileScanner, HeldFile, Scan
from goldthread.council.files.queries import content_of
from goldthread.council.records.pages import address
from goldthread.learning.models import Lesson
from tests.council.records.clamav_stand_in import clamav
from tests.council.records.test_telephone_files import heic_photo

pytestmark = pytest.mark.django_db
VIRUS = b"A letter with EICAR in it."


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def server():
    with clamav() as running:
        yield running


def _name(avonshire, port: int, is_on: bool = True) -> FileScanner:
    return scanning_commands.set_scanner(
        by=avonshire.person("administrator"), is_on=is_on, host="127.0.0.1", port=port
    )


def _lesson(avonshire) -> Lesson:
    return Lesson.objects.visible_to(avonshire.person("quality_lead")).order_by("number").first()


def _attach(avonshire, content: bytes = b"A clean letter.") -> Attachment:
    by = avonshire.person("quality_lead")
    return commands.attach_file(
        by=by, record=_lesson(avonshire), filename="letter.txt", content=content, is_restricted=False
    )


def test_the_protocol_sends_pieces_and_reads_what_is_found(server):
    assert virus_in("127.0.0.1", server.port, [b"a" * 300_000, b"b"]) == ""
    assert server.seen == [b"a" * 300_000 + b"b"]
    assert virus_in("127.0.0.1", server.port, [b"EI", b"CAR"]) == "Eicar-Test-Signature"


@pytest.mark.parametrize(
    "says", [b"INSTREAM size limit exceeded. ERROR\0", b"HTTP/1.1 400 Bad Request\r\n", b"\0"], ids=range(3)
)
def test_what_is_neither_clean_nor_a_virus_is_silence(server, says):
    server.says = says
    with pytest.raises(Silent):
        virus_in("127.0.0.1", server.port, [b"x"])


def test_without_a_scanner_nothing_waits(avonshire):
    assert _attach(avonshire).scan == Scan.NOT_ASKED


def test_a_file_is_locked_until_its_scan_and_opened_after_it(avonshire, server):
    _name(avonshire, server.port)
    file, by = _attach(avonshire), avonshire.person("quality_lead")
    assert file.is_locked and file.text == ""
    with pytest.raises(PermissionDenied):
        content_of(file)
    client = avonshire.client("quality_lead")
    assert client.get(reverse("download_file", args=[file.pk])).url == reverse("scan_file", args=[file.pk])
    page = client.get(address(_lesson(avonshire))).content.decode()
    assert "locked until it is scanned for viruses" in page
    assert reverse("download_file", args=[file.pk]) not in page
    scanning.scan_waiting(avonshire.clock)
    avonshire.enter()
    file.refresh_from_db()
    assert file.scan == Scan.CLEAN and server.seen == [b"A clean letter."]
    assert content_of(file).read() == b"A clean letter."
    assert by.may("notes.write")


def test_a_file_with_a_virus_is_said_so_and_never_served(avonshire, server):
    _name(avonshire, server.port)
    file = _attach(avonshire, VIRUS)
    scanning.scan_waiting(avonshire.clock)
    avonshire.enter()
    file.refresh_from_db()
    assert (file.scan, file.virus) == (Scan.INFECTED, "Eicar-Test-Signature")
    for name, role in (("download_file", "quality_lead"), ("open_file", "complaints_manager")):
        client = avonshire.client(role)
        response = client.get(reverse(name, args=[file.pk]), follow=True)
        assert VIRUS not in response.content and b"A virus was found" in response.content
    opened = client.post(
        reverse("open_file", args=[file.pk]), {"reason": "to read what it says"}, follow=True
    )
    assert VIRUS not in opened.content
    with pytest.raises((PermissionDenied, Refused)):
        commands.open_file(
            by=avonshire.person("complaints_manager"), file=file, reason="to read what it says"
        )


def test_while_the_scanner_is_silent_files_wait_and_are_tried_again_by_a_button(avonshire, server):
    named = _name(avonshire, closed_port())
    file = _attach(avonshire)
    scanning.scan_waiting(avonshire.clock)
    avonshire.enter()
    file.refresh_from_db()
    named.refresh_from_db()
    assert file.scan == Scan.WAITING and named.silent_since is not None
    client, again = avonshire.client("quality_lead"), reverse("scan_file", args=[file.pk])
    assert "The scanner does not answer" in client.post(again, follow=True).content.decode()
    avonshire.enter()
    FileScanner.objects.update(port=server.port)
    assert "can be opened now" in client.post(again, follow=True).content.decode()
    avonshire.enter()
    file.refresh_from_db()
    named.refresh_from_db()
    assert file.scan == Scan.CLEAN and named.silent_since is None and named.answered_at is not None


def test_turned_off_the_scanner_keeps_nothing_locked(avonshire):
    port = closed_port()
    _name(avonshire, port)
    file = _attach(avonshire)
    _name(avonshire, port, is_on=False)
    file.refresh_from_db()
    assert file.scan == Scan.NOT_ASKED and not file.is_locked


def test_an_administrator_names_and_tries_the_scanner(avonshire, server):
    client = avonshire.client("administrator")
    page, form = reverse("file_scanner"), {"is_on": "on", "host": "127.0.0.1", "port": server.port}
    assert "file" in client.post(page, form, follow=True).content.decode()
    tried = client.post(reverse("try_file_scanner"), follow=True).content.decode()
    assert "it found the test virus" in tried
    server.viruses.clear()
    assert "does not tell" in client.post(reverse("try_file_scanner"), follow=True).content.decode()
    assert client.post(page, {**form, "host": "not a host"}).status_code == 200
    assert avonshire.client("quality_lead").get(page).status_code == 403


def test_files_of_a_form_are_held_opened_removed_and_given_to_its_record(avonshire):
    holder, council = uuid.uuid4(), avonshire.council
    first = held.hold(council=council, holder=holder, filename="IMG_1.HEIC", content=heic_photo())
    second = held.hold(council=council, holder=holder, filename="Letter.txt", content=b"Made up.")
    other = held.hold(council=council, holder=uuid.uuid4(), filename="Other.txt", content=b"Not yours.")
    assert [each.name for each in held.held_by(council, holder)] == ["IMG_1.jpg", "Letter.txt"]
    assert held.content_of_held(second).read() == b"Made up."
    assert not held.remove_held(council=council, holder=holder, pk=other.pk)
    assert held.remove_held(council=council, holder=holder, pk=first.pk)
    record = _lesson(avonshire)
    [given] = held.attach_held(by=avonshire.clock, record=record, holder=holder)
    assert given.is_restricted and given.name == "Letter.txt"
    assert bytes(AttachmentPiece.objects.get(attachment=given).content) == b"Made up."
    assert list(HeldFile.objects.filter(council=council).values_list("pk", flat=True)) == [other.pk]


def test_a_form_takes_so_many_files_and_no_more(avonshire, monkeypatch):
    holder, council = uuid.uuid4(), avonshire.council
    for number in range(held.MOST_FILES):
        held.hold(council=council, holder=holder, filename=f"{number}.txt", content=b"x")
    with pytest.raises(Refused, match="You can send 6 files"):
        held.hold(council=council, holder=holder, filename="one more.txt", content=b"x")
    monkeypatch.setattr(held, "MOST_TOGETHER", 1024**2)
    with pytest.raises(Refused, match="together must be 40 MB"):
        held.hold(council=council, holder=uuid.uuid4(), filename="large.txt", content=b"x" * (1024**2 + 1))


def test_a_form_refuses_a_virus_and_keeps_what_a_silent_scanner_left(avonshire, server):
    holder, council = uuid.uuid4(), avonshire.council
    _name(avonshire, server.port)
    with pytest.raises(Refused, match="A virus was found"):
        held.hold(council=council, holder=holder, filename="a.txt", content=VIRUS)
    FileScanner.objects.update(port=closed_port())
    file = held.hold(council=council, holder=holder, filename="b.txt", content=b"Fine.")
    assert file.scan == Scan.WAITING
    with pytest.raises(Refused, match="not been scanned"):
        held.content_of_held(file)
    # It comes with what was sent, and waits there.
    [given] = held.attach_held(by=avonshire.clock, record=_lesson(avonshire), holder=holder)
    assert given.scan == Scan.WAITING and scanning.anything_waits(council.pk)


def test_files_of_forms_that_were_never_finished_are_deleted(avonshire):
    council, clock = avonshire.council, avonshire.clock
    held.hold(council=council, holder=uuid.uuid4(), filename="a.txt", content=b"x")
    assert not held_forgetting.due(council.pk, timezone.now()).exists()
    later = timezone.now() + datetime.timedelta(days=400)
    held_forgetting.forget_held(by=clock, now=later)
    assert not HeldFile.objects.filter(council=council).exists()
