"""The parts of the suggester: the solver against another, the cuts, and how a pair's share is told."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from goldthread.analysis.theming.explanations import matched_words, parts_of
from goldthread.analysis.theming.solver import learn
from goldthread.analysis.theming.thresholds import LEAST, MOST, PLAINER, cuts_of, likelihood, usual, weighed
from goldthread.analysis.theming.tokens import pieces_of, tokens_of, units_of
from goldthread.analysis.theming.training import codebook_texts
from goldthread.analysis.theming.types import ThemeText


class Plain:
    """A design that is one matrix."""

    def __init__(self, matrix: np.ndarray) -> None:
        self.matrix = matrix.astype(np.float32)

    def times(self, weights: np.ndarray) -> np.ndarray:
        return self.matrix @ weights

    def back(self, errors: np.ndarray) -> np.ndarray:
        return self.matrix.T @ errors


def test_the_solver_finds_what_a_general_one_finds():
    random = np.random.default_rng(3)
    matrix = random.normal(size=(120, 15))
    truth = np.where(matrix @ random.normal(size=(15, 4)) + random.normal(size=(120, 4)) > 0.5, 1.0, -1.0)
    cost = random.uniform(0.2, 2, size=truth.shape)
    ridge = random.uniform(0.1, 2, size=(15, 1))
    weights = learn(
        Plain(matrix), truth.astype(np.float32), cost.astype(np.float32), ridge.astype(np.float32)
    )
    for theme in range(4):

        def total(weights, theme=theme):
            short = np.maximum(0, 1 - truth[:, theme] * (matrix @ weights))
            return 0.5 * (ridge[:, 0] @ weights**2 + cost[:, theme] @ short**2)

        best = minimize(total, np.zeros(15), method="L-BFGS-B", options={"maxiter": 2000})
        assert total(weights[:, theme]) <= best.fun * 1.002


def test_the_solver_copes_with_a_theme_nobody_has_and_one_everybody_has():
    matrix = np.eye(6)
    truth = np.column_stack([-np.ones(6), np.ones(6)]).astype(np.float32)
    weights = learn(
        Plain(matrix), truth, np.ones((6, 2), dtype=np.float32), np.ones((6, 1), dtype=np.float32)
    )
    assert (weights[:, 0] < 0).all() and (weights[:, 1] > 0).all()


@pytest.mark.parametrize("too_sure", [0.2, 1.0, 3.0, 10.0])
def test_log_odds_that_are_too_sure_of_themselves_are_believed_as_far_as_is_right(too_sure):
    random = np.random.default_rng(5)
    odds = random.normal(size=(3000, 2)) * [1, 3]
    truth = random.uniform(size=3000) < 1 / (1 + np.exp(-(odds @ [0.5, 1.0] - 1)))
    result = weighed(odds * [1, too_sure], truth, np.ones(3000))

    def loss(at):
        score = odds @ (at[:2] * [1, too_sure]) + at[2]
        return (np.logaddexp(0, score) - truth * score).sum() + 5e-4 * at @ at

    best = minimize(loss, np.zeros(3), method="BFGS").x
    assert result == pytest.approx(best, rel=1e-3, abs=1e-3)
    assert result[1] * too_sure == pytest.approx(1.0, abs=0.15)


def test_likelihood_is_that_of_the_shares():
    score = np.repeat([-1.0, 1.0], 1000)
    truth = np.concatenate([np.arange(1000) < 100, np.arange(1000) < 800])
    slope, shift = likelihood(score, truth, np.ones(2000))
    assert 1 / (1 + np.exp(slope - shift)) == pytest.approx(0.1, abs=0.002)
    assert 1 / (1 + np.exp(-slope - shift)) == pytest.approx(0.8, abs=0.002)


def test_few_texts_take_the_cut_of_all_themes_and_many_set_their_own():
    random = np.random.default_rng(5)
    texts = 6000
    truth = random.random((texts, 2)) < 0.3
    # The first theme's scores say little, the second's much.
    scores = truth * [1.0, 3.0] + random.normal(size=(texts, 2)) * [1.5, 0.5]

    def least(confirmed: int) -> np.ndarray:
        return cuts_of(scores, truth, np.ones(texts), np.arange(texts) < confirmed).least

    assert np.ptp(least(0)) == 0
    assert np.ptp(least(40)) < np.ptp(least(texts)) / 2
    for many in (0, 40, texts):
        assert ((least(many) >= LEAST * (1 - PLAINER)) & (least(many) <= MOST)).all()


def test_the_usual_cut_lies_between_nothing_and_a_definition():
    cuts = usual(nothing=-0.9, own=0.9, themes=3)
    nothing, own = cuts.likely(np.array([[-0.9], [0.9]]))[:, 0]
    assert nothing < cuts.least[0] < own and len(cuts.least) == 3


def test_a_pair_is_told_to_its_words_and_nothing_is_lost():
    tokens = tokens_of("The ramp was late, the ramp!")
    units = {"ramp": 1.0, "late": 0.5, "the ramp": 0.4, "was late": 0.25, "ramp was": -0.1, "late the": 0.05}
    parts = parts_of(tokens, units)
    assert parts == pytest.approx({1: 1.3, 3: 0.8})
    assert sum(parts.values()) == pytest.approx(sum(units.values()))


def test_neighbours_are_shown_as_a_phrase_and_faint_words_are_not():
    text = "They never rang back at all"
    tokens = tokens_of(text)
    shown = matched_words(text, tokens, {0: 0.01, 2: 0.6, 3: 0.5, 5: -1.0})
    assert [(word.word, word.start, word.end) for word in shown] == [("rang back", 11, 20)]
    assert matched_words(text, tokens, {0: -1.0}) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t ring BACK", ["don't", "ring", "back"]),
        ("at 4 or 4th, not 2024", ["at", "4", "or", "th", "not"]),
        ("<b>bill</b> 3 < 4 bills", ["bill", "3", "4", "bills"]),
        ("so\u00adcial \u200bwork\u200b", ["social", "work"]),
        ("ward_manager", ["ward", "manager"]),
    ],
)
def test_the_words_of_a_text(text, words):
    tokens = tokens_of(text)
    assert [token.word for token in tokens] == words
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)


def test_pairs_need_a_word_that_says_something():
    assert units_of(["it", "is", "late"]) == ["it", "is", "late", "is late"]
    assert "#<lat" in pieces_of("late") and "#ate>" in pieces_of("late") and "#late>" in pieces_of("late")


BOOK = ["Care", "Care at home", "Boats", "Charging"]


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Not careers advice.", []),
        ("Not Careers advice.", []),  # a capital, and another word
        ("The care of pets is nobody's.", []),
        ("It is care that was promised.", []),
        ("Charging a telephone is Boats.", ["Boats"]),  # the first word of a sentence has a capital anyhow
        ("How it is paid for is Charging.", ["Charging"]),
        ("Visits are Care at home.", ["Care at home"]),  # and not Care, which stands inside it
        ("Rudders are boats.", ["Boats"]),
        ("For rudders see boats or Care.", ["Care", "Boats"]),
        ("Rudders and visits belong to Boats or to Care at home.", ["Care at home", "Boats"]),
        ("Boats.", ["Boats"]),
        ("(Boats)", ["Boats"]),
        ("Lifeboats and boathouses are elsewhere.", []),
        ("", []),
    ],
)
def test_a_theme_is_named_by_its_name_and_not_by_a_piece_of_a_word(sentence, named):
    themes = [ThemeText(name, name) for name in BOOK]
    texts, owners, _ = codebook_texts([*themes, ThemeText("asked", "Something else", is_not=sentence)])
    assert [BOOK[at] for each in owners[len(BOOK) + 1 :] for at in each] == named
    assert texts[len(BOOK) + 1 :] == ([sentence] if named else [])


def test_names_with_signs_or_without_letters_break_nothing():
    themes = [ThemeText("a", "A (b) *"), ThemeText("b", " ", is_not="This is A (b) *."), ThemeText("c", "")]
    assert codebook_texts(themes)[1] == [[0], [1], [0], [2]]
