"""What may tell of harm or abuse, in front of those who look; only a person's looking closes it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.feedback import privacy
from goldthread.reviews.whom import named_under
from goldthread.themes.alert_models import HarmAlert, HarmAlertQuerySet, HarmLook

_MOST = 1000


def open_to(person: Person) -> HarmAlertQuerySet:
    """Return the alerts that this person may see, with the points that raised them."""
    return (
        HarmAlert.objects.visible_to(person)
        .exclude(point__feedback__is_locked=True)
        .exclude(point__feedback__forgotten_on__isnull=False)
        .select_related("point__feedback", "point__finding__review", "point__team")
    )


def waiting_for(person: Person) -> int:
    """Return how many alerts nobody has looked at, as far as anyone needs to know; 0 for those who do not look."""
    if not person.may("themes.harm"):
        return 0
    return open_to(person).nobody_has_looked().order_by().values("pk")[:_MOST].count()


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


def reasons(cues: Sequence[Sequence[object]]) -> list[str]:
    """Return why an alert was raised, each reason once."""
    return list(dict.fromkeys(str(reason) for _, _, reason in cues))
