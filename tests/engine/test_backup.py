"""A backup is one file; restored into an empty database it gives back every row of every table."""

import itertools
import json
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from goldthread.engine import EngineError, Server, archive, backup, catalogue, roles

TABLES, ROWS = ((Path(__file__).parent / name).read_text() for name in ("service.sql", "service_rows.sql"))
NUMBERS = itertools.count()


def make(engine: Server, rows: str = "") -> str:
    """A new database of the invented service, with rows or without; returns its name."""
    name = f"backup {next(NUMBERS)}"
    roles.prepare(engine.dsn("superuser", "postgres"), name)
    with psycopg.connect(engine.dsn("owner", name)) as conn:
        conn.execute(TABLES.encode())
        conn.execute(rows.encode())
    return name


@pytest.fixture
def database(engine: Server) -> Callable[..., str]:
    return partial(make, engine)


@pytest.fixture(scope="module")
def source(engine: Server) -> str:
    """A database with rows, which no test changes."""
    return make(engine, ROWS)


@pytest.fixture(scope="module")
def taken(engine: Server, source: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it, which no test changes."""
    file = tmp_path_factory.mktemp("taken") / "file"
    backup.backup(engine.dsn("superuser", source), file)
    return file


def contents(dsn: str) -> dict[str, list]:
    """Every row of every table and materialised view, every sequence, key, trigger and wall, as text."""
    with psycopg.connect(dsn) as conn:
        names = conn.execute(
            "SELECT relname, relkind = 'S' FROM pg_class "
            "WHERE relkind IN ('r', 'm', 'S') AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        tables = {}
        for name, sequence in names:
            what = "last_value, is_called" if sequence else "t::text"
            query = sql.SQL(f"SELECT {what} FROM {{}} t ORDER BY 1").format(sql.Identifier(name))
            tables[name] = conn.execute(query).fetchall()
        tables["keys"] = conn.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated "
            "FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"
        ).fetchall()
        tables["triggers"] = conn.execute(
            "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger "
            "WHERE NOT tgisinternal ORDER BY 1, 2"
        ).fetchall()
        tables["walls"] = conn.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class "
            "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
        ).fetchall()
    for table in tables["walls"]:
        assert table[0] in tables
    return tables


@pytest.mark.parametrize("taken_as", ["owner", "superuser"])
def test_every_table_comes_back(engine: Server, source: str, database, tmp_path: Path, taken_as: str) -> None:
    target = database()
    file = tmp_path / "one.goldthread"
    manifest = backup.backup(engine.dsn(taken_as, source), file)
    assert manifest.rows["person"] == 502
    assert manifest.rows["walled"] == 100  # both councils', though the policy lets the owner see neither
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["one.goldthread"]

    before = contents(engine.dsn("superuser", target))
    assert before["person"] == []
    assert backup.restore(engine.dsn("owner", target), file) == manifest
    after = contents(engine.dsn("superuser", target))
    assert after == contents(engine.dsn("superuser", source))
    assert len(after["walls"]) == 9
    assert after["loudest"] != []
    assert {row[0]: row[2] for row in after["walls"]}["walled"] is True

    with psycopg.connect(engine.dsn("owner", target)) as conn:
        conn.execute("INSERT INTO person (name) VALUES ('The next one')")  # numbered after the last
        with pytest.raises(psycopg.errors.RaiseException):
            conn.execute("DELETE FROM audit")


def test_it_is_taken_at_one_moment_while_people_go_on_writing(
    engine: Server, database, tmp_path: Path
) -> None:
    source = database(ROWS)
    with psycopg.connect(engine.dsn("owner", source), autocommit=True) as other:

        def meanwhile(table: str, done: int, total: int) -> None:
            other.execute("INSERT INTO reading VALUES ('2024-06-01', 9)")
            other.execute("INSERT INTO audit (said) VALUES ('meanwhile')")

        manifest = backup.backup(engine.dsn("superuser", source), tmp_path / "file", meanwhile)
    assert manifest.rows["reading_2024"] == 1
    assert manifest.rows["audit"] == 2
    assert manifest.sequences["audit_line_seq"][0] >= 2


def test_progress_ends_at_all_of_it(engine: Server, source: str, database, tmp_path: Path) -> None:
    target = database()
    for work in (
        lambda report: backup.backup(engine.dsn("owner", source), tmp_path / "file", report),
        lambda report: backup.restore(engine.dsn("owner", target), tmp_path / "file", report),
    ):
        steps: list[tuple[str, int, int]] = []
        manifest = work(lambda *step: steps.append(step))  # noqa: B023
        total = sum(manifest.rows.values())
        assert steps[-1] == ("", total, total)
        assert [done for _, done, _ in steps] == sorted(done for _, done, _ in steps)


def test_a_role_that_sees_only_a_part_gets_no_file(engine: Server, source: str, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="may not read everything"):
        backup.backup(engine.dsn("runtime", source), tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_kept(engine: Server, source: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("precious")
    with pytest.raises(EngineError, match="there already"):
        backup.backup(engine.dsn("owner", source), tmp_path / "file")
    assert (tmp_path / "file").read_text() == "precious"
    with pytest.raises(EngineError, match="cannot be written"):
        backup.backup(engine.dsn("owner", source), tmp_path / "no such folder" / "file")


def refused(engine: Server, target: str, file: Path, why: str) -> None:
    before = contents(engine.dsn("superuser", target))
    with pytest.raises(EngineError, match=why):
        backup.restore(engine.dsn("owner", target), file)
    assert contents(engine.dsn("superuser", target)) == before


def test_a_database_that_is_not_empty_is_refused(engine: Server, database, taken: Path) -> None:
    refused(engine, database("INSERT INTO audit (said) VALUES ('mine')"), taken, "rows in audit")
    hidden = "SELECT set_config('goldthread.council', '3', true); INSERT INTO walled VALUES (3, 'hidden')"
    refused(engine, database(hidden), taken, "rows in walled")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("INSERT INTO django_migrations (app, name) VALUES ('council', '0002_later')", "then update"),
        ("DELETE FROM django_migrations WHERE app = 'thread'", "thread.0001_initial.*Update Goldthread"),
        ("CREATE TABLE extra (n int)", "differ: extra"),
        ("DROP TABLE nothing", "differ: nothing"),
        ("ALTER TABLE walled ALTER words TYPE varchar(5)", "differ: walled"),
    ],
)
def test_other_migrations_or_tables_are_refused(
    engine: Server, database, taken: Path, change: str, why: str
) -> None:
    refused(engine, database(change), taken, why)


def rewritten(file: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The same backup with each member passed through `change`; None leaves it out."""
    other = file.with_name("other")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (content := change(name, old.read(name))) is not None:
                new.writestr(name, content)
    return other


def test_a_damaged_file_is_refused(engine: Server, database, taken: Path, tmp_path: Path) -> None:
    file, target, whole = tmp_path / "file", database(), taken.read_bytes()
    file.write_bytes(whole)
    assert backup.verify(file).rows["person"] == 502

    def one_word(name: str, content: bytes) -> bytes:
        return content.replace(b"second", b"sEcond") if name == "tables/audit.copy" else content

    def longer(name: str, content: bytes) -> bytes:
        return content + b"3\tthird\n" if name == "tables/audit.copy" else content

    def without(name: str, content: bytes) -> bytes | None:
        return None if name == "tables/audit.copy" else content

    def later(name: str, content: bytes) -> bytes:
        if name != archive.MANIFEST:
            return content
        return json.dumps(json.loads(content) | {"format": 2}).encode()

    def unreadable(name: str, content: bytes) -> bytes:
        return b"{}" if name == archive.MANIFEST else content

    refused(engine, target, rewritten(file, one_word), "rows of audit .* have changed")
    refused(engine, target, rewritten(file, longer), "rows of audit .* have changed")
    refused(engine, target, rewritten(file, without), "does not hold what its manifest.json lists")
    refused(engine, target, rewritten(file, later), "Update Goldthread")
    refused(engine, target, rewritten(file, unreadable), "list of contents cannot be read")
    for cut in (0, 100, len(whole) // 2, len(whole) - 10):
        file.write_bytes(whole[:cut])
        refused(engine, target, file, "not a whole Goldthread backup")
    middle = len(whole) // 3
    file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :])
    refused(engine, target, file, "Use another copy")
    refused(engine, target, tmp_path / "none", "There is no file")


def test_a_row_that_breaks_a_key_is_found_and_nothing_is_kept(
    engine: Server, database, tmp_path: Path
) -> None:
    """Foreign keys are taken off for the restore; they must be checked, not only put back."""
    file, target = tmp_path / "file", database()
    source = database(ROWS)
    with psycopg.connect(engine.dsn("superuser", source)) as conn:
        conn.execute("SET session_replication_role = replica; DELETE FROM person WHERE id = 3")
    backup.backup(engine.dsn("owner", source), file)
    refused(engine, target, file, "would not take the backup")


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be reached"):
        backup.backup(f"postgresql:///x?host={tmp_path}", tmp_path / "file")


def test_what_a_backup_would_leave_out_is_refused(engine: Server, database, tmp_path: Path) -> None:
    source = database("SELECT lo_from_bytea(0, 'a file put beside the tables')")
    with pytest.raises(EngineError, match="large objects"):
        backup.backup(engine.dsn("owner", source), tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


def test_sessions_are_in_no_backup_and_come_back_from_none(
    engine: Server, database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup of an earlier version has them: whoever was signed in then is not signed in by a restore."""

    def with_session(name: str) -> str:
        with psycopg.connect(engine.dsn("owner", name)) as conn:
            conn.execute("CREATE TABLE django_session (session_key text PRIMARY KEY)")
            conn.execute("INSERT INTO django_session VALUES ('a-key-of-somebody')")
        return engine.dsn("superuser", name)

    source, old, new = with_session(database(ROWS)), tmp_path / "old", tmp_path / "new"
    with monkeypatch.context() as earlier:
        earlier.setattr(catalogue, "LEFT_OUT", ())
        assert backup.backup(source, old).rows["django_session"] == 1
    assert backup.backup(source, new).rows["django_session"] == 0
    for file in (old, new):
        into = with_session(database())
        backup.restore(into, file)
        with psycopg.connect(into) as conn:
            assert conn.execute("SELECT count(*) FROM django_session").fetchall() == [(0,)]
            assert conn.execute("SELECT count(*) FROM person").fetchall() != [(0,)]
