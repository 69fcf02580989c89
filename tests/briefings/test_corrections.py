"""Correcting, withdrawing and merging briefings."""

from __future__ import annotations

import datetime
import html

import pytest
from django.urls import reverse

from goldthread.briefings import commands, queries
from goldthread.briefings.models import Briefing
from goldthread.council.command import Refused
from goldthread.council.records import withdrawal
from goldthread.learning.models import Lesson
from goldthread.thread.gaps import find_gaps

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 9, 3)
REASON = "Written twice by mistake"
BLOCKS = {"what": "Calls are returned.", "what_to_do": "Ring back within a day."}


@pytest.fixture
def lead(avonshire):
    """Return somebody who writes briefings."""
    return avonshire.person("quality_lead")


def draft(lead, title: str = "Ring back") -> Briefing:
    lesson = Lesson.objects.visible_to(lead).first()
    return commands.write_briefing(by=lead, title=title, blocks=BLOCKS, lessons=[lesson])


def sent(avonshire, lead, title: str = "Ring back") -> Briefing:
    team = avonshire.person("practitioner").memberships.get().team
    return commands.send_briefing(by=lead, briefing=draft(lead, title), teams=[team], sent_on=DAY)


def test_two_tabs_on_a_briefing_show_each_block_that_differs(avonshire, lead):
    briefing = draft(lead)
    client = avonshire.client("quality_lead")
    address = reverse("briefings:edit", args=[briefing.pk])
    opened = {"version": briefing.version, "title": briefing.title, "reason": "It said too little"}
    assert client.post(address, opened | BLOCKS | {"why": "People worry."}).status_code == 302
    second = client.post(address, opened | BLOCKS | {"why": "It costs time."})
    differs = html.unescape(second.content.decode()).split("gt-stale")[1].split("</table>")[0]
    assert "Why it matters" in differs and "People worry." in differs and "It costs time." in differs
    assert "Calls are returned." not in differs
    avonshire.enter()
    briefing.refresh_from_db()
    assert briefing.blocks["why"] == "People worry."


def test_a_withdrawn_briefing_is_in_nobodys_list_and_shares_no_lesson(avonshire, lead):
    worker = avonshire.person("practitioner")
    briefing = sent(avonshire, lead)
    assert briefing in queries.unread_by(worker)
    withdrawal.withdraw(by=lead, record=briefing, reason=REASON, today=DAY)
    assert briefing not in queries.unread_by(worker) and briefing not in queries.readable(worker)
    client = avonshire.client("practitioner")
    address = reverse("briefings:detail", args=[briefing.pk])
    assert address not in client.get(reverse("briefings:list")).content.decode()
    page = client.get(address).content.decode()
    assert REASON in page and "Mark as read" not in page
    assert client.post(reverse("briefings:acknowledge", args=[briefing.pk])).status_code == 404
    avonshire.enter()
    withdrawal.restore(by=lead, record=briefing, today=DAY)
    assert briefing in queries.unread_by(worker)


def test_a_lesson_told_only_by_a_withdrawn_briefing_is_not_shared(avonshire, lead):
    lesson = Lesson.objects.visible_to(lead).filter(actions__done_on__isnull=False).first()
    for briefing in Briefing.objects.visible_to(lead).filter(lesson_links__lesson=lesson):
        withdrawal.withdraw(by=lead, record=briefing, reason=REASON, today=DAY)
    [gap] = [gap for gap in find_gaps(lead, DAY, "lessons-not-shared-in-a-briefing")]
    assert lesson.pk in {link.pk for link in gap.links}


def test_two_briefings_are_merged_with_who_read_them_and_parted_again(avonshire, lead):
    worker = avonshire.person("practitioner")
    one, other = sent(avonshire, lead), sent(avonshire, lead, "Ring back within a day")
    receipt = commands.acknowledge_briefing(
        by=worker, briefing=one, read_on=DAY, how_used="We ring on Fridays"
    )
    withdrawal.merge(by=lead, record=one, into=other, reason=REASON, today=DAY)
    assert list(other.receipts.all()) == [receipt] and other not in queries.unread_by(worker)
    assert one not in queries.sent_to(worker)
    withdrawal.restore(by=lead, record=one, today=DAY)
    assert list(one.receipts.all()) == [receipt] and other in queries.unread_by(worker)
    assert one.distributions.count() == other.distributions.count() == 1


def test_one_that_was_sent_is_not_merged_into_a_draft(avonshire, lead):
    one, other = sent(avonshire, lead), draft(lead)
    with pytest.raises(
        Refused, match=f"{other.reference} was not sent. Merge it into {one.reference} instead"
    ):
        withdrawal.merge(by=lead, record=one, into=other, reason=REASON, today=DAY)
    withdrawal.merge(by=lead, record=other, into=one, reason=REASON, today=DAY)
    assert other.withdrawn_on == DAY
