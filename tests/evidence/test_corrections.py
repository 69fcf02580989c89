"""Correcting, withdrawing and merging claims, and evidence whose record was withdrawn."""

from __future__ import annotations

import datetime
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import SearchEntry
from goldthread.council.records import withdrawal
from goldthread.evidence import commands, queries
from goldthread.evidence.models import Claim
from goldthread.evidence.packs.commands import create_pack
from goldthread.evidence.packs.files import html_of
from goldthread.evidence.standing import evidence_for
from goldthread.feedback import commands as feedback
from goldthread.impact.models import Measure
from goldthread.thread.gaps import find_gaps

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 9, 3)
REASON = "Entered twice by mistake"
STATEMENT = "assessing-needs"


@pytest.fixture
def lead(avonshire):
    """Return somebody who writes the self-assessment."""
    return avonshire.person("quality_lead")


def add(lead, text: str = "We ring back within a day.") -> Claim:
    return commands.add_claim(by=lead, statement=STATEMENT, text=text)


def test_two_tabs_on_a_claim_lose_neither_text(avonshire, lead):
    claim = add(lead)
    client = avonshire.client("quality_lead")
    address = reverse("evidence:edit_claim", args=[claim.pk])
    opened = {"version": claim.version, "statement": STATEMENT, "reason": "A clearer claim"}
    assert client.post(address, opened | {"text": "We ring back in a day."}).status_code == 302
    second = client.post(address, opened | {"text": "We ring everyone back."})
    page = html.unescape(second.content.decode())
    assert "Somebody else changed this record" in page
    assert "We ring back in a day." in page and "We ring everyone back." in page
    avonshire.enter()
    claim.refresh_from_db()
    assert claim.text == "We ring back in a day."
    again = client.post(address, opened | {"text": "We ring everyone back.", "version": claim.version})
    assert again.status_code == 302
    timeline = (
        client.get(reverse("evidence:claim", args=[claim.pk])).content.decode().split('id="timeline"')[1]
    )
    assert "Reason: A clearer claim" in timeline
    assert "We ring back within a day. → We ring back in a day." in html.unescape(timeline)


def test_evidence_whose_record_was_withdrawn_counts_for_no_claim(avonshire, lead):
    claim = add(lead)
    measure = Measure.objects.filter(council=avonshire.council, action__isnull=False).first()
    commands.add_evidence(by=lead, claim=claim, measure=measure)
    assert evidence_for([claim])[claim.pk].feedback
    withdrawal.withdraw(by=lead, record=measure, reason=REASON, today=DAY)
    evidence = evidence_for([claim])[claim.pk]
    assert not evidence.citations and not evidence.feedback and not evidence.lessons
    page = avonshire.client("quality_lead").get(reverse("evidence:claim", args=[claim.pk])).content.decode()
    avonshire.enter()
    assert "No evidence" in page
    assert _has_gap(lead, claim, "claims-without-evidence")
    assert not _has_gap(lead, claim, "claims-without-feedback-from-people")
    pack = create_pack(by=lead, statement=STATEMENT)
    avonshire.enter()
    entry = html.unescape(html_of(pack).decode()).split(claim.text)[1].split("<h2")[0].split("<h3")[0]
    assert measure.name not in entry and "No evidence yet." in entry
    withdrawal.restore(by=lead, record=measure, today=DAY)
    assert evidence_for([claim])[claim.pk].feedback
    assert not _has_gap(lead, claim, "claims-without-evidence")


def test_feedback_that_was_withdrawn_supports_nothing_and_is_not_quoted(avonshire, lead):
    claim = add(lead)
    new = feedback.NewFeedback(
        source="compliment", points=["They rang me back the same day."], received_on=DAY
    )
    piece = feedback.receive(by=lead, new=new, today=DAY)
    commands.add_evidence(by=lead, claim=claim, feedback=piece)
    assert evidence_for([claim])[claim.pk].feedback == {piece.pk}
    withdrawal.withdraw(by=lead, record=piece, reason=REASON, today=DAY)
    assert evidence_for([claim])[claim.pk].feedback == set()
    pack = create_pack(by=lead, statement=STATEMENT)
    assert "They rang me back the same day." not in html.unescape(html_of(pack).decode())


def _has_gap(person, claim: Claim, slug: str) -> bool:
    gaps = find_gaps(person, timezone.localdate(), slug)
    return any(link.pk == claim.pk for gap in gaps if gap.slug == slug for link in gap.links)


def test_a_withdrawn_claim_is_not_made_and_comes_back(avonshire, lead):
    claim = add(lead)
    withdrawal.withdraw(by=lead, record=claim, reason=REASON, today=DAY)
    assert claim not in queries.current_claims(lead)
    address = reverse("evidence:claim", args=[claim.pk])
    client = avonshire.client("quality_lead")
    assert address not in client.get(reverse("evidence:statement", args=[STATEMENT])).content.decode()
    shown = client.get(address).content.decode()
    assert REASON in shown and "Add evidence" not in shown and "Archive claim" not in shown
    avonshire.enter()
    withdrawal.restore(by=lead, record=claim, today=DAY)
    assert claim in queries.current_claims(lead)


def test_two_claims_are_merged_with_their_evidence_and_parted_again(avonshire, lead):
    one, other = add(lead), add(lead, "We ring everyone back.")
    measures = Measure.objects.filter(council=avonshire.council)[:2]
    for claim, measure in ((one, measures[0]), (one, measures[1]), (other, measures[1])):
        commands.add_evidence(by=lead, claim=claim, measure=measure)
    withdrawal.merge(by=lead, record=one, into=other, reason=REASON, today=DAY)
    assert {citation.measure for citation in other.citations.all()} == set(measures)
    withdrawal.restore(by=lead, record=one, today=DAY)
    assert (one.citations.count(), other.citations.count()) == (2, 1)


def test_an_archived_claim_is_not_corrected_and_not_found(lead):
    claim = add(lead)
    assert SearchEntry.objects.filter(record_id=claim.pk).exists()
    commands.archive_claim(by=lead, claim=claim, on=DAY)
    assert not SearchEntry.objects.filter(record_id=claim.pk).exists()
    with pytest.raises(Refused, match="is archived"):
        commands.edit_claim(by=lead, claim=claim, version=claim.version, reason=REASON, text="Other")
