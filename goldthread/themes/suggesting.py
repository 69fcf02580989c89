"""What the machine suggests for a point, with the words that led it there; a person decides."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet

from goldthread.council import many, tenant
from goldthread.council.models import Council
from goldthread.feedback.models import Point
from goldthread.themes import learning, modelling
from goldthread.themes.desk_models import PointReading, ThemeModel
from goldthread.themes.models import Suggestion, Theme

_AT_ONCE = 1000
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


def suggest_waiting(council: Council, *, again: int = 0) -> int:
    """Suggest themes for every waiting point that no model has read, and return how many were read.

    `again`: how many points that an earlier model read are read anew, those first that come next on the desk.
    A part at a time, each kept before the next; run again, it finds nothing left to do.
    """
    kept = learning.learn_if_due(council)
    if kept is None:
        return 0
    with tenant.inside(council.pk):
        model = modelling.loaded(kept)
        themes = dict(Theme.objects.filter(council=council, slug__in=model.themes).values_list("slug", "pk"))
        waiting = PointReading.objects.filter(council=council, waiting=True).exclude(
            point__feedback__is_locked=True
        )
        stale = waiting.exclude(model__in=("", kept.name)).order_by("-rank", "-id")
        stale = list(stale.values_list("pk", flat=True)[:again])
    read = 0
    for start in range(0, len(stale), _AT_ONCE):
        with tenant.inside(council.pk):
            read += _read(kept, model, themes, waiting.filter(pk__in=stale[start : start + _AT_ONCE]))
    last = None
    while True:
        with tenant.inside(council.pk):
            unread = waiting.filter(model="").order_by("id")
            page = list(
                (unread.filter(pk__gt=last) if last else unread).values_list("pk", flat=True)[:_AT_ONCE]
            )
            if not page:
                return read
            last = page[-1]
            read += _read(kept, model, themes, waiting.filter(pk__in=page))


def _read(
    kept: ThemeModel, model: modelling.Model, themes: dict[str, object], readings: QuerySet[PointReading]
) -> int:
    """Read some points and keep what was suggested for each, how it sounds, and where it stands on the desk."""
    points = list(Point.objects.filter(reading__in=readings).order_by("id"))
    texts, questions = [point.text for point in points], [point.source for point in points]
    likely = model.likelihoods(texts, questions)
    confirmed = [model.confirmed(slug) for slug in model.themes]
    heard = modelling.loaded_tone(kept).suggest_many(texts, questions)
    many.insert(_suggestions(kept, model, themes, points), on_conflict=_AGAIN)
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            [
                kept.name,
                [point.pk for point in points],
                likely.max(axis=1, initial=0).tolist(),
                modelling.usefulness(likely, confirmed).tolist(),
                [one.tone if one else None for one in heard],
                [json.dumps([[word.start, word.end] for word in one.why] if one else []) for one in heard],
            ],
        )
    return len(points)


def _suggestions(
    kept: ThemeModel, model: modelling.Model, themes: dict[str, object], points: Sequence[Point]
) -> list[Suggestion]:
    found = model.suggest_many([point.text for point in points], [point.source for point in points], _MOST)
    return [
        Suggestion(
            council_id=kept.council_id,
            point_id=point.pk,
            theme_id=themes[suggestion.theme],
            score=suggestion.score,
            why=[[word.start, word.end, round(float(word.weight), 3)] for word in suggestion.why],
            model=kept.name,
            rests_on=model.confirmed(suggestion.theme),
        )
        for point, suggestions in zip(points, found, strict=True)
        for suggestion in suggestions
    ]
