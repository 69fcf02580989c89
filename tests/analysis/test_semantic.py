"""The small language model is an extra: without it everything says so plainly, with it the suggester reads more."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from goldthread.analysis.text import semantic
from goldthread.analysis.theming import CodedExample, ThemeSuggester, ThemeText

BOOK = [
    ThemeText("food", "Food", examples=("the dinner was cold", "lumpy porridge")),
    ThemeText("bills", "Bills", examples=("the bill is wrong", "charged twice")),
]


def stand_in(texts):
    """Rows of length one that only depend on the text."""
    seeds = [
        int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:4], "big") for text in texts
    ]
    rows = np.array([np.random.default_rng(seed).normal(size=semantic.DIMENSIONS) for seed in seeds])
    return (rows.reshape(-1, semantic.DIMENSIONS) / np.sqrt(semantic.DIMENSIONS)).astype(np.float32)


def test_without_the_model_it_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("GOLDTHREAD_SEMANTIC", str(tmp_path))
    assert not semantic.available()
    with pytest.raises(semantic.NotInstalled, match="tools/semantic"):
        semantic.encode(["anything"])
    with pytest.raises(semantic.NotInstalled):
        ThemeSuggester.fit(BOOK, sentences=True)


def test_where_it_is_looked_for(monkeypatch, tmp_path):
    for name in ("GOLDTHREAD_SEMANTIC", "GOLDTHREAD_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert semantic.folder() == tmp_path / "goldthread" / "semantic"
    monkeypatch.setenv("GOLDTHREAD_HOME", str(tmp_path / "home"))
    assert semantic.folder() == tmp_path / "home" / "semantic"
    monkeypatch.setenv("GOLDTHREAD_SEMANTIC", str(tmp_path / "named"))
    assert semantic.folder() == tmp_path / "named"


def test_the_suggester_reads_with_it_and_still_has_its_words(monkeypatch):
    monkeypatch.setattr(semantic, "encode", stand_in)
    examples = [
        CodedExample(f"{text} {n}", frozenset({slug}))
        for n in range(6)
        for slug, text in (("food", "cold tea"), ("bills", "an invoice"))
    ]
    model = ThemeSuggester.fit(BOOK, examples, sentences=True)
    plain = ThemeSuggester.fit(BOOK, examples)
    again = ThemeSuggester.from_bytes(model.to_bytes())
    texts = ["the tea was cold and lumpy", "two invoices and a bill"]
    assert again.suggest_many(texts) == model.suggest_many(texts)
    assert not np.allclose(model.likelihoods(texts), plain.likelihoods(texts))
    for text, suggestions in zip(texts, model.suggest_many(texts), strict=True):
        assert suggestions and all(suggestion.why for suggestion in suggestions)
        words, rest, score = model.explain(text, "food")
        assert sum(word.weight for word in words) + rest == pytest.approx(score, abs=1e-4)


@pytest.mark.skipif(
    not semantic.available(),
    reason="goldthread[semantic] is not installed, or tools/semantic has not made its model here",
)
def test_texts_that_mean_alike_lie_near():
    near, like, far, nothing, again = semantic.encode(
        [
            "Nobody rang me back.",
            "They never returned my call.",
            "The porridge was lumpy.",
            "",
            "Nobody rang me back.",
        ]
    )
    assert near @ like > near @ far + 0.2
    assert np.linalg.norm(near) == pytest.approx(1, abs=1e-3)
    assert not nothing.any()
    assert (near == again).all()


@pytest.mark.skipif(
    not semantic.available(),
    reason="goldthread[semantic] is not installed, or tools/semantic has not made its model here",
)
def test_no_text_breaks_it():
    rows = semantic.encode(
        ["a" * 100_000, "word " * 100_000, "🤷‍♀️" * 500, "\u202eالفاتورة", "\x00\ud800", "Ŵyr neb pam"]
    )
    assert rows.shape == (6, semantic.DIMENSIONS) and np.isfinite(rows).all()
