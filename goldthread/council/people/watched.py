"""How somebody signs in was changed: told to the rooms above that must know of it, within the same transaction.

Each way of changing how somebody signs in, or of letting somebody in anew, calls one of the two functions below; a test
of the house finds the ways by what they call.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import TextChoices

from goldthread.council.database import tenant
from goldthread.council.models import Account, Person


class Way(TextChoices):
    """How somebody's sign-in was changed, in the past tense."""

    ADDRESS = "address", "The email address with which they sign in was changed"
    PASSWORD_LINK = "password_link", "A link to choose a new password was made"
    PASSWORD_CHOSEN = "password_chosen", "A new password was chosen by a link"
    CODES = "codes", "2-step verification was turned off"
    IDENTITY = "identity", "Another sign-in of the council’s own was accepted or ended"
    FIRST_IDENTITY = "first_identity", "A sign-in of the council’s own was used for the first time"
    EMERGENCY = "emergency", "Their password was made to count while passwords are turned off"
    DEACTIVATED = "deactivated", "They were deactivated"
    REACTIVATED = "reactivated", "They were reactivated"
    DIRECTOR = "director", "They were given the role of director"
    ADMINISTRATOR = "administrator", "They were made an administrator"


# Takes the person, in their council, the way, and by whom; None for whoever runs the server, or where nobody knows.
_Told = Callable[[Person, Way, Person | None], None]
_TOLD: list[_Told] = []


def when_sign_in_changes(function: _Told) -> _Told:
    """Have a function of a room above called whenever the sign-in of somebody of a council is changed."""
    _TOLD.append(function)
    return function


def sign_in_changed(person: Person, way: Way, by: Person | None) -> None:
    """Tell that the sign-in of somebody of the council at hand was changed, and at their other councils too."""
    if person.account_id is None:
        _tell(person, way, by)
    else:
        account_changed(person.account, way, by)


def account_changed(account: Account, way: Way, by: Person | None = None) -> None:
    """Tell that a sign-in account was changed, at each council where it is somebody; in a transaction."""
    with tenant.recognised(account.pk):
        people = list(Person.objects.filter(account=account).select_related("council").order_by("council_id"))
    for person in people:
        with tenant.inside(person.council_id):
            _tell(person, way, by if by is not None and by.council_id == person.council_id else None)


def _tell(person: Person, way: Way, by: Person | None) -> None:
    for told in _TOLD:
        told(person, way, by)
