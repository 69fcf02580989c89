"""Input files of `goldthread themes`: comments with their themes, and a theme list, as CSV, JSON or .qdc."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goldthread.cell_words import NO, YES
from goldthread.cli.errors import UserError
from goldthread.cli.tables import Table

if TYPE_CHECKING:
    from goldthread.analysis.theming import ThemeText

# In a table of themes a cross marks one that a comment has, and a blank one that it has not.
_HAS = YES | {"x", "1.0"}
_HAS_NOT = NO | {"", "0.0"}


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
    if cell in _HAS:
        return True
    if cell in _HAS_NOT:
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
    """Read a codebook from CSV, XLSX, JSON or .qdc; the word "goldthread" gives the one that Goldthread ships."""
    themes = [_theme(row, name) for row in read_records(name)]
    slugs = [theme.slug for theme in themes]
    twice = {slug for slug in slugs if slugs.count(slug) > 1}
    if twice:
        raise UserError(f"{name} has the theme {sorted(twice)[0]!r} twice. Keep one of them.")
    return themes


def read_records(name: str) -> list[dict[str, Any]]:
    """Return the themes of a file (CSV, XLSX, JSON or .qdc) as records; see `file_formats.FIELDS`."""
    from goldthread.standards.codebook import as_records
    from goldthread.themes.codebook import file_formats

    if name == "goldthread":
        return as_records()
    try:
        return file_formats.read(Path(name).read_bytes(), name)
    except OSError as error:
        raise UserError(f"The codebook {name} cannot be read ({error.strerror}). Check its name.") from None
    except file_formats.UnreadableThemeList as error:
        raise UserError(f"The codebook {name}: {error}") from None


def _theme(row: Mapping[str, Any], source: str) -> ThemeText:
    from goldthread.analysis.theming import ThemeText

    if not row["name"]:
        raise UserError(f"{source} has a theme without a name. Give every theme one in a column `name`.")
    return ThemeText(
        slug=row["slug"] or row["name"],
        name=row["name"],
        definition=row["what_it_is"],
        is_not=row["what_it_is_not"],
        examples=tuple(row["examples"]),
    )
