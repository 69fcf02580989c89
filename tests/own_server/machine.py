"""A machine for docs/running.md: a folder in place of /, free ports in place of its own, and the page's words led there."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.own_server.certificates import Authority
from tests.own_server.systemd_stand_in import Service, UnitError, judged
from tests.page_blocks import CodeBlock

ROOT = Path(__file__).resolve().parents[2]
_SHIMS = ("sudo", "runuser", "install", "nginx", "curl", "systemctl", "chown", "apt-get", "useradd", "git")
_FOLDERS = (
    "etc/nginx/sites-available", "etc/nginx/sites-enabled", "etc/nginx/conf.d", "etc/nginx/modules-enabled",
    "etc/systemd/system", "opt", "usr/local/sbin", "var/lib", "var/backups", "var/log/nginx", "run", "tmp", "shims",
)  # fmt: skip
_PATHS = re.compile(
    r"(?<![\w}])(/etc/(?:goldthread|nginx|systemd)|/opt/goldthread|/var/(?:lib|backups|log)/(?:goldthread|nginx)"
    r"|/usr/local/sbin)"
)


def a_free_port(host: str = "127.0.0.1") -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return probe.getsockname()[1]


class Machine:
    """One machine; `words` are replaced in whatever of the page is followed on it, in their order."""

    def __init__(
        self, tree: Path, authority: Authority, words: dict[str, str], database: object = None
    ) -> None:
        self.tree, self.authority, self.database = tree, authority, database
        for folder in _FOLDERS:
            (tree / folder).mkdir(parents=True)
        self.http, self.https, self.app = (a_free_port() for _ in range(3))
        self.words = {
            "https://goldthread.council.example": f"https://localhost:{self.https}",
            "goldthread.council.example": "localhost",
            "127.0.0.1:8000": f"127.0.0.1:{self.app}",
            # A machine may have no IPv6; a second address of its own stands for it.
            "listen [::]:80;": f"listen 127.0.0.2:{self.http};",
            "listen [::]:443 ssl;": f"listen 127.0.0.2:{self.https} ssl;",
            "listen 80;": f"listen 127.0.0.1:{self.http};",
            "listen 443 ssl;": f"listen 127.0.0.1:{self.https} ssl;",
            **words,
        }
        (tree / "opt" / "goldthread").symlink_to(ROOT)
        self.services: dict[str, Service] = {}
        self._make_shims()
        self._make_nginx()
        threading.Thread(target=self._be_systemd, daemon=True).start()

    # -- the page's words -------------------------------------------------------------------------------

    def here(self, text: str) -> str:
        """Return a text of the page with the names, ports and folders of this machine."""
        for word, own in self.words.items():
            text = text.replace(word, own)
        return _PATHS.sub(lambda match: f"{self.tree}{match[1]}", text)

    def path(self, text: str) -> Path:
        """Return where a file of the page is."""
        return Path(self.here(text))

    def follow(self, block: CodeBlock, *, typed: str = "") -> str:
        """Write the file that a block shows, or run its commands; return what they print."""
        kind, _, file = block.info.partition(" ")
        if file:
            self.path(file).write_text(self.here(block.text), encoding="utf-8")
            return ""
        program = {"sh": ["bash", "-euo", "pipefail"], "sql": ["psql", "-qv", "ON_ERROR_STOP=1"]}[kind]
        text = self.here(block.text)
        command = [*program, "-c", text] if kind == "sh" else [*program, "-f", "-"]
        done = subprocess.run(
            command,
            input=typed if kind == "sh" else text,
            env=self.environment(),
            cwd=self.tree / "tmp",
            capture_output=True,
            text=True,
            timeout=180,
        )
        if done.returncode or "Traceback" in done.stderr:
            raise AssertionError(f"{text}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def run(self, command: str, *, typed: str = "") -> str:
        """Run a command that is not on the page, in the page's words."""
        return self.follow(CodeBlock("", 0, "sh", command), typed=typed)

    def environment(self) -> dict[str, str]:
        """Return the environment of the commands of the page."""
        return {
            "PATH": f"{self.tree}/shims:{self.tree}/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": str(self.tree / "tmp"),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "FOLLOW_TREE": str(self.tree),
            "FOLLOW_AUTHORITY": str(self.authority.file),
            **(self.database.psql if self.database else {}),
        }

    # -- what the machine is made of ------------------------------------------------------------------------

    def _make_shims(self) -> None:
        for name in _SHIMS:
            file = self.tree / "shims" / name
            program = Path(__file__).with_name("shims.py")
            file.write_text(f'#!/bin/sh\nexec "{sys.executable}" -SE "{program}" {name} "$@"\n')
            file.chmod(0o755)

    def _make_nginx(self) -> None:
        """Take Debian's own configuration, with the folders of the tree."""
        for name in ("mime.types", "nginx.conf"):
            shutil.copy(f"/etc/nginx/{name}", self.tree / "etc" / "nginx" / name)
        file = self.tree / "etc" / "nginx" / "nginx.conf"
        text = _PATHS.sub(lambda match: f"{self.tree}{match[1]}", file.read_text(encoding="utf-8"))
        text = text.replace("/run/nginx.pid", f"{self.tree}/run/nginx.pid")
        text = text.replace("worker_processes auto", "worker_processes 1")
        # Only root may choose another user for its workers, and that one cannot look into this folder.
        text = text.replace("user www-data;", "user root;" if os.geteuid() == 0 else "")
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        own = "\n".join(f"{kind}_temp_path {self.tree}/tmp/{kind};" for kind in kinds)
        file.write_text(text.replace("http {", f"http {{\n{own}", 1), encoding="utf-8")

    # -- systemd --------------------------------------------------------------------------------------------

    def _be_systemd(self) -> None:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.tree / "systemd"))
            listener.listen()
            while True:
                connection, _ = listener.accept()
                with connection:
                    try:
                        asked = json.loads(connection.makefile("rb").readline())
                        answer = [0, self._systemctl(asked)]
                    except (UnitError, KeyError, OSError, subprocess.SubprocessError) as error:
                        answer = [1, f"systemd stand-in: {type(error).__name__}: {error}\n"]
                    connection.sendall(json.dumps(answer).encode())

    def _systemctl(self, asked: list[str]) -> str:
        verb, *units = [word for word in asked if not word.startswith("-")]
        if verb == "daemon-reload":
            folder = self.tree / "etc" / "systemd" / "system"
            files = sorted(file for file in folder.iterdir() if file.suffix in (".service", ".timer"))
            for file in files:
                if file.suffix == ".service" and file.stem not in self.services:
                    journal = self.tree / "var" / "log" / f"{file.stem}.journal"
                    self.services[file.stem] = Service(file, journal, {"PYTHONPATH": str(ROOT)})
            for service in self.services.values():
                service.reload()
            return f"(systemd stand-in: read {', '.join(file.name for file in files)}. {judged(files)})\n"
        verbs = {"enable": ["start"] if "--now" in asked else [], "restart": ["stop", "start"]}.get(
            verb, [verb]
        )
        for unit in units:
            for each in verbs:
                self._do(each, unit)
        return ""

    def _do(self, verb: str, unit: str) -> None:
        if unit.endswith(".timer"):
            file = self.tree / "etc" / "systemd" / "system" / unit
            if not file.is_file() or not file.with_suffix(".service").is_file():
                raise UnitError(f"{unit} is not there, or has no service")
        elif unit == "postgresql":
            getattr(self.database, verb)()
        elif unit == "nginx":
            self._nginx(verb)
        else:
            service = self.services[unit.removesuffix(".service")]
            getattr(service, verb)()

    def _nginx(self, verb: str) -> None:
        pid = self.tree / "run" / "nginx.pid"

        def runs() -> bool:
            # `nginx -t` leaves an empty file.
            return pid.exists() and bool(pid.read_text().strip())

        if verb == "stop" and not runs():
            return
        words = {"start": [], "stop": ["-s", "quit"], "reload": ["-s", "reload"]}[verb]
        done = subprocess.run(
            [self.tree / "shims" / "nginx", *words], env=self.environment(), capture_output=True, text=True
        )
        if done.returncode:
            raise UnitError(f"nginx: {done.stderr}")
        deadline = time.monotonic() + 10
        while runs() is (verb == "stop") and time.monotonic() < deadline:
            time.sleep(0.02)

    def close(self) -> None:
        """Stop whatever runs on it."""
        for service in self.services.values():
            service.stop()
        self._nginx("stop")
