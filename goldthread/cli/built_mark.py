"""Mark in the demo's home: with this version, its tables were up to date and Avonshire was built.

Where it holds, a start need not load Django to look. It names what was installed and what was found in the database then,
and both are compared: after an update, a change of any module, or a database that was restored or migrated by somebody
else, the start looks for itself as it does the first time.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from importlib import metadata
from pathlib import Path

from goldthread.cli.home import Home

PACKAGE = Path(__file__).resolve().parents[1]
_FILE = "built.json"
_FOUND = """
    SELECT (SELECT md5(string_agg(app || '.' || name, ' ' ORDER BY id)) FROM django_migrations),
           obj_description(to_regprocedure('goldthread_trail_is_sealed()'), 'pg_proc'),
           EXISTS (SELECT FROM goldthread_council WHERE slug = 'avonshire')
"""


def holds(home: Home) -> bool:
    """Return whether the mark of this home names what is installed, and what is in its database."""
    try:
        mark = json.loads((home.folder / _FILE).read_text())
    except (OSError, ValueError):
        return False
    return mark == {"installed": installed(), "found": _found(home)}


def put(home: Home) -> None:
    """Mark a home whose tables are up to date and in which Avonshire stands."""
    path = home.folder / _FILE
    new = path.with_suffix(".new")
    new.write_text(json.dumps({"installed": installed(), "found": _found(home)}))
    new.replace(path)


def installed(package: Path = PACKAGE) -> dict[str, str]:
    """Return what is installed: the version, the migrations, every module as it was last changed, every other package."""
    migrations = sorted(path.stem for path in (package / "migrations").glob("[0-9]*.py"))
    modules = []
    for folder, _, names in os.walk(package):
        for name in names:
            if name.endswith(".py"):
                state = os.stat(path := os.path.join(folder, name))
                modules.append((path, state.st_size, state.st_mtime_ns))
    return {
        "version": _version(),
        "migrations": " ".join(migrations),
        "modules": _digest(sorted(modules)),
        "packages": _digest(sorted(_packages())),
        "python": sys.version,
    }


def _version() -> str:
    try:
        return metadata.version("goldthread")
    except metadata.PackageNotFoundError:
        return ""


def _packages() -> set[str]:
    """Return every installed package with its version, by the folders that say so."""
    return {
        name
        for path in sys.path
        if os.path.isdir(path)
        for name in os.listdir(path)
        if name.endswith((".dist-info", ".egg-info"))
    }


def _digest(values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()


def _found(home: Home) -> list[object] | None:
    """Return what is in the database: its migrations, its protection, whether Avonshire is there; None for no tables."""
    import psycopg

    with psycopg.connect(home.owner_url) as connection:
        try:
            return list(connection.execute(_FOUND).fetchone() or ())
        except psycopg.errors.UndefinedTable:
            return None
