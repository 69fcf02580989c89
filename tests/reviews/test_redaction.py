"""A review is one case: whom one part of it names is hidden in all, and in what is written about it later."""

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
    look = commands.Look(
        kind=OMBUDSMAN,
        title="Decision about Mrs Perpetua Vantongeren",
        body="Local Government and Social Care Ombudsman",
        decided_on=DAY,
        their_reference="25 006 721",
        summary="The council left Perpetua Vantongeren without care for nine weeks.",
        findings=[
            commands.Found(
                text="vantongeren was not told why.",
                heading="What Perpetua was told",
                recommendation="Apologise to Mrs Vantongeren.",
            )
        ],
    )
    return commands.record(by=avonshire.person("complaints_manager"), look=look, today=DAY)


def _nowhere(*texts: str) -> None:
    for text in texts:
        assert "perpetua" not in text.lower() and "vantongeren" not in text.lower()


def test_whom_a_review_names_is_hidden_in_every_part_of_it_and_in_search(avonshire, review):
    finding = Finding.objects.select_related("point").get(review=review)
    entry = SearchEntry.objects.get(record_id=review.pk)
    _nowhere(
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


def test_what_is_written_later_has_the_same_stand_ins(avonshire, review):
    by = avonshire.person("complaints_manager")
    added = commands.add_findings(
        by=by, review=review, found=[commands.Found(text="vantongeren waited, and Adam Zorvika left.")]
    )
    assert added[0].point.text == "[person 1] waited, and [person 2] left."
    commands.note_remedy(by=by, review=review, remedy="Pay £300 to perpetua vantongeren and to Mr Zorvika.")
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
            found=[commands.Found(text="vantongeren was not told why.")],
        )


def test_where_the_finder_fails_nothing_is_kept_and_that_is_said(avonshire, review, settings):
    settings.PRIVACY_FINDER = "nowhere.at.all"
    by = avonshire.person("complaints_manager")
    look = commands.Look(
        kind=OMBUDSMAN,
        title="Another",
        body="Ombudsman",
        decided_on=DAY,
        findings=[commands.Found(text="It was late.")],
    )
    with pytest.raises(Refused, match="could not look for names"):
        commands.record(by=by, look=look, today=DAY)
    with pytest.raises(Refused, match="nothing was kept"):
        commands.note_remedy(by=by, review=review, remedy="An apology.")
    assert not Review.objects.filter(title="Another").exists()
    review.refresh_from_db()
    assert review.remedy == ""
