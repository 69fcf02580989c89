"""Groups that nobody has named, their names, whether they are the same as last month's, and surges in small numbers."""

from __future__ import annotations

import numpy as np
import pytest

from goldthread.analysis.naming import name_groups, phrases_of, word_vectors
from goldthread.analysis.neighbours import nearest, unit_rows
from goldthread.analysis.same_group import Seen, same_groups
from goldthread.analysis.surge import compare

# Invented; three things that people say, and some that are each their own.
PARKING = [
    "The carer got a parking ticket outside my house while she was washing me.",
    "My carers cannot park in our street since the parking permit zone came in.",
    "Care workers need a parking permit here or they get a ticket at every visit.",
    "She had to move her car in the middle of my breakfast because of the parking permits.",
    "Another parking ticket for the girl who does my tea. She pays it herself.",
    "The permit zone means the carer parks half a mile off and walks.",
]
PETS = [
    "Nobody would say who feeds my cat when I go into hospital.",
    "I put off the operation because there was nowhere for the dog to go.",
    "They wanted me in respite and nobody asked about my dog.",
    "My cat was left alone for three days after the ambulance took me.",
    "Who looks after the cat if I go in for respite? That is all I asked.",
    "He will not go to hospital because of the dog. It is all he has.",
]
LANGUAGE = [
    "Please send an interpreter who speaks Polish, my mother understands little English.",
    "The letter about my mother came in English again and she reads only Polish.",
    "An interpreter was booked and did not come, so my father signed what he could not read.",
    "There was no interpreter at the meeting and I had to explain in Polish myself.",
    "My aunt needs the letter in Polish, we asked for an interpreter twice.",
    "We asked for a Polish interpreter by telephone and were told there is none.",
]
ALONE = [
    "The bill for November was paid twice and nobody has given it back.",
    "Our garden gate has been broken since the delivery of the bed.",
    "I would like the choir to start again on Thursdays.",
]
TEXTS = [*PARKING, *PETS, *LANGUAGE, *ALONE]

igraph = pytest.importorskip("igraph", reason="igraph, which finds groups, is not installed")

from goldthread.analysis.discovery import discover  # noqa: E402


def _as_texts(found, texts):
    return {frozenset(texts[place] for place in group.members) for group in found.groups}


@pytest.fixture(scope="module")
def found():
    return discover(TEXTS)


def test_what_is_said_alike_stands_together_and_what_is_not_is_left_over(found):
    parts = [PARKING, PETS, LANGUAGE]
    for part in parts:
        best = max(
            (set(part) & group for group in _as_texts(found, TEXTS)),
            key=len,
        )
        assert len(best) >= 5, part[0]
    for group in _as_texts(found, TEXTS):
        assert max(len(group & set(part)) for part in parts) >= 0.8 * len(group)
    assert sum(map(len, found.groups)) + len(found.left_over) == len(TEXTS)


def test_a_group_is_named_by_what_several_said_and_its_nearest_quote_is_its_own(found):
    named = {TEXTS[group.members[0]]: " ".join(group.phrases) for group in found.groups}
    of = lambda part: next(name for text, name in named.items() if text in part)  # noqa: E731
    assert "parking" in of(PARKING) or "permit" in of(PARKING)
    assert "cat" in of(PETS) or "dog" in of(PETS)
    assert "interpreter" in of(LANGUAGE) or "polish" in of(LANGUAGE)
    for group in found.groups:
        assert list(group.closeness) == sorted(group.closeness, reverse=True)
        assert np.linalg.norm(group.centroid) == pytest.approx(1, abs=1e-5)


def test_the_order_in_which_texts_come_changes_nothing(found):
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(TEXTS))
        mixed = [TEXTS[place] for place in order]
        again = discover(mixed)
        assert _as_texts(again, mixed) == _as_texts(found, TEXTS)
        assert {g.phrases for g in again.groups} == {g.phrases for g in found.groups}


def test_the_same_text_sent_often_is_counted_and_pulls_no_others_to_it():
    many = [*TEXTS, *[PARKING[0].upper()] * 20]
    found = discover(many)
    group = next(group for group in found.groups if 0 in group.members)
    assert sum(many[place] == PARKING[0].upper() for place in group.members) == 20
    assert not {many[place] for place in group.members} & {*PETS, *LANGUAGE}


@pytest.mark.parametrize(
    "texts", [[], ["one"], ["one", "two"], ["", "", ""], ["?!", "...", "\u200b"] * 4, ["é" * 50_000, "e"]]
)
def test_next_to_nothing_gives_no_groups(texts):
    found = discover(texts)
    assert sum(map(len, found.groups)) + len(found.left_over) == len(texts)
    assert all(len(group) >= 3 for group in found.groups)


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(ValueError, match="grain"):
        discover(TEXTS, grain="huge")
    with pytest.raises(ValueError, match="as many"):
        discover(TEXTS, np.ones((2, 4)))


def test_vectors_of_another_model_are_used_as_given():
    vectors = np.repeat(np.eye(4, dtype=np.float32), 5, axis=0)
    texts = [f"text number {number}" for number in "abcdefghijklmnopqrst"]
    found = discover(texts, vectors, words_beside=0)
    assert sorted(sorted(group.members) for group in found.groups) == [
        list(range(start, start + 5)) for start in (0, 5, 10, 15)
    ]


def test_nearest_rows_are_those_that_sorting_everything_would_give(monkeypatch):
    monkeypatch.setattr("goldthread.analysis.neighbours._BLOCK", 500)
    rows = unit_rows(np.random.default_rng(0).normal(size=(90, 8)))
    near = nearest(rows, 7)
    all_of_them = rows @ rows.T
    np.fill_diagonal(all_of_them, -9)
    expected = np.argsort(-all_of_them, axis=1, kind="stable")[:, :7]
    assert (near.indices == expected).all()
    assert nearest(rows, 500).indices.shape == (90, 89)
    assert nearest(rows, 3, of=rows[:2]).indices[:, 0].tolist() == [0, 1]


def test_phrases_have_no_empty_word_at_an_end_and_no_stand_in():
    found = phrases_of("The cost of living went up, [person 2] said. Parking permits for [daughter A]!")
    assert {"cost of living", "parking permits"} <= found
    assert not any("person" in phrase or "daughter" in phrase for phrase in found)
    assert not any(phrase.startswith(("of ", "the ")) or phrase.endswith(" of") for phrase in found)


def test_a_phrase_inside_another_is_left_out_and_one_persons_words_name_nothing():
    texts = [
        "the parking permit was late",
        "no parking permit yet",
        "a parking permit costs much",
        "blue umbrella",
    ]
    named = name_groups([*texts, "the sun shone"], [0, 0, 0, 0, -1])
    assert named[0][0] == "parking permit"
    assert "parking" not in named[0] and "permit" not in named[0] and "blue umbrella" not in named[0]


def test_words_give_the_same_numbers_in_any_order():
    there = word_vectors(TEXTS)
    back = word_vectors(TEXTS[::-1])[::-1]
    assert there @ there.T == pytest.approx(back @ back.T, abs=1e-3)


def _seen(members, *centroid):
    return Seen(frozenset(members), unit_rows(np.array([centroid]))[0])


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ([_seen("abcd", 1, 0)], [_seen("abcdef", 1, 0.5)], {0: 0}),  # grown
        ([_seen("abcdef", 1, 0)], [_seen("ab", 1, 0.5)], {0: 0}),  # most were coded since
        ([_seen("abcd", 1, 0)], [_seen("efgh", 1, 0.1)], {0: 0}),  # other voices, the same matter
        ([_seen("abcd", 1, 0)], [_seen("efgh", 0, 1)], {}),  # another matter
        ([_seen("abcd", 1, 0)], [_seen("aefgh", 0, 1)], {}),  # one voice moved over
        ([_seen("abcdef", 1, 0)], [_seen("ab", 1, 0), _seen("cdef", 1, 0)], {1: 0}),  # fell in two
        ([_seen("ab", 1, 0), _seen("cdef", 1, 0.1)], [_seen("abcdef", 1, 0)], {0: 1}),  # became one
        ([_seen("abc", 1, 0), _seen("xyz", 0, 1)], [_seen("xyz", 0, 1), _seen("abc", 1, 0)], {0: 1, 1: 0}),
        ([], [_seen("abc", 1, 0)], {}),
    ],
)
def test_a_group_is_known_again(before, now, expected):
    assert same_groups(before, now) == expected


def test_a_surge_is_the_exact_binomial_and_said_as_what_it_is():
    five = compare(5, 1, 28, 365)
    # By hand: six coins that each fall into the last 28 of 393 days.
    share = 28 / 393
    assert five.chance == pytest.approx(6 * share**5 * (1 - share) + share**6)
    assert five.asks
    assert five.sentence() == (
        "5 in the last four weeks, 1 in the 12 months before; small numbers, worth a look."
    )
    assert five.times == pytest.approx(5 * 365 / 28) and 1 < five.at_least < five.times
    assert "once in" in five.how_sure() and "95% sure" in five.how_sure()


@pytest.mark.parametrize(
    ("recent", "past", "recent_of", "past_of", "asks"),
    [
        (2, 0, 28, 365, False),  # two are one person and a neighbour
        (3, 0, 28, 365, True),
        (3, 30, 28, 365, False),  # as often as ever
        (5, 1, 900, 1000, False),  # more were asked, not more said it
        (40, 200, 28, 365, True),
        (0, 9, 28, 365, False),
        (0, 0, 28, 365, False),
    ],
)
def test_what_asks_for_a_look(recent, past, recent_of, past_of, asks):
    found = compare(recent, past, recent_of, past_of)
    assert found.asks == asks
    assert ("worth a look" in found.sentence()) == asks


def test_chance_alone_asks_seldom():
    # 2,000 groups said as often as before: no more than the one in a hundred that is promised.
    chance = np.random.default_rng(5)
    asked = [
        compare(int(r), int(p), 28, 365).asks
        for r, p in zip(chance.poisson(0.8, 2000), chance.poisson(0.8 * 365 / 28, 2000), strict=True)
    ]
    assert sum(asked) <= 20
