"""Duplicates and campaigns: detected, grouped by a person, and then counted once."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse

from goldthread.council.command import Refused
from goldthread.feedback import commands
from goldthread.feedback.duplicates.commands import group_duplicates, ungroup_duplicates
from goldthread.feedback.duplicates.models import DuplicateGroup
from goldthread.feedback.duplicates.queries import find_duplicates, repeated_texts
from goldthread.feedback.models import Channel, Speaker
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding import commands as coding_commands
from goldthread.themes.counting.jobs import count_again
from goldthread.themes.counting.models import ThemeMonth

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 6)
WORDS = "Please keep the Tuesday lunch club at Marl Cross open. It is the only time some of us see anybody."
NEARLY = "please keep the Tuesday lunch club at Marl Cross open, it is the only time some of us see anyone"


def hear(cast, text=WORDS, speaker=Speaker.PERSON, day=DAY, reference="", team=None, allow_duplicate=False):
    new = commands.NewFeedback(
        source="suggestion",
        points=[text],
        received_on=day,
        speaker=speaker,
        channel=Channel.LETTER,
        their_reference=reference,
        team=team,
    )
    return commands.receive(
        by=cast.person("complaints_manager"), new=new, today=day, allow_duplicate=allow_duplicate
    )


@pytest.fixture
def three(avonshire):
    return [
        hear(avonshire),
        hear(avonshire, NEARLY, Speaker.CARER),
        hear(avonshire, WORDS.upper(), day=DAY + datetime.timedelta(days=2)),
    ]


def test_the_same_text_is_found_in_capitals_and_typed_again(avonshire, three):
    duplicates = find_duplicates(avonshire.person("complaints_manager"), three[0])
    assert {piece.pk for piece in duplicates} == {three[1].pk, three[2].pk}


def test_slips_that_move_a_text_far_in_meaning_do_not_hide_it(avonshire, three):
    slips = hear(
        avonshire,
        "Plese kep the Tuesdy luch club at Marl Cros opn. It is the onlly time some of us se anybdy.",
    )
    duplicates = find_duplicates(avonshire.person("complaints_manager"), slips)
    assert three[0].pk in {piece.pk for piece in duplicates}


def test_a_short_text_is_the_same_only_letter_for_letter(avonshire):
    text = "Staff were very kind to my mother and to all of us"
    first, again = hear(avonshire, text, reference="1"), hear(avonshire, text.upper() + "!", reference="2")
    hear(avonshire, text + " too", reference="3")
    assert find_duplicates(avonshire.person("complaints_manager"), first) == [again]


@pytest.mark.parametrize("text", ["Thank you.", "thanks for everything", "…"])
def test_a_very_short_text_is_no_duplicate(avonshire, text):
    one = hear(avonshire, text, reference="1")
    hear(avonshire, text, reference="2")
    assert find_duplicates(avonshire.person("complaints_manager"), one) == []


def test_a_repeated_text_waits_until_somebody_decides(avonshire, three):
    person = avonshire.person("complaints_manager")
    waiting = {one.newest.pk: one.times for one in repeated_texts(person)}
    assert waiting[three[2].pk] == 2, "letter for letter: the capitals, not the one typed again"
    group_duplicates(by=person, feedback=three, kind="separate")
    assert three[2].pk not in {one.newest.pk for one in repeated_texts(person)}


def _count(cast, theme):
    cast.enter()
    rows = ThemeMonth.objects.filter(theme=theme, month=DAY.replace(day=1), source="suggestion")
    return sum(rows.values_list("count", flat=True))


def _code_all(cast, pieces):
    theme = Theme.objects.filter(council=cast.council, state=Theme.State.ACTIVE).first()
    before = _count(cast, theme)
    for piece in pieces:
        coding_commands.code(by=cast.person("complaints_manager"), point=piece.points.get(), themes=[theme])
    return theme, before


def test_a_campaign_counts_once_for_each_kind_of_speaker_until_it_is_undone(avonshire, three):
    person = avonshire.person("complaints_manager")
    theme, before = _code_all(avonshire, three)
    assert _count(avonshire, theme) == before + 3
    group = group_duplicates(by=person, feedback=three, kind="campaign", name="Lunch club")
    count_again(by=person, points=[str(piece.points.get().pk) for piece in three])
    # Two of them are from people who draw on care, one from a carer: each row of the count holds it once.
    assert _count(avonshire, theme) == before + 2
    ungroup_duplicates(by=person, group=group, reason="Two clubs, not one")
    count_again(by=person, points=[str(piece.points.get().pk) for piece in three])
    assert _count(avonshire, theme) == before + 3


def test_not_duplicates_count_separately(avonshire, three):
    person = avonshire.person("complaints_manager")
    theme, before = _code_all(avonshire, three)
    group_duplicates(by=person, feedback=three, kind="separate")
    count_again(by=person, points=[str(piece.points.get().pk) for piece in three])
    assert _count(avonshire, theme) == before + 3


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"kind": "campaign"}, "name"),
        ({"kind": "both"}, "Choose whether they are duplicates"),
        ({"kind": "repeat", "only": 1}, "at least one other"),
    ],
)
def test_an_impossible_decision_is_refused(avonshire, three, how, message):
    pieces = three[: how.pop("only", 3)]
    with pytest.raises(Refused, match=message):
        group_duplicates(by=avonshire.person("complaints_manager"), feedback=pieces, **how)


def test_a_piece_is_in_one_group_only(avonshire, three):
    person = avonshire.person("complaints_manager")
    group_duplicates(by=person, feedback=three[:2], kind="repeat")
    with pytest.raises(Refused, match="another group"):
        group_duplicates(by=person, feedback=three, kind="campaign", name="Lunch club")
    # A later one joins the group of the others.
    group = group_duplicates(by=person, feedback=three, kind="repeat")
    assert (
        group.members.count() == 3
        and DuplicateGroup.objects.filter(members__feedback__in=three).distinct().count() == 1
    )


def test_another_councils_feedback_cannot_be_grouped(avonshire, brackenmoor, three):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        group_duplicates(by=brackenmoor.person("complaints_manager"), feedback=three, kind="repeat")


def answer(page, **fields):
    """Return what a browser sends with an answer: with the hidden fields of the page."""
    hidden = r'<input type="hidden" id="id_(shown|version)" name="\1" value="([^"]*)"[^>]*>'
    return dict(re.findall(hidden, page.content.decode())) | fields


def test_the_pages_from_the_offer_to_the_decision_and_back(avonshire, three):
    client = avonshire.client("complaints_manager")
    detail = reverse("feedback:detail", args=[three[0].pk])
    # One has the same words; another is only nearly the same, which is looked for once the page is there.
    assert f"Possible duplicate of {three[2].reference}" in client.get(detail).content.decode()
    page = client.get(reverse("similar_cases", args=["feedback", three[0].pk])).content.decode()
    assert "Possible duplicate of 2 pieces of feedback" in page
    assert three[2].reference in client.get(reverse("feedback:possible_duplicates")).content.decode()
    address = reverse("feedback:duplicates", args=[three[0].pk])
    shown = client.get(address)
    without = client.post(address, answer(shown, kind="campaign"))
    assert "Enter a name for the campaign" in without.content.decode()
    assert client.post(address, answer(without, kind="campaign", name="Lunch club")).url == detail
    page = client.get(detail).content.decode()
    assert "Campaign: Lunch club" in page and "3 pieces of feedback, counted once" in page
    undo = reverse("feedback:ungroup_duplicates", args=[three[0].pk])
    assert "Error" in client.post(undo, {"reason": " "}).content.decode()
    assert client.post(undo, {"reason": "Different clubs"}).url == detail
    assert "Possible duplicate of" in client.get(detail).content.decode()


def test_a_councillor_does_not_see_them(avonshire, three):
    client = avonshire.client("councillor")
    for address in (
        reverse("feedback:possible_duplicates"),
        reverse("feedback:duplicates", args=[three[0].pk]),
    ):
        assert client.get(address).status_code == 403
