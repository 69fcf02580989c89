"""Whether the council shares a weakness that published reports name: answered from what its own records hold."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.urls import reverse

from goldthread.council.confirmations.models import Confirmation, Felt, Group
from goldthread.council.models import Person
from goldthread.council.records.aspects import Gap
from goldthread.council.records.spec import record_types, type_of
from goldthread.council.records.together import counts_of
from goldthread.dates import add_months, last_whole_month
from goldthread.standards.named_weaknesses import NamedWeakness, named_weaknesses
from goldthread.themes.codebook.models import Theme
from goldthread.themes.counting.models import ThemeMonth

_MONTHS = 12


@dataclass(frozen=True)
class Sign:
    """What of our records tells of a weakness: so many of something, and where they are; count is None for a page to look at."""

    text: str
    count: int | None
    href: str = ""


@dataclass(frozen=True)
class Shared:
    """A weakness of published reports beside our records: what tells of it here, and the claims that name it ourselves."""

    weakness: NamedWeakness
    signs: tuple[Sign, ...]

    @property
    def answer(self) -> str:
        """Return whether we share it, in a few words; of none that is counted nothing is said."""
        counted = [sign.count for sign in self.signs if sign.count is not None]
        if not counted:
            return "No count here tells"
        return "Yes, our records say so" if any(counted) else "Not in our records"

    @property
    def is_shared(self) -> bool:
        """Return whether something here tells of it."""
        return any(sign.count for sign in self.signs)


def shared_weaknesses(person: Person, today: datetime.date) -> list[Shared]:
    """Return each weakness that the published reports name with what our records tell of it."""
    entries = named_weaknesses()
    stated = _stated()
    wanted = [
        (kind, slug, stated[kind, slug])
        for entry in entries
        for kind, slug in entry.gaps
        if (kind, slug) in stated and person.may(type_of(kind).spec.permission)
    ]
    wanted = list({(kind, slug): each for each in wanted for kind, slug in [each[:2]]}.values())
    querysets = [
        gap.records(type_of(kind)._default_manager.visible_to(person), today) for kind, _, gap in wanted
    ]
    counts = dict(zip([(kind, slug) for kind, slug, _ in wanted], counts_of(querysets), strict=True))
    titles = {(kind, slug): gap.title for kind, slug, gap in wanted}
    issues = _issues(person, today, {slug for entry in entries for slug in entry.themes})
    denied = _denied(person, {group for entry in entries for group in entry.groups})
    may_open = person.may("thread.gaps")

    def signs(entry: NamedWeakness) -> Iterable[Sign]:
        for key in entry.gaps:
            if key in counts:
                at = f"{reverse('gaps')}?only={key[1]}" if may_open and counts[key] else ""
                yield Sign(titles[key], counts[key], at)
        for slug in entry.themes:
            if slug in issues:
                name, count, at = issues[slug]
                yield Sign(f"Negative issues in 12 months: {name}", count, at)
        for group in entry.groups:
            label = Group(group).label
            yield Sign(
                f"Changes of which {label.lower()} said last that they are not felt", denied.get(group, 0)
            )
        for kind in entry.looks:
            spec = type_of(kind).spec
            if person.may(spec.permission):
                yield Sign(spec.plural, None, reverse(spec.listing))

    return [Shared(entry, tuple(signs(entry))) for entry in entries]


def _stated() -> dict[tuple[str, str], Gap]:
    return {
        (gap.of or kind, gap.slug): gap for kind, model in record_types().items() for gap in model.spec.gaps
    }


def _issues(person: Person, today: datetime.date, slugs: set[str]) -> dict[str, tuple[str, int, str]]:
    """Return of each theme its name, its negative issues of twelve whole months, and its page."""
    if not person.may("feedback.read") or not person.may("themes.read"):
        return {}
    last = last_whole_month(today)
    first = add_months(last, 1 - _MONTHS)
    months = ThemeMonth.objects.filter(
        council_id=person.council_id, theme__slug__in=slugs, month__gte=first, month__lte=last
    )
    counted: dict[Any, int] = dict(months.values_list("theme_id").annotate(Sum("fault")))
    themes = Theme.objects.counted().filter(council_id=person.council_id, slug__in=slugs)
    return {
        each.slug: (each.name, counted.get(each.pk, 0), reverse(Theme.spec.page, args=[each.pk]))
        for each in themes
    }


def _denied(person: Person, groups: set[str]) -> dict[str, int]:
    rows = Confirmation.objects.visible_to(person).latest().filter(group__in=groups, felt=Felt.NOT_FELT)
    counted: dict[str, int] = {}
    for group in rows.values_list("group", flat=True):
        counted[group] = counted.get(group, 0) + 1
    return counted
