"""The accurate mode by night: what it adds, how far it is believed, how it is kept, and that nothing needs it."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from goldthread.analysis.text import semantic
from goldthread.analysis.theming import (
    CodedExample,
    ThemeSuggester,
    ThemeText,
    fine_tuning,
    transformer_training,
)

BOOK = [
    ThemeText("food", "Food", examples=("the dinner was cold", "lumpy porridge")),
    ThemeText("bills", "Bills", examples=("the bill is wrong", "charged twice")),
]
ABOUT = {"food": "The soup was awful, table {}", "bills": "The invoice came again, number {}"}
# Words that the linear model never gets to know: each stands in one text alone.
CONFIRMED = [
    CodedExample(ABOUT[theme].format(number), frozenset({theme}), "complaint")
    for number in range(200)
    for theme in ("food", "bills")
]


class FakeTransformer:
    """A taught model whose log-odds are as told, and that remembers what was asked of it."""

    def __init__(self, odds, arrays=None):
        self.odds, self.texts = odds, []
        self.arrays = arrays or {
            "head.bias": np.zeros(2, np.float16),
            "head.weight": np.ones((2, 3), np.float16),
        }

    def scores(self, texts, questions):
        self.texts += texts
        return np.array([self.odds(text) for text in texts], dtype=np.float32).reshape(len(texts), -1)


def knows(text):
    """Return log-odds that are always right."""
    return (4.0, -4.0) if "soup" in text or "porridge" in text else (-4.0, 4.0)


def guesses(text):
    """Return log-odds that have nothing to do with the text's theme."""
    luck = hashlib.sha256(text.encode()).digest()
    return (luck[0] / 32 - 4, luck[1] / 32 - 4)


@pytest.fixture
def taught(monkeypatch):
    """Let a fake be what teaching makes; what it was taught is kept on it."""

    def fake(odds):
        made = FakeTransformer(odds)

        def train_transformer(texts, questions, truth, weight, *, seed=0):
            made.examples, made.truth, made.weight = list(texts), truth, weight
            return made

        monkeypatch.setattr(fine_tuning, "train_transformer", train_transformer)
        monkeypatch.setattr(fine_tuning, "made_from", lambda: "a-model 1.0")
        return made

    return fake


def test_without_the_extra_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr(transformer_training, "available", lambda: False)
    transformer_training._torch.cache_clear()
    with pytest.raises(semantic.NotInstalled, match=r"goldthread\[nightly\]"):
        ThemeSuggester.fit(BOOK, CONFIRMED).fine_tuned(BOOK, CONFIRMED)


def test_what_it_is_judged_by_was_not_taught(taught):
    made = taught(knows)
    ThemeSuggester.fit(BOOK).fine_tuned(BOOK, CONFIRMED)
    # The codebook's texts stand first and count half; one confirmed text in six is left out, and is all that is asked.
    assert made.examples[:2] == ["Food. ", "the dinner was cold"]
    assert made.weight[:6].tolist() == [0.5] * 6 and set(made.weight[6:].tolist()) == {1.0}
    texts = {each.text for each in CONFIRMED}
    assert set(made.texts) == texts - set(made.examples)
    assert len(made.texts) == pytest.approx(len(CONFIRMED) / 6, abs=1)
    assert (made.truth.sum(1) == 1).all()


def test_a_guess_is_hardly_believed_and_knowledge_is(taught):
    day = ThemeSuggester.fit(BOOK, CONFIRMED)
    taught(knows)
    believed = day.fine_tuned(BOOK, CONFIRMED)
    assert believed._fine_tuned.share > 0.01
    taught(guesses)
    with pytest.raises(ValueError, match="does worse"):
        day.fine_tuned(BOOK, CONFIRMED)
    # What says the opposite of what is right is not turned round: something is wrong with it.
    taught(lambda text: tuple(-odds for odds in knows(text)))
    with pytest.raises(ValueError, match="does worse"):
        day.fine_tuned(BOOK, CONFIRMED)


def test_where_the_words_speak_against_it_what_it_would_miss_is_the_reason(taught):
    taught(lambda text: (9.0, -9.0) if "soup" in text or "basin" in text else (-9.0, 9.0))
    day = ThemeSuggester.fit(BOOK, CONFIRMED)
    both, text = day.fine_tuned(BOOK, CONFIRMED), "The invoice came again from the basin, basin number 7"
    assert [one.theme for one in day.suggest(text, "complaint")] == ["bills"]
    [suggestion] = both.suggest(text, "complaint")
    assert suggestion.theme == "food"
    assert [word.word for word in suggestion.why] == ["basin"], (
        "the first of the two, and no word that speaks against it"
    )
    # Where no word would be missed there is no reason that could be shown, and nothing is suggested.
    taught(lambda text: (9.0, -9.0) if "soup" in text or "§" in text else (-9.0, 9.0))
    both = day.fine_tuned(BOOK, CONFIRMED)
    assert both.suggest("The invoice came again §", "complaint") == []


def test_it_stands_beside_the_words_and_the_score_still_comes_apart(taught):
    taught(knows)
    day = ThemeSuggester.fit(BOOK, CONFIRMED)
    both, text = day.fine_tuned(BOOK, CONFIRMED), "The porridge was awful"
    words, rest, score = both.explain(text, "food", "complaint")
    assert sum(word.weight for word in words) + rest == pytest.approx(score)
    linear, _, _ = day.explain(text, "food", "complaint")
    assert words == linear, "the words shown are those of the linear model"
    added = both.scores([text], ["complaint"]) - day.scores([text], ["complaint"])
    assert added == pytest.approx(np.array([[4.0, -4.0]]) * both._fine_tuned.share)
    [suggestion] = both.suggest(text, "complaint")
    assert suggestion.theme == "food" and suggestion.why


def test_it_is_kept_with_the_model_and_read_again(taught, monkeypatch):
    taught(knows)
    both = ThemeSuggester.fit(BOOK, CONFIRMED).fine_tuned(BOOK, CONFIRMED)
    data = both.to_bytes()
    again = ThemeSuggester.from_bytes(data)
    assert again.to_bytes() == data
    assert again._fine_tuned.share == both._fine_tuned.share and (again.least == both.least).all()
    # Another version of the untaught model would read otherwise than what was judged.
    monkeypatch.setattr(fine_tuning, "made_from", lambda: "a-model 2.0")
    with pytest.raises(semantic.NotInstalled, match="Train it anew"):
        again.suggest("The soup was cold")


def test_another_codebooks_layer_is_no_model(taught):
    made = taught(knows)
    both = ThemeSuggester.fit(BOOK, CONFIRMED).fine_tuned(BOOK, CONFIRMED)
    made.arrays["head.bias"] = np.zeros(3, np.float16)
    with pytest.raises(ValueError, match="Train it anew"):
        ThemeSuggester.from_bytes(both.to_bytes())
    made.arrays["head.bias"] = np.array([np.nan, 0], np.float16)
    with pytest.raises(ValueError, match="Train it anew"):
        ThemeSuggester.from_bytes(both.to_bytes())


def test_too_few_texts_and_another_codebook_are_refused(taught):
    taught(knows)
    day = ThemeSuggester.fit(BOOK, CONFIRMED)
    with pytest.raises(ValueError, match="it takes 300"):
        day.fine_tuned(BOOK, CONFIRMED[:299])
    with pytest.raises(ValueError, match="codebook"):
        day.fine_tuned(BOOK[::-1], CONFIRMED)


def test_long_texts_are_gone_through_less_often():
    assert transformer_training._steps([[0] * 20] * 1600) == 600
    long = [[0] * 96] * 50_000
    assert transformer_training._steps(long) * 16 * 96 == pytest.approx(
        transformer_training._MOST_PIECES, rel=0.01
    )


def test_every_text_is_learned_from_once_before_any_twice():
    pieces = [[0] * (3 + row % 50) for row in range(1000)]
    batches = transformer_training._batches(pieces, np.random.default_rng(1))
    first = [row for _ in range(63) for row in next(batches)]
    assert sorted(first) == list(range(1000))


@pytest.mark.skipif(
    not transformer_training.available(),
    reason="goldthread[nightly], which brings torch, is not installed here",
)
def test_the_model_itself_learns_and_is_kept_to_the_last_bit(monkeypatch):
    monkeypatch.setattr(transformer_training, "_EPOCHS", 0.5)
    both = ThemeSuggester.fit(BOOK, CONFIRMED).fine_tuned(BOOK, CONFIRMED)
    texts = ["The soup was awful, really", "An invoice, again", ""]
    right = both._fine_tuned.tuned.scores(texts[:2], ["complaint", "complaint"])
    assert right[0, 0] > right[0, 1] and right[1, 1] > right[1, 0]
    again = ThemeSuggester.from_bytes(both.to_bytes())
    assert (again.scores(texts, ["", "complaint", ""]) == both.scores(texts, ["", "complaint", ""])).all()
    assert again.suggest("") == []
