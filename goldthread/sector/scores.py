"""The table of scores: each council's assessment in a row, its statements in columns, with the report behind each score."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from goldthread.council.models import Person
from goldthread.sector.choices import SCORES, statements
from goldthread.sector.models import PublishedReport

_SHOWN = ("area", "statement", "score", "scores", "published", "published_on", "rating", "overall_percent")


@dataclass
class Row:
    """One council's assessment of one date, as printed: its scores by statement, each with the report that prints it."""

    area: str
    published: str
    published_on: datetime.date | None
    scores: dict[str, PublishedReport] = field(default_factory=dict)
    in_summary: dict[str, tuple[int, PublishedReport]] = field(default_factory=dict)
    summary: PublishedReport | None = None


@dataclass(frozen=True)
class ScoreTable:
    """Rows by council and date, how many reports have each score by statement, and how many are not counted."""

    rows: list[Row]
    counts: dict[str, dict[int, int]]
    reports: int
    unconfirmed: int

    @property
    def scored(self) -> list[tuple[str, str]]:
        """Return the slug and name of each statement of which some report or summary gives a score."""
        slugs = {slug for row in self.rows for slug in (*row.scores, *row.in_summary)}
        return [each for each in statements() if each[0] in slugs]


def score_table(person: Person) -> ScoreTable:
    """Return the scores of the confirmed reports that somebody may see; those awaiting confirmation are only counted.

    A council's pages of one printed date are one row. Where a page and a summary both give a score, the page's is
    counted, and the summary's is not counted twice.
    """
    visible = PublishedReport.objects.visible_to(person)
    rows: dict[tuple[str, str], Row] = {}
    counts = {slug: dict.fromkeys(SCORES, 0) for slug, _ in statements()}
    reports = list(visible.on_shelf().only(*_SHOWN).order_by("area", "-published_on", "pk"))
    for report in reports:
        row = rows.setdefault(
            (report.area, report.published), Row(report.area, report.published_words, report.published_on)
        )
        if report.statement and report.score:
            row.scores.setdefault(report.statement, report)
            if report.statement in counts:
                counts[report.statement][report.score] += 1
        elif not report.statement:
            row.summary = row.summary or report
            for each in report.scores:
                row.in_summary.setdefault(each["statement"], (each["score"], report))
    for row in rows.values():
        row.in_summary = {slug: found for slug, found in row.in_summary.items() if slug not in row.scores}
    return ScoreTable(list(rows.values()), counts, len(reports), visible.unconfirmed().count())
