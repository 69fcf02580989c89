"""The suggester of themes: its words are its reasons, it is the same every time, and no text breaks or slows it."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analysis.theming import CodedExample, ThemeSuggester, ThemeText
from goldthread.standards.codebook import current

BOOK = [
    ThemeText(theme.slug, theme.name, theme.what_it_is, theme.what_it_is_not, theme.examples)
    for theme in current().themes
]
# Invented for these tests.
SAID = [
    (
        "Nobody rang me back about the ramp for three weeks.",
        {"being-kept-informed", "equipment-and-technology"},
    ),
    ("The bill is wrong again and nobody can say why it went up.", {"bills-and-payments"}),
    ("My carer is lovely and always on time.", {"care-at-home"}),
    ("Lovely weather on Tuesday.", set()),
]
LEARNED = [
    CodedExample(f"{text} {n}", frozenset(themes), "complaint" if n % 2 else "survey")
    for n in range(12)
    for text, themes in SAID
]
HOSTILE = {
    "megabytes": "the bill was wrong " * 120_000,
    "one long word": "a" * 2_000_000,
    "emoji": "🤷‍♀️😡 bill 💷💷 wrong 👩‍👩‍👧‍👦" * 200,
    "right to left": "\u202eالفاتورة خاطئة והחשבון bill wrong",
    "zero width": "the b\u200bill is wr\u200dong and \ufeffnobody rang",
    "HTML": "<script>alert('bill')</script><p class='x'>The bill is wrong</p>" + "<" * 5000,
    "Welsh": "Mae'r bil yn anghywir ac nid oes neb wedi fy ffonio'n ôl am wythnosau. Ŵyr neb pam.",
    "only punctuation": "?!... --- ;;; ''’’ *** ///" * 100,
    "nulls and controls": "\x00\x01 bill \x0b\x0c wrong \r\n\t\ud800",
    "empty": "",
    "a dotted İ that grows in small letters": "İİİ İbill the bill is wrong",
}


@pytest.fixture(scope="module")
def cold() -> ThemeSuggester:
    """A model of the codebook alone."""
    return ThemeSuggester.fit(BOOK)


@pytest.fixture(scope="module")
def taught() -> ThemeSuggester:
    """A model that some confirmed texts have taught as well."""
    return ThemeSuggester.fit(BOOK, LEARNED)


def well_formed(text: str, suggestions, model: ThemeSuggester, most: int = 3) -> None:
    """Check what must hold of every answer."""
    assert len(suggestions) <= most
    assert [s.score for s in suggestions] == sorted((s.score for s in suggestions), reverse=True)
    assert len({s.theme for s in suggestions}) == len(suggestions)
    for suggestion in suggestions:
        assert suggestion.theme in model.themes
        assert 0 <= suggestion.score <= 1
        assert suggestion.rests_on == model.confirmed(suggestion.theme)
        assert suggestion.why, "a suggestion without its words"
        assert [w.weight for w in suggestion.why] == sorted((w.weight for w in suggestion.why), reverse=True)
        for word in suggestion.why:
            assert 0 <= word.start < word.end <= len(text)
            assert text[word.start : word.end] == word.word
            assert word.weight > 0


def test_the_first_day_has_suggestions_from_the_codebook_alone(cold):
    suggestions = cold.suggest("I have been waiting seven months for somebody to come and assess my mother.")
    assert suggestions[0].theme == "waiting-for-assessment"
    assert suggestions[0].rests_on == 0
    assert any("waiting" in word.word for word in suggestions[0].why)


def test_what_people_confirm_is_learned_and_counted(taught):
    assert taught.confirmed("bills-and-payments") == 12
    assert taught.confirmed("no-such-theme") == 0
    suggestions = taught.suggest("The bill is wrong and went up.", "complaint")
    assert (suggestions[0].theme, suggestions[0].rests_on) == ("bills-and-payments", 12)


def test_a_theme_nobody_wrote_about_can_be_taught():
    book = [ThemeText("a", "Allotments"), ThemeText("b", "Boats")]
    examples = [
        CodedExample(f"{what} {n}", frozenset({slug}))
        for n in range(8)
        for slug, what in (("a", "marrows"), ("b", "rudders"))
    ]
    model = ThemeSuggester.fit(book, examples)
    assert model.suggest("such fine marrows")[0].theme == "a"
    assert model.suggest("such fine rudders")[0].theme == "b"


def test_what_a_theme_is_not_speaks_for_the_neighbour_it_names():
    def model(is_not: str) -> ThemeSuggester:
        return ThemeSuggester.fit(
            [ThemeText("a", "Allotments", is_not=is_not), ThemeText("b", "Boats"), ThemeText("c", "Cats")]
        )

    suggester = model("A rudder or an anchor is Boats. Nobody's business is nothing.")
    assert suggester.suggest("a rudder and an anchor")[0].theme == "b"
    assert model("").suggest("a rudder and an anchor") == []
    assert suggester.to_bytes() != model("").to_bytes() == model("It is nothing in particular.").to_bytes()


def test_every_answer_over_the_codebooks_examples_is_well_formed(taught):
    texts = [example for theme in BOOK for example in theme.examples]
    answers = taught.suggest_many(texts, ["complaint"] * len(texts))
    for text, suggestions in zip(texts, answers, strict=True):
        well_formed(text, suggestions, taught)
    assert sum(map(bool, answers)) > 0.8 * len(texts)


def test_the_words_add_up_to_the_score(taught):
    for text in (
        HOSTILE["Welsh"],
        "The bill is wrong. The bill! Nobody rang back about the bill's ramp, wrong wrong.",
    ):
        for theme in taught.themes:
            words, rest, score = taught.explain(text, theme, "complaint")
            assert sum(word.weight for word in words) + rest == pytest.approx(score, abs=1e-4)


def test_what_it_is_asked_about_matters(taught):
    text = ["Nothing has been said of it."]
    assert not np.allclose(taught.likelihoods(text, ["complaint"]), taught.likelihoods(text, ["survey"]))
    assert np.allclose(taught.likelihoods(text, ["never heard of"]), taught.likelihoods(text))


def test_it_is_silent_about_what_it_does_not_know(cold):
    assert cold.suggest("Photosynthesis converts sunlight to glucose inside chloroplasts.") == []
    assert cold.suggest("12345 67890") == []


def test_one_at_a_time_is_as_many_at_once(taught):
    texts = [text for text, _ in SAID] + [BOOK[0].examples[0], ""]
    at_once = taught.suggest_many(texts)
    for text, suggestions in zip(texts, at_once, strict=True):
        alone = taught.suggest(text)
        assert [s.theme for s in alone] == [s.theme for s in suggestions]
        assert [s.score for s in alone] == pytest.approx([s.score for s in suggestions], abs=1e-5)
    assert taught.suggest_many([]) == []
    assert taught.likelihoods([]).shape == (0, len(BOOK))


@pytest.mark.slow(reason="learns a model once more")
def test_the_same_input_gives_the_same_model(taught):
    assert ThemeSuggester.fit(BOOK, LEARNED).to_bytes() == taught.to_bytes()


def test_a_model_is_kept_to_the_last_bit(taught):
    again = ThemeSuggester.from_bytes(taught.to_bytes())
    assert again.to_bytes() == taught.to_bytes()
    texts = [text for text, _ in SAID]
    assert again.suggest_many(texts) == taught.suggest_many(texts)
    assert again.confirmed("care-at-home") == 12


@pytest.mark.parametrize("data", [b"", b"rubbish", b"PK\x03\x04", b"\x80\x04K\x01."])
def test_what_is_no_model_is_refused(data):
    with pytest.raises(ValueError, match="not a model that Goldthread wrote"):
        ThemeSuggester.from_bytes(data)


def test_a_model_cut_short_is_refused(taught):
    with pytest.raises(ValueError, match="not a model that Goldthread wrote"):
        ThemeSuggester.from_bytes(taught.to_bytes()[:-100])


def test_a_word_that_one_person_said_is_not_kept():
    examples = [
        *LEARNED,
        CodedExample("Mrs Quillfeather-Zarb rang about the bill.", frozenset({"bills-and-payments"})),
    ]
    features = ThemeSuggester.fit(BOOK, examples)._learned.vocabulary.columns
    assert not [name for name in features if "quillf" in name or "zarb" in name]


def test_too_few_themes_or_a_slug_twice_are_refused():
    with pytest.raises(ValueError, match="at least two themes"):
        ThemeSuggester.fit(BOOK[:1])
    with pytest.raises(ValueError, match="same slug"):
        ThemeSuggester.fit([BOOK[0], BOOK[0]])
    with pytest.raises(ValueError, match="as many questions"):
        ThemeSuggester.fit(BOOK[:2]).suggest_many(["a", "b"], ["one"])


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_text_breaks_it_or_takes_more_than_its_share(kind, taught):
    text = HOSTILE[kind]
    began = time.process_time()
    suggestions = taught.suggest(text)
    taken = time.process_time() - began
    well_formed(text, suggestions, taught)
    # Nothing after 20,000 characters is read, so that megabytes cost no more than a long letter.
    assert taken < 0.5
    assert taught.likelihoods([text]).shape == (1, len(BOOK))


def test_marks_that_cannot_be_seen_hide_nothing(taught):
    suggestions = taught.suggest("the bill is wrong and nobody rang")
    unseen = taught.suggest(HOSTILE["zero width"])
    assert [s.theme for s in suggestions] == [s.theme for s in unseen] != []


def test_a_tag_of_html_says_nothing(taught):
    assert taught.likelihoods(["<div class='bill'>hello</div>"]) == pytest.approx(
        taught.likelihoods(["hello"])
    )


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=20))
def test_any_text_at_all_has_a_well_formed_answer(text, question):
    model = _small()
    well_formed(text, model.suggest(text, question), model)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*["bill", "wrong", "ramp", "nobody", "carer", "4th", "don't", "’", "🤷", "<b>", "\u200b"], " "]
        ),
        max_size=30,
    )
)
def test_any_arrangement_of_its_own_words_adds_up(parts):
    model, text = _small(), " ".join(parts)
    words, rest, score = model.explain(text, "bills-and-payments")
    assert sum(word.weight for word in words) + rest == pytest.approx(score, abs=1e-4)


def test_hostile_texts_can_be_learned_from():
    examples = [CodedExample(text, frozenset({BOOK[0].slug}), kind) for kind, text in HOSTILE.items()]
    model = ThemeSuggester.fit(BOOK[:3], examples)
    # What has no word at all ("empty", "only punctuation") is no example.
    assert model.confirmed(BOOK[0].slug) == len(HOSTILE) - 2
    assert np.isfinite(model.likelihoods(list(HOSTILE.values()))).all()


_SMALL: list[ThemeSuggester] = []


def _small() -> ThemeSuggester:
    if not _SMALL:
        _SMALL.append(ThemeSuggester.fit(BOOK, LEARNED))
    return _SMALL[0]
