"""`goldthread verdict`: did a measure change after an action, or what could it show if one were taken?"""

from __future__ import annotations

import argparse

from goldthread.cli.tables import add_table_arguments, computed, print_json, read_table


def add_parser(subparsers) -> None:
    """Put the command on the parser."""
    parser = subparsers.add_parser(
        "verdict",
        help="did a measure change after an action?",
        description="Judges an action from the whole monthly history of its measure, at the reviews 6, 9, 12, 15 "
        "and 18 months after it. With --plan, says what the measure could show before an action is agreed.",
    )
    add_table_arguments(parser)
    parser.add_argument("--month", default="month", help="column of months, such as 2025-04 (default: month)")
    parser.add_argument(
        "--value", default="value", help="column of counts, files passed or scores (default: value)"
    )
    parser.add_argument(
        "--denominator", help="column of people served (counts) or files looked at (proportions)"
    )
    parser.add_argument("--kind", choices=("count", "proportion", "score"), default="count")
    parser.add_argument("--better", choices=("down", "up"), required=True, help="which way is better")
    when = parser.add_mutually_exclusive_group(required=True)
    when.add_argument("--action", metavar="MONTH", help="the month of the action, such as 2025-04")
    when.add_argument("--plan", action="store_true", help="no action yet: what could 12 and 18 months show?")
    parser.add_argument("--action-to", metavar="MONTH", help="its last month, if it took more than one")
    parser.add_argument(
        "--worthwhile",
        type=float,
        metavar="CHANGE",
        help="the change worth having: 0.25 is a quarter of a count, ten points of a proportion are 0.10, a score "
        "has its own units (default: 0.25, 0.10 for proportions)",
    )
    parser.add_argument(
        "--as-of", metavar="MONTH", help="the last complete month (default: the last in the file)"
    )
    parser.add_argument("--name", default="The measure", help="what to call the measure in the sentence")
    parser.add_argument(
        "--three-months", action="store_true", help="add the tempting comparison, with its false alarms"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Judge or plan; print sentences or JSON."""
    from goldthread.analysis.compare import tempting_comparison
    from goldthread.analysis.figures import month_number
    from goldthread.analysis.planning import hope_to_see
    from goldthread.analysis.verdict import judge
    from goldthread.cli.errors import UserError

    table = read_table(args.file)
    months, values = table.texts(args.month, "--month"), table.numbers(args.value, "--value")
    if args.kind == "proportion" and args.denominator is None:
        raise UserError(
            "A proportion needs to know how many there were. Name their column with --denominator."
        )
    sizes = table.numbers(args.denominator, "--denominator") if args.denominator else [None] * len(values)
    readings = list(zip(months, values, sizes, strict=True))
    if args.plan:
        if args.as_of:
            last = computed(lambda: month_number(args.as_of))
            readings = [r for r in readings if computed(lambda r=r: month_number(r[0])) <= last]
        hope = computed(lambda: hope_to_see(readings, args.kind, args.better, args.worthwhile))
        if args.json:
            print_json(hope.as_dict())
        else:
            print("\n".join([hope.sentence(), *(f"- {line}" for line in hope.suggestions)]))
        return 0
    action = [args.action] if args.action_to is None else [args.action, args.action_to]
    verdict = computed(
        lambda: judge(
            readings, action, args.better, args.worthwhile, args.kind, review_month=args.as_of, name=args.name
        )
    )
    tempting = None
    if args.three_months:
        tempting = computed(lambda: tempting_comparison(readings, action, args.kind))
    if args.json:
        print_json(verdict.as_dict() | ({"tempting_comparison": tempting.as_dict()} if tempting else {}))
        return 0
    lines = [
        verdict.sentence(),
        verdict.attribution_sentence(),
        verdict.rests_on(),
        verdict.does_not_say(),
        f"Next review: {verdict.next_review:%B %Y}." if verdict.next_review else "No review is left.",
        tempting.sentence() if tempting else None,
    ]
    print("\n".join(line for line in lines if line))
    return 0
