"""A signed self-assessment and a name hidden later: made anew without it, with its reason, and copies are recalled."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.council.records import people_named, redaction
from goldthread.evidence import commands as evidence
from goldthread.evidence.packs.commands import answer_recall
from goldthread.evidence.self_assessment import commands
from goldthread.evidence.self_assessment.document import document_of
from goldthread.evidence.self_assessment.models import (
    SelfAssessment,
    SelfAssessmentSection,
    assessment_recalls_of,
)
from goldthread.feedback import commands as feedback
from goldthread.thread.home import work_items

pytestmark = pytest.mark.django_db
STATEMENT = "assessing-needs"
# In small letters and no word: nothing detects it by itself, only a case that knows it.
NAME = "zebedeeqo"


@pytest.fixture
def voice(avonshire):
    """Return feedback under a claim that repeats a name which nobody has hidden yet."""
    by, today = avonshire.person("quality_lead"), timezone.localdate()
    new = feedback.NewFeedback(
        source="complaint", points=[f"We asked {NAME} for the ramp."], received_on=today
    )
    piece = feedback.receive(by=by, new=new, today=today)
    claim = evidence.add_claim(
        by=by, statement=STATEMENT, text=f"We heard {NAME} about the ramp.", claims_change="no"
    )
    evidence.add_evidence(by=by, claim=claim, feedback=piece)
    avonshire.enter()
    return piece


def _written(avonshire) -> SelfAssessment:
    by = avonshire.person("quality_lead")
    started = commands.start_self_assessment(by=by, title="Made up", started_on=timezone.localdate())
    for section in started.sections.order_by("position"):
        text = f"{NAME} got the ramp." if section.statement == STATEMENT else "Ramps by June."
        commands.write_section(by=by, section=section, text=text, score=2, reasons="Made up.")
    avonshire.enter()
    return SelfAssessment.objects.get(pk=started.pk)


def _hide(avonshire, piece) -> None:
    names = people_named.named_in(piece)
    names.add(NAME, reason="it is a name")
    people_named.save_names(piece, names)
    redaction.hide_again(by=avonshire.clock, origin=piece)
    avonshire.enter()


def _said(avonshire, assessment) -> str:
    return repr(document_of(assessment, avonshire.person("director"), timezone.localdate()))


def test_a_draft_is_written_without_the_name_and_nothing_is_recalled(avonshire, voice):
    draft = _written(avonshire)
    assert NAME in _said(avonshire, draft)
    _hide(avonshire, voice)
    draft = SelfAssessment.objects.get(pk=draft.pk)
    assert NAME not in _said(avonshire, draft) and draft.revision == 1
    assert NAME not in draft.sections.get(statement=STATEMENT).text
    assert not assessment_recalls_of(avonshire.person("director")).filter(assessment=draft).exists()


@pytest.mark.slow(reason="signs a self-assessment, hides a name twice, and opens four pages")
def test_a_signed_one_is_made_anew_and_its_copies_are_recalled(avonshire, voice):
    director, today = avonshire.person("director"), timezone.localdate()
    signed = commands.sign(by=director, assessment=_written(avonshire), on=today)
    first = signed.checksum
    assert NAME in _said(avonshire, signed)
    _hide(avonshire, voice)
    signed = SelfAssessment.objects.get(pk=signed.pk)
    # Signed still, by the same person on the same day: only the name went.
    assert signed.is_signed and signed.signed_by == director and signed.signed_on == today
    assert NAME not in _said(avonshire, signed) and "Revision 2" in _said(avonshire, signed)
    assert not SelfAssessmentSection.objects.filter(assessment=signed, text__contains=NAME).exists()
    why = [(each.number, each.why, each.checksum) for each in signed.revisions.all()]
    assert why == [(1, "created", first), (2, "hidden", signed.checksum)] and first != signed.checksum
    recall = assessment_recalls_of(director).get(assessment=signed)
    assert voice.reference in recall.because
    # Hidden again, nothing more is made and it is asked once.
    _hide(avonshire, voice)
    assert SelfAssessment.objects.get(pk=signed.pk).revision == 2
    assert assessment_recalls_of(director).filter(assessment=signed).count() == 1

    at = reverse("evidence:self_assessment", args=[signed.pk])
    assert any(item.url == at and voice.reference in item.reason for item in work_items(director, today))
    client = avonshire.client("director")
    page = client.get(at).content.decode()
    assert recall.because in page and "A name was hidden. Checksum" in page
    assert recall.because in client.get(reverse("evidence:recalls")).content.decode()
    answer = reverse("evidence:answer_recall", args=[recall.pk])
    client.post(answer, {"answer": "gone", "note": "The board shredded theirs."})
    avonshire.enter()
    assert not assessment_recalls_of(director).filter(assessment=signed).exists()
    assert "The board shredded theirs." in client.get(at).content.decode()


def test_another_council_does_not_see_the_recall(avonshire, brackenmoor, voice):
    signed = commands.sign(
        by=avonshire.person("director"), assessment=_written(avonshire), on=timezone.localdate()
    )
    _hide(avonshire, voice)
    recall = assessment_recalls_of(avonshire.person("director")).get(assessment=signed)
    answer = reverse("evidence:answer_recall", args=[recall.pk])
    assert brackenmoor.client("quality_lead").get(answer).status_code == 404
    with pytest.raises(PermissionDenied):
        answer_recall(
            by=brackenmoor.person("quality_lead"), recall=recall, answer="gone", on=timezone.localdate()
        )
