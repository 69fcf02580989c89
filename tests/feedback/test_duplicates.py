"""The same words again: found as they come, put together by a person, and then counted once."""

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


def hear(cast, text=WORDS, speaker=Speaker.PERSON, day=DAY, reference="", team=None, again=False):
    new = commands.NewFeedback(
        source="suggestion",
        points=[text],
        received_on=day,
        speaker=speaker,
        channel=Channel.LETTER,
        their_reference=reference,
        team=team,
    )
    return commands.receive(by=cast.person("complaints_manager"), new=new, today=day, again=again)


@pytest.fixture
def three(avonshire):
    return [
        hear(avonshire),
        hear(avonshire, NEARLY, Speaker.CARER),
        hear(avonshire, WORDS.upper(), day=DAY + datetime.timedelta(days=2)),
    ]


def test_the_same_words_are_found_in_capitals_and_typed_again(avonshire, three):
    found = find_duplicates(avonshire.person("complaints_manager"), three[0])
    assert {piece.pk for piece in found} == {three[1].pk, three[2].pk}


def test_slips_that_move_a_text_far_in_meaning_do_not_hide_it(avonshire, three):
    slips = hear(
        avonshire,
        "Plese kep the Tuesdy luch club at Marl Cros opn. It is the onlly time some of us se anybdy.",
    )
    found = find_duplicates(avonshire.person("complaints_manager"), slips)
    assert three[0].pk in {piece.pk for piece in found}


def test_a_short_text_is_the_same_only_letter_for_letter(avonshire):
    said = "Staff were very kind to my mother and to all of us"
    first, again = hear(avonshire, said, reference="1"), hear(avonshire, said.upper() + "!", reference="2")
    hear(avonshire, said + " too", reference="3")
    assert find_duplicates(avonshire.person("complaints_manager"), first) == [again]


@pytest.mark.parametrize("text", ["Thank you.", "thanks for everything", "…"])
def test_a_few_words_are_nobodys_in_particular(avonshire, text):
    one = hear(avonshire, text, reference="1")
    hear(avonshire, text, reference="2")
    assert find_duplicates(avonshire.person("complaints_manager"), one) == []


def test_what_came_twice_waits_until_somebody_has_looked(avonshire, three):
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


def test_a_campaign_counts_once_for_each_kind_of_speaker_and_alone_again_when_taken_apart(avonshire, three):
    person = avonshire.person("complaints_manager")
    theme, before = _code_all(avonshire, three)
    assert _count(avonshire, theme) == before + 3
    group = group_duplicates(by=person, feedback=three, kind="campaign", name="Lunch club")
    count_again(by=person, feedback=[str(piece.pk) for piece in three])
    # Two of them are from people who draw on care, one from a carer: each row of the count holds it once.
    assert _count(avonshire, theme) == before + 2
    ungroup_duplicates(by=person, group=group, reason="Two clubs, not one")
    count_again(by=person, feedback=[str(piece.pk) for piece in three])
    assert _count(avonshire, theme) == before + 3


def test_what_only_looks_alike_counts_each_by_itself(avonshire, three):
    person = avonshire.person("complaints_manager")
    theme, before = _code_all(avonshire, three)
    group_duplicates(by=person, feedback=three, kind="separate")
    count_again(by=person, feedback=[str(piece.pk) for piece in three])
    assert _count(avonshire, theme) == before + 3


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"kind": "campaign"}, "name"),
        ({"kind": "both"}, "belong together"),
        ({"kind": "repeat", "only": 1}, "at least one other"),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_to_do(avonshire, three, how, says):
    pieces = three[: how.pop("only", 3)]
    with pytest.raises(Refused, match=says):
        group_duplicates(by=avonshire.person("complaints_manager"), feedback=pieces, **how)


def test_a_piece_stands_in_one_group_only(avonshire, three):
    person = avonshire.person("complaints_manager")
    group_duplicates(by=person, feedback=three[:2], kind="repeat")
    with pytest.raises(Refused, match="another group"):
        group_duplicates(by=person, feedback=three, kind="campaign", name="Lunch club")
    # One that comes later joins the group that the others stand in.
    group = group_duplicates(by=person, feedback=three, kind="repeat")
    assert (
        group.members.count() == 3
        and DuplicateGroup.objects.filter(members__feedback__in=three).distinct().count() == 1
    )


def test_another_councils_feedback_cannot_be_put_together(avonshire, brackenmoor, three):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        group_duplicates(by=brackenmoor.person("complaints_manager"), feedback=three, kind="repeat")


def answer(page, **said):
    """Return what a browser sends with an answer: what stood on the page goes with it."""
    hidden = r'<input type="hidden" id="id_(shown|seen)" name="\1" value="([^"]*)">'
    return dict(re.findall(hidden, page.content.decode())) | said


def test_the_pages_from_the_offer_to_the_decision_and_back(avonshire, three):
    client = avonshire.client("complaints_manager")
    detail = reverse("feedback:detail", args=[three[0].pk])
    page = client.get(detail).content.decode()
    assert "The same words came 2 times before" in page
    assert three[2].reference in client.get(reverse("feedback:possible_duplicates")).content.decode()
    address = reverse("feedback:duplicates", args=[three[0].pk])
    shown = client.get(address)
    without = client.post(address, answer(shown, kind="campaign"))
    assert "Give the campaign a name" in without.content.decode()
    assert client.post(address, answer(without, kind="campaign", name="Lunch club")).url == detail
    page = client.get(detail).content.decode()
    assert (
        "Part of a campaign: Lunch club" in page and "3 pieces have these words, and are counted once" in page
    )
    apart = reverse("feedback:ungroup_duplicates", args=[three[0].pk])
    assert "Error" in client.post(apart, {"reason": " "}).content.decode()
    assert client.post(apart, {"reason": "Different clubs"}).url == detail
    assert "The same words came" in client.get(detail).content.decode()


def test_a_councillor_does_not_see_them(avonshire, three):
    client = avonshire.client("councillor")
    for address in (
        reverse("feedback:possible_duplicates"),
        reverse("feedback:duplicates", args=[three[0].pk]),
    ):
        assert client.get(address).status_code == 403
