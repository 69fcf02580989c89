"""Coding points, and changing the codebook with its history kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import CodebookVersion, Theme
from goldthread.themes.codebook.versions import hold, keep_theme, keep_version, name_free
from goldthread.themes.coding.coding_decisions import tell_search
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting.counts import recount


@command("themes.edit")
def begin_codebook(*, by: Person, themes: Sequence[dict[str, Any]], change: str) -> CodebookVersion:
    """Begin a council's codebook from a list of themes; it is theirs to change from then on."""
    hold(by)
    if Theme.objects.filter(council=by.council).exists():
        raise Refused("This council has a codebook already. Change its themes one at a time.")
    Theme.objects.bulk_create(
        Theme(council=by.council, position=position, **theme) for position, theme in enumerate(themes)
    )
    return keep_version(by, change)


@command("themes.edit")
def add_theme(
    *,
    by: Person,
    slug: str = "",
    name: str,
    group: str,
    what_it_is: str,
    what_it_is_not: str = "",
    examples: Sequence[str] = (),
    split_from: Theme | None = None,
    reason: str = "",
) -> Theme:
    """Add a theme to the codebook, or split one off from another; its short name is made, unless one is given."""
    check_scope(by, split_from)
    hold(by, split_from)
    theme = Theme(
        slug=slug,
        name=name,
        group=group,
        what_it_is=what_it_is,
        what_it_is_not=what_it_is_not,
        examples=list(examples),
        split_from=split_from,
    )
    return keep_theme(by, theme, reason)


@command("themes.edit")
def edit_theme(
    *,
    by: Person,
    theme: Theme,
    name: str,
    group: str,
    what_it_is: str,
    what_it_is_not: str,
    examples: Sequence[str],
    reason: str,
) -> Theme:
    """Change how a theme is named or described; its codings stay."""
    check_scope(by, theme)
    hold(by, theme)
    if not reason.strip():
        raise Refused("Say why it is changed. Whoever reads last year's numbers will want to know.")
    name = name_free(by, name, besides=theme)
    theme.name, theme.group, theme.what_it_is = name, group, what_it_is
    theme.what_it_is_not, theme.examples = what_it_is_not, list(examples)
    theme.save(update_fields=["name", "group", "what_it_is", "what_it_is_not", "examples"])
    keep_version(by, f"{name} changed", reason)
    return theme


@command("themes.edit")
def merge_themes(*, by: Person, theme: Theme, into: Theme, reason: str) -> Theme:
    """Merge one theme into another: its codings go along and keep the theme that they first had."""
    check_scope(by, theme, into)
    hold(by, theme, into)
    if theme == into:
        raise Refused("Choose another theme to merge into.")
    if theme.state != Theme.State.ACTIVE or into.state != Theme.State.ACTIVE:
        raise Refused("Only themes in use can be merged.")
    if not reason.strip():
        raise Refused("Say why they are merged. Whoever reads last year's numbers will want to know.")
    _move(by, Coding.objects.filter(theme=theme), theme, into)
    theme.state, theme.merged_into = Theme.State.MERGED, into
    theme.save(update_fields=["state", "merged_into"])
    keep_version(by, f"{theme.name} merged into {into.name}", reason)
    return into


@command("themes.edit")
def split_theme(*, by: Person, theme: Theme, into: Sequence[Theme], reason: str) -> Theme:
    """Close a theme in favour of several; its codings stay where they are until people move them."""
    check_scope(by, theme, *into)
    hold(by, theme, *into)
    if len(into) < 2:
        raise Refused("Choose the two themes or more that it is split into.")
    if theme in into:
        raise Refused("A theme cannot be split into itself. Add a theme for what stays.")
    if theme.state != Theme.State.ACTIVE or any(part.state != Theme.State.ACTIVE for part in into):
        raise Refused("Only themes in use can be split, and only into themes in use.")
    if not reason.strip():
        raise Refused("Say why it is split. Whoever reads last year's numbers will want to know.")
    theme.state = Theme.State.SPLIT
    theme.save(update_fields=["state"])
    Theme.objects.filter(pk__in=[part.pk for part in into]).update(split_from=theme)
    names = " and ".join(part.name for part in into)
    keep_version(by, f"{theme.name} split into {names}", reason)
    return theme


@command("themes.edit")
def move_codings(
    *, by: Person, points: Sequence[Point], from_theme: Theme, to_theme: Theme, reason: str
) -> Theme:
    """Move points from one theme to another after a split; each keeps the theme that it first had."""
    check_scope(by, from_theme, to_theme, *points)
    hold(by, from_theme, to_theme)
    if from_theme == to_theme:
        raise Refused("Choose another theme to move them to.")
    if to_theme.state != Theme.State.ACTIVE:
        raise Refused(f"{to_theme.name} is no longer in use. Choose another theme.")
    if not reason.strip():
        raise Refused("Say why they are moved. Whoever reads last year's numbers will want to know.")
    moved = _move(by, Coding.objects.filter(theme=from_theme, point__in=points), from_theme, to_theme)
    if not moved:
        raise Refused("Choose at least one point to move.")
    # Not how many: whoever sees totals only reads this too, and one or two could point at somebody.
    keep_version(by, f"Points moved from {from_theme.name} to {to_theme.name}", reason)
    return to_theme


def _move(by: Person, codings: QuerySet[Coding], from_theme: Theme, to_theme: Theme) -> int:
    """Move the codings that stand to another theme, count both again, and return how many there were.

    Each keeps the theme that it first had. A point that has the other theme already keeps that coding; where
    somebody had said no to the other theme, the one that stands takes its place. What was refused stays
    where it was refused.
    """
    standing = codings.filter(stands=True)
    points = list(standing.values_list("point_id", flat=True))
    months = set(standing.values_list("month", flat=True))
    there = Coding.objects.filter(theme=to_theme, point__in=points)
    there.filter(stands=False).delete()
    standing.filter(point__in=there.values("point_id")).delete()
    # Made now, as it stands now: what counted the first theme before can tell that it was moved since.
    standing.update(
        first_theme=Coalesce("first_theme", Value(from_theme.pk)), theme=to_theme, created_at=timezone.now()
    )
    recount(by.council_id, [(theme.pk, month) for theme in (from_theme, to_theme) for month in months])
    tell_search(by.council_id, points)
    return len(points)
