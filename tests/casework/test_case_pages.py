"""Who may work a case, and its pages: the page of its feedback, and the list."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from goldthread.casework import closing, commands, events
from goldthread.casework.choices import Found, State
from goldthread.casework.models import ComplaintCase, PointOutcome
from goldthread.council.command import OutsideTeam
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.feedback import cases
from goldthread.feedback.forgetting import forget
from goldthread.feedback.models import Feedback, Point
from tests.casework.cases import AGO, case_of, made
from tests.casework.test_cases import DAY, acknowledged, find, manager, today
from tests.feedback.test_corrections import edit

pytestmark = pytest.mark.django_db


# -- Who may ----------------------------------------------------------------------------------------


def test_whoever_may_not_handle_cases_is_refused(avonshire, complaint):
    with pytest.raises(PermissionDenied):
        commands.acknowledge(by=avonshire.person("practitioner"), feedback=complaint, on=today())


def test_a_team_manager_handles_their_own_teams_cases_only(avonshire, complaint):
    north = complaint.team
    own = next(p for p in _managers(avonshire) if p.teams_for("casework.handle") == {north.pk})
    other = next(p for p in _managers(avonshire) if p.teams_for("casework.handle") != {north.pk})
    with pytest.raises(OutsideTeam):
        commands.acknowledge(by=other, feedback=complaint, on=today())
    avonshire.enter()
    commands.acknowledge(by=own, feedback=complaint, on=today())
    avonshire.enter()
    with pytest.raises(PermissionDenied):
        commands.not_accept(
            by=own, feedback=complaint, on=today(), why="court", reason="A court hears it.", told_on=today()
        )


def _managers(cast):
    return Person.objects.filter(council=cast.council, memberships__role="team_manager", is_active=True)


def test_another_council_finds_no_page_of_it(avonshire, brackenmoor, complaint):
    point = Point.objects.get(feedback=complaint, position=1)
    client = brackenmoor.client("complaints_manager")
    for name in ("facts", "acknowledge", "close", "reopen", "agree_remedy"):
        assert client.get(reverse(f"casework:{name}", args=[complaint.pk])).status_code == 404, name
    for name in ("finding", "decide_learning"):
        assert client.get(reverse(f"casework:{name}", args=[point.pk])).status_code == 404, name


# -- Its page ---------------------------------------------------------------------------------------


def test_the_page_of_the_feedback_is_the_page_of_the_case(avonshire, complaint, page):
    text = page("complaints_manager", "feedback:detail", complaint.pk)
    for words in ("To acknowledge", "Clock", "Remedies", "If it is late", "No finding yet", "Record finding"):
        assert words in text, words
    assert reverse("casework:acknowledge", args=[complaint.pk]) in text
    assert reverse("feedback:close", args=[complaint.pk]) not in text
    reader = page("practitioner", "feedback:detail", complaint.pk) if _may_see(avonshire, complaint) else ""
    assert reverse("casework:acknowledge", args=[complaint.pk]) not in reader


def _may_see(cast, feedback: Feedback) -> bool:
    return Feedback.objects.visible_to(cast.person("practitioner")).filter(pk=feedback.pk).exists()


def test_other_feedback_has_no_case(avonshire, page):
    other = made(avonshire, source="compliment")
    text = page("complaints_manager", "feedback:detail", other.pk)
    assert "If it is late" not in text and reverse("feedback:close", args=[other.pk]) in text
    assert (
        avonshire.client("complaints_manager")
        .get(reverse("casework:acknowledge", args=[other.pk]))
        .status_code
        == 404
    )


def test_the_list_says_where_each_case_stands(avonshire, complaint, page):
    acknowledged(avonshire, complaint)
    text = page("complaints_manager", "casework:list", query=f"?words={complaint.reference}")
    assert complaint.reference in text and "Being looked into" in text
    closed = page("complaints_manager", "casework:list", query=f"?words={complaint.reference}&state=closed")
    assert complaint.title not in closed


def test_a_finding_is_in_the_timeline_with_who_and_why(avonshire, complaint, page):
    find(avonshire, complaint, 1, Found.PARTLY)
    text = page("complaints_manager", "feedback:detail", complaint.pk)
    assert "Partly upheld" in text and "The log shows no visit." in text


def test_a_corrected_date_received_moves_the_clocks(avonshire, complaint):
    acknowledged(avonshire, complaint)
    complaint.refresh_from_db()
    before = complaint.due_on
    edit(avonshire, complaint, received_on=today() - AGO - DAY, today=today())
    complaint.refresh_from_db()
    assert complaint.due_on < before


def test_what_a_case_says_is_deleted_with_the_text(avonshire, complaint):
    find(avonshire, complaint, 1, Found.UPHELD)
    forget(by=avonshire.clock, feedback=[complaint], on=today())
    avonshire.enter()
    assert PointOutcome.objects.get(case__feedback=complaint).explanation == ""
    assert ComplaintCase.objects.filter(feedback=complaint, desired_outcome="").exists()


@pytest.mark.parametrize("source", ["mp_enquiry", "councillor_enquiry"])
def test_an_enquiry_has_its_own_clock_and_is_answered_without_findings(avonshire, source, page):
    enquiry = made(avonshire, source=source)
    assert enquiry.due_on is not None and source.split("_")[0] in events.case_of(enquiry).procedure
    text = page("complaints_manager", "feedback:detail", enquiry.pk)
    assert "No finding yet" not in text and "not confirmed" in text.lower()
    commands.acknowledge(by=manager(avonshire), feedback=enquiry, on=today())
    avonshire.enter()
    commands.mark_ready(by=manager(avonshire), feedback=enquiry, on=today())
    avonshire.enter()
    closing.close(by=manager(avonshire), feedback=enquiry, on=today())
    avonshire.enter()
    enquiry.refresh_from_db()
    assert (enquiry.closed_on, enquiry.outcome) == (today(), "")


def test_a_case_that_was_reopened_is_not_to_be_acknowledged_again(avonshire):
    old = made(avonshire, received_on=today() - 60 * DAY, closed_on=today() - 20 * DAY, outcome="Not upheld")
    commands.reopen(by=manager(avonshire), feedback=old, on=today(), reason="The reply left out the bill.")
    avonshire.enter()
    old.refresh_from_db()
    assert "Acknowledge" not in old.step and old.step_on > today()


def test_a_case_that_an_imported_register_closed_is_closed(avonshire, complaint):
    acknowledged(avonshire, complaint)
    complaint.refresh_from_db()
    saving.change(complaint, closed_on=today(), outcome="Not upheld")
    cases.corrected(manager(avonshire), complaint)
    avonshire.enter()
    complaint.refresh_from_db()
    assert case_of(complaint).state == State.CLOSED
    assert (complaint.closed_on, complaint.due_on) == (today(), None)
