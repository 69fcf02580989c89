"""Text without control characters: what was typed stays, spaces and line ends with it."""

from __future__ import annotations

import pytest

from goldthread.cell_text import plain, without_controls


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("Night\x00 te\x07am\x1f\x7f\x9f", "Night team"),
        ("one\x0btwo\x0cthree\x85four\u2028five", "one\ntwo\nthree\nfour\nfive"),
        (" a\tb\r\nc \u00a0\u200b", " a\tb\r\nc \u00a0\u200b"),
        ("half \ud83d and whole \U0001f600", "half  and whole \U0001f600"),
    ],
)
def test_control_characters_go_and_nothing_else(typed, cleaned):
    assert without_controls(typed) == cleaned


def test_what_is_compared_is_letters_and_digits():
    assert (
        plain("  Health & Care—Ｎorth_2. ") == plain("health and care north 2") == "health and care north 2"
    )
    assert plain("-") == "" and plain("Zoë") != plain("Zoe")
