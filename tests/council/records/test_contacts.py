"""What is hidden on saving is told once to who typed it, and a contact for readers stays by a person's decision."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied

from goldthread.analysis.privacy import CaseNames
from goldthread.briefings import commands as briefings
from goldthread.briefings.models import BLOCKS, Briefing
from goldthread.council.command import Refused
from goldthread.council.models import AuditLine, SearchEntry
from goldthread.council.records import contacts, people_named, redaction
from goldthread.council.records.spec import type_of
from goldthread.feedback.models import Feedback
from goldthread.learning.models import Lesson

pytestmark = pytest.mark.django_db

# Everybody here is invented; the number is one of those that Ofcom keeps for drama.
TYPED = "Ring Zorvika Umarov on 01632 960123 before you close the case."


@pytest.fixture
def by(avonshire):
    return avonshire.person("quality_lead")


@pytest.fixture
def briefing(by) -> Briefing:
    """Return a draft briefing whose instruction names a colleague."""
    lesson = Lesson.objects.visible_to(by).first()
    return briefings.write_briefing(
        by=by, title="Closing a case", blocks={"what": "Cases.", "what_to_do": TYPED}, lessons=[lesson]
    )


def answers(by, **blocks: str) -> dict:
    lesson = Lesson.objects.visible_to(by).first()
    return {"lessons": [str(lesson.pk)], "title": "Closing a case"} | {
        slug: blocks.get(slug, "") for slug, _ in BLOCKS
    }


def test_the_page_after_saving_tells_once_what_was_hidden_and_what_to_write_instead(avonshire, by):
    client = avonshire.client("quality_lead")
    answer = client.post("/briefings/write/", answers(by, what="Cases.", what_to_do=TYPED))
    assert answer.status_code == 302
    # Between the two pages it waits in the session, and cannot be read there.
    sessions = [session.get_decoded() for session in Session.objects.all()]
    assert any("hidden_text" in session for session in sessions)
    assert "Zorvika" not in str(sessions) and "01632 960123" not in str(sessions)
    page = client.get(answer["Location"]).content.decode()
    assert "Redactions in what you saved" in page
    assert "Zorvika Umarov" in page and "01632 960123" in page and "[person 1]" in page
    assert "“a social worker”" in page and "“the duty team”" in page
    assert "Add contact for readers" in page
    again = client.get(answer["Location"]).content.decode()
    assert "Redactions in what you saved" not in again and "Zorvika" not in again


def test_nothing_is_told_where_nothing_was_hidden(avonshire, by):
    client = avonshire.client("quality_lead")
    answer = client.post("/briefings/write/", answers(by, what="Cases are closed late."))
    assert "Redactions in what you saved" not in client.get(answer["Location"]).content.decode()


def test_one_press_keeps_a_contact_in_the_text_and_on_the_page(avonshire, by):
    client = avonshire.client("quality_lead")
    address = client.post("/briefings/write/", answers(by, what="Cases.", what_to_do=TYPED))["Location"]
    avonshire.enter()
    briefing = Briefing.objects.get(title="Closing a case")
    assert briefing.blocks["what_to_do"] == "Ring [person 1] on [phone number] before you close the case."
    pressed = {"text": "Zorvika Umarov", "placeholder": "[person 1]", "times": "1"}
    assert client.post(f"{address}contacts/", pressed).status_code == 302
    avonshire.enter()
    briefing.refresh_from_db()
    assert briefing.blocks["what_to_do"] == "Ring Zorvika Umarov on [phone number] before you close the case."
    page = client.get(address).content.decode()
    assert "Contacts for readers" in page and "Zorvika Umarov" in page
    assert "Zorvika Umarov" in SearchEntry.objects.get(record_id=briefing.pk).body


def test_a_contact_stays_in_every_later_correction_until_it_is_hidden_again(by, briefing):
    contacts.keep_contact(by=by, record=briefing, text="Zorvika Umarov", placeholder="[person 1]", times=1)
    edited = briefings.edit_briefing(
        by=by,
        briefing=briefing,
        version=briefing.version,
        reason="Another number.",
        title="Closing a case",
        blocks={"what": "Cases.", "what_to_do": "Ring Zorvika Umarov, not Adaeze Quill."},
    )
    assert edited.blocks["what_to_do"] == "Ring Zorvika Umarov, not [person 1]."
    contacts.remove_contact(by=by, record=edited, contact="Zorvika Umarov")
    edited.refresh_from_db()
    assert "Zorvika" not in str(edited.blocks)
    assert not people_named.contacts_of(edited).exists()


def test_a_placeholder_that_stands_for_another_text_too_is_left(by, briefing):
    blocks = briefing.blocks | {"background": "As [person 1] said in May."}
    Briefing.objects.filter(pk=briefing.pk).update(blocks=blocks)
    briefing.refresh_from_db()
    contacts.keep_contact(by=by, record=briefing, text="Zorvika Umarov", placeholder="[person 1]", times=1)
    briefing.refresh_from_db()
    assert briefing.blocks["what_to_do"].startswith("Ring [person 1] on")
    assert people_named.contacts_of(briefing).get().text == "Zorvika Umarov"


@pytest.fixture
def origin(briefing):
    """Return the record that the briefing's lesson is based on, and that knows whom the briefing names."""
    point = briefing.lesson_links.first().lesson.basis.first().point
    return type_of(point.origin)._default_manager.get(pk=point.origin_id)


def test_hiding_later_leaves_a_contact_whom_the_case_knows(avonshire, by, briefing, origin):
    people_named.save_names(origin, CaseNames(["Zorvika Umarov", "Closing Quill"]))
    contacts.keep_contact(by=by, record=briefing, text="Zorvika Umarov", placeholder="[person 1]", times=1)
    Briefing.objects.filter(pk=briefing.pk).update(title="Ask Quill")
    redaction.hide_again(by=avonshire.clock, origin=origin)
    briefing.refresh_from_db()
    assert "Zorvika Umarov" in briefing.blocks["what_to_do"]
    assert briefing.title == "Ask [person 1]"


def test_a_name_that_somebody_hid_by_hand_is_no_contact(by, briefing, origin):
    names = CaseNames()
    names.add("Zorvika Umarov", reason="She lives there.")
    people_named.save_names(origin, names)
    with pytest.raises(Refused, match="Somebody hid this"):
        contacts.keep_contact(by=by, record=briefing, text="Zorvika Umarov")


def test_a_contact_needs_words_and_is_kept_once(by, briefing):
    with pytest.raises(Refused, match="Enter the name"):
        contacts.keep_contact(by=by, record=briefing, text=" ")
    contacts.keep_contact(by=by, record=briefing, text="Zorvika Umarov")
    with pytest.raises(Refused, match="already"):
        contacts.keep_contact(by=by, record=briefing, text="zorvika umarov")
    with pytest.raises(Refused, match="no contact"):
        contacts.remove_contact(by=by, record=briefing, contact="Nobody")


def test_only_who_may_write_the_record_keeps_a_contact_and_the_audit_log_names_nobody(
    avonshire, by, briefing
):
    with pytest.raises(PermissionDenied):
        contacts.keep_contact(by=avonshire.person("practitioner"), record=briefing, text="Zorvika Umarov")
    contacts.keep_contact(by=by, record=briefing, text="Zorvika Umarov")
    line = AuditLine.objects.latest("number")
    assert line.command == "council.keep_contact"
    assert "Zorvika" not in f"{line.reason}{line.detail}"


def test_records_without_readers_have_no_contacts(avonshire, by):
    with pytest.raises(Refused, match="no contacts"):
        contacts.keep_contact(by=by, record=Feedback.objects.visible_to(by).first(), text="Zorvika Umarov")


def test_the_page_of_contacts_lists_them_and_hides_one_again(avonshire, by, briefing):
    contacts.keep_contact(by=by, record=briefing, text="Zorvika Umarov", placeholder="[person 1]", times=1)
    client = avonshire.client("quality_lead")
    address = f"/briefings/{briefing.pk}/contacts/"
    page = client.get(address).content.decode()
    assert "Zorvika Umarov" in page and "Hide again" in page
    assert client.post(f"{address}remove/", {"contact": "Zorvika Umarov"}).status_code == 302
    avonshire.enter()
    briefing.refresh_from_db()
    assert "Zorvika" not in str(briefing.blocks)


def test_how_a_briefing_was_used_tells_it_too(avonshire, by):
    client = avonshire.client("practitioner")
    sent = Briefing.objects.filter(sent_on__isnull=False, withdrawn_on=None).first()
    typed = {"how_used": "Zorvika Umarov rings on Fridays now."}
    answer = client.post(f"/briefings/{sent.pk}/acknowledge/", typed)
    page = client.get(answer["Location"]).content.decode()
    assert "Redactions in what you saved" in page and "Zorvika Umarov" in page
    assert "Add contact for readers" not in page, "a practitioner may not change the briefing"
