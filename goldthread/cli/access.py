"""`goldthread access`: lets people in again where no administrator can."""

from __future__ import annotations

import argparse
import os
from typing import Any

from goldthread.cli.errors import UserError
from goldthread.cli.examples import with_examples

_LOST = 'goldthread access turn-off-codes --person ada@council.example --reason "Lost phone; came in person"'
_LEFT = (
    'goldthread access make-administrator --person bo@council.example --reason "The last one has left"',
    'goldthread access make-administrator --person cy@council.example --name "Cy New" --reason "Ticket 1042"',
)
_LINK = 'goldthread access password-link --person ada@council.example --reason "Forgot it; came in person"'
_ON = 'goldthread access turn-passwords-on --reason "The identity provider does not answer"'


def add_parser(subparsers: Any) -> None:
    """Add `goldthread access` to the command line."""
    parser = subparsers.add_parser(
        "access",
        help="let people in again where no administrator can",
        description="For whoever runs the server. Each use is written to the council's audit log as done on the "
        "server, with its reason. Run it with the settings of the service.",
        **with_examples(_LOST, _LINK, _LEFT[0], _ON),
    )
    inner = parser.add_subparsers(metavar="WHAT", required=True)
    codes = inner.add_parser(
        "turn-off-codes",
        help="turn off somebody's 2-step verification",
        description="Turns off the one-time codes of somebody who has lost their phone and backup codes, and whom no "
        "other administrator can help. They are signed out, and told when they next sign in. Be sure that it is them.",
        **with_examples(_LOST),
    )
    codes.set_defaults(run=turn_off_codes)
    link = inner.add_parser(
        "password-link",
        help="let somebody choose a password anew",
        description="Prints a link by which a user who has forgotten their password, or whose link has ended, chooses "
        "one, where no other administrator can make it. Be sure that it is them.",
        **with_examples(_LINK),
    )
    link.set_defaults(run=password_link)
    administrator = inner.add_parser(
        "make-administrator",
        help="make somebody an administrator",
        description="Makes a user an administrator where the only one has left; somebody who is deactivated is let in "
        "again, and somebody new is added with --name. Where they have no password, prints a link by which they "
        "choose one.",
        **with_examples(*_LEFT),
    )
    administrator.add_argument("--name", default="", help="the name of somebody new")
    administrator.set_defaults(run=make_administrator)
    passwords = inner.add_parser(
        "turn-passwords-on",
        help="accept everybody's password again",
        description="Accepts the passwords of all users again, where the council has turned them off and its identity "
        "provider does not work.",
        **with_examples(_ON),
    )
    passwords.set_defaults(run=turn_passwords_on)
    for each in (codes, link, administrator):
        each.add_argument(
            "--person", metavar="ADDRESS", required=True, help="the e-mail address they sign in with"
        )
    for each in (codes, link, administrator, passwords):
        each.add_argument("--reason", metavar="TEXT", required=True, help="why, for the audit log")
        each.add_argument("--demo", action="store_true", help="in the demo's home")
    for each in (administrator, passwords):
        each.add_argument("--council", metavar="SLUG", help="which council, where there are several")


def _opened(args: argparse.Namespace) -> Any:
    from goldthread.cli import home as homes

    bind = os.environ.get("GOLDTHREAD_BIND") or "127.0.0.1:8000"
    return homes.opened("demo" if args.demo else "council", demo=args.demo, bind=bind)


def turn_off_codes(args: argparse.Namespace) -> int:
    """Turn off somebody's codes and say so."""
    with _opened(args):
        from goldthread.council.people import on_server

        account = on_server.turn_off_codes(email=args.person, reason=args.reason)
        print(
            f"2-step verification of {account.email} turned off. They are signed out, and told when they next sign in."
        )
    return 0


def password_link(args: argparse.Namespace) -> int:
    """Print a link by which somebody chooses a password."""
    with _opened(args):
        from goldthread.council.people import on_server

        print(_link_for(on_server.create_password_link(email=args.person, reason=args.reason)))
    return 0


def make_administrator(args: argparse.Namespace) -> int:
    """Make somebody an administrator, say so, and print a password link where they need one."""
    with _opened(args):
        from goldthread.council.people import on_server

        person = on_server.make_administrator(
            council=_council(args.council), email=args.person, name=args.name, reason=args.reason
        )
        print(f"{person.name} is an administrator of {person.council.name}.")
        print(_how_they_sign_in(person))
    return 0


def turn_passwords_on(args: argparse.Namespace) -> int:
    """Accept passwords again and say so."""
    with _opened(args):
        from goldthread.council.people import on_server

        council = on_server.turn_passwords_on(council=_council(args.council), reason=args.reason)
        print(f"{council.name} accepts the passwords of all its users again.")
    return 0


def _council(slug: str | None) -> Any:
    from goldthread.council.models import Council

    councils = {council.slug: council for council in Council.objects.order_by("name")}
    if slug is None and len(councils) == 1:
        return next(iter(councils.values()))
    if slug not in councils:
        raise UserError(f"Name the council with --council, one of: {', '.join(councils)}.")
    return councils[slug]


def _how_they_sign_in(person: Any) -> str:
    """Return how somebody who was made an administrator comes in: what they have, or a link to choose a password."""
    from django.conf import settings

    from goldthread.council.people.passwords_off import accepts_password_of

    if not accepts_password_of(person.account):
        return f"Passwords are turned off: they sign in with {settings.OIDC_NAME or 'the identity provider'}."
    if person.account.has_usable_password():
        return "They sign in as before."
    return _link_for(person.account)


def _link_for(account: Any) -> str:
    """Return the address by which an account's password is chosen, and what to do with it."""
    from django.conf import settings

    from goldthread.council.people.access import password_link_path

    host = settings.ALLOWED_HOSTS[0] if settings.SESSION_COOKIE_SECURE else os.environ["GOLDTHREAD_BIND"]
    address = f"{'https' if settings.SESSION_COOKIE_SECURE else 'http'}://{host}"
    return (
        "Give them this link, and nobody else: whoever has it can choose the password. It works once, for "
        f"{settings.PASSWORD_RESET_TIMEOUT // 86400} days.\n{address}{password_link_path(account)}"
    )
