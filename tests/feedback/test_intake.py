"""Writing down what somebody said: each source's form, several points, and what is kept apart."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES

pytestmark = pytest.mark.django_db

ANSWERS = {
    "points": "2",
    "point_1": "Nobody rang back.",
    "point_2": "And the ramp is still not there.",
    "received_on-day": "3",
    "received_on-month": "April",
    "received_on-year": "2025",
    "speaker": "carer",
    "channel": "phone",
    "service": "Equipment",
    "format_needed": "Large print",
    "wants_reply": "on",
    "extra_stage": "Stage 1",
    "name": "Ada Invented",
    "phone": "01632 960123",
    "equality_age": "65 to 74",
    "equality_disability": "Prefer not to say",
}


def _address(source: str = "complaint") -> str:
    return reverse("feedback:receive_source", args=[source])


@pytest.mark.parametrize("source", sorted(SOURCES))
def test_each_source_has_a_form_with_its_own_fields(avonshire, source):
    page = avonshire.client("quality_lead").get(_address(source)).content.decode()
    assert SOURCES[source].name in html.unescape(page)
    for extra in SOURCES[source].extras:
        assert f'name="extra_{extra.slug}"' in page


def test_a_source_that_there_is_not_is_not_there(avonshire):
    assert avonshire.client("quality_lead").get(_address("gossip")).status_code == 404


def test_choosing_a_source_leads_to_its_form(avonshire):
    client = avonshire.client("quality_lead")
    answer = client.get(reverse("feedback:receive"), {"source": "compliment"})
    assert answer["Location"] == _address("compliment")
    assert "Choose what kind" in client.get(reverse("feedback:receive"), {"source": ""}).content.decode()


def test_what_was_said_is_kept_with_its_points_and_apart_from_who_said_it(avonshire):
    client = avonshire.client("quality_lead")
    answer = client.post(_address(), ANSWERS)
    assert answer.status_code == 302
    avonshire.enter()
    kept = Feedback.objects.get(pk=answer["Location"].split("/")[-2])
    assert [point.text for point in kept.points.all()] == [ANSWERS["point_1"], ANSWERS["point_2"]]
    assert (kept.speaker, kept.channel, kept.format_needed, kept.wants_reply) == (
        "carer",
        "phone",
        "Large print",
        True,
    )
    assert kept.received_on.isoformat() == "2025-04-03"
    assert kept.extra == {"stage": "Stage 1"}
    assert (kept.contact.name, kept.contact.phone) == ("Ada Invented", "01632 960123")
    assert kept.equality.answers == {"age": "65 to 74", "disability": "Prefer not to say"}
    page = client.get(answer["Location"]).content.decode()
    assert "Stage 1" in page
    assert "Ada Invented" not in page
    assert "65 to 74" not in page


def test_one_more_thing_is_asked_for_without_losing_what_was_typed(avonshire):
    page = avonshire.client("quality_lead").post(_address(), {**ANSWERS, "point_1": "", "add_another": "yes"})
    text = page.content.decode()
    assert 'name="point_3"' in text
    assert ANSWERS["point_2"] in text
    assert 'value="April"' in text
    assert 'value="Ada Invented"' in text
    assert "There is a problem" not in text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"point_1": "  "}, "Enter what they said"),
        ({"received_on-year": "2099"}, "today or in the past"),
        ({"received_on-day": "31"}, "must be a real date"),
        ({"happened_on-day": "4", "happened_on-month": "4", "happened_on-year": "2025"}, "happened after"),
        ({"email": "ada"}, "name@example.org"),
        ({"speaker": "neighbour"}, "Select who spoke from the list"),
    ],
)
def test_a_wrong_answer_is_said_and_nothing_is_lost(avonshire, wrong, says):
    count = Feedback.objects.count()
    text = avonshire.client("quality_lead").post(_address(), {**ANSWERS, **wrong}).content.decode()
    assert says in text
    assert ANSWERS["point_2"] in text
    assert 'value="01632 960123"' in text
    avonshire.enter()
    assert Feedback.objects.count() == count


def test_the_same_words_on_the_same_day_come_once(avonshire):
    client = avonshire.client("quality_lead")
    client.post(_address(), ANSWERS)
    again = client.post(_address(), ANSWERS).content.decode()
    assert "came on the same day already" in again
    assert 'name="again"' in again, "somebody else may have sent the same card"
    assert ANSWERS["point_2"] in again


def test_the_same_words_of_somebody_else_are_kept_and_offered_for_putting_together(avonshire):
    client = avonshire.client("quality_lead")
    assert 'name="again"' not in client.get(_address()).content.decode()
    first = client.post(_address(), ANSWERS)
    others = [client.post(_address(), {**ANSWERS, "again": "on"}) for _ in range(2)]
    kept = {answer["Location"] for answer in (first, *others)}
    assert len(kept) == 3
    shown = client.get(others[1]["Location"]).content.decode()
    assert "The same words came 2 times before" in shown
    # Whoever types the card once more by mistake is still stopped.
    assert client.post(_address(), ANSWERS).status_code == 200


def test_a_practitioner_writes_down_for_their_own_team_only(avonshire):
    person = avonshire.person("practitioner")
    own = person.memberships.first().team
    other = Feedback.objects.exclude(team=own).filter(team__isnull=False).first().team
    client = avonshire.client("practitioner")
    without = client.post(_address(), ANSWERS).content.decode()
    assert "Select team that it is about" in without
    assert client.post(_address(), {**ANSWERS, "team": other.pk}).status_code == 200
    kept = client.post(_address(), {**ANSWERS, "team": own.pk})
    assert client.get(kept["Location"]).status_code == 200


def test_what_came_to_another_team_is_not_named(avonshire):
    own = avonshire.person("practitioner").memberships.first().team
    other = Feedback.objects.exclude(team=own).filter(team__isnull=False).first().team
    kept = avonshire.client("quality_lead").post(_address(), {**ANSWERS, "team": other.pk})
    avonshire.enter()
    twin = Feedback.objects.get(pk=kept["Location"].strip("/").split("/")[-1])
    client = avonshire.client("practitioner")
    said = client.post(_address(), {**ANSWERS, "team": own.pk}).content.decode()
    assert "came on the same day already" in said and twin.reference not in said
    assert "You can then say" not in said and "Somebody who may read both" in said
    again = client.post(_address(), {**ANSWERS, "team": own.pk, "again": "on"})
    assert client.get(again["Location"]).status_code == 200
