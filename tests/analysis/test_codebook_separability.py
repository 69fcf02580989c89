"""The codebook that ships is one that a machine can tell apart: whoever edits it finds out here."""

from __future__ import annotations

import pytest

from goldthread.analysis.theming import ThemeSuggester, ThemeText
from goldthread.standards import codebook

_PARTS = 3


def _themes(leave_out: int | None = None) -> list[ThemeText]:
    return [
        ThemeText(
            theme.slug,
            theme.name,
            theme.what_it_is,
            theme.what_it_is_not,
            tuple(e for number, e in enumerate(theme.examples) if number % _PARTS != leave_out),
        )
        for theme in codebook.current().themes
    ]


@pytest.fixture(scope="module")
def model() -> ThemeSuggester:
    """Return what is learned on the first day."""
    return ThemeSuggester.fit(_themes())


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
def test_a_clear_case_comes_first(model: ThemeSuggester, text: str, theme: str) -> None:
    assert model.suggest(text)[0].theme == theme


@pytest.mark.slow(reason="trains three suggesters, each on two thirds of the codebook")
def test_on_examples_it_has_not_seen() -> None:
    """With a sixth left out: right first for 74%, among three for 90%; chance among 34 would be 3%."""
    first = among = given = right = count = 0
    for part in range(_PARTS):
        held = [
            (example, theme.slug)
            for theme in codebook.current().themes
            for number, example in enumerate(theme.examples)
            if number % _PARTS == part
        ]
        fitted = ThemeSuggester.fit(_themes(leave_out=part))
        texts = [example for example, _ in held]
        for (_, slug), likely, suggested in zip(
            held, fitted.likelihoods(texts), fitted.suggest_many(texts), strict=True
        ):
            best = [fitted.themes[index] for index in (-likely).argsort(kind="stable")[:3]]
            named = [one.theme for one in suggested]
            count, first, among = count + 1, first + (best[0] == slug), among + (slug in best)
            given, right = given + len(named), right + (slug in named)
    assert first / count > 0.65
    assert among / count > 0.8
    assert right / given > 0.55
