"""A unit under systemd itself: a manager of its own (`systemd --user`) in a mount namespace, where root asks for it.

It reads the unit as it stands and shuts the service off from the machine as the unit says (ProtectSystem, PrivateTmp,
SystemCallFilter and all others), without being the machine's own systemd and without changing anything of it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.own_server.machine import ROOT

ASKED_BY = "GOLDTHREAD_REAL_SYSTEMD"
MANAGER = Path("/lib/systemd/systemd")
_GROUPS = Path("/sys/fs/cgroup")
# First into a control group of its own in each tree that systemd follows: a manager moves every process of the group that
# it begins in. Then what the machine's own systemd makes when it starts: what is closed off is one of these.
_BEGIN = """
for group in $OWN_GROUPS; do mkdir "$group" && echo $$ > "$group/cgroup.procs"; done
mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system /run/systemd/inaccessible && cd /run/systemd/inaccessible
mkdir -m 0 dir && touch reg sock && mknod chr c 0 0 && mknod blk b 0 0 && mkfifo fifo && chmod 0 *
exec "$0" --user --unit=basic.target
"""


def _trees() -> list[Path]:
    """Return the trees of control groups by which systemd knows processes: the one of version 2, or both of a mixture."""
    if (_GROUPS / "cgroup.controllers").exists():
        return [_GROUPS]
    return [_GROUPS / name for name in ("systemd", "unified") if (_GROUPS / name).is_dir()]


def why_not() -> str:
    """Return why systemd is not run here, "" where it is: it touches the machine's control groups, so only if asked."""
    if os.environ.get(ASKED_BY) != "1":
        return f"{ASKED_BY}=1 does not ask for it"
    if os.geteuid() != 0:
        return "only root can give it a namespace"
    if not (MANAGER.exists() and shutil.which("unshare") and shutil.which("systemctl")):
        return "it is not installed"
    tried = subprocess.run(["unshare", "--mount", "--propagation", "private", "true"], capture_output=True)
    return "" if tried.returncode == 0 else "this machine gives no mount namespace"


class NotHere(Exception):
    """This machine does not let a manager run, as where control groups cannot be written."""


class RealSystemd:
    """A manager with one unit of a machine; `journal` is what the service writes."""

    def __init__(self, folder: Path, unit: Path, tree: Path) -> None:
        self.unit, self.journal = unit.name, folder / "journal"
        self.group = f"goldthread-{uuid.uuid4().hex}"
        self.own_place = Path("/proc/self/cgroup").read_text()
        for name in ("units", "runtime", "settings"):
            (folder / name).mkdir(parents=True, mode=0o700)
        shutil.copy(unit, folder / "units" / unit.name)
        (folder / "units" / f"{unit.name}.d").mkdir()
        (folder / "units" / f"{unit.name}.d" / "here.conf").write_text(self._drop_in(tree))
        self.environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "XDG_RUNTIME_DIR": str(folder / "runtime"),
            "XDG_CONFIG_HOME": str(folder / "settings"), "SYSTEMD_UNIT_PATH": f"{folder / 'units'}:",
            "OWN_GROUPS": " ".join(str(tree / self.group) for tree in _trees()), "SYSTEMD_LOG_TARGET": "console", "SYSTEMD_LOG_LEVEL": "warning",
        }  # fmt: skip
        with (folder / "manager").open("wb") as log:
            self.manager = subprocess.Popen(
                ["unshare", "--mount", "--propagation", "private", "sh", "-euc", _BEGIN, MANAGER],
                env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def _drop_in(self, tree: Path) -> str:
        """Return what must be otherwise here: no user of its own, and this checkout and its Python elsewhere."""
        needed = {str(ROOT), sys.prefix, sys.base_prefix, str(Path(sys.prefix).resolve())}
        hidden = any(path.startswith(("/root/", "/home/")) for path in needed)
        lines = [
            "[Service]", "User=", "Group=", f"Environment=PYTHONPATH={ROOT}", f"BindPaths={tree}",
            f"BindReadOnlyPaths={' '.join(sorted(needed))}", f"StandardOutput=append:{self.journal}",
            "StandardError=inherit",
        ]  # fmt: skip
        return "\n".join([*lines, *(["ProtectHome=tmpfs"] if hidden else [])]) + "\n"

    def __call__(self, *words: str) -> str:
        """Run systemctl, and return what it prints."""
        done = subprocess.run(
            ["systemctl", "--user", *words], env=self.environment, capture_output=True, text=True, timeout=90
        )
        assert done.returncode == 0, (words, done.stdout, done.stderr, self.written())
        return done.stdout

    def wait(self) -> None:
        """Wait until the manager answers; raises NotHere where it does not run."""
        deadline = time.monotonic() + 20
        while True:
            with suppress(AssertionError):
                self("daemon-reload")
                return
            if time.monotonic() > deadline or self.manager.poll() is not None:
                raise NotHere(" ".join(self.written().split())[-300:])
            time.sleep(0.2)

    def property(self, name: str) -> str:
        """Return a property of the unit."""
        return self("show", "--value", "--property", name, self.unit).strip()

    def written(self) -> str:
        """Return what manager and service wrote last."""
        files = (self.journal.with_name("manager"), self.journal)
        return "\n".join(file.read_text(errors="replace")[-3000:] for file in files if file.exists())

    def close(self) -> None:
        """End the manager, and with it whatever it runs, and take its control groups away."""
        self.manager.terminate()
        try:
            self.manager.wait(30)
        except subprocess.TimeoutExpired:
            self.manager.kill()
            self.manager.wait()
        time.sleep(0.2)
        # Deepest first; the controllers of version 1 have a tree each.
        folders = [path for top in _GROUPS.glob(f"**/{self.group}") for path in [*top.rglob("*"), top]]
        for path in sorted((path for path in folders if path.is_dir()), key=lambda path: -len(path.parts)):
            with suppress(OSError):
                path.rmdir()
        assert Path("/proc/self/cgroup").read_text() == self.own_place, (
            "the manager moved processes of others"
        )


@contextmanager
def real_systemd(folder: Path, unit: Path, tree: Path) -> Iterator[RealSystemd]:
    """Run a manager with a unit until the block ends."""
    systemd = RealSystemd(folder, unit, tree)
    try:
        systemd.wait()
        yield systemd
    finally:
        systemd.close()
