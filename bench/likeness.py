"""How well the text that was sent twice, or is like another, is found; the figures of docs/accuracy-discovery.md.

    python bench/likeness.py [--weights]

Reads shared/data beside this checkout: short queries of 77 known kinds (a like text is one of the same kind) and
comments about services. Each text asked about is taken out of what is searched, or typed again with slips of our making.
`--weights` tries how much letters should count beside meaning.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from goldthread.analysis import likeness  # noqa: E402
from goldthread.analysis.likeness import Likeness, campaigns  # noqa: E402

DATA = ROOT.parent / "shared" / "data"
ASKED = 3000
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


def same_text(texts: list[str], asked: np.ndarray) -> tuple[float, float, float]:
    """How often the text typed again is found first and in the first five, and called the same."""
    chance = random.Random(0)
    known = Likeness(texts)
    found = known.nearest([retype(texts[place], chance) for place in asked], 5)
    marks = [likeness.mark(text) for text in texts]

    def is_it(like: likeness.Like, place: int) -> bool:
        return marks[like.place] == marks[place]

    first = np.mean([is_it(likes[0], place) for likes, place in zip(found, asked, strict=True)])
    five = np.mean([any(is_it(like, p) for like in likes) for likes, p in zip(found, asked, strict=True)])
    told = np.mean(
        [
            any(is_it(x, p) and x.same for x in likes)
            for likes, p in zip(found, asked, strict=True)
            if len(likeness.plain(texts[p])) >= 1.2 * likeness.LETTERS_FOR_THE_SAME
        ]
    )
    return float(first), float(five), float(told)


def same_kind(texts: list[str], kinds: list[str], asked: np.ndarray) -> tuple[float, float, float]:
    """How often the first is of the same kind, how many of five are, and how often at least one of five is."""
    found = Likeness(texts).nearest([texts[p] for p in asked], 5, apart_from=asked.tolist())
    right = np.array(
        [[kinds[x.place] == kinds[p] for x in likes] for likes, p in zip(found, asked, strict=True)]
    )
    return float(right[:, 0].mean()), float(right.mean()), float(right.any(axis=1).mean())


def false_sames(texts: list[str], asked: np.ndarray) -> float:
    """How often a text long enough that was sent once is said to have been sent before (true repeats left out)."""
    marks = [likeness.mark(text) for text in texts]
    letters = likeness.LETTERS_FOR_THE_SAME
    once = [p for p in asked if marks.count(marks[p]) == 1 and len(likeness.plain(texts[p])) >= letters]
    found = Likeness(texts).nearest([texts[p] for p in once], 1, apart_from=once)
    return float(np.mean([likes[0].same for likes in found]))


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
    asked = np.random.default_rng(0).choice(len(texts), ASKED, replace=False)
    of_comments = np.random.default_rng(0).choice(len(comments), ASKED, replace=False)
    for weight in (0.0, 0.1, 0.2, 0.3, 0.4, 0.6, 1.0) if arguments.weights else (likeness.LETTERS,):
        likeness.LETTERS = weight
        print(f"letters count {weight}")
        for name, set_of, places in (("queries", texts, asked), ("comments", comments, of_comments)):
            first, five, told = same_text(set_of, places)
            print(
                f"  {name}, typed again: first {first:.3f}, in five {five:.3f}, called the same {told:.3f} (of those long enough)"
            )
        first, of_five, any_of = same_kind(texts, kinds, asked)
        print(f"  same kind: first {first:.3f}, of five {of_five:.3f}, any of five {any_of:.3f}")
    print(f"called the same, and is not: comments {false_sames(comments, of_comments):.4f}")
    begin = time.process_time()
    known = Likeness(texts)
    made = time.process_time() - begin
    begin = time.process_time()
    for text in texts[:200]:
        known.nearest([text], 5)
    print(
        f"{len(texts):,} texts: made in {made:.1f} s, one asked in {(time.process_time() - begin) * 5:.1f} ms"
    )
    chance = random.Random(1)
    letter = next(text for text in comments if 200 < len(text) < 400)
    many = comments + [retype(letter, chance) for _ in range(12)]
    begin = time.process_time()
    found = campaigns(many)
    print(
        f"campaigns among {len(many):,}: {time.process_time() - begin:.1f} s; one text typed again twelve times "
        f"is one campaign of {max((c.senders for c in found), default=0)}; {len(found) - 1} others of real comments"
    )


if __name__ == "__main__":
    main()
