"""How long the annual report takes where a council has many cases. Prints a table of Markdown; asserts nothing.

    python bench/reports.py [--cases 50000] [--years 1] [--home FOLDER]

Makes a made-up council with so many complaints, all of them worked as cases with an acknowledgement, a reply and a
closing, an issue with a finding and a theme each; one in fifty was extended, and so is read by its clocks in full.
years: over how many years they are spread; with 1 all of them are in the report.
"""

from __future__ import annotations

import argparse
import datetime
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import large_council

_AT_ONCE = 5000
_DAY = datetime.timedelta(days=1)


def _fill(by: Any, count: int, years: int, first: datetime.date) -> None:
    from django.utils import timezone

    from goldthread.casework.models import CaseEvent, ComplaintCase
    from goldthread.council.models import Team
    from goldthread.feedback.models import Feedback, Point
    from goldthread.themes.codebook.models import Theme
    from goldthread.themes.coding.models import Coding

    chance = random.Random(1)
    council = by.council
    teams, themes = list(Team.objects.filter(council=council)), list(Theme.objects.filter(council=council))
    for start in range(0, count, _AT_ONCE):
        pieces, points, codings, cases, events = [], [], [], [], []
        for number in range(start, min(count, start + _AT_ONCE)):
            received = first + chance.randrange(365 * years) * _DAY
            acknowledged = received + chance.randrange(1, 8) * _DAY
            replied = received + chance.randrange(10, 200) * _DAY
            piece = Feedback(
                council=council, number=1_000_000 + number, source="complaint", received_on=received,
                speaker=chance.choice(["person", "carer", "representative"]), team=chance.choice(teams),
                closed_on=replied, responded_on=replied, fingerprint=f"case {number}",
            )  # fmt: skip
            point = Point(
                council=council, origin="feedback", origin_id=piece.pk, feedback=piece, text="Nobody rang.",
                source="complaint", heard_on=received, month=received.replace(day=1), reference=piece.reference,
                permission="feedback.read", is_upheld=chance.random() < 0.6, team=piece.team,
            )  # fmt: skip
            case = ComplaintCase(
                council=council, id=piece.pk, feedback=piece, procedure="statutory-adult-social-care",
                state="closed", acknowledged_on=acknowledged, replied_on=replied,
            )  # fmt: skip
            happened = [("acknowledged", acknowledged), ("replied", replied), ("closed", replied)]
            if number % 50 == 0:
                happened.append(("paused", acknowledged))
            pieces.append(piece)
            points.append(point)
            cases.append(case)
            coding = Coding(
                council=council, point=point, theme=chance.choice(themes), applies=True, by=by, at=timezone.now(),
                month=point.month, source=point.source, team=point.team, speaker=piece.speaker,
            )  # fmt: skip
            codings.append(coding)
            events += [
                CaseEvent(council=council, case=case, kind=kind, on=on, by=by) for kind, on in happened
            ]
        for model, rows in (
            (Feedback, pieces), (Point, points), (Coding, codings), (ComplaintCase, cases), (CaseEvent, events),
        ):  # fmt: skip
            model.objects.bulk_create(rows, batch_size=1000)


def main() -> None:
    """Make the council and say how long each form takes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=50_000)
    asked.add_argument("--years", type=int, default=1)
    asked.add_argument("--home", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch, large_council.opened(given.home or Path(scratch)):
        from django.utils import timezone

        from bench.pages import _settle
        from goldthread.council.database import tenant
        from goldthread.documents.as_html import article
        from goldthread.documents.as_pdf import as_pdf, is_available
        from goldthread.documents.as_word import as_word
        from goldthread.feedback.models import Feedback
        from goldthread.reports import commands, editions
        from goldthread.reports.kinds import KINDS
        from goldthread.reports.periods import period_of

        by, today = large_council.founded(), timezone.localdate()
        period = period_of("", today, KINDS["annual"].periods)
        first = period.until - (365 * given.years - 1) * _DAY
        with tenant.inside(by.council_id):
            if not Feedback.objects.filter(number__gte=1_000_000).exists():
                _fill(by, given.cases, given.years, first)
        _settle()
        print(f"{given.cases:,} cases over {given.years} year(s), on {large_council.machine()}\n")
        print("| what | seconds |\n|---|---|")

        def timed(what: str, run: Any) -> Any:
            start = time.perf_counter()
            result = run()
            print(f"| {what} | {time.perf_counter() - start:.1f} |", flush=True)
            return result

        report = timed(
            "annual report counted and kept",
            lambda: commands.draft_report(by=by, kind="annual", period="", made_on=today),
        )
        document = editions.kept_document(report, by.council.name)
        timed("its page", lambda: article(document))
        timed("its Word file", lambda: as_word(document))
        if is_available():
            timed("its PDF file", lambda: as_pdf(document))


if __name__ == "__main__":
    main()
