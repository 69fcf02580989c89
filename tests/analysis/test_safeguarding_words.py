"""Words that may tell of harm: said by many people in many ways, all invented; a person is told rather once too often."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analysis.text.safeguarding_words import PATTERNS, AbuseKind, find_abuse_words

TELLS = [
    ("he hit my mother again last night", AbuseKind.PHYSICAL),
    ("There are bruises on both her wrists and nobody can say how.", AbuseKind.PHYSICAL),
    ("The night carer was rough with Dad when she turned him.", AbuseKind.PHYSICAL),
    ("[person 2] was pushed by another resident", AbuseKind.PHYSICAL),
    ("they tied him to the chair with a sheet", AbuseKind.PHYSICAL),
    ("My daughter’s partner is controlling. She doesn’t let him see us.", AbuseKind.DOMESTIC),
    ("i am scared to go home", AbuseKind.DOMESTIC),
    ("she said a man at the day centre touched her inappropriately", AbuseKind.SEXUAL),
    ("he gets into her bed", AbuseKind.SEXUAL),
    ("The staff shout at the residents who are slow.", AbuseKind.PSYCHOLOGICAL),
    ("they lock him in his room after tea", AbuseKind.PSYCHOLOGICAL),
    ("her call bell was left out of reach", AbuseKind.PSYCHOLOGICAL),
    ("money keeps going missing from Mum's purse", AbuseKind.FINANCIAL),
    ("My brother has taken all her savings.", AbuseKind.FINANCIAL),
    ("He made her change her will.", AbuseKind.FINANCIAL),
    ("the agency keeps our passports", AbuseKind.SLAVERY),
    ("they are keeping their passports and they work without pay", AbuseKind.SLAVERY),
    ("A carer made racist remarks to my uncle.", AbuseKind.DISCRIMINATION),
    ("We were told not to write it down.", AbuseKind.ORGANISATION),
    ("left in a wet pad from eight until two", AbuseKind.NEGLECT),
    ("She had not been fed when I got there at three.", AbuseKind.NEGLECT),
    ("Mum has a pressure sore the size of a saucer", AbuseKind.NEGLECT),
    ("carers never turned up so no insulin", AbuseKind.NEGLECT),
    ("Nobody had given her the tablets since Friday.", AbuseKind.NEGLECT),
    ("I do not feel safe where I am living.", AbuseKind.NEGLECT),
    ("He is hoarding and there are rats.", AbuseKind.SELF_NEGLECT),
    ("she has stopped eating", AbuseKind.SELF_NEGLECT),
    ("I don't want to be here any more", AbuseKind.LIFE),
    ("he talks about ending it all", AbuseKind.LIFE),
    # Denied, past or doubted all the same: whoever reads decides, not the machine.
    ("He never hit her, she says now.", AbuseKind.PHYSICAL),
    ("Years ago I was sexually abused.", AbuseKind.SEXUAL),
    ("Mum fell through a gap in the floorboards on Tuesday.", AbuseKind.NEGLECT),
    ("He fell through a crack in the patio and broke his hip", AbuseKind.NEGLECT),
    ("He fell through the gaps in the decking", AbuseKind.NEGLECT),
    ("She fell between the gap in the bed rails.", AbuseKind.NEGLECT),
    ("He fell short of breath and lay there until noon.", AbuseKind.NEGLECT),
    ("Nan fell between the kitchen stools", AbuseKind.NEGLECT),
    ("Mum had three falls between departments at the hospital.", AbuseKind.NEGLECT),
    ("She had two falls between services changing over.", AbuseKind.NEGLECT),
    ("She had falls between the two teams' visits.", AbuseKind.NEGLECT),
]

TELLS_NOTHING = [
    "The assessment took three months and nobody rang me back.",
    "Please thank the reablement team, Dad is walking again.",
    "My invoice went up by a third and the letter does not say why.",
    "I had to hit the roof before anyone answered.",
    "The website is hard to find your way around.",
    "We were given four different social workers in one year.",
    "The new respite house is bright and the garden is lovely.",
    "I would like a copy of my support plan in large print.",
    "Parking at the day centre is hopeless.",
    "The direct payment was late for the second month.",
    "",
    "!!! ??? ...",
    "We fell between two services for a year.",
    "He has fallen between the children's and adults' teams.",
    "They let people fall between the two departments.",
    "Your care falls short of the standards you set.",
    "My letter fell on deaf ears and the reply falls short of it.",
    "She has fallen through the cracks between\nthe teams.",
]


@pytest.mark.parametrize(("text", "kind"), TELLS)
def test_it_is_noticed_and_named(text, kind):
    cues = find_abuse_words(text)
    assert kind in {cue.kind for cue in cues}
    assert all(text[cue.start : cue.end].strip() and cue.reason for cue in cues)


# What parts words where people press Return, paste from Word or a web page, or type on a telephone.
PARTED = {
    "a line break": "\n",
    "a line break of Windows": "\r\n",
    "two spaces": "  ",
    "a tab": "\t",
    "a non-breaking space": "\u00a0",
    "a narrow space": "\u202f",
    "a non-breaking space as a web page has it": "&nbsp;",
    "a hyphen": "-",
    "a non-breaking hyphen": "\u2011",
    "a zero-width space": "\u200b",
    "a space and what nobody sees": "\u200d \u00ad",
}


# What nobody sees inside a word.
HIDDEN = {"a soft hyphen": "\u00ad", "a zero-width joiner": "\u200d", "a byte order mark": "\ufeff"}


def marked(text: str, kind: AbuseKind) -> list[str]:
    return [text[cue.start : cue.end] for cue in find_abuse_words(text) if cue.kind == kind]


@pytest.mark.parametrize("between", PARTED.values(), ids=PARTED)
def test_it_is_noticed_however_its_words_are_parted(between):
    for text, kind in TELLS:
        # The same words are marked as where a single space parts them.
        expected = [one.replace(" ", between) for one in marked(text, kind)]
        assert marked(text.replace(" ", between), kind) == expected


@pytest.mark.parametrize("hidden", [*HIDDEN.values(), "\u200b"], ids=[*HIDDEN, "a zero-width space"])
def test_what_nobody_sees_inside_a_word_hides_nothing(hidden):
    for text, kind in TELLS:
        words = "".join(letter + hidden if letter.isalpha() else letter for letter in text)
        assert marked(words, kind), (text, kind)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(TELLS), st.randoms(use_true_random=False))
def test_any_mixture_of_gaps_and_of_what_nobody_sees_marks_the_same_words(example, random):
    text, kind = example
    gaps, unseen = [" ", *PARTED.values()], ["", "", *HIDDEN.values()]
    pieces = [
        random.choice(gaps) if letter == " " else letter + (random.choice(unseen) if letter.isalpha() else "")
        for letter in text
    ]
    positions = [0, *itertools.accumulate(map(len, pieces))]
    cues = [cue for cue in find_abuse_words("".join(pieces)) if cue.kind == kind]
    for cue in find_abuse_words(text):
        if cue.kind == kind:
            # At least the same words: one more where a zero-width space may stand inside a word or between two.
            assert any(one.start == positions[cue.start] and one.end > positions[cue.end - 1] for one in cues)


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u2011", "\u2013", " ", "\n"])
def test_a_hyphen_is_any_hyphen_or_a_space(hyphen):
    for words in (
        "self-harm",
        "self-neglect",
        "honour-based",
        "urine-soaked sheets",
        "a no-show again",
        "pressure-sore",
    ):
        assert find_abuse_words(words.replace("-", hyphen)), words


@given(
    st.lists(
        st.sampled_from(["he", "hit", "me", " ", "\n", "\u200b", "\u00ad", "-", "&nbsp;", "é", "🙂"]),
        max_size=40,
    )
)
def test_places_are_always_inside_the_text_and_in_order(pieces):
    text = "".join(pieces)
    cues = find_abuse_words(text)
    assert all(0 <= cue.start < cue.end <= len(text) for cue in cues)
    assert all(a.end <= b.start for a, b in itertools.pairwise(cues))
    assert all(text[cue.start] == "h" and text[cue.end - 1] == "e" for cue in cues)


@pytest.mark.parametrize("text", TELLS_NOTHING)
def test_ordinary_complaints_and_thanks_are_not_an_alarm(text):
    assert find_abuse_words(text) == []


def test_places_are_those_of_the_text_as_given_and_do_not_overlap():
    text = "🙂 She’s been left in a wet pad. He doesn’t let her see anybody.\u200b He hit her."
    cues = find_abuse_words(text)
    assert [cue.kind for cue in cues] == [AbuseKind.NEGLECT, AbuseKind.DOMESTIC, AbuseKind.PHYSICAL]
    assert all(a.end <= b.start for a, b in itertools.pairwise(cues))
    assert "doesn’t let her see" in text[cues[1].start : cues[1].end]


@pytest.mark.parametrize("kind", sorted(PATTERNS))
def test_no_repeat_is_without_a_bound(kind):
    """What proves that no text, however hostile, makes it slow beyond its length."""
    source = re.sub(r"\\.|\[(?:\\.|[^\]])*\]", "x", PATTERNS[kind].pattern)
    assert not re.search(r"(?<!\()[*+]|\{\d+,\}", source), source


def test_a_very_long_text_is_read_to_its_end():
    assert find_abuse_words("words " * 30_000 + "he hit her")[0].kind == AbuseKind.PHYSICAL


def test_every_kind_of_the_guidance_has_its_words():
    assert set(PATTERNS) == {kind.value for kind in AbuseKind}
