"""Entering feedback quickly: a letter split into its issues, the next of a pile, and words redacted where they stand."""

import datetime
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.analysis.privacy import Kind
from goldthread.feedback import commands
from goldthread.feedback.intake.splitting import split_letter
from goldthread.feedback.models import Feedback
from goldthread.feedback.redaction.detections import likely_kind

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 4)


def _form(source="complaint"):
    return reverse("feedback:receive_source", args=[source])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One.", ["One."]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\r\n \r\nTwo.", ["One.", "Two."]),
        # Where somebody marked, paragraphs stay together.
        ("Dear Sir\n\nOne.\n---\nTwo.\n\nStill two.\n -----  \nThree.", ["Dear Sir\n\nOne.", "Two.\n\nStill two.", "Three."]),
        ("---\n\nOne -- and more\n---", ["One -- and more"]),
        ("  \n\n ", []),
    ],
)  # fmt: skip
def test_a_letter_is_split_where_it_is_marked(text, parts):
    assert split_letter(text) == parts


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Mrs Pemberton", Kind.PERSON),
        ("the lady of 1960", Kind.PERSON),
        ("07700 900 461", Kind.PHONE),
        ("+44 (0)1632 960123", Kind.PHONE),
        ("BS21 7AA", Kind.POSTCODE),
        ("ada@example.org", Kind.EMAIL),
        ("12 Mill Lane", Kind.ADDRESS),
    ],
)
def test_words_that_are_marked_have_a_likely_kind(words, kind):
    assert likely_kind(words) == kind


def test_types_of_feedback_are_links(avonshire):
    page = avonshire.client("quality_lead").get(reverse("feedback:receive")).content.decode()
    assert f'href="{_form("complaint")}"' in page and f'href="{_form("compliment")}"' in page


def test_a_pasted_letter_becomes_issues_and_nothing_is_lost(avonshire):
    letter = "The rail never came.\n---\nNobody rang.\n---\nThe bill was wrong."
    sent = {"points": "1", "point_1": letter, "name": "Ada Invented", "split": "yes"}
    page = html.unescape(avonshire.client("quality_lead").post(_form(), sent).content.decode())
    for n, text in enumerate(("The rail never came.", "Nobody rang.", "The bill was wrong."), start=1):
        assert f'name="point_{n}"' in page and text in page
    assert 'value="Ada Invented"' in page and "There is a problem" not in page
    many = {**sent, "point_1": "\n\n".join(f"Part {n}." for n in range(25))}
    page = avonshire.client("quality_lead").post(_form(), many).content.decode()
    assert 'name="point_20"' in page and 'name="point_21"' not in page and "Part 24." in page


def test_today_is_set_and_equality_questions_are_folded(avonshire):
    page = avonshire.client("practitioner").get(_form()).content.decode()
    today = timezone.localdate()
    assert f'name="received_on-day" type="text" value="{today.day}"' in page
    assert '<details class="govuk-details">' in page
    answered = {"points": "1", "point_1": "", "equality_age": "65 to 74"}
    page = avonshire.client("practitioner").post(_form(), answered).content.decode()
    assert '<details class="govuk-details" open>' in page


def test_the_next_of_a_pile_keeps_date_and_team(avonshire):
    team = avonshire.team("first-contact")
    sent = {
        "points": "1", "point_1": "The quincunx dripped.", "speaker": "carer", "channel": "letter", "team": team.pk,
        "received_on-day": "3", "received_on-month": "4", "received_on-year": "2025", "another": "yes",
    }  # fmt: skip
    client = avonshire.client("complaints_manager")
    answer = client.post(_form(), sent)
    assert answer["Location"].startswith(_form() + "?")
    page = client.get(answer["Location"]).content.decode()
    assert f'value="{team.pk}" selected' in page and 'value="carer" selected' in page
    assert 'value="2025"' in page and "dripped" not in page
    strange = client.get(_form() + "?team=nobody&received_on=tomorrow&speaker=me")
    assert strange.status_code == 200


def _marked(avonshire, words):
    new = commands.NewFeedback(
        source="complaint", points=["The lady of the blue house saw it.", "The blue house is cold."], received_on=DAY
    )  # fmt: skip
    feedback = commands.receive(by=avonshire.person("complaints_manager"), new=new, today=DAY)
    address = reverse("feedback:redact_selected", args=[feedback.pk])
    return feedback, avonshire.client("complaints_manager").post(address, {"words": words}, follow=True)


def test_words_marked_on_the_page_are_redacted_everywhere(avonshire):
    feedback, answer = _marked(avonshire, "the blue  house")
    page = answer.content.decode()
    assert f"Redacted everywhere in {feedback.reference}" in page
    avonshire.enter()
    assert all("blue" not in point.text for point in feedback.points.all())
    assert feedback.detection_decisions.get().reason.startswith("Marked on its page")


def test_words_that_are_not_there_are_refused_and_others_may_not(avonshire):
    _, answer = _marked(avonshire, "the red house")
    assert "not in this feedback" in answer.content.decode()
    feedback = Feedback.objects.filter(council=avonshire.council, is_locked=False, withdrawn_on=None).first()
    address = reverse("feedback:redact_selected", args=[feedback.pk])
    assert avonshire.client("director").post(address, {"words": "the"}).status_code == 403
    assert avonshire.client("complaints_manager").get(address).status_code == 405


def test_the_page_offers_it_to_whoever_may_redact(avonshire):
    feedback = Feedback.objects.filter(council=avonshire.council, is_locked=False, withdrawn_on=None).first()
    address = reverse("feedback:detail", args=[feedback.pk])
    assert "data-redact-from" in avonshire.client("complaints_manager").get(address).content.decode()
    assert "data-redact-from" not in avonshire.client("director").get(address).content.decode()
