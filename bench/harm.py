"""Measures the screening for possible harm: recall on topics it never saw, beside what it raises of everything else.

    python bench/harm.py [--semantic] [--write]

Five folds by topic over the invented texts (data/safeguarding/invented.jsonl, written and labelled by a language model);
ordinary texts are the demo's voices, in folds too, less those of demo/avonshire/possible_harm.toml. "As written" reads
every cue, though its writer had seen the texts; "strict" leaves out each phrase that stands in texts of that topic alone,
and is a lower bound. NHS comments (../shared/data) are read where they are beside this checkout. --write puts the strict
figures where pages read them.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from goldthread.analysis.text import semantic  # noqa: E402
from goldthread.analysis.text.safeguarding_cues import find_cues  # noqa: E402
from goldthread.analysis.text.safeguarding_model import FURTHER, KINDS  # noqa: E402
from goldthread.analysis.text.safeguarding_screening import (  # noqa: E402
    PRESENT_CUES_AT,
    SHARES,
    Screener,
)
from goldthread.analysis.text.safeguarding_training import (  # noqa: E402
    Examples,
    invented_texts,
    ordinary_invented_texts,
    out_of_fold,
    train,
)
from goldthread.demo.safeguarding_texts import (  # noqa: E402
    ordinary_sentences,
    ordinary_texts,
    texts_for_the_lead,
)

NHS = ROOT.parent / "shared" / "data" / "nhs_comments_labelled.csv"
ACCURACY = ROOT / "goldthread" / "analysis" / "data" / "safeguarding" / "accuracy.toml"
# Read by hand once, of 175 sentences written afresh (docs/accuracy-safeguarding.md); nothing here measures it again.
MISSED_OUTRIGHT = ", and it missed one in three new ways of saying outright that somebody wants to die"
ANY, PRESENT = len(KINDS) + FURTHER.index("any"), len(KINDS) + FURTHER.index("present")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--semantic", action="store_true", help="with the sentence model of goldthread[semantic]"
    )
    parser.add_argument("--write", action="store_true", help="write the figures that pages show")
    args = parser.parse_args()
    labelled = invented_texts()
    sentences = [*ordinary_sentences(), *ordinary_invented_texts()]
    ordinary = [*ordinary_texts(), *sentences]
    vectors = None
    if args.semantic:
        vectors = semantic.encode([one.text for one in labelled]), semantic.encode(ordinary)
    examples = Examples(labelled, ordinary, vectors, sentences=len(sentences))
    thresholds = train(examples, SHARES, PRESENT_CUES_AT).thresholds
    scores = out_of_fold(examples, examples.harm)
    rows = _rows()
    whole = examples.whole

    def raised(scores: np.ndarray, features: np.ndarray, share: int) -> np.ndarray:
        cued = (features[:, ANY] > 0) | ((features[:, PRESENT] > 0) & (share >= PRESENT_CUES_AT))
        return cued | (scores > thresholds[SHARES.index(share)])

    screener = Screener(semantic=args.semantic)
    lead = screener.screen_all(texts_for_the_lead())
    nhs = screener.screen_all(_nhs_comments())
    groups: dict[str, Callable[[dict], bool]] = {
        "all harm": lambda row: row["harm"] == 1,
        "hinted at": lambda row: row["indirect"] == 1,
        "plainly told": lambda row: row["type"] == "mixed",
        "urgent": lambda row: row["level"] == "urgent",
        "today": lambda row: row["level"] == "today",
        **{
            f"kind: {kind}": lambda row, kind=kind: row["type"] == kind
            for kind in sorted({row["type"] for row in rows if row["harm"]})
        },
        "hard negatives": lambda row: row["harm"] == 0,
    }
    print("percent raised at shares of 10, 15, 20: as written | strict")
    for name, belongs in groups.items():
        chosen = np.array([belongs(row) for row in rows])
        written = [raised(scores.labelled, examples.cues, share)[chosen].mean() for share in SHARES]
        strict = [raised(scores.strict, examples.strict, share)[chosen].mean() for share in SHARES]
        print(f"{name:28} n={chosen.sum():3}  {_percents(written)} | {_percents(strict)}")
    shares = [raised(scores.ordinary[:whole], examples.ordinary[:whole], share).mean() for share in SHARES]
    print(f"{'ordinary demo texts':28} n={whole:3}  {_percents(shares)}")
    for name, found in (("demo texts for the lead", lead), ("NHS comments", nhs)):
        if found:
            print(
                f"{name:28} n={len(found):3}  "
                f"{_percents([np.mean([one.level(share) is not None for one in found]) for share in SHARES])}"
            )
    _danger(screener, rows)
    texts = [row["text"] for row in rows]
    start = time.perf_counter()
    screener.screen_all(texts)
    print(f"{(time.perf_counter() - start) / len(texts) * 1000:.2f} ms a text")
    if args.write:
        harm = examples.harm
        _write(
            "semantic" if args.semantic else "base",
            [round(100 * raised(scores.strict, examples.strict, share)[harm].mean()) for share in SHARES],
        )


def _danger(screener: Screener, rows: list[dict]) -> None:
    """Print what comes at the top of the list, by cues as written and the model that learned from these texts."""
    found = screener.screen_all([row["text"] for row in rows])
    by_level, by_cue = defaultdict(list), defaultdict(list)
    for row, one in zip(rows, found, strict=True):
        by_level[row["level"]].append(one.danger)
        by_cue[row["level"]].append(any(cue.group.danger for cue in find_cues(row["text"]).cues))
    ordinary = [one.danger for one in screener.screen_all(ordinary_texts())]
    print("danger, not held out:", {key: f"{np.mean(value):.0%}" for key, value in by_level.items()}, end=" ")
    print(f"ordinary {np.mean(ordinary):.1%}")
    print("danger, by cues alone:", {key: f"{np.mean(value):.1%}" for key, value in by_cue.items()})


def _percents(values: list[float]) -> str:
    return " ".join(f"{100 * value:5.1f}" for value in values)


def _rows() -> list[dict]:
    file = resources.files("goldthread.analysis").joinpath("data", "safeguarding", "invented.jsonl")
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _nhs_comments() -> list[str]:
    if not NHS.is_file():
        return []
    with NHS.open(encoding="utf-8", newline="") as file:
        return sorted({row["text"] for row in csv.DictReader(file)})


def _write(name: str, found: list[int]) -> None:
    """Put one table of figures into accuracy.toml and leave the other."""
    tables = ACCURACY.read_text(encoding="utf-8").split("\n\n")
    kept = [table for table in tables if not table.startswith(f"[{name}")]
    usual = found[SHARES.index(15)]
    further = MISSED_OUTRIGHT if name == "base" else ""
    counts = "".join(f"{share} = {count}\n" for share, count in zip(SHARES, found, strict=True))
    kept.append(
        f'[{name}]\nmisses = "It misses about {round((100 - usual) / 10)} in ten of what is told in ways that nobody '
        f'foresaw, more of what is only hinted at{further}. Everything is to be read by a person anyway."\n'
        f"[{name}.found]\n{counts}"
    )
    ACCURACY.write_text("\n\n".join(table.strip() for table in kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
