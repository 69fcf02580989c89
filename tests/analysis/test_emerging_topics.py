"""Groups that nobody has named, their names, whether they are the same as last month's, and surges in small numbers."""

from __future__ import annotations

import math
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.analysis.figures import FiguresError
from goldthread.analysis.text.neighbours import nearest, unit_rows
from goldthread.analysis.text.surge import measure_surge
from goldthread.analysis.text.topic_matching import PastTopic, TopicMatch, match_topics
from goldthread.analysis.text.topic_naming import name_groups, phrases_of, word_vectors

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

from goldthread.analysis.text.emerging_topics import discover_topics  # noqa: E402


def _as_texts(discovery, texts):
    return {frozenset(texts[index] for index in group.members) for group in discovery.groups}


@pytest.fixture(scope="module")
def discovery():
    return discover_topics(TEXTS)


def test_what_is_said_alike_stands_together_and_what_is_not_is_left_over(discovery):
    parts = [PARKING, PETS, LANGUAGE]
    for part in parts:
        best = max(
            (set(part) & group for group in _as_texts(discovery, TEXTS)),
            key=len,
        )
        assert len(best) >= 5, part[0]
    for group in _as_texts(discovery, TEXTS):
        assert max(len(group & set(part)) for part in parts) >= 0.8 * len(group)
    assert sum(map(len, discovery.groups)) + len(discovery.left_over) == len(TEXTS)


def test_a_group_is_named_by_what_several_said_and_its_nearest_quote_is_its_own(discovery):
    named = {TEXTS[group.members[0]]: " ".join(group.phrases) for group in discovery.groups}
    of = lambda part: next(name for text, name in named.items() if text in part)  # noqa: E731
    assert "parking" in of(PARKING) or "permit" in of(PARKING)
    assert "cat" in of(PETS) or "dog" in of(PETS)
    assert "interpreter" in of(LANGUAGE) or "polish" in of(LANGUAGE)
    for group in discovery.groups:
        assert list(group.closeness) == sorted(group.closeness, reverse=True)
        assert np.linalg.norm(group.centroid) == pytest.approx(1, abs=1e-5)


def test_the_order_in_which_texts_come_changes_nothing(discovery):
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(TEXTS))
        mixed = [TEXTS[index] for index in order]
        again = discover_topics(mixed)
        assert _as_texts(again, mixed) == _as_texts(discovery, TEXTS)
        assert {g.phrases for g in again.groups} == {g.phrases for g in discovery.groups}


def test_the_same_text_sent_often_is_counted_and_pulls_no_others_to_it():
    many = [*TEXTS, *[PARKING[0].upper()] * 20]
    result = discover_topics(many)
    group = next(group for group in result.groups if 0 in group.members)
    assert sum(many[index] == PARKING[0].upper() for index in group.members) == 20
    assert not {many[index] for index in group.members} & {*PETS, *LANGUAGE}


@pytest.mark.parametrize(
    "texts", [[], ["one"], ["one", "two"], ["", "", ""], ["?!", "...", "\u200b"] * 4, ["é" * 50_000, "e"]]
)
def test_next_to_nothing_gives_no_groups(texts):
    result = discover_topics(texts)
    assert sum(map(len, result.groups)) + len(result.left_over) == len(texts)
    assert all(len(group) >= 3 for group in result.groups)


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(ValueError, match="grain"):
        discover_topics(TEXTS, grain="huge")
    with pytest.raises(ValueError, match="as many"):
        discover_topics(TEXTS, np.ones((2, 4)))


def test_vectors_of_another_model_are_used_as_given():
    vectors = np.repeat(np.eye(4, dtype=np.float32), 5, axis=0)
    texts = [f"text number {number}" for number in "abcdefghijklmnopqrst"]
    result = discover_topics(texts, vectors, words_beside=0)
    assert sorted(sorted(group.members) for group in result.groups) == [
        list(range(start, start + 5)) for start in (0, 5, 10, 15)
    ]


def test_nearest_rows_are_those_that_sorting_everything_would_give(monkeypatch):
    monkeypatch.setattr("goldthread.analysis.text.neighbours._BLOCK", 500)
    rows = unit_rows(np.random.default_rng(0).normal(size=(90, 8)))
    near = nearest(rows, 7)
    all_of_them = rows @ rows.T
    np.fill_diagonal(all_of_them, -9)
    expected = np.argsort(-all_of_them, axis=1, kind="stable")[:, :7]
    assert (near.indices == expected).all()
    assert nearest(rows, 500).indices.shape == (90, 89)
    assert nearest(rows, 3, of=rows[:2]).indices[:, 0].tolist() == [0, 1]


def test_of_rows_equally_near_the_first_are_taken():
    rows = np.repeat(np.eye(4, dtype=np.float32), 40, axis=0)
    near = nearest(rows, 5)
    assert near.indices[3].tolist() == [0, 1, 2, 4, 5]
    assert near.indices[159].tolist() == [120, 121, 122, 123, 124]
    # Two nearer ones stand last: they are taken, and then the first of those equally near.
    rows = np.array([[1, 0]] * 50 + [[0.6, 0.8]] * 2, dtype=np.float32)
    queries = np.array([[0.6, 0.8]], dtype=np.float32)
    assert nearest(rows, 4, of=queries).indices.tolist() == [[50, 51, 0, 1]]
    assert nearest(np.zeros((30, 3), np.float32), 2).indices[:3].tolist() == [[1, 2], [0, 2], [0, 1]]


def test_phrases_have_no_empty_word_at_an_end_and_no_placeholder():
    phrases = phrases_of("The cost of living went up, [person 2] said. Parking permits for [daughter A]!")
    assert {"cost of living", "parking permits"} <= phrases
    assert not any("person" in phrase or "daughter" in phrase for phrase in phrases)
    assert not any(phrase.startswith(("of ", "the ")) or phrase.endswith(" of") for phrase in phrases)


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


def test_a_text_sent_again_names_a_group_only_where_it_is_most_of_it():
    sent = "Purple umbrellas drip on Gladys at the lift."
    again = ["PURPLE umbrellas  drip on Gladys, at the lift!", "purple umbrellas drip on Gladys at the lift"]
    named = name_groups([sent, sent, *again, "the sun shone"], [0, 0, 0, 0, -1])
    assert "purple umbrellas drip" in named[0]
    # A text without a word of its own is shown as it is, and not as a group without a name.
    assert name_groups(["Good.", "good", "GOOD", "the sun"], [0, 0, 0, -1]) == {0: ("GOOD",)}
    # It counts once beside the others too, so that what two say is not drowned by what one sent four times.
    named = name_groups([sent, sent, *again, "no parking permit", "a parking permit", "sun"], [0] * 6 + [-1])
    assert named == {0: ("parking permit",)}
    # One other text that shares no phrase with the copies does not leave the group without a name; two of four do.
    named = name_groups([sent, *again, "no parking permit", "sun"], [0] * 4 + [-1])
    assert "purple umbrellas drip" in named[0] and "parking permit" not in named[0]
    assert name_groups([sent, again[0], "a ramp", "wet laundry", "sun"], [0] * 4 + [-1]) == {0: ()}


def test_names_are_the_same_whatever_seed_python_hashes_with():
    run = (
        "from goldthread.analysis.text.topic_naming import name_groups\n"
        "texts = ['A carer visit and the carers visits', 'One carers visit, and carer visits', 'Carer visits; carers']\n"
        "print(name_groups([*texts, 'sun'], [0, 0, 0, -1]))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", run],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in (0, 1, 2, 3)
    }
    assert len(outputs) == 1


def test_words_give_the_same_numbers_in_any_order():
    there = word_vectors(TEXTS)
    back = word_vectors(TEXTS[::-1])[::-1]
    assert there @ there.T == pytest.approx(back @ back.T, abs=1e-3)


def _topic(members, *centroid):
    return PastTopic(frozenset(members), unit_rows(np.array([centroid]))[0])


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ([_topic("abcd", 1, 0)], [_topic("abcdef", 1, 0.5)], {0: 0}),  # grown
        ([_topic("abcdef", 1, 0)], [_topic("ab", 1, 0.5)], {0: 0}),  # most were coded since
        ([_topic("abcd", 1, 0)], [_topic("efgh", 1, 0.1)], {0: 0}),  # other voices, the same matter
        ([_topic("abcd", 1, 0)], [_topic("efgh", 0, 1)], {}),  # another matter
        ([_topic("abcd", 1, 0)], [_topic("aefgh", 0, 1)], {}),  # one voice moved over
        ([_topic("abcdef", 1, 0)], [_topic("ab", 1, 0), _topic("cdef", 1, 0)], {1: 0}),  # fell in two
        ([_topic("ab", 1, 0), _topic("cdef", 1, 0.1)], [_topic("abcdef", 1, 0)], {0: 1}),  # became one
        (
            [_topic("abc", 1, 0), _topic("xyz", 0, 1)],
            [_topic("xyz", 0, 1), _topic("abc", 1, 0)],
            {0: 1, 1: 0},
        ),
        ([], [_topic("abc", 1, 0)], {}),
    ],
)
def test_a_group_is_known_again(before, now, expected):
    assert {number: again.position for number, again in match_topics(before, now).items()} == expected


def test_a_group_that_fell_in_two_stays_with_the_part_that_kept_more():
    # Five of ten stayed with the larger part, beside twenty new ones; four stayed by themselves.
    before = [_topic("abcdefghij", 1, 0)]
    now = [_topic("abcd", 1, 0), _topic([*"efghi", *range(4)], 1, 0.5)]
    assert match_topics(before, now) == {1: TopicMatch(0, 5)}
    # And of two that became one, the one that gave more is kept, however alike the other is.
    before = [_topic("abcd", 1, 0), _topic([*"efghi", *range(4)], 1, 0.5)]
    assert match_topics(before, [_topic("abcdefghij", 1, 0)]) == {0: TopicMatch(1, 5)}


def test_how_it_is_known_again_is_said():
    assert match_topics([_topic("abcd", 1, 0)], [_topic("abef", 0, 1)]) == {0: TopicMatch(0, 2)}
    assert match_topics([_topic("abcd", 1, 0)], [_topic("efgh", 1, 0.1)]) == {0: TopicMatch(0, 0)}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        # Two earlier ones are nearly as near: which it is, nobody can say.
        ([_topic("abcd", 1, 0), _topic("wxyz", 1, 0.1)], [_topic("efgh", 1, 0.05)]),
        # Two of today are nearly as near to it.
        ([_topic("abcd", 1, 0.05)], [_topic("efgh", 1, 0), _topic("stuv", 1, 0.1)]),
        # The nearest is there already, by its voices: this is a neighbour of it.
        ([_topic("abcd", 1, 0)], [_topic("abcd", 1, 0), _topic("efgh", 1, 0.3)]),
    ],
)
def test_meaning_alone_says_the_same_only_where_nothing_else_is_nearly_as_near(before, now):
    assert all(again.shared for again in match_topics(before, now).values())


def test_a_surge_is_exact_and_said_as_what_it_is():
    five = measure_surge(5, 1, 28, 365)
    # By hand: six of 393 voices are taken, and five or six of them are among the last 28.
    ways = math.comb(28, 5) * 365 + math.comb(28, 6)
    assert five.chance == pytest.approx(ways / math.comb(393, 6))
    assert five.asks
    assert five.sentence() == (
        "5 in the last four weeks, 1 in the 12 months before; small numbers, worth a look."
    )
    # Of the rest 23 and 364.
    assert five.times == pytest.approx(5 * 364 / 23) and 1 < five.at_least < five.times
    assert "once in" in five.how_sure() and "95% confidence" in five.how_sure()


def test_what_is_nearly_all_of_late_is_seen_among_few_voices():
    # Six of the six of late, one of the ten before: ten ways out of C(16, 7).
    surge = measure_surge(6, 1, 6, 10)
    assert surge.chance == pytest.approx(10 / math.comb(16, 7)) and surge.asks
    assert surge.times is None and surge.at_least > 1


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 300), st.integers(1, 300))
def test_a_surge_is_what_counting_every_way_gives(recent, past, rest, rest_past):
    surge = measure_surge(recent, past, recent + rest, past + rest_past)
    every = math.comb(recent + rest + past + rest_past, recent + past)
    ways = sum(
        math.comb(recent + rest, some) * math.comb(past + rest_past, recent + past - some)
        for some in range(recent, min(recent + past, recent + rest) + 1)
        if recent + past - some <= past + rest_past
    )
    assert surge.chance == pytest.approx(ways / every, rel=1e-6, abs=1e-12)
    assert surge.times is None or surge.at_least <= surge.times + 1e-9
    # Where it asks for a look, it is surely said more often than before.
    assert not surge.asks or surge.at_least > 1


@pytest.mark.parametrize(
    ("recent", "past", "recent_of", "past_of", "asks"),
    [
        (2, 0, 28, 365, False),  # two are one person and a neighbour
        (3, 0, 28, 365, True),
        (3, 30, 28, 365, False),  # as often as ever
        (5, 1, 900, 1000, False),  # more were asked, not more said it
        (40, 200, 280, 3650, True),
        (0, 9, 28, 365, False),
        (0, 0, 28, 365, False),
        (6, 10, 6, 10, False),  # nothing else to hold it against
    ],
)
def test_what_asks_for_a_look(recent, past, recent_of, past_of, asks):
    surge = measure_surge(recent, past, recent_of, past_of)
    assert surge.asks == asks
    assert ("worth a look" in surge.sentence()) == asks


@pytest.mark.parametrize(
    "counts", [(1, 0, 0, 9), (0, 1, 9, 0), (3, 0, 2, 9), (0, 9, 2, 8), (1.5, 0, 9, 9), (1, 0, 9.5, 9)]
)
def test_what_cannot_be_compared_is_refused(counts):
    with pytest.raises(FiguresError):
        measure_surge(*counts)


def test_two_are_too_few_to_say_however_unlikely():
    surge = measure_surge(2, 0, 28, 3650)
    assert surge.chance < 1e-4 and not surge.asks
    assert surge.sentence() == "2 in the last four weeks, none in the 12 months before; too few to say."
    # Where chance gives as much now and then, that is still what is said.
    assert measure_surge(2, 5, 28, 365).sentence().endswith("; no more than chance would give now and then.")
    assert measure_surge(0, 9, 28, 365).sentence().endswith("; no more than chance would give now and then.")


def test_chance_alone_asks_seldom():
    # 2,000 groups said as often as before: no more than the one in a hundred that is promised.
    chance = np.random.default_rng(5)
    total = 3 + chance.poisson(8, 2000)
    recent = chance.hypergeometric(280, 3650, total)
    flags = [measure_surge(int(r), int(n - r), 280, 3650).asks for r, n in zip(recent, total, strict=True)]
    assert sum(flags) <= 20
