"""Words, sentences, syllables and the age of a reader, by tables worked out by hand."""

import pytest

from goldthread.analysis.text.reading_age import readability, syllables, word_count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1),
        ("people", 2),
        ("care", 1),
        ("table", 2),
        ("asked", 1),
        ("wanted", 2),
        ("the", 1),
        ("coffee", 2),
        ("café", 2),
        ("rhythm", 1),
    ],
)
def test_syllables(word, count):
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("text", "words", "sentences"),
    [
        ("", 0, 0),
        ("Ring on Friday. Write it down!", 6, 2),
        ("In 2026 we rang 18 of 20 people.", 8, 1),
        ("Who is it?\nSay so", 5, 2),
        ("It cost 3.5 pounds. Don't wait.", 6, 2),
    ],
)
def test_words_and_sentences(text, words, sentences):
    counted = readability(text)
    assert (counted.words, counted.sentences) == (words, sentences)
    assert word_count(text) == words


def test_the_formula_is_flesch_and_kincaids():
    # Thirty-two words of one syllable in four sentences: 0.39 * 8 + 11.8 * 1 - 15.59 = -0.67, and five years: 4.33.
    plain = "The cat sat on the mat by me. " * 4
    assert readability(plain).age == 5
    # Thirty words, sixty syllables, two sentences: 0.39 * 15 + 11.8 * 2 - 15.59 = 13.86, and five years: 18.86.
    half = " ".join(["many happy"] * 7 + ["many."])
    counted = readability(f"{half} {half}")
    assert (counted.words, counted.sentences, counted.syllables, counted.age) == (30, 2, 60, 19)


def test_a_text_of_a_few_words_says_no_age():
    assert readability("Ring on Friday.").age is None
