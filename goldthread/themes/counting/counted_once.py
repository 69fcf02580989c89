"""What one count of a theme stands for: a campaign, or a letter sent twice, is one issue however many pieces it has."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from goldthread.feedback.duplicates.models import DuplicateGroup
from goldthread.themes.coding.models import Coding

# A group counts once in each of these, as `counts.recount` counts it.
_ONCE_IN = ("group", "theme", "month", "source", "team", "speaker")


@dataclass(frozen=True)
class StandsFor:
    """The group whose pieces one row of a theme's issues stands for, and how many of its issues are meant."""

    group: DuplicateGroup
    count: int

    @property
    def text(self) -> str:
        """Return it in words."""
        if self.group.kind == DuplicateGroup.Kind.CAMPAIGN:
            return f"Campaign: {self.group}, {self.count} pieces counted once"
        return f"Sent {self.count} times, counted once"


def _grouped(codings: QuerySet[Coding]) -> QuerySet[Coding]:
    """Return the codings whose feedback is in a group that counts once, each with its group."""
    kinds = (DuplicateGroup.Kind.REPEAT, DuplicateGroup.Kind.CAMPAIGN)
    grouped = (
        codings.select_related(None).order_by().filter(point__feedback__duplicate__group__kind__in=kinds)
    )
    return grouped.annotate(group=F("point__feedback__duplicate__group"))


def has_groups(codings: QuerySet[Coding]) -> bool:
    """Return whether any of the codings is of a piece in a group that counts once."""
    return _grouped(codings).exists()


def of_group(codings: QuerySet[Coding], group: uuid.UUID) -> QuerySet[Coding]:
    """Return the codings of a group's pieces, one by one."""
    return codings.filter(pk__in=_grouped(codings).filter(group=group).values("pk"))


def counted_once(codings: QuerySet[Coding]) -> QuerySet[Coding]:
    """Leave one coding of each group wherever the group counts once, so that there are as many as the counts say."""
    place = Window(RowNumber(), partition_by=[F(name) for name in _ONCE_IN], order_by="pk")
    more = _grouped(codings).annotate(place=place).filter(place__gt=1)
    return codings.exclude(pk__in=more.values("pk"))


def stands_for(codings: QuerySet[Coding], rows: Sequence[Coding]) -> dict[uuid.UUID, StandsFor]:
    """Return for each of these rows that stands for a group which, and for how many of all the codings."""
    shown = Coding.objects.filter(pk__in=[row.pk for row in rows])
    of_row = dict(_grouped(shown).values_list("pk", "group"))
    if not of_row:
        return {}
    groups = DuplicateGroup.objects.in_bulk({*of_row.values()})
    counted = _grouped(codings).filter(group__in=groups).values_list(*_ONCE_IN).annotate(count=Count("pk"))
    counts = {tuple(key): count for *key, count in counted}
    groups_by_row = {}
    for row in rows:
        if (group := of_row.get(row.pk)) is not None:
            key = (group, row.theme_id, row.month, row.source, row.team_id, row.speaker)
            groups_by_row[row.pk] = StandsFor(groups[group], counts.get(key, 1))
    return {pk: one for pk, one in groups_by_row.items() if one.count > 1}
