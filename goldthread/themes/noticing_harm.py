"""Looks through everything that comes for words that may tell of harm or abuse, so that a person is told at once.

It errs on the side of telling somebody. It finds words and judges nothing; `alerts.py` is what people do then.
"""

from __future__ import annotations

from goldthread.analysis import harm
from goldthread.council import many, tenant
from goldthread.council.models import Council
from goldthread.feedback.models import Point
from goldthread.themes.alert_models import HarmAlert
from goldthread.themes.desk_models import PointReading

# Raised when the rules change, so that everything is looked through once more; it sorts after all before it.
RULES = "001"
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
            unread = PointReading.objects.filter(council=council).filter(harm__lt=RULES)
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
