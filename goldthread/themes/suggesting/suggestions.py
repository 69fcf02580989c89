"""What the machine suggests for a point, with the words that led it there; a person decides."""

from __future__ import annotations

import json
import math
import uuid
from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet

from goldthread.analysis.theming import Suggestion as Suggested
from goldthread.council.database import tenant
from goldthread.council.models import Council
from goldthread.council.records import bulk
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import PointReading, Suggestion
from goldthread.themes.suggesting import modelling
from goldthread.themes.suggesting import training as learning
from goldthread.themes.suggesting.batches import AT_ONCE, in_parts
from goldthread.themes.suggesting.models import ThemeModel

_MOST = 3
_AGAIN = "ON CONFLICT (point_id, theme_id, model) DO UPDATE SET score = EXCLUDED.score, why = EXCLUDED.why"
# A second or third look stays before all that wait for their first.
_KEEP = """
UPDATE goldthread_pointreading AS kept
SET model = %s, sure = new.sure, rank = new.rank + CASE WHEN kept.look > 1 THEN 1 ELSE 0 END,
    tone = new.tone, tone_why = new.tone_why
FROM unnest(%s::uuid[], %s::float8[], %s::float8[], %s::smallint[], %s::jsonb[])
    AS new (id, sure, rank, tone, tone_why)
WHERE kept.id = new.id
"""


def suggest_waiting(council: Council, *, again: int = 0, most: float = math.inf) -> int:
    """Suggest themes for every waiting point that no model has read, and return how many were read.

    `again`: how many points that an earlier model read are read anew, those first that come next on the desk.
    Run again, it finds nothing left to do; `most` as in `in_parts`.
    """
    kept = learning.learn_if_due(council)
    if kept is None:
        return 0
    with tenant.inside(council.pk):
        model = modelling.loaded(kept)
        themes = keys_of(council, model)
        done = ["", kept.name, *modelling.night_names(kept)]
        stale = waiting(council).exclude(model__in=done).order_by("-rank", "-id")
        next_on_the_desk = list(stale.values_list("pk", flat=True)[:again])

    def read(part: list[uuid.UUID]) -> None:
        read_part(kept, kept.name, model, themes, part)

    parts = (next_on_the_desk[start : start + AT_ONCE] for start in range(0, len(next_on_the_desk), AT_ONCE))
    anew = sum(in_parts(council, stale.filter(pk__in=part), read) for part in parts)
    return anew + in_parts(council, unread(council).order_by("id"), read, most=most)


def unread(council: Council) -> QuerySet[PointReading]:
    """Return the waiting points that no model has read."""
    return waiting(council).filter(model="")


def waiting(council: Council) -> QuerySet[PointReading]:
    waiting = PointReading.objects.filter(council=council, waiting=True)
    return waiting.exclude(point__feedback__is_locked=True)


def keys_of(council: Council, model: modelling.Model) -> dict[str, object]:
    """Return the keys of a model's themes by their short names."""
    return dict(Theme.objects.filter(council=council, slug__in=model.themes).values_list("slug", "pk"))


def read_part(
    kept: ThemeModel, name: str, model: modelling.Model, themes: dict[str, object], part: list[uuid.UUID]
) -> None:
    """Read some points and keep what was suggested for each, how it sounds, and where it stands on the desk."""
    points = list(Point.objects.filter(pk__in=part).order_by("id"))
    texts, questions = [point.text for point in points], [point.source for point in points]
    found, likely = model.read(texts, questions, _MOST)
    confirmed = [model.confirmed(slug) for slug in model.themes]
    heard = modelling.loaded_tone(kept).suggest_many(texts, questions)
    bulk.insert(_suggestions(kept, name, model, themes, points, found), on_conflict=_AGAIN)
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            [
                name,
                [point.pk for point in points],
                likely.max(axis=1, initial=0).tolist(),
                modelling.usefulness(likely, confirmed).tolist(),
                [one.tone if one else None for one in heard],
                [json.dumps([[word.start, word.end] for word in one.why] if one else []) for one in heard],
            ],
        )


def _suggestions(
    kept: ThemeModel,
    name: str,
    model: modelling.Model,
    themes: dict[str, object],
    points: Sequence[Point],
    found: Sequence[Sequence[Suggested]],
) -> list[Suggestion]:
    return [
        Suggestion(
            council_id=kept.council_id,
            point_id=point.pk,
            theme_id=themes[suggestion.theme],
            score=suggestion.score,
            why=[[word.start, word.end, round(float(word.weight), 3)] for word in suggestion.why],
            model=name,
            rests_on=model.confirmed(suggestion.theme),
        )
        for point, suggestions in zip(points, found, strict=True)
        for suggestion in suggestions
    ]
