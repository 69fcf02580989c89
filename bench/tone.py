"""How well tone is suggested, on real comments, beside the usual lexicon where that is installed.

    python bench/tone.py        (VADER beside it: pip install vaderSentiment)

Five folds over `../shared/data/nhs_comments_labelled.csv`, which a newcomer does not have. Prints weighted kappa
(squared weights), how often the tone is exactly right, and texts a second.
"""

from __future__ import annotations

import csv
import time
from pathlib import Path

import numpy as np

from goldthread.analysis.text.tone import ToneExample, ToneModel, weighted_kappa

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "nhs_comments_labelled.csv"


def comments() -> list[ToneExample]:
    """Return the comments with a tone; there 1 is very positive and 5 very negative."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["sentiment"].strip()]
    return [ToneExample(row["text"], 3 - int(float(row["sentiment"])), row["question"]) for row in rows]


def ours(examples: list[ToneExample], with_kind: bool) -> tuple[np.ndarray, float]:
    """Return the tone suggested for each comment by a model that has not seen it, and texts a second."""
    fold = np.random.default_rng(0).permutation(len(examples)) % 5
    tones, seconds = np.zeros(len(examples), dtype=int), 0.0
    for number in range(5):
        known = [each if with_kind else each._replace(question="") for each in examples]
        model = ToneModel.fit([each for each, of in zip(known, fold, strict=True) if of != number])
        out = np.flatnonzero(fold == number)
        began = time.perf_counter()
        suggestions = model.suggest_many([known[i].text for i in out], [known[i].question for i in out])
        seconds += time.perf_counter() - began
        tones[out] = [each.tone if each else 0 for each in suggestions]
    return tones, len(examples) / seconds


def vader(examples: list[ToneExample]) -> tuple[np.ndarray, float] | None:
    """Return the same of VADER with cuts fitted to all comments, which flatters it; None where it is missing."""
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        return None
    from goldthread.analysis.text.tone import LOWEST, best_cuts

    judge, began = SentimentIntensityAnalyzer(), time.perf_counter()
    score = np.array([judge.polarity_scores(each.text)["compound"] for each in examples])
    speed = len(examples) / (time.perf_counter() - began)
    cuts = best_cuts(score, np.array([each.tone for each in examples]), np.ones(len(examples)))
    return LOWEST + np.searchsorted(cuts, score), speed


def main() -> None:
    if not DATA.is_file():
        raise SystemExit("The labelled comments are not beside this checkout (../shared/data).")
    examples = comments()
    truth = np.array([each.tone for each in examples])
    first = ToneModel.fit().suggest_many([each.text for each in examples])
    rows = {
        "ours, learned, with the question": ours(examples, True),
        "ours, learned, words alone": ours(examples, False),
        "ours, on the first day": (np.array([each.tone if each else 0 for each in first]), float("nan")),
        "VADER, its cuts fitted to all": vader(examples),
    }
    print(f"{len(examples):,} comments\n{'':36}{'kappa':>8}{'exact':>8}{'texts/s':>10}")
    for name, result in rows.items():
        if result is None:
            print(f"{name:36}not installed")
        else:
            tones, speed = result
            print(f"{name:36}{weighted_kappa(truth, tones):8.3f}{(truth == tones).mean():8.3f}{speed:10,.0f}")


if __name__ == "__main__":
    main()
