"""A stand-in for systemd: reads a unit file and runs its service as systemd would, as far as it says below.

Read and done: Type (simple, oneshot), EnvironmentFile, Environment, ExecStart, Restart, RestartSec, TimeoutStopSec,
KillMode, UMask, LimitNOFILE and NoNewPrivileges. User and Group are whoever runs it. What shuts the service off from the
machine (ProtectSystem and the like) is not done: `systemd-analyze` judges that where it is installed.
"""

from __future__ import annotations

import ctypes
import os
import re
import resource
import shlex
import shutil
import signal
import subprocess
import threading
import time
import uuid
from pathlib import Path

DONE = {
    "Type", "EnvironmentFile", "Environment", "ExecStart", "Restart", "RestartSec", "TimeoutStopSec", "KillMode",
    "UMask", "LimitNOFILE", "NoNewPrivileges",
}  # fmt: skip
_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS
# What systemd gives every service of the system (systemd.exec, "Environment variables in spawned processes").
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"


class UnitError(Exception):
    """A unit cannot be read or started, or does not run."""


def read(file: Path) -> dict[str, list[str]]:
    """Return the settings of all sections of a unit file, each with its values in their order."""
    found: dict[str, list[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if not line or line.startswith(("#", ";", "[")):
            continue
        name, sign, value = line.partition("=")
        if not sign:
            raise UnitError(f"{file.name}: {line!r} is no setting")
        found.setdefault(name.strip(), []).append(value.strip())
    return found


def words(line: str) -> list[str]:
    """Return the words of an ExecStart: quotes taken off, `%%` and `$$` made single."""
    return [word.replace("%%", "%").replace("$$", "$") for word in shlex.split(line)]


def environment_file(file: Path) -> dict[str, str]:
    """Return what an EnvironmentFile sets."""
    pairs = (line.partition("=") for line in file.read_text(encoding="utf-8").splitlines())
    return {
        name.strip(): "".join(shlex.split(value))
        for name, sign, value in pairs
        if sign and not name.strip().startswith("#")
    }


class Service:
    """One service of a unit file; `restarts` counts how often it was started again because it ended."""

    def __init__(self, file: Path, journal: Path, more: dict[str, str]) -> None:
        self.name, self.file, self.journal, self.more = file.stem, file, journal, more
        self.restarts = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._wanted = threading.Event()
        self._mark = ""
        self.reload()

    def reload(self) -> None:
        """Read the unit file."""
        self.settings = read(self.file)

    def one(self, name: str, default: str = "") -> str:
        """Return the last value of a setting."""
        return self.settings.get(name, [default])[-1]

    def left_out(self) -> list[str]:
        """Return the settings of the service that this stand-in does not do."""
        own = self.file.read_text(encoding="utf-8").split("[Service]")[1].split("[Install]")[0]
        return sorted({*re.findall(r"^(\w+)=", own, re.M)} - DONE)

    def environment(self) -> dict[str, str]:
        """Return the environment of the service, and of nothing else on this machine."""
        result = {"PATH": _PATH, "LANG": "C.UTF-8", "INVOCATION_ID": self._mark, **self.more}
        for pair in (pair for line in self.settings.get("Environment", []) for pair in shlex.split(line)):
            name, _, value = pair.partition("=")
            result[name] = value
        for file in self.settings.get("EnvironmentFile", []):
            result |= environment_file(Path(file))
        return result

    def _begun(self, line: str) -> subprocess.Popen[bytes]:
        limit = int(self.one("LimitNOFILE", "1024"))
        no_more = self.one("NoNewPrivileges") == "yes"

        def in_the_child() -> None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
            if no_more:
                ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)

        with self.journal.open("ab") as out:
            return subprocess.Popen(
                words(line), env=self.environment(), cwd="/", stdin=subprocess.DEVNULL, stdout=out,
                stderr=subprocess.STDOUT, start_new_session=True, umask=int(self.one("UMask", "0022"), 8),
                preexec_fn=in_the_child,
            )  # fmt: skip

    def start(self) -> None:
        """Start it; a oneshot runs to its end, and the first of its lines that fails ends it."""
        if self._wanted.is_set():
            return
        self._mark = uuid.uuid4().hex
        if self.one("Type", "simple") == "oneshot":
            for line in self.settings["ExecStart"]:
                if code := self._begun(line).wait(120):
                    raise UnitError(f"{self.name}: {line} ended with {code}\n{self.journal_end()}")
            return
        self._wanted.set()
        self.process = self._begun(self.one("ExecStart"))
        threading.Thread(target=self._look_after, daemon=True).start()

    def _look_after(self) -> None:
        process = self.process
        while self._wanted.is_set():
            code = process.wait()
            again = self.one("Restart", "no")
            if not self._wanted.is_set() or not (again == "always" or (again == "on-failure" and code)):
                return
            self._kill_what_is_left()
            time.sleep(float(self.one("RestartSec", "0.1")))
            if self._wanted.is_set():
                self.restarts += 1
                process = self.process = self._begun(self.one("ExecStart"))

    def stop(self) -> float:
        """End it as the unit says, and return how many seconds that took; raises where it had to be killed."""
        if not self._wanted.is_set():
            return 0.0
        self._wanted.clear()
        began = time.monotonic()
        if self.one("KillMode", "control-group") == "mixed":
            self.process.terminate()
        else:
            for pid in self.processes():
                os.kill(pid, signal.SIGTERM)
        try:
            self.process.wait(float(self.one("TimeoutStopSec", "90")))
        except subprocess.TimeoutExpired:
            self._kill_what_is_left()
            raise UnitError(f"{self.name} did not stop, and was killed\n{self.journal_end()}") from None
        took = time.monotonic() - began
        self._kill_what_is_left()
        return took

    def processes(self) -> list[int]:
        """Return the processes of the service, which systemd knows by their control group, by their environment."""
        mark, found = f"INVOCATION_ID={self._mark}".encode(), []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                continue
        return found

    def _kill_what_is_left(self) -> None:
        for pid in self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def journal_end(self, lines: int = 25) -> str:
        """Return the last lines that it wrote."""
        return "\n".join(self.journal.read_text(errors="replace").splitlines()[-lines:])


def judged(files: list[Path]) -> str:
    """Return what `systemd-analyze` says of unit files; raises UnitError where it finds fault, "" where it is not there."""
    program = shutil.which("systemd-analyze")
    if program is None:
        return ""
    checked = subprocess.run([program, "verify", *files], capture_output=True, text=True, timeout=60)
    # Faults of the machine's own units are none of ours.
    if faults := [line for line in checked.stderr.splitlines() if any(file.name in line for file in files)]:
        raise UnitError("systemd-analyze verify: " + "\n".join(faults))
    marks = []
    for file in files:
        if file.suffix == ".service":
            looked = subprocess.run(
                [program, "security", "--offline=yes", "--threshold=100", str(file)],
                capture_output=True, text=True, timeout=60, check=False,
            )  # fmt: skip
            if mark := re.search(r"exposure level for .*: ([\d.]+) (\w+)", looked.stdout):
                marks.append(f"{file.name}: exposure {mark[1]} ({mark[2]})")
    return "; ".join(marks)
