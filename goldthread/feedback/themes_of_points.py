"""Themes as this room knows them: by name only, through the codings of its points, which stand in a room above."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Count, QuerySet

from goldthread.council.models import Person
from goldthread.feedback.models import Feedback, Point


def _codings() -> QuerySet:
    return Point._meta.get_field("codings").related_model._default_manager.filter(applies=True)


def theme_choices(person: Person) -> list[tuple[str, str]]:
    """Return the themes in use by slug and name, in the order of their names; none for who may not see themes."""
    if not person.may("themes.read"):
        return []
    themes = _codings().model._meta.get_field("theme").related_model._default_manager.visible_to(person)
    return [*themes.filter(state="active").order_by("name").values_list("slug", "name")]


def with_theme(person: Person, feedback: QuerySet[Feedback], slug: str) -> QuerySet[Feedback]:
    """Return the feedback of which an issue was coded to a theme by a person; a suggestion is none."""
    coded = _codings().filter(council=person.council_id, theme__slug=slug, point__withdrawn_on=None)
    return feedback.filter(pk__in=coded.values("point__feedback"))


def theme_name(council_id: uuid.UUID, slug: str) -> str:
    """Return the name of a theme in use by its slug; "" where there is none."""
    themes = _codings().model._meta.get_field("theme").related_model._default_manager
    active = themes.filter(council=council_id, slug=slug, state="active")
    return active.values_list("name", flat=True).first() or ""


def slugs_by_feedback(feedback: QuerySet[Feedback]) -> dict[uuid.UUID, set[str]]:
    """Return the slugs of the themes that people gave each piece; a suggestion is none."""
    slugs: dict[uuid.UUID, set[str]] = {}
    rows = _codings().filter(point__feedback__in=feedback, point__withdrawn_on=None)
    for key, slug in rows.values_list("point__feedback", "theme__slug"):
        slugs.setdefault(key, set()).add(slug)
    return slugs


def names_by_point(points: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Return the names of the themes that people gave each point, in their order; a suggestion is none."""
    names: dict[uuid.UUID, list[str]] = {}
    rows = _codings().filter(point__in=[*points]).order_by("theme__name")
    for point, name in rows.values_list("point", "theme__name"):
        names.setdefault(point, []).append(name)
    return names


def names_by_feedback(feedback: Iterable[Feedback]) -> dict[uuid.UUID, list[str]]:
    """Return the names of the themes of each piece, each once, in their order."""
    names: dict[uuid.UUID, list[str]] = {}
    rows = (
        _codings().filter(point__feedback__in=[*feedback], point__withdrawn_on=None).order_by("theme__name")
    )
    for piece, name in rows.values_list("point__feedback", "theme__name").distinct():
        names.setdefault(piece, []).append(name)
    return names


def most_given(feedback: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Return the names of the themes of each piece: first what most of its issues have, then by name."""
    names: dict[uuid.UUID, list[str]] = {}
    rows = (
        _codings()
        .filter(point__feedback__in=[*feedback], point__withdrawn_on=None)
        .values_list("point__feedback", "theme__name")
        .annotate(given=Count("pk"))
        .order_by("-given", "theme__name")
    )
    for piece, name, _ in rows:
        names.setdefault(piece, []).append(name)
    return names
