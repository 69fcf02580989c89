"""The room's work that waits its turn: what was hidden in a voice is hidden in all that was made from it."""

from __future__ import annotations

from goldthread.council.jobs import job
from goldthread.council.models import Person
from goldthread.evidence import hiding
from goldthread.feedback.models import Feedback


@job("evidence.hide_again")
def hide_again(*, by: Person, feedback: str) -> None:
    """Hide in everything that rests on a voice whom its case names now; run again, it changes nothing.

    It is done by the clock: whoever hid a name need not be one who may write lessons or evidence.
    """
    voice = Feedback.objects.filter(council=by.council, pk=feedback).first()
    clock = Person.objects.select_related("council").get(council=by.council, is_system=True)
    if voice is not None and hiding.rests_on(voice):
        hiding.hide_again(by=clock, feedback=voice)
