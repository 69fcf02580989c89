"""Quarters and years as people write them: 2024 Q1, Q1 2024/25, Jan-Mar 2024, 2024-25, FY24/25, 2024.

A whole column is read together, as "2011-12" is a month or a financial year by the company it keeps.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Sequence

from goldthread.cell_text import clean_text
from goldthread.date_reading import parse_date, read_date
from goldthread.dates import Period, add_months, day_in_words, month_number

DayReader = Callable[[str], tuple[dt.date, bool]]
_QUARTER = r"(?:q(?:tr|uarter)?\.?\s*(?P<q>[1-4])|(?P<q2>[1-4])(?:st|nd|rd|th)\s+(?:qtr|quarter))"
_TWO_YEARS = r"(?:fy\s*|financial\s+year\s+)?(?P<y>\d{4}|\d{2})\s*(?:[-/]|to)\s*(?P<z>\d{4}|\d{2})"
_GAP = r"[\s,/\-:]*"
_PATTERNS = {
    "financial quarter": (
        re.compile(rf"{_QUARTER}{_GAP}(?:of\s+)?{_TWO_YEARS}"),
        re.compile(rf"{_TWO_YEARS}{_GAP}{_QUARTER}"),
    ),
    "quarter": (
        re.compile(rf"{_QUARTER}{_GAP}(?:of\s+)?(?P<y>\d{{4}})"),
        re.compile(rf"(?P<y>\d{{4}}){_GAP}{_QUARTER}"),
    ),
    "financial year": (
        re.compile(_TWO_YEARS),
        re.compile(
            r"(?:year|12 months|twelve months|y/?e)\s+(?:ending|ended|end|to)?\s*(?:31\s*(?:st)?\s+)?mar(?:ch)?\s+(?P<e>\d{4})"
        ),
    ),
    "year": (re.compile(r"(?:calendar year )?(?P<y>(?:19|20)\d{2})"),),
}
_UNCLEAR = re.compile(r"(?:q[1-4][\s,/-]*)?fy\s*\d{2,4}(?:[\s,/-]*q[1-4])?")
_FROM_TO = re.compile(
    r"(?P<a>[a-z]+\.?(?:\s+(?:'|’)?\d{2,4})?)\s*(?:-|to)\s*(?P<b>[a-z]+\.?\s+(?:'|’)?\d{2,4})"
)


class PeriodError(ValueError):
    """A date or period cannot be read. index: which of the column's cells."""

    def __init__(self, index: int, message: str):
        super().__init__(message)
        self.index = index


def read_periods(
    texts: Sequence[str], read_day: DayReader | None = None
) -> tuple[list[dt.date], tuple[str, ...]]:
    """Return a column of days and months, or of quarters and years (Period), and notes on how they were read.

    Quarters with two years are those of the financial year from April; with one, of the calendar, which a note says.
    read_day: from a text to its day and whether it might be read month first, in place of the usual reader.
    Raises PeriodError for a cell that is none, and for one that is longer or shorter than the others: a year among
    quarters would be their total.
    """
    plain = [clean_text(text[:500]).casefold().replace("–", "-").replace("—", "-") for text in texts]
    kinds = [_kind(text) for text in plain]
    # 2011-12 may be December 2011; beside 2010-11 and 2012-13, or alone among years, it is a year.
    if any(kind != "financial year" for kind in kinds) or len(texts) == 1:
        kinds = [
            None if kind == "financial year" and _is_date(text) else kind
            for kind, text in zip(kinds, plain, strict=True)
        ]
    if not any(kinds):
        return _days(texts, read_day or _read_day)
    if (
        2 * sum(kind is not None for kind in kinds) <= len(kinds)
        and sum(map(_is_date, plain)) > len(kinds) / 2
    ):
        index = next(i for i, kind in enumerate(kinds) if kind is not None)
        raise PeriodError(
            index, f"{texts[index].strip()!r} is of several months, unlike the others; take it out"
        )
    periods: list[dt.date] = []
    for index, (text, kind) in enumerate(zip(plain, kinds, strict=True)):
        if kind is None:
            what = "a date" if _is_date(text) else "no period"
            if _UNCLEAR.fullmatch(text):
                what = "unclear (write both years of a financial year, such as 2024/25)"
            others = next(other.strip() for other, k in zip(texts, kinds, strict=True) if k)
            raise PeriodError(index, f"{texts[index].strip()!r} is {what}, unlike {others!r}")
        periods.append(_period(text, kind))
    lengths = Counter(period.months for period in periods if isinstance(period, Period))
    usual = lengths.most_common(1)[0][0]
    for index, period in enumerate(periods):
        if isinstance(period, Period) and period.months != usual:
            raise PeriodError(
                index,
                f"{texts[index].strip()!r} is of {period.months} months and the others of {usual}; take it out",
            )
    notes: tuple[str, ...] = ()
    calendar = next((p for p, kind in zip(periods, kinds, strict=True) if kind == "quarter"), None)
    if isinstance(calendar, Period):
        last = add_months(calendar, 2)
        notes = (
            f"Quarters with one year were read as of the calendar: {calendar.name} is {calendar:%B} to {last:%B %Y}. "
            "Write Q1 2024/25 for those of a financial year.",
        )
    return periods, notes


def _days(texts: Sequence[str], read_day: DayReader) -> tuple[list[dt.date], tuple[str, ...]]:
    days: list[dt.date] = []
    notes: tuple[str, ...] = ()
    for index, text in enumerate(texts):
        try:
            day, unclear = read_day(text)
        except ValueError as error:
            reason = str(error)
            if _UNCLEAR.fullmatch(clean_text(text[:500]).casefold()):
                reason = f"{text.strip()!r} is unclear: write both years of a financial year, such as 2024/25"
            raise PeriodError(index, reason) from None
        if unclear and not notes:
            notes = (f"Dates were read day first: {text.strip()} as {day_in_words(day)}.",)
        days.append(day)
    return days, notes


def _read_day(text: str) -> tuple[dt.date, bool]:
    written = read_date(text, month_only=True)
    return written.day, written.month_first_possible


def _is_date(text: str) -> bool:
    try:
        parse_date(text, month_only=True)
    except ValueError:
        return False
    return True


def _kind(text: str) -> str | None:
    """Return what kind of period a text is, None for a day or a month."""
    for kind, patterns in _PATTERNS.items():
        for pattern in patterns:
            match = pattern.fullmatch(text)
            if match and _years_meet(match):
                return kind
    return "months" if _first_and_last(text) else None


def _years_meet(match: re.Match) -> bool:
    """Return whether two years are a financial year: the second follows the first."""
    parts = match.groupdict()
    return not parts.get("z") or int(parts["z"]) % 100 == (int(parts["y"]) + 1) % 100


def _period(text: str, kind: str) -> Period:
    if kind == "months":
        first, last = _first_and_last(text) or (dt.date.min, dt.date.min)
        months = month_number(last) - month_number(first) + 1
        name = f"{first:%B} to {last:%B %Y}" if first.year == last.year else f"{first:%B %Y} to {last:%B %Y}"
        return Period(first, months, name)
    match = next(m for pattern in _PATTERNS[kind] if (m := pattern.fullmatch(text)))
    parts = match.groupdict()
    year = int(parts["e"]) - 1 if parts.get("e") else int(parts["y"])
    year += 2000 if year < 100 else 0
    quarter = int(parts.get("q") or parts.get("q2") or 0)
    both = f"{year}/{(year + 1) % 100:02d}"
    if kind == "financial quarter":
        return Period(add_months(dt.date(year, 4, 1), 3 * (quarter - 1)), 3, f"Q{quarter} {both}")
    if kind == "quarter":
        return Period(dt.date(year, 3 * quarter - 2, 1), 3, f"{year} Q{quarter}")
    if kind == "financial year":
        return Period(dt.date(year, 4, 1), 12, both)
    return Period(dt.date(year, 1, 1), 12, str(year))


def _first_and_last(text: str) -> tuple[dt.date, dt.date] | None:
    """Return the first days of the first and last month of "Jan-Mar 2024", or None where they are no months in order."""
    match = _FROM_TO.fullmatch(text)
    if match is None:
        return None
    try:
        last = parse_date(match["b"].replace(".", ""), month_only=True)
        a = match["a"].replace(".", "")
        first = parse_date(a if re.search(r"\d", a) else f"{a} {last.year}", month_only=True)
    except ValueError:
        return None
    if first > last and not re.search(r"\d", match["a"]):
        first = add_months(first, -12)
    return (first, last) if 1 <= month_number(last) - month_number(first) < 12 else None
