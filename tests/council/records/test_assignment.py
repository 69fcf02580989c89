"""Assigning: who may, to whom, by when, with a line in the log; and my work of every type, read in one way."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import OutsideTeam, Refused
from goldthread.council.models import AuditLine, Membership, Person, Team
from goldthread.council.records import my_work
from goldthread.council.records.assignment import assign, can_own, possible_owners
from goldthread.council.records.history import history
from goldthread.council.records.saving import Stale
from goldthread.feedback import commands
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.learning.models import Action
from goldthread.reviews.models import Finding, Review

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def team(avonshire):
    avonshire.enter()
    return Team.objects.filter(council=avonshire.council).order_by("name").first()


@pytest.fixture
def complaint(avonshire, team):
    return received(avonshire, team)


def received(avonshire, team, source="complaint", **fields):
    today = timezone.localdate()
    new = NewFeedback(source=source, points=["Nobody rang me back."], received_on=today, team=team, **fields)
    return commands.receive(
        by=avonshire.person("complaints_manager"), new=new, today=today, allow_duplicate=True
    )


def somebody(avonshire, role, team=None, name="Somebody new"):
    person = Person.objects.create(council=avonshire.council, name=name)
    Membership.objects.create(council=avonshire.council, person=person, role=role, team=team)
    return person


def test_assigning_is_in_the_timeline_and_the_log_says_to_whom(avonshire, complaint, client):
    by, owner = avonshire.person("complaints_manager"), avonshire.person("quality_lead")
    due = timezone.localdate() + 9 * DAY
    assign(by=by, record=complaint, owner=owner, due_on=due, note="Mrs Margaret Pemberton rang again")

    complaint.refresh_from_db()
    assert (complaint.owner, complaint.due_on) == (owner, due)
    line = AuditLine.objects.filter(target_id=complaint.pk).latest("number")
    assert line.command == "council.assign" and line.detail["to"] == str(owner.pk)
    assert "Pemberton" not in line.reason and "rang again" in line.reason
    event = history(complaint)[0]
    assert event.what == "Assigned" and ("Owner", "empty", owner.name) in [
        (change.name, change.before, change.after) for change in event.changes
    ]
    client.force_login(avonshire.person("director").account)
    page = client.get(reverse("audit"), {"record": complaint.reference}).content.decode()
    assert f"Assigned to {owner.name}" in page


def test_who_may_not_assign_and_whom_it_cannot_be_assigned_to(avonshire, brackenmoor, complaint, team):
    by = avonshire.person("complaints_manager")
    other = Team.objects.filter(council=avonshire.council).exclude(pk=team.pk).first()
    of_other_team = somebody(avonshire, "practitioner", other)
    with pytest.raises(PermissionDenied):
        assign(by=avonshire.person("director"), record=complaint, owner=by)
    with pytest.raises(OutsideTeam):
        assign(by=of_other_team, record=complaint, owner=of_other_team)
    for nobody in (of_other_team, avonshire.person("councillor"), avonshire.person("director")):
        with pytest.raises(Refused, match="may not open"):
            assign(by=by, record=complaint, owner=nobody)
    stranger = brackenmoor.person("complaints_manager")
    avonshire.enter()
    with pytest.raises(PermissionDenied):
        assign(by=by, record=complaint, owner=stranger)
    mine = somebody(avonshire, "practitioner", team, "Somebody of the team")
    assert can_own(by, complaint, mine) and mine in possible_owners(by, complaint)
    assert of_other_team not in possible_owners(by, complaint)
    assign(by=mine, record=complaint, owner=mine)


def test_a_person_who_left_cannot_own(avonshire, complaint, team):
    gone = somebody(avonshire, "practitioner", team)
    gone.is_active = False
    gone.save()
    with pytest.raises(Refused):
        assign(by=avonshire.person("complaints_manager"), record=complaint, owner=gone)


def test_a_stale_form_is_refused_and_a_moved_date_needs_its_reason(avonshire, complaint):
    by, version = avonshire.person("complaints_manager"), complaint.version
    today = timezone.localdate()
    assign(by=by, record=complaint, owner=by, due_on=today + DAY, note="As the letter says", version=version)
    with pytest.raises(Stale):
        assign(by=by, record=complaint, owner=None, version=version)
    with pytest.raises(Refused, match="why the due date"):
        assign(by=by, record=complaint, due_on=today + 2 * DAY)
    with pytest.raises(Refused, match="already"):
        assign(by=by, record=complaint, owner=by, due_on=today + DAY)
    with pytest.raises(Refused, match="before the date received"):
        assign(by=by, record=complaint, due_on=today - DAY, note="Typed wrongly")
    assign(by=by, record=complaint, due_on=today + 2 * DAY, note="They asked for time")
    assign(by=by, record=complaint, owner=None)
    complaint.refresh_from_db()
    assert complaint.owner is None and complaint.due_on == today + 2 * DAY


def test_what_is_closed_is_not_assigned(avonshire, complaint):
    by = avonshire.person("complaints_manager")
    commands.close_case(by=by, feedback=complaint, closed_on=timezone.localdate(), outcome="Upheld")
    with pytest.raises(Refused, match="closed"):
        assign(by=by, record=complaint, owner=by)


def test_actions_findings_and_reviews_are_assigned_by_the_same_command(avonshire):
    lead, owner = avonshire.person("quality_lead"), avonshire.person("psw")
    action = Action.objects.counted().filter(council=avonshire.council, done_on=None, stopped_on=None)
    action = action.exclude(owner=owner).first()
    finding = Finding.objects.counted().filter(council=avonshire.council).exclude(owner=owner).first()
    finding.decision, finding.due_on = "undecided", None
    finding.save()
    review = Review.objects.counted().filter(council=avonshire.council).first()
    review.remedy, review.remedy_due_on, review.remedy_done_on = "Apologise", timezone.localdate(), None
    review.save()
    before = my_work.count(owner)
    for record in (action, finding, review):
        assign(by=lead, record=record, owner=owner)
        record.refresh_from_db()
        assert record.owner == owner
    assert my_work.count(owner) == before + 3
    assert {action, finding, review} <= set(my_work.first(owner))
    with pytest.raises(Refused, match="who does it"):
        assign(by=lead, record=action, owner=None)


def test_my_work_is_in_the_order_of_its_dates_and_nobody_elses(
    avonshire, team, django_assert_max_num_queries
):
    by, today = avonshire.person("complaints_manager"), timezone.localdate()
    owner = somebody(avonshire, "practitioner", team)
    late, later, none = (received(avonshire, team, source="suggestion") for _ in range(3))
    assign(by=by, record=none, owner=owner)
    assign(by=by, record=later, owner=owner, due_on=today + 5 * DAY)
    assign(by=by, record=late, owner=owner, due_on=today + DAY)
    owner = Person.objects.get(pk=owner.pk)
    assert my_work.first(owner) == [late, later, none]
    with django_assert_max_num_queries(1):
        assert my_work.count(owner) == 3
    assert set(my_work.first(owner, my_work.TEAM, most=1000)) >= {late, later, none}
    other = Team.objects.filter(council=avonshire.council).exclude(pk=team.pk).first()
    stranger = somebody(avonshire, "practitioner", other, "Somebody of another team")
    assert not {late, later, none} & set(my_work.first(stranger, my_work.ALL, most=1000))
    assert my_work.first(avonshire.person("councillor")) == []
