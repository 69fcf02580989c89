"""Files of the public form: from a telephone, refused in plain words, opened and removed after a pause, typed in by a person."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from goldthread.council.files import scanning, scanning_commands
from goldthread.council.files.models import Attachment, HeldFile, Scan
from goldthread.public.choices import Duty, Standing
from goldthread.public.follow_ups import follow_up
from goldthread.public.limits import counting
from goldthread.public.limits.counting import TRAP
from goldthread.public.limits.models import FormUse
from goldthread.public.models import PublicDraft, Submission
from goldthread.public.sending import TO_TYPE_IN
from tests.council.records.clamav_stand_in import clamav
from tests.council.records.test_telephone_files import POSITION, heic_photo, recording
from tests.public.filling import THANKS, Visitor

pytestmark = pytest.mark.django_db
VOICE = {key: value for key, value in THANKS.items() if key != "words"}


def _add(visitor, name: str, content: bytes):
    return visitor.post({"add": "1", "file": SimpleUploadedFile(name, content)})


def _at_files(visitor) -> None:
    visitor.fill(THANKS, until="files")


def _links(page) -> list[str]:
    return re.findall(r'href="([^"]*/files/[0-9a-f-]{36}/)"', page.content.decode())


def test_a_photograph_of_an_iphone_comes_with_what_was_sent(avonshire, visitor):
    _at_files(visitor)
    page = _add(visitor, "IMG_0042.HEIC", heic_photo())
    assert "IMG_0042.jpg" in page.content.decode()
    visitor.fill(THANKS)
    assert "1 added" in visitor.get().content.decode()
    visitor.post()
    sent = Submission.objects.filter(council=avonshire.council, kind="compliment").latest("created_at")
    [file] = Attachment.objects.filter(origin_id=sent.feedback_id)
    assert file.kind == "jpg" and file.is_restricted and file.by == avonshire.clock
    content = b"".join(scanning.pieces_of(file))
    assert content.startswith(b"\xff\xd8\xff") and POSITION not in content
    assert not HeldFile.objects.filter(council=avonshire.council).exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("film.mov", recording(b"vide", brand=b"qt  "), "This is a film"),
        ("photo.heic", heic_photo()[:300], "could not be read. Save it as JPEG"),
        ("tool.exe", b"MZ\x90\0", "programs are never taken"),
        ("empty.jpg", b"", "The file is empty"),
    ],
    ids=range(4),
)
def test_what_is_not_taken_is_refused_before_the_step_is_left(visitor, name, content, words):
    _at_files(visitor)
    page = _add(visitor, name, content)
    assert visitor.at.endswith("/files/") and words in page.content.decode()
    assert "govuk-error-message" in page.content.decode() or "There is a problem" in page.content.decode()
    assert not HeldFile.objects.exists()


def test_files_are_opened_and_removed_after_a_pause_by_whoever_has_the_code_only(avonshire, visitor):
    _at_files(visitor)
    [link] = _links(_add(visitor, "Letter.txt", b"A made-up letter."))
    assert b"".join(visitor.client.get(link).streaming_content) == b"A made-up letter."
    path = visitor.at.removesuffix("files/")
    stranger = Visitor(avonshire)
    assert b"made-up letter" not in stranger.client.get(link, follow=True).content
    pause = visitor.get(f"{path}pause/").content.decode()
    code = re.search(r"govuk-panel__title\">\s*([\w-]+)", pause)[1]
    visitor.post()
    assert b"made-up letter" not in visitor.client.get(link, follow=True).content
    other = Visitor(avonshire)
    other.get(f"/tell-us/{avonshire.slug}/come-back/")
    other.post({"code": code})
    page = other.get(re.sub(r"[^/]+/$", "files/", other.at))
    [link] = _links(page)
    response = other.client.get(link)
    assert b"".join(response.streaming_content) == b"A made-up letter."
    assert (
        response["Content-Disposition"].startswith("attachment")
        and "sandbox" in response["Content-Security-Policy"]
    )
    key = link.split("/")[-2]
    assert "Letter.txt" not in other.post({"remove": key}).content.decode()
    assert not HeldFile.objects.filter(council=avonshire.council).exists()


def test_a_voice_message_may_be_all_and_a_person_types_it_in(avonshire, visitor):
    _at_files(visitor)
    _add(visitor, "Recording.m4a", recording(b"soun"))
    sent = visitor.send(VOICE)
    assert Attachment.objects.get(origin_id=sent.feedback_id).kind == "m4a"
    typed = sent.follow_ups.get(duty=Duty.TYPED)
    assert typed.standing == Standing.UNSURE
    from goldthread.feedback.redaction.models import OriginalText

    assert OriginalText.objects.get(feedback=sent.feedback).as_received == TO_TYPE_IN
    client = avonshire.client("complaints_manager")
    page = client.get(f"/public-forms/{sent.pk}/").content.decode()
    assert "Typing in what was sent as a voice message or a letter" in page and "Mark as seen to" in page
    client.post(f"/public-forms/{sent.pk}/seen/")
    avonshire.enter()
    typed.refresh_from_db()
    assert typed.standing == Standing.DONE


def test_without_a_file_words_are_asked(visitor):
    visitor.fill(THANKS, until="words")
    assert "Write what you want to tell us" in visitor.post({"words": ""}).content.decode()


def test_deleting_a_form_deletes_its_files(avonshire, visitor):
    _at_files(visitor)
    _add(visitor, "Letter.txt", b"A made-up letter.")
    visitor.post(address=visitor.at.replace("files/", "delete/"))
    assert not HeldFile.objects.filter(council=avonshire.council).exists()


def test_while_the_scanner_is_silent_the_form_goes_and_its_file_waits_locked(avonshire, visitor):
    by = avonshire.person("administrator")
    with clamav() as server:
        scanning_commands.set_scanner(by=by, is_on=True, host="127.0.0.1", port=server.port)
        _at_files(visitor)
        page = _add(visitor, "virus.txt", b"EICAR").content.decode()
        assert "A virus was found in this file, so it was not taken" in page
    page = _add(visitor, "Letter.txt", b"A made-up letter.")
    assert "not scanned for viruses yet" in page.content.decode() and _links(page) == []
    sent = visitor.send(THANKS)
    file = Attachment.objects.get(origin_id=sent.feedback_id)
    assert file.scan == Scan.WAITING
    # It is on the list of what must follow, and tried again as all of that is.
    follow_up(avonshire.clock, sent.pk)
    avonshire.enter()
    waits = sent.follow_ups.get(duty=Duty.SCAN)
    assert (waits.standing, waits.problem) == (Standing.WAITING, "scanner")
    assert waits.needs_somebody(timezone.now() + datetime.timedelta(minutes=61))
    with clamav() as server:
        scanning_commands.set_scanner(by=by, is_on=True, host="127.0.0.1", port=server.port)
        follow_up(avonshire.clock, sent.pk)
    avonshire.enter()
    file.refresh_from_db()
    waits.refresh_from_db()
    assert file.scan == Scan.CLEAN and waits.standing == Standing.DONE


def test_a_limited_person_keeps_what_they_typed_and_is_told_when_to_try_again(
    avonshire, visitor, monkeypatch
):
    monkeypatch.setitem(counting.A_NETWORK, FormUse.Use.SENT, 1)
    Visitor(avonshire).send(THANKS)
    visitor.fill(THANKS)
    page = visitor.client.post(visitor.at, {})
    avonshire.enter()
    assert page.status_code == 429
    assert re.search(r"What you typed is saved\..*Try again at \d+:\d\d", page.content.decode(), re.DOTALL)
    assert PublicDraft.objects.get(council=avonshire.council).answers["words"] == THANKS["words"]
    FormUse.objects.all().delete()
    assert visitor.post().status_code == 200 and visitor.at.endswith("/sent/")


def test_staff_who_fill_it_in_for_somebody_are_not_limited_and_are_named(avonshire, monkeypatch):
    monkeypatch.setitem(counting.A_NETWORK, FormUse.Use.SENT, 1)
    Visitor(avonshire).send(THANKS)
    staff = Visitor(avonshire)
    staff.client = avonshire.client("complaints_manager")
    sent = staff.send(THANKS)
    assert sent.filled_in_by == avonshire.person("complaints_manager")


def test_a_program_that_fills_in_every_box_is_stopped_and_nothing_is_lost(visitor):
    page = visitor.post({"kind": "compliment", TRAP: "http://example.org"})
    assert (
        "A box that nobody sees was filled in" in page.content.decode() and not PublicDraft.objects.exists()
    )
    assert 'value="compliment" checked' in page.content.decode()
    visitor.fill(THANKS)
    page = visitor.post({TRAP: "http://example.org"})
    assert "A box that nobody sees was filled in" in page.content.decode() and visitor.at.endswith("/check/")
    visitor.post()
    assert visitor.at.endswith("/sent/")
