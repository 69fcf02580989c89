"""`goldthread verdict`: whether a measure changed after an action, or what change it could show."""

from __future__ import annotations

import argparse

from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples
from goldthread.cli.tables import (
    Suppressed,
    add_suppressed_argument,
    add_table_arguments,
    computed,
    option_number,
    print_json,
    read_table,
)
from goldthread.cli.totals import without_totals


def add_parser(subparsers) -> None:
    """Add `goldthread verdict` to the command line."""
    parser = subparsers.add_parser(
        "verdict",
        help="did a measure change after an action?",
        description="Judges an action from the whole monthly history of its measure, at the reviews 6, 9, 12, 15 "
        "and 18 months after it. With --plan, says what the measure could show before an action is agreed.",
        **with_examples(
            "goldthread verdict complaints.csv --action 2025-04 --better down",
            "goldthread verdict complaints.csv --plan --better down",
            "goldthread verdict complaints.csv --action 2025-04 --better down --counting-changed 2024-09",
            "goldthread verdict audits.csv --kind proportion --value passed --denominator files --action 2025-04 --better up",
        ),
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
    when.add_argument(
        "--plan",
        action="store_true",
        help="no action yet: what change could be detected in 12 and 18 months?",
    )
    parser.add_argument("--action-to", metavar="MONTH", help="its last month, if it took more than one")
    parser.add_argument(
        "--worthwhile",
        metavar="CHANGE",
        help="the change worth having: 0.25 is a quarter of a count, ten points of a proportion are 0.10, a score "
        "has its own units (default: 0.25, 0.10 for proportions, 10 for scores with %% signs)",
    )
    parser.add_argument(
        "--as-of", metavar="MONTH", help="the last complete month (default: the last in the file)"
    )
    parser.add_argument(
        "--counting-changed",
        metavar="MONTH",
        action="append",
        default=[],
        help="a month from which it is counted otherwise, such as a wider definition; may be given again",
    )
    parser.add_argument(
        "--other",
        metavar="COLUMN",
        action="append",
        default=[],
        help="column of another theme's counts that no action touched; with three or more, a fall that all of "
        "them share is not called an improvement",
    )
    parser.add_argument("--name", help="what to call the measure in the sentence (default: The measure)")
    parser.add_argument(
        "--three-months",
        action="store_true",
        help="add the comparison of three months before and after, with its false alarms",
    )
    add_suppressed_argument(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Judge or plan; print sentences or JSON."""
    from goldthread.analysis.figures import parse_month
    from goldthread.analysis.verdicts.before_after import compare_before_after
    from goldthread.analysis.verdicts.one_point import one_point_changes, one_point_sentence
    from goldthread.analysis.verdicts.planning import detectable_change
    from goldthread.analysis.verdicts.verdict import judge
    from goldthread.analysis.verdicts.verdict_text import (
        attribution_sentence,
        verdict_basis,
        verdict_dict,
        verdict_limitations,
        verdict_sentence,
    )
    from goldthread.dates import month_from_number

    _check(args)
    action = [
        _month(option, text)
        for option, text in (("--action", args.action), ("--action-to", args.action_to))
        if text is not None
    ]
    if sorted(action) != action:
        raise UserError(
            f"--action-to {args.action_to} is before --action {args.action}. Give the first month first."
        )
    as_of = None if args.as_of is None else _month("--as-of", args.as_of)
    worthwhile = None if args.worthwhile is None else option_number("--worthwhile", args.worthwhile)
    if worthwhile is not None and worthwhile <= 0:
        raise UserError(f"--worthwhile is {worthwhile:g}. Give a change above 0; --better says which way.")
    # 25 for a quarter would be 25 times as many, and no measure would ever show it.
    part = args.kind == "proportion" or (args.kind == "count" and args.better == "down")
    if worthwhile is not None and part and worthwhile >= 1:
        raise UserError(
            f"--worthwhile is {worthwhile:g}. Give a part of 1: 0.25 is a quarter of a count, 0.10 ten points of a "
            "proportion."
        )
    table = read_table(args.file)
    table, apart = without_totals(table, table.texts(args.month, "--month"))
    months = table.parsed(args.month, "--month", parse_month)
    suppressed = Suppressed(args.suppressed_as_gaps)
    counted = _counting_changed(args, months)
    others = [
        list(zip(months, table.numbers(column, "--other", suppressed=suppressed), strict=True))
        for column in args.other
    ]
    values = table.numbers(args.value, "--value", percent=args.kind == "score", suppressed=suppressed)
    sizes: list[float | None] = [None] * len(values)
    if args.denominator:
        sizes = table.numbers(args.denominator, "--denominator", suppressed=suppressed)
    notes = [*apart]
    if suppressed.lines:
        notes.append(f"{suppressed.words()} Each is a month without a reading.")
    unit = "%" if args.kind == "score" and table.holds_percentages(args.value, "--value") else ""
    if unit and worthwhile is None:
        worthwhile = 10.0
    readings = list(zip(months, values, sizes, strict=True))
    if args.plan:
        if as_of is not None:
            readings = [reading for reading in readings if reading[0] <= as_of]
            counted = [month for month in counted if month <= as_of]
        result = computed(
            lambda: detectable_change(readings, args.kind, args.better, worthwhile, unit, counted)
        )
        if args.json:
            print_json(result.as_dict() | {"file_notes": notes})
        else:
            print("\n".join([result.sentence(), *(f"- {line}" for line in result.suggestions), *notes]))
        return 0
    span = [month_from_number(number) for number in action]
    name = args.name or "The measure"
    verdict = computed(
        lambda: judge(
            readings,
            span,
            args.better,
            worthwhile,
            args.kind,
            review_month=as_of,
            name=name,
            unit=unit,
            counting_changed=counted,
            others=others,
        )
    )
    near = one_point_changes(verdict, others)
    before_after = (
        computed(lambda: compare_before_after(readings, span, args.kind)) if args.three_months else None
    )
    if args.json:
        extra: dict[str, object] = {"before_after": before_after.as_dict()} if before_after else {}
        extra["one_point"] = [
            {"month": change.month.isoformat(), "by": change.by, "state": change.state} for change in near
        ]
        print_json(verdict_dict(verdict) | extra | {"file_notes": notes})
        return 0
    lines = [
        verdict_sentence(verdict),
        attribution_sentence(verdict),
        one_point_sentence(verdict, near),
        verdict_basis(verdict),
        verdict_limitations(verdict),
        f"Next review: {verdict.next_review:%B %Y}." if verdict.next_review else "No review is left.",
        before_after.sentence() if before_after else None,
        *notes,
    ]
    print("\n".join(line for line in lines if line))
    return 0


def _check(args: argparse.Namespace) -> None:
    """Refuse options that would be left unused, so that nobody believes they counted."""
    unused = {
        "--action-to": args.action_to is not None,
        "--three-months": args.three_months,
        "--name": args.name is not None,
        "--other": bool(args.other),
    }
    if args.plan and any(unused.values()):
        option = next(option for option, given in unused.items() if given)
        raise UserError(
            f"--plan is for before there is an action and does not use {option}. Leave one of them out."
        )
    if args.kind == "proportion" and args.denominator is None:
        raise UserError(
            "A proportion needs to know how many there were. Name their column with --denominator."
        )
    if args.other and args.kind != "count":
        raise UserError("--other is for counts. Leave it out, or say --kind count.")
    if len(args.other) in (1, 2) or len(set(args.other)) < len(args.other) or args.value in args.other:
        raise UserError(
            "--other needs three different columns or more, none of them the measure's own. Give --other for each."
        )
    if args.kind == "score" and args.denominator is not None:
        raise UserError("A score has no denominator. Leave --denominator out, or say another --kind.")


def _counting_changed(args: argparse.Namespace, months: list[int]) -> list[int]:
    """Return the months from which it is counted otherwise; refuse one that the file cannot show."""
    from goldthread.analysis.figures import month_name

    changed = [_month("--counting-changed", text) for text in args.counting_changed]
    for month in changed:
        if months and not min(months) < month <= max(months):
            raise UserError(
                f"--counting-changed {month_name(month)} is not after the file's first month, "
                f"{month_name(min(months))}, and by its last, {month_name(max(months))}. Give the first month that "
                "is counted the new way, or leave it out."
            )
        if changed.count(month) > 1:
            raise UserError(f"--counting-changed {month_name(month)} is given twice. Give it once.")
    return changed


def _month(option: str, text: str) -> int:
    from goldthread.analysis.figures import parse_month

    try:
        return parse_month(text)
    except ValueError as error:
        raise UserError(f"{option}: {error}") from None
