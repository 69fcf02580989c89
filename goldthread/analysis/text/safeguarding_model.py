"""Linear model of possible harm: how much a text, read as a whole, is like texts that told of harm.

Its features are the cues by kind, the words and pairs of words, and the static table's meaning of the text; with
goldthread[semantic], the sentence model's 384 numbers in place of the table. It is learned from invented texts alone by
`tools/safeguarding` and comes with the package (data/safeguarding/model.npz).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from typing import IO

import numpy as np

from goldthread.analysis.text import embedding
from goldthread.analysis.text.cue_reading import BLOT, STOP, CueText
from goldthread.analysis.text.safeguarding_cues import CueFindings, HarmKind

# Below so many words nothing is read into a text that has no cue: "Dinner" and "Parking" came high in every model.
FEWEST_WORDS = 4
# What a cue counts beside a word.
CUE_WEIGHT = 0.7
_MOST_OF_A_KIND, _MOST_CUES, _MOST_HARMLESS = 2, 3, 2
FURTHER = ("weak", "danger", "cues", "any", "harmless", "present", "length", "short")


KINDS = tuple(HarmKind)


def cue_features(found: CueFindings, present: bool, left_out: frozenset[str] = frozenset()) -> np.ndarray:
    """Return what the cues of a text say: a number for each of KINDS, then for each of FURTHER.

    `present` is whether the older word patterns find something; phrases in `left_out` count as not there.
    """
    out = np.zeros(len(KINDS) + len(FURTHER))
    further = dict.fromkeys(FURTHER, 0.0)
    strong = 0
    for group in {cue.phrase: cue.group for cue in found.cues if cue.phrase not in left_out}.values():
        if group.weak:
            further["weak"] = 1
            continue
        strong += 1
        at = KINDS.index(group.kind)
        out[at] = min(_MOST_OF_A_KIND, out[at] + 1)
        if group.danger:
            further["danger"] = 1
    further |= {
        "cues": min(strong, _MOST_CUES),
        "any": float(strong > 0),
        "harmless": min(len(found.harmless), _MOST_HARMLESS),
        "present": float(present),
        "length": math.log1p(found.words) / 4,
        "short": float(found.words < FEWEST_WORDS),
    }
    out[len(KINDS) :] = [further[name] for name in FURTHER]
    return out * CUE_WEIGHT


def words_of(text: str) -> set[str]:
    """Return the plain words of a text and its pairs of neighbours."""
    words = CueText(text).words
    pairs = {f"{a} {b}" for a, b in pairwise(words) if STOP not in (a, b)}
    return {word for word in words if word not in (STOP, BLOT)} | pairs


@dataclass(frozen=True)
class HarmModel:
    """Weights of the model: `cues` for the cue features, `words` by word or pair, `meaning` for the text's vector.

    `thresholds` are the scores above which a text is raised at each share of `safeguarding_screening.SHARES`; of a model
    of danger, the one score above which a life may turn on the next hours.
    """

    cues: np.ndarray
    words: Mapping[str, float]
    meaning: np.ndarray
    constant: float
    thresholds: tuple[float, ...]

    def scores(
        self, features: np.ndarray, texts: Sequence[str], vectors: np.ndarray | None = None
    ) -> np.ndarray:
        """Return a score for each text; `features` texts by cue features, `vectors` its meaning if known."""
        if not len(texts):
            return np.zeros(0)
        meaning = embedding.encode(texts) if vectors is None else vectors
        words = np.array([self._of_words(words_of(text)) for text in texts])
        return features @ self.cues + words + meaning @ self.meaning + self.constant

    def _of_words(self, words: set[str]) -> float:
        known = [self.words[word] for word in words if word in self.words]
        return sum(known) / math.sqrt(len(known)) if known else 0.0


def load(name: str) -> HarmModel:
    """Return a model that comes with the package: "base", "semantic", "danger" or "semantic danger"."""
    file = resources.files("goldthread.analysis").joinpath("data", "safeguarding", "model.npz")
    with file.open("rb") as stream:
        return read(stream, name)


def read(stream: IO[bytes], name: str) -> HarmModel:
    """Read one of the models of a file that `pack` made."""
    with np.load(stream, allow_pickle=False) as arrays:
        part = {
            key.removeprefix(f"{name}:"): arrays[key] for key in arrays.files if key.startswith(f"{name}:")
        }
    words = str(part["vocabulary"]).split("\n") if str(part["vocabulary"]) else []
    return HarmModel(
        part["cues"].astype(float),
        dict(zip(words, part["words"].astype(float), strict=True)),
        part["meaning"].astype(float),
        float(part["constant"]),
        tuple(float(value) for value in part["thresholds"]),
    )


def pack(models: Mapping[str, HarmModel]) -> dict[str, np.ndarray]:
    """Return models as arrays for `np.savez_compressed`; half precision is enough for a score."""
    out: dict[str, np.ndarray] = {}
    for name, model in models.items():
        out |= {
            f"{name}:cues": model.cues.astype(np.float32),
            f"{name}:vocabulary": np.array("\n".join(model.words)),
            f"{name}:words": np.array(list(model.words.values()), dtype=np.float16),
            f"{name}:meaning": model.meaning.astype(np.float32),
            f"{name}:constant": np.array(model.constant),
            f"{name}:thresholds": np.array(model.thresholds),
        }
    return out
