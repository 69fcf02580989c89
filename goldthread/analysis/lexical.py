"""Suggests themes for what somebody said, by its words alone, and shows which words led it there.

One linear model: words, pairs of words and pieces of words (so that "assessed" is near "assessment"),
weighted by how rare they are in the codebook, and one ridge regression a theme. It is learned from the
codebook's own names, definitions and examples, and from what people have confirmed; the codebook's part
gives way as confirmations arrive. Every score is a sum over the words of the text, so the words shown are
the reason and not a story told afterwards. Where it is not sure, it suggests nothing.
"""

from __future__ import annotations

import base64
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array

from goldthread.analysis.lexical_words import Token, features_of, places_of, tokens_of, vocabulary

RIDGE = 1.0
# A definition counts as this many examples.
DEFINITION = 4
# With this many confirmed texts of a theme, what the codebook says of it counts half.
HALF_AT = 60
# The most confirmed texts that are learned from, the last ones given: time and memory grow with the square.
MOST_CONFIRMED = 3000
# How likely a theme must be before it is suggested.
SURE = 0.3
WORDS_SHOWN = 5
# Below this many examples and confirmed texts, how likely a score makes a theme cannot be learned; then it
# is taken from what Goldthread's own codebook taught (slope and shift over the average theme's share).
FEWEST_JUDGED = 50
USUAL = (24.0, -4.9)
FORMAT = "goldthread-lexical-1"
_REMEMBERED = 50_000


@dataclass(frozen=True)
class ThemeText:
    """What the codebook says of one theme."""

    slug: str
    name: str
    definition: str
    examples: tuple[str, ...] = ()


class Word(NamedTuple):
    """A word or phrase of the text, where it stands there, and how much it adds to the theme's score."""

    word: str
    start: int
    end: int
    weight: float


class Suggestion(NamedTuple):
    """A theme that fits; score is how likely, 0 to 1; why is never empty, the strongest words first."""

    theme: str
    score: float
    why: list[Word]


@dataclass
class Lexical:
    """A model of one codebook. Make it with `fit` or `from_json`; it does not change afterwards."""

    themes: tuple[str, ...]
    features: dict[str, int]
    rarity: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    slope: float = 1.0
    shift: float = 0.0
    # What each word or pair adds to each theme, and its square length, once worked out.
    _known: dict[str, tuple[np.ndarray, float]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def fit(cls, themes: Sequence[ThemeText], confirmed: Sequence[tuple[str, set[str]]] = ()) -> Lexical:
        """Learn from a codebook and from confirmed texts, each with the slugs of all its themes.

        The same input gives the same model. A slug that is not in the codebook is passed over; a text
        confirmed to have no theme teaches what belongs to none. Give the working text, never the words as
        received: words that three confirmed texts share stay in the model. Raises ValueError below two themes.
        """
        if len(themes) < 2:
            raise ValueError("A suggester needs at least two themes.")
        confirmed = list(confirmed)[-MOST_CONFIRMED:]
        rows = _rows(themes, confirmed)
        own = len(rows) - len(confirmed)
        features, rarity = vocabulary([row.text for row in rows[:own]], [row.text for row in rows[own:]])
        model = cls(tuple(t.slug for t in themes), features, rarity, np.empty(0), np.empty(0))
        truth = np.array([[theme.slug in row.themes for theme in themes] for row in rows], dtype=float)
        weight = np.array([row.weight for row in rows])
        root = np.sqrt(weight)[:, None]
        bias = (weight[:, None] * truth).sum(0) / weight.sum()
        matrix = csr_array(model._matrix([row.text for row in rows]).multiply(root))
        inverse = np.linalg.inv((matrix @ matrix.T).toarray() + RIDGE * np.eye(len(rows)))
        dual = inverse @ (root * (truth - bias))
        # What each text would have scored had the regression not seen it, without learning it anew.
        unseen = truth - dual / np.diag(inverse)[:, None] / root
        judged = np.array([row.said for row in rows])
        if judged.sum() >= FEWEST_JUDGED:
            model.slope, model.shift = _likelihood(unseen[judged].ravel(), truth[judged].ravel())
        else:
            model.slope, model.shift = USUAL[0], USUAL[1] - USUAL[0] * float(bias.mean())
        model.weights = np.asarray(matrix.T @ dual).astype(np.float32)
        model.bias = bias.astype(np.float32)
        return model

    def suggest(self, text: str, most: int = 3) -> list[Suggestion]:
        """Return up to `most` themes that fit, the likeliest first; empty where it is not sure.

        Never a suggestion without its words; their places are offsets into the text as given. Only the
        first 20,000 characters are read.
        """
        tokens = list(tokens_of(text))
        units = self._units(tokens)
        if not units:
            return []
        parts = self._score(units)
        likely = self._likely(parts.sum(0) + self.bias)
        found = []
        for theme in np.argsort(-likely, kind="stable")[:most]:
            if likely[theme] < SURE:
                break
            why = _reasons(text, tokens, units, parts[:, theme])
            if why:
                found.append(Suggestion(self.themes[theme], float(likely[theme]), why))
        return found

    def likelihoods(self, text: str) -> dict[str, float]:
        """Return how likely each theme is, 0 to 1, sure or not; for measuring. No words: all 0."""
        units = self._units(list(tokens_of(text)))
        if not units:
            return dict.fromkeys(self.themes, 0.0)
        likely = self._likely(self._score(units).sum(0) + self.bias)
        return dict(zip(self.themes, likely.tolist(), strict=True))

    def to_json(self) -> str:
        """Return the whole model as text; `from_json` makes the same model of it, to the last bit."""
        return json.dumps(
            {
                "format": FORMAT,
                "themes": self.themes,
                "features": list(self.features),
                "rarity": _packed(self.rarity),
                "weights": _packed(self.weights),
                "bias": _packed(self.bias),
                "slope": self.slope,
                "shift": self.shift,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Lexical:
        """Make a model of what `to_json` wrote; raises ValueError for anything else."""
        try:
            kept = json.loads(text)
            if kept["format"] != FORMAT:
                raise ValueError(f"This model is of another format: {kept['format']}.")
            themes, names = tuple(kept["themes"]), kept["features"]
            return cls(
                themes,
                {name: place for place, name in enumerate(names)},
                _unpacked(kept["rarity"]).reshape(len(names)),
                _unpacked(kept["weights"]).reshape(len(names), len(themes)),
                _unpacked(kept["bias"]).reshape(len(themes)),
                float(kept["slope"]),
                float(kept["shift"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError("This is not a model that Goldthread wrote.") from error

    def _likely(self, score: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-(self.slope * score + self.shift)))

    def _score(self, units: dict[str, list[int]]) -> np.ndarray:
        """Return what each unit adds to each theme's score: units by themes, summing to the score less its bias."""
        known = [self._unit(unit) for unit in units]
        often = np.array([1 + math.log(len(at)) for at in units.values()])
        length = math.sqrt(float((often**2) @ np.array([square for _, square in known])))
        return np.array([part for part, _ in known]) * (often / (length or 1.0))[:, None]

    def _units(self, tokens: Sequence[Token]) -> dict[str, list[int]]:
        """Return the words and pairs that count; a pair that was never learned from does not."""
        return {u: at for u, at in places_of(tokens).items() if " " not in u or u in self.features}

    def _unit(self, unit: str) -> tuple[np.ndarray, float]:
        """Return what a word or pair adds to each theme, and its square length, both before scaling."""
        kept = self._known.get(unit)
        if kept is None:
            places, values = self._features_of(unit)
            kept = (values @ self.weights[places], float(values @ values) + self._strange(unit))
            if len(self._known) < _REMEMBERED:
                self._known[unit] = kept
        return kept

    def _strange(self, unit: str) -> float:
        """Return the square length of a word never seen: what it says is not known, but it says something."""
        return 0.0 if " " in unit or unit in self.features else float(self.rarity.max()) ** 2

    def _features_of(self, unit: str) -> tuple[np.ndarray, np.ndarray]:
        here = [(self.features[name], value) for name, value in features_of(unit) if name in self.features]
        places = np.array([place for place, _ in here], dtype=np.intp)
        return places, np.array([value for _, value in here], dtype=np.float32) * self.rarity[places]

    def _matrix(self, texts: Sequence[str]) -> csr_array:
        """Return the texts as rows of length one (as `suggest` scales them) over the features."""
        row, column, value = [], [], []
        for number, text in enumerate(texts):
            units = places_of(list(tokens_of(text)))
            scaled = [
                (p, (1 + math.log(len(units[u]))) * v) for u in units for p, v in [self._features_of(u)]
            ]
            length = math.sqrt(sum(float(values @ values) for _, values in scaled)) or 1.0
            for places, values in scaled:
                row.extend([number] * len(places))
                column.extend(places.tolist())
                value.extend((values / length).tolist())
        return csr_array((value, (row, column)), shape=(len(texts), len(self.features)))


class _Row(NamedTuple):
    text: str
    themes: set[str]
    weight: float
    # Somebody could have said it: an example or a confirmed text, not a definition.
    said: bool


def _rows(themes: Sequence[ThemeText], confirmed: Sequence[tuple[str, set[str]]]) -> list[_Row]:
    """Return what is learned from; the codebook's rows weigh less the more is confirmed of their theme."""
    count = Counter(slug for _, slugs in confirmed for slug in slugs)
    rows = []
    for theme in themes:
        weight = HALF_AT / (HALF_AT + count[theme.slug])
        rows.append(_Row(f"{theme.name}. {theme.definition}", {theme.slug}, DEFINITION * weight, False))
        rows += [_Row(example, {theme.slug}, weight, True) for example in theme.examples]
    return rows + [_Row(text, set(slugs), 1.0, True) for text, slugs in confirmed]


def _likelihood(score: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Return slope and shift that turn a score into how likely it is (logistic regression by Newton's steps)."""
    both = np.array([1.0, 0.0])
    design = np.column_stack([score, np.ones_like(score)])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-np.clip(design @ both, -30, 30)))
        # A little ridge keeps the steps finite where the scores part the truth perfectly.
        slope = design.T @ (truth - likely) - 1e-3 * both
        curve = (design * (likely * (1 - likely))[:, None]).T @ design + 1e-3 * np.eye(2)
        step = np.linalg.solve(curve, slope)
        both = both + np.clip(step, -5, 5)
        if np.abs(step).max() < 1e-9:
            break
    return float(both[0]), float(both[1])


def _reasons(
    text: str, tokens: Sequence[Token], places: dict[str, list[int]], parts: np.ndarray
) -> list[Word]:
    """Return the words that add most to one theme, neighbours joined into a phrase, the strongest first.

    A pair's part goes to its words that say something, half to each where both do. A word that stands in
    the text more than once is shown where it stands first.
    """
    share: dict[int, float] = {}
    first = {tokens[at[0]].word: at[0] for unit, at in places.items() if " " not in unit}
    for (unit, at), part in zip(places.items(), parts.tolist(), strict=True):
        told = [at[0]] if " " not in unit else [first[word] for word in unit.split() if word in first]
        for number in told:
            share[number] = share.get(number, 0.0) + part / len(told)
    strongest = sorted((number for number, part in share.items() if part > 0), key=lambda n: (-share[n], n))
    phrases: list[list[int]] = []
    for number in sorted(strongest[:WORDS_SHOWN]):
        if phrases and number == phrases[-1][-1] + 1:
            phrases[-1].append(number)
        else:
            phrases.append([number])
    shown = []
    for phrase in phrases:
        start, end = tokens[phrase[0]].start, tokens[phrase[-1]].end
        shown.append(Word(text[start:end], start, end, sum(share[number] for number in phrase)))
    return sorted(shown, key=lambda word: (-word.weight, word.start))


def _packed(numbers: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(numbers, dtype="<f4").tobytes()).decode("ascii")


def _unpacked(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), dtype="<f4")
