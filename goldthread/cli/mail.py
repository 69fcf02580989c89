"""`goldthread mail`: reads the council's mailbox now, or a folder of saved e-mails."""

from __future__ import annotations

import argparse
from pathlib import Path

from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples

# As many as anybody saved in one folder.
_MOST = 1_000_000


def add_parser(subparsers) -> None:
    """Add `goldthread mail` to the command line."""
    parser = subparsers.add_parser(
        "mail",
        help="read the mailbox, or a folder of saved e-mails, now",
        description="Reads the mailbox that is set in Settings, or with FOLDER the files in it that end with .eml and "
        ".msg. Each e-mail is kept first; then it is moved in the mailbox or marked as seen, and a file is moved into the "
        "folder “read” within FOLDER. Run again, nothing is there twice. What came waits in the list of e-mails.",
        **with_examples("goldthread mail", "goldthread mail ./saved --council avonshire"),
    )
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="a folder of saved e-mails")
    parser.add_argument("--council", metavar="SLUG", help="which council, where the home has more than one")
    parser.add_argument("--demo", action="store_true", help="into the demo's home")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what came; return 1 where something could not be read or kept."""
    from goldthread.cli import home as homes

    if args.folder is not None and not args.folder.is_dir():
        raise UserError(f"{args.folder} is no folder. Name the folder that holds the saved e-mails.")
    with homes.opened("demo" if args.demo else "council", demo=args.demo):
        from goldthread.council.database import tenant
        from goldthread.council.people.clock import clock_of
        from goldthread.mailbox import polling, settings
        from goldthread.mailbox.fetching import fetch
        from goldthread.mailbox.sources import Folder

        council = _council(args.council)
        with tenant.inside(council.pk):
            clock = clock_of(council.pk)
            mailbox = settings.of_council(council.pk)
        problem = ""
        if args.folder is not None:
            done = fetch(clock, Folder(args.folder), most=_MOST)
        elif mailbox is None or not mailbox.is_on:
            raise UserError("The mailbox is off. An administrator sets it in Settings.")
        else:
            done = polling.read_mailbox(clock, at_once=True)
            with tenant.inside(council.pk):
                problem, _ = settings.state_in_words(settings.of_council(council.pk))
        print(f"{council.name}: {done.in_words()}")
        if problem:
            print(f"Problem: {problem}")
        return 1 if done.failed or problem else 0


def _council(slug: str | None):
    from goldthread.council.models import Council

    councils = list(Council.objects.filter(slug=slug) if slug else Council.objects.all()[:2])
    if not councils:
        raise UserError(f"There is no council called {slug}." if slug else "There is no council here yet.")
    if len(councils) > 1:
        raise UserError("There is more than one council here. Say which with --council.")
    return councils[0]
