"""A claim of all, of none or of a share: it cites a count, and the count that Goldthread keeps stands beside it."""

from __future__ import annotations

import datetime
import html
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.records.counting import count_today, kept_counts
from goldthread.council.records.kept_counts import Count
from goldthread.dates import last_whole_month
from goldthread.evidence import claim_gaps, commands
from goldthread.evidence.models import Claim
from goldthread.evidence.packs.commands import create_pack
from goldthread.evidence.packs.files import html_of
from goldthread.evidence.standing import standing_of
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Feedback, Point
from goldthread.impact import commands as impact
from goldthread.impact.models import Measure
from goldthread.learning import commands as learning
from goldthread.learning.models import LessonBasis
from goldthread.reviews import commands as reviews

pytestmark = pytest.mark.django_db
# Recent on any day: evidence over a year old is a gap of its own.
DAY = timezone.localdate() - datetime.timedelta(days=90)
STATEMENT = "assessing-needs"
EVERY = "Every upheld complaint leads to a written decision."


@pytest.fixture
def lead(avonshire):
    """Return somebody who writes the self-assessment."""
    return avonshire.person("quality_lead")


def add(lead, text: str = EVERY) -> Claim:
    return commands.add_claim(by=lead, statement=STATEMENT, text=text, claims_change="no")


def gaps(claim: Claim) -> set[str]:
    standing = standing_of([claim], timezone.localdate())[claim.pk]
    return {gap.slug for gap in standing.gaps} & claim_gaps.COUNT_GAPS


def test_all_without_a_count_is_a_gap(lead):
    claim = add(lead, "We always ring back.")
    assert gaps(claim) == {claim_gaps.COUNT_NOT_CITED}
    piece = Feedback.objects.filter(council=lead.council, received_on__isnull=False).first()
    commands.add_evidence(by=lead, claim=claim, feedback=piece)
    assert gaps(claim) == {claim_gaps.COUNT_NOT_CITED}
    with pytest.raises(Refused, match="“always”, and cites no count of it"):
        commands.mark_ready(by=lead, claim=claim, version=claim.version, on=timezone.localdate())


def test_a_measure_a_figure_or_a_finding_with_a_count_is_one(lead):
    indicator = impact.add_indicator(
        by=lead,
        name="Calls returned",
        kind="proportion",
        direction="increase",
        unit="calls",
        denominator_means="calls",
    )
    claim = add(lead, "We always ring back.")
    commands.add_evidence(by=lead, claim=claim, measure=indicator)
    assert gaps(claim) == {claim_gaps.COUNT_NOT_CITED}, "it has no reading yet"
    month = last_whole_month(DAY)
    reading = impact.NewReading(month, numerator=Decimal(47), denominator=Decimal(60))
    impact.save_readings(by=lead, measure=indicator, readings=[reading], today=DAY)
    assert gaps(claim) == {claim_gaps.COUNT_SAYS_OTHERWISE}, "13 were not returned"
    [states] = standing_of([claim], timezone.localdate())[claim.pk].states.values()
    assert f"47 of 60 in {month:%B %Y}" in {state.text for state in states}
    with pytest.raises(Refused, match="“always”, and the count that it cites says otherwise: 47 of 60 in"):
        commands.mark_ready(by=lead, claim=claim, version=claim.version, on=timezone.localdate())
    reading = impact.NewReading(month, numerator=Decimal(60), denominator=Decimal(60))
    impact.save_readings(by=lead, measure=indicator, readings=[reading], today=DAY)
    assert gaps(claim) == set()

    review = reviews.record(
        by=lead,
        today=DAY,
        new=reviews.NewReview(
            kind="external_audit",
            title="Audit of calls",
            body="Quality team",
            decided_on=DAY,
            findings=[
                reviews.NewFinding(text="Of 40 calls, 38 were returned: 38 of 40."),
                reviews.NewFinding(text="Calls were returned late."),
            ],
        ),
    )
    with_count, without = review.findings.order_by("point__position")
    for finding, expected in ((with_count, set()), (without, {claim_gaps.COUNT_NOT_CITED})):
        claim = add(lead, "We always ring back.")
        commands.add_evidence(by=lead, claim=claim, finding=finding)
        assert gaps(claim) == expected
    for value, expected in ((Decimal(95), set()), (None, {claim_gaps.COUNT_NOT_CITED})):
        figure = reviews.record_figure(
            by=lead, review=review, label="Calls", value=value, source="Audit", as_printed="95% of calls"
        )
        claim = add(lead, "We always ring back.")
        citation = commands.add_evidence(by=lead, claim=claim, figure=figure)
        assert gaps(claim) == expected
        states = standing_of([claim], timezone.localdate())[claim.pk].states[citation.pk]
        assert f"From {DAY:%B %Y}" in {state.text for state in states}, "of its review"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 487 of 509 is 95.7%; its 95% interval is 93.5% to 97.1%.
        ("Every direct payment is on time.", {claim_gaps.COUNT_SAYS_OTHERWISE}),
        ("No payments are late, without exception.", {claim_gaps.COUNT_SAYS_OTHERWISE}),
        ("99% of payments are on time.", {claim_gaps.COUNT_SAYS_OTHERWISE}),
        ("Ninety-nine per cent of payments are on time.", {claim_gaps.COUNT_SAYS_OTHERWISE}),
        ("Two thirds of payments are on time.", {claim_gaps.COUNT_SAYS_OTHERWISE}),
        ("96% of payments are on time.", set()),
        ("4% of payments are late.", set()),
        ("Over 90% of payments are on time.", set()),
        ("Nineteen in twenty payments are on time.", set()),
        ("Payments on time rose from about four in five to nineteen in twenty.", set()),
        ("Nearly all payments are on time.", set()),
        ("The vast majority of payments are on time.", set()),
    ],
)
def test_a_share_that_is_cited_must_not_say_otherwise(lead, text, expected):
    indicator = impact.add_indicator(
        by=lead,
        name="Payments on the day",
        kind="proportion",
        direction="increase",
        unit="payments",
        denominator_means="payments",
    )
    reading = impact.NewReading(last_whole_month(DAY), numerator=Decimal(487), denominator=Decimal(509))
    impact.save_readings(by=lead, measure=indicator, readings=[reading], today=DAY)
    claim = commands.add_claim(by=lead, statement=STATEMENT, text=text, claims_change="yes")
    commands.add_evidence(by=lead, claim=claim, measure=indicator)
    assert gaps(claim) == expected


def test_a_sample_of_practice_does_not_outweigh_the_reading_of_its_measure(avonshire, lead):
    """Six of six files show that the action is embedded, and 487 of 509 payments were on time."""
    measure = Measure.objects.get(
        council=lead.council, name__startswith="Direct payments that reached the bank"
    )
    assert (measure.action.embedded_passed, measure.action.embedded_sample) == (6, 6)
    claim = add(lead, "Every direct payment reaches the bank on the day it is due.")
    commands.add_evidence(by=lead, claim=claim, measure=measure)
    assert gaps(claim) == {claim_gaps.COUNT_SAYS_OTHERWISE}


def test_how_often_something_happened_is_no_count_of_all(lead):
    indicator = impact.add_indicator(
        by=lead, name="Surprised by a bill", kind="count", direction="decrease", unit="times"
    )
    reading = impact.NewReading(last_whole_month(DAY), value=Decimal(12))
    impact.save_readings(by=lead, measure=indicator, readings=[reading], today=DAY)
    for text, expected in (
        ("Every carer is seen within a week.", {claim_gaps.COUNT_NOT_CITED}),
        ("Two thirds of carers are seen within a week.", {claim_gaps.COUNT_NOT_CITED}),
        ("Nobody was surprised by a bill.", set()),
    ):
        claim = add(lead, text)
        commands.add_evidence(by=lead, claim=claim, measure=indicator)
        assert gaps(claim) == expected, text


def test_where_goldthread_keeps_the_count_that_one_is_cited_and_must_not_say_otherwise(avonshire, lead):
    claim = add(lead)
    assert gaps(claim) == {claim_gaps.COUNT_NOT_CITED, claim_gaps.COUNT_KEPT}
    commands.add_evidence(by=lead, claim=claim, count="upheld-with-lesson")
    assert gaps(claim) == {claim_gaps.COUNT_SAYS_OTHERWISE}
    upheld = Feedback.objects.counted().filter(
        council=lead.council, points__is_upheld=True, forgotten_on=None
    )
    whole = upheld.distinct().count()
    without = Point.objects.filter(is_upheld=True).exclude(
        lessons__in=LessonBasis.objects.filter(lesson__withdrawn_on=None)
    )
    part = whole - upheld.filter(points__in=without).distinct().count()
    expected = f"{part} of {whole} upheld complaints have a lesson recorded from them, today"
    assert 0 < part < whole
    pages = [
        avonshire.client("quality_lead").get(reverse("evidence:claim", args=[claim.pk])).content.decode(),
        avonshire.client("quality_lead")
        .get(reverse("evidence:statement", args=[STATEMENT]))
        .content.decode(),
        html_of(create_pack(by=lead, statement=STATEMENT)).decode(),
    ]
    assert all(expected in html.unescape(page) for page in pages)
    assert all(
        f"the count today says otherwise: {expected.removesuffix(', today')}." in html.unescape(page)
        for page in pages
    )


def test_a_count_that_is_of_all_bears_the_claim_out_until_there_is_one_more(brackenmoor):
    by = brackenmoor.person("quality_lead")
    claim = add(by)
    commands.add_evidence(by=by, claim=claim, count="upheld-with-lesson")
    brackenmoor.enter()
    Point.objects.filter(council=by.council, is_upheld=True).update(is_upheld=False)
    assert gaps(claim) == {claim_gaps.COUNT_SAYS_OTHERWISE}, "there is nothing yet that would bear it out"
    for number in range(6):
        new = feedback.NewFeedback(
            source="complaint", points=[f"Nobody rang, time {number}."], received_on=DAY, outcome="Upheld"
        )
        piece = feedback.receive(by=by, new=new, today=DAY)
        learning.record_lesson(
            by=by,
            points=list(piece.points.all()),
            title=f"Ring back, {number}",
            what_we_learned="Ring.",
            recorded_on=DAY,
        )
    assert count_today("upheld-with-lesson", by.council_id, DAY).in_words(withheld=True) == (
        "6 of 6 upheld complaints have a lesson recorded from them"
    )
    assert gaps(claim) == set()
    new = feedback.NewFeedback(
        source="complaint", points=["Nobody came."], received_on=DAY, outcome="Upheld in part"
    )
    feedback.receive(by=by, new=new, today=DAY)
    assert gaps(claim) == {claim_gaps.COUNT_SAYS_OTHERWISE}


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (60, 136, "60 of 136 upheld complaints have a lesson recorded from them"),
        (3, 136, "Not shown: a number under 5 is in it"),
        (134, 136, "Not shown: a number under 5 is in it"),
        (0, 136, "0 of 136 upheld complaints have a lesson recorded from them"),
        (136, 136, "136 of 136 upheld complaints have a lesson recorded from them"),
        (0, 3, "Not shown: a number under 5 is in it"),
        (0, 0, "No upheld complaints yet"),
    ],
)
def test_small_numbers_of_people_are_withheld_from_readers_of_totals(part, whole, shown):
    count = Count(kept_counts()["upheld-with-lesson"], part, whole, DAY)
    assert count.in_words(withheld=True) == shown
    if whole:
        assert count.in_words(withheld=False).startswith(f"{part} of {whole}")


def test_a_small_number_is_not_in_a_pack_nor_before_an_assessor(brackenmoor):
    by = brackenmoor.person("quality_lead")
    brackenmoor.enter()
    Point.objects.filter(council=by.council, is_upheld=True).update(is_upheld=False)
    for number in range(3):
        new = feedback.NewFeedback(
            source="complaint", points=[f"Nobody rang, time {number}."], received_on=DAY, outcome="Upheld"
        )
        feedback.receive(by=by, new=new, today=DAY)
    claim = add(by)
    commands.add_evidence(by=by, claim=claim, count="upheld-with-lesson")
    number = "0 of 3 upheld complaints"
    address = reverse("evidence:claim", args=[claim.pk])
    assert number in brackenmoor.client("quality_lead").get(address).content.decode()
    brackenmoor.enter()
    assert number not in html_of(create_pack(by=by, statement=STATEMENT)).decode()


def test_each_kept_count_can_be_counted_found_and_cited_by_hand(avonshire, lead):
    claim = add(lead, "We count.")
    client = avonshire.client("quality_lead")
    address = reverse("evidence:add_evidence", args=[claim.pk])
    page = client.get(address, {"kind": "count"}).content.decode()
    avonshire.enter()
    for slug, definition in kept_counts().items():
        count = count_today(slug, lead.council_id, timezone.localdate())
        assert 0 <= count.part <= count.whole, slug
        assert f'value="count:{slug}"' in page and str(definition) in html.unescape(page)
    assert client.post(address, {"cite": "count:briefings-read"}).status_code == 302
    again = client.post(address, {"cite": "count:briefings-read"}).content.decode()
    assert "already evidence for this claim" in again
    assert client.post(address, {"cite": "count:nothing"}).status_code == 200
    avonshire.enter()
    assert [citation.count for citation in claim.citations.all()] == ["briefings-read"]
    with pytest.raises(Refused, match="keeps no such count"):
        commands.add_evidence(by=lead, claim=claim, count="nothing")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("All complaints that we upheld have a lesson.", "upheld-with-lesson"),
        ("Everyone who asks us for a reply gets one.", "responses-given"),
        ("Every remedy was carried out in time.", "remedies-in-time"),
        ("We publish what we decided about everything that they found.", "findings-decided"),
        ("All recommendations have been implemented.", "findings-implemented"),
        ("Every action agreed was carried out.", "actions-done"),
        ("No lesson is without an action.", ""),
        ("All our calls are answered.", ""),
        ("The director reads every reply; two remedies were late.", ""),
    ],
)
def test_which_count_a_claim_is_about(lead, text, slug):
    claim = add(lead, text)
    standing = standing_of([claim], timezone.localdate())[claim.pk]
    gaps = [gap.text for gap in standing.gaps if gap.slug == claim_gaps.COUNT_KEPT]
    assert gaps == ([] if not slug else gaps[:1])
    if slug:
        today = count_today(slug, lead.council_id, timezone.localdate())
        assert f"does not cite it: {today.in_words(withheld=True)}, today." in gaps[0]
