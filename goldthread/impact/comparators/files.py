"""Published files of comparators: ASCOF's measures and the ombudsman's annual tables, as they are downloaded.

ASCOF: one row a number, its type named in the row; the year is in the file's name and not in its columns. The
ombudsman's: one row a council, headings some rows down. Columns are matched by name; one that has another name is named
on the page. What is marked as not given ("[c]", "[x]", "[z]", "-", "N/A") is no figure.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import BinaryIO

from goldthread.dates import period_end
from goldthread.impact.comparators.commands import Published
from goldthread.impact.comparators.models import About
from goldthread.sheets import Limits, SheetError, match_columns, open_sheet, parse_number
from goldthread.sheets.sheet import Row, Sheet

_LIMITS = Limits(file_bytes=30_000_000)
_MOST_PLACES = 60
ASCOF, OMBUDSMAN = "ascof", "ombudsman"

ASCOF_FIELDS: Mapping[str, tuple[str, ...]] = {
    "place": ("geographical description", "area name", "council", "local authority", "area"),
    "code": ("ascof measure code", "measure code", "indicator"),
    "group": ("disaggregation level", "breakdown"),
    "type": ("measure type", "value type"),
    "value": ("measure value", "figure"),
    "name": ("measure group description", "measure name", "description"),
}
_OMBUDSMAN_FIELDS: Mapping[str, tuple[str, ...]] = {
    "place": ("authority name", "authority", "council", "organisation"),
    "upheld": ("upheld", "complaints upheld"),
    "not_upheld": ("not upheld", "complaints not upheld"),
    "average": ("average uphold rate % similar authorities", "average uphold rate similar authorities"),
    "compliance": ("number compliance outcomes", "compliance outcomes"),
    "complied": ("complied with",),
    "complied_late": ("complied with late",),
    "satisfactory": ("satisfactory remedy decisions",),
}
# Each table of the ombudsman by the columns without which it is not that one.
_TABLES = {"decided": ("upheld", "not_upheld"), "compliance": ("compliance", "complied")}
SIMILAR = "Similar authorities (average)"
_YEAR = re.compile(r"(20\d\d)\s*[-/–_ ]\s*(?:20)?(\d\d)(?!\d)|(?<!\d)(\d\d)-(\d\d)(?!\d)")


@dataclass(frozen=True)
class ComparatorFile:
    """What a file holds of what was asked: figures, and sentences on what was left out."""

    published: list[Published]
    left_out: list[str]


@dataclass(frozen=True)
class UnmatchedColumns(Exception):
    """A file whose columns are not all known: the fields without one, and the headings it has."""

    missing: tuple[str, ...]
    headings: tuple[str, ...]


_KINDS_OF_COUNCIL = {"council", "county", "city", "borough", "district", "metropolitan", "of"}


def year_in(name: str) -> int | None:
    """Return the year in which the financial year that a file's name or title says begins: 2024 of "2024-25"."""
    for match in _YEAR.finditer(name):
        first, second = (match[1], match[2]) if match[1] else (f"20{match[3]}", match[4])
        if (int(first) + 1) % 100 == int(second):
            return int(first)
    return None


def read_ascof(
    file: BinaryIO,
    filename: str,
    *,
    year: int,
    code: str,
    places: Sequence[str],
    unit: str,
    denominator_means: str,
    columns: Mapping[str, str] | None = None,
) -> ComparatorFile:
    """Return the figures of one measure for the places asked, of a financial year.

    columns: the headings of fields whose names the file has otherwise. Raises SheetError, and UnmatchedColumns.
    """
    wanted = {_plain(place): place for place in places}
    parts: dict[str, dict[str, Decimal]] = {}
    codes: set[str] = set()
    marked: list[str] = []
    with open_sheet(file, filename, limits=_LIMITS) as sheet:
        matched = _matched(sheet, ASCOF_FIELDS, ("place", "code", "type", "value"), columns)
        for row in sheet.rows():
            of = _texts(row, matched)
            codes.add(of["code"])
            place = wanted.get(_plain(of["place"]))
            if place is None or of["code"].casefold() != code.strip().casefold():
                continue
            number = _number(of["value"])
            if number is None:
                if of["type"].casefold() == "outcome":
                    marked.append(f"{place}: “{of['value']}”, so no figure is given.")
                continue
            parts.setdefault(place, {})[of["type"].casefold()] = number
    if code.strip().casefold() not in {each.casefold() for each in codes}:
        some = ", ".join(sorted(codes)[:30])
        raise SheetError(f"The file has no measure {code}.", f"It has {some}. Enter one of these.")
    missing = [
        place for place in places if place not in parts and not any(m.startswith(place) for m in marked)
    ]
    marked += [f"{place} is not in the file." for place in missing]
    starts = datetime.date(year, 4, 1)
    published = [
        Published(
            place=place,
            starts=starts,
            ends=period_end(starts, 12),
            value=given["outcome"],
            unit=unit,
            **_base(given, unit, denominator_means),
            source=f"ASCOF {year} to {year + 1}, measure {code.strip()}, {filename}"[:300],
            code=code.strip()[:40],
        )
        for place, given in parts.items()
        if "outcome" in given
    ]
    return ComparatorFile(published, marked)


def _base(given: Mapping[str, Decimal], unit: str, means: str) -> dict[str, object]:
    """Return a figure's parts: both where its percentage follows from them, else its base alone.

    Of a survey the denominator is weighted, and the base is how many answered.
    """
    top, bottom, base = given.get("numerator"), given.get("denominator"), given.get("base")
    if top is not None and bottom:
        follows = abs(top / bottom * 100 - given["outcome"]) <= 1 if unit.startswith("%") else True
        if follows:
            return {
                "numerator": top,
                "denominator": bottom,
                "denominator_means": means or "As ASCOF defines it",
            }
    of = base or bottom
    if not of:
        return {}
    return {
        "denominator": of,
        "denominator_means": "People who answered" if base else means or "As ASCOF defines it",
    }


def read_ombudsman(
    file: BinaryIO,
    filename: str,
    *,
    year: int,
    places: Sequence[str],
    ours: str,
    columns: Mapping[str, str] | None = None,
) -> ComparatorFile:
    """Return the ombudsman's figures of some councils for a financial year, from its table of decisions or of compliance.

    ours: the name of our own council, in whose row the average of similar authorities stands. In a workbook, the first
    sheet of each of the two tables is read.
    """
    asked = {_plain(place): place for place in places}
    starts, published, left_out, seen = datetime.date(year, 4, 1), [], [], set()
    for table, of in _ombudsman_rows(file, filename, columns):
        place = asked.get(_plain(of["place"]))
        if place is None:
            continue
        seen.add(place)
        given = list(_of_table(table, of, is_ours(place, ours)))
        if not given:
            left_out.append(f"{place}: {_NOTHING[table]}, so there is no rate.")
        for about, where, top, bottom, value in given:
            published.append(
                Published(
                    about=about,
                    place=where or place,
                    starts=starts,
                    ends=period_end(starts, 12),
                    value=value,
                    unit="%",
                    numerator=top,
                    denominator=bottom,
                    denominator_means=_MEANS[about] if bottom else "",
                    source=f"Local Government and Social Care Ombudsman, annual tables {year} to {year + 1}, {filename}"[
                        :300
                    ],
                )
            )
    left_out += [f"{place} is not in the file." for place in places if place not in seen]
    return ComparatorFile(published, left_out)


_NOTHING = {"decided": "nothing was decided", "compliance": "there was no compliance outcome"}
_MEANS = {
    About.UPHELD: "Detailed investigations",
    About.SATISFACTORY: "Upheld decisions",
    About.COMPLIED: "Compliance outcomes",
}
_Figures = Iterator[tuple[About, str, Decimal | None, Decimal | None, Decimal]]


def _of_table(table: str, of: Mapping[str, str], is_ours: bool) -> _Figures:
    """Yield (figure, place or "", numerator, denominator, percentage): worked out from counts, never from a printed rate."""
    if table == "decided":
        upheld, not_upheld = _number(of["upheld"]), _number(of["not_upheld"])
        if upheld is not None or not_upheld is not None:
            yield from _share(
                About.UPHELD, upheld or Decimal(0), (upheld or Decimal(0)) + (not_upheld or Decimal(0))
            )
        average = _number(of.get("average", ""))
        if is_ours and average is not None:
            yield About.UPHELD, SIMILAR, None, None, average * 100 if average <= 1 else average
        return
    outcomes, complied = _number(of["compliance"]), _number(of["complied"])
    if outcomes:
        late = _number(of.get("complied_late", "")) or Decimal(0)
        yield from _share(About.COMPLIED, (complied or Decimal(0)) + late, outcomes)


def _share(about: About, top: Decimal, bottom: Decimal) -> _Figures:
    if bottom > 0 and top <= bottom:
        yield about, "", top, bottom, (top * 100 / bottom).quantize(Decimal("0.0001"))


def _ombudsman_rows(
    file: BinaryIO, filename: str, columns: Mapping[str, str] | None
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row of each sheet that is a table of decisions or of compliance, with which of the two it is.

    Raises SheetError, and UnmatchedColumns where no sheet is one.
    """
    with open_sheet(file, filename, limits=_LIMITS) as first:
        names: list[str | None] = list(first.sheet_names) or [None]
        headings: tuple[str, ...] = tuple(first.columns)
        _refuse_words(first, filename)
    found = set()
    for name in names:
        try:
            sheet = open_sheet(file, filename, limits=_LIMITS, sheet=name)
        except SheetError:
            continue
        with sheet:
            matched = match_columns(sheet.columns, _OMBUDSMAN_FIELDS)
            matched |= {field: given for field, given in (columns or {}).items() if given in sheet.columns}
            table = next(
                (
                    each
                    for each, needs in _TABLES.items()
                    if matched["place"] and all(matched[field] for field in needs) and each not in found
                ),
                None,
            )
            if table is None:
                headings = tuple(sheet.columns) if len(sheet.columns) > len(headings) else headings
                continue
            found.add(table)
            for row in sheet.rows():
                if not row.problem:
                    yield table, _texts(row, matched)
    if not found:
        raise UnmatchedColumns(("place", "upheld", "not_upheld"), headings)


# What stands on the page of a council and in the annual letter, and in the headings of no table.
_WORDS = re.compile(
    r"your council.s performance|annual (?:review )?letter|dear (?:mr|mrs|ms|miss|dr|sir|chief)|"
    r"complaints we investigated|satisfactory remedies provided|compliance with (?:our|ombudsman) recommendations",
    re.IGNORECASE,
)


def _refuse_words(sheet: Sheet, filename: str) -> None:
    """Refuse a page or a letter that was saved as text: its figures stand in sentences, and could be taken for others."""
    said = [*sheet.columns]
    said += [str(cell) for row in islice(sheet.rows(), 40) for cell in row.cells.values() if cell is not None]
    if len(sheet.columns) <= _FEW_COLUMNS and _WORDS.search(" ".join(said)):
        raise SheetError(
            f"{filename} is the text of a page or a letter, and not the ombudsman's table.",
            "Download the data tables of the annual review from the ombudsman's website, as a workbook or as CSV, and "
            "upload those. A single figure can be added by hand beside a measure, by “Add a comparator”.",
        )


_FEW_COLUMNS = 4


def _matched(
    sheet: Sheet,
    fields: Mapping[str, tuple[str, ...]],
    needs: Sequence[str],
    columns: Mapping[str, str] | None,
) -> dict[str, str | None]:
    matched = match_columns(sheet.columns, fields)
    matched |= {field: given for field, given in (columns or {}).items() if given in sheet.columns}
    missing = tuple(field for field in needs if not matched[field])
    if missing:
        raise UnmatchedColumns(missing, tuple(sheet.columns))
    return matched


def _texts(row: Row, matched: Mapping[str, str | None]) -> dict[str, str]:
    return {
        field: "" if column is None or row.cells[column] is None else str(row.cells[column]).strip()
        for field, column in matched.items()
    }


def is_ours(place: str, council: str) -> bool:
    """Return whether a file's name of a council is ours, however much of "County Council" either says."""
    return _plain(place) == _plain(council)


def _plain(place: str) -> str:
    """Return a place's name as it is compared: capitals, apostrophes, and what kind of council it is do not matter."""
    words = re.findall(r"[a-z]+", place.casefold().replace("'", "").replace("’", "").replace("&", " and "))
    return " ".join(word for word in words if word not in _KINDS_OF_COUNCIL)


def _number(text: str) -> Decimal | None:
    """Return a number, None for what is marked as not given; a percentage as it is written: "70%" is 70."""
    text = text.strip()
    if not text or text.startswith("[") or text.casefold() in ("-", "–", "n/a", "na", "*", "c", "x", "z"):
        return None
    try:
        return Decimal(str(parse_number(text.rstrip("%"))))
    except ValueError:
        return None
