"""The cues of published reports, read once from ``analysis/data/report_voices.toml``, and texts made ready for them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any

from goldthread.analysis.reports.sentences import sentences as sentence_places
from goldthread.analysis.text.claim_words import one_line

# A sentence is read this far: nobody writes a longer one.
LONGEST_SENTENCE = 3_000
_NUMBERS = (
    r"(?:\d[\d,]{0,12}(?:\.\d{1,6})?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety)"
)
_WORD = r"[\w'-]{1,40}"


@lru_cache
def cues() -> dict[str, Any]:
    """Return the file of cues as it stands."""
    data = files("goldthread.analysis") / "data" / "report_voices.toml"
    return tomllib.loads(data.read_text(encoding="utf-8"))


def filled(pattern: str) -> str:
    """Return a pattern of the file with WORD and NUM filled in and its repeats bounded, so that it reads in linear time."""
    pattern = pattern.replace(r"\w+", r"\w{1,40}").replace(r"\w*", r"\w{0,40}")
    return pattern.replace("WORD", _WORD).replace("NUM", _NUMBERS)


def any_of(patterns: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """Return one pattern for any of several, as whole words."""
    return re.compile(rf"(?<![\w-])(?:{filled('|'.join(patterns))})(?!\w)", flags)


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text, none longer than is read."""
    for start, end in sentence_places(text):
        yield from _shortened(text[start:end])


def _shortened(sentence: str) -> Iterator[str]:
    for start in range(0, len(sentence), LONGEST_SENTENCE):
        if part := sentence[start : start + LONGEST_SENTENCE].strip():
            yield part


@lru_cache(maxsize=64)
def plain(sentence: str) -> str:
    """Return a sentence in small letters, on one line, with plain apostrophes, quotes and hyphens."""
    return one_line(sentence.replace("“", '"').replace("”", '"'))
