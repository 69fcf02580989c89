"""`goldthread up`: serves a real council's own data."""

from __future__ import annotations

import argparse
import os
import sys

from goldthread import log_lines
from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples


def add_parser(subparsers) -> None:
    """Add `goldthread up` to the command line."""
    parser = subparsers.add_parser(
        "up",
        help="serve a council's own data",
        description="Serves the council in this home, and runs its jobs. The first time, it asks for the council's "
        "name and who will administer it. For production set DATABASE_URL and DATABASE_OWNER_URL; "
        "docs/running.md says how.",
        **with_examples(
            'goldthread up --council "Your council" --admin-name "Your name" --admin-email you@council.example',
            "goldthread up --bind 127.0.0.1:8080 --processes 2",
        ),
    )
    parser.add_argument(
        "--bind",
        default=os.environ.get("GOLDTHREAD_BIND") or "127.0.0.1:8000",
        help="address to serve on (default: GOLDTHREAD_BIND, or 127.0.0.1:8000)",
    )
    parser.add_argument(
        "--processes", type=_one_or_more, default=1, help="web server processes (default: %(default)s)"
    )
    parser.add_argument("--no-serve", action="store_true", help="make the tables and the council only")
    parser.add_argument("--council", metavar="NAME", help="the council's name, the first time")
    parser.add_argument("--admin-email", metavar="ADDRESS", help="the first administrator's e-mail address")
    parser.add_argument("--admin-name", metavar="NAME", help="the first administrator's name")
    parser.set_defaults(run=run)


def _one_or_more(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is too few. Give 1 or more.")
    return number


def run(args: argparse.Namespace) -> int:
    """Prepare the home, found the council if there is none, and serve."""
    from goldthread.cli import home as homes
    from goldthread.cli import serving

    if not args.no_serve:
        serving.check_free(args.bind)
    with homes.opened("council", bind=args.bind, make=True) as home:
        from goldthread.council.people import code_secrets

        with homes.one_start_at_a_time(home):
            if home.owner_url:
                homes.migrate(home)
            else:
                homes.check_version()
            _found_if_new(args)
            code_secrets.encrypt_old()
        if args.no_serve:
            log_lines.say(
                "The tables are up to date, and there is a council. `goldthread up` serves it.", to=sys.stdout
            )
            return 0
        from goldthread.cli.doctor import refusals

        faults = refusals(home, bind=args.bind)
        if faults:
            raise UserError("\n  ".join(["It will not be served like this:", *faults]))
        return serving.serve(
            home,
            bind=args.bind,
            processes=args.processes,
            ready=lambda: log_lines.say(
                f"Goldthread is on http://{args.bind}/  (Ctrl-C stops it)", to=sys.stdout
            ),
        )


def _found_if_new(args: argparse.Namespace) -> None:
    import sys

    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils.text import slugify

    from goldthread.council.models import Account, Council, Person
    from goldthread.council.people.commands import add_person, found_council
    from goldthread.council.people.passwords import easy_to_guess
    from goldthread.council.people.typed_names import typed_address, typed_name
    from goldthread.standards import codebook
    from goldthread.themes.codebook.commands import begin_codebook

    if Council.objects.exists():
        return
    at_terminal = sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()
    if not (args.council and args.admin_email and args.admin_name):
        if not at_terminal:
            raise UserError(
                "There is no council here yet. Give --council NAME, --admin-name NAME and --admin-email ADDRESS."
            )
        args.council = args.council or input("The council's name: ").strip()
        args.admin_name = args.admin_name or input("The first administrator's name: ").strip()
        args.admin_email = args.admin_email or input("Their e-mail address: ").strip()
    args.council = typed_name(args.council, Council, option="--council")
    slug = slugify(args.council)[: Council._meta.get_field("slug").max_length]
    if not slug:
        raise UserError(
            f"The council's name is {args.council!r}. Give one with letters or figures, with --council."
        )
    args.admin_email = typed_address(args.admin_email, option="--admin-email")
    args.admin_name = typed_name(args.admin_name, Person, option="--admin-name")
    if not args.admin_name:
        raise UserError("Give the administrator's name, with --admin-name.")
    password = _typed_password() if at_terminal else _line_of_input()
    try:
        validate_password(password, Account(email=args.admin_email))
    except ValidationError as error:
        raise UserError(" ".join(error.messages)) from error
    # The council is not in the database yet, where the validator would find its name.
    if reason := easy_to_guess(password, [args.council]):
        raise UserError(reason)
    clock = found_council(slug=slug, name=args.council)
    begin_codebook(by=clock, themes=codebook.as_records(), change="Theme list shipped with Goldthread")
    add_person(
        by=clock,
        name=args.admin_name,
        email=args.admin_email,
        job_title="Administrator",
        role="administrator",
        password=password,
    )


def _typed_password() -> str:
    """Return a password that was typed twice: a slip in the only one would let nobody in."""
    import getpass

    password = getpass.getpass("A password for them, 12 characters or more: ")
    if password != getpass.getpass("The same again: "):
        raise UserError("The two passwords are not the same, so no council was made. Run the command again.")
    return password


def _line_of_input() -> str:
    """Return the first line given on standard input, "" where there is none."""
    import sys

    try:
        return sys.stdin.readline().rstrip("\n")
    except (AttributeError, OSError, ValueError):
        return ""
