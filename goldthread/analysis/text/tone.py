"""Sentiment of a text, from very negative to very positive, with the words that show it.

Four lines are learned at once, one for each step of the scale ("more than very negative", ...), over the same
words and meanings as the themes, and again for each kind of item: "nothing" is praise where somebody was asked
what could be better, and blame where they were asked what was good. It begins with invented sentences, and people's
own decisions take over.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

import numpy as np

from goldthread.analysis.steady import steady_product
from goldthread.analysis.text.embedding import DIMENSIONS
from goldthread.analysis.theming import serialisation
from goldthread.analysis.theming.design import MEANING, Design, design_of, question_columns
from goldthread.analysis.theming.explanations import matched_words, parts_of
from goldthread.analysis.theming.features import Bag, Vocabulary, inverse_root, meanings
from goldthread.analysis.theming.solver import learn
from goldthread.analysis.theming.tokens import tokens_of
from goldthread.analysis.theming.types import MatchedWord

LOWEST, HIGHEST = -2, 2
_STEPS = np.arange(LOWEST, HIGHEST)
COST = 0.4
# How much what a word says under one kind of item counts beside what it says everywhere.
OF_ITS_KIND = 0.7
# How steeply a step is passed: a word that is sure of one step does not outvote the others.
STEEP = 2.0
# With this many decisions of people, the invented sentences count half.
HALF_AT = 100
# A kind of item with fewer decisions has no words of its own yet.
FEWEST_OF_A_KIND = 50
MOST_EXAMPLES = 50_000
FOLDS = 3
FORMAT = "goldthread-tone-1"
_AT_ONCE = 2000


class ToneExample(NamedTuple):
    """A text whose tone a person has said, -2 to 2; question is the kind of item."""

    text: str
    tone: int
    question: str = ""


class ToneSuggestion(NamedTuple):
    """Sentiment of a text: the tone, -2 to 2, how often such a guess is right, and the words that say so."""

    tone: int
    sure: float
    why: list[MatchedWord]


@dataclass(frozen=True)
class ToneModel:
    """A model of tone. Make it with `fit` or `from_bytes`; it does not change afterwards.

    weights: (kinds of item and, first, none of them), features with the constant and the meaning last, steps.
    cuts: the sums above which a tone is one higher. right: how often each tone, suggested, is right.
    """

    vocabulary: Vocabulary
    questions: tuple[str, ...]
    weights: np.ndarray
    cuts: np.ndarray
    right: np.ndarray
    rests_on: int

    @classmethod
    def fit(cls, examples: Sequence[ToneExample] = ()) -> ToneModel:
        """Learn from people's decisions and the invented sentences. The same input gives the same model.

        Give the working text, never the words as received. Raises ValueError for a tone outside -2 to 2.
        """
        examples = list(examples)[-MOST_EXAMPLES:]
        if any(not LOWEST <= each.tone <= HIGHEST for each in examples):
            raise ValueError(f"A tone is a whole number from {LOWEST} to {HIGHEST}.")
        examples = [each for each in examples if tokens_of(each.text)]
        own = invented_examples()
        everything = [*own, *examples]
        answered = Counter(each.question for each in examples if each.question)
        questions = tuple(sorted(q for q, often in answered.items() if often >= FEWEST_OF_A_KIND))
        bag = Bag.of(tokens_of(each.text) for each in everything)
        vocabulary = Vocabulary.of(
            Bag(bag.counts[: len(own)], bag.units), Bag(bag.counts[len(own) :], bag.units)
        )
        kind = question_columns([each.question for each in everything], questions)
        design = _by_kind(design_of(bag, vocabulary, np.empty((len(everything), 0))), kind)
        tones = np.array([each.tone for each in everything])
        weight = np.ones(len(everything), dtype=np.float32)
        weight[: len(own)] = HALF_AT / (HALF_AT + len(examples))
        unseen = np.zeros((len(tones), len(_STEPS)), dtype=np.float32)
        for fold in range(FOLDS):
            out = np.arange(len(tones)) % FOLDS == fold
            unseen[out] = design.only(out).times(_learn(design.only(~out), tones[~out], weight[~out]))
        sums = _passed(unseen)
        cuts = best_cuts(sums, tones, weight)
        weights = _apart(_learn(design, tones, weight), len(vocabulary.columns), len(questions))
        right = _right(LOWEST + np.searchsorted(cuts, sums), tones, weight)
        return cls(vocabulary, questions, weights, cuts, right, len(examples))

    def suggest_many(
        self, texts: Sequence[str], questions: Sequence[str] | None = None
    ) -> list[ToneSuggestion | None]:
        """Return how each text sounds; None where no word of it is known, rather than a guess from its kind."""
        kinds = list(questions) if questions is not None else [""] * len(texts)
        if len(kinds) != len(texts):
            raise ValueError("There must be as many questions as texts.")
        return [
            suggestion
            for start in range(0, len(texts), _AT_ONCE)
            for suggestion in self._suggestions(
                texts[start : start + _AT_ONCE], kinds[start : start + _AT_ONCE]
            )
        ]

    def suggest(self, text: str, question: str = "") -> ToneSuggestion | None:
        """Return how a text sounds; its first 20,000 characters are read."""
        return self.suggest_many([text], [question])[0]

    def _suggestions(self, texts: Sequence[str], questions: Sequence[str]) -> Iterator[ToneSuggestion | None]:
        number_of = {question: number for number, question in enumerate(self.questions, 1)}
        kinds = np.array([number_of.get(question, 0) for question in questions])
        tokens = [tokens_of(text) for text in texts]
        bag = Bag.of(tokens, self.vocabulary.columns)
        features, of_units = self.vocabulary.features(bag.units), meanings(bag.units)
        squares = bag.counts.multiply(bag.counts) @ self.vocabulary.squares(bag.units, features)
        meaning = bag.counts @ of_units
        length, meant_length = inverse_root(squares), inverse_root(np.einsum("ij,ij->i", meaning, meaning))
        width = len(self.vocabulary.columns)
        parts: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        for kind in np.unique(kinds).tolist():
            weights = self.weights[kind]
            parts[kind] = features @ weights[:width], steady_product(of_units, MEANING * weights[width + 1 :])
        for row, kind in enumerate(kinds.tolist()):
            at = slice(bag.counts.indptr[row], bag.counts.indptr[row + 1])
            units, often = bag.counts.indices[at], bag.counts.data[at]
            letters, meant = parts[kind]
            adds = often[:, None] * (letters[units] * length[row] + meant[units] * meant_length[row])
            if not adds.any():
                yield None
                continue
            total = _passed(adds.sum(0) + self.weights[kind][width])
            tone = LOWEST + int(np.searchsorted(self.cuts, total))
            pull = adds.sum(1) * (1 if tone >= 0 else -1)
            names = dict(zip([bag.units[unit] for unit in units], pull.tolist(), strict=True))
            why = matched_words(texts[row], tokens[row], parts_of(tokens[row], names))
            yield ToneSuggestion(tone, float(self.right[tone - LOWEST]), why)

    def to_bytes(self) -> bytes:
        """Return the whole model; `from_bytes` makes the same model of it."""
        about = {
            "format": FORMAT,
            "questions": self.questions,
            "rests_on": self.rests_on,
            "features": list(self.vocabulary.columns),
        }
        return serialisation.packed(
            about,
            {
                "rarity": self.vocabulary.rarity,
                "weights": self.weights,
                "cuts": self.cuts,
                "right": self.right,
            },
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> ToneModel:
        """Make a model of what `to_bytes` wrote; raises ValueError for anything else."""
        return serialisation.unpacked(data, FORMAT, cls._of)

    @classmethod
    def _of(cls, parts: serialisation.Parts) -> ToneModel:
        vocabulary, questions = parts.vocabulary(), parts.names("questions")
        width = len(vocabulary.columns) + 1 + DIMENSIONS
        weights = parts.array("weights", 1 + len(questions), width, len(_STEPS))
        cuts, right = parts.array("cuts", len(_STEPS)), parts.array("right", len(_STEPS) + 1)
        if right.min() < 0 or right.max() > 1:
            raise ValueError("right is no share")
        return cls(vocabulary, questions, weights, cuts, right, parts.count(parts.about["rests_on"]))


@lru_cache(maxsize=1)
def invented_examples() -> tuple[ToneExample, ...]:
    """Return the invented sentences that every council begins with; no person said them."""
    text = resources.files("goldthread.analysis").joinpath("data", "tone.jsonl").read_text(encoding="utf-8")
    return tuple(ToneExample(**json.loads(line)) for line in text.splitlines() if line.startswith("{"))


def weighted_kappa(one: np.ndarray, other: np.ndarray, weight: np.ndarray | None = None) -> float:
    """Return Cohen's kappa of two sets of tones, -2 to 2, with squared weights; 1 where both are all alike."""
    size = HIGHEST - LOWEST + 1
    observed = np.zeros((size, size))
    np.add.at(observed, (one - LOWEST, other - LOWEST), 1.0 if weight is None else weight)
    apart = np.subtract.outer(np.arange(size), np.arange(size)) ** 2
    expected = float((apart * np.outer(observed.sum(1), observed.sum(0))).sum() / observed.sum())
    return 1 - float((apart * observed).sum()) / expected if expected else 1.0


def best_cuts(sums: np.ndarray, tones: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return the four sums at which the tone goes up by one, such that people and machine agree best."""
    share = np.cumsum([weight[tones == tone].sum() for tone in range(LOWEST, HIGHEST)]) / weight.sum()
    cuts = np.quantile(sums, share)
    for _ in range(3):
        for step in range(len(cuts)):
            low = cuts[step - 1] if step else sums.min()
            high = cuts[step + 1] if step + 1 < len(cuts) else sums.max()
            tried = [
                np.concatenate([cuts[:step], [cut], cuts[step + 1 :]]) for cut in np.linspace(low, high, 41)
            ]
            kappas = [weighted_kappa(LOWEST + np.searchsorted(each, sums), tones, weight) for each in tried]
            cuts = tried[int(np.argmax(kappas))]
    return cuts


def _passed(margins: np.ndarray) -> np.ndarray:
    return np.tanh(STEEP * margins).sum(-1)


def _by_kind(design: Design, kind: np.ndarray) -> Design:
    """Return the design with everything once more for each kind of item, for the texts of that kind.

    kind: texts by kinds, 1 where the text is of it. Dense columns are the constant and the meaning, then those
    again by kind.
    """
    from scipy.sparse import block_diag, csr_array, hstack

    of_kind = [csr_array(design.counts.multiply(column[:, None])) for column in kind.T]
    counts = csr_array(hstack([design.counts, *of_kind]))
    features = csr_array(block_diag([design.features, *[OF_ITS_KIND * design.features] * len(of_kind)]))
    dense = np.hstack([design.dense, *[OF_ITS_KIND * design.dense * column[:, None] for column in kind.T]])
    return Design(counts, features, dense)


def _learn(design: Design, tones: np.ndarray, weight: np.ndarray) -> np.ndarray:
    truth = np.where(tones[:, None] > _STEPS, 1, -1).astype(np.float32)
    ridge = np.ones((design.width, 1), dtype=np.float32)
    # The constants, of all texts and of each kind, are hardly held back.
    ridge[design.constant :: 1 + DIMENSIONS] = 0.05
    return learn(design, truth, np.repeat(COST * weight[:, None], len(_STEPS), axis=1), ridge)


def _apart(learned: np.ndarray, width: int, kinds: int) -> np.ndarray:
    """Return what each feature, the constant and each meaning adds under each kind, none of them first."""
    sparse = learned[: width * (1 + kinds)].reshape(1 + kinds, width, -1)
    dense = learned[width * (1 + kinds) :].reshape(1 + kinds, 1 + DIMENSIONS, -1).copy()
    # Meaning stands in the design already weighed, and is weighed again where it is used.
    both = np.concatenate([sparse, dense], axis=1)
    both[1:] = both[:1] + OF_ITS_KIND * both[1:]
    return both


def _right(guessed: np.ndarray, tones: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return how often each tone, suggested for a text that was left out, is the one that was said."""
    right = []
    for tone in range(LOWEST, HIGHEST + 1):
        of = weight[guessed == tone]
        # Two more of which half are right: a tone suggested once is not sure of itself.
        right.append((of[tones[guessed == tone] == tone].sum() + 1) / (of.sum() + 2))
    return np.array(right)
