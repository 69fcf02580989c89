"""What agencies answer: each for itself, with a reason where it declines, what shows it, and the days it took."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.links.commands import make_link
from goldthread.council.organisations import commands as organisations
from goldthread.reviews import commands as reviews
from goldthread.reviews.agencies import commands
from goldthread.reviews.agencies.lag import Lag, lags
from goldthread.reviews.agencies.models import AgencyAnswer
from goldthread.reviews.models import Finding
from goldthread.reviews.new_review import NewFinding, NewReview

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def _ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


@pytest.fixture
def finding(avonshire) -> Finding:
    """Return a finding of a made-up review, concluded 100 days ago."""
    review = reviews.record(
        by=avonshire.person("psw"),
        today=TODAY,
        new=NewReview(
            kind="safeguarding_adult_review",
            title="A made-up review about two agencies",
            body="Avonshire Safeguarding Adults Board",
            decided_on=_ago(100),
            findings=[NewFinding(text="Nobody owned the plan about fire.")],
        ),
    )
    return review.findings.get()


@pytest.fixture
def answers(avonshire, finding) -> list[AgencyAnswer]:
    """Return what two made-up agencies are asked, 90 days ago."""
    by = avonshire.person("psw")
    asked = [
        organisations.add_organisation(by=by, name=name, kind="agency", other_names="")
        for name in ("Made-up Fire Service", "Made-up Housing")
    ]
    commands.ask_agencies(by=by, finding=finding, organisations=asked, asked_on=_ago(90))
    return list(AgencyAnswer.objects.filter(finding=finding).order_by("organisation__name"))


def _answer(cast, answer: AgencyAnswer, decision: str, days_ago: int, **fields) -> AgencyAnswer:
    by = cast.person("psw")
    return commands.record_agency_answer(by=by, answer=answer, decision=decision, on=_ago(days_ago), **fields)


def test_each_agency_answers_for_itself(avonshire, answers):
    fire, housing = answers
    _answer(avonshire, fire, "accepted", 80)
    housing.refresh_from_db()
    assert (fire.decision, housing.decision) == ("accepted", "undecided")


@pytest.mark.parametrize(
    ("decision", "fields", "field"),
    [
        ("not_implemented", {}, "reason"),
        ("not_implemented", {"reason": "No."}, "reason"),
        ("implemented", {}, "proof"),
        ("embedded", {"proof": "Twenty of twenty cases show it."}, "decision"),
        ("undecided", {}, "decision"),
        ("strength", {}, "decision"),
    ],
)
def test_what_an_answer_needs(avonshire, answers, decision, fields, field):
    with pytest.raises(Refused) as refused:
        _answer(avonshire, answers[0], decision, 50, **fields)
    assert refused.value.field == field


def test_days_are_counted_from_the_review_to_each_first_day(avonshire, answers):
    """By hand: concluded 100 days ago; accepted 80, implemented 60, embedding shown 10 days ago."""
    fire, proof = answers[0], "Twenty of twenty cases show it."
    _answer(avonshire, fire, "accepted", 80)
    _answer(avonshire, fire, "implemented", 60, proof=proof)
    with pytest.raises(Refused, match="on a later day"):
        _answer(avonshire, fire, "embedded", 60, proof=proof)
    _answer(avonshire, fire, "embedded", 10, proof=proof)
    fresh = AgencyAnswer.objects.get(pk=fire.pk)
    assert [fresh.days_to(step) for step in ("answered", "implemented", "embedded")] == [20, 40, 90]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((), "Too few to say: 0 so far, 5 are needed"),
        ((3, 5, 9, 11), "Too few to say: 4 so far, 5 are needed"),
        ((3, 5, 9, 11, 40), "9 days (median of 5)"),
        ((3, 5, 9, 12, 40, 41), "10.5 days (median of 6)"),
    ],
)
def test_a_median_says_of_how_many_or_that_they_are_too_few(days, words):
    assert Lag("answered", days).in_words == words


def test_a_step_back_takes_the_later_days_away(avonshire, answers):
    fire = _answer(avonshire, answers[0], "implemented", 60, proof="Twenty of twenty cases show it.")
    _answer(avonshire, fire, "in_progress", 40)
    assert (fire.answered_on, fire.implemented_on) == (_ago(60), None)
    assert [lag.days for lag in lags([fire])] == [(40,), (), ()]


def test_an_agency_is_asked_once(avonshire, answers, finding):
    with pytest.raises(Refused, match="asked about this finding already"):
        commands.ask_agencies(
            by=avonshire.person("psw"),
            finding=finding,
            organisations=[answers[0].organisation],
            asked_on=TODAY,
        )


def test_an_agency_answers_by_its_private_link(avonshire, client, answers):
    made = make_link(by=avonshire.person("psw"), record=answers[0], until=TODAY)
    address = reverse("private_link", args=[avonshire.council.slug, made.secret])
    shown = client.get(address).content.decode()
    assert "Nobody owned the plan about fire." in shown and "Made-up Housing" not in shown
    sent = {"decision": "accepted", "does": "We visit within a week.", "their_owner": "Station manager"}
    client.post(address, sent)
    avonshire.enter()
    answered = AgencyAnswer.objects.get(pk=answers[0].pk)
    assert (answered.decision, answered.does) == ("accepted", "We visit within a week.")


def test_who_opens_an_answer(avonshire, brackenmoor, answers, finding):
    page = reverse("reviews:agency_answer", args=[answers[0].pk])
    ask = reverse("reviews:ask_agencies", args=[finding.pk])
    assert avonshire.client("psw").get(page).status_code == 200
    assert avonshire.client("psw").get(ask).status_code == 200
    assert avonshire.client("practitioner").get(ask).status_code == 403
    assert avonshire.client("councillor").get(page).status_code == 403
    assert brackenmoor.client("quality_lead").get(page).status_code == 404


def test_the_finding_shows_each_answer_and_the_list_how_long_they_take(avonshire, answers, finding):
    reason = "The landlord of these flats does it already."
    _answer(avonshire, answers[1], "not_implemented", 70, reason=reason)
    client = avonshire.client("psw")
    shown = client.get(reverse("reviews:finding", args=[finding.pk])).content.decode()
    assert reason in shown and "First answer: 30 days" in shown and "No answer yet" in shown
    listed = client.get(reverse("reviews:agency_answers") + "?decision=not_implemented").content.decode()
    assert "Made-up Housing" in listed and "Made-up Fire Service" not in listed


def test_two_hundred_findings_cost_no_more_queries(avonshire, finding):
    by, client = avonshire.person("psw"), avonshire.client("psw")
    page = reverse("reviews:agency_answers")
    asked = [
        organisations.add_organisation(by=by, name=f"Made-up agency {n}", kind="agency", other_names="")
        for n in range(3)
    ]
    client.get(page)
    few = _queries(client, page)
    commands.ask_agencies(by=by, finding=finding, organisations=asked, asked_on=TODAY)
    rows = AgencyAnswer.objects.filter(finding=finding)
    more = [NewFinding(text=f"A made-up finding, number {n}.") for n in range(200)]
    added = reviews.add_findings(by=by, review=finding.review, findings=more)
    first = rows.first()
    AgencyAnswer.objects.bulk_create(
        AgencyAnswer(
            council=by.council,
            finding=each,
            organisation=asked[0],
            asked_on=TODAY,
            answered_on=TODAY,
            decision="accepted",
            recorded_by=by,
            owner=first.owner,
        )
        for each in added
    )
    assert _queries(client, page) <= few + 2


def _queries(client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)
