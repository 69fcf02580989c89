"""The same text again, the same typed again, another like it, and a campaign counted as one."""

from __future__ import annotations

import pytest

from goldthread.analysis.likeness import Likeness, campaigns, mark, plain, retyped, trigrams

# Invented.
LETTER = (
    "I am writing about the day centre in Mill Lane. Please do not close it. For many of us it is the only warm "
    "place and the only company of the week."
)
TEXTS = [
    LETTER,
    "The carer came at eleven instead of nine and my insulin was late.",
    "My visit was two hours late again, and I must eat at the same time each day.",
    "Thank you for the grab rail by the bath, it has changed my mornings.",
    "Nobody has rung me back about the assessment that I asked for in May.",
    "We wait for an assessment since spring and no one rings.",
    "The bill has a charge on it for a week when Dad was in hospital.",
]


@pytest.mark.parametrize(
    "again",
    [
        LETTER.upper(),
        LETTER.replace(" ", "  ").replace(".", "!"),
        LETTER.replace("’", "'") + "\n\n",
        "É".join(LETTER.split("é")),
    ],
)
def test_case_spaces_and_stops_do_not_make_another_text(again):
    assert mark(again) == mark(LETTER)


def test_a_text_without_letters_is_the_same_as_no_other():
    assert mark("...!") == mark("") == "" and not trigrams("?!")
    assert retyped("", "") == 0
    assert not Likeness(["!!!", "..."]).nearest(["???"], 2)[0][0].same


def test_the_same_and_the_retyped_come_first_and_are_called_the_same():
    known = Likeness(TEXTS)
    typed = (
        LETTER.replace("writing", "writting").replace("Mill Lane", "mill lane").replace("many of us", "me")
    )
    for text in (LETTER.lower(), typed):
        first, *others = known.nearest([text], 3)[0]
        assert first.place == 0 and first.same and first.score > 0.6
        assert not any(like.same for like in others)
    [asked] = known.nearest([TEXTS[4]], 2, apart_from=[4])
    assert 5 in [like.place for like in asked] and 4 not in [like.place for like in asked]


def test_another_of_the_same_matter_is_like_and_not_the_same():
    known = Likeness(TEXTS)
    [like] = known.nearest(
        ["They come two hours after the time, and my tablets must be taken with food."], 1
    )[0]
    assert like.place in (1, 2) and not like.same and 0 < like.score < 1


@pytest.mark.parametrize(
    "text", ["", "a", "ab", "🙂" * 3000, "\u202e\u200b", "x" * 200_000, "Diolch yn fawr iawn"]
)
def test_any_text_can_be_asked_about(text):
    known = Likeness([*TEXTS, text])
    assert len(known.nearest([text], 5)[0]) == 5
    assert len(plain(text)) <= 12_000


def test_nothing_is_like_anything_where_nothing_is_known():
    assert Likeness([]).nearest(["a text"], 5) == [[]]


def test_one_text_from_several_people_is_one_campaign():
    texts = [
        *TEXTS,
        LETTER.lower(),
        LETTER.replace("warm", "warm, dry"),
        "Dear all. " + LETTER,
        *["Thank you!"] * 9,
    ]
    assert [(c.members, c.senders) for c in campaigns(texts)] == [((0, 7, 8, 9), 4)]


def test_one_person_who_writes_often_is_not_a_campaign():
    texts = [LETTER] * 5
    assert campaigns(texts, ["ann"] * 5) == []
    assert [c.senders for c in campaigns(texts, ["ann", "ben", "ann", None, None])] == [4]
    assert campaigns(texts, ["ann", "ben", None, "ann", "ann"])[0].members == (0, 1, 2, 3, 4)
