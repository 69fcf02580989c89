"""Debian's dovecot as an ordinary process on a loopback port: a mailbox over TLS, with an authority of the tests' own.

It runs as root, who gives mail to nobody's account, and as any other user, whose own it then is; nothing of the
machine's own dovecot is read or started.
"""

from __future__ import annotations

import contextlib
import getpass
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.own_server.certificates import Authority

PROGRAM = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
USER, PASSWORD = "complaints", "made-up password"
_SECONDS = 20


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Dovecot:
    """A running server: its ports, its authority, and its mailbox as a Maildir."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.mail = folder, folder / "mail" / USER
        self.tls, self.starttls = _free_port(), _free_port()
        self.authority = Authority(folder)
        self._owner = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        self._delivered = 0

    def configure(self) -> Path:
        """Write its configuration and return the file."""
        certificate, key = self.authority.sign("imap")
        (self.folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        for name in ("run", "state", "mail"):
            (self.folder / name).mkdir()
        self._make(self.mail)
        me = getpass.getuser() if os.getuid() else ""
        # As an ordinary user all its parts run as that user; as root, as the accounts that Debian's package made.
        accounts = (
            f"default_internal_user = {me}\ndefault_login_user = {me}\n"
            f"default_internal_group = {grp.getgrgid(os.getgid()).gr_name}\n"
            "service anvil {\n  chroot =\n}\nservice imap-login {\n  chroot =\n}\n"
            if me
            else ""
        )
        file = self.folder / "dovecot.conf"
        file.write_text(f"""
base_dir = {self.folder}/run
state_dir = {self.folder}/state
log_path = {self.folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{certificate}
ssl_key = <{key}
mail_location = maildir:{self.folder}/mail/%n
first_valid_uid = 1
{accounts}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {self.folder}/users
}}
userdb {{
  driver = static
  args = uid={self._owner.pw_uid} gid={self._owner.pw_gid} home={self.mail}
}}
service imap-login {{
  inet_listener imap {{
    port = {self.starttls}
  }}
  inet_listener imaps {{
    port = {self.tls}
    ssl = yes
  }}
}}
""")
        return file

    def _make(self, folder: Path) -> None:
        for each in (folder, *(folder / name for name in ("cur", "new", "tmp"))):
            each.mkdir(exist_ok=True)
            os.chown(each, self._owner.pw_uid, self._owner.pw_gid)

    def deliver(self, message: bytes, folder: str = "") -> None:
        """Put a message into the mailbox as servers deliver it."""
        where = self.mail / f".{folder}" if folder else self.mail
        self._make(where)
        self._delivered += 1
        name = f"{time.time():.6f}.{self._delivered}.test"
        waiting = where / "tmp" / name
        waiting.write_bytes(message)
        os.chown(waiting, self._owner.pw_uid, self._owner.pw_gid)
        waiting.rename(where / "new" / name)

    def files(self, folder: str = "") -> list[Path]:
        """Return the messages that lie in a folder of the mailbox."""
        where = self.mail / f".{folder}" if folder else self.mail
        return sorted(
            path for part in ("new", "cur") if (where / part).is_dir() for path in (where / part).iterdir()
        )


@contextlib.contextmanager
def running() -> Iterator[Dovecot]:
    """Start a server in a folder of its own, and stop it."""
    folder = Path(tempfile.mkdtemp(prefix="gt-imap-"))
    folder.chmod(0o755)
    server = Dovecot(folder)
    process = subprocess.Popen(
        [str(PROGRAM), "-F", "-c", str(server.configure())],
        stdout=subprocess.DEVNULL,
        stderr=(folder / "errors").open("wb"),
    )
    try:
        _wait(process, server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(process: subprocess.Popen, server: Dovecot) -> None:
    ends = time.monotonic() + _SECONDS
    while time.monotonic() < ends:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.tls), 1):
            return
        time.sleep(0.1)
    said = [path.read_text() for name in ("errors", "log") if (path := server.folder / name).exists()]
    raise AssertionError(f"dovecot did not start: {said}")
