"""`goldthread export`: writes feedback or the theme list as a file, or an evidence pack."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples


def add_parser(subparsers) -> None:
    """Add `goldthread export` to the command line."""
    parser = subparsers.add_parser(
        "export",
        help="write feedback, the theme list or evidence as a file",
        description="Writes the redacted text of feedback (never the original text), the theme list, or an "
        "evidence pack that opens in any browser.",
        **with_examples(
            "goldthread export feedback feedback.xlsx --by you@council.example",
            "goldthread export themes themes.csv --by you@council.example",
            "goldthread export evidence pack.html --by you@council.example",
        ),
    )
    parser.add_argument("what", choices=("feedback", "themes", "evidence"))
    parser.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help=".csv or .xlsx for feedback; .csv, .json or .qdc (REFI-QDA) for themes; .html, .docx, .pdf or .zip for evidence",
    )
    parser.add_argument(
        "--by", required=True, metavar="ADDRESS", help="the e-mail address of the person exporting"
    )
    parser.add_argument("--council", metavar="SLUG", help="which council, where the home has more than one")
    parser.add_argument("--statement", default="", help="one quality statement only (evidence)")
    parser.add_argument(
        "--as-at",
        type=datetime.date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="as at which day (evidence); today unless given",
    )
    parser.add_argument("--demo", action="store_true", help="from the demo's home")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the file and print what it holds."""
    from goldthread.cli import home as homes
    from goldthread.cli.import_ import person_of
    from goldthread.standards import framework

    endings = {
        "feedback": (".csv", ".xlsx"),
        "themes": (".csv", ".json", ".qdc"),
        "evidence": (".html", ".docx", ".pdf", ".zip"),
    }[args.what]
    if args.file.suffix.lower() not in endings:
        raise UserError(f"Name a file that ends in {' or '.join(endings)}.")
    if args.statement:
        slugs = [each.slug for each in framework.current().statements]
        if args.what != "evidence":
            raise UserError("--statement is for evidence. Leave it out.")
        if args.statement not in slugs:
            raise UserError(f"--statement is none of the framework's: {', '.join(slugs)}.")
    if args.file.exists():
        raise UserError(f"{args.file} is there already. Name another file, so that nothing is lost.")
    if not args.file.parent.is_dir():
        raise UserError(f"There is no folder {args.file.parent}. Create it, or name another folder.")
    with homes.opened("demo" if args.demo else "council", demo=args.demo):
        from goldthread.council.database import tenant

        by = person_of(args)
        try:
            with tenant.inside(by.council_id):
                if args.what == "feedback":
                    from goldthread.feedback.exporting import write

                    print(f"{args.file}: {write(by=by, path=args.file):,} feedback records")
                elif args.what == "themes":
                    from django.utils import timezone

                    from goldthread.themes.codebook.sharing import export_codebook

                    data = export_codebook(
                        by=by, made_on=timezone.localdate(), file_type=args.file.suffix.lower()
                    )
                    args.file.write_bytes(data)
                    print(f"{args.file}: the theme list")
                else:
                    from goldthread.evidence.packs import files
                    from goldthread.evidence.packs.commands import create_pack

                    pack = create_pack(by=by, statement=args.statement, as_at=args.as_at)
                    content = files.WRITERS[args.file.suffix.lower()[1:]](pack)
                    args.file.write_bytes(content)
                    print(
                        f"{args.file}: {pack.claim_count} claims, {pack.gap_count} of them with gaps, "
                        f"SHA-256 checksum {files.checksum_of(content)}"
                    )
        except OSError as error:
            if error.filename is None:
                raise
            raise UserError(
                f"{args.file} cannot be written ({error.strerror}). Name another file."
            ) from error
    return 0
