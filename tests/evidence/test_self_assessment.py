"""Self-assessments: written by several, versions compared, comments resolved, scores in whole numbers, the director signs."""

from __future__ import annotations

import io
import re

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.notes.commands import add_note
from goldthread.council.records.saving import Stale
from goldthread.evidence import commands as evidence
from goldthread.evidence.frameworks.commands import load_framework
from goldthread.evidence.frameworks.in_force import in_force
from goldthread.evidence.self_assessment import commands
from goldthread.evidence.self_assessment.checks import checks_of, whole_check, words_in
from goldthread.evidence.self_assessment.difference import word_difference
from goldthread.evidence.self_assessment.document import CHANGES_HERE
from goldthread.evidence.self_assessment.models import SelfAssessment, comments_on
from goldthread.evidence.self_assessment.scores import framework_of, overall
from tests.evidence.test_framework_files import rows_of

TODAY = timezone.localdate


@pytest.fixture
def draft(avonshire, db):
    """Return a self-assessment that somebody has just started."""
    return commands.start_self_assessment(
        by=avonshire.person("quality_lead"), title="Made up", started_on=TODAY()
    )


def _write_all(by, draft, scores) -> None:
    for section, score in zip(draft.sections.order_by("position"), scores, strict=True):
        commands.write_section(
            by=by, section=section, text="We will do better by June.", score=score, reasons="Made up."
        )


# What CQC published: the sum of nine scores, the per cent and the rating (field guide, 2.1).
@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ([3] * 9, "27 of 36, 75%: Good."),
        ([3] * 8 + [4], "28 of 36, 78%: Good."),
        ([4, 4, 4, 4, 4, 3, 3, 3, 3], "32 of 36, 89%: Outstanding."),
        ([2, 2, 2, 2, 2, 2, 2, 3, 3], "20 of 36, 56%: Requires improvement."),
        # 38.9% is rounded before it is looked up, or it would fall between two ratings.
        ([1, 1, 1, 1, 2, 2, 2, 2, 2], "14 of 36, 39%: Requires improvement."),
        ([1, 1, 1, 1, 1, 2, 2, 2, 2], "13 of 36, 36%: Inadequate."),
    ],
)
@pytest.mark.django_db
def test_the_overall_rating_is_worked_out_in_whole_numbers(avonshire, draft, scores, said):
    avonshire.enter()
    sections = list(draft.sections.order_by("position"))
    for section, score in zip(sections, scores, strict=True):
        section.score = score
    framework = in_force(avonshire.council.pk)
    assert overall(sections, framework).in_words == said
    sections[0].score = None
    assert overall(sections, framework).in_words == "8 of 9 statements are scored."


@pytest.mark.slow(reason="starts one, saves three times and compares")
@pytest.mark.django_db
def test_it_has_a_section_for_each_statement_and_keeps_its_versions(avonshire, draft):
    lead, psw = avonshire.person("quality_lead"), avonshire.person("psw")
    avonshire.enter()
    section = draft.sections.order_by("position").last()
    assert [each.statement for each in draft.sections.order_by("position")] == [
        each.slug for each in in_force(avonshire.council.pk).statements
    ]
    commands.write_section(by=lead, section=section, version=section.version, text="We wait for a result.")
    section.refresh_from_db()
    opened_at = section.version
    commands.write_section(by=psw, section=section, version=opened_at, text="We know of one result.")
    with pytest.raises(Stale) as stale:
        commands.write_section(by=lead, section=section, version=opened_at, text="We know of two results.")
    assert ("text", "We know of one result.", "We know of two results.") in stale.value.fields
    client = avonshire.client("quality_lead")
    page = client.get(
        reverse("evidence:section_versions", args=[section.pk]), {"before": opened_at, "after": opened_at + 1}
    ).content.decode()
    assert "<del>wait for a </del>" in page and "<ins>know of one </ins>" in page


def test_two_texts_are_told_apart_by_words():
    pieces = word_difference("People wait too long.", "People wait less long, in the north.")
    assert [(each.kind, each.text) for each in pieces] == [
        ("same", "People wait "),
        ("gone", "too long."),
        ("added", "less long, in the north."),
    ]
    assert "".join(each.text for each in pieces if each.kind != "added") == "People wait too long."


# Worked out by hand: which tips a text meets, without any claim under the statement.
@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("", set()),
        ("We are good at this.", {"short"}),
        ("We are behind with reviews.", {"short"}),
        ("We are behind with reviews. By June we will see to all.", {"short", "honest", "action"}),
        ("We will see to all by June.", {"short", "action"}),
        ("We are behind. One. Two. Three. We will see to it.", {"short", "action"}),
        ("word " * 51, set()),
    ],
)
def test_the_tips_as_checks(text, met):
    found = checks_of(text, [], 50)
    assert {check.tip.slug for check in found if check.is_met} == met
    assert all(check.found and check.looked_at and check.tip.source for check in found)


def test_words_are_counted_as_people_count_them():
    assert words_in("A well-run council’s 28 days – and no more.") == 8
    assert not whole_check(["One"], ["Two"]).is_met and whole_check(["One"], []).is_met


@pytest.mark.slow(reason="opens a page twice")
@pytest.mark.django_db
def test_evidence_and_results_of_the_claims_are_checked(avonshire, draft):
    lead = avonshire.person("quality_lead")
    avonshire.enter()
    page = avonshire.client("quality_lead").get(
        reverse(
            "evidence:section", args=[draft.sections.get(statement="learning-improvement-and-innovation").pk]
        )
    )
    text = page.content.decode()
    assert "cite a measure with a result." in text and "Looked at:" in text
    avonshire.enter()
    claim = evidence.add_claim(
        by=lead, statement="learning-improvement-and-innovation", text="A made-up claim without evidence."
    )
    section = draft.sections.get(statement="learning-improvement-and-innovation")
    again = avonshire.client("quality_lead").get(reverse("evidence:section", args=[section.pk]))
    assert claim.text in again.content.decode()


@pytest.mark.slow(reason="opens a page and sends a form")
@pytest.mark.django_db
def test_a_comment_is_resolved(avonshire, draft):
    lead, psw = avonshire.person("quality_lead"), avonshire.person("psw")
    avonshire.enter()
    section = draft.sections.first()
    note = add_note(by=psw, record=section, text="Say since when.")
    client = avonshire.client("quality_lead")
    page = client.get(reverse("evidence:section", args=[section.pk])).content.decode()
    assert "Say since when." in page and "Resolve comment" in page
    client.post(reverse("evidence:resolve_comment", args=[section.pk]), {"note": str(note.pk)})
    avonshire.enter()
    [comment] = comments_on([section])
    assert comment.resolved.by == lead


@pytest.mark.slow(reason="writes and signs a whole self-assessment")
@pytest.mark.django_db
def test_the_director_signs_and_nobody_else_and_then_it_stays(avonshire, draft):
    lead, director = avonshire.person("quality_lead"), avonshire.person("director")
    avonshire.enter()
    with pytest.raises(Refused, match="missing under: Assessing needs"):
        commands.sign(by=director, assessment=draft, on=TODAY())
    _write_all(lead, draft, [3] * 9)
    for who in ("quality_lead", "psw", "complaints_manager"):
        with pytest.raises(PermissionDenied):
            commands.sign(by=avonshire.person(who), assessment=draft, on=TODAY())
    page = avonshire.client("director").get(reverse("evidence:self_assessment", args=[draft.pk]))
    sign = re.search(r'href="([^"]*/sign/\?read=[0-9-]+)"', page.content.decode())[1]
    # Two versions of each of nine sections: as it was begun, and as it was written.
    assert sign.endswith("read=2-2-2-2-2-2-2-2-2")
    first = draft.sections.order_by("position").first()
    commands.write_section(by=lead, section=first, text="By July, then.", score=3, reasons="Made up.")
    page = avonshire.client("director").get(sign).content.decode()
    assert 'value="2-2-2-2-2-2-2-2-2"' in page
    with pytest.raises(Refused, match="was written since you read"):
        commands.sign(by=director, assessment=draft, on=TODAY(), as_read="2-2-2-2-2-2-2-2-2")
    commands.write_section(
        by=lead, section=first, text="We will do better by June.", score=3, reasons="Made up."
    )
    signed = commands.sign(by=director, assessment=draft, on=TODAY(), as_read="4-2-2-2-2-2-2-2-2")
    assert signed.signed_by == director and len(signed.checksum) == 64
    with pytest.raises(Refused, match="is signed"):
        commands.write_section(by=lead, section=draft.sections.first(), text="Something else.")
    with pytest.raises(DatabaseError), transaction.atomic():
        SelfAssessment.objects.filter(pk=signed.pk).update(content={})
    follower = commands.start_self_assessment(by=lead, title="The next", started_on=TODAY(), keep_texts=True)
    assert follower.follows_id == signed.pk
    first = follower.sections.order_by("position").first()
    assert first.text == "We will do better by June." and first.score is None
    page = avonshire.client("quality_lead").get(reverse("evidence:section", args=[first.pk]))
    assert "Last time: 3" in page.content.decode()


@pytest.mark.django_db
def test_it_is_scored_by_the_framework_it_was_begun_under(avonshire, draft):
    # In force since the day on which it was begun: it keeps its own.
    assert framework_of(draft).slug == draft.framework
    loaded = load_framework(
        by=avonshire.person("quality_lead"),
        rows=rows_of(),
        file_name="next.csv",
        on=TODAY(),
        in_force_from=draft.started_on,
    )
    assert in_force(draft.council_id, draft.started_on).slug == loaded.slug != draft.framework
    assert framework_of(draft).slug == draft.framework


@pytest.mark.slow(reason="writes a whole self-assessment, and a Word file")
@pytest.mark.django_db
def test_word_can_be_edited_and_says_where_changes_are_made(avonshire, draft):
    _write_all(avonshire.person("quality_lead"), draft, [2] * 9)
    sent = avonshire.client("psw").get(reverse("evidence:self_assessment_word", args=[draft.pk]))
    word = docx.Document(io.BytesIO(sent.content))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert CHANGES_HERE in text and "18 of 36, 50%: Requires improvement." in text
    assert any(each.style.name == "Heading 2" for each in word.paragraphs)


@pytest.mark.slow(reason="opens pages as six people")
@pytest.mark.django_db
def test_who_may_read_a_draft(avonshire, brackenmoor, draft):
    address = reverse("evidence:self_assessment", args=[draft.pk])
    assert avonshire.client("psw").get(address).status_code == 200
    assert avonshire.client("assessor").get(address).status_code == 403
    assert avonshire.client("councillor").get(address).status_code == 403
    assert brackenmoor.client("quality_lead").get(address).status_code == 404
    sign = reverse("evidence:sign_self_assessment", args=[draft.pk])
    assert avonshire.client("quality_lead").get(sign).status_code == 403
    assert avonshire.client("director").get(sign).status_code == 200
