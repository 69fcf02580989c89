"""How much better the accurate mode by night is: the linear model, and with the language model taught beside it.

    python bench/coding_fine_tuning.py FOLDER [--folds 0,1,2,3,4]

Runs in a Python with goldthread[nightly], numpy and scipy. Each fold takes about a quarter of an hour of one processor;
its answers are kept in FOLDER, a fold that stands there is not taught again, and several can run beside each other. Prints
the figures over all folds that stand there. As `coding.py`, whose folds and scores these are.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import coding
import coding_data as data
import numpy as np

sys.path.insert(0, str(data.ROOT))
from goldthread.analysis.theming import ThemeSuggester


def main() -> int:
    """Measure the folds asked for and print what stands."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", default=",".join(map(str, range(data.FOLDS))))
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    known = data.comments()
    for number in map(int, filter(None, args.folds.split(","))):
        path = args.folder / f"{number}.npz"
        if not path.exists():
            np.savez(path, **fold(known, number))
            print(f"Fold {number} measured.", file=sys.stderr, flush=True)
    report(known, [np.load(path) for path in sorted(args.folder.glob("?.npz"))])
    return 0


def fold(known: data.Comments, number: int) -> dict[str, np.ndarray]:
    """Return what both models say of a fold left out, and what teaching and reading cost of the processor."""
    apart = known.folds()
    examples, left_out = (
        coding.confirmed(known, np.flatnonzero(apart != number)),
        np.flatnonzero(apart == number),
    )
    themes = coding.themes(known, data.framework(known))
    texts, questions = [known.texts[k] for k in left_out], [known.questions[k] for k in left_out]
    day = ThemeSuggester.fit(themes, examples)
    began = time.process_time()
    night = day.fine_tuned(themes, examples)
    taught = time.process_time() - began
    result = {"asked": left_out, "taught": np.array(taught)}
    for name, model in (("day", day), ("night", night)):
        began = time.process_time()
        answers = model.suggest_many(texts, questions)
        result[f"{name}_seconds"] = np.array(time.process_time() - began)
        result[name] = coding.marked(answers, known.themes)
        result[f"{name}_scores"] = model.likelihoods(texts, questions) - model.least
    return result


def report(known: data.Comments, folds: list) -> None:
    """Print F1 over the folds that were measured."""
    truth = np.concatenate([known.truth[each["asked"]] for each in folds])
    taught = [float(each["taught"]) / 60 for each in folds]
    print(
        f"{len(truth):,} comments of {len(folds)} folds; taught in {min(taught):.0f} to {max(taught):.0f} minutes of one processor.\n"
    )
    for name, words in (("day", "the linear model"), ("night", "with the language model, by night")):
        suggested, scores = (
            np.concatenate([each[part] for each in folds]) for part in (name, f"{name}_scores")
        )
        speed = len(truth) / sum(float(each[f"{name}_seconds"]) for each in folds)
        coding.row(f"{words}, as it suggests", data.f1(suggested, truth), speed)
        coding.row(f"{words}, never silent", data.f1(data.never_silent(suggested, scores), truth), speed)


if __name__ == "__main__":
    sys.exit(main())
