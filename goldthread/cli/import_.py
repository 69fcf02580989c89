"""`goldthread import`: imports a spreadsheet of feedback."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples

_MOST_SHOWN = 200
_MOST_COLUMNS = 60
_FOLDER = Path(__file__).parents[1] / "feedback" / "sources"
# Each type has a file of its name; importing them needs the web product, and help does not.
SOURCES = tuple(sorted({path.stem for path in _FOLDER.glob("[a-z]*.py")} - {"spec"}))


def add_parser(subparsers) -> None:
    """Add `goldthread import` to the command line."""
    parser = subparsers.add_parser(
        "import",
        help="import a spreadsheet of feedback",
        description="Reads a CSV or XLSX. Columns are matched by their names, or as they were the last time; "
        "--column overrides that. Without --go nothing is saved: every row is checked, and its errors are printed, with "
        "the values that it could not match and the saved feedback from which rows differ.",
        **with_examples(
            "goldthread import complaints.xlsx --source complaint --by you@council.example",
            "goldthread import complaints.xlsx --source complaint --by you@council.example --go",
            "goldthread import calls.csv --source call_or_letter --by you@council.example --column text=Notes",
        ),
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the spreadsheet")
    parser.add_argument(
        "--source",
        required=True,
        choices=SOURCES,
        metavar="TYPE",
        help=f"type of feedback: {', '.join(SOURCES[:-1])} or {SOURCES[-1]}",
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
        help="such as --column text='Comment'; text may be given more than once, and each column is an issue of one record",
    )
    parser.add_argument(
        "--worst-score",
        type=int,
        metavar="N",
        help="the worst score of the rating scale; it may be its highest",
    )
    parser.add_argument(
        "--best-score",
        type=int,
        metavar="N",
        help="the best score; without both no sentiment is taken from scores",
    )
    parser.add_argument(
        "--date-order",
        choices=("dmy", "mdy"),
        help="how dates such as 03/04/2024 are written; day first unless told otherwise",
    )
    parser.add_argument(
        "--value",
        action="append",
        default=[],
        metavar="FIELD:VALUE=MEANING",
        help="what a value means, remembered for the council: --value 'team:Loc North=Locality North', or =none",
    )
    parser.add_argument(
        "--values",
        type=Path,
        metavar="FILE",
        help="the same from a spreadsheet with the columns field, value, meaning",
    )
    parser.add_argument("--match", default="", metavar="NAME", help="use a saved match of columns")
    parser.add_argument("--save-match", default="", metavar="NAME", help="save the match of columns by name")
    parser.add_argument("--go", action="store_true", help="import the rows")
    parser.add_argument("--only-good", action="store_true", help="leave out the rows with errors")
    parser.add_argument(
        "--update", action="store_true", help="change what is saved already and differs, as it was printed"
    )
    parser.add_argument("--demo", action="store_true", help="into the demo's home")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check or import; return 1 where rows have errors."""
    from goldthread.cli import home as homes

    for path in (args.file, args.values):
        if path is not None and not path.is_file():
            what = "is a folder" if path.is_dir() else "is not there"
            raise UserError(f"{path} {what}. Name the spreadsheet, a CSV or XLSX.")
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
    from goldthread.feedback.importing import commands, files, values
    from goldthread.feedback.importing.checking import order_is_unclear
    from goldthread.feedback.importing.models import ImportBatch
    from goldthread.web.jinja import plural

    by = person_of(args)
    batch = commands.upload(
        by=by, source=args.source, filename=args.file.name, content=args.file.read_bytes(), sheet=args.sheet
    )
    try:
        with tenant.inside(by.council_id):
            # How the file was read: which sheet and headings, what is hidden, where formulas are.
            with files.opened(batch) as sheet:
                print("".join(f"{line}\n" for line in sheet.warnings), end="")
                columns = list(sheet.columns)
            if args.match:
                _check_match(args, commands.saved_mappings(by, args.source, columns))
                commands.use_mapping(by=by, batch=batch, name=args.match)
            mapping, options = _columns(args, batch)
            _check_columns(mapping, options.more_text, columns)
            meanings = _meanings(args, by)
            if meanings:
                values.match_values(by=by, batch=batch, meanings=meanings)
            commands.set_columns(
                by=by, batch=batch, mapping=mapping, options=options, save_as=args.save_match, start_job=False
            )
    except Exception:
        # Nothing of a command that was typed wrongly waits on the page of imports.
        with tenant.inside(by.council_id):
            commands.cancel_import(by=by, batch=ImportBatch.objects.get(pk=batch.pk))
        raise
    jobs.check_import(by=by, batch_id=str(batch.pk))
    with tenant.inside(by.council_id):
        batch = ImportBatch.objects.get(pk=batch.pk)
        _print_check(by, batch)
    unclear = order_is_unclear(batch.notes)
    nothing = unclear or (not batch.ready and not (args.update and batch.updates))
    if not args.go or (batch.errors and not args.only_good) or nothing:
        held_back = args.go and batch.errors and not args.only_good and not unclear
        print(
            "Nothing was saved: fix the rows above, or add --only-good."
            if held_back
            else "Nothing was saved."
        )
        with tenant.inside(by.council_id):
            commands.cancel_import(by=by, batch=batch)
        return 1 if batch.errors else 0
    with tenant.inside(by.council_id):
        batch = commands.start_import(
            by=by, batch=batch, skip_errors=args.only_good, apply_updates=args.update, start_job=False
        )
    jobs.import_rows(by=by, batch_id=str(batch.pk))
    with tenant.inside(by.council_id):
        batch = ImportBatch.objects.get(pk=batch.pk)
    print(f"{plural(batch.ready, 'row')} {'was' if batch.ready == 1 else 'were'} imported.")
    if args.update:
        were = "was" if batch.updates == 1 else "were"
        print(f"{plural(batch.updates, 'feedback record')} {were} updated.")
    return 0


def _columns(args: argparse.Namespace, batch: Any) -> tuple[dict[str, str], Any]:
    """Return the mapping and the options as the arguments change what was matched."""
    from dataclasses import replace

    from goldthread.feedback.importing.options import ImportOptions, scale_from

    mapping, options = dict(batch.mapping), ImportOptions.from_json(batch.options)
    comments = []
    for pair in args.column:
        field, _, column = pair.partition("=")
        if field not in mapping:
            raise UserError(f"There is no field {field}. The fields are: {', '.join(mapping)}.")
        if field == "text":
            comments.append(column)
        mapping[field] = column
    if comments:
        mapping["text"], options = comments[0], replace(options, more_text=tuple(comments[1:]))
    chosen = set(_named(args.column)) - {""}
    # A column that was chosen for one field is no longer the guess for another.
    for field, column in mapping.items():
        if column in chosen and not any(pair.startswith(f"{field}=") for pair in args.column):
            mapping[field] = ""
    if (args.worst_score is None) != (args.best_score is None):
        raise UserError("Give both ends of the rating scale, with --worst-score and --best-score.")
    if scale := scale_from(args.worst_score, args.best_score):
        options = replace(options, scale=scale)
    if args.date_order:
        options = replace(options, date_order=args.date_order)
    return mapping, options


def _check_match(args: argparse.Namespace, saved: Any) -> None:
    """Refuse a saved match that is none for these columns, and say which there are."""
    names = [match.name for match in saved if match.name]
    if args.match not in names:
        raise UserError(
            f"No saved match of these columns is called {args.match}. "
            + (f"Give --match one of: {', '.join(names)}." if names else "Leave --match out.")
        )


def _check_columns(mapping: Mapping[str, str], more_text: Sequence[str], columns: Sequence[str]) -> None:
    """Raise UserError, with the columns there are, for one that is not there, is used twice, or that every row needs."""
    from goldthread.feedback.importing.rows import REQUIRED

    named = ", ".join(f"“{column}”" for column in columns[:_MOST_COLUMNS])
    more = f" and {len(columns) - _MOST_COLUMNS:,} more" if len(columns) > _MOST_COLUMNS else ""
    there_are = f"The columns are: {named}{more}."
    used: dict[str, str] = {}
    for name, column in [*mapping.items(), *(("text", column) for column in more_text)]:
        if column and column not in columns:
            raise UserError(f"There is no column “{column}” for {name}. {there_are}")
        if column in used:
            raise UserError(
                f"The column “{column}” is matched to {used[column]} and to {name}. Name another with --column {name}=..., "
                f"or none with --column {name}="
            )
        if column:
            used[column] = name
    if missing := [name for name in REQUIRED if not mapping.get(name)]:
        how = " and ".join(f"--column {name}='...'" for name in missing)
        raise UserError(f"No column was recognised for {' and '.join(missing)}. Add {how}. {there_are}")


def _print_match(batch: Any) -> None:
    """Print which column is read as what."""
    from goldthread.feedback.importing.rows import FIELD_NAMES

    # The database keeps no order of the fields.
    names = dict.fromkeys([*FIELD_NAMES, *batch.mapping])
    pairs = [(name, batch.mapping[name]) for name in names if batch.mapping.get(name)]
    pairs += [("text", column) for column in batch.options.get("more_text", ())]
    print("columns: " + ", ".join(f"{name} from “{column}”" for name, column in pairs))


def _named(pairs: Sequence[str]) -> list[str]:
    return [pair.partition("=")[2] for pair in pairs]


def _meanings(args: argparse.Namespace, by: Any) -> dict[tuple[str, str], str]:
    """Return what values mean, from --value and --values; a meaning that is none of the field's is refused."""
    from goldthread.feedback.importing.value_matching import MATCHED, ValueMatcher
    from goldthread.sheets import open_sheet

    given: list[tuple[str, str, str]] = []
    if args.values:
        with open_sheet(args.values.read_bytes(), args.values.name) as sheet:
            names = {column.casefold(): column for column in sheet.columns}
            if not {"field", "value", "meaning"} <= set(names):
                raise UserError(f"{args.values} needs the columns field, value and meaning.")
            for row in sheet.rows():
                cells = [row.cells[names[name]] for name in ("field", "value", "meaning")]
                given.append(tuple("" if cell is None else str(cell).strip() for cell in cells))
    for text in args.value:
        field, colon, rest = text.partition(":")
        value, equals, meaning = rest.rpartition("=")
        if not colon or not equals or not value.strip():
            raise UserError(f"Write --value as FIELD:VALUE=MEANING, not {text}.")
        given.append((field, value.strip(), meaning.strip()))
    matcher = ValueMatcher(by.council, args.source)
    meanings = {}
    for field, value, meaning in given:
        if field not in MATCHED:
            raise UserError(f"Values are matched for {', '.join(MATCHED)}, not for {field}.")
        resolved = matcher.resolve(field, meaning)
        if resolved is None:
            choices = ", ".join(choice.label for choice in matcher.choices(field))
            raise UserError(f"“{meaning}” is none of what {field} can mean: {choices}.")
        meanings[field, value] = resolved
    return meanings


def _print_check(by: Any, batch: Any) -> None:
    """Print what a check found: errors, values that mean nothing yet, differences, and the counts."""
    from goldthread.feedback.importing.checking import notes_in_words
    from goldthread.feedback.importing.value_matching import ValueMatcher

    _print_match(batch)
    for problem in batch.row_errors.all():
        # On the command line an order is chosen with an option.
        message = problem.message.replace("choose that order for it", "choose it with --date-order")
        print(f"row {problem.row}, {problem.column or 'the whole row'}: {message}")
    matcher = ValueMatcher(by.council, batch.source)
    for each in batch.unmatched.all():
        rows = "1 row" if each.rows == 1 else f"{each.rows:,} rows"
        nearest = ", ".join(matcher.label(each.field, meaning) for meaning in each.nearest)
        print(
            f"not matched: {each.field} “{each.value}” in {rows}, first in row {each.first_row}."
            + (f" Nearest: {nearest}." if nearest else "")
            + f" Add --value '{each.field}:{each.value}=...'"
        )
    offered = batch.offered_updates.select_related("feedback")
    for update in offered[:_MOST_SHOWN]:
        for label, now, new in update.differences:
            print(
                f"row {update.row} differs from {update.feedback.reference}: {label}: {now or 'empty'} → {new}"
            )
    if batch.updates > _MOST_SHOWN:
        print(f"... and {batch.updates - _MOST_SHOWN:,} more rows that differ")
    for line in notes_in_words(batch.notes, batch.mapping):
        print(line)
    print(
        f"{batch.rows:,} rows: {batch.ready:,} ready, {batch.errors:,} with errors, {batch.duplicates:,} duplicates"
        + (
            f", {batch.updates:,} that differ from what is saved (--update changes it)"
            if batch.updates
            else ""
        )
    )
