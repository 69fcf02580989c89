"""The texts that the suggesting of themes is measured on, and how its answers are scored.

The comments and the framework stand beside the project (`shared/data`), are real people's, and are never shown.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
COMMENTS, FRAMEWORK = DATA / "nhs_comments_labelled.csv", DATA / "nhs_framework.csv"
VOICES = ROOT / "goldthread" / "demo" / "avonshire" / "voices.jsonl"
FOLDS = 5
# Themes of fewer comments are left out of the second macro figure: with four comments a fold it is mostly chance.
FEWEST = 20
_NOT_THEMES = ("id", "trust", "service", "fft", "question", "sentiment", "text", "split")
_QUOTE = re.compile(r"[‘'“\"](.+?)[’'”\"](?=\s*(?:[,;.\n]|$|[A-Z ]+:))", re.S)


@dataclass(frozen=True)
class Comments:
    """Texts, the question each answers, and their themes (texts by themes)."""

    texts: list[str]
    questions: list[str]
    themes: list[str]
    truth: np.ndarray

    def folds(self) -> np.ndarray:
        """Return each text's fold, the same every time."""
        fold = np.arange(len(self.texts)) % FOLDS
        np.random.default_rng(0).shuffle(fold)
        return fold


def comments() -> Comments:
    """Return the labelled comments of two NHS trusts; themes that no comment has are left out."""
    with COMMENTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name not in _NOT_THEMES]
    truth = np.array([[row[name] == "1" for name in names] for row in rows])
    used = [k for k in range(len(names)) if truth[:, k].any()]
    return Comments(
        [row["text"] for row in rows],
        [row["question"] for row in rows],
        [names[k] for k in used],
        truth[:, used],
    )


def framework(known: Comments) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return each theme's description and quotes; a quote that stands in a comment, or holds one, is left out."""
    comment_words = [f" {_words(text)} " for text in known.texts]
    whole, long = set(comment_words), [text for text in comment_words if len(text.split()) > 4]
    book = {}
    with FRAMEWORK.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            quotes = []
            for quote in _QUOTE.findall(row["examples"] + "\n" + row["longer_examples"]):
                plain = f" {_words(quote)} "
                shared = plain in whole or any(text in plain for text in long)
                if not shared and len(plain.split()) > 4:
                    shared = any(plain in text for text in comment_words)
                if plain.strip() and not shared and quote not in quotes:
                    quotes.append(" ".join(quote.split()))
            book[row["subcategory"]] = (row["description"].strip(), tuple(quotes))
    return {name: book[name] for name in known.themes}


def voices(held_out: bool) -> tuple[list[str], list[str], list[set[str]]]:
    """Return the invented points of Avonshire, their sources and themes: the third kept aside, or the others."""
    lines = [json.loads(line) for line in VOICES.read_text(encoding="utf-8").splitlines()]
    points = [
        (point["text"], voice["source"], set(point["themes"]))
        for voice in lines
        if bool(voice.get("holdout")) == held_out
        for point in voice["points"]
    ]
    return [p[0] for p in points], [p[1] for p in points], [p[2] for p in points]


def f1(suggested: np.ndarray, truth: np.ndarray) -> tuple[float, float, float]:
    """Return micro F1, macro F1, and macro F1 of the themes with at least `FEWEST` texts."""
    right = (suggested & truth).sum(0)
    both = suggested.sum(0) + truth.sum(0)
    by_theme = 2 * right / np.maximum(both, 1)
    return (
        float(2 * right.sum() / both.sum()),
        float(by_theme.mean()),
        float(by_theme[truth.sum(0) >= FEWEST].mean()),
    )


def never_silent(suggested: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Return the answers with the best theme for each text that has none, as the peer gives."""
    suggested = suggested.copy()
    silent = np.flatnonzero(~suggested.any(1))
    suggested[silent, scores[silent].argmax(1)] = True
    return suggested


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
