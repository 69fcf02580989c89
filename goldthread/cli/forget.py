"""`goldthread forget`: deletes what the council's schedule says is due."""

from __future__ import annotations

import argparse


def add_parser(subparsers) -> None:
    """Add `goldthread forget` to the command line."""
    parser = subparsers.add_parser(
        "forget",
        help="delete what has been kept as long as it may be",
        description="Deletes the words, names and addresses whose time is up. What was learned from them stays: "
        "themes, counts, lessons.",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what is due and delete nothing")
    parser.add_argument("--demo", action="store_true", help="in the demo's home")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print a line a council."""
    from goldthread.cli import home as homes

    with homes.opened("demo" if args.demo else "council", demo=args.demo):
        from django.utils import timezone

        from goldthread.council import tenant
        from goldthread.council.models import Council, Person
        from goldthread.feedback import forgetting

        for council in Council.objects.order_by("name"):
            with tenant.inside(council.pk):
                clock = Person.objects.select_related("council").get(council=council, is_system=True)
                if args.dry_run:
                    count = len(forgetting.due(council, timezone.localdate()))
                    print(f"{council.name}: {count:,} pieces of feedback are due to be forgotten")
                    continue
                done = forgetting.forget_due(clock, today=timezone.localdate(), now=timezone.now())
            print(
                f"{council.name}: {done.feedback:,} pieces of feedback forgotten, {done.files:,} files cleared"
            )
    return 0
