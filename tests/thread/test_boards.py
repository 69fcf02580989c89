"""What a board or forum raises is owed an answer, is listed until it has one, and its members see what became of it."""

from __future__ import annotations

import datetime
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.briefings import commands as briefings
from goldthread.council.command import Refused
from goldthread.council.models import Membership
from goldthread.council.people import commands as people
from goldthread.feedback import commands as feedback
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import ANSWER_OWED
from goldthread.learning import commands as learning
from goldthread.meetings.bodies.seats.models import Term
from goldthread.responses.models import Ask
from goldthread.thread import boards
from goldthread.thread.gaps import find_gaps
from goldthread.thread.home import work_items

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
MATTER = "Members asked why the lift at the day centre has been broken since spring."
GAP = "answers-owed"


def _raise(
    cast, text: str = MATTER, *, board: str = "Avonshire Voices", days_ago: int = 40, **fields
) -> Feedback:
    given = {"source": "board_topic", "extra": {"board": board} if board else {}, **fields}
    new = NewFeedback(points=[text], received_on=TODAY - datetime.timedelta(days=days_ago), **given)
    return feedback.receive(by=cast.person("coproduction_lead"), new=new, today=TODAY)


def _page(cast, who: str, name: str = "own_board", query: str = "") -> str:
    answer = cast.client(who).get(reverse(name) + query)
    assert answer.status_code == 200
    cast.enter()
    return html.unescape(answer.content.decode())


def test_an_answer_is_owed_without_being_asked_for(avonshire):
    assert set(ANSWER_OWED) == {"board_topic", "partner_feedback"}
    assert _raise(avonshire).wants_reply
    complaint = _raise(avonshire, "The lift is broken.", board="", source="complaint")
    assert not complaint.wants_reply
    imported = NewFeedback(
        source="board_topic", points=["The path is uneven."], received_on=TODAY, wants_reply=False
    )
    [piece] = feedback.receive_many(by=avonshire.person("coproduction_lead"), pieces=[imported])
    assert piece.wants_reply


def test_the_form_does_not_ask_whether_an_answer_is_wanted(avonshire):
    client, address = (
        avonshire.client("coproduction_lead"),
        reverse("feedback:receive_source", args=["board_topic"]),
    )
    page = client.get(address).content.decode()
    assert "An answer is owed to whoever raised this" in page and 'name="wants_reply"' not in page
    other = client.get(reverse("feedback:receive_source", args=["complaint"])).content.decode()
    assert 'name="wants_reply"' in other


def test_it_is_on_home_list_and_gaps_of_whoever_must_answer_until_it_is_answered(avonshire):
    team = avonshire.team("locality-north")
    matter = _raise(avonshire, team=team)
    asked = Ask.objects.get(point__feedback=matter)
    lead, manager = avonshire.person("coproduction_lead"), avonshire.person("rob-ellacott")
    other = avonshire.person("alison-mudge")
    for person in (lead, manager):
        [item] = [item for item in work_items(person, TODAY) if "?state=owed" in item.url]
        assert item.overdue and "overdue" in item.reason
        gap = next(gap for gap in find_gaps(person, TODAY, GAP) if gap.slug == GAP)
        assert asked.pk in {link.pk for link in gap.links}
    assert matter not in boards.raised(other)
    page = _page(avonshire, "coproduction_lead", "boards", "?waiting=1")
    assert matter.reference in page and "Answer overdue by 12 days" in page
    assert matter.reference in _page(avonshire, "rob-ellacott", "boards")
    assert matter.reference not in _page(avonshire, "alison-mudge", "boards")
    feedback.record_response(
        by=lead, feedback=matter, responded_on=TODAY, response="It is mended next week, and we are sorry."
    )
    assert matter.reference not in _page(avonshire, "coproduction_lead", "boards", "?waiting=1")
    page = _page(avonshire, "coproduction_lead", "boards")
    assert matter.reference in page and "It is mended next week" in page
    gaps = [gap for gap in find_gaps(lead, TODAY, GAP) if gap.slug == GAP]
    assert asked.pk not in {link.pk for gap in gaps for link in gap.links}


def test_a_member_sees_what_became_of_what_their_board_raised(avonshire):
    matter = _raise(avonshire)
    page = _page(avonshire, "jean-follett")
    assert MATTER in page and "Answer overdue by 12 days" in page
    lead = avonshire.person("quality_lead")
    lesson = learning.record_lesson(
        by=lead,
        title="Lifts are nobody's",
        what_we_learned="Each thinks another sees to them.",
        points=[matter.points.get()],
        recorded_on=TODAY - datetime.timedelta(days=30),
    )
    action = learning.agree_action(
        by=lead,
        lesson=lesson,
        title="One person for all lifts",
        owner=avonshire.person("chidi-nwosu"),
        agreed_on=TODAY - datetime.timedelta(days=20),
        due_on=TODAY + datetime.timedelta(days=20),
        measure_name="Days that a lift was out of order",
    )
    feedback.record_response(by=lead, feedback=matter, responded_on=TODAY, response="One person has it now.")
    draft = briefings.write_briefing(
        by=lead, title="A draft about lifts", blocks={"what": "Lifts."}, lessons=[lesson]
    )
    assert draft.title in _page(avonshire, "coproduction_lead", "boards")
    assert draft.title not in _page(avonshire, "jean-follett")
    page = _page(avonshire, "jean-follett")
    assert f"Answered {TODAY:%-d %B %Y}" in page and "One person has it now." in page
    for record in (lesson, action):
        assert record.title in page
        opened = avonshire.client("jean-follett").get(reverse(record.spec.page, args=[record.pk]))
        assert opened.status_code == 200
    assert "Action agreed, not done" in page


def test_a_member_sees_their_own_boards_matters_and_nothing_else(avonshire, brackenmoor):
    avonshire.enter()
    own = _raise(avonshire, board="avonshire voices")
    hidden = [
        _raise(avonshire, "The Speak Up group asked for a ramp.", board="Speak Up group"),
        _raise(avonshire, "Somebody asked for a bench.", board=""),
        # A complaint in which a board is named is a complaint.
        _raise(avonshire, "The taps drip.", source="complaint"),
    ]
    member = avonshire.person("jean-follett")
    raised = set(boards.raised_by_own(member))
    assert own in raised and not raised & set(hidden)
    assert {each.source for each in raised} == {"board_topic"}
    page = _page(avonshire, "jean-follett")
    for each in hidden:
        assert each.points.get().text not in page and each.reference not in page
    for name, status in (("boards", 403), ("feedback:list", 403), ("gaps", 403)):
        assert avonshire.client("jean-follett").get(reverse(name)).status_code == status
    assert avonshire.client("jean-follett").get(reverse("feedback:detail", args=[own.pk])).status_code == 403
    assert avonshire.client("practitioner").get(reverse("own_board")).status_code == 403


def test_a_board_of_the_same_name_in_another_council_is_another(avonshire, brackenmoor):
    avonshire.enter()
    own = _raise(avonshire)
    brackenmoor.enter()
    lead = brackenmoor.person("quality_lead")
    member = people.add_person(
        by=brackenmoor.clock, name="Vera Bright", role="board_member", board="Avonshire Voices"
    )
    assert not boards.raised_by_own(member).exists()
    assert own not in boards.raised(lead)


def test_a_member_of_no_named_board_sees_nothing(avonshire):
    _raise(avonshire, board="")
    member = avonshire.person("jean-follett")
    Membership.objects.filter(person=member).update(board="")
    Term.objects.filter(person=member).update(ended_on=TODAY)
    assert not boards.raised_by_own(member).exists()
    assert "No board is recorded for you" in _page(avonshire, "jean-follett")


def test_withdrawn_and_locked_matters_are_not_shown(avonshire):
    matter = _raise(avonshire)
    member = avonshire.person("jean-follett")
    for change in ({"is_locked": True}, {"is_locked": False, "withdrawn_on": TODAY}):
        Feedback.objects.filter(pk=matter.pk).update(**change)
        assert matter not in boards.raised_by_own(member)


def test_only_a_board_member_has_a_board(avonshire):
    with pytest.raises(Refused, match="Only a board member has a board"):
        people.add_role(
            by=avonshire.clock, person=avonshire.person("practitioner"), role="councillor", board="Voices"
        )
    jean = avonshire.person("jean-follett")
    second = people.add_role(by=avonshire.clock, person=jean, role="board_member", board="Speak Up  group")
    assert second.board == "Speak Up group"
    assert boards.boards_of(jean) == ["Avonshire Voices", "Speak Up group"]


def test_many_matters_need_no_more_queries_than_few(avonshire, django_assert_max_num_queries):
    lead = avonshire.person("coproduction_lead")
    # One for each step of the trail between types and for what links read, and none for each matter or record.
    with django_assert_max_num_queries(35):
        assert len(boards.matters(lead, boards.raised(lead), TODAY)) >= 10


def test_a_member_is_shown_a_measures_result_and_no_reading(avonshire):
    measures = [
        outcome
        for matter in boards.matters(
            avonshire.person("jean-follett"), boards.raised_by_own(avonshire.person("jean-follett")), TODAY
        )
        for outcome in matter.outcomes
        if outcome.link.kind == "measure"
    ]
    assert measures and all(len(outcome.states) == 1 for outcome in measures)


def test_each_of_the_demos_matters_is_answered_but_for_two(avonshire):
    awaiting = Feedback.objects.filter(source="board_topic").awaiting_response()
    assert {each.points.get().text[:20] for each in awaiting} == {
        "Transport was raised",
        "direct payments guid",
    }
