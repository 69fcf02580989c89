"""Health checks for whatever watches the service: `/health/` (it answers) and `/ready/` (it can do its work).

Answered before anything else: by any host name or bare address, over HTTP too, without a session and without the
headers of a proxy in front. They say nothing of what is stored.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from goldthread.council.database import schema

# The worker writes that it is alive every ten seconds.
WORKER_SILENT = 60.0  # seconds
# A worker that is started with the web server has this long to begin. Until then each of a machine's web processes knows
# of one, also one that was asked nothing yet while the worker of another machine, which is updated next, was still there.
WORKER_BEGINS = 10.0  # seconds


def _at_start(now: float) -> float:
    """Return when a process that begins now counts as having known of a worker."""
    return now + WORKER_BEGINS - WORKER_SILENT


# When this process last knew of a worker, by the monotonic clock. One that stops in order takes its line with it, so a
# restart of the only worker would else be told as if none had been there for a minute.
_heard_at = _at_start(time.monotonic())


def health_checks(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer the two addresses, and pass everything else on."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path == "/health/":
            return _answer({})
        if request.path == "/ready/":
            return _answer(checks())
        return get_response(request)

    return middleware


def checks() -> dict[str, str]:
    """Return for each part whether it is well: "ok", or what is wrong with it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '5s'")
            cursor.execute(
                "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
            )
            [silent_for] = cursor.fetchone()
            tables = schema.tables_are_protected("default")
    except DatabaseError:
        return {"database": "does not answer, or has no tables"}
    return {
        "database": "ok",
        "tables": "ok" if tables else "of another version: run `goldthread up`",
        "worker": "ok" if _is_worker_heard(silent_for) else "not heard from in the last minute",
    }


def _is_worker_heard(silent_for: float | None) -> bool:
    """Return whether a worker was heard from in the last minute; silent_for: seconds, None where none is there now."""
    global _heard_at
    now = time.monotonic()
    if silent_for is not None:
        _heard_at = max(_heard_at, now - float(silent_for))
    return now - _heard_at <= WORKER_SILENT


def _answer(parts: dict[str, str]) -> HttpResponse:
    well = all(state == "ok" for state in parts.values())
    status = "ok" if well else "not ready"
    answer = JsonResponse({"status": status, **parts}, status=200 if well else 503)
    answer.headers["Cache-Control"] = "no-store"
    return answer
