"""The peer's recipe for coding comments, in an environment of its own: TF-IDF and a support vector machine (RBF).

Reads JSON from standard input ({"texts", "truth", "folds"}) and writes {"scores", "train", "suggest"}
(seconds of processor) to standard output. `coding.py` runs it; it needs scikit-learn and nothing of ours.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import SVC


def main() -> None:
    """Answer for every fold with what the other folds teach."""
    given = json.load(sys.stdin)
    texts, truth, fold = given["texts"], np.array(given["truth"], dtype=bool), np.array(given["folds"])
    scores = np.zeros(truth.shape)
    train = suggest = 0.0
    for number in np.unique(fold):
        learn, ask = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        began = time.process_time()
        words = TfidfVectorizer()
        matrix = words.fit_transform([texts[k] for k in learn])
        machines = [
            SVC(C=15, class_weight="balanced").fit(matrix, truth[learn, theme])
            if truth[learn, theme].any()
            else None
            for theme in range(truth.shape[1])
        ]
        train += time.process_time() - began
        began = time.process_time()
        left_out = words.transform([texts[k] for k in ask])
        for theme, machine in enumerate(machines):
            scores[ask, theme] = -9 if machine is None else machine.decision_function(left_out)
        suggest += time.process_time() - began
    json.dump({"scores": scores.tolist(), "train": train, "suggest": suggest}, sys.stdout)


if __name__ == "__main__":
    main()
