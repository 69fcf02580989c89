"""Automatic suggestions of themes and sentiment for points, with the matched words; a person decides."""

from __future__ import annotations

import json
import math
import uuid
from collections import Counter
from collections.abc import Sequence

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from goldthread.analysis.theming import Suggestion as ModelSuggestion
from goldthread.analysis.theming import ThemeSuggester
from goldthread.council.database import tenant
from goldthread.council.models import Council, Person
from goldthread.council.records import bulk
from goldthread.feedback.labels import reads_themes
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import PointReading, Suggestion
from goldthread.themes.suggesting import model_store, training
from goldthread.themes.suggesting.batches import BATCH_SIZE, in_batches
from goldthread.themes.suggesting.models import ThemeModel

_MOST = 3
# With so many coded points, a theme counts as half as rare as one that has none.
RARE_BELOW = 20
_ON_CONFLICT = (
    "ON CONFLICT (point_id, theme_id, model) DO UPDATE SET score = EXCLUDED.score, spans = EXCLUDED.spans"
)
# A second coding or adjudication stays before all that wait for their first.
_SAVE_READINGS = """
UPDATE goldthread_pointreading AS reading
SET model = %s, confidence = new.confidence, rank = new.rank + CASE WHEN reading.stage > 1 THEN 1 ELSE 0 END,
    tone = new.tone, tone_spans = new.tone_spans
FROM unnest(%s::uuid[], %s::float8[], %s::float8[], %s::smallint[], %s::jsonb[])
    AS new (id, confidence, rank, tone, tone_spans)
WHERE reading.id = new.id
"""


def suggest_waiting(council: Council, *, again: int = 0, most: float = math.inf) -> int:
    """Suggest themes for every waiting point that no model has read, and return how many were read.

    again: how many points that an earlier model read are read again, those first that come next in the queue.
    Run again, it has nothing left to do; `most` as in `in_batches`.
    """
    record = training.train_if_due(council)
    if record is None:
        return 0
    with tenant.inside(council.pk):
        model = model_store.load(record)
        themes = theme_ids(council, model)
        done = ["", record.name, *model_store.fine_tuned_names(record)]
        stale = waiting(council).exclude(model__in=done).order_by("-rank", "-id")
        next_in_queue = list(stale.values_list("pk", flat=True)[:again])

    def read(batch: list[uuid.UUID]) -> None:
        read_batch(record, record.name, model, themes, batch)

    batches = (
        next_in_queue[start : start + BATCH_SIZE] for start in range(0, len(next_in_queue), BATCH_SIZE)
    )
    read_again = sum(in_batches(council, stale.filter(pk__in=batch), read) for batch in batches)
    return read_again + in_batches(council, unread(council).order_by("id"), read, most=most)


@reads_themes
def likely_themes(person: Person, texts: Sequence[str], source: str) -> list[str]:
    """Return the names of the themes that texts are likely about, those of most of them first; nothing is saved."""
    record = model_store.newest(person.council_id) if person.may("themes.read") else None
    if record is None:
        return []
    suggested = model_store.load(record).suggest_many(texts, [source] * len(texts), _MOST)
    counts = Counter(one.theme for of_text in suggested for one in of_text)
    active = Theme.objects.filter(council=person.council_id, slug__in=counts, state=Theme.State.ACTIVE)
    names = dict(active.values_list("slug", "name"))
    return [names[slug] for slug, _ in counts.most_common() if slug in names]


def unread(council: Council) -> QuerySet[PointReading]:
    """Return the waiting points that no model has read."""
    return waiting(council).filter(model="")


def waiting(council: Council) -> QuerySet[PointReading]:
    """Return the points that are still to be coded, without those that are locked or withdrawn."""
    readings = PointReading.objects.filter(council=council, waiting=True)
    return readings.filter(point__is_locked=False, point__withdrawn_on=None)


def theme_ids(council: Council, model: ThemeSuggester) -> dict[str, object]:
    """Return the keys of a model's themes by their short names."""
    return dict(Theme.objects.filter(council=council, slug__in=model.themes).values_list("slug", "pk"))


def read_batch(
    record: ThemeModel, name: str, model: ThemeSuggester, themes: dict[str, object], batch: list[uuid.UUID]
) -> None:
    """Read some points and save the suggestions for each, its sentiment, and its rank in the queue."""
    points = list(Point.objects.filter(pk__in=batch).order_by("id"))
    texts, questions = [point.text for point in points], [point.source for point in points]
    suggested, probabilities = model.read(texts, questions, _MOST)
    confirmed = [model.confirmed(slug) for slug in model.themes]
    tones = model_store.load_tone(record).suggest_many(texts, questions)
    bulk.insert(_suggestions(record, name, model, themes, points, suggested), on_conflict=_ON_CONFLICT)
    with connection.cursor() as cursor:
        cursor.execute(
            _SAVE_READINGS,
            [
                name,
                [point.pk for point in points],
                probabilities.max(axis=1, initial=0).tolist(),
                usefulness(probabilities, confirmed).tolist(),
                [one.tone if one else None for one in tones],
                [json.dumps([[word.start, word.end] for word in one.why] if one else []) for one in tones],
            ],
        )


def _suggestions(
    record: ThemeModel,
    name: str,
    model: ThemeSuggester,
    themes: dict[str, object],
    points: Sequence[Point],
    suggested: Sequence[Sequence[ModelSuggestion]],
) -> list[Suggestion]:
    return [
        Suggestion(
            council_id=record.council_id,
            point_id=point.pk,
            theme_id=themes[one.theme],
            score=one.score,
            spans=[[word.start, word.end, round(float(word.weight), 3)] for word in one.why],
            model=name,
            based_on=model.confirmed(one.theme),
        )
        for point, of_point in zip(points, suggested, strict=True)
        for one in of_point
    ]


def usefulness(probabilities: np.ndarray, confirmed: Sequence[int]) -> np.ndarray:
    """Return how much it would help to have each text coded, (texts,), 0 to 1.

    probabilities: (texts, themes). Most where a theme's odds are even, and of such themes for the one with the
    fewest coded points: what is coded next should chase the rare themes.
    """
    if not probabilities.size:
        return np.zeros(len(probabilities))
    rare = RARE_BELOW / (RARE_BELOW + np.asarray(confirmed, dtype=float))
    return (4 * probabilities * (1 - probabilities) * (0.5 + 0.5 * rare)).max(axis=1)
