"""A briefing shared with another council: nothing personal in it, refused where it was changed, its source kept."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from goldthread.briefings import commands
from goldthread.briefings.models import Briefing
from goldthread.briefings.sharing import file
from goldthread.briefings.sharing.commands import shared
from goldthread.council.records.contacts import keep_contact
from goldthread.learning.models import Lesson

pytestmark = pytest.mark.django_db
ANY = file.SharedBriefing(
    council="Avonshire",
    reference="B-3",
    title="Ring on Fridays",
    blocks={"what": "People waited.", "what_to_do": "Ring."},
    easy_read="Ring them.",
    questions={},
    sources=("Lesson L-1",),
)


def _changed(**fields) -> bytes:
    return json.dumps({**json.loads(file.write(ANY)), **fields}).encode()


def _rewritten(**fields) -> bytes:
    """Return a file with other content and the checksum of it, as somebody could write who knows how."""
    content = {**ANY.content, **fields}
    return json.dumps({**content, "checksum": file.checksum_of(content)}).encode()


def test_what_is_written_is_read_whatever_its_spaces():
    written = file.write(ANY)
    assert file.read(written) == ANY
    assert file.read(json.dumps(json.loads(written), indent=7).encode()) == ANY
    assert len(ANY.checksum) == 64 and len(written) < 1000


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (b"", "no briefing"),
        (b"not json", "no briefing"),
        (b"[]", "no briefing"),
        (b'{"format": "another"}', "no briefing"),
        (b"\xff\xfe\x00", "no briefing"),
        (b"[" * 100_000, "no briefing"),
        (b" " * 100_001, "too large"),
        (_changed(title="Ring on Mondays"), "was changed"),
        (_changed(extra="more"), "was changed"),
        (_changed(checksum="0" * 64), "was changed"),
        (_rewritten(title=""), "Ask the other council"),
        (_rewritten(title=["a"]), "Ask the other council"),
        (_rewritten(blocks={"other": "x"}), "Ask the other council"),
        (_rewritten(blocks={"what": "x" * 1501}), "Ask the other council"),
        (_rewritten(reference="<script>"), "Ask the other council"),
        (_rewritten(sources="Lesson"), "Ask the other council"),
    ],
)
def test_what_is_no_briefing_or_was_changed_is_refused(sent, says):
    with pytest.raises(file.NoBriefing, match=says):
        file.read(sent)


def test_another_council_takes_it_in_as_a_draft_with_its_source(avonshire, brackenmoor):
    by = avonshire.person("quality_lead")
    lesson = Lesson.objects.visible_to(by).order_by("number").first()
    blocks = {"what": "People waited and heard nothing.", "what_to_do": "Ring Esther Whitcombe on Friday."}
    briefing = commands.write_briefing(by=by, title="Ring them on Fridays", blocks=blocks, lessons=[lesson])
    keep_contact(by=by, record=briefing, text="Esther Whitcombe", placeholder="", times=0)
    briefing.refresh_from_db()
    commands.edit_briefing(
        by=by,
        briefing=briefing,
        version=briefing.version,
        reason="With a contact",
        title=briefing.title,
        blocks=blocks,
    )
    briefing.refresh_from_db()
    assert "Esther Whitcombe" in briefing.blocks["what_to_do"]
    share = reverse("briefings:share", args=[briefing.pk])
    client = avonshire.client("quality_lead")
    assert client.get(share).status_code == 404, "a draft is not shared"
    commands.send_briefing(
        by=by, briefing=briefing, teams=[avonshire.team("locality-north")], sent_on=timezone.localdate()
    )
    checksum = shared(briefing).checksum
    assert checksum in client.get(share).content.decode()
    assert avonshire.client("practitioner").get(share).status_code == 403
    assert brackenmoor.client("quality_lead").get(share).status_code == 404
    content = client.get(reverse("briefings:share_file", args=[briefing.pk])).content
    assert (
        b"Whitcombe" not in content and by.name.encode() not in content and b"locality" not in content.lower()
    )

    theirs = brackenmoor.client("quality_lead")
    address = reverse("briefings:take_in")
    assert brackenmoor.client("practitioner").get(address).status_code == 403
    changed = content.replace(b"heard nothing", b"heard it all")
    refused = theirs.post(address, {"file": SimpleUploadedFile("b.json", changed)}).content.decode()
    assert "was changed since it was shared" in refused
    page = theirs.post(address, {"file": SimpleUploadedFile("b.json", content)}, follow=True).content.decode()
    assert "saved as a draft" in page and "Draft" in page and checksum in page
    brackenmoor.enter()
    came = Briefing.objects.get(checksum=checksum)
    assert (came.came_from, came.came_as, came.came_on) == (
        avonshire.council.name,
        briefing.reference,
        timezone.localdate(),
    )
    assert came.sent_on is None and came.council == brackenmoor.council
    again = theirs.post(address, {"file": SimpleUploadedFile("b.json", content)}).content.decode()
    assert f"is here already: {came.reference}" in again
