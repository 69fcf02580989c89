"""Decisions on findings: implemented and embedded need actions that are, and what is late is its owner's work."""

from __future__ import annotations

import datetime
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.learning import commands as learning
from goldthread.learning.models import Action
from goldthread.reviews import commands, queries
from goldthread.reviews.models import Finding, Review
from goldthread.reviews.new_review import NewFinding, NewReview
from goldthread.thread.gaps import find_gaps
from goldthread.thread.home import work_items

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def _ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


@pytest.fixture
def finding(avonshire) -> Finding:
    """Return a finding of a made-up ombudsman's decision of 200 days ago, about Locality North."""
    review = commands.record(
        by=avonshire.person("complaints_manager"),
        today=TODAY,
        new=NewReview(
            kind="ombudsman_decision",
            title="A made-up decision about ringing back",
            body="Ombudsman",
            decided_on=_ago(200),
            outcome="Upheld: fault and injustice",
            findings=[NewFinding(text="Nobody rang back.", team=avonshire.team("locality-north"))],
        ),
    )
    return review.findings.get()


def _action(cast, finding: Finding, agreed: int = 150) -> Action:
    lead = cast.person("quality_lead")
    lesson = learning.record_lesson(
        by=lead,
        title="Ring back",
        what_we_learned="Nobody rings back.",
        points=[finding.point],
        recorded_on=_ago(agreed + 10),
    )
    return learning.agree_action(
        by=lead,
        lesson=lesson,
        title="Ring back within a day",
        owner=cast.person("chidi-nwosu"),
        agreed_on=_ago(agreed),
        due_on=_ago(agreed - 30),
        measure_name="Calls returned",
    )


def _decide(cast, finding: Finding, decision: str, days_ago: int = 0, **fields) -> Finding:
    return commands.decide(
        by=cast.person("director"),
        finding=finding,
        decision=decision,
        decided_on=_ago(days_ago),
        **fields,
    )


def test_embedded_needs_an_action(avonshire, finding):
    with pytest.raises(Refused, match="nothing shows that it is embedded"):
        _decide(avonshire, finding, "embedded", reason="We have seen it ourselves.")


def test_implemented_without_an_action_needs_what_was_done(avonshire, finding):
    with pytest.raises(Refused, match="Enter what was done") as refused:
        _decide(avonshire, finding, "implemented")
    assert refused.value.field == "note"
    decided = _decide(avonshire, finding, "implemented", reason="Two phones were added.")
    assert [state.text for state in decided.states(TODAY)] == ["Implemented", "No action recorded"]


def test_embedded_needs_a_done_action_and_a_later_record_that_shows_it(avonshire, finding):
    action, lead = _action(avonshire, finding), avonshire.person("quality_lead")
    for decision in ("implemented", "embedded"):
        with pytest.raises(Refused, match=f"{action.reference}, which came of this finding, is not done"):
            _decide(avonshire, finding, decision)
    action = learning.complete_action(by=lead, action=action, done_on=_ago(100), note="It is done.")
    _decide(avonshire, finding, "implemented", days_ago=90)
    with pytest.raises(Refused, match="is not done by that date"):
        _decide(avonshire, finding, "implemented", days_ago=101)
    with pytest.raises(Refused, match="no record by that date shows that it is embedded"):
        _decide(avonshire, finding, "embedded")
    learning.check_embedded(
        by=lead,
        action=action,
        checked_on=_ago(20),
        embedded="yes",
        note="Twenty calls.",
        shown_by="sample",
        passed=18,
        sample=20,
        where="Locality North",
    )
    with pytest.raises(Refused, match="no record by that date"):
        _decide(avonshire, finding, "embedded", days_ago=21)
    # What was seen before the finding came is what the finding contradicts.
    Review.objects.filter(pk=finding.review_id).update(decided_on=_ago(20))
    with pytest.raises(Refused, match="no record by that date"):
        _decide(avonshire, Finding.objects.get(pk=finding.pk), "embedded", days_ago=5)
    Review.objects.filter(pk=finding.review_id).update(decided_on=_ago(200))
    finding = Finding.objects.get(pk=finding.pk)
    assert _decide(avonshire, finding, "embedded", days_ago=20).decision == "embedded"
    address = reverse("reviews:finding", args=[finding.pk])
    page = html.unescape(avonshire.client("director").get(address).content.decode())
    assert "Embedding not shown" not in page and "done, embedded" in page


def test_a_check_that_finds_otherwise_makes_a_gap_of_the_finding(avonshire, finding):
    action, lead = _action(avonshire, finding), avonshire.person("quality_lead")
    action = learning.complete_action(by=lead, action=action, done_on=_ago(100), note="It is done.")
    sample = {"shown_by": "sample", "passed": 9, "sample": 10, "where": "Calls"}
    action = learning.check_embedded(
        by=lead, action=action, checked_on=_ago(50), embedded="yes", note="Calls.", **sample
    )
    _decide(avonshire, finding, "embedded", days_ago=40)
    slug = "findings-called-embedded-that-no-action-shows"
    assert not [gap for gap in find_gaps(lead, TODAY, slug) if gap.slug == slug]
    learning.check_embedded(by=lead, action=action, checked_on=_ago(5), embedded="no", note="Three of ten.")
    [gap] = find_gaps(lead, TODAY, slug)
    assert [link.pk for link in gap.links] == [finding.pk]
    address = reverse("reviews:finding", args=[finding.pk])
    assert "Embedding not shown" in avonshire.client("director").get(address).content.decode()
    review = reverse("reviews:detail", args=[finding.review_id])
    assert "Embedding not shown" in avonshire.client("director").get(review).content.decode()


def test_the_form_says_what_is_missing_and_loses_nothing(avonshire, finding):
    day = {f"decided_on-{part}": getattr(TODAY, part) for part in ("day", "month", "year")}
    answers = {**day, "decision": "embedded", "note": "We saw it ourselves."}
    address = reverse("reviews:decide", args=[finding.pk])
    page = avonshire.client("director").post(address, answers).content.decode()
    assert "No action came of this finding" in page and "We saw it ourselves." in page


# What is late, and whose it is

OVERDUE = "findings-past-their-date"


def test_a_finding_past_its_date_is_the_work_of_its_owner_its_team_and_those_who_decide(avonshire, finding):
    owner = avonshire.person("nadia-rowbotham")
    _decide(avonshire, finding, "accepted", days_ago=150, due_on=_ago(30), owner=owner)
    # Rob manages Locality North, which it concerns; Chidi another team.
    theirs = ("nadia-rowbotham", "rob-ellacott", "dilys-okafor", "helen-castledine")
    for slug in (*theirs, "chidi-nwosu"):
        overdue = queries.overdue_findings(avonshire.person(slug), TODAY)
        assert overdue.filter(pk=finding.pk).exists() is (slug in theirs), slug
    [own] = [item for item in work_items(owner, TODAY) if str(finding.pk) in item.url]
    assert own.overdue and own.reason == f"Your finding was due on {_ago(30):%-d %B}: accepted."
    listed = {
        slug: {
            link.pk
            for gap in find_gaps(avonshire.person(slug), TODAY, OVERDUE)
            if gap.slug == OVERDUE
            for link in gap.links
        }
        for slug in ("rob-ellacott", "dilys-okafor", "chidi-nwosu")
    }
    assert finding.pk in listed["rob-ellacott"] and finding.pk in listed["dilys-okafor"]
    assert finding.pk not in listed["chidi-nwosu"]
    _decide(avonshire, finding, "not_implemented", reason="It would cost more than it returns.")
    assert not queries.overdue_findings(avonshire.person("dilys-okafor"), TODAY).filter(pk=finding.pk)


def test_somebody_who_could_do_nothing_about_a_finding_is_not_made_its_owner(avonshire, finding):
    with pytest.raises(Refused, match="cannot own a finding"):
        _decide(avonshire, finding, "accepted", owner=avonshire.person("board_member"))


def test_a_late_remedy_is_the_work_of_the_complaints_manager_and_of_the_actions_owner(avonshire, finding):
    _action(avonshire, finding)  # Chidi's
    review, manager = finding.review, avonshire.person("complaints_manager")
    commands.record_remedy(by=manager, review=review, remedy="An apology.", due_on=_ago(10))

    def reasons(slug: str, sign: bool = False) -> list[str]:
        address = reverse("reviews:detail", args=[review.pk])
        return [item.reason for item in work_items(avonshire.person(slug), TODAY) if item.url == address]

    late = [f"Remedy was due on {_ago(10):%-d %B}."]
    assert reasons("dilys-okafor") == reasons("helen-castledine") == reasons("chidi-nwosu") == late
    assert reasons("rob-ellacott") == reasons("kelly-burdock") == []
    slug = "remedies-past-their-date"
    for person, there in (("dilys-okafor", True), ("chidi-nwosu", True), ("vikram-sethi", False)):
        gaps = [gap for gap in find_gaps(avonshire.person(person), TODAY, slug) if gap.slug == slug]
        assert (review.pk in {link.pk for gap in gaps for link in gap.links}) is there, person
    commands.record_remedy(by=manager, review=review, remedy="An apology.", due_on=_ago(10), done_on=_ago(2))
    assert reasons("dilys-okafor") == [f"Remedy done on {_ago(2):%-d %B}, not signed off."]
    assert reasons("chidi-nwosu") == []
    commands.sign_off_remedy(by=avonshire.person("director"), review=review, signed_off_on=TODAY)
    assert reasons("dilys-okafor") == []


def test_what_has_no_date_and_so_is_never_late_is_a_gap(avonshire, finding):
    person = avonshire.person("complaints_manager")

    def listed(slug: str) -> set:
        return {link.pk for gap in find_gaps(person, TODAY, slug) if gap.slug == slug for link in gap.links}

    remedy = "upheld-decisions-of-the-ombudsman-without-the-date-of-a-remedy"
    plan = "findings-accepted-without-an-owner-or-a-date"
    assert finding.review_id in listed(remedy) and finding.pk not in listed(plan)
    commands.record_remedy(by=person, review=finding.review, remedy="An apology.", due_on=_ago(-10))
    _decide(avonshire, finding, "accepted", due_on=_ago(-10))
    assert finding.review_id not in listed(remedy) and finding.pk in listed(plan)
    _decide(avonshire, finding, "accepted", owner=avonshire.person("rob-ellacott"))
    assert finding.pk not in listed(plan)
