"""A text as 256 numbers: near in meaning is near in number, and every number can be traced to a place in the text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analysis.text.embedding import DIMENSIONS, encode, pieces, table


def alike(one: str, other: str) -> float:
    first, second = encode([one, other])
    return float(first @ second)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("the carer came late", "the care worker was not on time", "the invoice was wrong"),
        ("discharged from hospital", "sent home from the ward", "a bus pass for the day centre"),
        ("I was not listened to", "nobody heard what I said", "the ramp is too steep"),
    ],
)
def test_what_means_alike_lies_nearer(text, near, far):
    assert alike(text, near) > alike(text, far)


def test_where_it_comes_from_and_under_which_licence_is_kept_with_it():
    about = table().about
    assert about["licence"] == "Apache-2.0" and "MiniLM" in about["from"] and len(about["sha256"]) == 64
    assert table().vectors.shape[1] == DIMENSIONS and table().vectors.dtype == np.float32


@pytest.mark.parametrize("text", ["", "  ", "…!?", "😀", "‎‏", "漢字", "x" * 500])
def test_what_has_no_known_word_is_noughts(text):
    assert not encode([text]).any()


def test_case_accents_and_welsh_letters_are_read():
    assert alike("CAFÉ", "cafe") == pytest.approx(1)
    assert encode(["Mae'r tŷ yn oer"]).any()


def test_only_the_beginning_of_a_very_long_text_is_read():
    text = "The carer came late. " * 1000
    assert encode([text + "x " * 500_000]) == pytest.approx(encode([text[:20_000]]))


@settings(max_examples=100)
@given(st.lists(st.text(max_size=200), max_size=5))
def test_rows_are_of_length_one_or_nought_and_each_by_itself(texts):
    rows = encode(texts)
    assert rows.shape == (len(texts), DIMENSIONS)
    length = np.linalg.norm(rows, axis=1)
    assert np.all((np.abs(length - 1) < 1e-5) | (length == 0))
    for row, text in zip(rows, texts, strict=True):
        assert row == pytest.approx(encode([text])[0], abs=1e-6)


@settings(max_examples=100)
@given(st.text(max_size=300))
def test_each_piece_stands_where_it_says_and_their_sum_is_the_text(text):
    parts = pieces(text)
    assert all(0 <= piece.start < piece.end <= len(text) for piece in parts)
    total = table().vectors[[piece.row for piece in parts]].sum(0)
    length = np.linalg.norm(total)
    assert encode([text])[0] == pytest.approx(total / length if length else total, abs=1e-4)
