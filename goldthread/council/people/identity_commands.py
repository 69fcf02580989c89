"""The identities of a user as their page shows them, and what an administrator decides about them."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.people.commands import check_own_account
from goldthread.council.people.identities import ACCEPTED, ENDED, WAITING
from goldthread.council.people.watched import Way, sign_in_changed
from goldthread.dates import day_in_words

_STATES = {ACCEPTED: "Can sign in", WAITING: "Waits for an administrator", ENDED: "Ended"}


@dataclass(frozen=True)
class Shown:
    """An identity as the person's page shows it."""

    pk: int
    address: str
    known_by: str
    state: str
    first: datetime.datetime
    last: datetime.datetime

    @property
    def says(self) -> str:
        """Return its state in words."""
        return _STATES[self.state]

    @property
    def decisions(self) -> list[tuple[str, str]]:
        """Return what an administrator can do, with the words of its button."""
        named = f"sign-in first seen on {day_in_words(timezone.localdate(self.first))}"
        can = [] if self.state == ACCEPTED else [("accept", f"Accept the {named}")]
        return can if self.state == ENDED else [*can, ("end", f"End the {named}")]


def identities_of(person: Person) -> list[Shown]:
    """Return the identities bound to somebody's account, and those that wait or were ended; the oldest first."""
    if person.account_id is None:
        return []
    identities = SocialAccount.objects.filter(user=person.account_id).order_by("date_joined")
    return [
        Shown(
            identity.pk,
            identity.extra_data.get("email") or "",
            identity.uid,
            identity.extra_data.get("state", ACCEPTED),
            identity.date_joined,
            identity.last_login,
        )
        for identity in identities
    ]


def whose_wait(people: Iterable[Person]) -> set[uuid.UUID]:
    """Return the keys of those people with an identity that waits for an administrator."""
    accounts = {person.account_id: person.pk for person in people if person.account_id is not None}
    waiting = SocialAccount.objects.filter(user__in=accounts, extra_data__state=WAITING)
    return {accounts[account] for account in waiting.values_list("user", flat=True)}


@command("council.manage")
def accept_identity(*, by: Person, person: Person, identity: int) -> Person:
    """Accept a second identity of a user: from now on they can sign in with it.

    Refused for an account that is used at another council too, whose administrator has not agreed.
    """
    check_scope(by, person)
    social_account = _of(person, identity)
    if social_account.extra_data.get("state", ACCEPTED) == ACCEPTED:
        raise Refused("This sign-in is accepted already.")
    check_own_account(by, person, "They can sign in with the identity that was bound first.")
    _save(social_account, ACCEPTED)
    sign_in_changed(person, Way.IDENTITY, by)
    return person


@command("council.manage")
def end_identity(*, by: Person, person: Person, identity: int) -> Person:
    """End an identity of a user: they can no longer sign in with it, and their sessions end.

    All of them, since a session does not say by which identity it began.
    """
    check_scope(by, person)
    social_account = _of(person, identity)
    if social_account.extra_data.get("state") == ENDED:
        raise Refused("This sign-in is ended already.")
    _save(social_account, ENDED)
    if person.account is not None:
        person.account.end_sessions()
    sign_in_changed(person, Way.IDENTITY, by)
    return person


def _of(person: Person, identity: int) -> SocialAccount:
    social_account = None
    if person.account_id is not None:
        of_them = SocialAccount.objects.select_for_update().filter(user=person.account_id)
        social_account = of_them.filter(pk=identity).first()
    if social_account is None:
        raise Refused("That sign-in is not there. Open the page again.")
    return social_account


def _save(identity: SocialAccount, state: str) -> None:
    """Save a state; not with `save`, which would say that they signed in now."""
    data = {**identity.extra_data, "state": state, "decided": timezone.now().isoformat(timespec="seconds")}
    SocialAccount.objects.filter(pk=identity.pk).update(extra_data=data)
