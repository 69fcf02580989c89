"""Figures of a report: a count with its base and the rows it counts, as a table, a chart and rows of a spreadsheet.

Counts of people from 1 to 4 are withheld, and of parts that add up as many others as keep them from being worked out
(`analysis/tables/suppression.py`). A share is given with its base, and of a base under `FEWEST_OF_A_SHARE` not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.analysis.tables.few import FEWEST_OF_A_SHARE
from goldthread.analysis.tables.suppression import SMALLEST_SHOWN, is_small, suppress_rows
from goldthread.documents.model import Paragraph, Part, Run, Table, Text
from goldthread.reports.periods import Period
from goldthread.web.stored import bars

NOT_SHOWN = "Not shown"
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
        if self.count is None or self.of is None or self.of < FEWEST_OF_A_SHARE:
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


def parts_of(
    rows: Sequence[Raw], given_back: Collection[str] = (), published: Collection[str] = ()
) -> tuple[list[Counted], int | None]:
    """Return parts that add up to their total, and it, as they may be shown: none can be told from the others.

    given_back: the parts of a year that would give back a part of one quarter (`given_back_by_a_year`). published: the
    parts that the law has published, which keep no other's company while they are not small themselves. Of a total that
    is withheld no part is shown, not even none: where all but one are none, that one is told.
    """
    shown, total = suppress_rows([(row.what, row.count) for row in rows])
    hidden = {what for what, count in shown if count is None} | set(given_back) - set(published)
    if len(hidden) == 1:
        # The others and the total would give it back.
        others = [row for row in rows if row.count and row.what not in {*hidden, *published}]
        hidden |= {min(others, key=lambda row: row.count).what} if others else set()
        total = total if others else None
    return [
        Counted(row.what, None if total is None or row.what in hidden else row.count, total, row.href)
        for row in rows
    ], total


def several_of(rows: Sequence[Raw], of: int, given_back: Collection[str] = ()) -> list[Counted]:
    """Return counts that may overlap, of one base: each by itself, and what is left of the base by each."""
    return [
        Counted(row.what, None, None, row.href)
        if row.what in given_back
        else single(row.what, row.count, row.href, of=of)
        for row in rows
    ]


def given_back_by_a_year(
    quarters: Sequence[Mapping[str, int]], year: Mapping[str, int], *, adds_up: bool
) -> set[str]:
    """Return the parts of a year that, less the quarters that are shown, would tell a small number of one quarter.

    Each quarter has a report of its own. Two withheld quarters keep each other, unless their sum leaves one possibility.
    adds_up: whether the parts add up to their total, so that others are withheld with a small one.
    """
    shown = [
        dict(suppress_rows(list(counts.items()))[0])
        if adds_up
        else {what: None if is_small(count) else count for what, count in counts.items()}
        for counts in quarters
    ]
    found = set()
    for what in year:
        withheld = [
            counts[what]
            for counts, as_shown in zip(quarters, shown, strict=True)
            if as_shown.get(what, 0) is None
        ]
        together = sum(withheld)
        if len(withheld) == 1 or (
            withheld and together in (len(withheld), len(withheld) * (SMALLEST_SHOWN - 1))
        ):
            found.add(what)
    return found


Counts = Callable[[Period], Mapping[str, int]]


def summed(counts: Counts) -> Counts:
    """Return counts of what falls into one quarter each: those of a year are the sum of its quarters', counted once."""
    known: dict[Period, Mapping[str, int]] = {}

    def of(span: Period) -> Mapping[str, int]:
        if span not in known:
            if span.quarters:
                together: Counter[str] = Counter()
                for quarter in span.quarters:
                    together.update(of(quarter))
                known[span] = dict(together)
            else:
                known[span] = counts(span)
        return known[span]

    return of


def given_back(period: Period, counts: Counts, *, adds_up: bool) -> set[str]:
    """Return the parts of a year that would give back a part of one of its quarters; none where it is a quarter itself."""
    if not period.quarters:
        return set()
    return given_back_by_a_year(
        [counts(quarter) for quarter in period.quarters], counts(period), adds_up=adds_up
    )


def withheld_last(rows: Sequence[Counted]) -> list[Counted]:
    """Return rows with those that are withheld last, by name: their place among the others would tell their size."""
    shown = [row for row in rows if row.count is not None]
    return [*shown, *sorted((row for row in rows if row.count is None), key=lambda row: row.what)]


def ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return counts with the largest first, by name where they are the same."""
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))
