"""`goldthread themes convert` and `themes import`: a theme list from one kind of file to another, or into a council."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples


def add_parsers(ways) -> None:
    """Add both under `goldthread themes`."""
    convert = ways.add_parser(
        "convert",
        help="turn a theme list into CSV, JSON or a REFI-QDA Codebook",
        description="Reads a theme list (.csv, .xlsx, .json or REFI-QDA .qdc, told apart by content) and writes it as "
        "the other file's name says: .csv for a spreadsheet, .qdc for NVivo, ATLAS.ti, MAXQDA and others.",
        **with_examples(
            "goldthread themes convert goldthread themes.csv",
            "goldthread themes convert themes.qdc themes.csv",
        ),
    )
    convert.add_argument(
        "file", metavar="FROM", help="the theme list; the word goldthread for the one shipped"
    )
    convert.add_argument("out", metavar="TO", type=Path, help="the file to write: .csv, .json or .qdc")
    convert.set_defaults(run=run_convert)
    into = ways.add_parser(
        "import",
        help="import a theme list into a council's own",
        description="Says which themes of a file are new or different. Without --go nothing is changed. To write a "
        "council's theme list to a file, use `goldthread export themes`.",
        **with_examples(
            "goldthread themes import themes.csv --by you@council.example",
            'goldthread themes import themes.csv --by you@council.example --go --reason "Agreed in March"',
        ),
    )
    into.add_argument("file", metavar="FILE", type=Path, help="the theme list: .csv, .xlsx, .json or .qdc")
    into.add_argument(
        "--by", required=True, metavar="ADDRESS", help="the e-mail address of the person importing"
    )
    into.add_argument("--council", metavar="SLUG", help="which council, where the home has more than one")
    into.add_argument(
        "--only", metavar="NAME,NAME", help="short names of the themes to import (default: all)"
    )
    into.add_argument("--reason", default="", help="shown in the history of the theme list; needed with --go")
    into.add_argument("--go", action="store_true", help="import them")
    into.add_argument("--demo", action="store_true", help="into the demo's home")
    into.set_defaults(run=run_import)


def run_convert(args: argparse.Namespace) -> int:
    """Read a theme list and write it as another kind of file."""
    from goldthread.cli.themes_files import read_records
    from goldthread.themes.codebook import file_formats

    ending = args.out.suffix.casefold()
    if ending not in file_formats.ENDINGS:
        raise UserError(
            f"Name a file that ends in {', '.join(file_formats.ENDINGS[:-1])} or {file_formats.ENDINGS[-1]}."
        )
    if args.out.exists():
        raise UserError(f"{args.out} is there already. Name another file, so that nothing is lost.")
    themes = read_records(args.file)
    unnamed = next((number for number, theme in enumerate(themes, 1) if not theme["name"]), None)
    if unnamed:
        raise UserError(f"{args.file}: theme {unnamed} has no name. Give every theme one in a column `name`.")
    try:
        args.out.write_bytes(file_formats.write(themes, ending, made_on=dt.date.today()))
    except OSError as error:
        raise UserError(f"{args.out} cannot be written ({error.strerror}). Choose another place.") from None
    print(f"{args.out}: {len(themes):,} {'theme' if len(themes) == 1 else 'themes'}")
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Compare a theme list with the council's own, and import it with --go."""
    from goldthread.cli import home as homes
    from goldthread.cli.import_ import person_of

    if not args.file.is_file():
        raise UserError(f"{args.file} is not there, or is a folder. Name the theme list.")
    if args.go and not args.reason.strip():
        raise UserError("An import needs a reason. Give it with --reason.")
    with homes.opened("demo" if args.demo else "council", demo=args.demo):
        from goldthread.council.database import tenant
        from goldthread.themes.codebook import codebook_file, sharing

        by = person_of(args)
        entries = codebook_file.parse(args.file.read_bytes(), args.file.name)
        with tenant.inside(by.council_id):
            compared = codebook_file.compare_entries(by.council_id, entries)
            known = {one.entry.slug for one in compared}
            wanted = {name.strip() for name in args.only.split(",")} if args.only else known
            if wanted - known:
                raise UserError(
                    f"--only: the file has no theme {sorted(wanted - known)[0]}. It has {', '.join(sorted(known))}."
                )
            for one in compared:
                print(f"{one.entry.slug}: {one.state}{'' if one.entry.slug in wanted else ', left out'}")
            if not args.go:
                print("Nothing was changed. Add --go and --reason to import what is new or changed.")
                return 0
            if not any(one.state in ("new", "changed") and one.entry.slug in wanted for one in compared):
                print(
                    "Nothing was changed: no theme"
                    + (" of --only" if args.only else "")
                    + " is new or different."
                )
                return 0
            version = sharing.import_themes(by=by, entries=entries, wanted=sorted(wanted), reason=args.reason)
        print(f"{version.change}.")
    return 0
