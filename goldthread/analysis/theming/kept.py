"""Writes a model as bytes and reads it again; numbers and names only, so that reading one runs nothing."""

from __future__ import annotations

import io
import json
import zipfile

import numpy as np

from goldthread.analysis import semantic
from goldthread.analysis.embedding import DIMENSIONS
from goldthread.analysis.theming.features import Vocabulary
from goldthread.analysis.theming.thresholds import Cuts
from goldthread.analysis.theming.training import Learned

FORMAT = "goldthread-theming-1"
_NOT_OURS = "This is not a model that Goldthread wrote, or it was cut short. Train it anew."


def to_bytes(themes: tuple[str, ...], learned: Learned) -> bytes:
    """Return a model; the same model gives the same bytes."""
    about = {
        "format": FORMAT,
        "themes": themes,
        "questions": learned.questions,
        "confirmed": learned.confirmed,
        "features": list(learned.vocabulary.places),
        "slope": learned.cuts.slope,
        "shift": learned.cuts.shift,
        "sentences": learned.sentences,
    }
    out = io.BytesIO()
    np.savez_compressed(
        out,
        about=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
        rarity=learned.vocabulary.rarity,
        weights=learned.weights,
        least=learned.cuts.least,
    )
    return out.getvalue()


def from_bytes(data: bytes) -> tuple[tuple[str, ...], Learned]:
    """Return a model's themes and what it learned; raises ValueError for anything that `to_bytes` did not write."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as parts:
            about = json.loads(parts["about"].tobytes())
            rarity, weights, least = (
                parts[name].astype(np.float32) for name in ("rarity", "weights", "least")
            )
        kind, themes, names = about["format"], tuple(about["themes"]), about["features"]
        questions, confirmed = tuple(about["questions"]), tuple(int(number) for number in about["confirmed"])
        slope, shift = float(about["slope"]), float(about["shift"])
        sentences = about["sentences"] is True
    except (ValueError, KeyError, TypeError, AttributeError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(_NOT_OURS) from error
    if kind != FORMAT:
        raise ValueError(f"This model is of another format: {kind}. Train it anew.")
    height = len(names) + 1 + DIMENSIONS + len(questions) + (semantic.DIMENSIONS if sentences else 0)
    shapes = (rarity.shape, weights.shape, least.shape, len(confirmed))
    if shapes != ((len(names),), (height, len(themes)), (len(themes),), len(themes)):
        raise ValueError(_NOT_OURS)
    vocabulary = Vocabulary({name: place for place, name in enumerate(names)}, rarity)
    return themes, Learned(vocabulary, questions, weights, Cuts(slope, shift, least), confirmed, sentences)
