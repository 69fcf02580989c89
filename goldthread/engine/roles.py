"""Database roles that Goldthread works under, and a check that neither can see past its council.

The owner makes and changes tables. The runtime account, which every page and job uses, may read and write
rows and nothing else, so that the wall between councils (row-level security) holds for it (decision 0013).
"""

import psycopg
from psycopg import Connection, sql

from goldthread.engine.binaries import NEWEST, OLDEST
from goldthread.engine.errors import EngineError
from goldthread.engine.settings import OWNER, RUNTIME

# All three are "trusted": an owner may install them, on the managed clouds too.
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")

# What PostgreSQL lets the members of these do goes round any policy on a table.
_OPEN_DOORS = ("pg_execute_server_program", "pg_read_server_files", "pg_write_server_files")


def prepare(dsn_superuser: str, database: str = "goldthread", *, owner_makes_databases: bool = False) -> None:
    """Make roles, database, extensions and rights on a server that is ours alone; safe to repeat.

    `dsn_superuser` leads to any database of the server. `owner_makes_databases` lets a test runner make
    and drop test databases as the owner. Rights are given for tables yet to be made, and never again for
    those that exist: what a migration took away from the runtime role stays taken away.
    """
    with psycopg.connect(dsn_superuser, autocommit=True) as conn:
        conn.execute("SELECT pg_advisory_lock(hashtext('goldthread roles'))")  # one at a time
        _make_role(conn, OWNER, "CREATEDB" if owner_makes_databases else "NOCREATEDB")
        _make_role(conn, RUNTIME, "NOCREATEDB")
        if not conn.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            conn.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                    sql.Identifier(database), sql.Identifier(OWNER)
                )
            )
        with psycopg.connect(dsn_superuser, dbname=database) as inside:
            inside.execute(
                sql.SQL("ALTER DATABASE {} OWNER TO {}").format(*map(sql.Identifier, (database, OWNER)))
            )
            inside.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(OWNER)))
            _add_extensions(inside)
            _grant(inside, OWNER, RUNTIME)


def prepare_external(owner_dsn: str, runtime_role: str) -> None:
    """Do the same on a server that somebody else runs, with no more than the owner's rights.

    Asked of whoever runs the server beforehand, once:

        CREATE ROLE goldthread_owner LOGIN PASSWORD '...' NOSUPERUSER NOBYPASSRLS;
        CREATE ROLE goldthread_runtime LOGIN PASSWORD '...' NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
        CREATE DATABASE goldthread OWNER goldthread_owner ENCODING 'UTF8';

    Safe to repeat, and done at every start: tables that were moved here from another server without their
    rights, or made before this was run, are given to the runtime role too, where it has no right to them at
    all. What a migration took away in part stays taken away. For backups see `backup.backup`: they need a
    role that policies do not filter, or a quiet moment.

    Raises EngineError when the server's version is not supported, the role is missing, the owner may not do
    something, or the runtime role could see past its council.
    """
    with psycopg.connect(owner_dsn) as conn:
        version = conn.info.server_version // 10000
        if not OLDEST <= version <= NEWEST:
            raise EngineError(f"The server is PostgreSQL {version}; Goldthread needs {OLDEST} to {NEWEST}.")
        [(owner,)] = conn.execute("SELECT current_user").fetchall()
        if owner == runtime_role:
            raise EngineError(
                "The owner and the runtime role are the same. Row-level security needs two; make another role."
            )
        if not conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [runtime_role]).fetchone():
            raise EngineError(
                f"The server has no role {runtime_role}. Ask for: CREATE ROLE {runtime_role} LOGIN "
                "PASSWORD '...' NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;"
            )
        if not _owns_here(conn):
            # Asked first, because a GRANT of what one does not own is a mere warning in PostgreSQL.
            raise EngineError(
                f"The role {owner} must own the database, and be allowed to make tables in its schema public. "
                f"Ask for: ALTER DATABASE ... OWNER TO {owner}; ALTER SCHEMA public OWNER TO {owner};"
            )
        try:
            _add_extensions(conn)
        except psycopg.errors.InsufficientPrivilege as problem:
            raise EngineError(
                f"The role {owner} may not add what Goldthread needs ({problem.diag.message_primary}). "
                f"Ask for these extensions in this database: {', '.join(EXTENSIONS)}."
            ) from problem
        conn.execute("SELECT pg_advisory_xact_lock(hashtext('goldthread roles'))")  # two first starts at once
        _grant(conn, owner, runtime_role)
        _grant_existing(conn, runtime_role)
        if reasons := _weaknesses(conn, [runtime_role]):
            raise EngineError("\n".join([f"The role {runtime_role} could see past its council:", *reasons]))


def weaknesses(conn: Connection) -> list[str]:
    """Plain reasons why the role of this connection could go round row-level security; [] is as it must be.

    Looks at the role in force and at the one that signed in, since `SET ROLE` can be taken back.
    """
    names = conn.execute("SELECT DISTINCT unnest(ARRAY[current_user, session_user])").fetchall()
    return _weaknesses(conn, sorted(name for (name,) in names))


def _weaknesses(conn: Connection, roles: list[str]) -> list[str]:
    return [reason for role in roles for reason in _weaknesses_of(conn, role)]


def _weaknesses_of(conn: Connection, role: str) -> list[str]:
    [(superuser, bypass, makes_roles)] = conn.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = %s", [role]
    ).fetchall()
    if superuser:
        return [f"{role} is a superuser, and no policy applies to a superuser."]
    reasons = []
    if bypass:
        reasons.append(f"{role} has BYPASSRLS, which lets it past every policy.")
    if makes_roles:
        reasons.append(f"{role} has CREATEROLE, and could make or join a role that sees more.")
    joined = conn.execute(
        """
        SELECT r.rolname, r.rolsuper OR r.rolbypassrls OR r.rolcreaterole, owns.something
        FROM pg_roles r,
        LATERAL (SELECT EXISTS (SELECT FROM pg_class WHERE relowner = r.oid AND relkind IN ('r', 'p', 'v', 'm'))
                     OR EXISTS (SELECT FROM pg_namespace WHERE nspowner = r.oid)
                     OR EXISTS (SELECT FROM pg_database WHERE datdba = r.oid AND datname = current_database())
                 AS something) owns
        WHERE pg_has_role(%(role)s, r.oid, 'MEMBER') ORDER BY 1
        """,
        {"role": role},
    ).fetchall()
    for name, stronger, owns in joined:
        if name == role:
            if owns:
                reasons.append(f"{role} owns tables, the schema or the database, and may change them.")
        elif name in _OPEN_DOORS:
            reasons.append(f"{role} is a member of {name}, which can reach the server's own files.")
        elif stronger:
            reasons.append(f"{role} is a member of {name}, which no policy holds back.")
        elif owns:
            reasons.append(f"{role} is a member of {name}, which owns tables or the schema they are in.")
    tables = conn.execute(
        """
        SELECT c.oid::regclass::text, r.rolname = %(role)s, c.relrowsecurity
        FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
        WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
          AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
          AND (r.rolname = %(role)s OR (c.relrowsecurity AND has_table_privilege(%(role)s, c.oid, 'TRUNCATE')))
        ORDER BY 1
        """,
        {"role": role},
    ).fetchall()
    if owned := [name for name, own, _ in tables if own]:
        reasons.append(f"{role} owns {_some(owned)}, and an owner can switch the policies off.")
    if emptied := [name for name, own, _ in tables if not own]:
        reasons.append(f"{role} may TRUNCATE {_some(emptied)}, which no policy stops.")
    return reasons


def _some(names: list[str], shown: int = 3) -> str:
    rest = len(names) - shown
    return ", ".join(names[:shown]) + (f" and {rest} more" if rest > 0 else "")


def _make_role(conn: Connection, name: str, databases: str) -> None:
    exists = conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb = "ALTER" if exists else "CREATE"
    rights = f"LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION {databases}"
    conn.execute(sql.SQL(f"{verb} ROLE {{}} {rights}").format(sql.Identifier(name)))


def _owns_here(conn: Connection) -> bool:
    query = """
        SELECT pg_has_role(datdba, 'USAGE') AND has_schema_privilege('public', 'CREATE WITH GRANT OPTION')
        FROM pg_database WHERE datname = current_database()
    """
    return conn.execute(query).fetchall() == [(True,)]


def _add_extensions(conn: Connection) -> None:
    for extension in EXTENSIONS:
        conn.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def _grant(conn: Connection, owner: str, runtime: str) -> None:
    """Let `runtime` in, and let it use whatever `owner` will make from now on; everybody else is kept out."""
    names = {
        "database": sql.Identifier(conn.info.dbname),
        "owner": sql.Identifier(owner),
        "runtime": sql.Identifier(runtime),
    }
    for statement in (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {runtime}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {runtime}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {runtime}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE ON SEQUENCES TO {runtime}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT EXECUTE ON FUNCTIONS TO {runtime}",
    ):
        conn.execute(sql.SQL(statement).format(**names))


def _grant_existing(conn: Connection, runtime: str) -> None:
    """Give the runtime role the tables and sequences of the schema to which it has no right at all."""
    without = conn.execute(
        """
        SELECT c.oid::regclass::text, c.relkind = 'S' FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
          AND pg_has_role(c.relowner, 'USAGE')
          AND NOT CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(%(role)s, c.oid, 'USAGE, SELECT')
              ELSE has_table_privilege(%(role)s, c.oid, 'SELECT, INSERT, UPDATE, DELETE') END
        """,
        {"role": runtime},
    ).fetchall()
    for name, is_sequence in without:
        rights = "USAGE ON SEQUENCE" if is_sequence else "SELECT, INSERT, UPDATE, DELETE ON"
        # The name comes from the catalogue, quoted where it must be.
        conn.execute(
            sql.SQL("GRANT {} {} TO {}").format(sql.SQL(rights), sql.SQL(name), sql.Identifier(runtime))
        )
