"""`goldthread import`: imports a spreadsheet of feedback."""

from __future__ import annotations

import argparse
from pathlib import Path

from goldthread.cli.errors import UserError


def add_parser(subparsers) -> None:
    """Add `goldthread import` to the command line."""
    parser = subparsers.add_parser(
        "import",
        help="import a spreadsheet of feedback",
        description="Reads a CSV or XLSX. Columns are matched by their names, or as they were the last time; "
        "--column overrides that. Without --go nothing is saved: every row is checked, and its errors are printed.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the spreadsheet")
    parser.add_argument(
        "--source", required=True, help="type of feedback, such as complaint or survey_comment"
    )
    parser.add_argument(
        "--by", required=True, metavar="ADDRESS", help="the e-mail address of the person importing"
    )
    parser.add_argument("--council", metavar="SLUG", help="which council, where the home has more than one")
    parser.add_argument("--sheet", default="", help="which sheet of a workbook")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="such as --column text='Comment'",
    )
    parser.add_argument("--go", action="store_true", help="import the rows")
    parser.add_argument("--only-good", action="store_true", help="leave out the rows with errors")
    parser.add_argument("--demo", action="store_true", help="into the demo's home")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check or import; return 1 where rows have errors."""
    from goldthread.cli import home as homes

    if not args.file.is_file():
        what = "is a folder" if args.file.is_dir() else "is not there"
        raise UserError(f"{args.file} {what}. Name the spreadsheet, a CSV or XLSX.")
    with homes.opened("demo" if args.demo else "council", demo=args.demo):
        from goldthread.council.command import Refused

        try:
            return _import(args)
        except Refused as refused:
            raise UserError(str(refused)) from refused


def person_of(args: argparse.Namespace):
    from goldthread.council.database import tenant
    from goldthread.council.models import Account, Council, Person

    councils = Council.objects.filter(slug=args.council) if args.council else Council.objects.all()
    account = Account.objects.filter(email=args.by.lower()).first()
    for council in councils:
        with tenant.inside(council.pk):
            person = (
                Person.objects.select_related("council")
                .prefetch_related("memberships")
                .filter(council=council, account=account, account__isnull=False, is_active=True)
                .first()
            )
        if person is not None:
            return person
    raise UserError(f"Nobody with the address {args.by} works here. Use the address they sign in with.")


def _import(args: argparse.Namespace) -> int:
    from goldthread.council.database import tenant
    from goldthread.feedback import jobs
    from goldthread.feedback.importing import commands
    from goldthread.feedback.importing.models import ImportBatch

    by = person_of(args)
    batch = commands.upload(
        by=by, source=args.source, filename=args.file.name, content=args.file.read_bytes(), sheet=args.sheet
    )
    mapping = dict(batch.mapping)
    for pair in args.column:
        field, _, column = pair.partition("=")
        if field not in mapping:
            raise UserError(f"There is no field {field}. The fields are: {', '.join(mapping)}.")
        mapping[field] = column
    with tenant.inside(by.council_id):
        commands.set_columns(by=by, batch=batch, mapping=mapping, start_job=False)
    jobs.check_import(by=by, batch_id=str(batch.pk))
    with tenant.inside(by.council_id):
        batch = ImportBatch.objects.get(pk=batch.pk)
        problems = list(batch.row_errors.all())
    for problem in problems:
        print(f"row {problem.row}, {problem.column or 'the whole row'}: {problem.message}")
    print(
        f"{batch.rows:,} rows: {batch.ready:,} ready, {batch.errors:,} with errors, {batch.duplicates:,} duplicates"
    )
    if not args.go or (batch.errors and not args.only_good) or not batch.ready:
        print(
            "Nothing was saved."
            if not args.go
            else "Nothing was saved: fix the rows above, or add --only-good."
        )
        with tenant.inside(by.council_id):
            commands.cancel_import(by=by, batch=batch)
        return 1 if batch.errors else 0
    with tenant.inside(by.council_id):
        batch = commands.start_import(by=by, batch=batch, skip_errors=args.only_good, start_job=False)
    jobs.import_rows(by=by, batch_id=str(batch.pk))
    print(f"{batch.ready:,} rows were imported.")
    return 0
