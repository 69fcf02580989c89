"""PostgreSQL server of one home: started, shared and stopped, and safe to cut off anywhere.

A home holds `data` (PostgreSQL's own), `log`, and two lock files (decision 0011):
- `server.lock` is held by PostgreSQL itself: every process of it inherits the descriptor. While it is held,
  the data is in use; when it is free, nothing of PostgreSQL is left and stale files may go.
- `users.lock` is held, shared, by each program that uses the server. Whoever finds on leaving that nobody
  else holds it, turns off the light.
"""

import hashlib
import os
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psycopg

from goldthread.engine import listener, locks, settings
from goldthread.engine.account import Account, choose, usable_binaries
from goldthread.engine.binaries import CHOSEN_BY_HAND, Binaries, find
from goldthread.engine.errors import EngineError

ROLES = {"owner": settings.OWNER, "runtime": settings.RUNTIME, "superuser": settings.SUPERUSER}
LOG_BOUND = 2_000_000  # bytes, looked at on every start; one older log is kept beside it


class Server:
    """The PostgreSQL of one home; several processes may each have a Server for the same home.

    `durable=False` is for throw-away homes of tests: quicker, and nothing is safe from a power cut.
    `patience` is how long, in seconds, to wait for a start (recovery after a crash included) or a stop.
    """

    def __init__(
        self, home: Path, binaries: Binaries | None = None, *, durable: bool = True, patience: float = 120
    ) -> None:
        self.home = Path(os.path.realpath(home))
        self.data = self.home / "data"
        self.binaries = binaries
        self.durable = durable
        self.patience = patience
        self._users: int | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # -- what others call ----------------------------------------------------------------------------

    def start(self) -> None:
        """Use the server of this home: join the one that runs, or start it, or make a new home first.

        Returns when it answers; called again, makes sure that it still does. Raises EngineError with the
        reason when it cannot be made to.
        """
        deadline = time.monotonic() + self.patience
        if self._users is None:
            self._users = self._join_users(deadline)
        try:
            self._join_or_launch(deadline)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Leave the server; stop it when no other program uses it. Safe to call twice.

        Raises EngineError when it was asked to stop and did not within `patience`.
        """
        users, self._users = self._users, None
        if users is None:
            return
        try:
            if locks.try_exclusive(users):
                self._shut_down()
        finally:
            os.close(users)

    def running(self) -> bool:
        """True when this home's server answers, whoever started it."""
        return locks.held(self._lock_path) and listener.listening(self.sockets) is not None

    def dsn(self, role: str = "owner", database: str = "goldthread") -> str:
        """A libpq URL for `role` ("owner", "runtime" or "superuser"); no password is needed or held.

        `psycopg.conninfo.conninfo_to_dict` takes it apart. "owner" and "runtime" exist once
        `roles.prepare` has been run; the superuser's first database is "postgres".
        """
        return (
            f"postgresql://{ROLES[role]}@/{quote(database, safe='')}?host={quote(str(self.sockets), safe='')}"
        )

    @property
    def account(self) -> Account:
        """The account of this machine that PostgreSQL runs under."""
        return choose(self.data)

    @property
    def sockets(self) -> Path:
        """The folder of the socket. Hashed, because a socket's path may have 107 bytes and a home's more;
        in /tmp and not in TMPDIR, because every process must come to the same."""
        mark = hashlib.sha256(f"{self.home}|{self.account.uid}".encode()).hexdigest()[:16]
        return Path("/tmp") / f"goldthread-{mark}"

    @property
    def log(self) -> Path:
        return self.home / "log" / "postgresql.log"

    # -- joining and starting ------------------------------------------------------------------------

    @property
    def _lock_path(self) -> Path:
        return self.home / "server.lock"

    def _join_users(self, deadline: float) -> int:
        """Be one of the server's users; waits only while somebody is half-way through stopping it."""
        try:
            self.home.mkdir(parents=True, mode=0o700, exist_ok=True)
            users = locks.open_lock(self.home / "users.lock")
        except OSError as problem:
            raise EngineError(
                f"The home {self.home} cannot be used ({problem.strerror}). "
                "Choose another, or run this as the account it belongs to."
            ) from problem
        if not locks.wait_shared(users, deadline):
            os.close(users)
            raise EngineError(
                f"The database in {self.home} is being stopped and has not finished. Try again."
            )
        return users

    def _join_or_launch(self, deadline: float) -> None:
        while True:
            lock = locks.open_lock(self._lock_path)
            try:
                if locks.try_exclusive(lock):
                    self._launch(lock, deadline)
                    return
            finally:
                os.close(lock)  # PostgreSQL holds its own copy by now
            if self._answers():
                return
            if time.monotonic() > deadline:
                raise EngineError(
                    f"Something of PostgreSQL still holds the home {self.home}, but no server answers at "
                    f"{self.sockets}. Wait for it to end or stop it, then try again; {self.log} may say more."
                )
            time.sleep(0.05)

    def _answers(self) -> bool:
        """True when a client can connect, which is later than when the socket is there."""
        if not listener.is_private(self.sockets, self.account.uid):
            return False
        try:
            psycopg.connect(self.dsn("superuser", "postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _launch(self, lock: int, deadline: float) -> None:
        """Start PostgreSQL. `lock` proves that nothing of it is alive in this home."""
        runs_as = self.account
        engine = self._engine(runs_as)
        self._refuse_foreign_server()
        self._clear_stale()
        listener.make_folder(self.sockets, runs_as)
        log = self._open_log()
        try:
            if not self.data.exists():
                self._make_data(engine, runs_as, lock, log)
            with runs_as.reach(self.data) as (path, descriptors):
                self._write_access_rules(runs_as)
                command = [str(engine.folder / "postgres"), "-D", path]
                command += settings.server_arguments(self.sockets, self.durable)
                self._child = self._popen(command, runs_as, (lock, *descriptors), log)
        finally:
            os.close(log)
        while not self._answers():
            if self._child.poll() is not None:
                raise EngineError(f"PostgreSQL did not start. The end of {self.log} says:\n{self._log_end()}")
            if time.monotonic() > deadline:
                raise EngineError(f"PostgreSQL did not answer in {self.patience:.0f} s. See {self.log}.")
            time.sleep(0.02)

    def _engine(self, runs_as: Account) -> Binaries:
        """Programs of the version that made the data, in a place where `runs_as` can run them."""
        made_by = self._version_of_data()
        binaries = self.binaries or find(prefer=made_by)
        if made_by not in (None, str(binaries.version)):
            raise EngineError(
                f"The data in {self.home} was made by PostgreSQL {made_by}, and the one found is "
                f"{binaries.version} ({binaries.folder}). Name the old one's folder in {CHOSEN_BY_HAND}, "
                "make a backup, and restore it into a new home."
            )
        return usable_binaries(binaries, runs_as)

    def _version_of_data(self) -> str | None:
        try:
            return (self.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            return None

    def _make_data(self, engine: Binaries, runs_as: Account, lock: int, log: int) -> None:
        """Make the database files under another name and rename them, so that `data` is whole or absent."""
        new = self.home / "data.new"
        new.mkdir(mode=0o700)
        runs_as.own(new)
        with runs_as.reach(new) as (path, descriptors):
            command = [str(engine.folder / "initdb"), "-D", path, "--no-instructions"]
            command += settings.initdb_arguments(engine.version, self.durable)
            if self._popen(command, runs_as, (lock, *descriptors), log).wait() != 0:
                raise EngineError(
                    f"PostgreSQL could not make its files in {self.home}. The end of {self.log} says:\n"
                    + self._log_end()
                )
        new.rename(self.data)
        home = os.open(self.home, os.O_RDONLY)
        os.fsync(home)
        os.close(home)

    def _popen(
        self, command: list[str], runs_as: Account, descriptors: tuple[int, ...], log: int
    ) -> subprocess.Popen[bytes]:
        """Run one of PostgreSQL's programs: its own session (Ctrl-C in ours does not reach it), a bare
        environment (PGDATA and its like would mislead it), and a folder that any account may stand in."""
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=descriptors,
            cwd="/",
            umask=0o077,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            **runs_as.popen(),
        )

    # -- files ---------------------------------------------------------------------------------------

    def _refuse_foreign_server(self) -> None:
        """A PostgreSQL that someone started by hand in `data` holds no lock of ours: leave it alone."""
        process = self._first_line_of_pid_file()
        try:
            foreign = process > 0 and Path(f"/proc/{process}/cwd").samefile(self.data)
        except OSError:
            return
        if foreign:
            raise EngineError(
                f"A PostgreSQL that Goldthread did not start (process {process}) runs on {self.data}. "
                "Stop it the way it was started, then try again."
            )

    def _first_line_of_pid_file(self) -> int:
        try:
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return 0

    def _clear_stale(self) -> None:
        """Remove what a killed server or an interrupted start left behind."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        shutil.rmtree(self.home / "data.new", ignore_errors=True)
        listener.clear_folder(self.sockets, self.account.uid)

    def _write_access_rules(self, runs_as: Account) -> None:
        """Who may connect. Each file is made anew, so root never writes through a link left in `data`."""
        me = choose(self.home).name if not runs_as.stepped_down else "root"
        rules = {
            "pg_hba.conf": settings.HBA,
            "pg_ident.conf": settings.ident(sorted({me, "root", runs_as.name})),
        }
        for name, text in rules.items():
            path = self.data / name
            path.unlink(missing_ok=True)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(text)
            runs_as.own(path)

    def _open_log(self) -> int:
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_BOUND:
            self.log.replace(self.log.with_suffix(".log.1"))
        return os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def bound_log(self) -> None:
        """Begin the log anew where it has grown too long, and leave the last one beside it; for long runs."""
        if self.log.exists() and self.log.stat().st_size > LOG_BOUND:
            # Copied and emptied, not renamed: PostgreSQL goes on writing at the end of the file that it has open.
            shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
            os.truncate(self.log, 0)

    def _log_end(self, lines: int = 12) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    # -- stopping ------------------------------------------------------------------------------------

    def _shut_down(self) -> None:
        """Stop the server, knowing that no other program uses it, and wait until all of it is gone."""
        deadline = time.monotonic() + self.patience
        lock = locks.open_lock(self._lock_path)
        try:
            interrupted = False
            while not locks.try_exclusive(lock):
                # The lock is held, so something of this home's PostgreSQL lives; the kernel says which
                # process listens. Both together are the proof without which nothing is signalled.
                interrupted = interrupted or listener.interrupt(self.sockets)
                if time.monotonic() > deadline:
                    raise EngineError(f"PostgreSQL has not stopped in {self.patience:.0f} s. See {self.log}.")
                time.sleep(0.02)
            listener.clear_folder(self.sockets, self.account.uid)
        finally:
            os.close(lock)
        if self._child is not None:
            self._child.wait()
