"""What may tell of harm or abuse, in front of those who look; only a person's looking closes it."""

from __future__ import annotations

from django.utils import timezone

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.reviews.people_named import named_under
from goldthread.themes.safeguarding.models import HarmAlert, HarmLook


@command("themes.harm")
def say_what_was_done(*, by: Person, alert: HarmAlert, done: str, note: str = "") -> HarmLook:
    """Keep that somebody looked and what they did; what names a person is hidden in the note."""
    check_scope(by, alert)
    if done not in HarmLook.Done.values:
        raise Refused("Say what you did.")
    if done == HarmLook.Done.PASSED and not note.strip():
        raise Refused("Say whom you passed it to, by their role.")
    hidden = privacy.hide(note.strip(), named_under([alert.point]))
    look = HarmLook.objects.create(council=by.council, alert=alert, by=by, done=done, note=hidden.text)
    alert.looked_at = timezone.now()
    alert.save(update_fields=["looked_at"])
    return look
