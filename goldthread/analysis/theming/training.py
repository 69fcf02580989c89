"""Training of the theme suggester from the codebook's own words and from coded examples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from goldthread.analysis.steady import steady_product
from goldthread.analysis.text import semantic
from goldthread.analysis.theming.design import SENTENCE, Design, design_of, question_columns
from goldthread.analysis.theming.features import Bag, Vocabulary
from goldthread.analysis.theming.solver import learn
from goldthread.analysis.theming.thresholds import FEWEST_JUDGED, Cuts, cuts_of, usual
from goldthread.analysis.theming.tokens import tokens_of
from goldthread.analysis.theming.types import CodedExample, ThemeText

# A definition counts as this many examples.
DEFINITION = 2.0
# With this many confirmed texts of a theme, what the codebook says of it counts half.
HALF_AT = 60
# What a shortfall costs beside the ridge, and how far a rare theme's texts cost more: (others / its own) to this power.
COST, RARE = 0.5, 0.5
# The codebook is few texts, nearly without mistakes: it is learned more closely.
CODEBOOK_COST = 1.0
# How much what the codebook makes of a text counts beside its words.
CODEBOOK = 0.5
# The constant is hardly held back.
CONSTANT = 0.1
FOLDS = 3
# The last ones given are learned from; a council's people confirm fewer in many years.
MOST_CONFIRMED = 50_000
# A question that fewer texts answer teaches nothing.
FEWEST_OF_A_QUESTION = 3
_SENTENCE = re.compile(r"(?<=[.;])\s+")
# What sends a reader to another theme: its name follows, whatever its capitals, and what was said ends there.
_SENDS = re.compile(
    r"\b(?:see|is|are|under|belongs? (?:in|to|under)|goes (?:in|to|under))[\s\"'“‘:]{1,3}$", re.IGNORECASE
)

_ENDS = re.compile(r"[\s\"'”’]{0,3}(?:$|[.,;:)]|(?:and|or)\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Learned:
    """A trained model: weights are (features, the constant, meaning, questions, sentences) by themes.

    sentences: whether it reads with the small language model of goldthread[semantic] as well.
    """

    vocabulary: Vocabulary
    questions: tuple[str, ...]
    weights: np.ndarray
    cuts: Cuts
    confirmed: tuple[int, ...]
    sentences: bool = False


@dataclass(frozen=True)
class _Rows:
    """All that is learned from: the codebook's texts first, then what people confirmed."""

    design: Design
    truth: np.ndarray
    # What each counts while nothing is confirmed, and what it counts now.
    full: np.ndarray
    weight: np.ndarray
    own: np.ndarray
    # Somebody could have said it: an example or a confirmed text, not a definition.
    spoken: np.ndarray

    def only(self, rows: np.ndarray) -> _Rows:
        arrays = (self.truth, self.full, self.weight, self.own, self.spoken)
        return _Rows(self.design.only(rows), *(each[rows] for each in arrays))


def train(
    themes: Sequence[ThemeText], confirmed: Sequence[CodedExample], seed: int, sentences: bool = False
) -> Learned:
    """Learn from a codebook of two themes or more and from confirmed texts. The same input gives the same."""
    confirmed = [each for each in list(confirmed)[-MOST_CONFIRMED:] if tokens_of(each.text)]
    count = Counter(slug for each in confirmed for slug in each.themes)
    answered_by = Counter(each.question for each in confirmed if each.question)
    questions = tuple(sorted(q for q, often in answered_by.items() if often >= FEWEST_OF_A_QUESTION))
    texts, owners, definition = codebook_texts(themes)
    from_codebook, from_people = len(texts), len(confirmed)
    texts += [each.text for each in confirmed]
    everything = Bag.of(tokens_of(text) for text in texts)
    vocabulary = Vocabulary.of(
        Bag(everything.counts[:from_codebook], everything.units),
        Bag(everything.counts[from_codebook:], everything.units),
    )
    truth = np.zeros((from_codebook + from_people, len(themes)), dtype=bool)
    for row, owner in enumerate(owners):
        truth[row, owner] = True
    truth[from_codebook:] = [[theme.slug in each.themes for theme in themes] for each in confirmed] or False
    fading = np.array([HALF_AT / (HALF_AT + count[theme.slug]) for theme in themes])
    full = np.ones(from_codebook + from_people, dtype=np.float32)
    full[:from_codebook][definition] = DEFINITION
    weight = full.copy()
    weight[:from_codebook] *= [fading[owner].mean() for owner in owners]
    answered = question_columns([""] * from_codebook + [each.question for each in confirmed], questions)
    design = design_of(everything, vocabulary, answered)
    rows = _Rows(
        design.beside(SENTENCE * semantic.encode(texts)) if sentences else design,
        truth,
        full,
        weight,
        np.arange(from_codebook + from_people) < from_codebook,
        np.concatenate([~definition, np.ones(from_people, dtype=bool)]),
    )
    weights = _weights(rows)
    return Learned(
        vocabulary,
        questions,
        weights,
        _cuts(rows, seed, weights),
        tuple(count[theme.slug] for theme in themes),
        sentences,
    )


def codebook_texts(themes: Sequence[ThemeText]) -> tuple[list[str], list[list[int]], np.ndarray]:
    """Return the codebook's texts, the themes of each, and which of them define a theme.

    What a theme is not is said of its neighbours: a sentence of it that names one speaks for that one.
    """
    texts, owners, definition = [], [], []
    name = _name_of([theme.name for theme in themes])
    for number, theme in enumerate(themes):
        texts += [f"{theme.name}. {theme.definition}", *theme.examples]
        owners += [[number]] * (1 + len(theme.examples))
        definition += [True] + [False] * len(theme.examples)
        for sentence in _SENTENCE.split(theme.is_not):
            names = _named(sentence, name)
            named = [
                at
                for at, other in enumerate(themes)
                if at != number and other.name.strip().casefold() in names
            ]
            if named:
                texts.append(sentence)
                owners.append(named)
                definition.append(True)
    return texts, owners, np.array(definition)


def _name_of(names: Sequence[str]) -> re.Pattern[str]:
    """Return what finds the names of themes as whole words; where one stands inside another, the longer one."""
    longest = sorted({name.strip() for name in names if name.strip()}, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest)) or '(?!)'})(?!\w)", re.IGNORECASE)


def _named(sentence: str, name: re.Pattern[str]) -> set[str]:
    """Return the names, in small letters, that a sentence says as names and not as words like any others.

    "Care" in "See Care at home" is inside a longer name, and "care" in "The care of pets" is a word. A name is told by
    its own capital inside the sentence, by a word before it that sends there ("is", "see") where nothing goes on from it,
    or by standing alone.
    """
    names = set()
    for match in name.finditer(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :]
        capital = match[0][0].isupper() and any(letter.isalnum() for letter in before)
        alone = not any(letter.isalnum() for letter in before + after)
        if capital or alone or (_SENDS.search(before) and _ENDS.match(after)):
            names.add(match[0].casefold())
    return names


def _weights(rows: _Rows) -> np.ndarray:
    """Learn the codebook by itself, then everything with what the codebook makes of each text beside it.

    The codebook's scores are sums over the same features, so both steps come to one set of weights.
    """
    book = rows.only(rows.own)
    first = _learn(book.design, book.truth, book.full, CODEBOOK_COST)
    if rows.own.all():
        return first
    beside = (rows.design.times(first) + 1) * CODEBOOK
    both = _learn(rows.design.beside(beside), rows.truth, rows.weight, COST)
    width = rows.design.width
    weights = both[:width] + CODEBOOK * steady_product(first, both[width:])
    weights[rows.design.constant] += CODEBOOK * both[width:].sum(0)
    return weights


def _learn(design: Design, truth: np.ndarray, weight: np.ndarray, cost: float) -> np.ndarray:
    fits = (truth * weight[:, None]).sum(0)
    rare = (np.maximum(weight.sum() - fits, 1) / np.maximum(fits, 1)) ** RARE
    costs = (cost * weight[:, None] * np.where(truth, rare, 1)).astype(np.float32)
    ridge = np.ones((design.width, 1), dtype=np.float32)
    ridge[design.constant] = CONSTANT
    return learn(design, np.where(truth, 1, -1).astype(np.float32), costs, ridge)


def _cuts(rows: _Rows, seed: int, weights: np.ndarray) -> Cuts:
    """Learn how likely a score makes a theme, and from where to suggest it, on texts that were left out."""
    if rows.spoken.sum() < FEWEST_JUDGED:
        own = rows.design.times(weights)[rows.truth].mean()
        return usual(float(weights[rows.design.constant].mean()), float(own), rows.truth.shape[1])
    fold = _folds(rows, seed)
    scores = np.zeros(rows.truth.shape, dtype=np.float32)
    for number in range(FOLDS):
        out = fold == number
        scores[out] = rows.design.only(out).times(_weights(rows.only(~out)))
    judged = fold >= 0
    return cuts_of(scores[judged], rows.truth[judged], rows.weight[judged], ~rows.own[judged])


def _folds(rows: _Rows, seed: int) -> np.ndarray:
    """Return each text's fold, -1 for definitions, which stay in; a theme's texts are spread evenly."""
    order = np.random.default_rng(seed).permutation(len(rows.truth))
    share = rows.truth.sum(0) + 1
    rarest = np.where(rows.truth, share, np.inf).argmin(1)
    order = order[np.argsort(rarest[order], kind="stable")]
    order = order[rows.spoken[order]]
    fold = np.full(len(rows.truth), -1)
    fold[order] = np.arange(len(order)) % FOLDS
    return fold
