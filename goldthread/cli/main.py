"""Entry point of the `goldthread` command: finds the subcommand and runs it."""

from __future__ import annotations

import argparse
import errno
import importlib
import io
import logging
import os
import sys

from goldthread import log_lines
from goldthread.cli.errors import UserError

# A command is one file beside this one; its imports wait until it is run, so that
# the analyst's commands work where only the base package is installed.
COMMANDS = (
    "demo", "up", "import_", "mail", "export", "backup", "restore", "doctor", "audit", "forget", "access",
    "spc", "verdict", "funnel", "agreement", "represent", "rating", "clock", "redact", "screen", "themes", "read",
)  # fmt: skip


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with every command on it."""
    parser = argparse.ArgumentParser(
        prog="goldthread",
        description="Follows what people say about adult social care through to what changed, "
        "and shows whether it worked.",
    )
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for name in COMMANDS:
        importlib.import_module(f"goldthread.cli.{name}").add_parser(subparsers)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one command; return 0 when it did what was asked, 1 when it found faults, 2 for a mistake.

    130: stopped from the keyboard. 141: whoever read what it wrote (`| head`) stopped reading.
    """
    if sys.stdout is None:
        # Closed by whoever called; a command that only writes a file is still of use.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open until the process ends
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A letter that the terminal does not have is written as its number rather than ending the command.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        try:
            return _run(argv)
        finally:
            # Now, where it can be told, and not by the interpreter on its way out.
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        _write_no_more()
        return 141
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _write_no_more()
        print("goldthread: the disk is full. Make room and run the command again.", file=sys.stderr)
        return 2


def _run(argv: list[str] | None) -> int:
    parser = build_parser()
    args = parser.parse_args(argv)
    if args.command is None:
        parser.print_help()
        return 0
    try:
        return args.run(args)
    except UserError as error:
        log_lines.say(f"goldthread: {error}", level=logging.ERROR)
        return 2
    except KeyboardInterrupt:
        print("goldthread: stopped.", file=sys.stderr)
        return 130
    except Exception as error:
        message = _refusal(error, args)
        if message is None:
            raise
        log_lines.say(f"goldthread: {message}", level=logging.ERROR)
        return 2


def _refusal(error: Exception, args: argparse.Namespace) -> str | None:
    """Return what a refusal of the product says, None for any other error.

    Looked up where they were loaded: the analyst's commands run without Django.
    """
    if _is_a("goldthread.council.errors", "Refused", error):
        return str(error)
    if _is_a("django.core.exceptions", "PermissionDenied", error):
        return f"{getattr(args, 'by', None) or 'This person'} may not do this. Ask somebody whose role may."
    return None


def _is_a(module: str, name: str, error: Exception) -> bool:
    kind = getattr(sys.modules.get(module), name, None)
    return kind is not None and isinstance(error, kind)


def _write_no_more() -> None:
    """Send what is still to be written nowhere, so that leaving does not try again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
