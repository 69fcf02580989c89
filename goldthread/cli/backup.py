"""`goldthread backup`: writes everything in a home to one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples


def add_parser(subparsers) -> None:
    """Add `goldthread backup` to the command line."""
    parser = subparsers.add_parser(
        "backup",
        help="write everything to one file",
        description="Writes every table to one file, as it stands at one moment. Original texts are in it: "
        "keep it as safe as the home itself. Sessions and drafts of forms are not. It prints the head of each "
        "council's audit log; keep that elsewhere.",
        **with_examples(
            "goldthread backup 2026-03-31.backup",
        ),
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="where to write; must not exist yet")
    parser.add_argument("--demo", action="store_true", help="the demo's home")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the file and print what it holds."""
    from goldthread.cli import audit
    from goldthread.cli import home as homes

    if args.file.exists():
        raise UserError(f"{args.file} is there already. Name another file, so that nothing is lost.")
    with homes.opened("demo" if args.demo else "council", demo=args.demo) as home:
        from goldthread.engine import backup

        manifest = backup.backup(home.superuser_url or home.for_owner(), args.file)
        rows = sum(manifest.rows.values())
        print(f"{args.file}: {rows:,} rows of {len(manifest.rows)} tables")
        from django.db import Error

        try:
            for line in audit.heads():
                print(f"  {line}")
        except Error:
            # The tables are of an earlier release, which is when backups are made; the file is written.
            print("  The head of the audit log cannot be read before the tables are brought up to date.")
    return 0
