"""Commands on reports: making an edition of the board page."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from goldthread.council.command import command
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.impact.models import Measure
from goldthread.reports.board_page import TITLE, board_document
from goldthread.reports.editions import content_of, latest
from goldthread.reports.figures import board_figures
from goldthread.reports.models import BoardReport, BoardReportMeasure
from goldthread.reports.periods import period_of


@command("reports.make")
def make_board_report(
    *, by: Person, period: str, made_on: datetime.date, asks: Sequence[str] = ()
) -> BoardReport:
    """Make an edition of the board page: what it says now, kept as it is. asks: what the board is asked to do."""
    chosen = period_of(period, made_on)
    figures = board_figures(by, chosen, made_on)
    document = board_document(figures, by.council.name, latest(by), asks)
    content, kept = content_of(figures, document)
    measures = list(Measure.objects.visible_to(by).filter(pk__in=kept["measures"]))
    report = BoardReport(
        council=by.council,
        title=f"{TITLE}: {chosen.name}",
        since=chosen.since,
        until=chosen.until,
        made_on=made_on,
        content=content,
        kept=kept,
        by=by,
    )
    saving.add(report, based_on=measures)
    BoardReportMeasure.objects.bulk_create(
        BoardReportMeasure(council=by.council, report=report, measure=measure) for measure in measures
    )
    return report
