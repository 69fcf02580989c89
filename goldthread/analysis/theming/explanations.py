"""Explanation of a score: what each word adds to a theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from goldthread.analysis.theming.tokens import EMPTY, Token, is_kin
from goldthread.analysis.theming.types import MatchedWord

MOST_WORDS = 5
# A word that adds less than this share of what the strongest adds is not shown.
WORTH_SHOWING = 0.1


def parts_of(tokens: Sequence[Token], units: Mapping[str, float]) -> dict[int, float]:
    """Return what each word adds to a theme's score, by the number of the token where it first stands.

    units: what each word and pair adds. A pair's part goes to the word of the two that says something, half to
    each where both do. The parts sum to what the units sum to.
    """
    first: dict[str, int] = {}
    for number, token in enumerate(tokens):
        first.setdefault(token.word, number)
    parts: dict[int, float] = {}
    for unit, part in units.items():
        words = [unit]
        if " " in unit:
            words = [word for word in unit.split(" ") if word not in EMPTY]
        for word in words:
            parts[first[word]] = parts.get(first[word], 0.0) + part / len(words)
    return parts


def mostly_kin(tokens: Sequence[Token], parts: Mapping[int, float]) -> bool:
    """Return whether more than half of what speaks for a theme are words of kinship, which say who and not what."""
    speaks = {number: part for number, part in parts.items() if part > 0}
    return 2 * sum(part for n, part in speaks.items() if is_kin(tokens[n].word)) > sum(speaks.values())


def matched_words(text: str, tokens: Sequence[Token], parts: Mapping[int, float]) -> list[MatchedWord]:
    """Return the words that add most, neighbours joined into a phrase, the strongest first; empty if none adds.

    Words on either side of a bracket are no neighbours: a placeholder may stand between them.
    """
    order = sorted((number for number, part in parts.items() if part > 0), key=lambda n: (-parts[n], n))
    if not order:
        return []
    strong = [n for n in order[:MOST_WORDS] if parts[n] >= WORTH_SHOWING * parts[order[0]]]
    phrases: list[list[int]] = []
    for number in sorted(strong):
        if (
            phrases
            and number == phrases[-1][-1] + 1
            and "[" not in text[tokens[number - 1].end : tokens[number].start]
        ):
            phrases[-1].append(number)
        else:
            phrases.append([number])
    shown = []
    for phrase in phrases:
        start, end = tokens[phrase[0]].start, tokens[phrase[-1]].end
        shown.append(MatchedWord(text[start:end], start, end, sum(parts[number] for number in phrase)))
    return sorted(shown, key=lambda word: (-word.weight, word.start))
