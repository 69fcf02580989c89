"""Editions: what a report said when it was counted, kept as it was made, with what people typed in it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from goldthread.council.models import Person
from goldthread.council.records.pages import address
from goldthread.dates import day_in_words
from goldthread.documents.model import Box, Document, Heading, Paragraph, Part
from goldthread.feedback.models import Feedback
from goldthread.reports.board.figures import board_figures
from goldthread.reports.board.page import TITLE, Earlier, board_document, numbers_from
from goldthread.reports.counts.counted import Counted
from goldthread.reports.kinds import KINDS
from goldthread.reports.kinds.spec import Content
from goldthread.reports.models import BOARD, BoardReport, Stage
from goldthread.reports.periods import Period, period_between
from goldthread.themes.counting.totals import count_or_none
from goldthread.web.stored import Data, packed, unpacked

RESPONSE = "response"
_NOTHING_YET = "Nothing is written here yet."


def latest(person: Person) -> Earlier | None:
    """Return the newest edition of the board page, to compare with; None where there is none."""
    report = BoardReport.objects.visible_to(person).filter(kind=BOARD).order_by("-number").first()
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


def title_of(kind: str, period: Period) -> str:
    """Return the title of an edition; of a calendar year it says so, so that no year is taken for another."""
    year = f" ({period.kind})" if period.kind.startswith("calendar") else ""
    return f"{TITLE if kind == BOARD else KINDS[kind].name}: {period.name}{year}"


def content_of(content: Content, subtitle: str) -> tuple[Data, Data]:
    """Return what an edition keeps of what was counted: its texts and figures, and what is no text."""
    sections: list[Data] = []
    codes: Data = {"drawings": [], "links": []}
    for section in content.sections:
        parts, codes = packed(section.all_parts(), codes)
        sections.append({"slug": section.slug, "heading": section.heading, "parts": parts})
    figures = [
        row
        for section in content.sections
        for group in section.groups
        for row in group.as_data(section.heading)
    ]
    measures = [str(measure.pk) for measure in content.measures]
    texts = {"subtitle": subtitle, "sections": sections, "figures": figures, **content.compared}
    return texts, {**codes, "measures": measures}


def kept_document(report: BoardReport, council: str) -> Document:
    """Return an edition as it was made, with what was typed in it."""
    subtitle = report.content.get("subtitle", "")
    if report.stage != Stage.PUBLISHED:
        subtitle = f"{report.get_stage_display()}: not published. {subtitle}"
    title = TITLE if report.kind == BOARD else report.title
    return Document(title, list(_parts(report)), subtitle=subtitle, author=council)


def sections_of(report: BoardReport) -> Sequence[Mapping[str, Any]]:
    """Return the sections that an edition keeps; one of an earlier version has its parts without any."""
    sections: Sequence[Mapping[str, Any]] = report.content.get("sections") or [
        {"slug": "", "heading": "", "parts": report.content.get("parts", ())}
    ]
    return sections


def _parts(report: BoardReport) -> Iterator[Part]:
    kind = KINDS.get(report.kind)
    if report.corrects is not None:
        yield Box(
            [
                Heading("Correction"),
                Paragraph(
                    f"This edition corrects {report.corrects.reference} of {day_in_words(report.corrects.made_on)}. "
                    f"{report.correction}"
                ),
            ],
            "framed",
        )
    for section in sections_of(report):
        slug = section["slug"]
        told = _told(report, slug)
        parts = unpacked(section["parts"], report.kept)
        is_asked = kind is not None and (slug in kind.comments or (slug == RESPONSE and kind.responds))
        if not told and is_asked and not parts and report.stage != Stage.PUBLISHED:
            told = [Paragraph(_NOTHING_YET, note=True)]
        if not told and not parts:
            continue
        if section["heading"]:
            yield Heading(section["heading"])
        yield from told
        yield from parts


def _told(report: BoardReport, slug: str) -> list[Part]:
    """Return what was typed in a section, as paragraphs."""
    text = report.commentary.get(slug, "") if slug else ""
    told: list[Part] = [
        Paragraph(" ".join(each.split())) for each in text.replace("\r", "").split("\n\n") if each.strip()
    ]
    if told and slug == RESPONSE and report.responded_by is not None and report.responded_on is not None:
        told.append(Paragraph(f"{report.responded_by.name}, {day_in_words(report.responded_on)}", note=True))
    return told


FIGURE_COLUMNS = (
    "Section",
    "Figure",
    "Part",
    "Number",
    "Of",
    "Share",
    "Share of",
    "From",
    "Until",
    "Kind of period",
    "Counted on",
)


def figure_rows(report: BoardReport) -> Iterator[list[Any]]:
    """Yield the figures of an edition as rows of a spreadsheet, each with its base and its period."""
    period = period_between(report.since, report.until)
    for row in report.content.get("figures", ()):
        figure = Counted(row["what"], row["count"], row["of"])
        yield [
            row["section"],
            row["group"],
            figure.what,
            figure.number if figure.count is None else figure.count,
            figure.of,
            figure.share,
            row["base"] if figure.of is not None else "",
            report.since,
            report.until,
            period.kind,
            report.made_on,
        ]
    for row in report.content.get("counts", ()):
        count = row["count"]
        yield [
            "Board page",
            "Counts",
            row["what"],
            Counted("", None).number if count is None else count,
            None,
            "",
            "",
            report.since,
            report.until,
            period.kind,
            report.made_on,
        ]
