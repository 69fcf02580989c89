"""How fast 1,000 published pages are read, made up and as long as real ones, by `goldthread read`. Prints; asserts nothing.

    python bench/reading.py [PAGES] [--shuffled]

The pages are in all layouts of the tests but PDF, each of which needs a process of its own. --shuffled gives the same files
in another order, and says whether the same came out.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "analysis" / "reports")]

from made_up_files import LAYOUTS  # noqa: E402
from made_up_pages import PAGES, Page  # noqa: E402

_SENTENCES = (
    "Staff told us that they had regular supervision and that leaders listened to them.",
    "However, it was not always clear what had changed as a result of what people said.",
    "Of {} complaints received in 2023/24, {} ({}%) were upheld or partly upheld.",
    "Partners described a culture in which lessons were shared across the whole system.",
    "For example, a new online portal was shaped by people who used it, and went live in March 2024.",
    "An unpaid carer said that the assessment had been kind, and that nothing came of it for {} weeks.",
    "The local authority planned to set up one team for transitions by spring 2026.",
    "Monthly case audits were undertaken across all teams, and {}% of files were judged good or better.",
)


def pages(count: int) -> list[tuple[str, bytes]]:
    """Return the names and contents of made-up pages of some 9,000 letters each."""
    chance = random.Random(117)
    layouts = [each for each in LAYOUTS if each != "pdf"]
    made = []
    for number in range(count):
        page: Page = PAGES[number % len(PAGES)]
        sections = tuple(
            (
                heading,
                (*paragraphs, *(_paragraph(chance) for _ in range(18 // len(page.sections)))),
            )
            for heading, paragraphs in page.sections
        )
        ending, write = LAYOUTS[layouts[number % len(layouts)]]
        made.append((f"{number:04}{ending}", write(replace(page, sections=sections))))
    return made


def _paragraph(chance: random.Random) -> str:
    said = []
    for sentence in chance.sample(_SENTENCES, 5):
        whole = chance.randrange(20, 200)
        part = chance.randrange(1, whole)
        numbers = (whole, part, round(100 * part / whole)) if sentence.count("{}") == 3 else (part % 90 + 3,)
        said.append(sentence.format(*numbers) if "{}" in sentence else sentence)
    return " ".join(said)


def read(paths: list[Path]) -> tuple[float, dict[str, object]]:
    """Return how long the command took, and what came out by file."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "goldthread.cli.main", "read", *map(str, paths), "--json"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    took = time.perf_counter() - began
    return took, {page["source"]: page for page in json.loads(done.stdout)}


def main() -> None:
    count = next((int(word) for word in sys.argv[1:] if word.isdigit()), 1000)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        letters = 0
        for name, content in pages(count):
            path = Path(folder) / name
            path.write_bytes(content)
            paths.append(path)
        took, found = read(paths)
        letters = sum(len(passage["text"]) for page in found.values() for passage in page["passages"])
        figures = sum(len(page["figures"]) for page in found.values())
        unread = sum(len(page["unread"]) for page in found.values())
        print(
            f"{count:,} pages of {letters // count:,} letters: {took:.1f} s, {took / count * 1000:.1f} ms a page"
        )
        print(f"{figures:,} figures; {unread} notes of what could not be read")
        if "--shuffled" in sys.argv:
            random.Random(1).shuffle(paths)
            took, again = read(paths)
            print(f"in another order: {took:.1f} s, {'the same' if again == found else 'OTHER PAGES'}")


if __name__ == "__main__":
    main()
