"""`goldthread restore`: restores a backup into an empty home."""

from __future__ import annotations

import argparse
from pathlib import Path

from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples


def add_parser(subparsers) -> None:
    """Add `goldthread restore` to the command line."""
    parser = subparsers.add_parser(
        "restore",
        help="restore a backup into an empty home",
        description="Reads a file that `goldthread backup` wrote into a home that has nothing in it yet.",
        **with_examples(
            "goldthread restore 2026-03-31.backup",
        ),
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the backup")
    parser.add_argument("--demo", action="store_true", help="into the demo's home")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Create the tables and restore the rows."""
    from goldthread.cli import home as homes

    if not args.file.is_file():
        what = "is a folder" if args.file.is_dir() else "is not there"
        raise UserError(f"{args.file} {what}. Name the file that `goldthread backup` wrote.")
    with homes.opened("demo" if args.demo else "council", demo=args.demo, make=True) as home:
        homes.migrate(home)
        from goldthread.engine import backup

        manifest = backup.restore(home.owner_url, args.file)
        print(
            f"{sum(manifest.rows.values()):,} rows of {len(manifest.rows)} tables restored to {home.folder}"
        )
    return 0
