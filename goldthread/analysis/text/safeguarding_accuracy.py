"""What the screening for possible harm was measured to find and to miss, as pages and documents say it.

The figures stand in `analysis/data/safeguarding/accuracy.toml` and nowhere else; `bench/harm.py` measures them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What was measured: of 100 invented texts that tell of harm, how many are raised at each share; and what is missed.

    `found` is by share (10, 15, 20); `misses` is a sentence, "" where nothing was measured.
    """

    found: dict[int, int]
    misses: str


@cache
def measured(*, semantic: bool) -> Accuracy:
    """Return what was measured of the base screening, or of the one with the sentence model of goldthread[semantic]."""
    name = "semantic" if semantic else "base"
    file = resources.files("goldthread.analysis").joinpath("data", "safeguarding", "accuracy.toml")
    figures = tomllib.loads(file.read_text(encoding="utf-8")).get(name, {})
    found = {int(share): int(count) for share, count in figures.get("found", {}).items()}
    return Accuracy(found, str(figures.get("misses", "")))
