"""A published report is kept as it is printed, until somebody asks that names in it be hidden; the page says so."""

from __future__ import annotations

import datetime

import pytest

from goldthread.council.command import Refused
from goldthread.council.models import SearchEntry
from goldthread.reviews import commands, corrections
from goldthread.reviews.models import Figure, Finding, Review

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 3, 2)
PRINTED = "Perpetua Vantongeren, the principal social worker, told inspectors that waits are long."


# Everybody here is invented.
def record(avonshire, kind: str = "inspection", **changes) -> Review:
    new_review = commands.NewReview(
        kind=kind,
        title="Assessment of Avonshire",
        body="Care Quality Commission",
        decided_on=DAY,
        summary="Perpetua Vantongeren spoke for the council.",
        findings=[commands.NewFinding(text=PRINTED, heading="What Perpetua Vantongeren said")],
        **changes,
    )
    return commands.record(by=avonshire.person("quality_lead"), new=new_review, today=DAY)


def test_an_inspection_report_is_kept_as_it_is_printed(avonshire):
    review = record(avonshire)
    finding = Finding.objects.get(review=review)
    assert review.kept_as_printed
    assert finding.point.text == PRINTED
    assert finding.heading == "What Perpetua Vantongeren said"
    by = avonshire.person("quality_lead")
    corrections.edit_finding(
        by=by,
        finding=finding,
        version=finding.version,
        reason="A slip.",
        text=PRINTED + " Very long.",
        heading="Heading",
    )
    finding.refresh_from_db()
    finding.point.refresh_from_db()
    assert finding.point.text == PRINTED + " Very long."
    added = commands.add_findings(
        by=by, review=review, findings=[commands.NewFinding(text="Adam Zorvika chaired the board.")]
    )
    assert added[0].point.text == "Adam Zorvika chaired the board."
    figure = commands.record_figure(
        by=by, review=review, label="Waits that Adam Zorvika counted", as_printed="41%", source="Page 4"
    )
    assert figure.label == "Waits that Adam Zorvika counted"


def test_what_the_council_itself_writes_about_it_names_nobody(avonshire):
    review = record(avonshire)
    finding = Finding.objects.get(review=review)
    decided = commands.decide(
        by=avonshire.person("psw"),
        finding=finding,
        decision="accepted",
        decided_on=DAY,
        reason="Because Adam Zorvika agrees.",
    )
    assert decided.reason == "Because [person 1] agrees."


@pytest.mark.parametrize(
    ("kind", "is_published", "is_kept"),
    [
        ("inspection", None, True),
        ("peer_review", None, True),
        ("safeguarding_adult_review", None, True),
        ("ombudsman_decision", None, False),
        ("external_audit", None, False),
        ("inspection", False, False),
        ("ombudsman_decision", True, True),
    ],
)
def test_its_type_decides_unless_a_person_does(avonshire, kind, is_published, is_kept):
    review = record(avonshire, kind, is_published=is_published)
    assert review.kept_as_printed is is_kept
    assert ("Vantongeren" in Finding.objects.get(review=review).text) is is_kept


def test_one_press_hides_the_names_in_every_part_and_the_page_says_which(avonshire):
    review = record(avonshire)
    by = avonshire.person("quality_lead")
    commands.record_figure(
        by=by, review=review, label="Counted by Perpetua Vantongeren", as_printed="41%", source="Page 4"
    )
    client = avonshire.client("quality_lead")
    page = client.get(f"/reviews/{review.pk}/").content.decode()
    assert "kept as it was printed" in page and "Hide names in this report" in page
    answer = client.post(f"/reviews/{review.pk}/hide-names/")
    page = client.get(answer["Location"]).content.decode()
    assert "Redactions in what you saved" in page and "Hide names in this report" not in page
    avonshire.enter()
    review.refresh_from_db()
    finding = Finding.objects.select_related("point").get(review=review)
    entry = SearchEntry.objects.get(record_id=review.pk)
    texts = [review.summary, finding.heading, finding.point.text, entry.title, entry.body]
    texts.append(Figure.objects.get(review=review).label)
    assert not any("vantongeren" in text.lower() or "perpetua" in text.lower() for text in texts)
    assert finding.heading.startswith("What [") and finding.heading.endswith("] said")
    with pytest.raises(Refused, match="already"):
        corrections.hide_names(by=by, review=review)
    added = commands.add_findings(
        by=by, review=review, findings=[commands.NewFinding(text="Vantongeren left in May.")]
    )
    assert "Vantongeren" not in added[0].point.text


def test_the_form_asks_whether_it_is_published(avonshire):
    client = avonshire.client("quality_lead")
    page = client.get("/reviews/new/inspection/").content.decode()
    assert "It is a published report" in page and "kept as printed" in page
