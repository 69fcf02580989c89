"""`goldthread rating`: the rating that statement scores add up to, or the band an audit is in."""

from __future__ import annotations

import argparse

from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples
from goldthread.cli.tables import Table, add_table_arguments, computed, print_json, read_table
from goldthread.cli.totals import add_total_arguments, row_labels, without_totals


def add_parser(subparsers) -> None:
    """Add `goldthread rating` to the command line."""
    parser = subparsers.add_parser(
        "rating",
        help="from scores to a rating, or from an audit to its band",
        description="Reads one statement a row with its score (1 to 4). With --passed and --of, reads one audit a "
        "row instead and needs --bands.",
        **with_examples(
            "goldthread rating scores.csv",
            "goldthread rating audits.csv --passed passed --of files --bands bands.csv",
        ),
    )
    add_table_arguments(parser)
    parser.add_argument("--score", default="score", help="column of scores (default: score)")
    parser.add_argument("--passed", help="column of files that passed, for audits")
    parser.add_argument("--of", help="column of files looked at, for audits")
    parser.add_argument(
        "--bands",
        metavar="CSV",
        help="thresholds: columns band and lowest (whole percent), from the lowest up",
    )
    add_total_arguments(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Rate; print sentences or JSON."""
    from goldthread.analysis.figures import whole
    from goldthread.analysis.tables.rating import CQC_LOCAL_AUTHORITY, Bands, rating

    if (args.passed is None) != (args.of is None):
        raise UserError("An audit needs both --passed and --of. Name the other column too.")
    bands = CQC_LOCAL_AUTHORITY
    if args.bands:
        given = read_table(args.bands)
        starts = given.numbers("lowest", "a header 'lowest'", percent=True)
        lowest = [computed(lambda x=x: whole(x, "The lowest percent of a band")) for x in starts]
        names = given.texts("band", "a header 'band'")
        bands = computed(lambda: Bands(args.bands, tuple(zip(names, lowest, strict=True))))
    elif args.passed:
        raise UserError("Audit bands are local policy. Give yours as a CSV with --bands.")
    table = read_table(args.file)
    options = {"--passed": args.passed, "--of": args.of} if args.passed else {"--score": args.score}
    used = [table.find(name, option) for option, name in options.items()]
    table, notes = without_totals(table, row_labels(table, used), args)
    if args.passed:
        return _audits(table, args, used, bands, notes)
    scores = table.numbers(args.score, "--score")
    missing = next((line for (line, _), score in zip(table.rows, scores, strict=True) if score is None), None)
    if missing is not None:
        raise UserError(
            f"{table.source}, line {missing}, column {used[0]!r}: there is no score. Give it, or leave the row out."
        )
    result = computed(lambda: rating(scores, bands))
    if args.json:
        print_json(result.as_dict() | {"bands": bands.name, "source": bands.source, "notes": notes})
    else:
        print(result.sentence())
        if bands.source:
            print(f"Thresholds: {bands.name}, {bands.source}")
        print("\n".join(notes), end="\n" if notes else "")
    return 0


def _audits(table: Table, args: argparse.Namespace, used: list[str], bands, notes: tuple[str, ...]) -> int:
    """Print each audit's band; one of no files has none, and the others still have theirs."""
    from goldthread.analysis.tables.rating import audit_band

    passed, of = table.numbers(args.passed, "--passed"), table.numbers(args.of, "--of")
    audits: list[dict[str, object]] = []
    for (line, _), label, part, whole in zip(table.rows, row_labels(table, used), passed, of, strict=True):
        row = f"{label or 'This audit'} (line {line})" if label else f"Line {line}"
        start: dict[str, object] = {"label": label, "line": line}
        if not whole and not part:
            reason = (
                "how many files were looked at is not given" if whole is None else "no files were looked at"
            )
            figures = {"part": part, "of": whole, "percent": None, "low": None, "high": None, "band": None}
            words = f"{label}: {reason} (line {line})." if label else f"Line {line}: {reason}."
            audits.append(start | figures | {"could_be": [], "sentence": words})
            continue
        band = computed(lambda p=part, n=whole: audit_band(p, n, bands), f"{table.source}, {row}")
        words = f"{label}: {band.sentence()}" if label else band.sentence()
        audits.append(start | band.as_dict() | {"sentence": words})
    if args.json:
        # A list of audits, as ever; what was set apart stands at its end.
        print_json([*audits, *({"set_apart": True, "sentence": note} for note in notes)])
    else:
        print("\n".join([*(str(audit["sentence"]) for audit in audits), *notes]))
    return 0
