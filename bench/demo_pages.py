"""Processor time and queries of the demo's pages. Prints a table of Markdown; asserts nothing.

    GOLDTHREAD_HOME=FOLDER python bench/demo_pages.py [WORDS]

FOLDER is the home of a demo that `goldthread demo` has built and that is not running. WORDS: only pages with these in
their name. Each page is requested through Django's own client, and measured twice over: as the first to ask after a
change of the council's records, when nothing is kept of it (`council/kept.py`), and as whoever asks next. Milliseconds
of processor, Python's and PostgreSQL's, the median of nine.
"""

from __future__ import annotations

import logging
import statistics
import sys
import time
from collections.abc import Callable
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
    ("quality_lead", "Feedback", "/feedback/"),
    ("quality_lead", "Themes", "/themes/"),
    ("quality_lead", "A theme: chart", "/themes/{theme}/"),
    ("quality_lead", "A theme: issues", "/themes/{theme}/issues/"),
    ("quality_lead", "A theme: who and where", "/themes/{theme}/who-and-where/"),
    ("quality_lead", "A theme: lessons", "/themes/{theme}/lessons/"),
    ("quality_lead", "Search", "/search/?q=bill"),
    ("quality_lead", "Evidence", "/evidence/"),
    ("quality_lead", "Claims", "/evidence/claims/"),
    ("quality_lead", "A statement", "/evidence/learning-improvement-and-innovation/"),
    ("quality_lead", "A claim", "/evidence/claims/{claim}/"),
    ("assessor", "A claim", "/evidence/claims/{claim}/"),
    ("quality_lead", "Adding evidence", "/evidence/claims/{claim}/evidence/"),
    ("quality_lead", "Evidence packs", "/evidence/packs/"),
    ("quality_lead", "Gaps in the trail", "/gaps/"),
    ("quality_lead", "Measures", "/impact/"),
    ("quality_lead", "Measures as a table", "/impact/table/"),
    ("quality_lead", "A measure", "/impact/{measure}/"),
    ("councillor", "A measure", "/impact/{measure}/"),
    ("quality_lead", "Action tracker", "/impact/actions/"),
    ("quality_lead", "Action tracker by theme", "/impact/actions/?group=theme"),
    ("quality_lead", "An action", "/learning/actions/{action}/"),
    ("quality_lead", "Lessons", "/learning/"),
    ("quality_lead", "A lesson", "/learning/lessons/{lesson}/"),
    ("quality_lead", "Trail of a lesson", "/thread/lesson/{lesson}/"),
    ("quality_lead", "Trail of a claim", "/thread/claim/{claim}/"),
    ("quality_lead", "Trail of a statement", "/thread/statement/learning-improvement-and-innovation/"),
    ("quality_lead", "Reviews", "/reviews/"),
    ("quality_lead", "A review", "/reviews/{review}/"),
    ("quality_lead", "A finding", "/reviews/findings/{finding}/"),
    ("quality_lead", "Briefings", "/briefings/"),
    ("quality_lead", "A briefing", "/briefings/{briefing}/"),
    ("director", "Board page", "/reports/board/"),
    ("quality_lead", "Boards", "/boards/"),
    ("quality_lead", "My work", "/work/"),
    ("quality_lead", "Notifications", "/notifications/"),
    ("quality_lead", "Organisations", "/organisations/"),
    ("quality_lead", "An organisation", "/organisations/{organisation}/"),
    ("administrator", "Settings", "/settings/"),
    ("administrator", "Users", "/people/"),
    ("administrator", "A team", "/teams/{team}/"),
    ("administrator", "Audit log", "/audit/"),
)


def main() -> None:
    """Measure, and print."""
    logging.disable(logging.WARNING)
    with homes.opened("demo", demo=True):
        report(" ".join(sys.argv[1:]).lower())


def report(words: str = "") -> None:
    """Print the table of pages."""
    from django.conf import settings

    from goldthread.council import kept

    settings.ALLOWED_HOSTS = ["*"]
    pages = [page for page in _PAGES if words in page[1].lower()]
    clients, keys = signed_in({who for who, _, _ in pages})
    print(f"On {large_council.machine()}.\n")
    print(
        "| page | opened by | after a change, ms | queries | again, ms | queries |\n|---|---|---:|---:|---:|---:|"
    )
    for who, name, address in pages:
        client, address = clients[who], address.format(**keys)
        after, asked_after = _cost(client, address, kept.forget)
        again, asked_again = _cost(client, address, lambda: None)
        print(
            f"| {name} | {who.replace('_', ' ')} | {after:.0f} | {asked_after} | {again:.0f} | {asked_again} |",
            flush=True,
        )


def _cost(client: Any, address: str, first: Callable[[], None]) -> tuple[float, int]:
    """Return the milliseconds of processor and the queries of a page, each time after `first`."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    used = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    for _ in range(_TIMES):
        first()
        began = time.process_time() + _used_by(backend)
        answer = client.get(address)
        used.append(time.process_time() + _used_by(backend) - began)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}.")
    first()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return statistics.median(used) * 1000, len(queries)


def _used_by(process: int) -> float:
    """Return how many seconds of processor a process has used."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


def signed_in(roles: set[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a client for each role, signed in on the demo's own page, and the keys of one record of each type."""
    from django.test import Client

    from goldthread.briefings.models import Briefing
    from goldthread.council.database import tenant
    from goldthread.council.models import Council, Person, Team
    from goldthread.council.organisations.models import Organisation
    from goldthread.evidence.models import Citation
    from goldthread.reviews.models import Finding

    council = Council.objects.get(slug="avonshire")
    with tenant.inside(council.pk):
        people = {
            role: Person.objects.filter(memberships__role=role, is_active=True).order_by("pk").first()
            for role in sorted(roles)
        }
        cited = Citation.objects.counted().exclude(measure__theme=None).order_by("pk").first()
        action = cited.measure.action
        finding = Finding.objects.filter(point__lessons__isnull=False).order_by("pk").first()
        keys = {
            "claim": cited.claim_id,
            "theme": cited.measure.theme_id,
            "measure": cited.measure_id,
            "action": action.pk,
            "lesson": action.lesson_id,
            "finding": finding.pk,
            "review": finding.review_id,
            "briefing": Briefing.objects.exclude(sent_on=None).order_by("pk").first().pk,
            "organisation": Organisation.objects.order_by("pk").first().pk,
            "team": Team.objects.order_by("pk").first().pk,
        }
    clients = {}
    for role, person in people.items():
        clients[role] = Client()
        clients[role].post("/demo/users/", {"person": str(person.pk)})
    return clients, keys


if __name__ == "__main__":
    main()
