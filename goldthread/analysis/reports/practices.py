"""Practices that a passage of a published report names ("experts by experience", "told back"), by words that are data."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from goldthread.analysis.reports.cues import any_of, plain, sentences

_READ = 20_000


@lru_cache
def practice_names() -> dict[str, str]:
    """Return the name of each practice by its slug, in the order of the file."""
    return {slug: entry["name"] for slug, entry in _entries().items()}


@lru_cache(maxsize=20_000)
def practices_in(text: str) -> tuple[str, ...]:
    """Return the slugs of the practices a passage names, in the order of the file."""
    lines = [plain(sentence) for sentence in sentences(text[:_READ])]
    return tuple(
        slug
        for slug, (words, unless) in _patterns().items()
        if any(words.search(line) and not (unless and unless.search(line)) for line in lines)
    )


@lru_cache
def _patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str] | None]]:
    return {
        slug: (any_of(entry["words"]), any_of(entry["unless"]) if "unless" in entry else None)
        for slug, entry in _entries().items()
    }


@lru_cache
def _entries() -> dict[str, dict]:
    data = files("goldthread.analysis") / "data" / "report_practices.toml"
    return tomllib.loads(data.read_text(encoding="utf-8"))
