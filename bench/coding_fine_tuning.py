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
        kept = args.folder / f"{number}.npz"
        if not kept.exists():
            np.savez(kept, **fold(known, number))
            print(f"Fold {number} measured.", file=sys.stderr, flush=True)
    report(known, [np.load(kept) for kept in sorted(args.folder.glob("?.npz"))])
    return 0


def fold(known: data.Comments, number: int) -> dict[str, np.ndarray]:
    """Return what both models say of a fold left out, and what teaching and reading cost of the processor."""
    apart = known.folds()
    told, asked = coding.confirmed(known, np.flatnonzero(apart != number)), np.flatnonzero(apart == number)
    themes = coding.themes(known, data.framework(known))
    texts, questions = [known.texts[k] for k in asked], [known.questions[k] for k in asked]
    day = ThemeSuggester.fit(themes, told)
    began = time.process_time()
    night = day.fine_tuned(themes, told)
    taught = time.process_time() - began
    said = {"asked": asked, "taught": np.array(taught)}
    for name, model in (("day", day), ("night", night)):
        began = time.process_time()
        found = model.suggest_many(texts, questions)
        said[f"{name}_seconds"] = np.array(time.process_time() - began)
        said[name] = coding.marked(found, known.themes)
        said[f"{name}_scores"] = model.likelihoods(texts, questions) - model.least
    return said


def report(known: data.Comments, folds: list) -> None:
    """Print F1 over the folds that were measured."""
    truth = np.concatenate([known.truth[each["asked"]] for each in folds])
    taught = [float(each["taught"]) / 60 for each in folds]
    print(
        f"{len(truth):,} comments of {len(folds)} folds; taught in {min(taught):.0f} to {max(taught):.0f} minutes of one processor.\n"
    )
    for name, words in (("day", "the linear model"), ("night", "with the language model, by night")):
        said, scores = (np.concatenate([each[part] for each in folds]) for part in (name, f"{name}_scores"))
        speed = len(truth) / sum(float(each[f"{name}_seconds"]) for each in folds)
        coding.row(f"{words}, as it suggests", data.f1(said, truth), speed)
        coding.row(f"{words}, never silent", data.f1(data.never_silent(said, scores), truth), speed)


if __name__ == "__main__":
    sys.exit(main())
