"""Who is to be told: everybody who asked to hear, once an action that rests on their words came to something."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from goldthread.council.command import Refused
from goldthread.learning import commands as learning
from goldthread.responses import commands, figures
from goldthread.responses.choices import News
from goldthread.responses.models import Telling
from goldthread.responses.telling import draft, one_to_tell, to_tell, told_figures
from tests.responses.test_asks import DAY, TODAY, answered, ask_of, receive

pytestmark = pytest.mark.django_db


def done_action(cast, point, *, done: bool = True):
    """Return an action on a lesson that rests on an issue, done three days ago."""
    lead = cast.person("quality_lead")
    lesson = learning.record_lesson(
        by=lead,
        title="Agendas come late",
        what_we_learned="They are sent the day before.",
        points=[point],
        recorded_on=TODAY - 8 * DAY,
    )
    action = learning.agree_action(
        by=lead,
        lesson=lesson,
        title="Send the agenda two weeks before",
        owner=cast.person("chidi-nwosu"),
        agreed_on=TODAY - 7 * DAY,
        due_on=TODAY + 7 * DAY,
        measure_name="Days between agenda and meeting",
    )
    if done:
        learning.complete_action(by=lead, action=action, done_on=TODAY - 3 * DAY, note="It is sent so now.")
    return action


def test_whoever_asked_to_hear_is_listed_once_it_is_done_and_until_they_are_told(avonshire):
    lead = avonshire.person("coproduction_lead")
    ask = answered(avonshire, receive(avonshire, format_needed="easy read"))
    action = done_action(avonshire, ask.point, done=False)
    assert one_to_tell(lead, ask.point_id, action.pk) is None
    learning.complete_action(by=lead, action=action, done_on=TODAY - 3 * DAY, note="It is sent so now.")
    found = one_to_tell(lead, ask.point_id, action.pk)
    assert found.news == ((News.DONE, TODAY - 3 * DAY),)
    assert (found.who, found.format) == ("Avonshire Voices", "easy read")
    text = draft(found)
    assert ask.title in text and action.title in text
    with pytest.raises(Refused, match="was not so yet"):
        commands.tell_news(
            by=lead, point=ask.point, action=action, told_on=TODAY - 4 * DAY, how="meeting", text=text
        )
    before = told_figures(lead)
    commands.tell_news(by=lead, point=ask.point, action=action, told_on=TODAY, how="meeting", text=text)
    after = told_figures(lead)
    assert (after.told, after.whole) == (before.told + 1, before.whole) and 3 in after.days
    assert one_to_tell(lead, ask.point_id, action.pk) is None
    with pytest.raises(Refused, match="nothing new"):
        commands.tell_news(by=lead, point=ask.point, action=action, told_on=TODAY, how="meeting", text=text)
    # Embedded later is news again, and only that is left to tell.
    learning.check_embedded(
        by=lead, action=action, checked_on=TODAY, embedded="no", note="Two of five went out late."
    )
    assert [news for news, _ in one_to_tell(lead, ask.point_id, action.pk).news] == [News.NOT_EMBEDDED]
    assert Telling.objects.filter(action=action).count() == 1


def test_whoever_does_not_want_to_hear_is_not_listed(avonshire):
    lead = avonshire.person("coproduction_lead")
    piece = receive(avonshire, "The tap drips in the hall.", source="survey_comment")
    point = piece.points.get()
    action = done_action(avonshire, point)
    assert one_to_tell(lead, point.pk, action.pk) is None
    commands.record_ask(by=lead, point=point, kind="asked", title="A new tap", wants_to_hear=False)
    assert one_to_tell(lead, point.pk, action.pk) is None
    commands.record_ask(by=lead, point=point, kind="asked", title="A new tap", wants_to_hear=True)
    assert one_to_tell(lead, point.pk, action.pk).who == "Person who draws on care"


def test_an_answer_that_names_an_action_is_told_of_it(avonshire):
    lead = avonshire.person("coproduction_lead")
    action = done_action(avonshire, receive(avonshire, "Another matter.").points.get())
    ask = answered(avonshire, action=action)
    assert one_to_tell(lead, ask.point_id, action.pk) is not None


def test_a_manager_tells_those_of_their_team(avonshire):
    manager = avonshire.person("rob-ellacott")
    own = ask_of(receive(avonshire, team=avonshire.team("locality-north")))
    other = ask_of(receive(avonshire, "A bench.", team=avonshire.team("mental-health")))
    for ask in (own, other):
        done_action(avonshire, ask.point)
    told = {each.point.pk for each in to_tell(manager)}
    assert own.point_id in told and other.point_id not in told


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(0, 0, "None yet"), (3, 9, "3 of 9"), (3, 10, "3 of 10 (30%)"), (7, 12, "7 of 12 (58%)")],
)
def test_shares_are_given_of_ten_or_more(part, whole, words):
    assert figures.share_in_words(part, whole) == words


def test_days_are_given_of_five_or_more():
    assert figures.days_in_words([1, 2, 3, 4]) == "Too few to say (4 so far)"
    assert figures.days_in_words([9, 1, 4, 30, 6]) == "6 days (median of 5)"


def test_considered_and_a_promise_are_no_change_in_the_figures(avonshire):
    lead = avonshire.person("coproduction_lead")
    before = figures.figures(lead)[0]
    for n, outcome in enumerate(("considered", "will_do", "done")):
        answered(avonshire, receive(avonshire, f"Request number {n}."), outcome=outcome)
    after = figures.figures(lead)[0]
    assert after.answered - before.answered == 3 and after.changed - before.changed == 1
    assert after.considered - before.considered == 1 and after.promised - before.promised == 1


def test_days_from_staff_voice_to_an_answer(avonshire):
    lead = avonshire.person("coproduction_lead")
    before = next(each for each in figures.figures(lead) if each.name == "Staff")
    point = receive(avonshire, "The printer.", source="staff_feedback", days_ago=12).points.get()
    ask = commands.record_ask(by=lead, point=point, kind="staff_idea", title="A printer", due_on=TODAY)
    commands.answer_ask(
        by=lead,
        ask=ask,
        answer="It is ordered, and comes on Monday.",
        answered_on=TODAY - datetime.timedelta(days=2),
        outcome="done",
    )
    after = next(each for each in figures.figures(lead) if each.name == "Staff")
    assert sorted(after.days) == sorted([*before.days, 10])


@pytest.mark.slow(reason="opens three pages")
def test_the_pages(avonshire):
    ask = answered(avonshire)
    action = done_action(avonshire, ask.point)
    client = avonshire.client("coproduction_lead")
    page = client.get(reverse("responses:to_tell")).content.decode()
    form = reverse("responses:tell_news", args=[ask.point_id, action.pk])
    assert form in page
    assert "Send the agenda two weeks before" in client.get(form).content.decode()
    assert "Days from staff voice" in client.get(reverse("responses:figures")).content.decode()
    assert avonshire.client("jean-follett").get(form).status_code == 403
