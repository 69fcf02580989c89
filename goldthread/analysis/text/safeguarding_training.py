"""Training of the model of possible harm, from invented texts and ordinary ones, always the same for the same texts.

A cue that was written after a text was read finds that text; it would be trusted too much. So while learning, a phrase
counts in a text only if it also stands in a text of another topic, and what the model says of a text that no phrase
foresaw is learned as well. Thresholds come from ordinary texts that the model had not seen (five folds).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np

from goldthread.analysis.text import embedding
from goldthread.analysis.text.safeguarding_cues import CueFindings, find_cues, present_cues
from goldthread.analysis.text.safeguarding_model import HarmModel, cue_features, words_of

FOLDS = 5
# What an ordinary text counts beside a labelled one, and how strongly weights are held back.
ORDINARY_WEIGHT = 1.0
RIDGE = 0.3
# What the meaning of a text counts beside a cue.
MEANING_WEIGHT = 2.0
# What part of a share is aimed at: a council writes otherwise than the texts that the thresholds come from.
# At 20 more of it is left, so that of other services' comments few are raised.
AIM = {10: 0.9, 15: 0.9, 20: 0.8}
# Shares of texts that may come to the top of the list by the score alone.
DANGER_OF_ORDINARY, DANGER_OF_OTHERS = 0.005, 0.08
# A word in fewer texts is not learned.
FEWEST_TEXTS = 2
_SEED = 1


@dataclass(frozen=True)
class LabelledText:
    """An invented text with its label: whether it tells of harm, what kind, and the topic that it was written for."""

    text: str
    harm: bool
    topic: str
    urgent: bool = False


def invented_texts() -> list[LabelledText]:
    """Return the invented texts that come with the package, written and labelled by a language model, not by people."""
    file = resources.files("goldthread.analysis").joinpath("data", "safeguarding", "invented.jsonl")
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [
        LabelledText(row["text"], bool(row["harm"]), row["topic"], row["level"] == "urgent") for row in rows
    ]


def ordinary_invented_texts() -> list[str]:
    """Return ordinary texts of other services and manners than the demo's, written by a language model too."""
    file = resources.files("goldthread.analysis").joinpath("data", "safeguarding", "ordinary.txt")
    return file.read_text(encoding="utf-8").splitlines()


@dataclass(frozen=True)
class Scores:
    """Scores of texts that the model had not seen: of the labelled ones as read, with unforeseen phrases only, and ordinary."""

    labelled: np.ndarray
    strict: np.ndarray
    ordinary: np.ndarray


class Examples:
    """Labelled and ordinary texts made ready: their cues, words and meanings (vectors, or the static table's).

    The last `sentences` ordinary ones are single sentences: learned from, but no measure of the share that is raised.
    """

    def __init__(
        self,
        labelled: Sequence[LabelledText],
        ordinary: Sequence[str],
        vectors: tuple[np.ndarray, np.ndarray] | None = None,
        *,
        sentences: int = 0,
    ) -> None:
        self.labelled, self.ordinary_texts = labelled, list(ordinary)
        self.whole = len(self.ordinary_texts) - sentences
        texts = [one.text for one in labelled]
        self.harm = np.array([one.harm for one in labelled])
        self.urgent = np.array([one.urgent for one in labelled])
        self.topics = np.array([one.topic for one in labelled])
        self.found, present = _read(texts)
        self.ordinary_found, self.ordinary_present = _read(self.ordinary_texts)
        foreseen = self._foreseen()
        self.cues = np.array([cue_features(*pair) for pair in zip(self.found, present, strict=True)])
        self.strict = np.array(
            [cue_features(*three) for three in zip(self.found, present, foreseen, strict=True)]
        )
        self.ordinary = np.array(
            [cue_features(*pair) for pair in zip(self.ordinary_found, self.ordinary_present, strict=True)]
        )
        self.words = [words_of(text) for text in texts]
        self.ordinary_words = [words_of(text) for text in self.ordinary_texts]
        self.meaning, self.ordinary_meaning = vectors or (
            embedding.encode(texts),
            embedding.encode(self.ordinary_texts),
        )

    def _foreseen(self) -> list[frozenset[str]]:
        """Return for each text the phrases that stand in it and in no text of another topic."""
        topics = defaultdict(set)
        for found, topic in zip(self.found, self.topics, strict=True):
            for cue in found.cues:
                topics[cue.phrase].add(topic)
        return [frozenset(c.phrase for c in found.cues if len(topics[c.phrase]) == 1) for found in self.found]

    def folds(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the fold of each labelled text, whole topics together, and of each ordinary one."""
        random = np.random.default_rng(_SEED)
        names = sorted(set(self.topics))
        fold = {names[at]: number % FOLDS for number, at in enumerate(random.permutation(len(names)))}
        return np.array([fold[t] for t in self.topics]), random.permutation(len(self.ordinary)) % FOLDS


def train(examples: Examples, shares: Sequence[int], present_at: int) -> HarmModel:
    """Learn harm from all texts, with thresholds that raise these shares, in 100, of ordinary texts not learned from.

    From the share `present_at` on, what the older word patterns find is raised as well.
    """
    scores = out_of_fold(examples, examples.harm)
    cued = np.array([any(not c.group.weak for c in found.cues) for found in examples.ordinary_found])
    ordinary = scores.ordinary[: examples.whole]
    older = np.array(examples.ordinary_present)
    thresholds = tuple(
        _threshold(ordinary, (cued | older if share >= present_at else cued)[: examples.whole], share)
        for share in shares
    )
    return HarmModel(*_fit_all(examples, examples.harm), thresholds)


def train_danger(examples: Examples) -> HarmModel:
    """Learn which texts are urgent; the threshold keeps most texts that are not from the top of the list.

    No more than DANGER_OF_ORDINARY of ordinary texts and DANGER_OF_OTHERS of the harm that is not urgent come above it.
    """
    scores = out_of_fold(examples, examples.urgent)
    others = scores.strict[examples.harm & ~examples.urgent]
    least = max(
        np.quantile(scores.ordinary[: examples.whole], 1 - DANGER_OF_ORDINARY),
        np.quantile(others, 1 - DANGER_OF_OTHERS),
    )
    return HarmModel(*_fit_all(examples, examples.urgent), (float(least),))


def _fit_all(
    examples: Examples, target: np.ndarray
) -> tuple[np.ndarray, dict[str, float], np.ndarray, float]:
    return _fit(
        examples, target, np.ones(len(examples.harm), dtype=bool), np.ones(len(examples.ordinary), dtype=bool)
    )


def out_of_fold(examples: Examples, target: np.ndarray) -> Scores:
    """Score each text by a model that saw neither it nor its topic; `target` is what is learned, a bool a labelled text."""
    fold, ordinary_fold = examples.folds()
    labelled, strict = np.zeros(len(fold)), np.zeros(len(fold))
    ordinary = np.zeros(len(ordinary_fold))
    for number in range(FOLDS):
        model = HarmModel(*_fit(examples, target, fold != number, ordinary_fold != number), ())
        here = np.flatnonzero(fold == number)
        texts = [examples.labelled[int(i)].text for i in here]
        labelled[here] = model.scores(examples.cues[here], texts, examples.meaning[here])
        strict[here] = model.scores(examples.strict[here], texts, examples.meaning[here])
        there = np.flatnonzero(ordinary_fold == number)
        ordinary[there] = model.scores(
            examples.ordinary[there],
            [examples.ordinary_texts[int(i)] for i in there],
            examples.ordinary_meaning[there],
        )
    return Scores(labelled, strict, ordinary)


def _threshold(scores: np.ndarray, cued: np.ndarray, share: int) -> float:
    """Return the score that raises the share of texts, with those counted that a cue raises anyway."""
    left = int(AIM[share] * share / 100 * len(scores)) - int(cued.sum())
    rest = np.sort(scores[~cued])[::-1]
    return float(rest[min(max(left, 0), len(rest) - 1)])


def _read(texts: Sequence[str]) -> tuple[list[CueFindings], list[bool]]:
    found = [find_cues(text) for text in texts]
    return found, [bool(present_cues(text, f)) for text, f in zip(texts, found, strict=True)]


def _fit(
    examples: Examples, target: np.ndarray, labelled: np.ndarray, ordinary: np.ndarray
) -> tuple[np.ndarray, dict[str, float], np.ndarray, float]:
    """Return weights of cues, words and meaning, and the constant, learned from the chosen texts (ridge logistic)."""
    chosen = [words for words, yes in zip(examples.words, labelled, strict=True) if yes]
    chosen += [words for words, yes in zip(examples.ordinary_words, ordinary, strict=True) if yes]
    counts = Counter(word for words in chosen for word in words)
    names = sorted(word for word, count in counts.items() if count >= FEWEST_TEXTS)
    cues = np.vstack([examples.strict[labelled], examples.ordinary[ordinary]])
    meaning = np.vstack([examples.meaning[labelled], examples.ordinary_meaning[ordinary]])
    parts = [cues, _word_table(chosen, names), meaning * MEANING_WEIGHT]
    table = np.hstack(parts)
    harm = np.append(target[labelled], np.zeros(int(ordinary.sum()), dtype=bool))
    weight = np.append(np.ones(int(labelled.sum())), np.full(int(ordinary.sum()), ORDINARY_WEIGHT))
    weights, constant = _ridge_logistic(table, harm, weight)
    first, last = cues.shape[1], cues.shape[1] + len(names)
    words = dict(zip(names, (weights[first:last]).tolist(), strict=True))
    return weights[:first], words, weights[last:] * MEANING_WEIGHT, constant


def _word_table(chosen: Sequence[set[str]], names: Sequence[str]) -> np.ndarray:
    """Return texts by words: the root of the number of known words spread over them."""
    column = {name: number for number, name in enumerate(names)}
    table = np.zeros((len(chosen), len(names)))
    for row, words in enumerate(chosen):
        known = [column[word] for word in words if word in column]
        if known:
            table[row, known] = 1 / np.sqrt(len(known))
    return table


def _ridge_logistic(table: np.ndarray, harm: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, float]:
    from scipy.optimize import minimize

    sign = np.where(harm, 1.0, -1.0)

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        weights, constant = values[:-1], values[-1]
        margin = sign * (table @ weights + constant)
        slope = -sign * weight / (1 + np.exp(np.minimum(margin, 500)))
        total = (
            (np.logaddexp(0, -margin) * weight).sum() + RIDGE / 2 * weights @ weights + 0.0005 * constant**2
        )
        return total, np.append(table.T @ slope + RIDGE * weights, slope.sum() + 0.001 * constant)

    found = minimize(
        loss, np.zeros(table.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}
    )
    return found.x[:-1], float(found.x[-1])
