"""`goldthread audit verify`: checks that nothing in the audit log was changed or removed."""

from __future__ import annotations

import argparse


def add_parser(subparsers) -> None:
    """Add `goldthread audit` to the command line."""
    parser = subparsers.add_parser(
        "audit", help="check the audit log", description="The log of who did what."
    )
    inner = parser.add_subparsers(metavar="WHAT", required=True)
    verify = inner.add_parser(
        "verify",
        help="check that no line was changed or is missing",
        description="Reads every council's audit log from its first line and names each line that was changed or is missing.",
    )
    verify.add_argument("--demo", action="store_true", help="use the demo's home")
    verify.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print a line a council, and one for each fault; return 1 if there is any."""
    from goldthread.cli import home as homes

    with homes.opened("demo" if args.demo else "council", demo=args.demo):
        from goldthread.council.database import tenant
        from goldthread.council.models import AuditLine, Council
        from goldthread.council.records import audit

        faults = 0
        for council in Council.objects.order_by("name"):
            with tenant.inside(council.pk):
                errors = list(audit.verify(council))
                lines = AuditLine.objects.filter(council=council).count()
            faults += len(errors)
            print(f"{council.name}: {lines} lines, {f'{len(errors)} errors' if errors else 'intact'}")
            for error in errors:
                print(f"  {error.says}")
    return 1 if faults else 0
