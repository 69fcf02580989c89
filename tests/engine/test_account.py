"""Root and ordinary accounts: PostgreSQL gets its own folder and nothing around it is opened."""

import multiprocessing
import os
import pwd
import shutil
import stat
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from goldthread.engine import EngineError, Server, account, binaries
from goldthread.engine.binaries import Binaries

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can step down to another account")
ORDINARY = "nobody"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="goldthread-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def as_ordinary(work: Callable[[], None]) -> str:
    """Do `work` in a child that has become an ordinary account for good; what went wrong, or ""."""
    entry = pwd.getpwnam(ORDINARY)
    reader, writer = multiprocessing.Pipe(duplex=False)

    def child() -> None:
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)
        try:
            work()
            writer.send("")
        except BaseException:
            writer.send(traceback.format_exc())

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join(60)
    return reader.recv() if reader.poll() else "the child died"


@as_root
def test_started_by_root_it_runs_under_another_account_and_no_folder_is_opened(
    postgresql: Binaries, tmp_path: Path
) -> None:
    home = tmp_path / "shut" / "home"
    home.parent.mkdir(mode=0o700)
    before = {path: path.stat().st_mode for path in home.parents}
    with Server(home, durable=False) as server:
        assert server.account.uid != 0
        with psycopg.connect(server.dsn("superuser", "postgres")) as conn:
            process = conn.info.backend_pid
            status = Path(f"/proc/{process}/status").read_text()
        assert f"Uid:\t{server.account.uid}\t" in status
        assert (home / "data").stat().st_uid == server.account.uid
        assert home.stat().st_uid == 0
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert {path: path.stat().st_mode for path in home.parents} == before


@as_root
def test_another_account_of_the_machine_gets_no_connection(home: Path) -> None:
    with Server(home, durable=False) as server:
        if server.account.name == ORDINARY:
            pytest.skip("there is no second unprivileged account on this machine to try it with")
        dsn = server.dsn("superuser", "postgres")
        assert "Permission denied" in as_ordinary(lambda: psycopg.connect(dsn).close())
        server.sockets.chmod(0o755)  # were the folder open, the kernel's word would still be asked
        (server.sockets / ".s.PGSQL.5432").chmod(0o777)
        assert "Peer authentication failed" in as_ordinary(lambda: psycopg.connect(dsn).close())
        server.sockets.chmod(0o700)


@as_root
def test_an_ordinary_account_can_do_it_all_by_itself(postgresql: Binaries, open_folder: Path) -> None:
    entry = pwd.getpwnam(ORDINARY)
    mine = account.Account(entry.pw_name, entry.pw_uid, entry.pw_gid, stepped_down=True)
    engine = account.usable_binaries(binaries.find(), mine, copies=open_folder / "cache" / "goldthread")
    os.chown(open_folder, entry.pw_uid, entry.pw_gid)
    home = open_folder / "home of one"

    def work() -> None:
        for _ in range(2):
            with Server(home, engine, durable=False) as server:
                psycopg.connect(server.dsn("superuser", "postgres")).close()
            assert not server.running()

    assert as_ordinary(work) == ""
    # Root, who comes later, runs it under the account that owns it.
    with Server(home, engine, durable=False) as server:
        assert server.account.name == ORDINARY
        assert server.account.stepped_down


@as_root
def test_an_ordinary_account_cannot_use_the_home_of_another(home: Path) -> None:
    with Server(home, durable=False):
        pass
    assert "EngineError" in as_ordinary(lambda: Server(home).start())


@as_root
def test_programs_out_of_reach_are_copied_once_and_cannot_be_changed_by_others(
    tmp_path: Path, open_folder: Path, new_home: Path
) -> None:
    programs = binaries.find()
    if programs.source in ("system", binaries.CHOSEN_BY_HAND):
        pytest.skip("a system's PostgreSQL has parts elsewhere and is always within reach")
    package = tmp_path / programs.folder.parents[1].name  # below a folder that is root's alone
    shutil.copytree(programs.folder.parent, package / "pginstall")
    libraries = programs.folder.parents[2] / f"{package.name}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, tmp_path / libraries.name)
    hidden = binaries.Binaries(package / "pginstall" / "bin", programs.version, programs.source)
    runs_as = account.choose(new_home / "data")
    assert account.reachable(Path("/usr/bin"), runs_as)
    assert not account.reachable(hidden.folder, runs_as)

    cache = open_folder / "cache" / "goldthread"
    copied = account.usable_binaries(hidden, runs_as, copies=cache)
    assert account.reachable(copied.folder / "postgres", runs_as)
    assert account.usable_binaries(hidden, runs_as, copies=cache) == copied
    assert [path.name for path in cache.iterdir()] == [copied.folder.parents[2].name]
    with Server(new_home, copied, durable=False) as server:
        psycopg.connect(server.dsn("superuser", "postgres")).close()

    copied.folder.parents[2].chmod(0o777)
    with pytest.raises(EngineError, match="can be changed by others"):
        account.usable_binaries(hidden, runs_as, copies=cache)


@as_root
def test_an_account_named_by_hand_must_exist(monkeypatch: pytest.MonkeyPatch, new_home: Path) -> None:
    monkeypatch.setenv("GOLDTHREAD_PG_USER", ORDINARY)
    assert account.choose(new_home / "data").name == ORDINARY
    monkeypatch.setenv("GOLDTHREAD_PG_USER", "no such account")
    with pytest.raises(EngineError, match="no such account"):
        account.choose(new_home / "data")
    monkeypatch.setenv("GOLDTHREAD_PG_USER", "root")
    with pytest.raises(EngineError, match="root"):
        account.choose(new_home / "data")


@pytest.mark.skipif(os.geteuid() == 0, reason="root steps down; see the tests above")
def test_an_ordinary_account_runs_it_as_itself(home: Path) -> None:
    with Server(home, durable=False) as server:
        assert server.account.uid == os.geteuid()
        assert (home / "data").stat().st_uid == os.geteuid()
