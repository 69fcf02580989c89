"""Duplicate decisions: about a whole campaign, about what was listed and no more, and only by those who may read it."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from goldthread.council.command import Refused
from goldthread.feedback.duplicates import queries
from goldthread.feedback.duplicates.commands import group_duplicates, ungroup_duplicates
from goldthread.feedback.duplicates.models import DuplicateGroup
from goldthread.feedback.duplicates.queries import find_duplicates, group_of
from goldthread.feedback.models import Feedback
from tests.feedback.test_duplicates import DAY, NEARLY, WORDS, answer, hear

pytestmark = pytest.mark.django_db

SHORT = "Thank you all for your help"


@pytest.fixture
def few(monkeypatch):
    """Show so few at a time that three are a large campaign."""
    monkeypatch.setattr(queries, "MOST", 2)


def _on_other_days(cast, count, **facts):
    return [hear(cast, day=DAY + datetime.timedelta(days=n), **facts) for n in range(count)]


def _teams(cast):
    own = cast.person("practitioner").memberships.first().team
    other = Feedback.objects.exclude(team=own).filter(team__isnull=False).first().team
    return own, other


def test_a_large_campaign_is_grouped_a_part_at_a_time_until_none_is_left(avonshire, few):
    client, pieces = avonshire.client("complaints_manager"), _on_other_days(avonshire, 7)
    for _ in range(4):
        alone = Feedback.objects.filter(pk__in=[piece.pk for piece in pieces], duplicate__isnull=True)
        newest = alone.order_by("-received_on").first()
        if newest is None:
            break
        address = reverse("feedback:duplicates", args=[newest.pk])
        data = answer(client.get(address), kind="campaign", name="Lunch club")
        assert client.post(address, data).status_code == 302
        avonshire.enter()
    [group] = DuplicateGroup.objects.filter(members__feedback__in=pieces).distinct()
    assert group.members.count() == 7


def test_a_group_does_not_hide_what_is_only_nearly_the_same(avonshire, monkeypatch):
    by, pieces = avonshire.person("complaints_manager"), _on_other_days(avonshire, 6)
    group_duplicates(by=by, feedback=pieces, kind="campaign", name="Lunch club")
    nearly = hear(avonshire, NEARLY)
    monkeypatch.setattr(queries, "COMPARED", 3)
    late, typed = (
        hear(avonshire, WORDS, reference="late"),
        hear(avonshire, WORDS + " Please", reference="typed"),
    )
    assert nearly in find_duplicates(by, late), "beside all that are the same letter for letter"
    group_duplicates(by=by, feedback=[late, pieces[0]], kind="campaign")
    assert nearly in find_duplicates(by, typed), "beside all that were grouped"


def test_a_team_is_shown_its_own_however_many_others_came_since(avonshire, few):
    own, other = _teams(avonshire)
    first, second = (hear(avonshire, team=own, reference=str(n)) for n in range(2))
    later = DAY + datetime.timedelta(days=1)
    for n in range(4):
        hear(avonshire, team=other, day=later, reference=str(n))
    assert find_duplicates(avonshire.person("practitioner"), first) == [second]


def test_who_may_not_read_all_of_a_campaign_can_neither_undo_nor_rename_it(avonshire):
    own, other = _teams(avonshire)
    pieces = [hear(avonshire, team=team, reference=str(n)) for n, team in enumerate((own, other, other))]
    by, practitioner = avonshire.person("complaints_manager"), avonshire.person("practitioner")
    group = group_duplicates(by=by, feedback=pieces, kind="campaign", name="Lunch club")
    with pytest.raises(Refused, match="cannot read"):
        ungroup_duplicates(by=practitioner, group=group, reason="One of them is ours")
    late = hear(avonshire, team=own, reference="late")
    with pytest.raises(Refused, match="name"):
        group_duplicates(by=practitioner, feedback=[pieces[0], late], kind="campaign", name="Ours")
    group_duplicates(by=practitioner, feedback=[pieces[0], late], kind="campaign", name="Lunch club")
    assert group.members.count() == 4
    client = avonshire.client("practitioner")
    page = client.get(reverse("feedback:duplicates", args=[late.pk])).content.decode()
    assert "Undo decision" not in page and pieces[1].reference not in page
    answered = client.post(
        reverse("feedback:ungroup_duplicates", args=[late.pk]), {"reason": "Ours"}
    ).content.decode()
    assert "Ask somebody who can read all of it" in answered
    avonshire.enter()
    assert DuplicateGroup.objects.filter(pk=group.pk).exists()


def test_feedback_added_since_the_page_was_opened_is_not_decided_about(avonshire):
    client = avonshire.client("complaints_manager")
    first, second = _on_other_days(avonshire, 2)
    address = reverse("feedback:duplicates", args=[first.pk])
    shown = client.get(address)
    avonshire.enter()
    unseen = hear(avonshire, reference="since")
    assert client.post(address, answer(shown, kind="repeat")).status_code == 302
    avonshire.enter()
    assert group_of(first) == group_of(second) is not None
    assert group_of(unseen) is None
    page = client.get(address).content.decode()
    assert "1 more with the same text" in page and reverse("feedback:duplicates", args=[unseen.pk]) in page
    without = client.post(reverse("feedback:duplicates", args=[unseen.pk]), {"kind": "repeat"})
    assert "Open this page again" in without.content.decode()


def test_a_campaign_can_be_renamed(avonshire):
    client = avonshire.client("complaints_manager")
    pieces = _on_other_days(avonshire, 2)
    by = avonshire.person("complaints_manager")
    group = group_duplicates(by=by, feedback=pieces, kind="campaign", name="Lunch club")
    late = hear(avonshire, reference="late")
    address = reverse("feedback:duplicates", args=[late.pk])
    shown = client.get(address)
    assert 'value="Lunch club"' in shown.content.decode(), "its name is there to be changed"
    data = answer(shown, kind="campaign", name="Marl Cross, for Mrs Perpetua Vantongeren")
    assert client.post(address, data).status_code == 302
    avonshire.enter()
    group.refresh_from_db()
    assert group.name.startswith("Marl Cross") and "Vantongeren" not in group.name
    assert group_of(late) == group


def test_a_decision_on_a_stale_page_is_refused_and_shows_the_current_one(avonshire):
    client, by = avonshire.client("complaints_manager"), avonshire.person("complaints_manager")
    pieces = _on_other_days(avonshire, 3)
    address = reverse("feedback:duplicates", args=[pieces[0].pk])
    shown = client.get(address)
    avonshire.enter()
    group = group_duplicates(by=by, feedback=pieces[1:], kind="campaign", name="Lunch club")
    page = client.post(address, answer(shown, kind="campaign", name="Mine"), follow=True).content.decode()
    assert "decided about them since you opened the page" in page and "Lunch club" in page
    avonshire.enter()
    group.refresh_from_db()
    assert group.name == "Lunch club" and group_of(pieces[0]) is None


def test_a_decision_that_is_sent_twice_is_one(avonshire):
    client = avonshire.client("complaints_manager")
    pieces = _on_other_days(avonshire, 2)
    address = reverse("feedback:duplicates", args=[pieces[0].pk])
    data = answer(client.get(address), kind="campaign", name="Lunch club")
    urls = {client.post(address, data).url for _ in range(2)}
    assert urls == {reverse("feedback:detail", args=[pieces[0].pk])}
    avonshire.enter()
    assert DuplicateGroup.objects.filter(members__feedback__in=pieces).distinct().count() == 1


def test_a_short_text_that_a_person_saved_twice_is_offered(avonshire):
    by = avonshire.person("complaints_manager")
    first, second = hear(avonshire, SHORT), hear(avonshire, SHORT, allow_duplicate=True)
    hear(avonshire, SHORT, day=DAY + datetime.timedelta(days=1))
    assert find_duplicates(by, first) == [second] and find_duplicates(by, second) == [first]
    page = avonshire.client("complaints_manager").get(reverse("feedback:detail", args=[second.pk]))
    assert f"Possible duplicate of {first.reference}" in page.content.decode()


def test_a_short_text_in_rows_of_a_spreadsheet_is_not_offered(avonshire):
    first, second = hear(avonshire, SHORT), hear(avonshire, SHORT, allow_duplicate=True)
    for row, piece in enumerate((first, second), start=2):
        Feedback.objects.filter(pk=piece.pk).update(batch_row=row)
    assert find_duplicates(avonshire.person("complaints_manager"), first) == []
