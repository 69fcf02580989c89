"""Cues of possible harm, on sentences by hand: danger, harm and their harmless twins, however they are typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from goldthread.analysis.text.cue_patterns import Phrase, PhraseError
from goldthread.analysis.text.cue_reading import CueText
from goldthread.analysis.text.safeguarding_cues import (
    HarmKind,
    cue_phrases,
    find_cues,
    harmless_phrases,
)
from goldthread.analysis.text.safeguarding_training import invented_texts

SENTENCES = Path(__file__).parent / "safeguarding_sentences"


def sentences(name: str) -> list[str]:
    return (SENTENCES / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def strong(text: str):
    return [cue for cue in find_cues(text).cues if not cue.group.weak]


@pytest.mark.parametrize("name", ["danger", "wish_to_die"])
def test_direct_statements_of_suicide_and_danger_come_to_the_top(name):
    assert [text for text in sentences(name) if not any(c.group.danger for c in strong(text))] == []


def test_everyday_messages_are_no_danger():
    """Holidays, hospital stays, goodbyes, old falls, a meal gone cold: what a council's inbox is full of."""
    dangers = {text: [c.phrase for c in strong(text) if c.group.danger] for text in sentences("everyday")}
    assert {text: found for text, found in dangers.items() if found} == {}


def test_a_number_in_figures_is_any_number():
    phrase = Phrase("took # tablets", {})
    assert phrase.anchors == {"tablets"}
    assert phrase.compiled.search(" i took 37 tablets ")
    assert not phrase.compiled.search(" i took my tablets ")


def test_plain_harm_of_every_kind_has_a_cue():
    assert [text for text in sentences("harm") if not strong(text)] == []


def test_figures_of_speech_praise_and_history_have_none():
    assert [(text, strong(text)) for text in sentences("harmless") if strong(text)] == []


def test_every_kind_has_cues():
    assert {group.kind for _, group in cue_phrases()} == set(HarmKind)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("i cannot cope", "i cant cope"),
        ("I can't cope", "i cant cope"),
        ("i can not cope", "i cant cope"),
        ("I’m gonna tell u 2day", "im going to tell you today"),
        ("he is gone full stop she cried", "hes gone . she cried"),
        ("no one came, nobody", "nobody came nobody"),
        ("I've told my mother", "i have told my mum"),
    ],
)
def test_words_are_read_alike_however_they_are_typed(text, line):
    assert CueText(text).line.strip() == line


@pytest.mark.parametrize("gap", ["\n", "\r\n", "  ", "\t", "\u00a0", "&nbsp;", "-", "\u2011", "\u200b"])
def test_what_parts_words_does_not_matter_and_the_words_are_marked_as_given(gap):
    text = f"He said{gap}I{gap}want{gap}to{gap}die today"
    marked = {text[cue.start : cue.end] for cue in strong(text)}
    assert f"want{gap}to{gap}die" in marked


@pytest.mark.parametrize("hidden", ["\u00ad", "\u200d", "\ufeff", "\u200b"])
def test_what_nobody_sees_within_a_word_hides_nothing(hidden):
    assert strong("".join(letter + hidden for letter in "I want to die"))


@pytest.mark.parametrize(
    ("safe", "unsafe"),
    [
        ("I feel safe with him", "I don't feel safe with him"),
        ("She feels safe in her room", "She has never felt safe in her room"),
        ("We feel safe at home now", "we dont feel safe at home"),
    ],
)
def test_a_harmless_phrase_goes_but_never_its_denial(safe, unsafe):
    assert not strong(safe)
    assert strong(unsafe)


def test_no_cue_runs_over_the_end_of_a_sentence():
    assert strong("nobody fed her")
    assert not [c for c in strong("I saw nobody. Fed her cat.") if c.group.kind is HarmKind.NEGLECT]


def test_no_repeat_is_without_a_bound():
    """What proves that no text, however hostile, makes it slow beyond its length."""
    for phrase in [*harmless_phrases(), *(phrase for phrase, _ in cue_phrases())]:
        source = re.sub(r"\\.|\[(?:\\.|[^\]])*\]", "x", phrase.pattern)
        assert not re.search(r"(?<!\()[*+]|\{\d+,\}", source), phrase.source


def test_no_invented_text_stands_whole_in_a_phrase():
    """The cues must hold for other topics and manners than those of the texts that they were written from."""
    sources = [re.sub(r"[^a-z0-9]+", " ", phrase.source) for phrase, _ in cue_phrases()]
    for one in invented_texts():
        words = " ".join(word for word in CueText(one.text).words if word != ".")
        if len(words.split()) > 3:
            assert not [source for source in sources if words in source], one.text


def test_the_words_that_a_phrase_is_looked_up_by_are_words_of_its_own():
    lists = {"they": ["he", "she"]}
    phrase = Phrase("{they} (hit|kick*) [me|us] ... floor", lists)
    assert phrase.anchors == {"floor"}
    assert phrase.compiled.search(" then she kicked me on the cold floor ")


@pytest.mark.parametrize("phrase", ["(hit|kick me", "[only this]", "{nowhere} hit", "hit) me"])
def test_a_phrase_that_cannot_be_read_is_told(phrase):
    with pytest.raises(PhraseError):
        Phrase(phrase, {})


def test_a_very_long_text_is_read_to_its_end():
    assert strong("words " * 30_000 + "i want to die")
