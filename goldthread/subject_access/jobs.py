"""The job that looks through every place: it reads all that a council holds, so nobody waits for it on a page."""

from __future__ import annotations

from goldthread.council.jobs import job
from goldthread.council.models import Person
from goldthread.subject_access.commands import LOOK, save_look
from goldthread.subject_access.looking import look
from goldthread.subject_access.matching import Person as Wanted
from goldthread.subject_access.models import AccessRequest


@job(LOOK)
def look_for(*, by: Person, request_id: str) -> None:
    """Look for the person of a request in every place, and keep what was found."""
    request = AccessRequest.objects.filter(pk=request_id).first()
    if request is None or request.looking_since is None:
        return
    person = Wanted.of(request.terms.values_list("kind", "value"))
    save_look(by=by, access_request=request, result=look(by.council_id, person))
