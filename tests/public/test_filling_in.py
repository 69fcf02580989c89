"""The public form: step by step, saved as it goes, sent once, with a reference and a link that shows no words."""

import re

import pytest
from django.urls import reverse

from goldthread.casework.choices import Consent
from goldthread.casework.models import ComplaintCase
from goldthread.council.links.models import PrivateLink
from goldthread.feedback.models import Feedback, Point
from goldthread.feedback.redaction.models import OriginalText
from goldthread.public.choices import Duty
from goldthread.public.models import PublicDraft
from tests.public.filling import FOR_HER, SELF, THANKS, WORDS, Visitor

pytestmark = pytest.mark.django_db


def _link(page):
    return re.search(r'value="(http[^"]*/link/[^"]*)"', page.content.decode())[1]


def test_a_complaint_becomes_feedback_with_its_case_its_duties_and_its_link(avonshire, visitor):
    sent = visitor.send(SELF)
    feedback = sent.feedback
    assert (feedback.source, feedback.channel, feedback.speaker) == ("complaint", "form", "person")
    assert (feedback.wants_reply, feedback.format_needed) == (True, "Letter")
    assert OriginalText.objects.get(feedback=feedback).as_received == WORDS
    point = Point.objects.get(origin="feedback", origin_id=feedback.pk)
    assert "Fenwickson" not in point.text and "breakfast" in point.text
    assert feedback.contact.name == "Ida Fenwickson" and feedback.contact.address.startswith("12 Mill Lane")
    case = ComplaintCase.objects.get(feedback=feedback)
    assert case.desired_outcome == SELF["put_right"] and case.consent == Consent.NOT_NEEDED
    assert {row.duty for row in sent.follow_ups.all()} == {Duty.CLOCK, Duty.SCREEN}
    assert not PublicDraft.objects.filter(council=avonshire.council).exists()
    assert PrivateLink.objects.filter(origin_id=sent.pk, purpose="where_it_is", ended_at=None).exists()


def test_the_link_shows_where_it_is_and_neither_words_nor_contact(visitor):
    visitor.fill(SELF)
    page = visitor.post()
    shown = visitor.client.get(_link(page)).content.decode()
    assert visitor.reference(page) in shown and "Received" in shown
    for word in ("breakfast", "Fenwickson", "Mill Lane", "Come when you say"):
        assert word not in shown


def test_sending_a_second_time_shows_the_first_reference(avonshire, visitor):
    visitor.fill(SELF)
    check = visitor.at
    first = visitor.post()
    second = visitor.post(address=check)
    assert visitor.reference(first) == visitor.reference(second)
    text = OriginalText.objects.filter(council=avonshire.council, as_received=WORDS)
    assert text.count() == 1


def test_each_step_is_saved_and_the_form_goes_on_where_it_was(avonshire, visitor):
    visitor.fill(SELF, until="put-right")
    [draft] = PublicDraft.objects.filter(council=avonshire.council)
    assert draft.answers["words"] == WORDS and "put_right" not in draft.answers
    page = visitor.get(visitor.at.replace("put-right/", ""))
    assert visitor.at.endswith("/put-right/") and page.status_code == 200
    assert WORDS in visitor.get(visitor.at.replace("put-right", "words")).content.decode()


def test_what_is_wrong_stays_in_the_page_and_is_not_saved(avonshire, visitor):
    visitor.fill(THANKS | {"answer": "yes", "format": "email"}, until="contact")
    page = visitor.post({"email": "not an address"})
    assert "There is a problem" in page.content.decode() and "not an address" in page.content.decode()
    page = visitor.post({"name": "Ida"})
    assert "To be answered, enter" in page.content.decode()


def test_somebody_who_speaks_for_another_gives_no_consent(avonshire, visitor):
    sent = visitor.send(FOR_HER)
    case = ComplaintCase.objects.get(feedback=sent.feedback)
    assert case.consent == Consent.ASKED and sent.relation == "family"
    point = Point.objects.get(origin="feedback", origin_id=sent.feedback.pk)
    assert "Ottilie" not in point.text


@pytest.mark.parametrize(
    ("door", "kind", "source", "channel"),
    [
        ("councillor", "enquiry", "councillor_enquiry", "councillor"),
        ("voluntary", "concern", "concern", "voluntary"),
    ],
)
def test_councillors_and_the_voluntary_sector_have_doors_of_their_own(avonshire, door, kind, source, channel):
    somebody = Visitor(avonshire, door)
    sent = somebody.send(FOR_HER | {"kind": kind, "group": "Cllr Ada Pike, Harbour ward", "agreed": "yes"})
    assert (sent.feedback.source, sent.feedback.channel, sent.door) == (source, channel, door)
    assert "Ada Pike" in sent.feedback.contact.name


def test_nothing_is_begun_by_opening_pages(avonshire, visitor):
    visitor.get()
    assert not PublicDraft.objects.filter(council=avonshire.council).exists()
    assert visitor.client.get(reverse("public:start", args=["no-such-council"])).status_code == 404


def test_a_form_of_another_council_is_not_found_here(avonshire, visitor):
    visitor.fill(SELF, until="words")
    elsewhere = visitor.at.replace(f"/{avonshire.slug}/", "/brackenmoor/")
    assert visitor.client.get(elsewhere).status_code in (404, 410)


def test_a_link_without_the_browser_shows_the_reference_alone(avonshire, visitor):
    visitor.fill(SELF)
    page = visitor.post()
    other = Visitor(avonshire)
    shown = other.get(visitor.at).content.decode()
    assert visitor.reference(page) in shown and "/link/" not in shown


def test_staff_who_fill_it_in_are_named(avonshire, visitor):
    visitor.client.force_login(avonshire.person("practitioner").account)
    sent = visitor.send(THANKS)
    assert sent.filled_in_by == avonshire.person("practitioner")
    assert Feedback.objects.get(pk=sent.feedback_id).source == "compliment"
    manager = Visitor(avonshire)
    manager.client.force_login(avonshire.person("complaints_manager").account)
    page = manager.client.get(reverse("public:submission", args=[sent.pk])).content.decode()
    assert avonshire.person("practitioner").name in page
