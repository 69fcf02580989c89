"""What a command answers where it cannot be carried out, in words fit to show."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied


class Refused(ValueError):
    """A command that cannot be carried out as given; the message is fit to show and says what to do.

    `field` names the field of a form that the message is about, "" for the form as a whole.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class OutsideTeam(Refused, PermissionDenied):
    """A record of another team, for somebody who holds the permission for their own team's records only.

    Shown on the form where a page shows refusals; a 403 where a page does not.
    """
