"""A case from receipt to closing: who may do what, what follows, and what stops it."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from goldthread.casework import closing, commands, findings, queries, remedies
from goldthread.casework.choices import Found, Happened, State
from goldthread.casework.findings import overall
from goldthread.casework.following_clocks import follow_clocks
from goldthread.casework.models import CaseEvent, PointOutcome, Remedy
from goldthread.council.command import Refused
from goldthread.council.records import my_work
from goldthread.council.records.assignment import assign, next_step
from goldthread.council.records.saving import Stale
from goldthread.feedback import commands as feedback_commands
from goldthread.feedback.models import Feedback, Point
from goldthread.learning import commands as learning
from goldthread.learning.models import Lesson
from goldthread.learning.no_lesson.models import NoLesson
from goldthread.standards.counting import add_working_days
from tests.casework.cases import case_of, made

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    return timezone.localdate()


def manager(cast):
    return cast.person("complaints_manager")


def acknowledged(cast, feedback: Feedback) -> Feedback:
    commands.acknowledge(by=manager(cast), feedback=feedback, on=today() - 9 * DAY, reason="By telephone.")
    cast.enter()
    return feedback


def find(cast, feedback: Feedback, position: int, found: Found) -> PointOutcome:
    point = Point.objects.get(feedback=feedback, position=position)
    outcome = findings.record_finding(
        by=manager(cast), point=point, found=found, explanation="The log shows no visit.", found_on=today()
    )
    cast.enter()
    return outcome


# -- What happens, and what is due next ------------------------------------------------------------


def test_acknowledging_opens_the_case_and_the_reply_is_due_next(avonshire, complaint):
    acknowledged(avonshire, complaint)
    complaint.refresh_from_db()
    case = case_of(complaint)
    assert (case.state, case.acknowledged_on) == (State.OPEN, today() - 9 * DAY)
    assert complaint.due_on == complaint.step_on and complaint.due_on > today() + 100 * DAY
    assert next_step(complaint) == complaint.step != ""


def test_extensions_count_only_with_a_reason_and_once_the_person_was_told(avonshire, complaint):
    acknowledged(avonshire, complaint)
    by = manager(avonshire)
    with pytest.raises(Refused, match="told"):
        commands.extend(
            by=by, feedback=complaint, on=today(), units=10, reason="The log is late.", told_on=None
        )
    avonshire.enter()
    assert not CaseEvent.objects.filter(case__feedback=complaint, kind=Happened.EXTENDED).exists()


def test_paused_and_resumed(avonshire, complaint):
    acknowledged(avonshire, complaint)
    by = manager(avonshire)
    commands.pause(by=by, feedback=complaint, on=today() - 3 * DAY, reason="They are in hospital.")
    avonshire.enter()
    assert case_of(complaint).state == State.PAUSED
    commands.resume(by=by, feedback=complaint, on=today())
    avonshire.enter()
    case = case_of(complaint)
    assert case.state == State.OPEN
    assert case.events.get(kind=Happened.PAUSED).until == today() - DAY
    with pytest.raises(Refused, match="not paused"):
        commands.resume(by=by, feedback=complaint, on=today())


def test_what_is_with_safeguarding_is_parked_until_it_is_over(avonshire, complaint):
    acknowledged(avonshire, complaint)
    by = manager(avonshire)
    commands.refer_to_safeguarding(by=by, feedback=complaint, on=today(), reason="She was hurt.")
    avonshire.enter()
    assert case_of(complaint).state == State.PARKED
    with pytest.raises(Refused, match="already"):
        commands.refer_to_safeguarding(by=by, feedback=complaint, on=today(), reason="She was hurt.")
    commands.resume_after_safeguarding(by=by, feedback=complaint, on=today(), reason="The enquiry ended.")
    avonshire.enter()
    assert case_of(complaint).state == State.OPEN


def test_ready_for_the_letter_needs_a_finding_of_each_issue(avonshire, complaint):
    acknowledged(avonshire, complaint)
    with pytest.raises(Refused, match="issues 1 and 2"):
        commands.mark_ready(by=manager(avonshire), feedback=complaint, on=today())
    find(avonshire, complaint, 1, Found.UPHELD)
    find(avonshire, complaint, 2, Found.NOT_UPHELD)
    commands.mark_ready(by=manager(avonshire), feedback=complaint, on=today())
    avonshire.enter()
    assert case_of(complaint).state == State.READY
    commands.not_ready(by=manager(avonshire), feedback=complaint, on=today(), reason="Issue 2 is thin.")
    avonshire.enter()
    assert case_of(complaint).state == State.OPEN


def test_the_reply_is_the_response_of_the_feedback_without_names(avonshire, complaint):
    acknowledged(avonshire, complaint)
    commands.record_reply(
        by=manager(avonshire),
        feedback=complaint,
        on=today(),
        response="We are sorry, Mrs Margaret Pemberton.",
    )
    avonshire.enter()
    complaint.refresh_from_db()
    assert complaint.responded_on == today() and "Pemberton" not in complaint.response
    assert case_of(complaint).state == State.REPLIED and complaint.due_on is None


def test_a_case_with_two_versions_open_is_not_written_over(avonshire, complaint):
    opened = complaint.version
    acknowledged(avonshire, complaint)
    with pytest.raises(Stale):
        commands.record_facts(by=manager(avonshire), feedback=complaint, version=opened, risk="high")


def test_case_details_are_kept_without_names_and_a_conflict_says_how_it_is_handled(avonshire, complaint):
    by = manager(avonshire)
    facts = {"risk": "high", "desired_outcome": "Mrs Margaret Pemberton is to be rung.", "conflict": "yes"}
    with pytest.raises(Refused, match="conflict"):
        commands.record_facts(by=by, feedback=complaint, version=complaint.version, **facts)
    avonshire.enter()
    commands.record_facts(
        by=by,
        feedback=complaint,
        version=complaint.version,
        conflict_handled="Another team looks into it.",
        **facts,
    )
    avonshire.enter()
    case = case_of(complaint)
    assert case.risk == "high" and "Pemberton" not in case.desired_outcome


# -- Findings and learning --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["upheld"], "Upheld"),
        (["upheld", "upheld"], "Upheld"),
        (["upheld", "not_upheld"], "Partly upheld"),
        (["partly", "not_upheld", "not_upheld"], "Partly upheld"),
        (["upheld", "partly"], "Partly upheld"),
        (["not_upheld", "not_upheld"], "Not upheld"),
        (["not_upheld", "no_finding"], "Not upheld"),
        (["upheld", "no_finding"], "Upheld"),
        (["no_finding"], "No finding"),
        ([], "No finding"),
    ],
)
def test_the_outcome_of_a_case_is_of_its_issues_together(found, expected):
    assert overall([Found(each) for each in found]) == expected


def test_each_issue_has_its_own_finding_and_counts_so(avonshire, complaint):
    acknowledged(avonshire, complaint)
    find(avonshire, complaint, 1, Found.PARTLY)
    find(avonshire, complaint, 2, Found.NOT_UPHELD)
    assert dict(Point.objects.filter(feedback=complaint).values_list("position", "is_upheld")) == {
        1: True,
        2: False,
    }
    find(avonshire, complaint, 1, Found.NO_FINDING)
    assert Point.objects.get(feedback=complaint, position=1).is_upheld is None
    assert PointOutcome.objects.filter(case__feedback=complaint).count() == 2


def test_an_upheld_issue_without_a_learning_decision_stops_the_closing(avonshire, complaint):
    by = manager(avonshire)
    acknowledged(avonshire, complaint)
    find(avonshire, complaint, 1, Found.UPHELD)
    find(avonshire, complaint, 2, Found.NOT_UPHELD)
    with pytest.raises(Refused, match=r"issue 1\. Record a lesson, or why there is none"):
        closing.close(by=by, feedback=complaint, on=today())
    avonshire.enter()
    point = Point.objects.get(feedback=complaint, position=1)
    with pytest.raises(Refused):
        learning.record_no_lesson(by=by, points=[point], because="No.", decided_on=today())
    avonshire.enter()
    assert complaint in queries.without_learning(queries.cases(by))
    learning.record_no_lesson(
        by=by, points=[point], because="One mistake, put right the same day.", decided_on=today()
    )
    avonshire.enter()
    assert complaint not in queries.without_learning(queries.cases(by))
    closing.close(by=by, feedback=complaint, on=today())
    avonshire.enter()
    complaint.refresh_from_db()
    assert (complaint.closed_on, complaint.outcome) == (today(), "Partly upheld")
    assert case_of(complaint).state == State.CLOSED


def test_a_lesson_takes_the_place_of_the_reason_that_there_is_none(avonshire, complaint):
    by = manager(avonshire)
    find(avonshire, complaint, 1, Found.UPHELD)
    point = Point.objects.get(feedback=complaint, position=1)
    learning.record_no_lesson(
        by=by, points=[point], because="One mistake only, it seemed.", decided_on=today()
    )
    avonshire.enter()
    learning.add_points(by=by, lesson=Lesson.objects.order_by("number").first(), points=[point])
    avonshire.enter()
    assert not NoLesson.objects.filter(point=point).exists()
    assert not closing.without_learning(complaint)


# -- Closing ----------------------------------------------------------------------------------------


def test_closing_lists_what_it_ends_and_ends_nothing_in_silence(avonshire, complaint):
    by = manager(avonshire)
    acknowledged(avonshire, complaint)
    find(avonshire, complaint, 2, Found.NOT_UPHELD)
    remedy = remedies.agree_remedy(
        by=by,
        feedback=complaint,
        kind="apology",
        title="An apology in writing",
        agreed_on=today(),
        due_on=today() + 7 * DAY,
    )
    avonshire.enter()
    items = closing.open_items(case_of(complaint))
    assert [bool(item.end) for item in items] == [True, False]
    assert "Issue 1" in items[0].text and "An apology in writing" in items[1].text
    with pytest.raises(Refused, match="reason"):
        closing.close(by=by, feedback=complaint, on=today())
    avonshire.enter()
    assert case_of(complaint).state == State.OPEN
    closing.close(by=by, feedback=complaint, on=today(), reason="The log of that day is lost.")
    avonshire.enter()
    outcome = PointOutcome.objects.get(point__feedback=complaint, point__position=1)
    assert (outcome.found, outcome.explanation) == (Found.NO_FINDING, "The log of that day is lost.")
    remedy.refresh_from_db()
    assert remedy.done_on is None and remedy.stopped_on is None


def test_a_case_is_not_closed_answered_or_reopened_by_the_doors_of_feedback(avonshire, complaint):
    by = manager(avonshire)
    acknowledged(avonshire, complaint)
    for command, given in (
        (feedback_commands.close_case, {"closed_on": today(), "outcome": "Upheld"}),
        (feedback_commands.record_response, {"responded_on": today(), "response": "We are sorry."}),
    ):
        with pytest.raises(Refused, match="worked as a case"):
            command(by=by, feedback=complaint, **given)
        avonshire.enter()
    complaint.refresh_from_db()
    assert complaint.closed_on is None and complaint.responded_on is None


def test_what_was_closed_before_anybody_worked_it_can_be_reopened(avonshire):
    by = manager(avonshire)
    old = made(avonshire, received_on=today() - 60 * DAY, closed_on=today() - 20 * DAY, outcome="Not upheld")
    assert queries.state_of(old) == State.CLOSED
    commands.ask_to_reopen(by=by, feedback=old, on=today() - 15 * DAY, reason="The reply left out the bill.")
    avonshire.enter()
    assert case_of(old).state == State.CLOSED
    assert old in queries.old_requests_to_reopen(queries.cases(by), today())
    commands.reopen(by=by, feedback=old, on=today(), reason="It did leave out the bill.")
    avonshire.enter()
    old.refresh_from_db()
    assert old.closed_on is None and case_of(old).state == State.OPEN
    assert old not in queries.old_requests_to_reopen(queries.cases(by), today())


@pytest.mark.parametrize(
    ("command", "given", "state", "outcome"),
    [
        (commands.withdraw_complaint, {}, State.WITHDRAWN, "Withdrawn"),
        (commands.treat_as_service_request, {}, State.SERVICE_REQUEST, "Service request"),
        (commands.not_accept, {"why": "out_of_time"}, State.NOT_ACCEPTED, "Not accepted"),
    ],
)
def test_what_ends_a_case_in_another_way(avonshire, complaint, command, given, state, outcome):
    told = {"told_on": today()} if command is commands.not_accept else {}
    command(
        by=manager(avonshire),
        feedback=complaint,
        on=today(),
        reason="They said so on the telephone.",
        **given,
        **told,
    )
    avonshire.enter()
    complaint.refresh_from_db()
    assert (case_of(complaint).state, complaint.outcome, complaint.due_on) == (state, outcome, None)


# -- Remedies ---------------------------------------------------------------------------------------


def test_a_remedy_is_its_owners_work_until_what_shows_it_is_recorded(avonshire, complaint):
    by = manager(avonshire)
    remedy = remedies.agree_remedy(
        by=by,
        feedback=complaint,
        kind="payment",
        title="Payment for the visit",
        amount=Decimal("25.50"),
        agreed_on=today(),
        due_on=today() + DAY,
    )
    avonshire.enter()
    assert Remedy.objects.visible_to(by).filter(pk=remedy.pk).exists()
    assign(by=by, record=remedy, owner=by)
    avonshire.enter()
    assert remedy.pk in {record.pk for record in my_work.first(by, most=500)}
    with pytest.raises(Refused, match="shows"):
        remedies.complete_remedy(by=by, remedy=remedy, done_on=today(), proof="")
    remedies.complete_remedy(by=by, remedy=remedy, done_on=today(), proof="Paid, reference 2231 of the bank.")
    avonshire.enter()
    assert remedy.pk not in {record.pk for record in my_work.first(by, most=500)}
    count, total = remedies.total_paid(Remedy.objects.filter(pk=remedy.pk))
    assert (count, f"{total:.2f}") == (1, "25.50")


def test_a_payment_needs_its_amount(avonshire, complaint):
    with pytest.raises(Refused, match="amount"):
        remedies.agree_remedy(
            by=manager(avonshire),
            feedback=complaint,
            kind="payment",
            title="Payment",
            agreed_on=today(),
            due_on=today(),
        )


# -- Dates follow the clocks ---------------------------------------------------------------------------


def test_a_sooner_day_agreed_with_the_person_is_what_is_due_and_counts_as_late_by_it(avonshire):
    feedback = made(avonshire, received_on=today() - 40 * DAY)
    by = manager(avonshire)
    commands.acknowledge(by=by, feedback=feedback, on=today() - 39 * DAY)
    avonshire.enter()
    agreed = today() - 4 * DAY
    commands.agree_date(
        by=by, feedback=feedback, on=today() - 39 * DAY, to=agreed, reason="They can wait so long."
    )
    avonshire.enter()
    feedback.refresh_from_db()
    assert (feedback.due_on, next_step(feedback)) == (agreed, "Reply by the day agreed with the person")
    assert feedback in queries.late(queries.cases(by), today())


def test_a_date_set_by_hand_in_an_earlier_version_becomes_the_clocks(avonshire):
    """Received 40 days ago and never acknowledged: late since the third working day, whatever was set by hand."""
    feedback, worked = made(avonshire, received_on=today() - 40 * DAY), made(avonshire)
    acknowledged(avonshire, worked)
    by = manager(avonshire)
    Feedback.objects.filter(pk__in=[feedback.pk, worked.pk]).update(due_on=today() + 9 * DAY)
    assert feedback not in queries.late(queries.cases(by), today())
    assert follow_clocks(avonshire.council.pk) >= 2
    feedback.refresh_from_db()
    worked.refresh_from_db()
    assert feedback.due_on == add_working_days(feedback.received_on, 3)
    assert feedback in queries.late(queries.cases(by), today())
    assert worked.due_on == worked.step_on != today() + 9 * DAY


def test_while_a_clock_is_paused_nothing_is_due_by_it(avonshire):
    enquiry = made(avonshire, source="mp_enquiry", received_on=today() - DAY)
    by = manager(avonshire)
    commands.acknowledge(by=by, feedback=enquiry, on=today())
    avonshire.enter()
    enquiry.refresh_from_db()
    due = enquiry.due_on
    commands.pause(by=by, feedback=enquiry, on=today(), reason="The hospital has to answer first.")
    avonshire.enter()
    enquiry.refresh_from_db()
    assert due is not None and enquiry.due_on is None and case_of(enquiry).state == State.PAUSED
