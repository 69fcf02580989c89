"""Database catalogue: what a backup has to hold, read from the database itself.

Everything here looks at the schema `public`, and leaves out what belongs to an extension.
"""

from collections.abc import Collection
from dataclasses import dataclass

from psycopg import Connection, sql

_NOT_AN_EXTENSIONS = "NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
_IN_PUBLIC = "c.relnamespace = 'public'::regnamespace"


@dataclass(frozen=True)
class Table:
    """A table that holds rows of its own; `columns` (name to type) without those that are computed.

    `forced` says that row-level security binds even its owner.
    """

    name: str
    columns: dict[str, str]
    forced: bool


LEFT_OUT = (
    "django_session",
    "goldthread_cache",
    "goldthread_sentform",
    "goldthread_formdraft",
    "goldthread_signintry",
)
"""Tables whose rows are in no backup, and are not restored from one that has them.

Whoever held a file with sessions could act as those who were signed in; what somebody had typed and not saved yet is
theirs to keep or discard; counts of wrong passwords and forms that were sent are of the hour, and who signed in from
where is of this server.
"""


@dataclass(frozen=True)
class Part:
    """Something that stands on a table and can be taken off and put back: a foreign key or a trigger."""

    table: str
    name: str
    definition: str


def tables(conn: Connection) -> list[Table]:
    """Every table with rows of its own, partitions included and their empty parents not, by name."""
    rows = conn.execute(
        f"""
        SELECT c.relname, c.relforcerowsecurity,
               array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.attname IS NOT NULL),
               array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum)
                   FILTER (WHERE a.attname IS NOT NULL)
        FROM pg_class c
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attgenerated = ''
        WHERE c.relkind = 'r' AND {_IN_PUBLIC} AND {_NOT_AN_EXTENSIONS}
        GROUP BY c.oid ORDER BY c.relname
        """
    ).fetchall()
    return [
        Table(name, dict(zip(columns or [], types or [], strict=True)), forced)
        for name, forced, columns, types in rows
    ]


def sequences(conn: Connection) -> dict[str, tuple[int, bool]]:
    """Every sequence's last value, and whether it has been given out."""
    names = conn.execute(
        f"SELECT c.relname FROM pg_class c WHERE c.relkind = 'S' AND {_IN_PUBLIC} AND {_NOT_AN_EXTENSIONS} "
        "ORDER BY 1"
    ).fetchall()
    values = {}
    for (name,) in names:
        query = sql.SQL("SELECT last_value, is_called FROM {}").format(public(name))
        [values[name]] = conn.execute(query).fetchall()
    return values


def migrations(conn: Connection) -> list[str]:
    """The migrations applied, as "app.name"; none where the database is not Django's."""
    if conn.execute("SELECT to_regclass('public.django_migrations')").fetchall() == [(None,)]:
        return []
    rows = conn.execute("SELECT DISTINCT app || '.' || name FROM public.django_migrations").fetchall()
    return sorted(name for (name,) in rows)


def foreign_keys(conn: Connection) -> list[Part]:
    """Every foreign key, with the words that make it again; a partition's come with its parent's."""
    rows = conn.execute(
        f"""
        SELECT c.relname, k.conname, pg_get_constraintdef(k.oid)
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        WHERE k.contype = 'f' AND k.conparentid = 0 AND {_IN_PUBLIC} ORDER BY 1, 2
        """
    ).fetchall()
    return [Part(*row) for row in rows]


def triggers(conn: Connection) -> list[Part]:
    """Every trigger that is switched on, with the word that switches it on again as it was."""
    rows = conn.execute(
        f"""
        SELECT c.relname, t.tgname,
               CASE t.tgenabled WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgparentid = 0
          AND c.relkind IN ('r', 'p') AND {_IN_PUBLIC} ORDER BY 1, 2
        """
    ).fetchall()
    return [Part(*row) for row in rows]


def materialised_views(conn: Connection) -> list[str]:
    """Every materialised view, in the order in which they were made (a later one may read an earlier)."""
    rows = conn.execute(
        f"SELECT c.relname FROM pg_class c WHERE c.relkind = 'm' AND {_IN_PUBLIC} AND {_NOT_AN_EXTENSIONS} "
        "ORDER BY c.oid"
    ).fetchall()
    return [name for (name,) in rows]


def has_large_objects(conn: Connection) -> bool:
    """True when files were put into the database as large objects, which no table holds."""
    return conn.execute("SELECT EXISTS (SELECT FROM pg_largeobject_metadata)").fetchall() == [(True,)]


def public(name: str) -> sql.Identifier:
    """The name as SQL, quoted, in the schema `public`."""
    return sql.Identifier("public", name)


def column_list(columns: Collection[str]) -> sql.Composable:
    """The columns as SQL, quoted and in brackets; nothing for a table that has none."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("({})").format(names) if columns else sql.SQL("")
