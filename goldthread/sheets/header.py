"""Heading rows of a table, under any titles: one line, two lines, groups over them, or a block of several."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from goldthread.date_reading import month_of, parse_date
from goldthread.no_answer import is_no_answer
from goldthread.sheets.raw_rows import RawRow
from goldthread.sheets.values import Cell

LOOKED_AT = 50
_FIGURES = re.compile(r"[\s£%.,/:+()\d-]*\d[\s£%.,/:+()\d-]*")
# More rows than this above the headings, as wide as the table, are data: the table has no headings.
_MOST_WIDE_TITLES = 2
# A second line of a heading has no more words than this; what is longer may be somebody's.
_MOST_WORDS = 3
# What a table of one column is headed, where it is not the title above a wider table.
_ONE_HEADING = re.compile(
    r"(?:.*\b(?:comments?|feedback|text|responses?|answers?|verbatims?|suggestions?|compliments?|complaint|words|details|"
    r"description|reason|what \w+ said)|.*\?)",
    re.IGNORECASE,
)

Spread = Callable[[RawRow], list[Cell]]


class Header(NamedTuple):
    """The headings: the row that names the columns, and the rows that belong to it.

    `row` names the columns; `second` is the second line of the same headings; `groups` stands over it; `others`
    are further rows of a block of headings, of which `row` is the one whose names tell the columns apart best.
    """

    row: RawRow
    second: RawRow | None = None
    groups: RawRow | None = None
    others: tuple[RawRow, ...] = ()

    @property
    def last_row(self) -> int:
        """Return the number of the last row of headings; the records come after it."""
        lines = [self.row, *self.others, *([self.second] if self.second else [])]
        return max(row.number for row in lines)

    @property
    def numbers(self) -> list[int]:
        """Return the numbers of all its rows."""
        rows = [self.row, self.second, self.groups, *self.others]
        return sorted(row.number for row in rows if row)

    def labels(self) -> list[Cell]:
        """Return the heading of each column as it stands, two lines joined; None where blank."""
        if self.second is None:
            return self.row.values
        width = max(len(self.row.values), len(self.second.values))
        pairs = zip(_padded(self.row.values, width), _padded(self.second.values, width), strict=True)
        return [_joined(above, below) for above, below in pairs]


def find_header(rows: Sequence[RawRow]) -> Header:
    """Return the headings among a table's first rows.

    They fill more than half of the table's usual width, and with words; titles above them fill less, and rows of
    data hold dates and figures.
    """
    base = _base(rows)
    at = next(position for position, row in enumerate(rows) if row is base)
    block = [base, *_same_beginning(base, rows[at + 1 :])]
    row = max(block, key=_distinct)
    after = rows[at + len(block) :]
    second = None
    if len(block) == 1 and after and _is_second_line(base, after[0], after[1:]):
        second = after[0]
        if any(position not in base.filled for position in second.filled):
            return Header(second, groups=base)  # the first line stands over several columns
    above = rows[at - 1] if at and rows[at - 1].number == base.number - 1 else None
    groups = above if above is not None and _are_groups(above, base) else None
    return Header(row, second, groups, tuple(other for other in block if other is not row))


def _base(rows: Sequence[RawRow]) -> RawRow:
    usual = usual_width(rows)
    if usual == 1 and len(rows[0].filled) == 1:
        return rows[0]
    wide = [row for row in rows if len(row.filled) * 2 > usual]
    if not wide:
        return rows[0]
    words = next((at for at, row in enumerate(wide) if all(map(is_words, _texts(row)))), None)
    if words is None or words > _MOST_WIDE_TITLES or _heads_dates(wide[0], wide[words]):
        base = wide[0]
    else:
        base = wide[words]
    at = next(position for position, row in enumerate(rows) if row is base)
    for position in range(at + 1, min(at + 4, len(rows))):
        if (
            usual > 2
            and len(base.filled) <= 2
            and _heads_a_table(rows[position], usual, rows[position + 1 :])
        ):
            return rows[position]  # what is above it are titles of two cells: "Period", "April"
    return rows[0] if at and _is_record(base, rows[:at], rows[at + 1 :]) else base


def _is_record(base: RawRow, above: Sequence[RawRow], below: Sequence[RawRow]) -> bool:
    """Return whether what was taken for the headings is a record, wider than the headings in the first row.

    So it is where many rows have more cells than there are headings, as a comma in somebody's words makes them.
    Headings are short words, one beside the other, with no blank row under them; and were `base` headings, dates or
    figures would stand under some of its words. A title of one cell above a table is not taken for a heading.
    """
    first = above[0]
    headings = _texts(first)
    if (
        not headings
        or base.number - first.number != len(above)
        or len(headings) != len(first.values)
        or any(len(row.values) > len(headings) for row in above)
        or (first.cells or len(headings)) >= (base.cells or len(base.values))
        or not all(is_words(text) and not _is_sentence(text) and str(text)[-1:] != ":" for text in headings)
        or (len(headings) == 1 and not _ONE_HEADING.fullmatch(str(headings[0]).strip()))
    ):
        return False
    if not all(map(is_words, _texts(base))):
        return True
    return not any(_holds_figures(position, below) for position in base.filled)


def _is_sentence(text: Cell) -> bool:
    words = str(text).split()
    return len(words) > 7 or (len(words) > 2 and words[-1].endswith((".", "!", "?")))


def _heads_a_table(row: RawRow, usual: int, below: Sequence[RawRow]) -> bool:
    texts = _texts(row)
    return (
        len(texts) == usual
        and all(is_words(text) and not _is_sentence(text) for text in texts)
        and any(_holds_figures(position, below) for position in row.filled)
    )


def _heads_dates(first: RawRow, words: RawRow) -> bool:
    """Return whether a row before the first row of words only is the headings, some of which are dates."""
    texts = _texts(first)
    others = [text for text in texts if not is_words(text)]
    return (
        first is not words
        and len(texts) >= len(words.filled)
        and len(others) * 2 < len(texts)
        and all(map(is_date, others))
        and not any(isinstance(text, str) and text.rstrip().endswith(":") for text in texts)
    )


def _same_beginning(base: RawRow, rows: Sequence[RawRow]) -> list[RawRow]:
    """Return the rows of headings right under it, as published tables have them: period, unit and the like.

    Each begins with the same two headings again, and figures stand under them. Records that begin alike are told from
    them by the rest: in one row of headings at least, the same period or unit stands over all other columns.
    """
    first = base.filled[:2]
    block: list[RawRow] = []
    if len(first) < 2:
        return block
    for row in rows:
        if row.number != base.number + len(block) + 1 or row.filled[:2] != first:
            break
        if any(row.values[position] != base.values[position] for position in first):
            break
        block.append(row)
    below = rows[len(block) :]
    over_all = any(_is_over_all(row, base, block) for row in [base, *block])
    if not over_all or not any(_holds_figures(position, below) for position in base.filled[2:]):
        return []
    return block


def _is_over_all(row: RawRow, base: RawRow, block: Sequence[RawRow]) -> bool:
    """Return whether one text stands over all columns but those that every row of the block repeats."""
    others = [
        value
        for position, value in enumerate(row.values)
        if value is not None
        and any(
            position >= len(each.values) or each.values[position] != base.values[position] for each in block
        )
    ]
    return len(others) > 1 and len(set(map(str, others))) == 1


def _distinct(row: RawRow) -> int:
    return len({str(text).casefold() for text in _texts(row) if is_words(text)})


def _is_second_line(first: RawRow, second: RawRow, below: Sequence[RawRow]) -> bool:
    """Return whether a row goes on with the headings: short words, also where all rows below hold dates or figures."""
    texts = _texts(second)
    if (
        second.number != first.number + 1
        or len(below) < 2
        or not all(map(is_words, _texts(first)))
        or not all(is_words(text) and len(str(text).split()) <= _MOST_WORDS for text in texts)
        or any(is_no_answer(str(text)) for text in texts)
        or len(second.filled) * 2 <= len(first.filled)
        or any(_is_like_a_value(position, second, below) for position in second.filled)
    ):
        return False
    against = [position for position in second.filled if _holds_figures(position, below)]
    goes_on = not any(str(text)[:1].isupper() for text in texts)
    return len(against) >= (1 if goes_on else 2) and len(against) * 3 >= len(second.filled)


def _is_like_a_value(position: int, second: RawRow, below: Sequence[RawRow]) -> bool:
    """Return whether a cell is as those under it: the same words stand there, or it is a time of the year."""
    words = str(second.values[position]).casefold()
    under = {str(row.values[position]).casefold() for row in below if position < len(row.values)}
    return words in under or any(map(month_of, words.split()))


def _holds_figures(position: int, rows: Sequence[RawRow]) -> bool:
    cells = [row.values[position] for row in rows if position < len(row.values)]
    cells = [
        cell for cell in cells if cell is not None and not (isinstance(cell, str) and is_no_answer(cell))
    ]
    return len(cells) >= 2 and not any(map(is_words, cells))


def _are_groups(above: RawRow, base: RawRow) -> bool:
    """Return whether the row above holds headings of groups: words, some of them to the right of the first column."""
    texts = _texts(above)
    return (
        bool(texts)
        and all(map(is_words, texts))
        and len(above.filled) <= above.filled[-1]  # merged over several columns, it has gaps
        and len(above.values) <= len(base.values)
        and not any(str(text).rstrip().endswith(":") for text in texts)
    )


def looks_like_data(header: Header) -> bool:
    """Return whether the headings hold dates or figures, other than years, as a row of data does."""
    texts = _texts(header.row)
    return any(not is_words(text) and not _is_year(text) for text in texts) and not (
        sum(map(is_words, texts)) * 2 > len(texts)
        and all(is_words(text) or _is_year(text) or is_date(text) for text in texts)
    )


def usual_width(rows: Sequence[RawRow]) -> int:
    """Return how wide most rows are; titles above and between, of one cell each, do not count."""
    first = next((at for at, row in enumerate(rows) if len(row.filled) > 1), None)
    if first is not None:
        several = [row for row in rows[first:] if len(row.filled) > 1]
        if len(several) * 2 >= len(rows) - first:
            rows = several
    widths = Counter(len(row.values) for row in rows if row.values)
    return max(widths, key=lambda width: (widths[width], width), default=1)


def is_words(value: Cell) -> bool:
    """Return whether a cell holds words, not a figure, a date or a truth value."""
    return isinstance(value, str) and not _FIGURES.fullmatch(value)


def is_date(value: Cell) -> bool:
    """Return whether a cell holds a date, or text that is one."""
    if isinstance(value, date):
        return True
    if not isinstance(value, str) or not _FIGURES.fullmatch(value.replace("T", " ").replace("Z", "")):
        return False
    try:
        parse_date(value)
    except ValueError:
        return False
    return not value.isdecimal()


def _is_year(value: Cell) -> bool:
    return bool(re.fullmatch(r"(19|20)\d\d", str(value)))


def _texts(row: RawRow) -> list[Cell]:
    return [row.values[position] for position in row.filled]


def _padded(values: list[Cell], width: int) -> list[Cell]:
    return values + [None] * (width - len(values))


def _joined(above: Cell, below: Cell) -> Cell:
    if above is None or below is None or above == below:
        return below if above is None else above
    return f"{above} {below}"
