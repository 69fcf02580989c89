"""What may tell of harm or abuse: looked for in everything that comes, put in front of a person at once.

It errs on the side of telling somebody. It finds words and judges nothing: only a person's looking closes it.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from goldthread.analysis import harm
from goldthread.council import many, tenant
from goldthread.council.command import Refused, command, own
from goldthread.council.models import Council, Person
from goldthread.feedback import privacy
from goldthread.feedback.models import Point
from goldthread.themes.alert_models import HarmAlert, HarmAlertQuerySet, HarmLook
from goldthread.themes.desk_models import PointReading

# Raised when the rules change, so that everything is looked through once more.
RULES = "1"
_AT_ONCE = 1000
# Words that change while an alert waits may bring other cues; one that a person has seen stays as they saw it.
_AGAIN = (
    "ON CONFLICT (point_id) DO UPDATE SET cues = EXCLUDED.cues, rules = EXCLUDED.rules "
    "WHERE goldthread_harmalert.looked_at IS NULL"
)


def look_through(council: Council) -> int:
    """Look through every point that these rules have not read, coded or not; return how many alerts there are.

    A part at a time, each kept before the next; run again, it finds nothing left to do.
    """
    raised = 0
    while True:
        with tenant.inside(council.pk):
            unread = PointReading.objects.filter(council=council).exclude(harm=RULES)
            unread = unread.exclude(point__feedback__is_locked=True)
            page = list(unread.select_related("point").order_by("harm", "id")[:_AT_ONCE])
            if not page:
                return raised
            alerts = [alert for reading in page if (alert := _alert(reading.point)) is not None]
            many.insert(alerts, on_conflict=_AGAIN)
            PointReading.objects.filter(pk__in=[reading.pk for reading in page]).update(harm=RULES)
        raised += len(alerts)


def _alert(point: Point) -> HarmAlert | None:
    cues = harm.may_tell_of_harm(point.text)
    if not cues:
        return None
    found = [[cue.start, cue.end, cue.reason] for cue in cues]
    return HarmAlert(council_id=point.council_id, point_id=point.pk, cues=found, rules=RULES)


def open_to(person: Person) -> HarmAlertQuerySet:
    """Return the alerts that this person may see, with the points that raised them."""
    return (
        HarmAlert.objects.visible_to(person)
        .exclude(point__feedback__is_locked=True)
        .exclude(point__feedback__forgotten_on__isnull=False)
        .select_related("point__feedback", "point__finding__review", "point__team")
    )


@command("themes.harm")
def say_what_was_done(*, by: Person, alert: HarmAlert, done: str, note: str = "") -> HarmLook:
    """Keep that somebody looked and what they did; what names a person is hidden in the note."""
    own(by, alert)
    if done not in HarmLook.Done.values:
        raise Refused("Say what you did.")
    if done == HarmLook.Done.PASSED and not note.strip():
        raise Refused("Say whom you passed it to, by their role.")
    look = HarmLook.objects.create(
        council=by.council, alert=alert, by=by, done=done, note=privacy.hide(note.strip()).text
    )
    alert.looked_at = timezone.now()
    alert.save(update_fields=["looked_at"])
    return look


def reasons(cues: Sequence[Sequence[object]]) -> list[str]:
    """Return why an alert was raised, each reason once."""
    return list(dict.fromkeys(str(reason) for _, _, reason in cues))
