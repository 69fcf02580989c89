"""Redaction of reviews: a name in one part is hidden in all, and in what is written about the review later."""

from __future__ import annotations

import datetime

import pytest

from goldthread.council.command import Refused
from goldthread.council.models import AuditLine, SearchEntry
from goldthread.reviews import commands
from goldthread.reviews.kinds import OMBUDSMAN
from goldthread.reviews.models import Finding, Review

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 3, 2)


# Everybody here is invented.
@pytest.fixture
def review(avonshire) -> Review:
    new_review = commands.NewReview(
        kind=OMBUDSMAN,
        title="Decision about Mrs Perpetua Vantongeren",
        body="Local Government and Social Care Ombudsman",
        decided_on=DAY,
        their_reference="25 006 721",
        summary="The council left Perpetua Vantongeren without care for nine weeks.",
        findings=[
            commands.NewFinding(
                text="vantongeren was not told why.",
                heading="What Perpetua was told",
                recommendation="Apologise to Mrs Vantongeren.",
            )
        ],
    )
    return commands.record(by=avonshire.person("complaints_manager"), new=new_review, today=DAY)


def _assert_no_names(*texts: str) -> None:
    for text in texts:
        assert "perpetua" not in text.lower() and "vantongeren" not in text.lower()


def test_a_name_in_a_review_is_redacted_in_every_part_and_in_search(avonshire, review):
    finding = Finding.objects.select_related("point").get(review=review)
    entry = SearchEntry.objects.get(record_id=review.pk)
    _assert_no_names(
        review.title,
        review.summary,
        finding.heading,
        finding.recommendation,
        finding.point.text,
        entry.title,
        entry.body,
    )
    assert review.title == "Decision about [person 1]"
    assert finding.point.text == "[person 1] was not told why."
    assert review.their_reference == "25 006 721"


def test_what_is_written_later_has_the_same_placeholders(avonshire, review):
    by = avonshire.person("complaints_manager")
    added = commands.add_findings(
        by=by,
        review=review,
        findings=[commands.NewFinding(text="vantongeren waited, and Adam Zorvika left.")],
    )
    assert added[0].point.text == "[person 1] waited, and [person 2] left."
    commands.record_remedy(by=by, review=review, remedy="Pay £300 to perpetua vantongeren and to Mr Zorvika.")
    assert review.remedy == "Pay £300 to [person 1] and to [person 2]."
    decided = commands.decide(
        by=by,
        finding=added[0],
        decision="not_implemented",
        decided_on=DAY,
        reason="Because vantongeren has moved away.",
    )
    assert decided.reason == "Because [person 1] has moved away."
    assert AuditLine.objects.latest("number").reason == decided.reason


def test_the_same_finding_is_added_once_also_where_it_names_somebody(avonshire, review):
    with pytest.raises(Refused, match="no new finding"):
        commands.add_findings(
            by=avonshire.person("complaints_manager"),
            review=review,
            findings=[commands.NewFinding(text="vantongeren was not told why.")],
        )


def test_where_redaction_fails_nothing_is_saved(avonshire, review, settings):
    settings.PRIVACY_FINDER = "nowhere.at.all"
    by = avonshire.person("complaints_manager")
    new_review = commands.NewReview(
        kind=OMBUDSMAN,
        title="Another",
        body="Ombudsman",
        decided_on=DAY,
        findings=[commands.NewFinding(text="It was late.")],
    )
    with pytest.raises(Refused, match="could not look for names"):
        commands.record(by=by, new=new_review, today=DAY)
    with pytest.raises(Refused, match="nothing was kept"):
        commands.record_remedy(by=by, review=review, remedy="An apology.")
    assert not Review.objects.filter(title="Another").exists()
    review.refresh_from_db()
    assert review.remedy == ""
