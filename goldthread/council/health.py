"""Health checks for whatever watches the service: `/health/` (it answers) and `/ready/` (it can do its work).

Answered before anything else: by any host name or bare address, over HTTP too, without a session and without the
headers of a proxy in front. They say nothing of what is stored.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from goldthread.council.database import schema

# The worker writes that it is alive every ten seconds.
WORKER_SILENT = "1 minute"


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
                "SELECT max(last_heartbeat) > now() - %s::interval FROM procrastinate_workers",
                [WORKER_SILENT],
            )
            [worker] = cursor.fetchone()
            tables = schema.tables_are_protected("default")
    except DatabaseError:
        return {"database": "does not answer, or has no tables"}
    return {
        "database": "ok",
        "tables": "ok" if tables else "of another version: run `goldthread up`",
        "worker": "ok" if worker else f"not heard from in the last {WORKER_SILENT}",
    }


def _answer(parts: dict[str, str]) -> HttpResponse:
    well = all(state == "ok" for state in parts.values())
    status = "ok" if well else "not ready"
    answer = JsonResponse({"status": status, **parts}, status=200 if well else 503)
    answer.headers["Cache-Control"] = "no-store"
    return answer
