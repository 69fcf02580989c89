"""Intake of feedback: each type's form, several issues, and what is restricted."""

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
    assert (
        "Choose the type of feedback"
        in client.get(reverse("feedback:receive"), {"source": ""}).content.decode()
    )


def test_feedback_is_saved_with_its_issues_and_apart_from_contact_details(avonshire):
    client = avonshire.client("quality_lead")
    answer = client.post(_address(), ANSWERS)
    assert answer.status_code == 302
    avonshire.enter()
    saved = Feedback.objects.get(pk=answer["Location"].split("/")[-2])
    assert [point.text for point in saved.points.all()] == [ANSWERS["point_1"], ANSWERS["point_2"]]
    assert (saved.speaker, saved.channel, saved.format_needed, saved.wants_reply) == (
        "carer",
        "phone",
        "Large print",
        True,
    )
    assert saved.received_on.isoformat() == "2025-04-03"
    assert saved.extra == {"stage": "Stage 1"}
    assert (saved.contact.name, saved.contact.phone) == ("Ada Invented", "01632 960123")
    assert saved.equality.answers == {"age": "65 to 74", "disability": "Prefer not to say"}
    page = client.get(answer["Location"]).content.decode()
    assert "Stage 1" in page
    assert "Ada Invented" not in page
    assert "65 to 74" not in page


def test_another_issue_is_added_without_losing_what_was_typed(avonshire):
    page = avonshire.client("quality_lead").post(_address(), {**ANSWERS, "point_1": "", "add_another": "yes"})
    text = page.content.decode()
    assert 'name="point_3"' in text
    assert ANSWERS["point_2"] in text
    assert 'value="April"' in text
    assert 'value="Ada Invented"' in text
    assert "There is a problem" not in text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"point_1": "  "}, "Enter comment"),
        ({"received_on-year": "2099"}, "today or in the past"),
        ({"received_on-day": "31"}, "must be a real date"),
        (
            {"happened_on-day": "4", "happened_on-month": "4", "happened_on-year": "2025"},
            "date of incident is after",
        ),
        ({"email": "ada"}, "name@example.org"),
        ({"speaker": "neighbour"}, "Select feedback from from the list"),
    ],
)
def test_a_wrong_answer_shows_an_error_and_loses_nothing(avonshire, wrong, message):
    count = Feedback.objects.count()
    text = avonshire.client("quality_lead").post(_address(), {**ANSWERS, **wrong}).content.decode()
    assert message in text
    assert ANSWERS["point_2"] in text
    assert 'value="01632 960123"' in text
    avonshire.enter()
    assert Feedback.objects.count() == count


def test_the_same_text_on_the_same_day_is_saved_once(avonshire):
    client = avonshire.client("quality_lead")
    client.post(_address(), ANSWERS)
    again = client.post(_address(), ANSWERS).content.decode()
    assert "from the same day is already saved" in again
    assert 'name="allow_duplicate"' in again, "somebody else may have sent the same card"
    assert ANSWERS["point_2"] in again


def test_the_same_text_of_somebody_else_is_saved_and_offered_as_a_duplicate(avonshire):
    client = avonshire.client("quality_lead")
    assert 'name="allow_duplicate"' not in client.get(_address()).content.decode()
    first = client.post(_address(), ANSWERS)
    others = [client.post(_address(), {**ANSWERS, "allow_duplicate": "on"}) for _ in range(2)]
    addresses = {answer["Location"] for answer in (first, *others)}
    assert len(addresses) == 3
    shown = client.get(others[1]["Location"]).content.decode()
    assert "Possible duplicate of 2 pieces of feedback" in shown
    # Whoever types the card once more by mistake is still stopped.
    assert client.post(_address(), ANSWERS).status_code == 200


def test_a_practitioner_adds_feedback_for_their_own_team_only(avonshire):
    person = avonshire.person("practitioner")
    own = person.memberships.first().team
    other = Feedback.objects.exclude(team=own).filter(team__isnull=False).first().team
    client = avonshire.client("practitioner")
    assert client.post(_address(), {**ANSWERS, "team": other.pk}).status_code == 200
    # Their only team may be left out.
    preset = client.post(_address(), ANSWERS)
    avonshire.enter()
    assert Feedback.objects.get(pk=preset["Location"].strip("/").split("/")[-1]).team == own
    saved = client.post(_address(), {**ANSWERS, "team": own.pk, "allow_duplicate": "on"})
    assert client.get(saved["Location"]).status_code == 200


def test_a_duplicate_of_another_team_is_not_named(avonshire):
    own = avonshire.person("practitioner").memberships.first().team
    other = Feedback.objects.exclude(team=own).filter(team__isnull=False).first().team
    saved = avonshire.client("quality_lead").post(_address(), {**ANSWERS, "team": other.pk})
    avonshire.enter()
    earlier = Feedback.objects.get(pk=saved["Location"].strip("/").split("/")[-1])
    client = avonshire.client("practitioner")
    page = client.post(_address(), {**ANSWERS, "team": own.pk}).content.decode()
    assert "from the same day is already saved" in page and earlier.reference not in page
    assert "You can then choose" not in page and "Somebody who can read both" in page
    again = client.post(_address(), {**ANSWERS, "team": own.pk, "allow_duplicate": "on"})
    assert client.get(again["Location"]).status_code == 200
