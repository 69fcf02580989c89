"""The suggester: right on what it has not seen, silent when unsure, and never without its words."""

from __future__ import annotations

import random

import pytest

from goldthread.analysis.lexical import SURE, Lexical, ThemeText
from goldthread.analysis.lexical_words import LONGEST
from goldthread.standards import codebook


def _texts(leave_out: int | None = None, of: int = 6) -> list[ThemeText]:
    return [
        ThemeText(
            theme.slug,
            theme.name,
            theme.what_it_is,
            tuple(e for number, e in enumerate(theme.examples) if number % of != leave_out),
        )
        for theme in codebook.current().themes
    ]


@pytest.fixture(scope="module")
def model() -> Lexical:
    return Lexical.fit(_texts())


# Invented, in words of their own, by whoever wrote these tests.
CLEAR = [
    ("I've been waiting nine months to be assessed and I am still on the list", "waiting-for-assessment"),
    ("The carer was late again and mum missed her tablets", "care-at-home"),
    ("We keep getting invoices for visits that did not take place", "bills-and-payments"),
    ("dad was discharged from the ward at midnight with no care in place", "hospital-discharge"),
    ("As a carer for my husband I badly need some respite", "unpaid-carers"),
    ("My caseload is far too high and we carry two vacancies", "workload-and-staffing"),
    ("They sent my records to the wrong address, a data breach", "records-and-confidentiality"),
    ("We co-produced the strategy with the board as equals", "coproduction"),
    ("the hoist is broken and nobody will repair it", "equipment-and-technology"),
    ("I asked for a BSL interpreter and easy read letters", "accessible-formats"),
]


@pytest.mark.parametrize(("text", "theme"), CLEAR)
def test_a_clear_case_comes_first(model: Lexical, text: str, theme: str) -> None:
    assert model.suggest(text)[0].theme == theme


def test_on_examples_it_has_not_seen() -> None:
    """Measured with a sixth left out: right first for 70%, among three for 85%; chance among 34 would be 3%."""
    first = among = told = right = count = 0
    for part in range(3):
        fitted = Lexical.fit(_texts(leave_out=part, of=3))
        for theme in codebook.current().themes:
            for number, example in enumerate(theme.examples):
                if number % 3 != part:
                    continue
                count += 1
                likely = fitted.likelihoods(example)
                best = sorted(likely, key=lambda slug: -likely[slug])
                first += best[0] == theme.slug
                among += theme.slug in best[:3]
                suggested = [s.theme for s in fitted.suggest(example)]
                told += len(suggested)
                right += theme.slug in suggested
    assert first / count > 0.6
    assert among / count > 0.75
    assert right / told > 0.6


def test_every_suggestion_shows_words_that_stand_in_the_text(model: Lexical) -> None:
    for theme in codebook.current().themes:
        for example in theme.examples:
            for suggestion in model.suggest(example):
                assert SURE <= suggestion.score <= 1
                assert suggestion.why
                weights = [word.weight for word in suggestion.why]
                assert weights == sorted(weights, reverse=True)
                for word in suggestion.why:
                    assert example[word.start : word.end] == word.word
                    assert word.weight > 0


def test_the_words_are_the_reason(model: Lexical) -> None:
    """Take the strongest word out, and the theme becomes less likely."""
    for text, theme in CLEAR:
        word = model.suggest(text)[0].why[0]
        without = text[: word.start] + text[word.end :]
        assert model.likelihoods(without)[theme] < model.likelihoods(text)[theme]


def test_neighbouring_words_are_shown_as_a_phrase(model: Lexical) -> None:
    why = model.suggest("I am on the waiting list for an assessment")[0].why
    assert "waiting list" in [word.word for word in why]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "?!... --- ((()))",
        "😀😡👍🏽",
        "0123456789",
        "\0\0\0",
        "the and of it is",
        "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich",
        "xqzvk wfjrp bbgtl",
        "Manchester United won three nil and the goalkeeper scored",
    ],
)
def test_it_says_nothing_where_there_is_nothing_to_say(model: Lexical, text: str) -> None:
    assert model.suggest(text) == []


def test_no_words_are_no_likelihood(model: Lexical) -> None:
    assert set(model.likelihoods("...").values()) == {0.0}


def test_megabytes_are_cut_and_one_endless_word_does_no_harm(model: Lexical) -> None:
    said = "waiting for an assessment " * 100_000
    assert model.suggest(said) == model.suggest(said[:LONGEST])
    assert model.suggest("a" * 3_000_000) == []
    assert isinstance(model.suggest("’'’' \u202e\ud83d " * 10_000), list)


def test_random_bytes_never_break_it(model: Lexical) -> None:
    rng = random.Random(20)
    for _ in range(300):
        text = "".join(chr(rng.choice([*range(32, 127), 0xE9, 0x2019, 0x1F600, 0x0627])) for _ in range(80))
        for suggestion in model.suggest(text):
            assert suggestion.why


def test_at_most_so_many(model: Lexical) -> None:
    said = " ".join(theme.examples[0] for theme in codebook.current().themes[:3])
    assert len(model.suggest(said, most=1)) <= 1
    assert model.suggest(said, most=0) == []


def test_the_same_codebook_makes_the_same_model(model: Lexical) -> None:
    again = Lexical.fit(_texts())
    assert again.to_json() == model.to_json()


def test_it_comes_back_from_json_to_the_last_bit(model: Lexical) -> None:
    back = Lexical.from_json(model.to_json())
    for text, _ in CLEAR:
        assert back.suggest(text) == model.suggest(text)
    assert back.to_json() == model.to_json()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "other"}', "null"])
def test_what_is_not_a_model_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Lexical.from_json(text)


def test_confirmed_texts_teach_it() -> None:
    themes = [
        ThemeText("parking", "Parking", "Where to leave the car.", ("No space to park.",)),
        ThemeText("food", "Food", "Meals and drinks.", ("The soup was cold.",)),
    ]
    said = "the flumpet was wibbly"
    assert Lexical.fit(themes).suggest(said) == []
    confirmed = [(f"flumpet wibbly {word}", {"food"}) for word in ("today", "yesterday", "tonight", "early")]
    confirmed += [("parking space gone", {"parking"}), ("hello there", set()), ("odd", {"unknown"})]
    assert Lexical.fit(themes, confirmed).suggest(said)[0].theme == "food"


def test_a_name_that_somebody_mentioned_once_does_not_stay_in_the_model() -> None:
    themes = [ThemeText("parking", "Parking", "Cars"), ThemeText("food", "Food", "Soup")]
    confirmed = [("Mrs Quillfeather burnt the soup", {"food"})] + [("the gravy was lumpy", {"food"})] * 3
    model = Lexical.fit(themes, confirmed)
    assert "gravy" in model.features
    assert not any("uill" in name for name in model.features)


def test_a_codebook_of_definitions_alone_works_and_of_one_theme_does_not() -> None:
    themes = [ThemeText("a", "Parking", "Cars and spaces"), ThemeText("b", "Food", "Soup and bread")]
    likely = Lexical.fit(themes).likelihoods("soup")
    assert likely["b"] > likely["a"]
    with pytest.raises(ValueError, match="two themes"):
        Lexical.fit(themes[:1])
