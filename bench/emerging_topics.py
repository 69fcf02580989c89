"""How well, how fast and how steadily groups are found, beside BERTopic on the same vectors: docs/accuracy-emerging-topics.md.

    python bench/emerging_topics.py --vectors FOLDER                             Goldthread alone
    python bench/emerging_topics.py --vectors FOLDER --peers ENV/bin/python      and BERTopic, from an environment of its own
    python bench/emerging_topics.py --again                                      how often a group is known again, or wrongly

The peer's environment is made so, outside the project's own, and thrown away afterwards:

    python -m venv ENV
    ENV/bin/pip install numpy pandas scikit-learn umap-learn hdbscan plotly tqdm pyyaml
    ENV/bin/pip install --no-deps bertopic==0.17.4

FOLDER holds the sentence model's vectors, one row a text in the order of the set, as `queries_minilm.npy` and
`nhs_minilm.npy`: all-MiniLM-L6-v2, length 1, made in any environment that has it. Without --vectors only the static
table that comes with Goldthread is measured. Each run is a process of its own with one thread, so that its time and its
memory are its own; time is the processor's, from the vectors to the named groups.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
SETS = {"queries": "queries_77_intents.csv", "nhs": "nhs_comments_labelled.csv"}
SEEDS = 4
# The peer takes a minute a run.
SEEDS_OF_PEER = 2


def texts_of(name: str) -> tuple[list[str], np.ndarray]:
    """The texts of a set and the true group of each, -1 where it has none or several."""
    with (DATA / SETS[name]).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    texts = [row["text"] for row in rows]
    if name == "queries":
        kinds = sorted({row["category"] for row in rows})
        return texts, np.array([kinds.index(row["category"]) for row in rows])
    columns = list(rows[0])[7:-1]
    marks = np.array([[int(float(row[column] or 0)) for column in columns] for row in rows])
    return texts, np.where(marks.sum(axis=1) == 1, marks.argmax(axis=1), -1)


def agreement(one: Sequence[int], other: Sequence[int]) -> float:
    """The adjusted mutual information of two groupings (Vinh, Epps and Bailey 2010; arithmetic mean)."""
    from scipy.special import gammaln

    table = np.zeros((max(one) + 1, max(other) + 1))
    np.add.at(table, (np.asarray(one), np.asarray(other)), 1)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    n, a, b = table.sum(), table.sum(axis=1), table.sum(axis=0)
    full = table[table > 0]
    mutual = float((full / n * np.log(full * n / np.outer(a, b)[table > 0])).sum())
    chance = 0.0
    for size_a, times_a in zip(*np.unique(a, return_counts=True), strict=True):
        for size_b, times_b in zip(*np.unique(b, return_counts=True), strict=True):
            k = np.arange(max(1, size_a + size_b - n), min(size_a, size_b) + 1)
            log_p = (
                gammaln(size_a + 1) + gammaln(size_b + 1) + gammaln(n - size_a + 1) + gammaln(n - size_b + 1)
                - gammaln(n + 1) - gammaln(k + 1) - gammaln(size_a - k + 1) - gammaln(size_b - k + 1)
                - gammaln(n - size_a - size_b + k + 1)
            )  # fmt: skip
            chance += (
                float((k / n * np.log(n * k / (size_a * size_b)) * np.exp(log_p)).sum()) * times_a * times_b
            )
    middle = sum(float(-(s / n * np.log(s / n)).sum()) for s in (a, b)) / 2
    return (mutual - chance) / (middle - chance)


def goldthread(name: str, vectors: str, grain: str, beside: str, seed: int) -> np.ndarray:
    """Group one set with Goldthread; the number of each text's group, -1 where it has none."""
    sys.path.insert(0, str(ROOT))
    from goldthread.analysis.text import embedding
    from goldthread.analysis.text.emerging_topics import discover_topics

    texts, _ = texts_of(name)
    rows = embedding.encode(texts) if vectors == "static" else np.load(vectors)
    begin = time.process_time()
    result = discover_topics(texts, rows, grain=grain, words_beside=float(beside), seed=seed)
    return _reported(result.numbers(), time.process_time() - begin)


def bertopic(name: str, vectors: str, tuned: str, _: str, seed: int) -> np.ndarray:
    """Group one set with BERTopic: as it comes, or with its outliers put back and as many small topics as it can find."""
    from bertopic import BERTopic
    from hdbscan import HDBSCAN
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    texts, _truth = texts_of(name)
    rows = np.load(vectors)
    begin = time.process_time()
    umap = UMAP(
        n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=seed
    )
    parts = {"umap_model": umap}
    if tuned == "tuned":
        parts["hdbscan_model"] = HDBSCAN(
            min_cluster_size=30, min_samples=5, prediction_data=True, core_dist_n_jobs=1
        )
        parts["vectorizer_model"] = CountVectorizer(stop_words="english", ngram_range=(1, 2))
    model = BERTopic(calculate_probabilities=False, **parts)
    topics, _probabilities = model.fit_transform(texts, rows)
    if tuned == "tuned":
        topics = model.reduce_outliers(texts, topics, strategy="embeddings", embeddings=rows)
    return _reported(np.array(topics), time.process_time() - begin)


def _reported(numbers: np.ndarray, seconds: float) -> np.ndarray:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "memory": memory}))
    return numbers


def run(python: str, what: str, *arguments: str) -> tuple[np.ndarray, float, float]:
    """Do one run in a process of its own; the numbers, seconds of processor and MB at the most."""
    one_thread = dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
    )
    with tempfile.NamedTemporaryFile(suffix=".npy") as out:
        done = subprocess.run(
            [python, __file__, "--one", what, *arguments, out.name],
            env={**os.environ, **one_thread, "TOKENIZERS_PARALLELISM": "false"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(done.stderr[-2000:])
        report = json.loads(done.stdout.strip().splitlines()[-1])
        return np.load(out.name), report["seconds"], report["memory"]


def measure(label: str, python: str, what: str, name: str, *arguments: str) -> None:
    """Print one line: agreement with the true groups, what is left out, stability over seeds, time and memory."""
    _, truth = texts_of(name)
    has = truth >= 0
    seeds = SEEDS_OF_PEER if what == "bertopic" else SEEDS
    runs = [run(python, what, name, *arguments, str(seed)) for seed in range(seeds)]
    numbers = [groups for groups, _, _ in runs]
    # Texts that belong to no group are one group more, as everywhere where this is measured.
    as_groups = [np.where(groups < 0, groups.max() + 1, groups) for groups in numbers]
    right = [agreement(truth[has], groups[has]) for groups in as_groups]
    steady = [agreement(as_groups[i], as_groups[j]) for i in range(seeds) for j in range(i)]
    print(
        f"| {name} | {label} | {np.mean(right):.3f} | {len(set(numbers[0][numbers[0] >= 0].tolist()))} "
        f"| {np.mean(numbers[0] < 0):.1%} | {np.mean(steady):.3f} | {np.median([s for _, s, _ in runs]):.1f} "
        f"| {max(memory for _, _, memory in runs):.0f} |",
        flush=True,
    )


def known_again(size: int, earlier: int, trials: int = 100) -> tuple[float, float]:
    """Of groups with no voice in common with before: how many that are new are taken for old, and of old ones known.

    Each trial has so many earlier groups, of a known kind each, and today five of kinds not seen before and five halves
    of earlier ones; size is how many texts a group has.
    """
    sys.path.insert(0, str(ROOT))
    from goldthread.analysis.text import embedding
    from goldthread.analysis.text.neighbours import unit_rows
    from goldthread.analysis.text.topic_matching import PastTopic, match_topics

    texts, kinds = texts_of("queries")
    vectors, chance = unit_rows(embedding.encode(texts)), np.random.default_rng(0)
    wrong = right = 0

    def group(rows: np.ndarray) -> PastTopic:
        return PastTopic(frozenset(rows.tolist()), unit_rows(vectors[rows].mean(axis=0)[None, :])[0])

    for _ in range(trials):
        drawn = chance.permutation(77)[: earlier + 5]
        halves = [chance.permutation(np.flatnonzero(kinds == kind))[: 2 * size] for kind in drawn]
        before = [group(half[:size]) for half in halves[:earlier]]
        now = [group(half[size:]) for half in [*halves[:5], *halves[earlier:]]]
        matches = match_topics(before, now)
        right += sum(number in matches and matches[number].position == number for number in range(5))
        wrong += sum(number in matches for number in range(5, 10))
    return wrong / (5 * trials), right / (5 * trials)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--peers", metavar="PYTHON")
    parser.add_argument("--sets", default="queries,nhs")
    parser.add_argument("--grains", default="coarse,middle,fine")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--one", nargs=7, metavar="X", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        what, name, vectors, how, beside, seed, out = arguments.one
        np.save(
            out, {"goldthread": goldthread, "bertopic": bertopic}[what](name, vectors, how, beside, int(seed))
        )
        return
    if not DATA.is_dir():
        sys.exit(f"The sets are not there: {DATA}")
    if arguments.again:
        print("| texts in a group | earlier groups | new, taken for old | old, known again |")
        print("|---|---|---|---|")
        for size in (20, 5):
            for earlier in (10, 20, 40):
                wrong, right = known_again(size, earlier)
                print(f"| {size} | {earlier} | {wrong:.1%} | {right:.1%} |", flush=True)
        return
    print("| set | method | agreement (AMI) | groups | left out | stable over seeds | CPU-seconds | MB |")
    print("|---|---|---|---|---|---|---|---|")
    for name in arguments.sets.split(","):
        for grain in arguments.grains.split(","):
            measure(f"static, {grain}", sys.executable, "goldthread", name, "static", grain, "0.5")
        if arguments.vectors is None:
            continue
        vectors = str(arguments.vectors / f"{name}_minilm.npy")
        measure("MiniLM, middle", sys.executable, "goldthread", name, vectors, "middle", "0")
        measure("MiniLM with words, middle", sys.executable, "goldthread", name, vectors, "middle", "0.3")
        if arguments.peers:
            for how in ("as it comes", "tuned"):
                measure(f"BERTopic, {how}", arguments.peers, "bertopic", name, vectors, how, "-")


if __name__ == "__main__":
    main()
