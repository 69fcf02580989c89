"""Accurate mode: a fine-tuned language model combined with the linear model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from goldthread.analysis.text.semantic import NotInstalled
from goldthread.analysis.theming.thresholds import Cuts, cuts_of, weighed
from goldthread.analysis.theming.tokens import EMPTY, Token
from goldthread.analysis.theming.training import codebook_texts
from goldthread.analysis.theming.transformer_training import TunedTransformer, made_from, train_transformer
from goldthread.analysis.theming.types import CodedExample, ThemeText

FEWEST = 300
"""Below so many confirmed texts the linear model does as well by itself."""
# One text in so many is left out of what is taught, to learn how far each of the two is to be believed.
_LEFT_OUT = 6
_WORSE = "The language model does worse on these than the model that reads by day."
# So many different words of a text are left out in turn where it must be said what led to a theme.
_MOST_WORDS = 60
# What the codebook says counts so much beside what a person confirmed.
_BOOK = 0.5


@dataclass(frozen=True)
class FineTuned:
    """A tuned transformer, how much its log-odds add to the linear model's score, and the thresholds of both."""

    tuned: TunedTransformer
    share: float
    cuts: Cuts
    # The untaught model: what was taught is kept as what differs from it.
    made_from: str

    def beside(self, texts: Sequence[str], questions: Sequence[str]) -> np.ndarray:
        """Return what is added to the linear model's scores, (texts, themes).

        Raises semantic.NotInstalled where goldthread[nightly] is missing, or has another model than this was taught in.
        """
        if made_from() != self.made_from:
            raise NotInstalled(
                f"This model was taught in {self.made_from}, and {made_from()} is installed. Train it anew."
            )
        return self.share * self.tuned.scores(texts, questions)

    def missed(self, text: str, question: str, tokens: Sequence[Token], theme: int) -> dict[int, float]:
        """Return what leaving a word out takes from a theme's score, by the number of the token where it first stands.

        Of a long text the first words only: beyond them the language model hardly reads. Raises as `beside`.
        """
        positions: dict[str, list[int]] = {}
        for number, token in enumerate(tokens):
            if token.word not in EMPTY and (token.word in positions or len(positions) < _MOST_WORDS):
                positions.setdefault(token.word, []).append(number)
        without = [_without(text, [tokens[number] for number in numbers]) for numbers in positions.values()]
        scores = self.beside([text, *without], [question] * (1 + len(without)))[:, theme]
        return {
            numbers[0]: float(scores[0] - less)
            for numbers, less in zip(positions.values(), scores[1:], strict=True)
        }


def _without(text: str, tokens: Sequence[Token]) -> str:
    parts, start = [], 0
    for token in tokens:
        parts.append(text[start : token.start])
        start = token.end
    return "".join([*parts, text[start:]])


def fine_tune(
    themes: Sequence[ThemeText],
    confirmed: Sequence[CodedExample],
    scored: Callable[[Sequence[CodedExample], Sequence[CodedExample]], np.ndarray],
    seed: int = 0,
) -> FineTuned:
    """Teach the language model a codebook and confirmed texts.

    scored: returns the linear model's scores, (texts, themes), of the second texts when it has learned the first ones.
    Raises ValueError below `FEWEST` confirmed texts and where it does worse on those left out than the linear model
    by itself, and semantic.NotInstalled without goldthread[nightly].
    """
    if len(confirmed) < FEWEST:
        raise ValueError(
            f"{len(confirmed)} confirmed texts are too few to teach the language model; it takes {FEWEST}."
        )
    fold = np.random.default_rng(seed).permutation(len(confirmed)) % _LEFT_OUT
    taught = [each for each, at in zip(confirmed, fold, strict=True) if at]
    left_out = [each for each, at in zip(confirmed, fold, strict=True) if not at]
    texts, owners, _ = codebook_texts(themes)
    truth = np.zeros((len(texts), len(themes)), dtype=bool)
    for row, owner in enumerate(owners):
        truth[row, owner] = True
    tuned = train_transformer(
        [*texts, *(each.text for each in taught)],
        [*([""] * len(texts)), *(each.question for each in taught)],
        np.concatenate([truth, _truth(themes, taught)]),
        np.concatenate([np.full(len(texts), _BOOK), np.ones(len(taught))]),
        seed=seed,
    )
    right, counts = _truth(themes, left_out), np.ones(len(left_out))
    linear = scored(taught, left_out)
    theirs = tuned.scores([each.text for each in left_out], [each.question for each in left_out])
    both = np.column_stack([linear.ravel(), theirs.ravel()])
    believed = weighed(both, right.ravel(), np.repeat(counts, len(themes)))
    if believed.min(initial=np.inf, where=[True, True, False]) <= 0:
        raise ValueError(_WORSE)
    share, every = float(believed[1] / believed[0]), np.ones(len(left_out), dtype=bool)
    beside = linear + share * theirs
    alone, cuts = (cuts_of(score, right, counts, every, len(confirmed)) for score in (linear, beside))
    if _f1(beside, cuts, right) < _f1(linear, alone, right):
        raise ValueError(_WORSE)
    return FineTuned(tuned, share, cuts, made_from())


def _f1(scores: np.ndarray, cuts: Cuts, truth: np.ndarray) -> float:
    suggested = cuts.likely(scores) >= cuts.least
    return float(2 * (suggested & truth).sum() / max(1, suggested.sum() + truth.sum()))


def _truth(themes: Sequence[ThemeText], confirmed: Sequence[CodedExample]) -> np.ndarray:
    return np.array([[theme.slug in each.themes for theme in themes] for each in confirmed], dtype=bool)
