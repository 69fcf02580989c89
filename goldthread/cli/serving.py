"""Web server and worker run side by side, and stopped together."""

from __future__ import annotations

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from goldthread.cli.errors import UserError
from goldthread.cli.home import Home

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


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


def serve(home: Home, *, bind: str, threads: int = 8, processes: int = 1, ready: Callable[[], None]) -> int:
    """Serve until Ctrl-C or a signal; call `ready` once the first page answers. Return the exit code."""
    environment = home.for_children()
    web = [
        sys.executable, "-m", "gunicorn", "goldthread.wsgi:application", "--bind", bind,
        "--worker-class", "gthread", "--workers", str(processes), "--threads", str(threads),
        "--timeout", "120", "--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip
    # A job that is done is deleted: what it was asked with need not be kept.
    worker = [
        sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2",
        "--delete-jobs", "successful",
    ]  # fmt: skip
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    previous = {sig: signal.signal(sig, stop) for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    children = [
        subprocess.Popen(command, env=environment, start_new_session=True, preexec_fn=_die_with_parent)
        for command in (web, worker)
    ]
    try:
        announced = False
        while not stopping:
            if any(child.poll() is not None for child in children):
                print(
                    "goldthread: the web server or the worker stopped; its messages are above.",
                    file=sys.stderr,
                )
                return 1
            if not announced and _answers(bind):
                ready()
                announced = True
            time.sleep(0.5 if announced else 0.1)
        return 0
    finally:
        for child in children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + 10
        for child in children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        for sig, handler in previous.items():
            signal.signal(sig, handler)


def _answers(bind: str) -> bool:
    """Return whether the web server answers at all; sent on to HTTPS, or refused by the name, is an answer too."""
    host, _, port = bind.rpartition(":")
    here = {"0.0.0.0": "127.0.0.1", "[::]": "::1"}.get(host, host.strip("[]"))
    try:
        connection = http.client.HTTPConnection(here, int(port), timeout=5)
        connection.request("GET", "/sign-in/")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
