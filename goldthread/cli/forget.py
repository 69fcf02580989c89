"""`goldthread forget`: deletes what the council's schedule says is due."""

from __future__ import annotations

import argparse

from goldthread.cli.examples import with_examples


def add_parser(subparsers) -> None:
    """Add `goldthread forget` to the command line."""
    parser = subparsers.add_parser(
        "forget",
        help="delete what is due under the retention schedule",
        description="Deletes what is due under the retention schedule: feedback and who gave it, people named in "
        "reviews, the names of staff who left years ago, spreadsheets that were never imported, drafts that were "
        "never saved, sessions that have run out, and sign-ins that are no longer counted by address. Themes, counts and lessons stay.",
        **with_examples(
            "goldthread forget --dry-run",
            "goldthread forget",
        ),
    )
    parser.add_argument("--dry-run", action="store_true", help="print what is due and delete nothing")
    parser.add_argument("--demo", action="store_true", help="in the demo's home")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print a line a council."""
    from goldthread.cli import home as homes

    with homes.opened("demo" if args.demo else "council", demo=args.demo):
        from django.contrib.sessions.backends.db import SessionStore
        from django.utils import timezone

        from goldthread.council.database import tenant
        from goldthread.council.models import Council
        from goldthread.council.people import address_limit
        from goldthread.council.people.clock import clock_of
        from goldthread.thread import forgetting

        if not args.dry_run:
            # Who closed their browser has left a session that has run out, with their address in it.
            SessionStore.clear_expired()
            address_limit.delete_old()
        forget = forgetting.due if args.dry_run else forgetting.forget_due
        for council in Council.objects.order_by("name"):
            with tenant.inside(council.pk):
                clock = clock_of(council.pk)
            result = forget(clock, today=timezone.localdate(), now=timezone.now())
            print(f"{council.name}: {result.sentence(done=not args.dry_run)}")
    return 0
