"""`goldthread doctor`: checks a home and says what is wrong and what to do about it."""

from __future__ import annotations

import argparse
import os
import shutil
from typing import TYPE_CHECKING, Any

from goldthread.cli import doctor_provider, doctor_served
from goldthread.cli.examples import with_examples

if TYPE_CHECKING:
    from goldthread.cli.home import Home

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def add_parser(subparsers) -> None:
    """Add `goldthread doctor` to the command line."""
    parser = subparsers.add_parser(
        "doctor",
        help="check the home and say what is wrong",
        description="Checks the database, its roles and row-level security, the audit log, the jobs, the settings, and "
        "the address under which people reach it.",
        **with_examples(
            "goldthread doctor",
            "goldthread doctor --address https://goldthread.council.example",
        ),
    )
    parser.add_argument("--demo", action="store_true", help="use the demo's home")
    parser.add_argument(
        "--bind", default=os.environ.get("GOLDTHREAD_BIND", "127.0.0.1:8000"), help=argparse.SUPPRESS
    )
    parser.add_argument(
        "--address",
        help="the address under which people reach it (default: https:// and each name of GOLDTHREAD_HOSTS, where "
        "GOLDTHREAD_BEHIND_HTTPS is set)",
    )
    parser.set_defaults(run=run)


def refusals(home: Home, *, bind: str) -> list[str]:
    """Return why a real council's data must not be served like this; nothing where it may."""
    from django.conf import settings
    from django.db import connection

    from goldthread.council.models import Council
    from goldthread.engine import roles

    faults = []
    if not settings.DEMO and Council.objects.filter(is_made_up=False).exists():
        faults += _unsafe_for_a_council(settings)
    if home.embedded and (not settings.DEBUG and bind.rsplit(":", 1)[0] not in LOOPBACK):
        faults.append(
            "The embedded PostgreSQL is for one machine: it is a security round behind. "
            "Set DATABASE_URL to a PostgreSQL server that somebody keeps up to date."
        )
    faults += _unbelieved(settings)
    if bind.rsplit(":", 1)[0] not in LOOPBACK and not settings.SESSION_COOKIE_SECURE:
        faults.append(
            "It would be served beyond this machine without HTTPS. Put it behind HTTPS and set "
            "GOLDTHREAD_BEHIND_HTTPS=1."
        )
    connection.ensure_connection()
    faults += roles.weaknesses(connection.connection)
    return faults


def _addresses(args: argparse.Namespace) -> list[str]:
    """Return the addresses at which people reach the service; none where it is served to this machine only."""
    from django.conf import settings

    hosts = settings.ALLOWED_HOSTS if settings.SESSION_COOKIE_SECURE else []
    return doctor_served.addresses(hosts, args.address)


# Below this an import, a backup or PostgreSQL itself may fail half-way.
_LEAST_FREE = 2_000_000_000


def _disk(home: Home) -> tuple[list[str], str]:
    """Return the problem with the free disk space of the home, and what to say where there is none."""
    free = shutil.disk_usage(home.folder).free
    words = f"{free / 1e9:.1f} GB free in {home.folder}"
    return ([f"{words}. Make room: 2 GB at least."] if free < _LEAST_FREE else []), words


def _pdf_files() -> str:
    """Return whether PDF files can be written here, and what to install where not: nothing else depends on it."""
    from goldthread.documents import as_pdf

    if as_pdf.is_available():
        return "can be written"
    return (
        f"cannot be written: Pango is missing. On Debian: apt-get install {as_pdf.PANGO}. Until then reports are printed "
        "from the browser."
    )


def _unsafe_for_a_council(settings: Any) -> list[str]:
    """Return the settings with which the data of a real council is never served."""
    faults = []
    if settings.DEBUG:
        faults.append("GOLDTHREAD_DEBUG shows the insides of an error to whoever meets it. Unset it.")
    if "*" in settings.ALLOWED_HOSTS:
        faults.append("GOLDTHREAD_HOSTS=* answers to any name. Name the hosts under which it is reached.")
    return faults


def _unbelieved(settings: Any) -> list[str]:
    """Return the problem where a web server stands in front and nothing says which."""
    if not settings.SESSION_COOKIE_SECURE or settings.PROXIES:
        return []
    return [
        "GOLDTHREAD_BEHIND_HTTPS=1 says that a web server stands in front, and nothing says which: nobody's word that a "
        "page was asked for over HTTPS is believed. Set GOLDTHREAD_PROXIES to its address, such as 127.0.0.1."
    ]


def _roles_without_a_team() -> list[str]:
    """Return a line for each team's role that an earlier version gave without a team; it opens no team's records."""
    from goldthread.council.models import Membership
    from goldthread.council.people.permissions import ROLES, TEAM_ROLES

    lacking = Membership.objects.filter(role__in=TEAM_ROLES, team=None, person__is_active=True)
    return [
        f"{membership.person.name} is a {ROLES[membership.role].lower()} without a team and sees no team's records. "
        "Add the role again with its team, under Users, and remove this one."
        for membership in lacking.select_related("person").order_by("person__name")
    ]


def _ways_in(council: Any) -> tuple[list[str], str]:
    """Return what stops people from signing in at a council, and how they do."""
    from django.conf import settings

    if not council.passwords_off:
        return [], "by password" + (f", and with {settings.OIDC_NAME}" if settings.OIDC_NAME else "")
    if settings.OIDC_NAME:
        return [], f"with {settings.OIDC_NAME}; passwords of emergency accounts only"
    return [
        "Passwords are turned off, except for emergency accounts, and no identity provider is set up. Set it up again "
        "(GOLDTHREAD_OIDC_SERVER), or accept passwords with `goldthread access turn-passwords-on`."
    ], ""


def run(args: argparse.Namespace) -> int:
    """Print a line for each check; return 1 if any found a problem."""
    from goldthread.cli import home as homes

    with homes.opened("demo" if args.demo else "council", demo=args.demo, bind=args.bind) as home:
        from django.db import connection, connections
        from django.db.migrations.executor import MigrationExecutor

        from goldthread.council.database import schema, tenant
        from goldthread.council.models import Council
        from goldthread.council.notifications.email_settings import state_in_words
        from goldthread.council.records import audit

        faults = 0

        def report(name: str, problems: list[str], result: str) -> None:
            nonlocal faults
            faults += len(problems)
            for line in problems or [result]:
                print(f"  {'Problem' if problems else 'OK':<8} {name}: {line}")

        connection.ensure_connection()
        version = connection.connection.info.server_version // 10000
        report(
            "database",
            [] if 15 <= version <= 18 else [f"PostgreSQL {version}; 15 to 18 are needed."],
            f"PostgreSQL {version}, {'embedded: for one machine only' if home.embedded else 'a server'}",
        )
        executor = MigrationExecutor(connections["owner" if home.owner_url else "default"])
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        report(
            "tables",
            [f"{len(waiting)} migrations have not run. Run `goldthread up` once."] if waiting else [],
            "up to date",
        )
        if waiting:
            return 1
        report("serving", refusals(home, bind=args.bind), f"safe on {args.bind}")
        report("web server", *doctor_provider.listening(args.bind))
        report("identity provider", *doctor_provider.provider())
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity")
            walled = {row[0] for row in cursor.fetchall()}
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
            failed = cursor.fetchone()[0]
        open_tables = sorted(set(schema.protected_tables()) - walled)
        report(
            "row-level security",
            [f"{table} has no policy. Run `goldthread up` once." for table in open_tables],
            f"{len(walled)} tables protected",
        )
        report("disk", *_disk(home))
        report("PDF files", [], _pdf_files())
        for address in _addresses(args):
            report(f"address {address}", *doctor_served.look(address))
        report("jobs", [f"{failed} failed; the log says why."] if failed else [], "none failed")
        for council in Council.objects.order_by("name"):
            with tenant.inside(council.pk):
                report(f"audit log of {council.name}", [f.says for f in audit.verify(council)], "intact")
                report(f"roles of {council.name}", _roles_without_a_team(), "each team's role has its team")
                report(f"sign-in of {council.name}", *_ways_in(council))
                report(f"e-mail of {council.name}", *state_in_words(council.pk))
    return 1 if faults else 0
