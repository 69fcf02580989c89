"""Figures of a report: a count with its base and the rows it counts, as a table, a chart and rows of a spreadsheet.

Counts of people from 1 to 4 are withheld, and of parts that add up as many others as keep them from being worked out
(`analysis/tables/suppression.py`). A share is given with its base, and of a base under `FEW` not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.analysis.tables.suppression import is_small, suppress_rows
from goldthread.documents.model import Paragraph, Part, Run, Table, Text
from goldthread.reports.stored import bars

NOT_SHOWN = "Not shown"
FEW = 10
"""Of a smaller base no share is given: one more would move it by 10 in 100 or more."""
_CHART_WIDTH = 150.0
_MOST_BARS = 12


@dataclass(frozen=True)
class Counted:
    """One figure. count: None where it is withheld. of: its base; None where it has none, or it is withheld.

    href: the address of the list with exactly the rows that it counts.
    """

    what: str
    count: int | None
    of: int | None = None
    href: str = ""

    @property
    def share(self) -> str:
        """Return the share of the base in whole hundredths, "" where none may be given."""
        if self.count is None or self.of is None or self.of < FEW:
            return ""
        return f"{100 * self.count / self.of:.0f}%"

    @property
    def number(self) -> str:
        """Return the count as it is shown."""
        return NOT_SHOWN if self.count is None else f"{self.count:,}"

    def in_words(self) -> list[str | Run]:
        """Return "28 of 40 (70%)", the count leading to its rows."""
        words: list[str | Run] = [Run(self.number, bold=True, href=self.href)]
        if self.of is not None and self.count is not None:
            words.append(f" of {self.of:,}")
            if self.share:
                words.append(f" ({self.share})")
        return words


@dataclass(frozen=True)
class Group:
    """Figures beside each other. each: what a row is, the heading of the first column. base: what the shares are of.

    note: what has to be known of it, under the table.
    """

    caption: str
    each: str
    rows: Sequence[Counted]
    base: str = ""
    note: str = ""
    is_chart: bool = False

    def parts(self) -> list[Part]:
        """Return it as it stands in a document: its table, the chart of it where it has one, and its note."""
        if not self.rows:
            return [Paragraph(f"{_sentence(self.caption)} {self.note or 'None is recorded.'}")]
        parts: list[Part] = [self.table()]
        if self.is_chart and any(row.count for row in self.rows):
            parts.append(_chart(self))
        if self.note:
            parts.append(Paragraph(self.note, note=True))
        return parts

    def table(self) -> Table:
        """Return its table; the columns of base and share where any row has them."""
        has_base = any(row.of is not None for row in self.rows)
        has_share = any(row.share for row in self.rows)
        columns = [self.each, "Number", *(["Of"] if has_base else []), *(["Share"] if has_share else [])]
        rows: list[list[Text]] = []
        for row in self.rows:
            cells: list[Text] = [row.what, [Run(row.number, href=row.href)]]
            if has_base:
                cells.append("" if row.of is None else f"{row.of:,}")
            if has_share:
                cells.append(row.share)
            rows.append(cells)
        caption = _sentence(self.caption)
        if has_share and self.base:
            caption += f" Share of {self.base}."
        return Table(caption, columns, rows, frozenset(range(1, len(columns))))

    def as_data(self, section: str) -> list[dict[str, Any]]:
        """Return its figures as an edition keeps them."""
        return [
            {
                "section": section,
                "group": self.caption,
                "what": row.what,
                "count": row.count,
                "of": row.of,
                "base": self.base,
            }
            for row in self.rows
        ]


def _sentence(text: str) -> str:
    return text if text.endswith("?") else f"{text}."


def _chart(group: Group) -> Part:
    rows = group.rows[:_MOST_BARS]
    said = "; ".join(f"{row.what} {row.number.lower()}" for row in rows)
    return bars(
        [row.what for row in rows],
        [row.count for row in rows],
        alt=f"{group.caption}: {said}.",
        width=_CHART_WIDTH,
    )


@dataclass(frozen=True)
class Raw:
    """A count before it is decided what may be shown: its words, the number, and its rows."""

    what: str
    count: int
    href: str = ""


def single(what: str, count: int, href: str = "", *, of: int | None = None) -> Counted:
    """Return a figure that stands by itself; of its base, also the rest must not be small."""
    hidden = is_small(count) or (of is not None and is_small(of - count))
    base = None if of is not None and (is_small(of) or hidden) else of
    return Counted(what, None if hidden else count, base, href)


def parts_of(rows: Sequence[Raw]) -> tuple[list[Counted], int | None]:
    """Return parts that add up to their total, and it, as they may be shown: none can be told from the others.

    Of a total that is withheld no part is shown, not even none: where all but one are none, that one is told.
    """
    shown, total = suppress_rows([(row.what, row.count) for row in rows])
    return [
        Counted(row.what, None if total is None else count, total, row.href)
        for row, (_, count) in zip(rows, shown, strict=True)
    ], total


def several_of(rows: Sequence[Raw], of: int) -> list[Counted]:
    """Return counts that may overlap, of one base: each by itself, and what is left of the base by each."""
    return [single(row.what, row.count, row.href, of=of) for row in rows]


def ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return counts with the largest first, by name where they are the same."""
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))
