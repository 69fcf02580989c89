"""How well the machine and people agree, on points that two people coded apart: what the model's card shows."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Max, Q

from goldthread.analysis.figures import FiguresError
from goldthread.analysis.theming.model_card import FEWEST, Card, card
from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.coding_decisions import setting_of
from goldthread.themes.coding.models import Coding, SecondLook
from goldthread.themes.suggesting import modelling
from goldthread.themes.suggesting.models import BYTES, ThemeModel

# The newest points coded twice; more would make the page slow and change the figures little.
MOST = 2_000
_COUNTED = (SecondLook.State.AGREED, SecondLook.State.SETTLED, SecondLook.State.DIFFER)


@dataclass(frozen=True)
class Judged:
    """A model with its card, or the reason that it has none yet and how many points would make one."""

    model: ThemeModel | None
    card: Card | None
    why_not: str
    coded_twice: int
    agreed: int
    needed: int
    at_the_desk: int


def judged(person: Person) -> Judged:
    """Return what can be said of the council's newest model.

    Its points are kept apart from learning, so that the machine is never marked on its own lessons.
    """
    council_id = person.council_id
    looks = SecondLook.objects.filter(council_id=council_id, state__in=_COUNTED)
    told = looks.aggregate(
        count=Count("pk"),
        agreed=Count("pk", filter=Q(state=SecondLook.State.AGREED)),
        second=Max("second__at"),
        third=Max("third__at"),
    )
    kept = modelling.newest(council_id)
    needed = max(0, FEWEST - told["count"])
    card_, why_not = None, ""
    if kept is None:
        why_not = "The machine has learned nothing yet. It does when feedback has come in."
    elif needed == 0:
        mark = (*told.values(), modelling.codebook_number(council_id))
        card_, why_not = _card(council_id, kept.pk, mark)
    return Judged(
        model=kept,
        card=card_,
        why_not=why_not,
        coded_twice=told["count"],
        agreed=told["agreed"],
        needed=needed,
        at_the_desk=needed * setting_of(council_id).twice,
    )


@lru_cache(maxsize=8)
def _card(council_id: uuid.UUID, model_id: uuid.UUID, mark: tuple[object, ...]) -> tuple[Card | None, str]:
    """Work a card out; `mark` changes when what it rests on does."""
    looks = list(
        SecondLook.objects.filter(council_id=council_id, state__in=_COUNTED)
        .select_related("first", "second", "point")
        .order_by("-id")[:MOST]
    )
    now = successors(council_id)
    model = modelling.loaded(ThemeModel.objects.defer(*BYTES).get(pk=model_id))
    points = [look.point for look in looks]
    suggested = model.suggest_many([point.text for point in points], [point.source for point in points])
    try:
        return (
            card(
                sorted(set(now.values())),
                [as_now(look.first.themes, now) for look in looks],
                [as_now(look.second.themes, now) for look in looks],
                [as_now([one.theme for one in found], now) for found in suggested],
                _standing(points, now),
            ),
            "",
        )
    except FiguresError as error:
        return None, str(error)


def successors(council_id: uuid.UUID) -> dict[str, str]:
    """Return for each theme, by its short name, the theme in use that its points now come under.

    A theme that was merged leads to its successor, over several merges; one that was split leads nowhere.
    """
    rows = Theme.objects.filter(council_id=council_id).values_list("slug", "merged_into__slug", "state")
    after = {slug: into for slug, into, _ in rows}
    in_use = {slug for slug, _, state in rows if state == Theme.State.ACTIVE}
    found = {}
    for slug in after:
        last: str | None = slug
        for _ in after:
            if last is None or last in in_use:
                break
            last = after[last]
        if last in in_use:
            found[slug] = last
    return found


def as_now(slugs: Sequence[str], now: Mapping[str, str]) -> frozenset[str]:
    """Return themes as they are called now."""
    return frozenset(now[slug] for slug in slugs if slug in now)


def _standing(points: Sequence[Point], now: Mapping[str, str]) -> list[frozenset[str]]:
    """Return what stands for each point: what both said, what a third look settled, else what the first said."""
    standing: dict[uuid.UUID, list[str]] = {}
    rows = Coding.objects.filter(point__in=points, stands=True).values_list("point_id", "theme__slug")
    for point_id, slug in rows:
        standing.setdefault(point_id, []).append(slug)
    return [as_now(standing.get(point.pk, ()), now) for point in points]
