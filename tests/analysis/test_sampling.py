"""Samples drawn by lot: fair over 10,000 draws, the same for the same seed, and shared out by largest remainder."""

import hashlib
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from goldthread.analysis.figures import FiguresError
from goldthread.analysis.sampling import draw, in_order, shared_out

LIST = {
    "Adults, north": [f"N-{i:03}" for i in range(30)],
    "Adults, south": [f"S-{i:03}" for i in range(20)],
    "Review": [f"R-{i:03}" for i in range(10)],
}
SIZES = {"Adults, north": 6, "Adults, south": 4, "Review": 2}
DRAWS = 10_000
# A right sampler gives a larger sum less than once in a million times, in each of the two questions asked of each stratum.
RIGHT = 1 - 1e-6 / 6


def _unfair(sampler) -> list[str]:
    """Return the strata in which some references, or pairs next to each other on the list, come up too often or seldom."""
    came, together = Counter(), Counter()
    for seed in range(DRAWS):
        sample = sampler(LIST, SIZES, seed)
        came.update(sample)
        chosen = set(sample)
        for references in LIST.values():
            together.update(a for a, b in pairwise(references) if a in chosen and b in chosen)
    found = []
    for name, references in LIST.items():
        n, size = len(references), SIZES[name]
        expected = DRAWS * size / n
        # Drawn without replacement: counts are tied together, which this factor puts right (n - 1 degrees of freedom).
        total = sum((came[each] - expected) ** 2 for each in references) / expected
        if total * (n - 1) / (n - size) > chi2.ppf(RIGHT, n - 1):
            found.append(name)
        # Neighbours are drawn together no more often than any other two.
        pair = size * (size - 1) / (n * (n - 1))
        spread = DRAWS * (n - 1) * pair * (1 - pair) * 2
        if abs(sum(together[a] for a in references) - DRAWS * (n - 1) * pair) > 6 * spread**0.5:
            found.append(f"{name}, neighbours")
    return found


def test_every_reference_is_drawn_equally_often():
    assert _unfair(draw) == []


def _first_ones(strata, sizes, seed):
    return [each for name, references in strata.items() for each in references[: sizes[name]]]


def _every_nth(strata, sizes, seed):
    """Begin anywhere and take every nth: each comes up as often, but neighbours never together."""
    return [
        references[(seed + i * (len(references) // sizes[name])) % len(references)]
        for name, references in strata.items()
        for i in range(sizes[name])
    ]


def _a_little_more_from_the_top(strata, sizes, seed):
    """Of every tenth draw, the first on the list is taken whatever the lot says."""
    sample = draw(strata, sizes, seed)
    return sample if seed % 10 or "N-000" in sample else ["N-000", *sample[1:]]


@pytest.mark.parametrize("sampler", [_first_ones, _every_nth, _a_little_more_from_the_top])
def test_an_unfair_sampler_is_found(sampler):
    assert _unfair(sampler)


def test_the_same_seed_gives_the_same_draw_whatever_the_order_of_the_list():
    backwards = {name: references[::-1] for name, references in LIST.items()}
    assert draw(LIST, SIZES, 42) == draw(LIST, SIZES, 42) == draw(backwards, SIZES, 42)
    assert draw(LIST, SIZES, 42) != draw(LIST, SIZES, 43)


def test_a_draw_can_be_done_again_by_hand():
    # What the page tells whoever wants to check it: the SHA-256 of "seed:reference", smallest first.
    by_hand = sorted(LIST["Review"], key=lambda each: hashlib.sha256(f"7:{each}".encode()).hexdigest())
    assert draw({"Review": LIST["Review"]}, {"Review": 3}, 7) == by_hand[:3]


def test_a_larger_sample_of_the_same_seed_begins_with_the_smaller_one():
    order = in_order(LIST["Adults, north"], 5)
    for size in (0, 1, 7, 30):
        assert draw(LIST, {"Adults, north": size}, 5) == order[:size]


def test_edges():
    assert draw({}, {}, 1) == [] and draw({"a": []}, {"a": 0}, 1) == [] and draw(LIST, {}, 1) == []
    # A reference that stands on the list twice is drawn once.
    assert sorted(draw({"a": ["X", "X", "Y"]}, {"a": 2}, 1)) == ["X", "Y"]
    for strata, sizes, says in (
        ({"a": ["X", "X"]}, {"a": 2}, "2 cannot be drawn of 1 in 'a'"),
        ({"a": ["X"]}, {"a": -1}, "cannot be drawn"),
        ({"a": ["X"]}, {"b": 1}, "no stratum 'b'"),
        ({"a": ["X"], "b": ["X"]}, {"a": 1}, "'X' stands in 'a' and in 'b'"),
    ):
        with pytest.raises(FiguresError, match=says):
            draw(strata, sizes, 1)


# total, how many each stratum has, how many each gets
SHARED = [
    (12, {"n": 30, "s": 20, "r": 10}, {"n": 6, "s": 4, "r": 2}),
    (
        10,
        {"n": 30, "s": 20, "r": 10},
        {"n": 5, "s": 3, "r": 2},
    ),  # 5, 3.33, 1.67: the tenth to the larger remainder
    (1, {"n": 10, "s": 10}, {"n": 1, "s": 0}),  # the same remainder: to the first on the list
    (3, {"n": 97, "s": 2, "r": 1}, {"n": 3, "s": 0, "r": 0}),  # 2.91, .06, .03
    (100, {"n": 97, "s": 2, "r": 1}, {"n": 97, "s": 2, "r": 1}),
    (0, {"n": 3}, {"n": 0}),
    (0, {}, {}),
    (2, {"n": 3, "s": 0}, {"n": 2, "s": 0}),
]


@pytest.mark.parametrize(("total", "sizes", "shares"), SHARED)
def test_a_sample_is_shared_out_by_largest_remainder(total, sizes, shares):
    assert shared_out(total, sizes) == shares


@pytest.mark.parametrize(("total", "sizes"), [(-1, {"a": 3}), (4, {"a": 3}), (1, {"a": -1, "b": 5}), (1, {})])
def test_what_cannot_be_shared_out_is_refused(total, sizes):
    with pytest.raises(FiguresError):
        shared_out(total, sizes)


@settings(max_examples=40)
@given(st.dictionaries(st.text(max_size=3), st.integers(0, 40), max_size=6), st.data())
def test_no_stratum_gets_more_than_it_has_nor_one_away_from_its_share(sizes, data):
    whole = sum(sizes.values())
    total = data.draw(st.integers(0, whole))
    shares = shared_out(total, sizes)
    assert sum(shares.values()) == total and shares.keys() == sizes.keys()
    for name, share in shares.items():
        assert 0 <= share <= sizes[name]
        assert whole == 0 or abs(share - total * sizes[name] / whole) < 1
