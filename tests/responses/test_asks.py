"""Requests: owed by default, answered, told, and the asker's own view that nobody can edit."""

from __future__ import annotations

import datetime

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import OutsideTeam, Refused
from goldthread.feedback import commands as feedback
from goldthread.feedback.clocks import RESPONSE_DUE
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.responses import commands
from goldthread.responses.models import Ask, AskView

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
ANSWER = "The agenda is sent two weeks before, from the next meeting on."


def receive(cast, text="Please send the agenda earlier.", *, source="board_topic", days_ago=10, **fields):
    """Return feedback that was received some days ago."""
    given = {"extra": {"board": "Avonshire Voices"}} if source == "board_topic" else {}
    new = NewFeedback(points=[text], received_on=TODAY - days_ago * DAY, source=source, **{**given, **fields})
    return feedback.receive(by=cast.person("coproduction_lead"), new=new, today=TODAY)


def ask_of(piece) -> Ask:
    """Return the one request on a piece of feedback."""
    return Ask.objects.get(point__feedback=piece)


def answered(cast, piece=None, **fields) -> Ask:
    """Return a request that the coproduction lead answered today."""
    ask = ask_of(piece or receive(cast))
    given = {"answer": ANSWER, "answered_on": TODAY, "outcome": "will_do", **fields}
    return commands.answer_ask(by=cast.person("coproduction_lead"), ask=ask, **given)


def test_what_a_board_raises_is_a_request_that_is_owed_an_answer(avonshire):
    ask = ask_of(receive(avonshire))
    assert (ask.kind, ask.group, ask.title) == (
        "asked",
        "Avonshire Voices",
        "Please send the agenda earlier.",
    )
    assert ask.due_on == TODAY - 10 * DAY + RESPONSE_DUE and ask.state(TODAY).text == "Answer owed"
    assert ask.state(ask.due_on + DAY).text == "Answer overdue by 1 day"
    assert not Ask.objects.filter(point__feedback=receive(avonshire, "No.", source="complaint")).exists()


def test_an_import_makes_a_request_of_each_issue_once(avonshire):
    by = avonshire.person("coproduction_lead")
    new = [
        NewFeedback(source="board_topic", points=["A ramp.", "A bench."], received_on=TODAY),
        NewFeedback(source="survey_comment", points=["A lift."], received_on=TODAY),
    ]
    board, survey = feedback.receive_many(by=by, pieces=new)
    assert [ask.title for ask in Ask.objects.filter(point__feedback=board).order_by("number")] == [
        "A ramp.",
        "A bench.",
    ]
    assert not Ask.objects.filter(point__feedback=survey).exists()


def test_an_answer_recorded_on_the_feedback_is_the_requests_answer(avonshire):
    piece = receive(avonshire)
    feedback.record_response(
        by=avonshire.person("coproduction_lead"), feedback=piece, responded_on=TODAY, response=ANSWER
    )
    ask = ask_of(piece)
    assert (ask.answer, ask.answered_on, ask.told_on, ask.outcome) == (ANSWER, TODAY, TODAY, "")


def test_an_answer_to_the_request_is_the_feedbacks_response_once_it_was_told(avonshire):
    piece = receive(avonshire)
    ask = answered(avonshire, piece)
    piece.refresh_from_db()
    assert piece.responded_on is None
    commands.tell_asker(by=avonshire.person("coproduction_lead"), ask=ask, told_on=TODAY, told_how="meeting")
    piece.refresh_from_db()
    assert (piece.responded_on, piece.response) == (TODAY, ANSWER)


@pytest.mark.parametrize(
    ("outcome", "because", "changed", "refused"),
    [
        ("will_do", "", False, False),
        ("done", "", True, False),
        ("differently", "", True, True),
        ("differently", "By post, as many have no e-mail.", True, False),
        ("not", "", False, True),
        ("not", "There is no money for it this year.", False, False),
        ("considered", "", False, False),
    ],
)
def test_what_became_of_it(avonshire, outcome, because, changed, refused):
    if refused:
        with pytest.raises(Refused, match="Enter why"):
            answered(avonshire, outcome=outcome, because=because)
    else:
        assert answered(avonshire, outcome=outcome, because=because).is_changed is changed


def test_the_askers_view_is_theirs(avonshire):
    ask, lead = answered(avonshire), avonshire.person("coproduction_lead")
    view = {"says": "disagrees", "words": "Two weeks is too late for easy read.", "how": "meeting"}
    with pytest.raises(Refused, match="You wrote the answer"):
        commands.record_view(by=lead, ask=ask, given_on=TODAY, **view)
    commands.record_view(by=avonshire.person("quality_lead"), ask=ask, given_on=TODAY, **view)
    ask.refresh_from_db()
    assert ask.closed_on is None and ask.told_on == TODAY and ask in Ask.objects.disagreed()
    kept = AskView.objects.get(ask=ask)
    for change in (
        lambda: AskView.objects.filter(pk=kept.pk).update(words="Thank you, all is well."),
        lambda: AskView.objects.filter(pk=kept.pk).update(says="satisfied"),
        lambda: kept.delete(),
    ):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            change()
    commands.record_view(
        by=avonshire.person("quality_lead"), ask=ask, given_on=TODAY, says="satisfied", how="phone"
    )
    ask.refresh_from_db()
    assert ask.closed_on == TODAY and ask not in Ask.objects.disagreed()
    assert AskView.objects.filter(ask=ask).count() == 2


def test_a_disagreement_says_why_and_needs_an_answer(avonshire):
    ask = ask_of(receive(avonshire))
    by = avonshire.person("quality_lead")
    with pytest.raises(Refused, match="no answer yet"):
        commands.record_view(by=by, ask=ask, says="satisfied", given_on=TODAY, how="phone")
    answered(avonshire, ask.point.feedback)
    with pytest.raises(Refused, match="own words"):
        commands.record_view(by=by, ask=ask, says="disagrees", given_on=TODAY, how="phone")


def test_a_member_gives_their_view_of_their_own_boards_answers_only(avonshire):
    member = avonshire.person("jean-follett")
    own = answered(avonshire)
    other = answered(avonshire, receive(avonshire, "A ramp, please.", extra={"board": "Speak Up group"}))
    assert own in Ask.objects.asked_by_boards_of(member)
    assert other not in Ask.objects.asked_by_boards_of(member)
    commands.give_own_view(by=member, ask=own, says="disagrees", words="Too late.", given_on=TODAY)
    assert AskView.objects.get(ask=own).by == member
    with pytest.raises(Refused, match="did not ask"):
        commands.give_own_view(by=member, ask=other, says="disagrees", words="No.", given_on=TODAY)


def test_a_manager_answers_for_their_own_team_only(avonshire):
    manager = avonshire.person("rob-ellacott")
    own = ask_of(receive(avonshire, team=avonshire.team("locality-north")))
    other = ask_of(receive(avonshire, "A ramp.", team=avonshire.team("mental-health")))
    nobody = ask_of(receive(avonshire, "A bench."))
    visible = set(Ask.objects.visible_to(manager))
    assert own in visible and not visible & {other, nobody}
    given = {"answer": ANSWER, "answered_on": TODAY, "outcome": "will_do"}
    commands.answer_ask(by=manager, ask=own, **given)
    with pytest.raises(OutsideTeam):
        commands.answer_ask(by=manager, ask=other, **given)
    assert avonshire.client("rob-ellacott").get(reverse("responses:ask", args=[other.pk])).status_code == 404


@pytest.mark.slow(reason="opens pages as four people of two councils")
def test_the_pages_of_a_request(avonshire, brackenmoor):
    avonshire.enter()
    ask = ask_of(receive(avonshire))
    client = avonshire.client("coproduction_lead")
    page = client.get(reverse("responses:list") + "?state=owed").content.decode()
    assert ask.title in page
    address = reverse("responses:answer", args=[ask.pk])
    day = {f"answered_on_{n}": value for n, value in enumerate((TODAY.day, TODAY.month, TODAY.year))}
    assert client.get(address).status_code == 200
    for name in ("ask", "edit", "answer"):
        path = reverse(f"responses:{name}", args=[ask.pk])
        assert brackenmoor.client("quality_lead").get(path).status_code == 404
        assert avonshire.client("councillor").get(path).status_code == 403
    assert day
