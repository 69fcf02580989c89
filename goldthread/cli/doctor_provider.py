"""What `goldthread doctor` asks over the network: the identity provider, and the address where the web server listens."""

from __future__ import annotations

import http.client
import json
from contextlib import closing

from goldthread.cli.serving import address_of


def provider() -> tuple[list[str], str]:
    """Return what is wrong with sign-in through the council's provider, and what to say where nothing is."""
    from goldthread.council.people import identity_provider, provider_check

    app = identity_provider.app("council")
    return (
        provider_check.check(app) if app is not None else ([], "none is set up; people sign in by password")
    )


def listening(bind: str) -> tuple[list[str], str]:
    """Return what is wrong with what answers at GOLDTHREAD_BIND, and what to say where nothing is.

    That nothing answers is no problem: `doctor` is run before the service is started too.
    """
    try:
        status, answer = _get(bind, "/health/")
    except OSError:
        return [], f"nothing answers on {bind}; Goldthread is not started"
    except (http.client.HTTPException, ValueError):
        status, answer = 0, None
    if (status, answer) != (200, {"status": "ok"}):
        return [f"What answers on {bind} is not Goldthread. Stop it, or set another GOLDTHREAD_BIND."], ""
    try:
        status, answer = _get(bind, "/ready/")
    except (OSError, http.client.HTTPException, ValueError):
        return [f"{bind} answers at /health/ and not at /ready/. The log says why."], ""
    parts = answer if isinstance(answer, dict) else {}
    wrong = [f"{part}: {state}." for part, state in parts.items() if part != "status" and state != "ok"]
    return wrong, f"web server and worker answer on {bind}"


def _get(bind: str, path: str) -> tuple[int, object]:
    """Return status and JSON of a health address; raises OSError, HTTPException, ValueError."""
    with closing(http.client.HTTPConnection(*address_of(bind), timeout=5)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read(10_000))
