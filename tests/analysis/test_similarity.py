"""The same text again, the same typed again, and another like it."""

from __future__ import annotations

import pytest

from goldthread.analysis.text import embedding
from goldthread.analysis.text.neighbours import unit_rows
from goldthread.analysis.text.similarity import (
    SimilarText,
    fingerprint,
    is_retyped,
    normalised,
    rank_similar,
    retyped_share,
    trigrams,
)

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
    assert fingerprint(again) == fingerprint(LETTER)


def test_a_text_without_letters_is_the_same_as_no_other():
    assert fingerprint("...!") == fingerprint("") == "" and not trigrams("?!")
    assert retyped_share("", "") == 0
    assert not any(like.same for like in _ranked("???", ["!!!", "...", "???"]))


def test_two_letters_that_differ_at_their_end_are_two():
    long = "We would like the centre to stay open, all of us. " * 200
    assert fingerprint(long + "Keep it.") != fingerprint(long + "Close it.")
    other = " ".join(f"Item {number} of {number * 7} is wrong." for number in range(2_000))
    assert retyped_share(long, long + other) < 0.6
    assert not _ranked(long, [long + other])[0].same


def _ranked(text: str, others: list[str]) -> list[SimilarText]:
    """Rank other texts by what they mean and by their letters."""
    meaning = unit_rows(embedding.encode(others)) @ unit_rows(embedding.encode([text]))[0]
    return rank_similar(text, others, meaning.tolist())


def test_the_same_and_the_retyped_come_first_and_are_called_the_same():
    typed = (
        LETTER.replace("writing", "writting").replace("Mill Lane", "mill lane").replace("many of us", "me")
    )
    for text in (LETTER.lower(), typed):
        first, *others = _ranked(text, TEXTS)
        assert first.position == 0 and first.same and first.score > 0.6
        assert not any(like.same for like in others)
    near = [like.position for like in _ranked(TEXTS[4], TEXTS) if like.position != 4][:2]
    assert 5 in near


def test_the_same_comes_before_what_is_nearer_in_meaning():
    text = LETTER.replace("Mill Lane", "Water Street")
    likes = rank_similar(text, [TEXTS[1], LETTER, TEXTS[2]], [0.9, 0.2, 0.8])
    assert [(like.position, like.same) for like in likes] == [(1, True), (0, False), (2, False)]
    assert likes[0].score == pytest.approx(retyped_share(text, LETTER))


def test_a_short_text_is_the_same_only_letter_for_letter():
    short, long = (
        "Staff were very kind",
        "Staff were very kind to my mother and to all of us in the long weeks",
    )
    assert [
        like.same for like in rank_similar(short, ["STAFF were very kind!", "Staff were very kind x"], [1, 1])
    ] == [
        True,
        False,
    ]
    assert rank_similar(long, [long + " x"], [1])[0].same
    # Of 50 letters, and nearly the same: two people may well have said it.
    fifty = "Staff were very kind to my mother and to all of us"
    assert retyped_share(fifty, fifty + " x") > 0.9 and not is_retyped(fifty, fifty + " x")
    assert rank_similar(fifty, [fifty + "!!"], [1])[0].same


def test_another_of_the_same_matter_is_like_and_not_the_same():
    like = _ranked("They come two hours after the time, and my tablets must be taken with food.", TEXTS)[0]
    assert like.position in (1, 2) and not like.same and 0 < like.score < 1


@pytest.mark.parametrize(
    "text", ["", "a", "ab", "🙂" * 3000, "\u202e\u200b", "x" * 200_000, "é" * 50_000, "Diolch yn fawr iawn"]
)
def test_any_text_can_be_asked_about(text):
    likes = _ranked(text, [*TEXTS, text])
    assert sorted(like.position for like in likes) == list(range(len(TEXTS) + 1))
    assert likes[0].same == bool(normalised(text))


def test_nothing_is_like_anything_where_nothing_is_known():
    assert rank_similar("a text", [], []) == []
    with pytest.raises(ValueError, match="zip"):
        rank_similar("a text", ["another"], [])
