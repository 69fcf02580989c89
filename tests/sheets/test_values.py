"""What people type into cells: text, yes and no, numbers."""

import contextlib
import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.sheets import clean_text, parse_number, parse_yes_no


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  plain  ", "plain"),
        ("one\r\ntwo\rthree\u2028four\x0bfive", "one\ntwo\nthree\nfour\nfive"),
        ("a\tb", "a\tb"),
        ("so\u00adcial\u200b ca\u2060re\ufeff", "social care"),
        ("£\u00a05", "£ 5"),
        ("w\u0302yneb", "ŵyneb"),
        ("\u202eexe.txt", "exe.txt"),
        ("\u200fمرحبا\u200e", "\u200fمرحبا\u200e"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩🏽\u200d⚕️", "👩🏽\u200d⚕️"),
        ("\ud800x", "x"),
        ("\u200d", ""),
        ("\0\x1b[31m", "[31m"),
    ],
)
def test_text_is_tidied_and_its_meaning_kept(typed, clean):
    assert clean_text(typed) == clean


@given(st.text())
def test_cleaning_is_done_once_and_leaves_nothing_that_harms(text):
    clean = clean_text(text)
    assert clean_text(clean) == clean
    clean.encode("utf-8")
    assert all(letter in "\n\t" or unicodedata.category(letter) != "Cc" for letter in clean)
    assert [c for c in text if c.isascii() and c.isalnum()] == [
        c for c in clean if c.isascii() and c.isalnum()
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Yes", True), (" y ", True), ("TRUE", True), ("✓", True), (True, True), (1, True), ("1", True),
        ("No", False), ("n.", False), ("false", False), (0, False), (False, False),
        (None, None), ("", None), ("N/A", None), ("Prefer not to say", None), ("unknown", None),
    ],
)  # fmt: skip
def test_yes_no_and_not_said(typed, meant):
    assert parse_yes_no(typed) is meant


@pytest.mark.parametrize("typed", ["maybe", "yes but", "2", 2, "x"])
def test_anything_else_is_not_guessed(typed):
    with pytest.raises(ValueError, match="neither yes nor no"):
        parse_yes_no(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1234", 1234), ("1,234", 1234), ("1,234,567.5", 1234567.5), ("£12.50", 12.5), ("-£3", -3), ("£-3", -3),
        ("(300)", -300), ("(£1,200.50)", -1200.5), ("45%", 0.45), ("−5", -5), (".5", 0.5), ("1e3", 1000.0),
        (" 7 ", 7), (2.5, 2.5), (3, 3), ("+4", 4), ("5.", 5.0),
    ],
)  # fmt: skip
def test_numbers(typed, number):
    assert parse_number(typed) == pytest.approx(number)
    assert isinstance(parse_number(typed), int) == isinstance(number, int)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        None,
        "n/a",
        "1,23",
        "12,34,567",
        "1.2.3",
        "ten",
        "5 or 6",
        True,
        "£",
        "%",
        "e5",
        math.nan,
        math.inf,
        "1e999",
        "--5",
    ],
)
def test_what_is_no_number(typed):
    with pytest.raises(ValueError, match="number"):
        parse_number(typed)


@given(st.one_of(st.text(), st.text("0123456789.,£%()-+e ")))
def test_reading_a_number_gives_a_finite_one_or_a_value_error(text):
    with contextlib.suppress(ValueError):
        assert math.isfinite(parse_number(text))
