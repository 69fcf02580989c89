"""Web server and worker run side by side, each started again when it stops, and stopped together."""

from __future__ import annotations

import ctypes
import http.client
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from goldthread import log_lines
from goldthread.cli.errors import UserError
from goldthread.cli.home import Home

logger = logging.getLogger(__name__)

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
# How long a part that stopped waits before it is started again: longer each time, until it has run for a while.
_FIRST_WAIT, _LONGEST_WAIT, _RUNS_WELL = 1.0, 30.0, 60.0
_DATABASE_EVERY = 5.0
_WORKER_WAITS = 5.0
# People wait for pages: after a large import a worker has many minutes' work for a core.
_NICE_WORKER = 5
# A part that stops so often before the first page was served will not run by waiting.
_MOST_STARTS = 5


def check_free(bind: str) -> None:
    """Refuse an address that another program listens on."""
    host, _, port = bind.rpartition(":")
    if not (port.isdecimal() and int(port) < 65536):
        raise UserError(f"--bind takes an address and a port, such as 127.0.0.1:8000, not {bind!r}.")
    try:
        kind, *_, address = socket.getaddrinfo(host.strip("[]") or None, int(port), type=socket.SOCK_STREAM)[
            0
        ]
        with socket.socket(kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, ValueError, OverflowError) as error:
        raise UserError(
            f"{bind} cannot be used ({error}). Stop what listens there, or choose another with --bind ADDRESS:PORT."
        ) from error


def _die_with_parent() -> None:
    # Where the system can do it, a child does not outlive a parent that was killed.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGTERM)


@dataclass
class Part:
    """A program that is kept running. starts: how often it was started; again_at: when it may be started next."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen | None = None
    starts: int = 0
    started_at: float = 0.0
    again_at: float = 0.0
    wait: float = _FIRST_WAIT
    niceness: int = 0

    def start(self) -> None:
        """Start the program, in a session of its own."""
        self.process = subprocess.Popen(
            self.command, env=self.environment, start_new_session=True, preexec_fn=_die_with_parent
        )
        if self.niceness:
            own = os.getpriority(os.PRIO_PROCESS, 0)
            os.setpriority(os.PRIO_PROCESS, self.process.pid, own + self.niceness)
        self.starts, self.started_at = self.starts + 1, time.monotonic()

    def look_after(self) -> None:
        """Start the program again where it stopped, after a wait that grows as long as it does not run well."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.again_at:
                self.start()
        elif self.process.poll() is not None:
            if now - self.started_at > _RUNS_WELL:
                self.wait = _FIRST_WAIT
            logger.warning(
                "the %s stopped (code %s) and is started again in %.0f s",
                self.name,
                self.process.returncode,
                self.wait,
            )
            self.process, self.again_at = None, now + self.wait
            self.wait = min(self.wait * 2, _LONGEST_WAIT)

    def stop(self, deadline: float) -> None:
        """Wait for the program to end until the deadline, and kill it then."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def parts(home: Home, *, bind: str, threads: int, processes: int) -> list[Part]:
    """Return the web server and the worker of a home."""
    web = [
        sys.executable, "-m", "gunicorn", "goldthread.wsgi:application", "--bind", bind,
        "--worker-class", "gthread", "--workers", str(processes), "--threads", str(threads),
        "--timeout", "120", "--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket",
        # Else a header SCRIPT_NAME, which a proxy passes on from anybody, would put every page under another address,
        # past the proxy's own rules of who may open what.
        "--forwarder-headers", "",
        # Whom X-Forwarded-Proto is believed from is said in one place (council/request_origin.py), and not here too.
        "--forwarded-allow-ips", "",
        "--logger-class", "goldthread.cli.web_server_log.WebServerLog",
    ]  # fmt: skip
    # A job that is done is deleted: what it was asked with need not be kept.
    worker = [
        sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2",
        "--delete-jobs", "successful",
    ]  # fmt: skip
    environment = home.for_children()
    return [
        Part("web server", web, environment | {log_lines.PROCESS: "web"}),
        Part("worker", worker, environment | {log_lines.PROCESS: "worker"}, niceness=_NICE_WORKER),
    ]


def serve(
    home: Home,
    *,
    bind: str,
    threads: int = 8,
    processes: int = 1,
    worker_waits: bool = False,
    ready: Callable[[], None],
) -> int:
    """Serve until Ctrl-C or a signal; call `ready` once the first page answers. Return the exit code.

    worker_waits: whether the worker is started after that, or some seconds later at most: each takes a core to load, and
    on a laptop somebody waits for the page. On a server it is started at once: `/ready/` is told of it, and while one
    machine after another is updated the worker of the other one ends.
    A part that stops is started again, and so is the home's own PostgreSQL. 1 is returned where nothing was ever
    served, because a part does not start at all.
    """
    log_lines.name_process("supervisor")
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    previous = {sig: signal.signal(sig, stop) for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    first, *later = parts(home, bind=bind, threads=threads, processes=processes)
    running = [first]
    if not worker_waits:
        running, later = [first, *later], []
    began = time.monotonic()
    try:
        announced, look_at = False, 0.0
        while not stopping:
            # Asking PostgreSQL makes a process of it each time, so not at every turn.
            if time.monotonic() >= look_at:
                home.keep_database()
                look_at = time.monotonic() + _DATABASE_EVERY
            if later and (announced or time.monotonic() - began > _WORKER_WAITS):
                running, later = [*running, *later], []
            for part in running:
                part.look_after()
            if not announced and any(part.starts > _MOST_STARTS for part in running):
                logger.error("it does not start; the messages above say why")
                return 1
            if not announced and _answers(bind):
                ready()
                announced = True
            time.sleep(0.5 if announced and not later else 0.05)
        return 0
    finally:
        for part in running:
            if part.process is not None and part.process.poll() is None:
                part.process.terminate()
        deadline = time.monotonic() + 10
        for part in running:
            part.stop(deadline)
        for sig, handler in previous.items():
            signal.signal(sig, handler)


def address_of(bind: str) -> tuple[str, int]:
    """Return the host and port at which this machine reaches what listens on an address, such as 0.0.0.0:8000."""
    host, _, port = bind.rpartition(":")
    return {"0.0.0.0": "127.0.0.1", "[::]": "::1", "": "127.0.0.1"}.get(host, host.strip("[]")), int(port)


def _answers(bind: str) -> bool:
    """Return whether the web server answers at all."""
    try:
        connection = http.client.HTTPConnection(*address_of(bind), timeout=5)
        connection.request("GET", "/health/")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
