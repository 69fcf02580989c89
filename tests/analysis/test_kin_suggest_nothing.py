"""Words of kinship: they say who a text is of, and are not the main reason why a theme of the codebook is suggested."""

from __future__ import annotations

import pytest

from goldthread.analysis.theming import CodedExample, ThemeSuggester, ThemeText
from goldthread.standards.codebook import current


@pytest.fixture(scope="module")
def model() -> ThemeSuggester:
    return ThemeSuggester.fit(
        [
            ThemeText(theme.slug, theme.name, theme.what_it_is, theme.what_it_is_not, theme.examples)
            for theme in current().themes
        ]
    )


def themes(model: ThemeSuggester, text: str) -> list[str]:
    return [suggestion.theme for suggestion in model.suggest(text)]


def test_a_theme_is_not_suggested_because_its_example_names_somebodys_mother(model):
    # "She held mum's hand" is an example of dignity and respect; an invoice has nothing to do with it.
    assert themes(model, "Mum's invoice, [person 1]") == ["bills-and-payments"]
    assert "dignity-and-respect" in themes(model, "She held mum's hand")


@pytest.mark.parametrize("text", ["mum", "Mum's", "MUM’S", "my father's bungalow", "son and daughter"])
def test_who_somebody_is_suggests_no_theme(model, text):
    # Each was suggested a theme (0.31 to 0.77) by the word of kinship.
    assert themes(model, text) == []
    assert (model.likelihoods([text])[0] >= model.least).any()


def test_what_people_coded_by_such_a_word_is_suggested_by_it():
    themes = [
        ThemeText("carers", "Carers", "Those who care for somebody."),
        ThemeText("bills", "Bills", "Invoices."),
    ]
    coded = [
        CodedExample(text, frozenset({theme}))
        for text, theme in [
            ("My daughter cares for me", "carers"),
            ("The invoice is late", "bills"),
            ("My daughter is worn out", "carers"),
            ("A wrong invoice", "bills"),
            ("She has no break, my daughter", "carers"),
            ("No invoice came", "bills"),
        ]
    ]
    assert [each.theme for each in ThemeSuggester.fit(themes, coded).suggest("my daughter")] == ["carers"]
