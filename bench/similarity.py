"""How well the text that was sent twice, or is like another, is found; the figures of docs/accuracy-emerging-topics.md.

    python bench/similarity.py [--weights]

Reads shared/data beside this checkout: short queries of 77 known kinds (a like text is one of the same kind) and
comments about services. Each text asked about is taken out of what is searched, or typed again with slips of our making.
It asks as the product does: by what a record keeps of its meaning, 256 numbers of a byte each, and then by letters
among the two hundred nearest (`goldthread.analysis.text.similarity.rank_similar`). `--weights` tries how much letters should count.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import time
from collections import Counter
from functools import lru_cache
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from goldthread.analysis.text import similarity  # noqa: E402
from goldthread.council.records import vectors  # noqa: E402

# As goldthread/thread/similar_cases.py and goldthread/feedback/duplicates/queries.py have them; they need a database to be read from.
CANDIDATES = 200
NEAR = 0.3

DATA = ROOT.parent / "shared" / "data"
QUERIES = 2000
_NEAR_KEYS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuiopqsdfghjklaxcvbnmz", strict=True))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the sets."""
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def retype(text: str, chance: random.Random) -> str:
    """The text as somebody might type it again: a slip in every twenty letters, stops and capitals as they come."""
    out = []
    for letter in text if chance.random() < 0.5 else text.lower():
        slip = chance.random()
        if letter.isalpha() and slip < 0.05:
            out.append(chance.choice(["", letter * 2, _NEAR_KEYS.get(letter.lower(), letter)]))
        elif not letter.isalnum() and not letter.isspace() and slip < 0.3:
            continue
        else:
            out.append(letter)
    words = "".join(out).split()
    if len(words) > 6 and chance.random() < 0.5:
        del words[chance.randrange(len(words))]
    return ("Hello, " if chance.random() < 0.2 else "") + " ".join(words)


class Index:
    """Texts with what each means, as the search index keeps it, and asked as it is asked."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self._meaning = _unit(vectors.packed(texts))

    def near(self, text: str, apart_from: int = -1) -> tuple[np.ndarray, np.ndarray]:
        """The places of the two hundred nearest in meaning, without the text itself, and how near they are."""
        near = self._meaning @ _unit(vectors.packed([text]))[0]
        if apart_from >= 0:
            near[apart_from] = -np.inf
        nearest = np.argsort(-near, kind="stable")[:CANDIDATES]
        return nearest, near[nearest]

    def similar(self, text: str, most: int = 5, apart_from: int = -1) -> list[similarity.SimilarText]:
        """Those most like a text, as a page shows them."""
        nearest, near = self.near(text, apart_from)
        likes = similarity.rank_similar(text, [self.texts[index] for index in nearest], near.tolist())
        return [like._replace(position=int(nearest[like.position])) for like in likes[:most]]

    def offered(self, text: str, apart_from: int = -1) -> list[int]:
        """The places of those that are offered to be put together with a text (`duplicates.queries.find_duplicates`)."""
        nearest, near = self.near(text, apart_from)
        return [
            int(index)
            for index, how in zip(nearest, near, strict=True)
            if how >= NEAR and similarity.is_retyped(text, self.texts[index])
        ]


def _unit(packed: list[bytes]) -> np.ndarray:
    rows = np.array([np.frombuffer(each or bytes(256), np.int8) for each in packed], np.float32)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def same_text(index: Index, queries: np.ndarray) -> dict[str, float]:
    """How often the text typed again is found first and in the first five, called the same, and offered for linking."""
    chance = random.Random(0)
    marks = [similarity.fingerprint(text) for text in index.texts]
    first, five, called_same, offered = [], [], [], []
    for query in queries:
        text = retype(index.texts[query], chance)
        likes = index.similar(text)
        is_it = [marks[like.position] == marks[query] for like in likes]
        first.append(is_it[0])
        five.append(any(is_it))
        # Slips make a text a little shorter or longer; those that may fall below the length are left out.
        if len(similarity.normalised(index.texts[query])) >= 1.2 * similarity.LETTERS_FOR_THE_SAME:
            called_same.append(any(it and like.same for it, like in zip(is_it, likes, strict=True)))
            offered.append(any(marks[other] == marks[query] for other in index.offered(text)))
    results = {
        "first": first,
        "in five": five,
        "called the same": called_same,
        "offered for linking": offered,
    }
    return {name: float(np.mean(values)) for name, values in results.items()}


def same_kind(index: Index, kinds: list[str], queries: np.ndarray) -> tuple[float, float, float]:
    """How often the first is of the same kind, how many of five are, and how often at least one of five is."""
    answers = [index.similar(index.texts[query], apart_from=int(query)) for query in queries]
    right = np.array(
        [[kinds[x.position] == kinds[p] for x in likes] for likes, p in zip(answers, queries, strict=True)]
    )
    return float(right[:, 0].mean()), float(right.mean()), float(right.any(axis=1).mean())


def false_sames(index: Index, queries: np.ndarray) -> tuple[float, float]:
    """How often a text sent once is called the same as another or offered with one (true repeats left out)."""
    marks = Counter(similarity.fingerprint(text) for text in index.texts)
    letters = similarity.LETTERS_FOR_THE_SAME
    once = [
        int(query)
        for query in queries
        if marks[similarity.fingerprint(index.texts[query])] == 1
        and len(similarity.normalised(index.texts[query])) >= letters
    ]
    same = [index.similar(index.texts[query], 1, query)[0].same for query in once]
    return float(np.mean(same)), float(np.mean([bool(index.offered(index.texts[p], p)) for p in once]))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", action="store_true")
    arguments = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(f"The sets are not there: {DATA}")
    queries = rows("queries_77_intents.csv")
    texts, kinds = [row["text"] for row in queries], [row["category"] for row in queries]
    comments = [row["text"] for row in rows("nhs_comments_labelled.csv")]
    queries_of_kinds = np.random.default_rng(0).choice(len(texts), QUERIES, replace=False)
    of_comments = np.random.default_rng(0).choice(len(comments), QUERIES, replace=False)
    begin = time.process_time()
    of_queries = Index(texts)
    made = time.process_time() - begin
    begin = time.process_time()
    for text in texts[:100]:
        of_queries.similar(text)
    took = (time.process_time() - begin) * 10
    print(f"{len(texts):,} texts: made in {made:.1f} s, one asked in {took:.1f} ms")
    # Each text is compared with many others: what its letters are is worked out once, and what is found is the same.
    similarity.trigrams, similarity.normalised = (
        lru_cache(None)(similarity.trigrams),
        lru_cache(None)(similarity.normalised),
    )
    sets = {"queries": (of_queries, queries_of_kinds), "comments": (Index(comments), of_comments)}
    for weight in (0.0, 0.1, 0.2, 0.3, 0.4, 0.6, 1.0) if arguments.weights else (similarity.LETTERS,):
        similarity.LETTERS = weight
        print(f"letters count {weight}")
        for name, (index, queried) in sets.items():
            result = ", ".join(f"{what} {share:.3f}" for what, share in same_text(index, queried).items())
            print(f"  {name}, typed again: {result} (the last two of those long enough)")
        first, of_five, any_of = same_kind(of_queries, kinds, queries_of_kinds)
        print(f"  same kind: first {first:.3f}, of five {of_five:.3f}, any of five {any_of:.3f}")
    for name, (index, queried) in sets.items():
        same, offered = false_sames(index, queried)
        print(f"{name} sent once: called the same {same:.4f}, offered for linking {offered:.4f}")


if __name__ == "__main__":
    main()
