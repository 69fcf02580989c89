"""Packs and names hidden later: one that is not sent is made anew, a sent one is recalled on the home of who sent it."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.records import people_named, redaction
from goldthread.council.records.saving import Stale
from goldthread.evidence import commands as evidence
from goldthread.evidence.packs import commands, files
from goldthread.evidence.packs.compare import changes
from goldthread.evidence.packs.models import EvidencePack, PackRecall, recalls_of
from goldthread.feedback import commands as feedback
from goldthread.thread.home import work_items

pytestmark = pytest.mark.django_db
STATEMENT = "assessing-needs"
# In small letters and no word: nothing detects it by itself, only a case that knows it.
NAME = "zebedeeqo"


@pytest.fixture
def voice(brackenmoor):
    """Return feedback that names somebody whom nobody has hidden yet, as evidence for a claim."""
    by, today = brackenmoor.person("quality_lead"), timezone.localdate()
    new = feedback.NewFeedback(
        source="complaint", points=[f"We asked {NAME} for the ramp."], received_on=today
    )
    piece = feedback.receive(by=by, new=new, today=today)
    claim = evidence.add_claim(by=by, statement=STATEMENT, text="We answer people.", claims_change="no")
    evidence.add_evidence(by=by, claim=claim, feedback=piece)
    brackenmoor.enter()
    return piece


def _hide(brackenmoor, piece) -> None:
    names = people_named.named_in(piece)
    names.add(NAME, reason="it is a name")
    people_named.save_names(piece, names)
    redaction.hide_again(by=brackenmoor.clock, origin=piece)
    brackenmoor.enter()


def test_a_pack_that_is_not_sent_is_made_anew_without_the_name(brackenmoor, voice):
    pack = commands.create_pack(by=brackenmoor.person("quality_lead"), statement=STATEMENT)
    first = pack.checksum
    assert NAME in files.html_of(pack).decode()
    _hide(brackenmoor, voice)
    pack = EvidencePack.objects.get(pk=pack.pk)
    written = files.html_of(pack)
    assert NAME not in written.decode() and NAME not in f"{pack.content}{pack.kept}"
    assert pack.revision == 2 and files.checksum_of(written) == pack.checksum != first
    assert [each.checksum for each in pack.revisions.all()] == [first, pack.checksum]
    assert "Revision 2" in written.decode() and "-revision-2.html" in files.name_of(pack, "html")
    assert not recalls_of(brackenmoor.person("quality_lead")).filter(pack=pack).exists()


def test_a_pack_that_was_made_anew_meanwhile_is_not_marked_as_sent(brackenmoor, voice):
    by, today = brackenmoor.person("quality_lead"), timezone.localdate()
    pack = commands.create_pack(by=by, statement=STATEMENT)
    seen = pack.version
    _hide(brackenmoor, voice)
    pack = EvidencePack.objects.get(pk=pack.pk)
    with pytest.raises(Stale):
        commands.mark_sent(by=by, pack=pack, sent_to="CQC", sent_on=today, version=seen)
    assert not pack.sendings.exists()
    commands.mark_sent(by=by, pack=pack, sent_to="CQC", sent_on=today, version=pack.version)
    assert pack.sent_on == today
    # Which revision went out is kept with to whom, and comparing with today says so.
    assert pack.sendings.get().revision == 2
    compared = brackenmoor.client("quality_lead").get(
        reverse("evidence:compare_pack", args=[pack.pk]), {"other": "today"}
    )
    assert "Revision 2, as it was sent to CQC on" in compared.content.decode()


@pytest.mark.slow(reason="hides a name twice, and opens three pages")
def test_a_sent_pack_stays_and_is_recalled_by_who_sent_it(brackenmoor, voice):
    by, today = brackenmoor.person("quality_lead"), timezone.localdate()
    pack = commands.create_pack(by=by, statement=STATEMENT)
    commands.mark_sent(by=by, pack=pack, sent_to="CQC assessment team", sent_on=today)
    _hide(brackenmoor, voice)
    stored = EvidencePack.objects.get(pk=pack.pk)
    assert [each.revision for each in stored.sendings.all()] == [1]
    assert stored.revision == 1 and files.checksum_of(files.html_of(stored)) == pack.checksum
    recall = recalls_of(by).get(pack=pack)
    assert voice.reference in recall.because
    # Hidden again, it is asked once.
    _hide(brackenmoor, voice)
    assert recalls_of(by).filter(pack=pack).count() == 1
    item = next(
        each for each in work_items(by, today) if each.url == reverse("evidence:pack", args=[pack.pk])
    )
    assert item.overdue and voice.reference in item.reason
    client = brackenmoor.client("quality_lead")
    listed = client.get(reverse("evidence:recalls")).content.decode()
    assert "CQC assessment team" in listed and voice.reference in listed
    with pytest.raises(Refused, match="why no recall"):
        commands.answer_recall(by=by, recall=recall, answer="not_needed", on=today)
    client.post(
        reverse("evidence:answer_recall", args=[recall.pk]),
        {"answer": "gone", "note": "They said so by e-mail."},
    )
    brackenmoor.enter()
    assert PackRecall.objects.get(pk=recall.pk).answered_on == today
    assert not recalls_of(by).filter(pack=pack).exists()


def test_a_sent_pack_is_changed_by_nobody(brackenmoor, voice):
    by = brackenmoor.person("quality_lead")
    pack = commands.create_pack(by=by, statement=STATEMENT)
    commands.mark_sent(by=by, pack=pack, sent_to="The board", sent_on=timezone.localdate())
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        EvidencePack.objects.filter(pk=pack.pk).update(content={})


def test_nobody_sends_a_pack_before_its_day_or_for_another_council(avonshire, brackenmoor, voice):
    by, today = brackenmoor.person("quality_lead"), timezone.localdate()
    pack = commands.create_pack(by=by, statement=STATEMENT)
    with pytest.raises(Refused, match="before"):
        commands.mark_sent(by=by, pack=pack, sent_to="CQC", sent_on=today - datetime.timedelta(days=1))
    with pytest.raises(PermissionDenied):
        commands.mark_sent(by=avonshire.person("assessor"), pack=pack, sent_to="CQC", sent_on=today)
    with pytest.raises(PermissionDenied):
        commands.mark_sent(by=avonshire.person("quality_lead"), pack=pack, sent_to="CQC", sent_on=today)
    for name in ("pack", "download", "pack_word", "pack_zip", "compare_pack", "mark_sent"):
        other = avonshire.client("quality_lead").get(reverse(f"evidence:{name}", args=[pack.pk]))
        assert other.status_code == 404, name


def test_compare_says_what_changed_since(brackenmoor, voice):
    by, today = brackenmoor.person("quality_lead"), timezone.localdate()
    earlier = commands.create_pack(by=by, statement=STATEMENT)
    claims = {each["text"]: each for each in earlier.content["claims"]}
    claim = evidence.Claim.objects.get(pk=claims["We answer people."]["key"])
    evidence.edit_claim(
        by=by, claim=claim, version=claim.version, reason="it says more", text="We answer all people in time."
    )
    evidence.remove_evidence(by=by, citation=claim.citations.get())
    evidence.add_claim(by=by, statement=STATEMENT, text="We ring people back.", claims_change="no")
    later = commands.create_pack(by=by, statement=STATEMENT)
    found = {(each.what, each.about) for each in changes(earlier.content, later.content)}
    assert ("Claim reworded", "We answer all people in time.") in found
    assert ("Evidence removed", "We answer all people in time.") in found
    assert ("Gap opened", "We answer all people in time.") in found
    assert ("Claim added", "We ring people back.") in found
    back = {each.what for each in changes(later.content, earlier.content)}
    assert {"Claim gone", "Evidence added", "Gap closed"} <= back
    assert changes(later.content, later.content) == []
    client = brackenmoor.client("quality_lead")
    page = client.get(reverse("evidence:compare_pack", args=[earlier.pk]), {"other": "today"})
    assert "Claim reworded" in page.content.decode()
    other = client.get(reverse("evidence:compare_pack", args=[earlier.pk]), {"other": str(later.pk)})
    assert "We ring people back." in other.content.decode() and today
