"""Assigning: who may, to whom, by when, with a line in the log; and my work of every type, read in one way."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import OutsideTeam, Refused
from goldthread.council.models import AuditLine, Person, Team
from goldthread.council.notifications.models import Notification
from goldthread.council.notifications.notifying import notify
from goldthread.council.records import due_dates, my_work
from goldthread.council.records.assignment import (
    assign,
    can_own,
    is_open,
    next_step,
    owner_of,
    possible_owners,
    team_of,
)
from goldthread.council.records.history import history
from goldthread.council.records.saving import Stale
from goldthread.council.records.spec import record_types
from goldthread.feedback import commands
from goldthread.feedback.clocks import due_after
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.learning.models import Action
from goldthread.reviews.models import Finding, Review
from goldthread.standards.counting import add_working_days
from tests.council.records.assigning import DAY, received, signed_in, somebody
from tests.house.examples import example

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(avonshire):
    avonshire.enter()
    return Team.objects.filter(council=avonshire.council).order_by("name").first()


@pytest.fixture
def complaint(avonshire, team):
    return received(avonshire, team)


def test_assigning_is_in_the_timeline_and_the_log_says_to_whom(avonshire, team, client):
    complaint = received(avonshire, team, source="suggestion")
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


def test_a_stale_form_is_refused_and_a_moved_date_needs_its_reason(avonshire, team):
    complaint = received(avonshire, team, source="suggestion")
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


def test_open_says_of_a_record_what_the_database_says(avonshire):
    for model in (each for each in record_types().values() if each.spec.work):
        open_ = set(
            model._default_manager.filter(model.spec.work.open, withdrawn_on=None).values_list(
                "pk", flat=True
            )
        )
        records = list(model._default_manager.filter(council=avonshire.council).order_by("-created_at")[:80])
        # What a nightly job looks for need not be there: then one is made, as its fields allow.
        if not records:
            records = [example(model, avonshire.council)]
            open_ |= set(model._default_manager.filter(model.spec.work.open).values_list("pk", flat=True))
        assert {r.pk for r in records if is_open(r)} == open_ & {r.pk for r in records}


def test_my_work_asks_no_more_of_many_than_of_one(avonshire, team, client):
    """One query for all and one for each type: none for each row."""
    by, owner = avonshire.person("complaints_manager"), avonshire.person("psw")

    assert owner.held

    def queries():
        with CaptureQueriesContext(connection) as asked:
            [
                (owner_of(r), team_of(r), str(getattr(r, r.spec.title)), r.reference)
                for r in my_work.first(owner, most=1000)
            ]
        return len(asked)

    findings = list(Finding.objects.counted().filter(council=avonshire.council)[:4])
    for finding in findings:
        finding.decision, finding.owner, finding.due_on = "undecided", None, None
        finding.save()
    assign(by=by, record=received(avonshire, team), owner=owner)
    assign(by=by, record=findings[0], owner=owner)
    before = queries()
    for _ in range(3):
        assign(by=by, record=received(avonshire, team), owner=owner)
    for finding in findings[1:]:
        assign(by=by, record=finding, owner=owner)
    assert queries() == before


# -- Due dates by the clock ---------------------------------------------------------------------------


def test_a_new_complaint_is_to_be_acknowledged_and_a_response_clears_its_clock(avonshire, team):
    by, today = avonshire.person("complaints_manager"), timezone.localdate()
    complaint = received(avonshire, team)
    assert complaint.due_on == add_working_days(today, 3) and next_step(complaint) == "Acknowledge"
    commands.record_response(by=by, feedback=complaint, responded_on=today, response="We are sorry.")
    complaint.refresh_from_db()
    assert complaint.due_on is None
    asked = received(avonshire, team, source="suggestion", wants_reply=True)
    assert asked.due_on == today + 28 * DAY and next_step(asked) == "Respond"
    assert received(avonshire, team, source="compliment").due_on is None


def test_a_date_set_by_hand_stays_and_the_clocks_follows_a_corrected_date(avonshire, team):
    by, today = avonshire.person("complaints_manager"), timezone.localdate()
    complaint = received(avonshire, team)
    assert due_after(complaint, received_on=today - 7 * DAY) == {
        "due_on": add_working_days(today - 7 * DAY, 3)
    }
    assert due_after(complaint, source="compliment") == {"due_on": None}
    asked = received(avonshire, team, source="suggestion", wants_reply=True)
    assign(by=by, record=asked, due_on=today + 9 * DAY, note="We answer by then")
    asked.refresh_from_db()
    assert due_after(asked, received_on=today - 7 * DAY) == {}
    assert due_after(asked, responded_on=today) == {}


def test_no_date_is_set_by_hand_on_what_follows_a_procedure(avonshire, complaint, client):
    by, today = avonshire.person("complaints_manager"), timezone.localdate()
    with pytest.raises(Refused, match="follows the procedure"):
        assign(by=by, record=complaint, due_on=today + 9 * DAY, note="Acknowledged; we answer by then")
    signed_in(client, by)
    page = client.get(reverse("feedback:assign_feedback", args=[complaint.pk])).content.decode()
    assert "due_on-day" not in page and "follows the procedure" in page


def test_a_register_of_past_years_brings_no_dates_that_are_over(avonshire):
    by, today = avonshire.person("complaints_manager"), timezone.localdate()
    old, new = (
        NewFeedback(source="complaint", points=[f"Nobody rang, {days}."], received_on=today - days * DAY)
        for days in (400, 0)
    )
    first, second = commands.receive_many(by=by, pieces=[old, new])
    assert first.due_on is None and second.due_on == add_working_days(today, 3)


def test_whoever_had_it_before_is_told_no_more_that_it_is_theirs(avonshire, team):
    complaint = received(avonshire, team, source="suggestion")
    by, first = avonshire.person("complaints_manager"), avonshire.person("quality_lead")
    unread = Notification.objects.filter(person=first, origin_id=complaint.pk, read_at=None)
    assign(by=by, record=complaint, owner=first)
    notify(by=avonshire.clock, to=[first], kind="overdue", record=complaint)
    assert set(unread.values_list("kind", flat=True)) == {"assigned", "overdue"}
    assign(by=by, record=complaint, due_on=timezone.localdate() + 9 * DAY, note="as agreed with them")
    assert set(unread.values_list("kind", flat=True)) == {"assigned"}
    assign(by=by, record=complaint, owner=None)
    assert not unread.exists()


@pytest.mark.parametrize(
    ("days", "words", "state"),
    [
        (-3, "Overdue by 3 days", "overdue"),
        (-1, "Overdue by 1 day", "overdue"),
        (0, "Due today", "due_soon"),
        (1, "Due tomorrow", "due_soon"),
        (2, "Due in 2 days", "due_soon"),
        (3, "Due 3 December", ""),
        (40, "Due 9 January 2027", ""),
    ],
)
def test_how_a_due_date_is_said(days, words, state):
    today = datetime.date(2026, 11, 30)  # a Monday
    due = today + days * DAY
    assert (due_dates.in_words(due, today), due_dates.state(due, today)) == (words, state)


def test_what_is_due_on_monday_is_due_soon_on_friday():
    friday = datetime.date(2026, 12, 4)
    assert due_dates.in_words(friday + 3 * DAY, friday) == "Due in 3 days"
    assert due_dates.cell(friday + 3 * DAY, friday) == {"text": "7 Dec, in 3 days", "state": "soon"}
    assert due_dates.cell(None, friday) == "" and due_dates.cell(friday + 9 * DAY, friday) == "13 Dec"
