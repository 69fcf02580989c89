"""Editions: the board page of a day kept as it was made, and what it is compared with."""

from __future__ import annotations

import datetime

from goldthread.council.models import Person
from goldthread.council.records.pages import address
from goldthread.documents.model import Document
from goldthread.feedback.models import Feedback
from goldthread.reports.board_page import (
    TITLE,
    Earlier,
    board_document,
    numbers_from,
    numbers_of,
)
from goldthread.reports.figures import BoardFigures, board_figures
from goldthread.reports.models import BoardReport
from goldthread.reports.periods import Period, period_between
from goldthread.reports.stored import Data, packed, unpacked
from goldthread.themes.counting.totals import count_or_none


def latest(person: Person) -> Earlier | None:
    """Return the newest edition, to compare with; None where there is none."""
    report = BoardReport.objects.visible_to(person).order_by("-number").first()
    if report is None:
        return None
    late = Feedback.objects.visible_to(person).filter(
        received_on__gte=report.since, received_on__lte=report.until, created_at__gt=report.created_at
    )
    return Earlier(
        report.reference,
        report.made_on,
        address(report),
        period_between(report.since, report.until),
        numbers_from(report.content, report.kept),
        count_or_none(late.count()),
    )


def live_document(person: Person, period: Period, today: datetime.date) -> Document:
    """Return the board page as the records stand now."""
    return board_document(board_figures(person, period, today), person.council.name, latest(person))


def kept_document(report: BoardReport, council: str) -> Document:
    """Return an edition as it was made."""
    return Document(
        TITLE,
        unpacked(report.content.get("parts", ()), report.kept),
        subtitle=report.content.get("subtitle", ""),
        author=council,
    )


def content_of(figures: BoardFigures, document: Document) -> tuple[Data, Data]:
    """Return what an edition keeps of a board page: its texts, and what is no text."""
    parts, kept = packed(document.parts)
    numbers = numbers_of(figures)
    content = {
        "subtitle": document.subtitle,
        "parts": parts,
        "counts": [{"key": key, "what": what, "count": count} for key, what, count in numbers.counts],
        "results": [{"name": name, "result": result} for _, name, result in numbers.results],
    }
    return content, {**kept, "measures": [key for key, *_ in numbers.results]}
