"""What stands around a statement's claims: themes of what people said, and passages of other councils' published reports."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from goldthread.council.kept import kept
from goldthread.council.models import Person
from goldthread.sector.models import PublishedPassage, PublishedReport
from goldthread.themes.codebook.models import Theme
from goldthread.themes.coding.models import Coding
from goldthread.themes.coding.quotes import may_read_feedback
from goldthread.themes.counting.queries import theme_rows
from goldthread.themes.counting.signals import find_signals

_MOST_THEMES, _MOST_PASSAGES = 4, 4


@dataclass(frozen=True)
class ThemeBehind:
    """A theme of the feedback behind some claims: how many of its issues are there, and its small chart of two years.

    issues: None for somebody who may not read feedback. spark: SVG, "" where none is drawn for this person.
    """

    theme: Theme
    issues: int | None
    spark: str


def themes_behind(person: Person, feedback: Iterable[uuid.UUID], today: datetime.date) -> list[ThemeBehind]:
    """Return the themes that most issues of some feedback have, the most first; [] for whoever may not see themes."""
    keys = list(feedback)
    if not keys or not person.may("themes.read"):
        return []
    codings = Coding.objects.filter(
        council_id=person.council_id, applies=True, point__origin="feedback", point__origin_id__in=keys
    )
    counted = dict(
        codings.order_by()
        .values_list("theme_id")
        .annotate(issues=Count("point_id", distinct=True))
        .order_by("-issues", "theme_id")[:_MOST_THEMES]
    )
    themes = Theme.objects.visible_to(person).in_bulk(counted)
    sparks = kept(person, "theme sparks", today, lambda: _sparks(person, today))
    shows = may_read_feedback(person)
    return [
        ThemeBehind(themes[pk], issues if shows else None, sparks.get(pk, ""))
        for pk, issues in counted.items()
        if pk in themes
    ]


def _sparks(person: Person, today: datetime.date) -> dict[uuid.UUID, str]:
    groups = theme_rows(person, today=today, signals=find_signals(person, today=today))
    return {row.theme.pk: row.spark for rows in groups.values() for row in rows}


def passages_on(person: Person, statement: str) -> Sequence[Any]:
    """Return what other councils' confirmed reports say on a statement, strengths and changes first; newest reports first."""
    if not person.may("sector.read"):
        return []
    reports = PublishedReport.objects.visible_to(person).on_shelf().filter(statement=statement, is_own=False)
    passages = PublishedPassage.objects.filter(
        council_id=person.council_id, report__in=reports, tells__in=("strength", "change")
    )
    return passages.select_related("report").order_by("-report__number", "position")[:_MOST_PASSAGES]
