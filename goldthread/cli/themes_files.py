"""Input files of `goldthread themes`: comments with their themes, and a theme list, as CSV or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goldthread.cli.errors import UserError
from goldthread.cli.tables import Table, read_table

if TYPE_CHECKING:
    from goldthread.analysis.theming import ThemeText

_YES = frozenset({"1", "1.0", "yes", "y", "true", "x"})
_NO = frozenset({"", "0", "0.0", "no", "n", "false"})
# What people call the columns of a codebook.
_CALLED = {
    "slug": ("slug",),
    "name": ("name", "theme", "subcategory", "code"),
    "definition": ("definition", "description", "what_it_is"),
    "is_not": ("is_not", "what_it_is_not"),
    "examples": ("examples", "quotes"),
}
_QUOTED = re.compile(r"[‘“\"']([^‘“”\"\n]{2,400}?)[’”\"'](?=\s*(?:[,;.\n]|$))")


def columns_of(names: str, table: Table) -> list[str]:
    """Return the columns of a list with commas between them; a column's own name may hold commas too."""
    parts = [part.strip() for part in names.split(",")]
    known = {re.sub(r"\s*,\s*", ",", column).casefold(): column for column in table.header}
    columns: list[str] = []
    start = 0
    while start < len(parts):
        for end in range(len(parts), start, -1):
            column = known.get(",".join(parts[start:end]).strip('"').casefold())
            if column:
                columns.append(column)
                start = end
                break
        else:
            if parts[start]:
                table.find(parts[start], "--labels")
            start += 1
    twice = {name for name in columns if columns.count(name) > 1}
    if twice:
        raise UserError(f"--labels names {sorted(twice)[0]!r} twice. Name each column once.")
    return columns


def yes_or_no(table: Table, row: int, column: str) -> bool:
    """Return whether a row has a theme; UserError names the line where the cell says neither."""
    line, cells = table.rows[row]
    cell = cells[column].strip().casefold()
    if cell in _YES:
        return True
    if cell in _NO:
        return False
    raise UserError(
        f"{table.source}, line {line}, column {column!r}: {cells[column]!r} says neither yes nor no. "
        "Put 1, yes or x where the comment has the theme, and 0, no or nothing where it has not."
    )


def listed_themes(table: Table, column: str, option: str, known: Sequence[str]) -> list[frozenset[str]]:
    """Return each row's themes from cells with | or ; between them; UserError for one the model has not."""
    spelt = {theme.casefold(): theme for theme in known}
    themes = []
    for (line, _), cell in zip(table.rows, table.texts(column, option), strict=True):
        named = [part.strip() for part in re.split(r"[|;]", cell) if part.strip()]
        strange = [name for name in named if name.casefold() not in spelt]
        if strange:
            raise UserError(
                f"{table.source}, line {line}: the model has no theme {strange[0]!r}. Its themes are "
                f"{', '.join(known)}. Correct the cell, or train the model with that theme."
            )
        themes.append(frozenset(spelt[name.casefold()] for name in named))
    return themes


def themes_for(names: Sequence[str], codebook: Sequence[ThemeText]) -> list[ThemeText]:
    """Return a theme for every column, with what the codebook says of it, then the codebook's other themes.

    A theme is known by its column's name; a codebook's theme belongs to it by its slug or its name.
    """
    from dataclasses import replace

    from goldthread.analysis.theming import ThemeText

    by_name = {key.casefold(): theme for theme in codebook for key in (theme.name, theme.slug)}
    themes = [
        replace(by_name[name.casefold()], slug=name) if name.casefold() in by_name else ThemeText(name, name)
        for name in names
    ]
    used = {id(by_name[name.casefold()]) for name in names if name.casefold() in by_name}
    return themes + [theme for theme in codebook if id(theme) not in used]


def read_codebook(name: str) -> list[ThemeText]:
    """Read a codebook from CSV or JSON; the word "goldthread" gives the one that Goldthread ships."""
    if name == "goldthread":
        from goldthread.standards.codebook import current

        return [
            _theme(
                {
                    "slug": theme.slug,
                    "name": theme.name,
                    "what_it_is": theme.what_it_is,
                    "what_it_is_not": theme.what_it_is_not,
                    "examples": list(theme.examples),
                },
                name,
            )
            for theme in current().themes
        ]
    rows: list[Mapping[str, Any]]
    if Path(name).suffix.casefold() == ".json":
        rows = _from_json(name)
    else:
        rows = [cells for _, cells in read_table(name).rows]
    themes = [_theme({key.casefold(): value for key, value in row.items()}, name) for row in rows]
    slugs = [theme.slug for theme in themes]
    twice = {slug for slug in slugs if slugs.count(slug) > 1}
    if twice:
        raise UserError(f"{name} has the theme {sorted(twice)[0]!r} twice. Keep one of them.")
    return themes


def _from_json(name: str) -> list[Mapping[str, Any]]:
    try:
        content = json.loads(Path(name).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UserError(f"The codebook {name} cannot be read ({error.strerror}). Check its name.") from None
    except (ValueError, RecursionError):
        raise UserError(f"The codebook {name} is not JSON. Save it again, or give a CSV.") from None
    rows = content.get("themes") if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UserError(f"The codebook {name} has no list of themes. Give a list, or one called `themes`.")
    return rows


def _theme(row: Mapping[str, Any], source: str) -> ThemeText:
    from goldthread.analysis.theming import ThemeText

    parts: dict[str, Any] = {}
    for part, names in _CALLED.items():
        parts[part] = next((row[name] for name in names if row.get(name)), "")
    named = str(parts["name"] or parts["slug"]).strip()
    if not named:
        raise UserError(f"{source} has a theme without a name. Give every theme one in a column `name`.")
    examples = parts["examples"]
    return ThemeText(
        slug=str(parts["slug"] or named).strip(),
        name=named,
        definition=str(parts["definition"]).strip(),
        is_not=str(parts["is_not"]).strip(),
        examples=tuple(str(each).strip() for each in examples if str(each).strip())
        if isinstance(examples, list)
        else _examples(str(examples)),
    )


def _examples(cell: str) -> tuple[str, ...]:
    """Return the examples of a cell: its quotes where it has several, else one a line or between | signs."""
    quoted = _QUOTED.findall(cell)
    parts = quoted if len(quoted) > 1 else re.split(r"[|\n]", cell)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
