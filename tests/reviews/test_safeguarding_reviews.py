"""Referrals for a safeguarding adult review: decided with a reason, family, markers, publication; who opens them."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.reviews import commands as reviews
from goldthread.reviews.models import Review
from goldthread.reviews.new_review import NewFinding, NewReview
from goldthread.reviews.safeguarding import commands
from goldthread.reviews.safeguarding.models import Referral, checklist
from goldthread.thread.gaps import find_gaps

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def _ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


@pytest.fixture
def referral(avonshire) -> Referral:
    """Return a made-up referral of 100 days ago, due 40 days later."""
    return commands.refer_for_review(
        by=avonshire.person("psw"),
        title="A made-up fire at night",
        referred_by="The fire service",
        referred_on=_ago(100),
        summary="Mrs Margaret Pemberton died in a fire. Three services knew of the risk.",
        due_on=_ago(60),
    )


def _decide(cast, referral: Referral, review_under: str = "mandatory", **fields) -> Referral:
    given = {
        "reason": "She died, and there is concern about how agencies worked together.",
        "decided_on": _ago(50),
        "deciding_body": "The chair of the board",
    }
    return commands.decide_referral(
        by=cast.person("psw"), referral=referral, review_under=review_under, **(given | fields)
    )


@pytest.fixture
def concluded(avonshire) -> Review:
    """Return a made-up review, concluded 20 days ago."""
    return reviews.record(
        by=avonshire.person("psw"),
        today=TODAY,
        new=NewReview(
            kind="safeguarding_adult_review",
            title="A made-up review of a fire",
            body="Avonshire Safeguarding Adults Board",
            decided_on=_ago(20),
            findings=[NewFinding(text="Nobody owned the plan about fire.")],
        ),
    )


def test_names_are_hidden_and_what_is_late_says_so(referral):
    assert "Pemberton" not in referral.summary
    assert referral.state(TODAY).text == "Not decided, overdue"


@pytest.mark.parametrize(
    ("review_under", "text", "taken_up"),
    [
        ("mandatory", "Under way", True),
        ("discretionary", "Under way", True),
        ("none", "No review", False),
    ],
)
def test_each_decision(avonshire, referral, review_under, text, taken_up):
    decided = _decide(avonshire, referral, review_under)
    assert (decided.state(TODAY).text, decided.is_taken_up, decided.days_to_decision) == (text, taken_up, 50)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": "No."}, "reason"),
        ({"review_under": "section 44"}, "review_under"),
        ({"decided_on": _ago(101)}, "decided_on"),
    ],
)
def test_a_decision_without_its_reason_kind_or_order_is_refused(avonshire, referral, fields, field):
    with pytest.raises(Refused) as refused:
        _decide(avonshire, referral, **fields)
    assert refused.value.field == field


def test_a_referral_not_taken_up_takes_no_step(avonshire, referral):
    _decide(avonshire, referral, "none")
    with pytest.raises(Refused, match="No review is made"):
        commands.commission_review(
            by=avonshire.person("psw"), referral=referral, author="Somebody", commissioned_on=TODAY
        )


def test_a_family_not_invited_needs_the_reason(avonshire, referral):
    _decide(avonshire, referral)
    with pytest.raises(Refused, match="why nobody was invited"):
        commands.record_family_part(by=avonshire.person("psw"), referral=referral, involved="A brother")
    told = "No family is known, and an advocate spoke for her."
    commands.record_family_part(
        by=avonshire.person("psw"), referral=referral, involved="Nobody", came_of_it=told
    )
    referral.refresh_from_db()
    assert referral.came_of_it == told


def test_from_referral_to_publication(avonshire, referral, concluded):
    by = avonshire.person("psw")
    _decide(avonshire, referral)
    assert _in_gap(by, "Reviews in which nobody of the family was invited", referral)
    with pytest.raises(Refused, match="Link the concluded review"):
        commands.publish_review(by=by, referral=referral, published_on=TODAY, published_at="Website")
    commands.conclude_referral(by=by, referral=referral, review=concluded)
    assert referral.state(TODAY).text == "Concluded"
    kept_back = "Concluded reviews that are neither published nor kept back with a reason"
    assert _in_gap(by, kept_back, referral)
    with pytest.raises(Refused, match="before it was concluded"):
        commands.publish_review(by=by, referral=referral, published_on=_ago(30), published_at="Website")
    with pytest.raises(Refused, match="why it is not published"):
        commands.publish_review(by=by, referral=referral)
    commands.publish_review(by=by, referral=referral, published_on=_ago(10), published_at="Website")
    assert referral.state(TODAY).text == "Published"
    assert not _in_gap(by, kept_back, referral)


def _in_gap(person, title: str, referral: Referral) -> bool:
    gap = next(each for each in Referral.spec.gaps if each.title == title)
    assert find_gaps(person, TODAY)
    return gap.records(Referral.objects.visible_to(person), TODAY).filter(pk=referral.pk).exists()


def test_another_kind_of_review_is_not_its_review(avonshire, referral, concluded):
    _decide(avonshire, referral)
    Review.objects.filter(pk=concluded.pk).update(kind="inspection")
    concluded.refresh_from_db()
    with pytest.raises(Refused, match="no safeguarding adult review"):
        commands.conclude_referral(by=avonshire.person("psw"), referral=referral, review=concluded)


def test_the_fifteen_markers_keep_answer_and_note(avonshire, referral):
    by = avonshire.person("psw")
    _decide(avonshire, referral)
    commands.answer_markers(
        by=by,
        referral=referral,
        answers={"referral": ("yes", ""), "family": ("partly", "Mrs Margaret Pemberton came once.")},
        markers_on=TODAY,
    )
    commands.answer_markers(by=by, referral=referral, answers={"referral": ("no", "Late")}, markers_on=TODAY)
    rows = checklist(Referral.objects.get(pk=referral.pk))
    said = {marker.slug: (row.answer, row.note) for marker, row in rows if row}
    assert len(rows) == 15 and set(said) == {"referral", "family"}
    assert said["referral"] == ("no", "Late") and "Pemberton" not in said["family"][1]
    with pytest.raises(Refused, match="answer from the list"):
        commands.answer_markers(
            by=by, referral=referral, answers={"sixteenth": ("yes", "")}, markers_on=TODAY
        )


def test_who_opens_a_referral(avonshire, brackenmoor, referral):
    page = reverse("reviews:referral", args=[referral.pk])
    _decide(avonshire, referral)
    for role, status in (("psw", 200), ("director", 200), ("practitioner", 403), ("board_member", 403)):
        assert avonshire.client(role).get(page).status_code == status, role
    assert brackenmoor.client("quality_lead").get(page).status_code == 404
    with pytest.raises(PermissionDenied):
        _decide_as(avonshire, "practitioner", referral)


def test_each_step_has_a_page_that_the_lead_opens(avonshire, referral, concluded):
    _decide(avonshire, referral)
    commands.conclude_referral(by=avonshire.person("psw"), referral=referral, review=concluded)
    client, steps = avonshire.client("psw"), ("edit_referral", "decide_referral", "commission_review")
    for name in (*steps, "family_part", "conclude_referral", "publish_review", "markers"):
        assert client.get(reverse(f"reviews:{name}", args=[referral.pk])).status_code == 200, name
    shown = client.get(reverse("reviews:referral", args=[referral.pk])).content.decode()
    assert "Answered: 0 of 15" in shown and "Record publication" in shown
    listed = client.get(reverse("reviews:referrals") + "?state=concluded").content.decode()
    assert referral.reference in listed


def _decide_as(cast, role: str, referral: Referral) -> None:
    commands.decide_referral(
        by=cast.person(role),
        referral=referral,
        review_under="none",
        reason="A reason long enough to be one.",
        decided_on=TODAY,
        deciding_body="Nobody",
    )
