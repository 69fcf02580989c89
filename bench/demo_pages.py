"""Processor time and queries of the demo's pages. Prints a table of Markdown; asserts nothing.

    GOLDTHREAD_HOME=FOLDER python bench/demo_pages.py

FOLDER is the home of a demo that `goldthread demo` has built and that is not running. Each page is requested through
Django's own client, once to warm it and nine times measured; the time is Python's and not the database's.
"""

from __future__ import annotations

import logging
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import large_council
from goldthread.cli import home as homes

_TIMES = 9
# Who opens a page, what the page is called, and its address.
_PAGES = (
    ("quality_lead", "Home", "/"),
    ("director", "Home", "/"),
    ("councillor", "Home", "/"),
    ("director", "Board page", "/reports/board/"),
    ("quality_lead", "Feedback", "/feedback/"),
    ("quality_lead", "Themes", "/themes/"),
    ("quality_lead", "A theme: chart", "/themes/{theme}/"),
    ("quality_lead", "A theme: issues", "/themes/{theme}/issues/"),
    ("quality_lead", "A theme: who and where", "/themes/{theme}/who-and-where/"),
    ("quality_lead", "A theme: lessons", "/themes/{theme}/lessons/"),
    ("quality_lead", "Learning", "/learning/"),
    ("quality_lead", "Action tracker", "/impact/actions/"),
    ("quality_lead", "Action tracker by theme", "/impact/actions/?group=theme"),
    ("quality_lead", "Impact", "/impact/"),
    ("quality_lead", "A measure", "/impact/{measure}/"),
    ("quality_lead", "Evidence", "/evidence/"),
    ("quality_lead", "A statement", "/evidence/learning-improvement-and-innovation/"),
    ("quality_lead", "A claim", "/evidence/claims/{claim}/"),
    ("quality_lead", "Gaps in the trail", "/gaps/"),
    ("quality_lead", "Boards", "/boards/"),
    ("quality_lead", "Search", "/search/?q=bill"),
)


def main() -> None:
    """Measure, and print."""
    logging.disable(logging.WARNING)
    with homes.opened("demo", demo=True):
        report()


def report() -> None:
    """Print the table of pages."""
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["*"]
    clients, keys = signed_in({who for who, _, _ in _PAGES})
    print(f"On {large_council.machine()}.\n")
    print("| page | opened by | processor, ms | queries |\n|---|---|---:|---:|")
    for who, name, address in _PAGES:
        client, address = clients[who], address.format(**keys)
        client.get(address)
        used = []
        for _ in range(_TIMES):
            began = time.process_time()
            answer = client.get(address)
            used.append(time.process_time() - began)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answers {answer.status_code}.")
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        milliseconds = statistics.median(used) * 1000
        print(f"| {name} | {who.replace('_', ' ')} | {milliseconds:.0f} | {len(queries)} |")


def signed_in(roles: set[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a client for each role, signed in on the demo's own page, and the keys of a claim, a theme and a measure."""
    from django.test import Client

    from goldthread.council.database import tenant
    from goldthread.council.models import Council, Person
    from goldthread.evidence.models import Citation

    council = Council.objects.get(slug="avonshire")
    with tenant.inside(council.pk):
        people = {
            role: Person.objects.filter(memberships__role=role, is_active=True).order_by("pk").first()
            for role in sorted(roles)
        }
        cited = Citation.objects.counted().exclude(measure__theme=None).order_by("pk").first()
        keys = {"claim": cited.claim_id, "theme": cited.measure.theme_id, "measure": cited.measure_id}
    clients = {}
    for role, person in people.items():
        clients[role] = Client()
        clients[role].post("/demo/users/", {"person": str(person.pk)})
    return clients, keys


if __name__ == "__main__":
    main()
