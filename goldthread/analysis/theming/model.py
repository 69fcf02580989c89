"""Theme suggester: suggests themes for a text and shows the words that led to them; a person decides.

One linear model over words, pairs and pieces of words, what they mean, and the question they answer, learned from
the codebook and from what people confirmed. Every score is a sum over the words of the text, so the words shown are
the reason and not a story told afterwards. Where it is not sure, it suggests nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from goldthread.analysis.steady import steady_product
from goldthread.analysis.text import semantic
from goldthread.analysis.text.embedding import DIMENSIONS
from goldthread.analysis.theming import serialisation
from goldthread.analysis.theming.design import MEANING, QUESTION, SENTENCE, question_columns
from goldthread.analysis.theming.explanations import matched_words, mostly_kin, parts_of
from goldthread.analysis.theming.features import FEWEST_CONFIRMED, Bag, inverse_root, meanings
from goldthread.analysis.theming.fine_tuning import FineTuned, fine_tune
from goldthread.analysis.theming.tokens import Token, tokens_of
from goldthread.analysis.theming.training import MOST_CONFIRMED, Learned, train
from goldthread.analysis.theming.types import CodedExample, MatchedWord, Suggestion, ThemeText

_AT_ONCE = 2000


@dataclass(frozen=True)
class _Scored:
    """Some texts with their scores, and what is needed to tell a score apart."""

    tokens: list[list[Token]]
    bag: Bag
    scores: np.ndarray
    # What of the scores comes from no word.
    rest: np.ndarray
    # What each unit adds by its letters and by its meaning, units by themes, before a text's two lengths.
    letters: np.ndarray
    meant: np.ndarray
    lengths: np.ndarray
    meant_lengths: np.ndarray

    def units(self, row: int, theme: int) -> dict[str, float]:
        """Return what each unit of a text adds to a theme's score."""
        at = slice(self.bag.counts.indptr[row], self.bag.counts.indptr[row + 1])
        units, often = self.bag.counts.indices[at], self.bag.counts.data[at]
        parts = (
            self.letters[units, theme] * self.lengths[row]
            + self.meant[units, theme] * self.meant_lengths[row]
        )
        return dict(zip([self.bag.units[unit] for unit in units], (often * parts).tolist(), strict=True))


class ThemeSuggester:
    """A model of one codebook. Make it with `fit` or `from_bytes`; it does not change afterwards."""

    def __init__(self, themes: Sequence[str], learned: Learned, fine_tuned: FineTuned | None = None) -> None:
        self.themes = tuple(themes)
        self._learned, self._fine_tuned = learned, fine_tuned
        self._cuts = fine_tuned.cuts if fine_tuned else learned.cuts
        width = len(learned.vocabulary.columns)
        self._letters, self._constant = learned.weights[:width], learned.weights[width]
        meaning, questions, sentences = np.split(
            learned.weights[width + 1 :], [DIMENSIONS, DIMENSIONS + len(learned.questions)]
        )
        self._meaning, self._questions, self._sentences = (
            meaning * MEANING,
            questions * QUESTION,
            sentences * SENTENCE,
        )

    @classmethod
    def fit(
        cls,
        themes: Sequence[ThemeText],
        confirmed: Sequence[CodedExample] = (),
        *,
        seed: int = 0,
        sentences: bool = False,
    ) -> ThemeSuggester:
        """Learn from a codebook and from texts whose themes people confirmed.

        The same input gives the same model. A slug that is not in the codebook is passed over; a text confirmed to
        have no theme teaches what belongs to none. Give the working text, never the words as received: words that
        three confirmed texts share stay in the model. sentences: read with the small language model as well; the
        model then needs it for good. Raises ValueError below two themes or where a slug stands twice, and
        semantic.NotInstalled where sentences is asked for and goldthread[semantic] is missing.
        """
        slugs = [theme.slug for theme in themes]
        if len(slugs) < 2:
            raise ValueError("A suggester needs at least two themes.")
        if len(set(slugs)) < len(slugs):
            raise ValueError("Two themes have the same slug.")
        return cls(slugs, train(themes, confirmed, seed, sentences))

    def fine_tuned(
        self, themes: Sequence[ThemeText], confirmed: Sequence[CodedExample], *, seed: int = 0
    ) -> ThemeSuggester:
        """Return this model with the language model beside it, taught the same codebook and confirmed texts.

        It takes minutes to learn and reads some thirty times slower. The words shown are those of the linear model;
        where they speak against a theme, those whose leaving out takes most from what the language model says. Raises ValueError for too few confirmed texts, another codebook and where
        it does worse, and semantic.NotInstalled without goldthread[nightly].
        """
        if tuple(theme.slug for theme in themes) != self.themes:
            raise ValueError("The language model is taught the codebook that the model was learned from.")

        def scored(first: Sequence[CodedExample], second: Sequence[CodedExample]) -> np.ndarray:
            model = ThemeSuggester.fit(themes, first, seed=seed, sentences=self._learned.sentences)
            return model.scores([each.text for each in second], [each.question for each in second])

        confirmed = list(confirmed)[-MOST_CONFIRMED:]
        return ThemeSuggester(self.themes, self._learned, fine_tune(themes, confirmed, scored, seed))

    def scores(self, texts: Sequence[str], questions: Sequence[str] | None = None) -> np.ndarray:
        """Return the plain score of every theme for each text, (texts, themes); `likelihoods` reads more easily."""
        batches = [scored.scores for _, scored in self._parts(texts, questions)]
        return np.concatenate(batches) if batches else np.zeros((0, len(self.themes)))

    def suggest(self, text: str, question: str = "", most: int = 3) -> list[Suggestion]:
        """Return up to `most` themes that fit, the likeliest first; empty where it is not sure.

        Places are offsets into the text as given; its first 20,000 characters are read. question is the kind of
        item or the question it answers, as given when it was confirmed.
        """
        return self.suggest_many([text], [question], most)[0]

    def suggest_many(
        self, texts: Sequence[str], questions: Sequence[str] | None = None, most: int = 3
    ) -> list[list[Suggestion]]:
        """Return what `suggest` does for each text; many at once are many times quicker."""
        return self.read(texts, questions, most)[0]

    def read(
        self, texts: Sequence[str], questions: Sequence[str] | None = None, most: int = 3
    ) -> tuple[list[list[Suggestion]], np.ndarray]:
        """Return what `suggest_many` and `likelihoods` do, in one reading."""
        least = self._cuts.least
        suggestions, every = [], [np.zeros((0, len(self.themes)))]
        for start, scored in self._parts(texts, questions):
            likely = self._likely(scored)
            every.append(likely)
            fits = likely >= least
            order = np.argsort(-np.where(fits, likely, 0), axis=1, kind="stable")[:, :most]
            for row, themes in enumerate(order):
                sure = [theme for theme in themes.tolist() if fits[row, theme]]
                question = "" if questions is None else questions[start + row]
                suggestions.append(
                    list(self._explained(texts[start + row], question, scored, row, sure, likely))
                )
        return suggestions, np.concatenate(every)

    def likelihoods(self, texts: Sequence[str], questions: Sequence[str] | None = None) -> np.ndarray:
        """Return how likely each theme is, texts by themes, 0 to 1, sure or not; 0 where a text has no words."""
        rows = [self._likely(scored) for _, scored in self._parts(texts, questions)]
        return np.vstack([np.empty((0, len(self.themes)), dtype=np.float32), *rows])

    @property
    def least(self) -> np.ndarray:
        """Return how likely each theme must be before it is suggested, in the order of `themes`."""
        return self._cuts.least.copy()

    def confirmed(self, slug: str) -> int:
        """Return how many confirmations of a theme the model was learned from; 0 for a theme it does not know."""
        return self._learned.confirmed[self.themes.index(slug)] if slug in self.themes else 0

    def explain(self, text: str, theme: str, question: str = "") -> tuple[list[MatchedWord], float, float]:
        """Return what every word adds to a theme's score, what all else adds, and the score.

        All else is the question, the constant and, where they are read with, the language models.
        """
        (_, scored), number = next(self._parts([text], [question])), self.themes.index(theme)
        tokens = scored.tokens[0]
        parts = parts_of(tokens, scored.units(0, number))
        words = [
            MatchedWord(text[(t := tokens[n]).start : t.end], t.start, t.end, parts[n]) for n in sorted(parts)
        ]
        return words, float(scored.rest[0, number]), float(scored.scores[0, number])

    def to_bytes(self) -> bytes:
        """Return the whole model; `from_bytes` makes the same model of it, to the last bit."""
        return serialisation.to_bytes(self.themes, self._learned, self._fine_tuned)

    @classmethod
    def from_bytes(cls, data: bytes) -> ThemeSuggester:
        """Make a model of what `to_bytes` wrote; raises ValueError for anything else."""
        return cls(*serialisation.from_bytes(data))

    def _parts(self, texts: Sequence[str], questions: Sequence[str] | None) -> Iterator[tuple[int, _Scored]]:
        """Yield where a batch begins and its scores."""
        if questions is not None and len(questions) != len(texts):
            raise ValueError("There must be as many questions as texts.")
        vocabulary = self._learned.vocabulary
        for start in range(0, len(texts), _AT_ONCE):
            some = texts[start : start + _AT_ONCE]
            tokens = [tokens_of(text) for text in some]
            bag = Bag.of(tokens, vocabulary.columns)
            features = vocabulary.features(bag.units)
            squares = bag.counts.multiply(bag.counts) @ vocabulary.squares(bag.units, features)
            of_units = meanings(bag.units)
            meaning = bag.counts @ of_units
            lengths, meant_lengths = (
                inverse_root(squares),
                inverse_root(np.einsum("ij,ij->i", meaning, meaning)),
            )
            letters, meant = features @ self._letters, steady_product(of_units, self._meaning)
            rest = np.tile(self._constant, (len(some), 1))
            if questions is not None:
                rest += (
                    question_columns(questions[start : start + _AT_ONCE], self._learned.questions)
                    @ self._questions
                )
            if self._learned.sentences:
                rest += steady_product(semantic.encode(some), self._sentences)
            if self._fine_tuned is not None:
                answered = [""] * len(some) if questions is None else questions[start : start + _AT_ONCE]
                rest += self._fine_tuned.beside(some, answered)
            scores = lengths[:, None] * (bag.counts @ letters) + meant_lengths[:, None] * (bag.counts @ meant)
            yield start, _Scored(tokens, bag, scores + rest, rest, letters, meant, lengths, meant_lengths)

    def _likely(self, scored: _Scored) -> np.ndarray:
        return self._cuts.likely(scored.scores) * (scored.lengths > 0)[:, None]

    def _explained(
        self, text: str, question: str, scored: _Scored, row: int, themes: Sequence[int], likely: np.ndarray
    ) -> Iterator[Suggestion]:
        """Yield the suggestions that have words that say what; one without, or for "mum's" mostly, is not made."""
        tokens = scored.tokens[row]
        for theme in themes:
            parts = parts_of(tokens, scored.units(row, theme))
            if self._fine_tuned is not None and sum(parts.values()) <= 0:
                # The linear model's words speak against it: the reason is what the language model would miss.
                missed = self._fine_tuned.missed(text, question, tokens, theme)
                parts = {number: parts.get(number, 0.0) + added for number, added in missed.items()}
            why = matched_words(text, tokens, parts)
            rests_on = self._learned.confirmed[theme]
            # What the council's own coding taught of such words stands; a few examples of a codebook teach nothing of them.
            if why and not (rests_on < FEWEST_CONFIRMED and mostly_kin(tokens, parts)):
                yield Suggestion(self.themes[theme], float(likely[row, theme]), why, rests_on)
