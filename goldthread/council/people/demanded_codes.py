"""One-time codes that a council demands: of administrators always, of everybody where it says so.

Not of who came in through the council's identity provider, which has its own second step, nor by the demo's page.
"""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from goldthread.council.command import changed, command
from goldthread.council.models import Council, Person
from goldthread.council.people.session_origin import begun_by_password


@command("council.manage")
def demand_codes(*, by: Person, everybody: bool) -> Council:
    """Demand one-time codes of everybody, or of administrators only."""
    council = Council.objects.select_for_update().get(pk=by.council_id)
    words = {True: "everybody", False: "administrators"}
    changed("2-step verification of", words[council.everybody_needs_codes], words[everybody])
    council.everybody_needs_codes = everybody
    council.save(update_fields=["everybody_needs_codes"])
    return council


def lacks_codes(request: HttpRequest, person: Person) -> bool:
    """Return whether somebody must set up one-time codes before they can open a page of the council's."""
    if not (person.council.everybody_needs_codes or person.may("council.manage")):
        return False
    return begun_by_password(request) and not is_mfa_enabled(request.user)
