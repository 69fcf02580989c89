"""Screening for possible harm: levels, shares and reasons, all on invented sentences."""

from __future__ import annotations

import pytest

from goldthread.analysis.text.safeguarding_screening import NO_SINGLE_WORD, Screener, Screening


def test_danger_is_raised_at_every_share() -> None:
    found = Screener(semantic=False).screen("I am going to kill myself tonight")
    assert [found.level(share) for share in (10, 15, 20)] == ["danger"] * 3


def test_a_cue_gives_its_words_and_kind_as_the_reason() -> None:
    found = Screener(semantic=False).screen("The carer hit my mother.")
    assert found.level() == "today"
    assert found.reasons() == ["may tell of physical abuse: \u201ccarer hit my mother\u201d"]


def test_a_text_raised_without_a_cue_says_that_no_single_word_did_it() -> None:
    found = Screening((), danger=False, raised_at=15, score=0.1)
    assert [found.level(share) for share in (10, 15, 20)] == [None, "today", "today"]
    assert found.reasons() == [NO_SINGLE_WORD]


def test_a_text_not_raised_has_no_reason() -> None:
    found = Screener(semantic=False).screen(
        "Thank you for the leaflet about the bus, my daughter read it to me."
    )
    assert found.level(20) is None
    assert found.reasons() == []


def test_other_shares_are_refused() -> None:
    with pytest.raises(ValueError, match="take 10, 15 or 20"):
        Screening((), danger=False, raised_at=None, score=0).level(12)
