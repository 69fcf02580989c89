"""The points of a record of whatever type: made in one way, and kept as the record is.

All that readers ask of a point (where it stems from, when it was heard, who speaks, what opens it) is written here.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from goldthread.council.models import Person, Team
from goldthread.council.records import bulk, people_named, privacy
from goldthread.council.records.base import Record
from goldthread.council.records.models import Selection
from goldthread.council.records.points import points_changed
from goldthread.council.records.spec import kind_of
from goldthread.dates import month_start
from goldthread.feedback.models import Feedback, Point


def points_in(selection: Selection) -> Q:
    """Return which points are among what was ticked: themselves, or those of the records that were."""
    if selection.kind == kind_of(Point):
        return Q(pk__in=selection.keys)
    return Q(origin=selection.kind, origin_id__in=selection.keys)


def new_points(
    *,
    origin: Record,
    texts: Sequence[str],
    source: str,
    speaker: str,
    heard_on: datetime.date,
    team_id: uuid.UUID | None = None,
    tone: int | None = None,
    is_upheld: bool | None = None,
    is_locked: bool = False,
    first: int = 1,
) -> list[Point]:
    """Return a point for each redacted text of a record, to be inserted; `first` is the position of the first."""
    return [
        Point(
            council_id=origin.council_id,
            origin=kind_of(origin),
            origin_id=origin.pk,
            feedback_id=origin.pk if isinstance(origin, Feedback) else None,
            position=position,
            text=text,
            source=source,
            speaker=speaker,
            team_id=team_id,
            heard_on=heard_on,
            month=month_start(heard_on),
            reference=origin.reference,
            permission=origin.spec.permission,
            tone=tone,
            is_upheld=is_upheld,
            is_locked=is_locked,
        )
        for position, text in enumerate(texts, start=first)
    ]


def add_points(
    *,
    by: Person,
    origin: Record,
    texts: Sequence[str],
    source: str,
    speaker: str | Sequence[str],
    heard_on: datetime.date,
    team: Team | None = None,
    first: int = 1,
) -> list[Point]:
    """Save the points of a record of the kit, such as what was raised at a meeting: redacted with its own names.

    speaker: of all of them, or of each. first: the position of the first. Raises privacy.CouldNotLook, and saves nothing, where personal data could not be looked for.
    """
    names = people_named.named_in(origin)
    redacted = privacy.hide_fields({str(n): text.strip() for n, text in enumerate(texts)}, names)
    people_named.save_names(origin, names)
    points = new_points(
        origin=origin,
        texts=[redacted[str(n)].text for n in range(len(texts))],
        source=source,
        speaker=speaker if isinstance(speaker, str) else "",
        heard_on=heard_on,
        team_id=team.pk if team else None,
        first=first,
    )
    if not isinstance(speaker, str):
        for point, spoke in zip(points, speaker, strict=True):
            point.speaker = spoke
    bulk.insert(points)
    points_changed(by, written=points)
    return points


def change_points(*, by: Person, origin: Record, **fields: Any) -> None:
    """Write what changed in a record into the points that stem from it, and have them counted again.

    `fields`: any of source, speaker, team, heard_on and is_upheld.
    """
    if "heard_on" in fields:
        fields["month"] = month_start(fields["heard_on"])
    points = Point.objects.filter(origin=kind_of(origin), origin_id=origin.pk)
    if fields and points.update(**fields):
        points_changed(by, counted=points.values_list("pk", flat=True))
