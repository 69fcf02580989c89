"""Placeholders and words that are no answer: nothing is suggested by them, matched in them or learned from them."""

from __future__ import annotations

import numpy as np
import pytest

from goldthread.analysis.text import embedding
from goldthread.analysis.text.similarity import rank_similar
from goldthread.analysis.text.tone import ToneExample, ToneModel
from goldthread.analysis.text.topic_naming import phrases_of
from goldthread.analysis.theming import CodedExample, ThemeSuggester, ThemeText
from goldthread.analysis.theming.tokens import tokens_of

# As redaction writes them here and elsewhere.
PLACEHOLDERS = (
    "[person 1]",
    "[daughter A]",
    "[provider A]",
    "[address]",
    "[NHS number 2]",
    "[age over 89]",
    "[name removed]",
)
THEMES = [
    ThemeText("money", "Bills and payments", "Invoices, charges and bills.", examples=("The invoice is wrong.",)),
    ThemeText("dignity", "Dignity and respect", "How a person is spoken to.", examples=("They treat each person with respect.",)),
    ThemeText("arranging", "Arranging care", "Finding a provider.", examples=("No provider at this address could be found.",)),
]  # fmt: skip


@pytest.fixture(scope="module")
def model() -> ThemeSuggester:
    return ThemeSuggester.fit(THEMES)


@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
def test_a_placeholder_suggests_nothing(model, placeholder):
    text = f"The invoice, {placeholder}, was wrong and {placeholder}'s bill too"
    plain = text.replace(f"{placeholder}'s", " ").replace(placeholder, " ")
    assert model.likelihoods([text]) == pytest.approx(model.likelihoods([plain]), abs=1e-6)
    for suggestion in model.suggest(text):
        assert all(text[word.start : word.end] == word.word for word in suggestion.why)
        assert not any("[" in word.word for word in suggestion.why)
    assert not any(token.word in placeholder.lower().strip("[]").split() for token in tokens_of(text))
    assert model.suggest(placeholder) == []


def test_a_placeholder_has_no_meaning_no_tone_no_letters_and_names_no_topic():
    text = "The ramp, [person 1], was left at [address]"
    plain = f"The ramp, {' ' * 10}, was left at {' ' * 9}"
    assert np.array_equal(embedding.encode([text]), embedding.encode([plain]))
    assert not embedding.encode(["[person 1] [provider A]"]).any()
    assert embedding.pieces("[person 1]") == []
    tone = ToneModel.fit()
    assert tone.suggest(text) == tone.suggest(plain) and tone.suggest("[person 1]") is None
    assert rank_similar("[person 1] [provider A]", ["[person 1] [provider A]"], [0.0])[0].score == 0
    assert phrases_of("The [person 1] ramp") == {"ramp"}


@pytest.mark.parametrize("text", ["N/A", "Not applicable", "None.", "No comment", "-", "n/a n/a"])
def test_nothing_is_suggested_for_what_is_no_answer(model, text):
    assert model.suggest(text, "survey") == []
    assert not model.likelihoods([text]).any()
    assert ToneModel.fit().suggest(text) is None


def test_nothing_is_learned_from_what_is_no_answer():
    silent = [
        CodedExample(text, frozenset({"money"})) for text in ("N/A", "Not applicable", "[person 1]")
    ] * 20
    assert ThemeSuggester.fit(THEMES, silent).to_bytes() == ThemeSuggester.fit(THEMES).to_bytes()
    tones = [ToneExample("None", 2), ToneExample("[person 1]", -2)] * 40
    assert ToneModel.fit(tones).to_bytes() == ToneModel.fit().to_bytes()
