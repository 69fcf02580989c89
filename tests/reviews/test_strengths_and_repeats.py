"""Strengths are kept and spread, words are quoted as agreed, and what may have happened again is put before the lead."""

from __future__ import annotations

import datetime
import html

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.organisations.commands import add_organisation
from goldthread.evidence.commands import add_evidence
from goldthread.evidence.models import Claim
from goldthread.learning.keeping import commands as keeping
from goldthread.reviews import commands, corrections
from goldthread.reviews.again.commands import answer_repeat
from goldthread.reviews.again.looking import look_again
from goldthread.reviews.again.models import Repeat
from goldthread.reviews.agencies.commands import ask_agencies
from goldthread.reviews.agencies.models import AgencyAnswer
from goldthread.reviews.models import Finding, Review
from goldthread.reviews.new_review import NewFinding, NewReview
from goldthread.reviews.quotes.commands import keep_quotation
from goldthread.reviews.quotes.models import Quotation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FOUND = "The key safe outside the flat was not fitted before the first visit of the home carers."
AGAIN = "The key safe outside the flat was not fitted before the first visit of the carers, again."
OTHER = "The letter about the bill used words that nobody in the family could understand."


def _ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


def _review(cast, text: str, days_ago: int, **fields) -> Review:
    return commands.record(
        by=cast.person("psw"),
        today=TODAY,
        new=NewReview(
            kind="practice_peer_review",
            title=f"A made-up peer review of {days_ago} days ago",
            body="Peers",
            decided_on=_ago(days_ago),
            took_part="Two seniors",
            reviewed_team=cast.team("locality-south"),
            findings=[NewFinding(text=text, **fields)],
        ),
    )


@pytest.fixture
def strength(avonshire) -> Finding:
    """Return a made-up strength."""
    return _review(avonshire, "Everybody is rung back on the same day.", 40, is_strength=True).findings.get()


def test_a_strength_needs_no_decision_and_takes_none(avonshire, strength):
    assert [state.text for state in strength.states(TODAY)] == ["Strength, not kept yet"]
    with pytest.raises(Refused, match="kept and spread"):
        commands.decide(
            by=avonshire.person("director"),
            finding=strength,
            decision="not_implemented",
            decided_on=TODAY,
            reason="It costs too much for us.",
        )
    with pytest.raises(Refused, match="kept and spread"):
        ask_agencies(by=avonshire.person("psw"), finding=strength, organisations=[], asked_on=TODAY)
    undecided = next(gap for gap in Finding.spec.gaps if gap.slug == "finding-undecided")
    findings = Finding.objects.visible_to(avonshire.person("psw"))
    assert not undecided.records(findings, TODAY).filter(pk=strength.pk).exists()


def test_a_strength_that_is_kept_says_so(avonshire, strength):
    keeping.record_what_to_keep(
        by=avonshire.person("psw"),
        title="Ring back on the same day",
        what_we_learned="One list, looked at before the team goes home.",
        points=[strength.point],
        recorded_on=TODAY,
    )
    fresh = Finding.objects.get(pk=strength.pk)
    assert [state.text for state in fresh.states(TODAY)] == ["Strength, kept"]
    page = avonshire.client("psw").get(reverse("reviews:finding", args=[strength.pk])).content.decode()
    assert "Ring back on the same day" in page and "Record decision" not in page


def test_a_finding_becomes_a_strength_only_where_nothing_is_decided(avonshire):
    finding = _review(avonshire, FOUND, 30).findings.get()
    given = {"text": FOUND, "reason": "It was praise, and no fault."}
    by = avonshire.person("psw")
    corrections.edit_finding(by=by, finding=finding, version=finding.version, is_strength=True, **given)
    assert finding.is_strength
    corrections.edit_finding(by=by, finding=finding, version=finding.version, is_strength=False, **given)
    commands.decide(by=by, finding=finding, decision="accepted", decided_on=TODAY)
    with pytest.raises(Refused, match="so it is no strength"):
        corrections.edit_finding(by=by, finding=finding, version=finding.version, is_strength=True, **given)


def test_a_check_months_later_is_in_the_gaps_once_its_day_is_over(avonshire):
    finding = _review(avonshire, FOUND, 90).findings.get()
    given = {"by": avonshire.person("psw"), "finding": finding, "decision": "implemented"}
    check = {"check_on": _ago(1), "reason": "Fitters come the day before."}
    with pytest.raises(Refused, match="what is to show"):
        commands.decide(**given, decided_on=_ago(80), **check)
    commands.decide(**given, decided_on=_ago(80), **check, check_by="audit", check_what="Question 4")
    gap = next(each for each in Finding.spec.gaps if each.title.startswith("Embedding checks"))
    assert gap.records(Finding.objects.filter(pk=finding.pk), TODAY).exists()
    assert not gap.records(Finding.objects.filter(pk=finding.pk), _ago(1)).exists()


def test_what_resembles_an_old_finding_is_asked_once(avonshire):
    old = _review(avonshire, FOUND, 300).findings.get()
    new, other = _review(avonshire, AGAIN, 20).findings.get(), _review(avonshire, OTHER, 10).findings.get()
    by = avonshire.person("psw")
    found = look_again(by=by, today=TODAY, findings=[old])
    points = {repeat.point_id for repeat in found}
    assert new.point_id in points and other.point_id not in points
    assert not look_again(by=by, today=TODAY, findings=[old])
    assert not Repeat.objects.filter(finding=new, point=old.point).exists(), "what was before is no repeat"


def test_the_lead_says_whether_it_is_the_same(avonshire, brackenmoor):
    old = _review(avonshire, FOUND, 300).findings.get()
    _review(avonshire, AGAIN, 20)
    by = avonshire.person("psw")
    commands.decide(by=by, finding=old, decision="accepted", decided_on=_ago(290), owner=by)
    repeat = look_again(by=by, today=TODAY, findings=[Finding.objects.get(pk=old.pk)])[0]
    page = reverse("reviews:repeat", args=[repeat.pk])
    client = avonshire.client("psw")
    assert "Not answered" in client.get(page).content.decode()
    assert AGAIN in client.get(reverse("reviews:finding", args=[old.pk])).content.decode()
    assert AGAIN not in (
        avonshire.client("practitioner").get(reverse("reviews:finding", args=[old.pk])).content.decode()
    )
    mine = client.get("/work/").content.decode()
    assert "Happened again?" in mine
    with pytest.raises(Refused, match="what is the same"):
        answer_repeat(by=by, repeat=repeat, same="yes", answered_on=TODAY)
    answer_repeat(by=by, repeat=repeat, same="no", answered_on=TODAY)
    assert "No, another matter" in client.get(page).content.decode()
    assert avonshire.client("practitioner").get(page).status_code == 403
    assert brackenmoor.client("quality_lead").get(page).status_code == 404


def test_words_are_quoted_as_was_agreed(avonshire, brackenmoor):
    review, by = _review(avonshire, FOUND, 20), avonshire.person("psw")
    given = {
        "review": review,
        "words": "We would send others here.",
        "said_by": "A visitor",
        "said_on": _ago(20),
    }
    with pytest.raises(Refused, match="who agreed"):
        keep_quotation(by=by, may_quote="anyone", **given)
    kept = keep_quotation(by=by, may_quote="ask", **given)
    assert [state.text for state in kept.states()] == ["Ask before quoting"]
    page = reverse("reviews:quotation", args=[kept.pk])
    assert "Ask whoever said it" in avonshire.client("practitioner").get(page).content.decode()
    assert brackenmoor.client("quality_lead").get(page).status_code == 404
    avonshire.enter()
    assert list(Quotation.objects.filter(review=review).quotable()) == []
    agreed = keep_quotation(by=by, may_quote="council", agreed="The visitor, by e-mail", **given)
    claim = Claim.objects.visible_to(by).order_by("pk").first()
    with pytest.raises(Refused, match="Ask whoever said it"):
        add_evidence(by=by, claim=claim, quotation=kept)
    assert add_evidence(by=by, claim=claim, quotation=agreed).kind == "quotation"
    shown = avonshire.client("quality_lead").get(reverse("evidence:claim", args=[claim.pk])).content.decode()
    assert "We would send others here." in html.unescape(shown)


def test_the_database_keeps_an_agencys_reason(avonshire):
    finding, by = _review(avonshire, FOUND, 20).findings.get(), avonshire.person("psw")
    organisation = add_organisation(by=by, name="A made-up agency", kind="agency", other_names="")
    with pytest.raises(IntegrityError), transaction.atomic():
        AgencyAnswer.objects.create(
            council=by.council,
            finding=finding,
            organisation=organisation,
            asked_on=TODAY,
            decision="not_implemented",
            recorded_by=by,
        )
