"""`goldthread audit`: checks that nothing in the audit log was changed or removed, and prints where it ends."""

from __future__ import annotations

import argparse

from goldthread.cli.examples import with_examples


def add_parser(subparsers) -> None:
    """Add `goldthread audit` to the command line."""
    parser = subparsers.add_parser(
        "audit",
        help="check the audit log",
        description="The log of who did what.",
        **with_examples("goldthread audit verify", "goldthread audit head"),
    )
    inner = parser.add_subparsers(metavar="WHAT", required=True)
    verify = inner.add_parser(
        "verify",
        help="check that no line was changed or is missing",
        description="Reads every council's audit log from its first line and names each line that was changed or is "
        "missing. It prints the head of each log: keep it somewhere else, and give it again later with --head. A "
        "record that was changed in the database itself has no line, and is not found.",
        **with_examples("goldthread audit verify", "goldthread audit verify --head 1042:9f86d0"),
    )
    verify.add_argument(
        "--head",
        metavar="NUMBER:SEAL",
        action="append",
        default=[],
        help="a head that was printed earlier, which a log must still have; may be given several times",
    )
    verify.add_argument("--demo", action="store_true", help="use the demo's home")
    verify.set_defaults(run=run)
    head = inner.add_parser(
        "head",
        help="print where each log ends, to be kept elsewhere",
        description="Prints the number and seal of the last line of each council's audit log, and checks nothing.",
        **with_examples("goldthread audit head"),
    )
    head.add_argument("--demo", action="store_true", help="use the demo's home")
    head.set_defaults(run=print_heads)


def run(args: argparse.Namespace) -> int:
    """Print a line a council, one for each fault and one for its head; return 1 if there is any fault."""
    from goldthread.cli import home as homes

    with homes.opened("demo" if args.demo else "council", demo=args.demo):
        from goldthread.council.database import tenant
        from goldthread.council.models import AuditLine, Council
        from goldthread.council.records import audit

        faults, missing = 0, set(args.head)
        for council in Council.objects.order_by("name"):
            with tenant.inside(council.pk):
                errors = list(audit.verify(council))
                lines = AuditLine.objects.filter(council=council).count()
                missing -= {head for head in missing if audit.is_there(council, head)}
                head = audit.head(council)
            faults += len(errors)
            print(f"{council.name}: {lines} lines, {f'{len(errors)} errors' if errors else 'intact'}")
            for error in errors:
                print(f"  {error.says}")
            print(f"  head {head or 'missing'}")
        for head in sorted(missing):
            print(
                f"No log has the head {head}. It was cut or written anew since, or the head was copied wrongly."
            )
    return 1 if faults or missing else 0


def print_heads(args: argparse.Namespace) -> int:
    """Print a line a council."""
    from goldthread.cli import home as homes

    with homes.opened("demo" if args.demo else "council", demo=args.demo):
        for line in heads():
            print(line)
    return 0


def heads() -> list[str]:
    """Return the head of each council's log in words; inside an opened home."""
    from goldthread.council.database import tenant
    from goldthread.council.models import Council
    from goldthread.council.records import audit

    lines = []
    for council in Council.objects.order_by("name"):
        with tenant.inside(council.pk):
            lines.append(f"{council.name}: audit log's head {audit.head(council) or 'missing'}")
    return lines
