"""`goldthread rating`: the rating that statement scores add up to, or the band an audit is in."""

from __future__ import annotations

import argparse

from goldthread.cli.tables import add_table_arguments, computed, print_json, read_table


def add_parser(subparsers) -> None:
    """Add `goldthread rating` to the command line."""
    parser = subparsers.add_parser(
        "rating",
        help="from scores to a rating, or from an audit to its band",
        description="Reads one statement a row with its score (1 to 4). With --passed and --of, reads one audit a "
        "row instead and needs --bands.",
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
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Rate; print sentences or JSON."""
    from goldthread.analysis.figures import whole
    from goldthread.analysis.tables.rating import CQC_LOCAL_AUTHORITY, Bands, audit_band, rating
    from goldthread.cli.errors import UserError

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
    if args.passed:
        passed, of = table.numbers(args.passed, "--passed"), table.numbers(args.of, "--of")
        audits = [computed(lambda p=p, n=n: audit_band(p, n, bands)) for p, n in zip(passed, of, strict=True)]
        if args.json:
            print_json([audit.as_dict() for audit in audits])
        else:
            print("\n".join(audit.sentence() for audit in audits))
        return 0
    result = computed(lambda: rating(table.numbers(args.score, "--score"), bands))
    if args.json:
        print_json(result.as_dict() | {"bands": bands.name, "source": bands.source})
    else:
        print(result.sentence())
        if bands.source:
            print(f"Thresholds: {bands.name}, {bands.source}")
    return 0
