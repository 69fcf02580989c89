"""What it takes to read a million comments: every step, its share, and the same result from several processes.

    python bench/pipeline.py [COMMENTS] [PROCESSES]        (20,000 and 2 unless said)

The comments are made up (`large_council.py`). What is measured is the reading alone: personal data found, what it
means, themes with their words, tone, harm, and the mark of the words. Bringing rows into the database is measured by
`imports.py`.
"""

from __future__ import annotations

import datetime
import hashlib
import itertools
import resource
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.large_council import machine, rows
from goldthread.analysis import privacy
from goldthread.analysis.text import embedding, similarity
from goldthread.analysis.text.safeguarding_screening import Screener
from goldthread.analysis.text.tone import ToneModel
from goldthread.analysis.theming import ThemeSuggester, ThemeText
from goldthread.standards import codebook

_AT_ONCE = 1000


@lru_cache(maxsize=1)
def models() -> tuple[ThemeSuggester, ToneModel]:
    """Return the models of the first day, from the codebook that Goldthread ships."""
    themes = [
        ThemeText(t["slug"], t["name"], t["what_it_is"], t["what_it_is_not"], tuple(t["examples"]))
        for t in codebook.as_records()
    ]
    return ThemeSuggester.fit(themes), ToneModel.fit()


def read(texts: list[str]) -> tuple[Counter[str], str]:
    """Read some comments; return the processor seconds of each step, and a mark of all that was found."""
    themes, tone = models()
    spent: Counter[str] = Counter()
    digest = hashlib.sha256()

    def step(name: str, do):
        began = time.process_time()
        result = do()
        spent[name] += time.process_time() - began
        return result

    hidden = step(
        "personal data detected and hidden",
        lambda: [privacy.redact(text, privacy.find_personal_data(text)).text for text in texts],
    )
    meant = step("text vector (the static table)", lambda: embedding.encode(hidden))
    suggested = step(
        "themes, with matched words", lambda: themes.suggest_many(hidden, ["complaint"] * len(texts))
    )
    tones = step("sentiment, with matched words", lambda: tone.suggest_many(hidden))
    cues = step(
        "possible safeguarding concerns",
        lambda: Screener(semantic=False).screen_all(hidden),
    )
    marks = step("possible duplicates", lambda: [similarity.fingerprint(text) for text in hidden])
    for of_text in zip(hidden, suggested, tones, cues, marks, strict=True):
        digest.update(repr(of_text).encode())
    digest.update(meant.tobytes())
    return spent, digest.hexdigest()


def main() -> None:
    comments = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    processes = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    texts = [row[6] for row in itertools.islice(rows(comments, today=datetime.date.today()), comments)]
    parts = [texts[start : start + _AT_ONCE] for start in range(0, len(texts), _AT_ONCE)]
    models()
    began = time.perf_counter()
    alone = [read(part) for part in parts]
    one = time.perf_counter() - began
    began = time.perf_counter()
    with ProcessPoolExecutor(processes) as several:
        list(several.map(read, parts[:processes]))
        began = time.perf_counter()
        spread = list(several.map(read, parts))
    many = time.perf_counter() - began
    spent = sum((each for each, _ in alone), Counter())
    total = sum(spent.values())
    print(f"{comments:,} comments, {sum(map(len, texts)) / len(texts):.0f} letters each, on {machine()}")
    for name, seconds in spent.most_common():
        print(f"  {name:34}{seconds / total:6.0%}{comments / seconds:12,.0f} a second")
    print(
        f"one process: {comments / one:,.0f} a second; {processes} processes: {comments / many:,.0f}, {one / many:.2f} times"
    )
    print(f"a million: {1e6 / comments * many / 3600:.1f} hours on {processes} processes, if it goes on so")
    print(f"the same result: {[mark for _, mark in alone] == [mark for _, mark in spread]}")
    print(f"peak memory of a process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
