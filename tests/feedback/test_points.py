"""Points know where they stem from: readers ask each point itself, whatever record it is of."""

from __future__ import annotations

import datetime

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from goldthread.council.records import people_named, withdrawal
from goldthread.council.records.points import RECOUNT
from goldthread.council.records.spec import record_types
from goldthread.feedback import commands
from goldthread.feedback.models import Feedback, Point, Speaker
from goldthread.feedback.points import new_points
from goldthread.reviews.kinds import KINDS
from goldthread.reviews.models import Finding
from goldthread.themes.coding.quotes import as_quotes

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 9, 3)


def test_each_point_says_what_its_record_is(avonshire):
    avonshire.enter()
    types = record_types()
    for point in Point.objects.filter(council=avonshire.council).order_by("pk")[:500]:
        record = types[point.origin]._default_manager.get(pk=point.origin_id)
        assert point.reference == record.reference
        assert point.permission == record.spec.permission
        assert point.month == point.heard_on.replace(day=1)
        assert (point.feedback_id == point.origin_id) == (point.origin == "feedback")
    assert {"feedback", "finding"} <= set(
        Point.objects.filter(council=avonshire.council).values_list("origin", flat=True)
    )


def test_a_findings_speaker_is_that_of_its_kind_of_review(avonshire):
    avonshire.enter()
    expected = {slug: kind.speaker for slug, kind in KINDS.items()}
    assert expected["ombudsman_decision"] == expected["inspection"] == Speaker.REGULATOR
    assert expected["peer_review"] == Speaker.PARTNER
    for finding in Finding.objects.filter(council=avonshire.council).select_related("review", "point"):
        assert finding.point.speaker == expected[finding.review.kind]


@pytest.mark.parametrize(
    ("role", "feedback", "findings"),
    [
        ("quality_lead", "all", True),
        ("practitioner", "own", True),
        ("board_member", "none", True),
        ("councillor", "none", False),
    ],
)
def test_a_point_is_open_to_whoever_may_open_its_record(avonshire, role, feedback, findings):
    person = avonshire.person(role)
    points = Point.objects.visible_to(person)
    of_feedback = points.filter(origin="feedback")
    readable = Feedback.objects.visible_to(person) if person.may("feedback.read") else Feedback.objects.none()
    assert set(of_feedback.values_list("origin_id", flat=True)) == set(readable.values_list("pk", flat=True))
    assert of_feedback.exists() == (feedback != "none")
    if feedback == "own":
        assert set(of_feedback.values_list("team_id", flat=True)) <= person.teams_for("feedback.read")
    assert points.filter(origin="finding").exists() == findings


def test_a_point_of_a_further_type_of_record_needs_nothing_but_itself(avonshire):
    """Whatever is heard later, such as in a meeting, is shown and opened by what its point says."""
    finding = Finding.objects.filter(council=avonshire.council).first()
    [point] = new_points(
        origin=finding,
        texts=["Nobody explains the charges."],
        source="meeting",
        speaker=Speaker.LEADER,
        heard_on=DAY,
    )
    point.save()
    point = Point.objects.visible_to(avonshire.person("board_member")).select_related("team").get(pk=point.pk)
    [quote] = as_quotes([point])
    assert (quote.speaker, quote.date, quote.reference) == ("Leader", DAY, finding.review.reference)
    assert str(finding.pk) in quote.href


def test_what_awaits_redaction_or_is_deleted_is_neither_coded_nor_read(avonshire, settings):
    by = avonshire.person("complaints_manager")
    settings.PRIVACY_FINDER = "nowhere.at.all"
    new = commands.NewFeedback(source="concern", points=["It is cold in the hall."], received_on=DAY)
    feedback = commands.receive(by=by, new=new, today=DAY)
    avonshire.enter()
    assert not Point.objects.readable().filter(origin_id=feedback.pk).exists()
    settings.PRIVACY_FINDER = "goldthread.feedback.redaction.detector.find"
    commands.redact_again(by=by, feedback=feedback)
    avonshire.enter()
    assert Point.objects.not_coded().filter(origin_id=feedback.pk).exists()


def test_locked_feedback_keeps_who_it_is_from_for_what_is_written_about_it(avonshire, settings):
    settings.PRIVACY_FINDER = "nowhere.at.all"
    new = commands.NewFeedback(
        source="concern",
        points=["vantongeren is cold."],
        received_on=DAY,
        contact={"name": "Perpetua Vantongeren"},
    )
    feedback = commands.receive(by=avonshire.person("complaints_manager"), new=new, today=DAY)
    avonshire.enter()
    assert [person.name for person in people_named.named_in(feedback).known()] == ["Perpetua Vantongeren"]


def test_what_changes_which_points_count_asks_for_their_count(avonshire):
    by = avonshire.person("complaints_manager")
    new = commands.NewFeedback(source="concern", points=["The hall is cold.", "It is damp."], received_on=DAY)
    feedback = commands.receive(by=by, new=new, today=DAY)
    withdrawal.withdraw(by=by, record=feedback, reason="Entered by mistake", today=DAY)
    avonshire.enter()
    keys = {str(pk) for pk in feedback.points.values_list("pk", flat=True)}
    asked = ProcrastinateJob.objects.filter(task_name=f"goldthread.{RECOUNT}").values_list("args", flat=True)
    assert keys in [set(arguments["points"]) for arguments in asked]
