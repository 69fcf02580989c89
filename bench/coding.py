"""How well themes are suggested, how fast, and from how few labels, beside the peer's recipe in the same run.

    python bench/coding.py                              Goldthread alone, and its learning curve
    python bench/coding.py --peer ENV/bin/python        and the peer, from an environment of its own

The peer's environment is made so, outside the project's own, and thrown away afterwards:

    python -m venv ENV
    ENV/bin/pip install scikit-learn

The row of goldthread[semantic] is there where the Python that runs this has onnxruntime, numpy and scipy, and
GOLDTHREAD_SEMANTIC names the folder that tools/semantic made.

The comments stand beside the project (`shared/data`) and are never shown; where they are missing, only the invented
voices of Avonshire are measured. F1 is micro / macro over all themes / macro over themes of 20 comments or more.
"As it suggests" is as the product and `goldthread themes suggest` do: the themes a text fits, three at most; "as many as
fit" leaves that limit out.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import coding_data as data
import numpy as np

sys.path.insert(0, str(data.ROOT))
from goldthread.analysis.text import semantic
from goldthread.analysis.theming import CodedExample, Suggestion, ThemeSuggester, ThemeText

PEER = Path(__file__).with_name("coding_peer.py")
LABELS = (0, 100, 250, 500, 1000, 2000)
MANY = 5000


def main() -> int:
    """Measure what can be measured here and print it as tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--peer", metavar="PYTHON", help="a Python that has scikit-learn")
    parser.add_argument("--only", choices=("folds", "curve", "cost", "voices"), help="measure only this")
    args = parser.parse_args()

    def wanted(part: str) -> bool:
        return args.only in (None, part)

    if not data.COMMENTS.exists():
        print("The labelled comments are not beside the project: only the invented voices are measured.")
    else:
        known = data.comments()
        print(f"{len(known.texts):,} comments, {len(known.themes)} themes, {data.FOLDS} folds.\n")
        if wanted("folds"):
            folds(known, args.peer)
        if wanted("curve"):
            curve(known)
        if wanted("cost"):
            cost(known)
    if wanted("voices"):
        voices()
    return 0


def folds(known: data.Comments, peer: str | None) -> None:
    """Print F1 over five folds and comments a second, ours and the peer's."""
    if peer:
        row("the peer's recipe", *peers(known, peer))
    book = data.framework(known)
    ways = [("without a codebook", {}, False), ("with the codebook", book, False)]
    if semantic.available():
        ways.append(("codebook and extra", book, True))
    else:
        print("goldthread[semantic] or its model is not here: its row is left out.")
    for name, codebook, sentences in ways:
        suggested, uncapped, scores, speed = ours(known, codebook, sentences)
        row(f"Goldthread, {name}, as it suggests", data.f1(suggested, known.truth), speed)
        row(f"Goldthread, {name}, as many as fit", data.f1(uncapped, known.truth), speed)
        row(
            f"Goldthread, {name}, never silent",
            data.f1(data.never_silent(suggested, scores), known.truth),
            speed,
        )
    print()


def ours(
    known: data.Comments, book: dict, sentences: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Return what is suggested (texts by themes), what would be without the most a text is given, by how much, and
    comments a second of processor for the first, with their words."""
    fold = known.folds()
    suggested, uncapped = np.zeros((2, *known.truth.shape), dtype=bool)
    scores = np.zeros(known.truth.shape)
    seconds = 0.0
    for number in range(data.FOLDS):
        examples = confirmed(known, np.flatnonzero(fold != number))
        model = ThemeSuggester.fit(themes(known, book), examples, sentences=sentences)
        left_out = np.flatnonzero(fold == number)
        texts, questions = [known.texts[k] for k in left_out], [known.questions[k] for k in left_out]
        began = time.process_time()
        answers = model.suggest_many(texts, questions)
        seconds += time.process_time() - began
        suggested[left_out] = marked(answers, known.themes)
        uncapped[left_out] = marked(model.suggest_many(texts, questions, len(known.themes)), known.themes)
        scores[left_out] = model.likelihoods(texts, questions) - model.least
    return suggested, uncapped, scores, len(known.texts) / seconds


def marked(answers: Sequence[Sequence[Suggestion]], names: Sequence[str]) -> np.ndarray:
    """Return what was suggested as texts by themes."""
    return np.array([[name in {s.theme for s in each} for name in names] for each in answers])


def peers(known: data.Comments, python: str) -> tuple[tuple[float, float, float], float]:
    """Return the peer's F1 and comments a second."""
    request = {
        "texts": known.texts,
        "truth": known.truth.tolist(),
        "folds": known.folds().tolist(),
    }
    answer = subprocess.run(
        [python, str(PEER)], input=json.dumps(request), capture_output=True, text=True, check=True
    )
    result = json.loads(answer.stdout)
    scores = np.array(result["scores"])
    f1 = data.f1(data.never_silent(scores > 0, scores), known.truth)
    return f1, len(known.texts) / result["suggest"]


def curve(known: data.Comments) -> None:
    """Print F1 on a fold left out after so many confirmed comments, with the codebook; one draw a fold."""
    book, fold = data.framework(known), known.folds()
    print("labels  as it suggests       never silent")
    for many in LABELS:
        figures = []
        for draw in range(data.FOLDS):
            pool = np.random.default_rng(draw).permutation(np.flatnonzero(fold != draw))[:many]
            left_out = np.flatnonzero(fold == draw)
            model = ThemeSuggester.fit(themes(known, book), confirmed(known, pool))
            texts, questions = [known.texts[k] for k in left_out], [known.questions[k] for k in left_out]
            scores = model.likelihoods(texts, questions)
            suggested, truth = (
                marked(model.suggest_many(texts, questions), known.themes),
                known.truth[left_out],
            )
            figures.append((suggested, data.never_silent(suggested, scores - model.least), truth))
        sides = [np.concatenate([figure[side] for figure in figures]) for side in range(3)]
        print(f"{many:>6}  {written(data.f1(sides[0], sides[2]))}  {written(data.f1(sides[1], sides[2]))}")
    print()


def cost(known: data.Comments) -> None:
    """Print seconds and memory of learning 5,000 comments (the comments, some of them twice), in a fresh process."""
    code = "import coding; coding.learn_many()"
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parent, capture_output=True, text=True, check=True
    )
    print(answer.stdout)


def learn_many() -> None:
    """Learn 5,000 comments and print what that took."""
    known = data.comments()
    order = np.random.default_rng(0).permutation(len(known.texts))
    some = confirmed(known, np.resize(order, MANY))
    wall, cpu = time.perf_counter(), time.process_time()
    ThemeSuggester.fit(themes(known, data.framework(known)), some)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"Learning {MANY:,} comments: {cpu:.1f} s of processor, {wall:.1f} s by the clock, {memory:.0f} MB at most.\n"
    )


def voices() -> None:
    """Print how the codebook that ships, with nothing confirmed and with the other voices, does on invented ones."""
    from goldthread.standards.codebook import current

    book = [
        ThemeText(theme.slug, theme.name, theme.what_it_is, theme.what_it_is_not, theme.examples)
        for theme in current().themes
    ]
    examples = [
        CodedExample(t, frozenset(s), q) for t, q, s in zip(*data.voices(held_out=False), strict=True)
    ]
    texts, sources, right = data.voices(held_out=True)
    truth = np.array([[theme.slug in slugs for theme in book] for slugs in right])
    print(f"{len(texts)} invented points kept aside, {len(book)} themes")
    for name, known in (
        ("the codebook alone", []),
        (f"and {len(examples)} other points confirmed", examples),
    ):
        model = ThemeSuggester.fit(book, known)
        scores = model.likelihoods(texts, sources)
        suggested = marked(model.suggest_many(texts, sources), model.themes)
        micro, macro, _ = data.f1(suggested, truth)
        best = np.argsort(-scores, axis=1)
        first = truth[np.arange(len(texts)), best[:, 0]].mean()
        three = np.take_along_axis(truth, best[:, :3], 1).any(1).mean()
        precision = (suggested & truth).sum() / max(suggested.sum(), 1)
        print(
            f"{name}: F1 {micro:.3f} / {macro:.3f}; right theme first {first:.0%}, among three {three:.0%}; "
            f"of what it suggests, right {precision:.0%}; silent on {(~suggested.any(1)).mean():.0%}"
        )


def themes(known: data.Comments, book: dict) -> list[ThemeText]:
    """Return the themes, with what a codebook says of them."""
    return [
        ThemeText(n, n, book[n][0], examples=book[n][1]) if n in book else ThemeText(n, n)
        for n in known.themes
    ]


def confirmed(known: data.Comments, rows: Sequence[int] | np.ndarray) -> list[CodedExample]:
    """Return some of the comments as confirmed texts."""
    return [
        CodedExample(
            known.texts[k],
            frozenset(name for name, has in zip(known.themes, known.truth[k], strict=True) if has),
            known.questions[k],
        )
        for k in rows
    ]


def row(name: str, f1: tuple[float, float, float], speed: float) -> None:
    """Print one line of the table."""
    print(f"{name:<52} {written(f1)}  {speed:>7,.0f} comments/s", flush=True)


def written(f1: tuple[float, float, float]) -> str:
    """Write an F1 as its three figures."""
    return " / ".join(f"{figure:.3f}" for figure in f1)


if __name__ == "__main__":
    sys.exit(main())
