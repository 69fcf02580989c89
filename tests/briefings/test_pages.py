"""Pages of briefings: read by a front-line worker, and written, sent and followed by a lead."""

from __future__ import annotations

import datetime
import re

import pytest
from django.utils import timezone

from goldthread.briefings import commands, queries
from goldthread.briefings.forms import BriefingForm
from goldthread.briefings.models import BLOCKS, Briefing, Receipt
from goldthread.council.command import Refused
from goldthread.learning.models import Lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(avonshire) -> Briefing:
    """Return a briefing that Avonshire has sent, with all its blocks."""
    avonshire.enter()
    return Briefing.objects.get(title="Keeping in touch with people who are waiting")


@pytest.fixture
def draft(avonshire) -> Briefing:
    """Return a briefing that has not been sent."""
    by = avonshire.person("quality_lead")
    lesson = Lesson.objects.visible_to(by).first()
    return commands.write_briefing(
        by=by, title="A draft", blocks={"what": "Something was learned."}, lessons=[lesson]
    )


def test_a_front_line_worker_sees_the_briefings_of_their_team_and_the_unread(avonshire, sent):
    worker = avonshire.person("practitioner")
    mine = list(queries.sent_to(worker).order_by("have_read", "-sent_on"))
    assert mine, "the worker's team was sent nothing"
    client = avonshire.client("practitioner")
    page = client.get("/briefings/").content.decode()
    assert "Sent to your team" in page and "Write a briefing" not in page
    for show, wanted in (("mine", mine), ("unread", [each for each in mine if not each.have_read])):
        listed = client.get(f"/briefings/?show={show}").content.decode()
        assert {*re.findall(r'href="/briefings/([0-9a-f-]{36})/"', listed)} == {str(b.pk) for b in wanted}
        assert ("Not read by you</span>" in listed) == any(not each.have_read for each in wanted)


def test_a_briefing_shows_its_seven_blocks_in_order_and_its_teams(avonshire, sent):
    page = avonshire.client("practitioner").get(f"/briefings/{sent.pk}/").content.decode()
    positions = [page.index(title) for slug, title in BLOCKS if sent.blocks.get(slug)]
    assert positions == sorted(positions) and len(positions) == 7
    avonshire.enter()
    for distribution in sent.distributions.all():
        assert distribution.team.name in page
    assert "Mark as read" in page or "Read</h2>" in page


def test_counts_by_team_add_up_and_name_nobody(avonshire, sent):
    teams, uses, others = queries.reach(sent)
    assert sum(team.read for team in teams) + others == sent.receipts.count()
    assert all(team.read <= team.people and team.discussed <= team.read for team in teams)
    assert sum(team.used for team in teams) <= len(uses)


def test_a_reader_marks_it_read_and_comes_back_to_say_how_it_was_used(avonshire, sent):
    client = avonshire.client("practitioner")
    worker = avonshire.person("practitioner")
    Receipt.objects.filter(briefing=sent, person=worker).delete()
    address = f"/briefings/{sent.pk}/acknowledge/"
    assert client.post(address, {}).status_code == 302
    avonshire.enter()
    receipt = Receipt.objects.get(briefing=sent, person=worker)
    assert receipt.read_on == timezone.localdate() and receipt.discussed_on is None
    day = timezone.localdate()
    boxes = {"discussed_on-day": day.day, "discussed_on-month": day.month, "discussed_on-year": day.year}
    client.post(address, boxes | {"how_used": "We ring on Fridays now."})
    avonshire.enter()
    receipt = Receipt.objects.get(briefing=sent, person=worker)
    assert (receipt.discussed_on, receipt.how_used) == (day, "We ring on Fridays now.")


def test_a_team_cannot_have_discussed_it_before_it_was_sent_and_nothing_typed_is_lost(avonshire, sent):
    before = sent.sent_on - datetime.timedelta(days=3)
    answers = {
        "discussed_on-day": before.day,
        "discussed_on-month": before.month,
        "discussed_on-year": before.year,
        "how_used": "Typed with care.",
    }
    page = avonshire.client("practitioner").post(f"/briefings/{sent.pk}/acknowledge/", answers)
    assert "on or after the date it was sent" in page.content.decode()
    assert "Typed with care." in page.content.decode()


def test_a_lead_writes_a_briefing_from_a_lesson_and_sends_it(avonshire):
    avonshire.enter()
    lesson = Lesson.objects.filter(council=avonshire.council).first()
    client = avonshire.client("quality_lead")
    form = client.get(f"/briefings/write/?lesson={lesson.pk}").content.decode()
    assert lesson.title.replace("'", "&#39;") in form and "checked" in form
    wrong = client.post("/briefings/write/", {"title": "", "lessons": str(lesson.pk), "what": "Kept words"})
    assert "Enter title" in wrong.content.decode() and "Kept words" in wrong.content.decode()
    done = client.post(
        "/briefings/write/", {"title": "Ring on Fridays", "lessons": str(lesson.pk), "what": "A"}
    )
    assert done.status_code == 302
    early = client.post(done["Location"] + "send/", {"teams": str(avonshire.team("locality-north").pk)})
    assert "before sending" in early.content.decode()
    words = {
        "title": "Ring on Fridays",
        "what": "A",
        "what_to_do": "Ring.",
        "reason": "What to do was missing",
    }
    client.post(done["Location"] + "edit/", words)
    client.post(done["Location"] + "send/", {"teams": str(avonshire.team("locality-north").pk)})
    avonshire.enter()
    briefing = Briefing.objects.get(title="Ring on Fridays")
    assert briefing.sent_on == timezone.localdate()
    assert [distribution.team.slug for distribution in briefing.distributions.all()] == ["locality-north"]


def test_a_briefing_that_was_sent_is_corrected_with_a_reason_that_its_readers_see(avonshire, sent):
    words = {
        "title": sent.title,
        **sent.blocks,
        **sent.questions,
        "information": "The office is open until six.",
    }
    address = f"/briefings/{sent.pk}/edit/"
    client = avonshire.client("quality_lead")
    assert "Enter reason" in client.post(address, {**words, "version": sent.version}).content.decode()
    corrected = {**words, "version": sent.version, "reason": "The hours were wrong"}
    assert client.post(address, corrected).status_code == 302
    page = avonshire.client("partner").get(f"/briefings/{sent.pk}/").content.decode()
    assert "The hours were wrong" in page and "open until six" in page
    assert 'id="timeline"' not in page, "it names staff"
    lead = client.get(f"/briefings/{sent.pk}/").content.decode()
    assert "Reason: The hours were wrong" in lead.split('id="timeline"')[1]


def test_what_made_a_briefing_fit_to_send_stays_in_it(avonshire, sent):
    with pytest.raises(Refused, match="Keep both"):
        commands.edit_briefing(
            by=avonshire.person("quality_lead"),
            briefing=sent,
            version=sent.version,
            reason="It is too long",
            title=sent.title,
            blocks={"what": "Ring back."},
        )


def test_a_draft_is_for_people_who_write_briefings(avonshire, draft):
    assert avonshire.client("quality_lead").get(f"/briefings/{draft.pk}/").status_code == 200
    for who in ("practitioner", "partner", "assessor"):
        assert avonshire.client(who).get(f"/briefings/{draft.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("practitioner", "/briefings/write/", 403),
        ("councillor", "/briefings/", 403),
        ("partner", "/briefings/", 200),
        ("board_member", "/briefings/", 200),
    ],
)
def test_who_may(avonshire, who, address, status):
    assert avonshire.client(who).get(address).status_code == status


def test_another_council_and_the_signed_out_see_nothing(avonshire, brackenmoor, sent, client):
    address = f"/briefings/{sent.pk}/"
    assert brackenmoor.client("quality_lead").get(address).status_code == 404
    assert client.get(address)["Location"].startswith("/sign-in/")


def test_the_blocks_that_the_source_does_not_show_are_not_confirmed():
    hints = {slug: field.help_text for slug, field in BriefingForm().fields.items()}
    assert {slug for slug, hint in hints.items() if "Not confirmed." in hint} == {"what_to_do", "questions"}
