"""Runs the web server and the worker side by side, and stops them together."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from goldthread.cli.errors import UserError
from goldthread.cli.home import Home

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def check_free(bind: str) -> None:
    """Refuse an address that another program listens on."""
    host, _, port = bind.rpartition(":")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), int(port)))
        except (OSError, ValueError) as error:
            raise UserError(
                f"{bind} cannot be used ({error}). Stop what listens there, or choose another with --bind."
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
    worker = [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2"]
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    previous = {sig: signal.signal(sig, stop) for sig in (signal.SIGINT, signal.SIGTERM)}
    children = [
        subprocess.Popen(command, env=environment, start_new_session=True, preexec_fn=_die_with_parent)
        for command in (web, worker)
    ]
    try:
        told = False
        while not stopping:
            if any(child.poll() is not None for child in children):
                print(
                    "goldthread: a part of Goldthread stopped by itself; what it said is above.",
                    file=sys.stderr,
                )
                return 1
            if not told and _answers(bind):
                ready()
                told = True
            time.sleep(0.1 if not told else 0.5)
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
    try:
        with urllib.request.urlopen(f"http://{bind}/sign-in/", timeout=5) as answer:
            return answer.status == 200
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
