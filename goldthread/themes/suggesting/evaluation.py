"""Evaluation of the suggestion model on double-coded points: what the coding accuracy page shows."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Max, Q

from goldthread.analysis.figures import FiguresError
from goldthread.analysis.theming.model_card import FEWEST, ModelCard, model_card
from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.coding_decisions import coding_settings
from goldthread.themes.coding.models import Coding, DoubleCoding
from goldthread.themes.suggesting import model_store, training_data
from goldthread.themes.suggesting.models import MODEL_BYTES, ThemeModel

# The newest points coded twice; more would make the page slow and change the figures little.
MOST = 2_000
_COMPLETE = (DoubleCoding.State.AGREED, DoubleCoding.State.ADJUDICATED, DoubleCoding.State.DIFFER)


@dataclass(frozen=True)
class Evaluation:
    """A model with its model card, or the reason that it has none yet and how many points would make one.

    to_code: about how many points must be coded from the queue for `needed` more to be coded twice.
    """

    model: ThemeModel | None
    model_card: ModelCard | None
    why_not: str
    coded_twice: int
    agreed: int
    needed: int
    to_code: int


def evaluate(person: Person) -> Evaluation:
    """Return the evaluation of the council's newest model.

    Its points are kept out of training, so that the model is never tested on what it was trained on.
    """
    council_id = person.council_id
    complete = DoubleCoding.objects.filter(
        council_id=council_id, state__in=_COMPLETE, point__withdrawn_on=None
    )
    totals = complete.aggregate(
        count=Count("pk"),
        agreed=Count("pk", filter=Q(state=DoubleCoding.State.AGREED)),
        second=Max("second__at"),
        adjudication=Max("adjudication__at"),
    )
    model = model_store.newest(council_id)
    needed = max(0, FEWEST - totals["count"])
    card, why_not = None, ""
    if model is None:
        why_not = "No suggestions have been made yet. They start when feedback has been added."
    elif needed == 0:
        cache_key = (*totals.values(), training_data.codebook_number(council_id))
        card, why_not = _model_card(council_id, model.pk, cache_key)
    return Evaluation(
        model=model,
        model_card=card,
        why_not=why_not,
        coded_twice=totals["count"],
        agreed=totals["agreed"],
        needed=needed,
        to_code=needed * coding_settings(council_id).double_code_one_in,
    )


@lru_cache(maxsize=8)
def _model_card(
    council_id: uuid.UUID, model_id: uuid.UUID, cache_key: tuple[object, ...]
) -> tuple[ModelCard | None, str]:
    """Return a model card, or why there is none; `cache_key` changes when what it is based on does."""
    doubles = list(
        DoubleCoding.objects.filter(council_id=council_id, state__in=_COMPLETE, point__withdrawn_on=None)
        .select_related("first", "second", "point")
        .order_by("-id")[:MOST]
    )
    current = current_themes(council_id)
    model = model_store.load(ThemeModel.objects.defer(*MODEL_BYTES).get(pk=model_id))
    points = [double.point for double in doubles]
    suggested = model.suggest_many([point.text for point in points], [point.source for point in points])
    try:
        return (
            model_card(
                sorted(set(current.values())),
                [as_current(double.first.themes, current) for double in doubles],
                [as_current(double.second.themes, current) for double in doubles],
                [as_current([one.theme for one in of_point], current) for of_point in suggested],
                _final_codings(points, current),
            ),
            "",
        )
    except FiguresError as error:
        return None, str(error)


def current_themes(council_id: uuid.UUID) -> dict[str, str]:
    """Return for each theme, by its short name, the active theme that its points now come under.

    A theme that was merged leads to its successor, over several merges; one that was split leads nowhere.
    """
    rows = Theme.objects.filter(council_id=council_id).values_list("slug", "merged_into__slug", "state")
    merged_into = {slug: into for slug, into, _ in rows}
    active = {slug for slug, _, state in rows if state == Theme.State.ACTIVE}
    current = {}
    for slug in merged_into:
        last: str | None = slug
        for _ in merged_into:
            if last is None or last in active:
                break
            last = merged_into[last]
        if last in active:
            current[slug] = last
    return current


def as_current(slugs: Sequence[str], current: Mapping[str, str]) -> frozenset[str]:
    """Return themes by the short names of their current themes."""
    return frozenset(current[slug] for slug in slugs if slug in current)


def _final_codings(points: Sequence[Point], current: Mapping[str, str]) -> list[frozenset[str]]:
    """Return the themes that apply to each point: agreed, adjudicated, else those of the first coder."""
    applying: dict[uuid.UUID, list[str]] = {}
    rows = Coding.objects.filter(point__in=points, applies=True).values_list("point_id", "theme__slug")
    for point_id, slug in rows:
        applying.setdefault(point_id, []).append(slug)
    return [as_current(applying.get(point.pk, ()), current) for point in points]
