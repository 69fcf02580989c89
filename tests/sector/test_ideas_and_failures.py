"""Ideas from elsewhere, failures elsewhere, and the clock of a draft report: states, refusals, and whose work they are."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.learning.models import Action
from goldthread.sector import commands
from goldthread.sector.accuracy import commands as accuracy
from goldthread.sector.elsewhere import commands as elsewhere
from goldthread.sector.ideas import commands as ideas
from tests.sector.test_shelf import page

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def lead(avonshire):
    """Return the quality lead."""
    return avonshire.person("quality_lead")


@pytest.fixture
def passage(lead):
    """Return a passage of another council's report."""
    [report] = commands.add_reports(by=lead, pages=[page(text="A kingfisher board reads every remedy.")])
    return report.passages.get()


def _action(lead) -> Action:
    return Action.objects.visible_to(lead).order_by("number").first()


def _today() -> datetime.date:
    return timezone.localdate()


def test_an_idea_is_taken_up_by_an_action_or_not_with_a_reason(lead, passage):
    idea = ideas.keep_idea(by=lead, passage=passage, title="A board for remedies", why="Ours come late.")
    assert idea.owner == lead and idea.state(_today()).text == "Not decided"
    with pytest.raises(Refused, match="Choose the action"):
        ideas.decide_idea(by=lead, idea=idea, taken_up=True)
    with pytest.raises(Refused, match="why it is not taken up"):
        ideas.decide_idea(by=lead, idea=idea, taken_up=False, because="No")
    idea = ideas.decide_idea(by=lead, idea=idea, taken_up=True, action=_action(lead))
    assert idea.state(_today()).text == "Taken up as an action"


def test_a_failure_elsewhere_goes_from_asked_to_action_taken(avonshire, lead, passage):
    failure = elsewhere.ask_of_failure(
        by=lead,
        kind="sar",
        title="Nobody rang back",
        area="Kingfisher Safeguarding Adults Board",
        source="Review of 2025, page 9",
        happened="A call was not returned for nine days.",
        question="Could it happen here?",
        asked_on=_today() - 9 * DAY,
        due_on=_today() - DAY,
    )
    assert failure.state(_today()).text == "Not answered, overdue"
    with pytest.raises(Refused, match="Say first"):
        elsewhere.settle_failure(by=lead, failure=failure, settled_on=_today(), because="It is all fine.")
    failure = elsewhere.answer_failure(
        by=lead,
        failure=failure,
        could_it="unknown",
        answer="Twenty calls are being looked at.",
        answered_on=_today(),
    )
    with pytest.raises(Refused, match="there is something to do"):
        elsewhere.settle_failure(by=lead, failure=failure, settled_on=_today(), because="It is all fine.")
    failure = elsewhere.settle_failure(by=lead, failure=failure, settled_on=_today(), action=_action(lead))
    assert failure.state(_today()).text == "Action taken" and not failure.steps
    shown = avonshire.client("quality_lead").get(reverse("sector:failure", args=[failure.pk]))
    assert "Action taken" in shown.content.decode()


def test_an_open_question_is_its_owners_work_and_a_gap(avonshire, lead, passage):
    psw = avonshire.person("psw")
    failure = elsewhere.ask_of_failure(
        by=lead,
        kind="assessment",
        title="Remedies came late at Kingfisher",
        area="Kingfisher Council",
        source="Assessment",
        happened=passage.text,
        question="Do ours come late?",
        asked_on=_today() - 40 * DAY,
        due_on=_today() - 10 * DAY,
        owner=psw,
        passage=passage,
    )
    work = avonshire.client("psw").get(reverse("my_work")).content.decode()
    assert failure.reference in work
    asked = avonshire.client("quality_lead").get(f"{reverse('sector:failures')}?state=asked").content.decode()
    assert failure.title in asked


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # Ten working days after, counted by hand: over the August bank holiday, and over Christmas and New Year.
        ("2025-03-03", "2025-03-17"),
        ("2025-08-18", "2025-09-02"),
        ("2025-12-19", "2026-01-07"),
    ],
)
def test_comments_on_a_draft_are_due_ten_working_days_after_it_came(received, due):
    assert accuracy.last_day(datetime.date.fromisoformat(received)) == datetime.date.fromisoformat(due)


def test_evidence_left_out_is_of_the_position_at_the_assessment_only(lead):
    received = _today() - 5 * DAY
    check = accuracy.begin_accuracy_check(
        by=lead, title="Assessment of this year", received_on=received, assessed_on=received - 60 * DAY
    )
    assert check.due_on == accuracy.last_day(received) and check.owner == lead
    given = {"kind": "omitted", "correct": "An audit was held.", "evidence": "Audit, page 2"}
    with pytest.raises(Refused, match="at the time of the assessment"):
        accuracy.add_comment(by=lead, check=check, as_at=received, **given)
    with pytest.raises(Refused, match="no comment to send"):
        accuracy.send_comments(by=lead, check=check, sent_on=_today())
    accuracy.add_comment(by=lead, check=check, as_at=received - 70 * DAY, **given)
    check = accuracy.send_comments(by=lead, check=check, sent_on=_today())
    assert check.state(_today()).text == "Sent in time" and not check.is_open
    with pytest.raises(Refused, match="Nothing can be added"):
        accuracy.add_comment(by=lead, check=check, as_at=received - 70 * DAY, **given)
    check = accuracy.close_accuracy_check(
        by=lead, check=check, closed_on=_today(), outcome="The audit is named now.", outcomes={1: "accepted"}
    )
    assert check.state(_today()).text == "Closed" and check.comments.get().outcome == "accepted"
    with pytest.raises(Refused, match="closed already"):
        accuracy.close_accuracy_check(
            by=lead, check=check, closed_on=_today(), outcome="Something else.", outcomes={1: "refused"}
        )
    assert check.comments.get().outcome == "accepted"


@pytest.mark.slow(reason="opens pages and searches as four people")
def test_a_draft_that_is_not_published_is_not_for_all_staff(avonshire, brackenmoor, lead):
    check = accuracy.begin_accuracy_check(
        by=lead, title="Kestrels in the draft", received_on=_today(), assessed_on=_today() - 60 * DAY
    )
    page, listed = reverse("sector:accuracy", args=[check.pk]), reverse("sector:accuracies")
    for role, status in (
        ("director", 200),
        ("complaints_manager", 200),
        ("practitioner", 403),
        ("team_manager", 403),
    ):
        client = avonshire.client(role)
        assert [client.get(each).status_code for each in (page, listed)] == [status, status], role
        found = client.get(reverse("search"), {"q": "Kestrels"}).content.decode()
        assert (check.reference in found) == (status == 200), role
    shelf = avonshire.client("practitioner").get(reverse("sector:list")).content.decode()
    assert "Could it happen here?" in shelf and "Factual accuracy checks" not in shelf
    assert brackenmoor.client("quality_lead").get(page).status_code == 404


def test_every_page_of_the_three_opens(avonshire, lead, passage):
    idea = ideas.keep_idea(by=lead, passage=passage, title="A board for remedies", why="Ours come late.")
    check = accuracy.begin_accuracy_check(
        by=lead, title="Assessment of last year", received_on=_today(), assessed_on=_today() - 60 * DAY
    )
    client, report = avonshire.client("quality_lead"), passage.report_id
    for name, keys in (
        ("ideas", []),
        ("failures", []),
        ("accuracies", []),
        ("ask", []),
        ("begin_accuracy", []),
        ("idea", [idea.pk]),
        ("edit_idea", [idea.pk]),
        ("decide_idea", [idea.pk]),
        ("accuracy", [check.pk]),
        ("edit_accuracy", [check.pk]),
        ("add_comment", [check.pk]),
        ("close_accuracy", [check.pk]),
        ("report", [report]),
        ("edit", [report]),
        ("keep_idea", [report, 1]),
        ("ask_of_passage", [report, 1]),
    ):
        answer = client.get(reverse(f"sector:{name}", args=keys))
        assert answer.status_code == 200, name
    assert client.get(reverse("sector:keep_idea", args=[report, 99])).status_code == 404
