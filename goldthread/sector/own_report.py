"""The council's own report: it becomes an inspection, whose findings are answered with actions like any review's."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils import timezone

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.reviews import commands as reviews
from goldthread.reviews.kinds import INSPECTION
from goldthread.reviews.models import Figure
from goldthread.reviews.new_review import NewFinding, NewReview
from goldthread.sector.choices import Tells
from goldthread.sector.models import PublishedFigure, PublishedPassage, PublishedReport

WEAKNESSES, ALL = "weaknesses", "all"
_BODY = "Care Quality Commission"
_YEARS = {"financial year": Figure.Year.FINANCIAL, "calendar year": Figure.Year.CALENDAR}
_TONES = {Tells.STRENGTH: 1, Tells.WEAKNESS: -1}


@command("sector.write")
def take_as_own(
    *, by: Person, report: PublishedReport, decided_on: datetime.date, findings: str = WEAKNESSES
) -> PublishedReport:
    """Take published report as the council's own: an inspection is made of it, with its passages as findings.

    findings: "weaknesses", or "all" its passages. Raises Refused where the report is not confirmed, or is it already.
    """
    saving.lock(report)
    if report.review_id is not None:
        raise Refused("An inspection was made of this report already.")
    if report.confirmed_on is None:
        raise Refused("Check and confirm the report first.")
    passages = report.passages.order_by("position")
    if findings == WEAKNESSES:
        passages = passages.filter(tells=Tells.WEAKNESS)
    chosen = list(passages)
    if not chosen:
        raise Refused("No passage of it tells of a weakness. Choose all passages.", field="findings")
    review = reviews.record(
        by=by,
        today=timezone.localdate(),
        new=NewReview(
            kind=INSPECTION,
            title=report.title[:200],
            body=_BODY,
            decided_on=decided_on,
            outcome=report.label,
            score=report.score,
            statement=report.statement,
            their_reference=report.reference,
            source_note=f"{report.source_note or report.source}. On the shelf as {report.reference}."[:300],
            findings=[_finding(passage) for passage in chosen],
        ),
    )
    for figure in report.figures.order_by("position"):
        reviews.record_figure(by=by, review=review, **_figure(figure, report))
    return saving.change(report, is_own=True, review=review)


def _finding(passage: PublishedPassage) -> NewFinding:
    return NewFinding(
        text=passage.text,
        heading=passage.section,
        is_upheld=None,
        tone=_TONES.get(Tells(passage.tells)) if passage.tells else None,
    )


def _figure(figure: PublishedFigure, report: PublishedReport) -> dict:
    """Return a figure's parts as the room of reviews takes them; it may be compared only where all that needs is there."""
    year = _YEARS.get(figure.period_kind, Figure.Year.OTHER if figure.period else Figure.Year.NONE)
    known = figure.denominator is not None and bool(figure.counts) and year != Figure.Year.NONE
    return {
        "label": (figure.counts or figure.unit or figure.printed)[:200],
        "as_printed": figure.printed[:300],
        "source": f"{report.title}, paragraph {figure.paragraph}"[:300],
        "value": None if figure.value is None else Decimal(str(figure.value)),
        "unit": figure.unit[:30],
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "denominator_means": figure.counts[:200],
        "period": figure.period[:60],
        "period_kind": year,
        "may_be_compared": figure.comparable and known,
        "caution": f"Printed beside {figure.comparator}"[:300] if figure.comparator else "",
    }
