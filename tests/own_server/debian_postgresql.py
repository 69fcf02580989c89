"""Debian's PostgreSQL on a free port, with a certificate and passwords, as an administrator would run it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.own_server.certificates import Authority

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
_RULES = """\
local   all  postgres                                  trust
hostssl all  goldthread_owner,goldthread_runtime  127.0.0.1/32  scram-sha-256
hostssl all  goldthread_owner,goldthread_runtime  ::1/128       scram-sha-256
"""


class DebianPostgreSQL:
    """A server in a folder; `psql` is the environment in which psql is its administrator."""

    def __init__(self, folder: Path, authority: Authority, port: int) -> None:
        self.folder, self.port = folder, port
        # PostgreSQL does not run as root: it gets the account that Debian made for it.
        account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        self._as: dict[str, Any] = (
            {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
        )
        folder.mkdir(mode=0o700)
        for file, name in zip(authority.sign("postgresql"), ("server.pem", "server.key"), strict=True):
            shutil.copy(file, folder / name)
            (folder / name).chmod(0o600)
        (folder / "rules").write_text(_RULES)
        if account:
            for path in (folder, *folder.iterdir()):
                os.chown(path, account.pw_uid, account.pw_gid)
        self._run(
            "initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"
        )
        self.psql = {
            "PGHOST": str(folder),
            "PGPORT": str(port),
            "PGUSER": "postgres",
            "PGDATABASE": "postgres",
        }
        self.start()

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [PROGRAMS / program, "--pgdata", self.folder / "data", *words],
            cwd="/", env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}, capture_output=True, text=True, **self._as,
        )  # fmt: skip
        if done.returncode:
            raise AssertionError(f"{program}: {done.stdout}{done.stderr}")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = {
            "port": self.port, "listen_addresses": "localhost", "unix_socket_directories": self.folder, "ssl": "on",
            "ssl_cert_file": self.folder / "server.pem", "ssl_key_file": self.folder / "server.key",
            "hba_file": self.folder / "rules", "fsync": "off",
        }  # fmt: skip
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        # With its output elsewhere: what the server inherited would keep the pipe of this question open.
        subprocess.run(
            [PROGRAMS / "pg_ctl", "--pgdata", self.folder / "data", "--wait", "--options", options, "--log",
             self.folder / "log", "start"],
            cwd="/", env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, check=True, **self._as,
        )  # fmt: skip

    def stop(self) -> None:
        """Stop it as its service does: connections are cut."""
        self._run("pg_ctl", "--mode=fast", "stop")
