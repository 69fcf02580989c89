"""Each page of reviews: who may open it, its content, and what its forms refuse."""

from __future__ import annotations

import datetime
import html

import pytest
from django.test import Client
from django.urls import reverse

from goldthread.reviews import commands
from goldthread.reviews.kinds import KINDS
from goldthread.reviews.models import Decision, Figure, Finding, Review

pytestmark = pytest.mark.django_db

PAGES = [
    ("list", None, "director", "councillor", "Reviews"),
    ("detail", "review", "director", "councillor", "Finding"),
    ("finding", "finding", "director", "councillor", "Council’s decision"),
    ("figure", "figure", "director", "councillor", "May be compared"),
    ("decide", "finding", "director", "practitioner", "Decision"),
    ("remedy", "review", "complaints_manager", "director", "Record remedy"),
    ("add_findings", "review", "quality_lead", "director", "Add findings"),
    ("add_figure", "review", "quality_lead", "director", "Add a published figure"),
    ("record", None, "quality_lead", "director", "Record a review"),
]
DAY = {"decided_on-day": "3", "decided_on-month": "4", "decided_on-year": "2025"}


OMBUDSMAN_DECISION, PEER_REVIEW = "AVN-00-319", "PC-1"


def _review(their_reference: str = OMBUDSMAN_DECISION) -> Review:
    return Review.objects.get(their_reference=their_reference)


def _figure(cast) -> Figure:
    return commands.record_figure(
        by=cast.person("quality_lead"),
        label="Complaints upheld",
        as_printed="4 of 5",
        source="Made up",
        review=_review(),
    )


def _address(cast, name: str, record: str | None) -> str:
    cast.enter()
    if record is None:
        return reverse(f"reviews:{name}")
    records = {"review": _review, "finding": Finding.objects.first, "figure": lambda: _figure(cast)}
    return reverse(f"reviews:{name}", args=[records[record]().pk])


@pytest.mark.parametrize(("name", "record", "may", "may_not", "shown"), PAGES)
def test_a_page_opens_for_the_right_person_only(avonshire, brackenmoor, name, record, may, may_not, shown):
    address = _address(avonshire, name, record)
    right = avonshire.client(may).get(address)
    assert right.status_code == 200
    assert shown in right.content.decode()
    assert avonshire.client(may_not).get(address).status_code == 403
    if record:
        assert brackenmoor.client("quality_lead").get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_has_its_own_form(avonshire, kind):
    client = avonshire.client("quality_lead")
    page = html.unescape(client.get(reverse("reviews:record_kind", args=[kind])).content.decode())
    assert KINDS[kind].name in page
    assert KINDS[kind].labels["finding"] in page
    chosen = client.get(reverse("reviews:record"), {"kind": kind})
    assert chosen["Location"] == reverse("reviews:record_kind", args=[kind])


def test_the_list_is_filtered_by_type_and_by_findings_awaiting_decision(avonshire):
    peer, decided = _review(PEER_REVIEW), Review.objects.exclude(findings__decision=Decision.UNDECIDED)
    waiting = Review.objects.filter(findings__decision=Decision.UNDECIDED).first()
    decided = decided.filter(findings__isnull=False).first()
    client = avonshire.client("quality_lead")
    page = client.get(reverse("reviews:list"), {"kind": "peer_review"}).content.decode()
    assert f">{peer.reference}<" in page
    avonshire.enter()
    other = Review.objects.exclude(kind="peer_review").first()
    assert f">{other.reference}<" not in page
    page = client.get(reverse("reviews:list"), {"undecided": "1"}).content.decode()
    assert f">{decided.reference}<" not in page
    assert waiting is None or f">{waiting.reference}<" in page


def test_a_review_is_recorded_with_several_findings(avonshire):
    client, address = avonshire.client("quality_lead"), reverse("reviews:record_kind", args=["peer_review"])
    answers = {
        **DAY,
        "title": "A made-up review of waiting",
        "body": "Local Government Association",
        "findings": "2",
        "text_1": "People wait and are not told for how long.",
        "recommendation_1": "Tell them.",
        "text_2": "The list is sorted by risk each week.",
    }
    more = client.post(address, {**answers, "title": "", "add_another": "yes"}).content.decode()
    assert 'name="text_3"' in more
    assert "People wait and are not told" in more
    assert "There is a problem" not in more
    wrong = client.post(address, {**answers, "title": ""}).content.decode()
    assert "Enter title" in wrong
    assert "People wait and are not told" in wrong
    saved = client.post(address, answers)
    page = client.get(saved["Location"]).content.decode()
    assert "The list is sorted by risk each week." in page
    avonshire.enter()
    review = Review.objects.get(pk=saved["Location"].split("/")[-2])
    assert [finding.recommendation for finding in review.findings.all()] == ["Tell them.", ""]
    assert "is already saved" in client.post(address, answers).content.decode()


def test_findings_are_added_later(avonshire):
    review = _review(PEER_REVIEW)
    address, client = reverse("reviews:add_findings", args=[review.pk]), avonshire.client("quality_lead")
    count = review.findings.count()
    assert "Enter peer finding" in client.post(address, {"findings": "1"}).content.decode()
    client.post(address, {"findings": "1", "text_1": "A finding that came later."})
    avonshire.enter()
    assert review.findings.count() == count + 1
    again = client.post(address, {"findings": "1", "text_1": "A finding that came later."})
    assert "There is no new finding" in again.content.decode()


def test_not_implementing_a_finding_needs_a_reason(avonshire):
    finding = Finding.objects.exclude(decision=Decision.NOT_IMPLEMENTED).first()
    client, address = avonshire.client("director"), reverse("reviews:decide", args=[finding.pk])
    wrong = client.post(
        address, {**DAY, "decision": "not_implemented", "note": "not this one"}
    ).content.decode()
    assert "Enter a reason for not implementing it" in wrong
    assert "not this one" in wrong
    today = datetime.date.today()
    day = {"decided_on-day": today.day, "decided_on-month": today.month, "decided_on-year": today.year}
    reason = "It would cost more to work out than it would return."
    answer = client.post(address, {**day, "decision": "not_implemented", "reason": reason}, follow=True)
    assert reason in answer.content.decode()
    avonshire.enter()
    finding.refresh_from_db()
    assert (finding.decision, finding.reason) == ("not_implemented", reason)


def test_a_decision_before_the_review_is_refused(avonshire):
    finding = Finding.objects.first()
    day = {"decided_on-day": "1", "decided_on-month": "1", "decided_on-year": "2015"}
    address = reverse("reviews:decide", args=[finding.pk])
    page = avonshire.client("director").post(address, {**day, "decision": "accepted"}).content.decode()
    assert "before the date of the review" in page


def test_an_overdue_remedy_is_shown_as_overdue(avonshire):
    review = _review(OMBUDSMAN_DECISION)
    client, address = avonshire.client("complaints_manager"), reverse("reviews:remedy", args=[review.pk])
    due = review.decided_on + datetime.timedelta(days=10)
    done = due + datetime.timedelta(days=5)
    answers = {"remedy": "An apology and a payment."}
    answers |= {f"due_on-{part}": getattr(due, part) for part in ("day", "month", "year")}
    client.post(address, answers)
    shown = reverse("reviews:detail", args=[review.pk])
    assert "Overdue by" in client.get(shown).content.decode()
    assert (
        "Remedy overdue"
        in client.get(reverse("reviews:list"), {"kind": "ombudsman_decision"}).content.decode()
    )
    answers |= {f"done_on-{part}": getattr(done, part) for part in ("day", "month", "year")}
    client.post(address, answers)
    page = client.get(shown).content.decode()
    assert "by 5 days" in page
    assert "Sign off remedy" in page
    assert "Not signed off" in page
    assert "Overdue" not in page


def test_a_figure_keeps_its_parts_and_is_compared_only_with_its_base(avonshire):
    review = _review()
    client, address = avonshire.client("quality_lead"), reverse("reviews:add_figure", args=[review.pk])
    answers = {
        "label": "Complaints upheld",
        "as_printed": "4 of 5 (80%)",
        "source": "Made-up report, page 3",
        "numerator": "4",
        "denominator": "5",
        "period_kind": "none",
        "may_be_compared": "on",
        "caution": "Five only.",
    }
    assert "may be compared only if" in client.post(address, answers).content.decode()
    answers |= {
        "denominator_means": "complaints investigated",
        "period": "2023 to 2024",
        "period_kind": "financial",
    }
    assert "more than the denominator" in client.post(address, {**answers, "numerator": "6"}).content.decode()
    page = client.post(address, answers, follow=True).content.decode()
    for part in ("4 of 5 (80%)", "complaints investigated", "Financial year", "Five only."):
        assert part in page
