"""How a text sounds: what it begins with, what it learns from people, and that it always shows its words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analysis.text.tone import ToneExample, ToneModel, best_cuts, invented_examples, weighted_kappa


@pytest.fixture(scope="module")
def begun() -> ToneModel:
    return ToneModel.fit()


@pytest.fixture(scope="module")
def taught() -> ToneModel:
    """Taught that what answers "what could be better" with "nothing" is praise (all invented)."""
    examples = [
        ToneExample(f"Nothing, {word}", 2, "could_improve") for word in ("really", "at all", "thanks") * 30
    ]
    examples += [
        ToneExample(f"Nothing, {word}", -2, "what_good") for word in ("really", "at all", "sorry") * 30
    ]
    return ToneModel.fit(examples)


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("The carer was rude and late again.", "negative"),
        ("Disgusting. They left him on the floor.", "negative"),
        ("thank u so much she is wonderful", "positive"),
        ("We are very happy with the new worker.", "positive"),
    ],
)
def test_on_the_first_day_it_tells_blame_from_thanks(begun, text, sounds):
    suggestion = begun.suggest(text)
    assert (suggestion.tone > 0) == (sounds == "positive") and suggestion.tone != 0
    assert suggestion.why and all(text[word.start : word.end] == word.word for word in suggestion.why)
    assert 0 < suggestion.sure < 1


def test_what_was_asked_changes_what_a_word_says(taught):
    assert taught.suggest("Nothing", "could_improve").tone > 0 > taught.suggest("Nothing", "what_good").tone
    assert taught.rests_on == 180


@pytest.mark.parametrize("text", ["", "...", "😀", "‏‏", " \n\t "])
def test_where_no_word_is_known_it_says_nothing(begun, text):
    assert begun.suggest(text) is None


def test_the_same_input_gives_the_same_model_and_it_can_be_kept(begun):
    data = begun.to_bytes()
    assert ToneModel.fit().to_bytes() == data
    again = ToneModel.from_bytes(data)
    text = "My worker listened, but the wait was long."
    assert again.suggest(text) == begun.suggest(text)


@pytest.mark.parametrize("data", [b"", b"PK", b"{}", ToneModel.fit().to_bytes()[:5000]])
def test_anything_else_is_not_a_model(data):
    with pytest.raises(ValueError, match="not a model"):
        ToneModel.from_bytes(data)


def test_a_tone_outside_the_scale_is_refused():
    with pytest.raises(ValueError, match="-2 to 2"):
        ToneModel.fit([ToneExample("fine", 3)])


def test_every_step_has_as_many_invented_sentences_and_none_twice():
    tones = [each.tone for each in invented_examples()]
    assert {tones.count(tone) for tone in range(-2, 3)} == {26}
    assert len({each.text for each in invented_examples()}) == len(tones)


def test_kappa_by_hand():
    # Four texts: alike twice, one step apart once, four steps apart once: squares 0, 0, 1, 16.
    one, other = np.array([-2, 0, 1, 2]), np.array([-2, 0, 0, -2])
    # Expected: every tone of one against every tone of the other, a sixteenth each; squares worked out by hand.
    expected = (0 + 4 + 4 + 0 + 4 + 0 + 0 + 4 + 9 + 1 + 1 + 9 + 16 + 4 + 4 + 16) / 16 * 4
    assert weighted_kappa(one, other) == pytest.approx(1 - (0 + 0 + 1 + 16) / expected * 1)
    assert weighted_kappa(one, one) == 1


def test_cuts_part_what_can_be_parted():
    sums = np.concatenate([np.linspace(low, low + 0.5, 20) for low in range(5)])
    tones = np.repeat(np.arange(-2, 3), 20)
    cuts = best_cuts(sums, tones, np.ones(100))
    assert weighted_kappa(-2 + np.searchsorted(cuts, sums), tones) == 1


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_no_text_breaks_it_and_its_words_stand_in_the_text(begun, text):
    suggestion = begun.suggest(text)
    if suggestion is not None:
        assert -2 <= suggestion.tone <= 2
        assert all(0 <= word.start < word.end <= len(text) for word in suggestion.why)
