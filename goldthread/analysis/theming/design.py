"""Design matrix of texts for the solver: words, what is known of each word, and of the whole text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from goldthread.analysis.steady import SteadyMatrix
from goldthread.analysis.theming.features import Bag, Vocabulary, inverse_root, meanings

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# How much a text's meaning, the question it answers, and what the small language model makes of it (where that is
# used) count beside its words (whose length is one).
MEANING, QUESTION, SENTENCE = 0.7, 0.25, 0.5


@dataclass(frozen=True)
class Design:
    """texts by features, kept as (texts by units) times (units by features), and beside them dense columns.

    The product is never worked out: most words stand in many texts, so that going through the words is several
    times quicker.
    """

    counts: csr_array
    features: csr_array
    dense: np.ndarray

    def times(self, weights: np.ndarray) -> np.ndarray:
        """Return texts by themes of weights, (features then dense columns) by themes."""
        width = self.features.shape[1]
        return self.counts @ (self.features @ weights[:width]) + self._steady.times(weights[width:])

    def back(self, errors: np.ndarray) -> np.ndarray:
        """Return (features then dense columns) by themes of errors, texts by themes."""
        return np.vstack(
            [self._features_by_units @ (self._units_by_texts @ errors), self._steady.back(errors)]
        )

    def only(self, texts: np.ndarray) -> Design:
        """Return the same for some of the texts."""
        return replace(self, counts=self.counts[texts], dense=self.dense[texts])

    def beside(self, columns: np.ndarray) -> Design:
        """Return the same with further dense columns."""
        return replace(self, dense=np.hstack([self.dense, columns]))

    @property
    def constant(self) -> int:
        """The position of the constant, the first of the dense columns, among the features."""
        return self.features.shape[1]

    @property
    def width(self) -> int:
        """Return how many features there are, the dense columns among them."""
        return self.features.shape[1] + self.dense.shape[1]

    @cached_property
    def _steady(self) -> SteadyMatrix:
        return SteadyMatrix(self.dense)

    @cached_property
    def _units_by_texts(self) -> csr_array:
        return self.counts.T.tocsr()

    @cached_property
    def _features_by_units(self) -> csr_array:
        return self.features.T.tocsr()


def design_of(bag: Bag, vocabulary: Vocabulary, answered: np.ndarray) -> Design:
    """Return the design of a bag: its words' features, then the constant, meaning (256) and questions.

    asked: texts by questions, 1 where the text answers that question.
    """
    features = vocabulary.features(bag.units)
    lengths = inverse_root(bag.counts.multiply(bag.counts) @ vocabulary.squares(bag.units, features))
    meaning = bag.counts @ meanings(bag.units)
    meaning *= MEANING * inverse_root(np.einsum("ij,ij->i", meaning, meaning))[:, None]
    constant = np.ones((len(lengths), 1))
    dense = np.hstack([constant, meaning, QUESTION * answered]).astype(np.float32)
    return Design(bag.counts.multiply(lengths[:, None]).tocsr(), features, dense)


def question_columns(questions: Sequence[str], known: Sequence[str]) -> np.ndarray:
    """Return texts by known questions, 1 where the text answers it."""
    column = {question: number for number, question in enumerate(known)}
    answered = np.zeros((len(questions), len(known)), dtype=np.float32)
    for row, question in enumerate(questions):
        if question in column:
            answered[row, column[question]] = 1
    return answered
