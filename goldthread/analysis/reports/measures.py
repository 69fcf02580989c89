"""Which measure a figure of a published report is of, by the sentence that prints it; the words are data."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from goldthread.analysis.reports.cues import any_of, plain, sentences

_READ = 20_000


@lru_cache
def measure_names() -> dict[str, str]:
    """Return the name of each measure by its slug."""
    return {slug: entry["name"] for slug, entry in _entries().items()}


def measure_of(passage: str, printed: str) -> str | None:
    """Return the slug of the measure that a figure is of, None where the sentence that prints it names none."""
    for sentence in sentences(passage[:_READ]):
        if printed in sentence:
            line = plain(sentence)
            return next((slug for slug, words in _patterns().items() if words.search(line)), None)
    return None


@lru_cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {slug: any_of(entry["words"]) for slug, entry in _entries().items()}


@lru_cache
def _entries() -> dict[str, dict]:
    data = files("goldthread.analysis") / "data" / "report_measures.toml"
    return tomllib.loads(data.read_text(encoding="utf-8"))
