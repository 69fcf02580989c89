"""The council's population by group: as typed, a group in a line, or a Census table by area as Nomis gives it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

from goldthread.cell_text import plain
from goldthread.council.errors import Refused
from goldthread.sheets import Limits, SheetError, open_sheet, parse_number

_LIMITS = Limits(file_bytes=5_000_000, rows=2_000)
_LINE = re.compile(r"^(?P<group>.{1,120}?)\s*[:,;\t]\s*(?P<people>[\d ,.]+)$")
_MOST = 30


def typed_groups(text: str) -> dict[str, int]:
    """Return the people of each group, typed as "Group: 1,234" in a line; raises Refused naming a line that is not."""
    groups: dict[str, int] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = _LINE.match(line)
        try:
            number = parse_number(match["people"]) if match else None
        except ValueError:
            number = None
        if match is None or number is None or number % 1 or number < 0:
            raise Refused(
                f"“{line[:60]}” is not a group and its number. Write: White, 371,000.", field="groups"
            )
        groups[match["group"].strip()] = int(number)
    return _checked(groups)


def census_groups(
    file: BinaryIO, filename: str, areas: Iterable[str]
) -> tuple[str, int | None, dict[str, int]]:
    """Return question, year and people of each main group of a Nomis table, added up over the areas named.

    Groups within groups are left out, as their parts need not add up. Raises SheetError.
    """
    wanted = {plain(area): area for area in areas if plain(area)}
    with open_sheet(file, filename, limits=_LIMITS) as sheet:
        geography = next((column for column in sheet.columns if plain(column) == "geography"), None)
        if geography is None:
            raise SheetError(
                "It has no column called geography.", "Upload a table by local authority as Nomis gives it."
            )
        main = {column: parts for column in sheet.columns if len(parts := column.split(": ")) == 2}
        main = {c: p for c, p in main.items() if not plain(p[1]).startswith("total")}
        if not main:
            raise SheetError("It has no columns of groups.", "Upload a table as Nomis gives it.")
        groups = dict.fromkeys((parts[1] for parts in main.values()), 0)
        years, found = set(), set()
        for row in sheet.rows():
            area = plain(str(row.cells[geography] or ""))
            if area not in wanted:
                continue
            found.add(area)
            years.add(str(row.cells.get("date") or ""))
            for column, parts in main.items():
                groups[parts[1]] += int(parse_number(row.cells[column] or 0))
        question = next(iter(main.values()))[0]
    if missing := [name for key, name in wanted.items() if key not in found]:
        raise SheetError(f"It has no area called {', '.join(missing)}.", "Write areas as the table does.")
    year = years.pop() if len(years) == 1 else ""
    return question, int(year) if year.isdecimal() else None, groups


def _checked(groups: dict[str, int]) -> dict[str, int]:
    if not 2 <= len(groups) <= _MOST:
        raise Refused(f"Enter two groups or more, and {_MOST} at most.", field="groups")
    return groups
