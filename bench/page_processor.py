"""What one page costs of Python's and PostgreSQL's processor, and how many queries it makes; for `bench/pages.py`."""

from __future__ import annotations

import io
import itertools
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import large_council

_WARM, TIMES = 3, 20
"""How often a page is asked for before its processor time is taken, and how often for that."""


@dataclass(frozen=True)
class Used:
    """What one page costs: milliseconds of Python's and PostgreSQL's processor, and queries."""

    python: float
    postgresql: float
    queries: int


def processor(folder: Path, listed: list[dict[str, Any]], cookie: str) -> dict[str, dict[str, float]]:
    """Return what each page costs, requested of the web application in this process."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with large_council.opened(folder, connections=1) as home:
        from django.db import connection

        from goldthread.council import kept
        from goldthread.wsgi import application

        def ask(address: str, changed: bool = False) -> None:
            if changed:
                kept.forget()
            path, _, query = address.partition("?")
            environment = {
                "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1",
                "SERVER_PORT": "80", "HTTP_HOST": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
                "wsgi.errors": sys.stderr, "HTTP_COOKIE": cookie, "wsgi.version": (1, 0), "wsgi.multithread": False,
                "wsgi.multiprocess": False, "wsgi.run_once": False,
            }  # fmt: skip
            answered: list[str] = []
            body = application(environment, lambda status, headers, exc=None: answered.append(status))
            b"".join(body)
            body.close()
            if not answered[0].startswith("200"):
                raise SystemExit(f"{address} answered {answered[0]}")

        postmaster = int((home.folder / "data" / "postmaster.pid").read_text().split()[0])
        found = {}
        for page in listed:
            addresses, changed = itertools.cycle(page["addresses"]), page["changed"]
            for _ in range(_WARM):
                ask(next(addresses), changed)
            counted: list[int] = []

            def count(execute, sql, params, many, context, counted=counted):
                counted.append(1)
                return execute(sql, params, many, context)

            with connection.execute_wrapper(count):
                ask(page["addresses"][0], changed)
            python, postgresql = time.process_time(), _used_by(postmaster)
            for _ in range(TIMES):
                ask(next(addresses), changed)
            python, postgresql = time.process_time() - python, _used_by(postmaster) - postgresql
            used = Used(python * 1000 / TIMES, postgresql * 1000 / TIMES, len(counted))
            found[page["name"]] = vars(used)
        return found


def _used_by(postmaster: int) -> float:
    """Return how many seconds of processor a database server and what it started have used."""
    used = 0.0
    for folder in Path("/proc").iterdir():
        try:
            parent = (
                int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                if folder.name.isdigit()
                else 0
            )
            if postmaster in (parent, int(folder.name) if parent else 0):
                used += int((folder / "schedstat").read_text().split()[0]) / 1e9
        except (OSError, ValueError):
            continue
    return used
