"""Serialisation of models to bytes; numbers and names only, so that reading one runs nothing."""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import numpy as np

from goldthread.analysis.text import semantic
from goldthread.analysis.text.embedding import DIMENSIONS
from goldthread.analysis.theming.features import Vocabulary
from goldthread.analysis.theming.fine_tuning import FineTuned
from goldthread.analysis.theming.thresholds import Cuts
from goldthread.analysis.theming.training import Learned
from goldthread.analysis.theming.transformer_training import TunedTransformer

T = TypeVar("T")

FORMAT = "goldthread-theming-1"
_FINE_TUNED = "night:"
_NOT_OURS = "This is not a model that Goldthread wrote, or it was damaged or cut short. Train it anew."
# The largest codebook with the most confirmations is a tenth of it; more is a file made to fill the memory.
_MOST_BYTES = 500_000_000


class Parts:
    """Contents of a model's file: `about`, names and settings, and `arrays` by name. Every method raises ValueError."""

    def __init__(self, about: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> None:
        self.about, self._arrays = about, arrays

    def names(self, key: str) -> tuple[str, ...]:
        """Return a list of names, none of them twice."""
        names = self.about[key]
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise ValueError(f"{key} is no list of names")
        if len(set(names)) < len(names):
            raise ValueError(f"{key} has a name twice")
        return tuple(names)

    def number(self, key: str) -> float:
        """Return a finite number."""
        return _finite(self.about[key])

    def count(self, value: object) -> int:
        """Return a whole number of 0 or more."""
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ValueError(f"{value!r} is no count")
        return value

    def array(self, name: str, *shape: int) -> np.ndarray:
        """Return an array of finite numbers of just this shape."""
        array = self._arrays[name]
        if array.shape != shape or array.dtype.kind != "f" or not np.isfinite(array).all():
            raise ValueError(f"{name} is not {shape} finite numbers")
        return array

    def vocabulary(self) -> Vocabulary:
        """Return the features and how rare each is."""
        names = self.names("features")
        rarity = self.array("rarity", len(names))
        return Vocabulary({name: column for column, name in enumerate(names)}, rarity)


def packed(about: Mapping[str, object], arrays: Mapping[str, np.ndarray]) -> bytes:
    """Return a model's parts as bytes; the same parts give the same bytes."""
    out = io.BytesIO()
    every: dict[str, Any] = {"about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8), **arrays}
    np.savez_compressed(out, **every)
    return out.getvalue()


def unpacked(data: bytes, form: str, make: Callable[[Parts], T]) -> T:
    """Return what `make` makes of the bytes that `packed` wrote; ValueError, fit to show, for any others.

    form: the format that `about` must name. A part that is missing or wrong in `make` makes the file none of ours.
    """
    try:
        parts = _parts_of(data)
        written = parts.about["format"]
        if written == form:
            return make(parts)
    # A damaged file can fail in any layer that reads it (zip, zlib, numpy, JSON), each with errors of its own.
    except Exception as error:
        raise ValueError(_NOT_OURS) from error
    raise ValueError(f"This model is of another format: {str(written)[:40]}. Train it anew.")


def _parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
            raise ValueError("larger than any model")
        # Read whole, so that every part's check sum is looked at; numpy by itself may stop short of it.
        arrays = {
            entry.filename.removesuffix(".npy"): np.load(io.BytesIO(archive.read(entry)), allow_pickle=False)
            for entry in archive.infolist()
        }
    return Parts(json.loads(arrays.pop("about").tobytes()), arrays)


def _finite(value: object) -> float:
    number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is no finite number")
    return number


def to_bytes(themes: tuple[str, ...], learned: Learned, fine_tuned: FineTuned | None = None) -> bytes:
    """Return a model; the same model gives the same bytes."""
    about: dict[str, Any] = {
        "format": FORMAT,
        "themes": themes,
        "questions": learned.questions,
        "confirmed": learned.confirmed,
        "features": list(learned.vocabulary.columns),
        "slope": learned.cuts.slope,
        "shift": learned.cuts.shift,
        "sentences": learned.sentences,
    }
    arrays: dict[str, np.ndarray] = {
        "rarity": learned.vocabulary.rarity,
        "weights": learned.weights,
        "least": learned.cuts.least,
    }
    if fine_tuned is not None:
        about["night"] = {
            "share": fine_tuned.share,
            "slope": fine_tuned.cuts.slope,
            "shift": fine_tuned.cuts.shift,
            "made_from": fine_tuned.made_from,
            "parts": {name: list(part.shape) for name, part in fine_tuned.tuned.arrays.items()},
        }
        arrays |= {_FINE_TUNED + name: part for name, part in fine_tuned.tuned.arrays.items()}
        arrays["night_least"] = fine_tuned.cuts.least
    return packed(about, arrays)


def from_bytes(data: bytes) -> tuple[tuple[str, ...], Learned, FineTuned | None]:
    """Return a model's themes and what it learned; raises ValueError for anything that `to_bytes` did not write."""
    return unpacked(data, FORMAT, _learned)


def _learned(parts: Parts) -> tuple[tuple[str, ...], Learned, FineTuned | None]:
    themes, questions, vocabulary = parts.names("themes"), parts.names("questions"), parts.vocabulary()
    confirmed = tuple(parts.count(number) for number in parts.about["confirmed"])
    sentences = parts.about["sentences"]
    if len(confirmed) != len(themes) or not isinstance(sentences, bool):
        raise ValueError("confirmed or sentences is not as it is written")
    height = len(vocabulary.columns) + 1 + DIMENSIONS + len(questions)
    height += semantic.DIMENSIONS if sentences else 0
    weights, least = parts.array("weights", height, len(themes)), parts.array("least", len(themes))
    cuts = Cuts(parts.number("slope"), parts.number("shift"), least)
    learned = Learned(vocabulary, questions, weights, cuts, confirmed, sentences)
    return themes, learned, _fine_tuned_of(parts, len(themes)) if parts.about.get("night") else None


def _fine_tuned_of(parts: Parts, themes: int) -> FineTuned:
    own = Parts(parts.about["night"], {})
    shapes = {name: [own.count(size) for size in shape] for name, shape in own.about["parts"].items()}
    if shapes.get("head.bias") != [themes]:
        raise ValueError("the language model was taught another codebook")
    tuned = TunedTransformer(
        {name: parts.array(_FINE_TUNED + name, *shape) for name, shape in shapes.items()}
    )
    cuts = Cuts(own.number("slope"), own.number("shift"), parts.array("night_least", themes))
    return FineTuned(tuned, own.number("share"), cuts, str(own.about["made_from"]))
