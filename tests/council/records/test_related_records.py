"""Related records: linked with a reason, read from both ends, undone, and never seen by one who may not open both."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.records import attached, people_named, redaction, withdrawal
from goldthread.council.records.finding import find_any
from goldthread.council.records.pages import address
from goldthread.council.relations import commands
from goldthread.council.relations.models import RelatedRecord
from goldthread.council.relations.queries import linked, related_to
from goldthread.evidence.models import Claim
from goldthread.feedback.models import Feedback
from goldthread.learning.models import Lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(avonshire):
    return avonshire.person("quality_lead")


@pytest.fixture
def feedback(by):
    return (
        Feedback.objects.visible_to(by).filter(team__isnull=False, closed_on=None).order_by("number").last()
    )


@pytest.fixture
def lesson(by):
    return Lesson.objects.visible_to(by).order_by("number").first()


@pytest.fixture
def link(by, feedback, lesson):
    return commands.link_records(by=by, record=feedback, other=lesson, reason="see also")


def others(person, record):
    return [each.other for each in linked(related_to(person, record))]


def test_a_link_is_read_from_both_ends_and_in_both_timelines(avonshire, by, feedback, lesson, link):
    assert others(by, feedback) == [lesson] and others(by, lesson) == [feedback]
    client = avonshire.client("quality_lead")
    for one, other in ((feedback, lesson), (lesson, feedback)):
        page = client.get(address(one)).content.decode()
        assert f"Linked to {other.spec.name.lower()} {other.reference}" in page
        assert reverse("remove_related", args=[one._meta.model_name, one.pk, link.pk]) in page


def test_it_is_made_by_reference_or_address_and_undone_in_one_click(avonshire, by, feedback, lesson):
    client = avonshire.client("quality_lead")
    add = reverse("add_related", args=["feedback", feedback.pk])
    assert (
        "no record called L-99999"
        in client.post(add, {"other": "L-99999", "reason": "see also"}).content.decode()
    )
    assert (
        "the record itself"
        in client.post(add, {"other": feedback.reference, "reason": "see also"}).content.decode()
    )
    assert (
        client.post(add, {"other": f" {lesson.reference.lower()} ", "reason": "same event"}).status_code
        == 302
    )
    again = client.post(add, {"other": address(lesson), "reason": "see also"}).content.decode()
    assert "linked already" in again
    link = RelatedRecord.objects.get(origin_id=feedback.pk)
    assert client.post(reverse("remove_related", args=["lesson", lesson.pk, link.pk])).url == address(lesson)
    avonshire.enter()
    assert others(by, feedback) == []
    page = client.get(address(feedback)).content.decode()
    assert "Link removed" in page and "Reason: same event" in page
    # And can be made again.
    commands.link_records(by=by, record=lesson, other=feedback, reason="after all")
    assert others(by, feedback) == [lesson]


def test_a_record_is_found_by_its_reference_or_its_address(by, feedback, lesson):
    claim = Claim.objects.visible_to(by).first()
    for wanted, record in (
        (feedback.reference, feedback),
        (lesson.reference.lower(), lesson),
        (address(lesson), lesson),
        (f"https://goldthread.example{address(claim)}?show=notes#timeline", claim),
        ("L-", None),
        ("https://goldthread.example/nowhere/", None),
        (str(lesson.pk), None),
        ("", None),
    ):
        assert find_any(by, wanted) == record, wanted


def test_nobody_sees_or_makes_a_link_to_what_they_may_not_open(avonshire, by, lesson):
    manager = avonshire.person("team_manager")
    theirs = (
        Feedback.objects.filter(council=by.council, withdrawn_on=None, team__isnull=False)
        .exclude(team__in=manager.teams_for("feedback.read"))
        .first()
    )
    link = commands.link_records(by=by, record=theirs, other=lesson, reason="same family")
    assert others(manager, lesson) == []
    client = avonshire.client("team_manager")
    page = client.get(address(lesson)).content.decode()
    assert theirs.reference not in page and "same family" not in page
    assert client.post(reverse("remove_related", args=["lesson", lesson.pk, link.pk])).status_code == 404
    other = Lesson.objects.visible_to(by).order_by("number").last()
    add = reverse("add_related", args=["lesson", other.pk])
    assert "no record called" in client.post(add, {"other": theirs.reference, "reason": "x"}).content.decode()
    for give in (
        lambda: commands.link_records(by=manager, record=other, other=theirs, reason="x"),
        lambda: commands.unlink_records(by=manager, link=link),
    ):
        with pytest.raises(PermissionDenied):
            give()


def test_a_withdrawn_record_is_no_longer_listed_and_a_merged_one_leads_to_the_other(
    by, feedback, lesson, link
):
    other = Lesson.objects.visible_to(by).order_by("number").last()
    withdrawal.merge(by=by, record=lesson, into=other, reason="the same lesson", today=timezone.localdate())
    assert others(by, feedback) == [other] and others(by, other) == [feedback]
    other.refresh_from_db()
    withdrawal.withdraw(by=by, record=other, reason="no lesson", today=timezone.localdate())
    assert others(by, feedback) == []
    with pytest.raises(Refused, match="withdrawn"):
        other.refresh_from_db()
        commands.link_records(by=by, record=feedback, other=other, reason="x")


def test_two_linked_records_that_are_merged_are_not_linked_to_themselves(by, lesson):
    other = Lesson.objects.visible_to(by).order_by("number").last()
    commands.link_records(by=by, record=lesson, other=other, reason="much the same")
    withdrawal.merge(by=by, record=lesson, into=other, reason="the same lesson", today=timezone.localdate())
    assert others(by, other) == []


def test_its_reason_names_nobody_now_or_later(by, feedback, lesson):
    link = commands.link_records(
        by=by, record=lesson, other=feedback, reason="Mrs Margaret Pemberton, zebedeeqo"
    )
    assert "Pemberton" not in link.reason
    names = people_named.named_in(feedback)
    names.add("zebedeeqo", reason="it is a name")
    people_named.save_names(feedback, names)
    assert link in redaction.hide_again(by=by, origin=feedback)
    link.refresh_from_db()
    assert "zebedeeqo" not in link.reason


@pytest.mark.parametrize("end", [0, 1])
def test_it_goes_with_the_text_of_either_record(by, feedback, lesson, link, end):
    kind, record = (("feedback", feedback), ("lesson", lesson))[end]
    attached.forget_on(by.council_id, kind, [record.pk])
    assert not RelatedRecord.objects.filter(pk=link.pk).exists()
