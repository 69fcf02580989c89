"""How long an evidence pack takes of a council with many pieces of feedback. Prints a table of Markdown; asserts nothing.

    python bench/evidence_packs.py [--pieces 100000] [--claims 60] [--home FOLDER]

Makes a made-up council of so many complaints over three years, as `bench/reports.py` does, with lessons, actions and measures
counted from themes, claims that each cite a measure, and a lesson of 3,000 issues under one of them. A home that holds it
already is used as it is, and claims are added until there are so many.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import large_council, reports

_LARGE, _YEARS = 3_000, 3


def _claims(by: Any, wanted: int) -> None:
    """Add claims until there are so many, each of a measure, and let the first lesson rest on many issues."""
    from goldthread.evidence.commands import add_claim, add_evidence
    from goldthread.evidence.models import Claim
    from goldthread.feedback.models import Point
    from goldthread.impact.models import Measure
    from goldthread.learning.models import Lesson, LessonBasis

    measures = list(Measure.objects.filter(council=by.council, action__isnull=False).order_by("pk"))
    for number in range(Claim.objects.filter(council=by.council).count(), wanted):
        claim = add_claim(
            by=by,
            statement=large_council.STATEMENT,
            text=f"We write to each person first ({number + 1}).",
        )
        add_evidence(by=by, claim=claim, measure=measures[number % len(measures)])
    lesson = Lesson.objects.filter(council=by.council).order_by("number").first()
    there = set(LessonBasis.objects.filter(lesson=lesson).values_list("point_id", flat=True))
    points = Point.objects.readable().filter(council=by.council, origin="feedback").order_by("pk")
    LessonBasis.objects.bulk_create(
        LessonBasis(council=by.council, lesson=lesson, point_id=pk)
        for pk in points.values_list("pk", flat=True)[: _LARGE - len(there)]
        if pk not in there
    )


def main() -> None:
    """Make the council where it is not there, and say how long a pack and each of its files take."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pieces", type=int, default=100_000)
    asked.add_argument("--claims", type=int, default=60)
    asked.add_argument("--home", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch, large_council.opened(given.home or Path(scratch)):
        from bench.pages import _settle
        from goldthread.council.database import tenant
        from goldthread.documents.as_pdf import is_available
        from goldthread.evidence.packs import files
        from goldthread.evidence.packs.commands import create_pack
        from goldthread.feedback.models import Feedback

        by = large_council.founded()
        with tenant.inside(by.council_id):
            is_filled = Feedback.objects.filter(council=by.council).exists()
            if not is_filled:
                first = datetime.date.today() - datetime.timedelta(days=_YEARS * 365)
                reports._fill(by, given.pieces, _YEARS, first)
        if not is_filled:
            _settle()
            large_council.followed(by)
        with tenant.inside(by.council_id):
            _claims(by, given.claims)
            pieces = Feedback.objects.filter(council=by.council).count()
        print(f"{pieces:,} pieces of feedback, on {large_council.machine()}\n")
        print("| what | seconds |\n|---|---|")

        def timed(what: str, run: Any) -> Any:
            start = time.perf_counter()
            result = run()
            print(f"| {what} | {time.perf_counter() - start:.1f} |", flush=True)
            return result

        pack = timed("pack created and kept", lambda: create_pack(by=by))
        timed("its HTML file", lambda: files.html_of(pack))
        timed("its Word file", lambda: files.word_of(pack))
        timed("its ZIP file, which has both", lambda: files.zip_of(pack))
        if is_available():
            timed("its PDF file", lambda: files.pdf_of(pack))
        held = pack.content
        words = sum(len(each["words"]) for each in held["evidence"])
        print(
            f"\n{pack.claim_count} claims, {len(held['evidence'])} pieces of evidence, {words} links to words"
        )


if __name__ == "__main__":
    main()
