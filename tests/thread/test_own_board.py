"""A board member's own page: theirs and nothing else, with answers, meetings, and their own view, plain and easy."""

from __future__ import annotations

import datetime
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.feedback import commands as feedback
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.meetings.bodies import commands as bodies
from goldthread.meetings.bodies.models import Body
from goldthread.responses import commands as responses
from goldthread.responses.models import Ask
from tests.thread.mechanism_pages import send

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MEMBER = "jean-follett"


def _asked(cast, text: str, board: str) -> Ask:
    """Return the request that is there by itself for what a board raised."""
    new = NewFeedback(source="board_topic", points=[text], received_on=TODAY, extra={"board": board})
    piece = feedback.receive(by=cast.person("coproduction_lead"), new=new, today=TODAY)
    return Ask.objects.get(point__feedback=piece)


def _answered(cast, ask: Ask, answer: str) -> Ask:
    return responses.answer_ask(
        by=cast.person("coproduction_lead"), ask=ask, answer=answer, answered_on=TODAY, outcome=""
    )


def _page(cast, query: str = "", who: str = MEMBER) -> str:
    answer = cast.client(who).get(reverse("own_board") + query)
    assert answer.status_code == 200
    cast.enter()
    return html.unescape(answer.content.decode())


def test_another_name_of_a_board_is_that_board(avonshire):
    ask = _asked(avonshire, "The kettle in the Guildhall is broken.", "Voices of Avonshire")
    assert "The kettle" not in _page(avonshire)
    body = Body.objects.get(council=avonshire.council, name="Avonshire Voices")
    bodies.call_body(by=avonshire.person("coproduction_lead"), body=body, name="Voices of Avonshire")
    assert "The kettle" in _page(avonshire)
    assert ask in Ask.objects.asked_by_boards_of(avonshire.person(MEMBER))


@pytest.mark.parametrize("query", ["", "?read=easy"])
def test_a_member_says_what_they_think_of_an_answer(avonshire, query):
    ask = _asked(avonshire, "The lift is broken again.", "Avonshire Voices")
    url = reverse("own_view", args=[ask.pk])
    assert url not in _page(avonshire, query)
    assert avonshire.client(MEMBER).get(url).status_code == 404
    avonshire.enter()
    _answered(avonshire, ask, "It is mended every Monday.")
    page = _page(avonshire, query)
    assert url in page and "It is mended every Monday." in page
    client = avonshire.client(MEMBER, checked=False)
    send(client, url, says="disagrees", words="It is not mended.")
    avonshire.enter()
    page = _page(avonshire, query)
    assert "Disagrees with the answer" in page and "It is not mended." in page


def test_another_boards_answer_is_not_theirs_to_judge(avonshire):
    ask = _asked(avonshire, "The ramp is too steep.", "Speak Up group")
    _answered(avonshire, ask, "It is being rebuilt.")
    assert avonshire.client(MEMBER).get(reverse("own_view", args=[ask.pk])).status_code == 404
    assert avonshire.client("practitioner").get(reverse("own_view", args=[ask.pk])).status_code == 403
    avonshire.enter()
    assert "The ramp is too steep." not in _page(avonshire)


def test_easy_read_is_one_idea_a_line_with_a_picture_each(avonshire):
    page = _page(avonshire, "?read=easy")
    lists = [each.split("</ul>")[0] for each in page.split('<ul class="gt-easy">')[1:]]
    lines = [line for each in lists for line in each.split("<li>")[1:]]
    assert len(lines) > 8 and all("<svg" in line for line in lines)
    assert "You are in Avonshire Voices." in page and "Every month." in page


def test_the_public_reads_answers_and_no_names_or_open_matters(avonshire, client):
    _asked(avonshire, "The taps in the day centre drip.", "Avonshire Voices")
    body = Body.objects.get(council=avonshire.council, name="Avonshire Voices")
    url = reverse("responses:public_board", args=["avonshire", body.pk])
    page = html.unescape(client.get(url).content.decode())
    assert "issues have no answer yet" in page and "The taps" not in page
    assert "A finished draft was no coproduction" in page and "vacant" in page
    for name in ("Jean Follett", "Yusuf Demir", "Wilf Garrod", "Tom Wheelhouse"):
        assert name not in page
    assert body.since <= TODAY - datetime.timedelta(days=365)


def test_the_public_finds_only_what_has_a_page(avonshire, client):
    hidden = Body.objects.get(council=avonshire.council, name="Marl Cross Lunch Club")
    assert client.get(reverse("responses:public_board", args=["avonshire", hidden.pk])).status_code == 404
    avonshire.enter()
    shown = Body.objects.get(council=avonshire.council, name="Avonshire Voices")
    assert client.get(reverse("responses:public_board", args=["brackenmoor", shown.pk])).status_code == 404
    assert client.get(reverse("responses:public_boards", args=["nowhere"])).status_code == 404
    listed = client.get(reverse("responses:public_boards", args=["avonshire"])).content.decode()
    assert "Avonshire Voices" in listed and "Marl Cross Lunch Club" not in listed
