"""Corrections of reviews, findings and figures; withdrawing and merging them; and who may sign off a remedy."""

from __future__ import annotations

import datetime
import html
import re
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import AuditLine, SearchEntry
from goldthread.council.records import withdrawal
from goldthread.council.records.saving import Stale
from goldthread.feedback.models import Point
from goldthread.reviews import commands, corrections
from goldthread.reviews.forms import review_fields
from goldthread.reviews.models import Figure, Finding, Review
from goldthread.reviews.upheld import upheld_by_year

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 5, 4)
TODAY = datetime.date(2026, 11, 6)
REASON = "Copied from the wrong letter"
HARBOTTLE = "ezra harbottle"


def recorded(cast, **changes) -> Review:
    fields = {
        "kind": "ombudsman_decision",
        "title": "A decision about a delay",
        "body": "Local Government and Social Care Ombudsman",
        "decided_on": DAY,
        "their_reference": "24 012 345",
        "outcome": "Upheld: fault and injustice",
        "summary": "Mr Ezra Harbottle waited.",
        "findings": [
            commands.NewFinding(text="Harbottle was not told why.", team=cast.team("locality-north")),
            commands.NewFinding(text="The letter was late.", is_upheld=False),
        ],
    }
    review = commands.record(
        by=cast.person("quality_lead"), new=commands.NewReview(**fields | changes), today=TODAY
    )
    cast.enter()
    return review


def edit(cast, review: Review, **changes) -> Review:
    fields = {name: getattr(review, name) for name in review_fields(review.kind)} | changes
    given = {"version": review.version, "reason": REASON, "today": TODAY} | fields
    corrections.edit_review(by=cast.person("quality_lead"), review=review, **given)
    cast.enter()
    return Review.objects.get(pk=review.pk)


def test_findings_follow_a_corrected_date_and_outcome(avonshire):
    review = edit(avonshire, recorded(avonshire), decided_on=datetime.date(2026, 4, 1), outcome="Not upheld")
    points = [finding.point for finding in review.findings.select_related("point")]
    assert {point.heard_on for point in points} == {datetime.date(2026, 4, 1)}
    assert {point.month for point in points} == {datetime.date(2026, 4, 1)}
    # The second was said not to be upheld whatever the outcome.
    assert [point.is_upheld for point in points] == [False, False]
    again = edit(avonshire, review, outcome="Upheld: fault, no injustice")
    assert again.findings.first().point.is_upheld is True


def test_a_corrected_text_is_redacted_with_what_the_review_names_and_keeps_its_reference(avonshire):
    review = edit(
        avonshire, recorded(avonshire), title=f"A delay for {HARBOTTLE}", their_reference="25 999 111"
    )
    assert "harbottle" not in review.title.lower()
    assert review.their_reference == "25 999 111"
    entry = SearchEntry.objects.get(record_id=review.pk)
    assert "The letter was late." in entry.body and entry.title == review.title
    line = AuditLine.objects.filter(command="reviews.edit_review").latest("number")
    assert line.reason == REASON


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"decided_on": datetime.date(2027, 1, 1)}, "decided_on"),
        ({"reason": "x"}, "reason"),
    ],
)
def test_a_correction_that_cannot_be_right_is_refused(avonshire, changes, field):
    review = recorded(avonshire)
    with pytest.raises(Refused) as refused:
        edit(avonshire, review, **changes)
    assert refused.value.field == field


def test_a_finding_moves_to_another_team_with_its_issue(avonshire):
    finding = recorded(avonshire).findings.first()
    lead, south = avonshire.person("quality_lead"), avonshire.team("locality-south")
    corrections.edit_finding(
        by=lead,
        finding=finding,
        version=finding.version,
        reason=f"{HARBOTTLE} told us",
        text="harbottle was told late, by post.",
        team=south,
    )
    avonshire.enter()
    finding = Finding.objects.get(pk=finding.pk)
    assert finding.team == south
    assert "late, by post" in finding.text and "harbottle" not in finding.text
    assert "late, by post" in SearchEntry.objects.get(record_id=finding.review_id).body
    line = AuditLine.objects.filter(command="reviews.edit_finding").latest("number")
    assert "harbottle" not in line.reason
    with pytest.raises(Stale) as stale:
        corrections.edit_finding(by=lead, finding=finding, version=1, reason=REASON, text="Something else.")
    assert ("text", finding.text, "Something else.") in stale.value.fields


def test_a_decision_is_not_written_over_somebody_elses(avonshire):
    finding = recorded(avonshire).findings.first()
    client, address = avonshire.client("director"), reverse("reviews:decide", args=[finding.pk])
    page = client.get(address).content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    commands.decide(
        by=avonshire.person("quality_lead"), finding=finding, decision="accepted", decided_on=TODAY
    )
    day = {f"decided_on-{part}": getattr(DAY, part) for part in ("day", "month", "year")}
    answer = client.post(address, {**day, "decision": "implemented", "version": version})
    assert "Somebody else changed this record" in answer.content.decode()
    avonshire.enter()
    finding.refresh_from_db()
    assert finding.decision == "accepted"


def test_a_figure_is_corrected_by_the_rule_by_which_it_is_recorded(avonshire):
    review, lead = recorded(avonshire), avonshire.person("quality_lead")
    figure = commands.record_figure(
        by=lead,
        review=review,
        label="Upheld",
        as_printed="4 of 5",
        source="Page 3",
        numerator=4,
        denominator=5,
    )
    fields = {
        "label": "Upheld, of investigated",
        "as_printed": "4 of 6",
        "source": "Page 4",
        "denominator_means": "",
        "period_kind": "none",
        "may_be_compared": True,
        "numerator": Decimal(4),
        "denominator": Decimal(6),
    }
    with pytest.raises(Refused, match="compared only if"):
        corrections.edit_figure(by=lead, figure=figure, version=1, reason=REASON, **fields)
    corrections.edit_figure(
        by=lead, figure=figure, version=1, reason=REASON, **fields | {"may_be_compared": False}
    )
    avonshire.enter()
    figure.refresh_from_db()
    assert (figure.denominator, figure.source, figure.version) == (6, "Page 4", 2)
    page = avonshire.client("quality_lead").get(reverse("reviews:figure", args=[figure.pk]))
    assert "Denominator: 5" in html.unescape(page.content.decode()) and REASON in page.content.decode()


def test_only_whoever_decides_on_findings_signs_off_a_remedy(avonshire):
    review, manager = recorded(avonshire), avonshire.person("complaints_manager")
    commands.record_remedy(by=manager, review=review, remedy="An apology.", done_on=TODAY)
    for role in ("board_member", "practitioner", "assessor"):
        with pytest.raises(PermissionDenied):
            commands.sign_off_remedy(by=avonshire.person(role), review=review, signed_off_on=TODAY)
    commands.sign_off_remedy(by=avonshire.person("director"), review=review, signed_off_on=TODAY)
    assert review.signed_off_by == avonshire.person("director")


def test_a_remedy_is_signed_off_by_whoever_is_signed_in_and_for_nobody_else(avonshire):
    review, director = recorded(avonshire), avonshire.person("director")
    client, address = avonshire.client("director"), reverse("reviews:sign_off_remedy", args=[review.pk])
    day = {f"signed_off_on-{part}": getattr(TODAY, part) for part in ("day", "month", "year")}
    early = client.post(address, day).content.decode()
    assert "signed off once it is done" in early
    avonshire.enter()
    manager = avonshire.person("complaints_manager")
    done = TODAY - datetime.timedelta(days=3)
    commands.record_remedy(by=manager, review=review, remedy="An apology.", done_on=done)
    page = client.get(address).content.decode()
    assert f"You sign as {director.name}" in page and "<select" not in page
    before = done - datetime.timedelta(days=1)
    wrong = {f"signed_off_on-{part}": getattr(before, part) for part in ("day", "month", "year")}
    assert "done after that date" in client.post(address, wrong).content.decode()
    ahead = timezone.localdate() + datetime.timedelta(days=1)
    avonshire.enter()
    review.refresh_from_db()
    with pytest.raises(Refused, match="in the future"):
        commands.sign_off_remedy(by=director, review=review, signed_off_on=ahead)
    # Another's name in the form is not read: the signature is that of whoever sends it.
    client.post(address, {**day, "signed_off_by": str(manager.pk), "by": str(manager.pk)})
    avonshire.enter()
    review.refresh_from_db()
    assert (review.signed_off_by, review.signed_off_on) == (director, TODAY)
    with pytest.raises(Refused, match=f"{director.name} has signed off"):
        commands.sign_off_remedy(by=manager, review=review, signed_off_on=TODAY)


def test_a_remedy_that_is_changed_is_signed_off_again(avonshire):
    review, manager = recorded(avonshire), avonshire.person("complaints_manager")
    commands.record_remedy(by=manager, review=review, remedy="An apology.", done_on=TODAY)
    commands.sign_off_remedy(by=avonshire.person("director"), review=review, signed_off_on=TODAY)
    commands.record_remedy(by=manager, review=review, remedy="An apology.", done_on=TODAY)
    assert review.signed_off_by is not None
    commands.record_remedy(by=manager, review=review, remedy="An apology and a payment.", done_on=TODAY)
    review.refresh_from_db()
    assert (review.signed_off_by, review.signed_off_on) == (None, None)


def test_a_withdrawn_review_counts_nowhere_with_its_findings_and_figures(avonshire):
    review, lead = recorded(avonshire), avonshire.person("quality_lead")
    figure = commands.record_figure(by=lead, review=review, label="Upheld", as_printed="1", source="Page 1")

    def investigated() -> int:
        return sum(year.investigated for year in upheld_by_year(lead, today=TODAY))

    before = investigated()
    withdrawal.withdraw(by=lead, record=review, reason="Not about this council", today=TODAY)
    avonshire.enter()
    assert investigated() == before - 1
    assert not Finding.objects.visible_to(lead).filter(review=review).exists()
    assert not Figure.objects.visible_to(lead).filter(review=review).exists()
    assert not Point.objects.visible_to(lead).filter(origin="finding", reference=review.reference).exists()
    assert not SearchEntry.objects.filter(record_id=review.pk).exists()
    client = avonshire.client("quality_lead")
    assert f">{review.reference}<" not in client.get(reverse("reviews:list")).content.decode()
    page = client.get(reverse("reviews:finding", args=[review.findings.first().pk])).content.decode()
    assert "Withdrawn" in page and reverse("reviews:detail", args=[review.pk]) in page
    avonshire.enter()
    withdrawal.restore(by=lead, record=review, today=TODAY)
    avonshire.enter()
    assert investigated() == before
    assert Point.objects.visible_to(lead).filter(reference=review.reference).count() == 2
    assert Figure.objects.visible_to(lead).filter(pk=figure.pk).exists()


def test_the_issues_of_a_merged_review_bear_the_reference_of_the_one_that_is_kept(avonshire):
    lead = avonshire.person("quality_lead")
    kept = recorded(avonshire)
    other = recorded(
        avonshire, title="The same decision again", findings=[commands.NewFinding("It was cold.")]
    )
    withdrawal.merge(by=lead, record=other, into=kept, reason="The same decision twice", today=TODAY)
    avonshire.enter()
    assert Point.objects.visible_to(lead).filter(reference=kept.reference).count() == 3
    kept.refresh_from_db()
    assert kept.their_reference == "24 012 345"
    withdrawal.restore(by=lead, record=Review.objects.get(pk=other.pk), today=TODAY)
    avonshire.enter()
    assert Point.objects.get(text="It was cold.").reference == other.reference
