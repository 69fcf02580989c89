"""Commands that change the codebook: create it, add, edit, merge and split themes, and move codings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import saving
from goldthread.feedback.labels import label_again
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import CodebookVersion, Theme
from goldthread.themes.codebook.versions import check_name, lock_codebook, save_new_theme, save_version
from goldthread.themes.coding.coding_decisions import update_search
from goldthread.themes.coding.models import Coding
from goldthread.themes.counting.counts import recount


@command("themes.edit")
def begin_codebook(*, by: Person, themes: Sequence[dict[str, Any]], change: str) -> CodebookVersion:
    """Create a council's codebook from a list of themes; it is theirs to change from then on."""
    lock_codebook(by)
    if Theme.objects.filter(council=by.council).exists():
        raise Refused("This council already has a theme list. Edit its themes one at a time.")
    Theme.objects.bulk_create(
        Theme(council=by.council, position=position, **theme) for position, theme in enumerate(themes)
    )
    return save_version(by, change)


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
    """Add a theme to the codebook, or split one off from another; its short name is made from its name, unless one is given."""
    check_scope(by, split_from)
    lock_codebook(by, split_from)
    theme = Theme(
        slug=slug,
        name=name,
        group=group,
        what_it_is=what_it_is,
        what_it_is_not=what_it_is_not,
        examples=list(examples),
        split_from=split_from,
    )
    return save_new_theme(by, theme, reason)


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
    version: int | None = None,
) -> Theme:
    """Change a theme's name or definition; its codings stay."""
    lock_codebook(by, theme)
    if not reason.strip():
        raise Refused("Enter a reason for the change.")
    name, before = check_name(by, name, besides=theme), theme.name
    saving.change(
        theme,
        version=version,
        name=name,
        group=group,
        what_it_is=what_it_is,
        what_it_is_not=what_it_is_not,
        examples=list(examples),
    )
    if name != before:
        labelled = Coding.objects.filter(theme=theme, applies=True, point__feedback__isnull=False)
        label_again(by.council_id, labelled.values_list("point__feedback", flat=True).distinct())
    save_version(by, f"{name} changed", reason)
    return theme


@command("themes.edit")
def merge_themes(*, by: Person, theme: Theme, into: Theme, reason: str) -> Theme:
    """Merge one theme into another: its codings move too, and each keeps its first theme."""
    check_scope(by, theme, into)
    lock_codebook(by, theme, into)
    if theme == into:
        raise Refused("Choose another theme to merge it into.")
    if theme.state != Theme.State.ACTIVE or into.state != Theme.State.ACTIVE:
        raise Refused("Only active themes can be merged.")
    if not reason.strip():
        raise Refused("Enter a reason for the merge.")
    _move_codings(by, Coding.objects.filter(theme=theme), theme, into)
    theme.state, theme.merged_into = Theme.State.MERGED, into
    theme.save(update_fields=["state", "merged_into"])
    save_version(by, f"{theme.name} merged into {into.name}", reason)
    return into


@command("themes.edit")
def split_theme(*, by: Person, theme: Theme, into: Sequence[Theme], reason: str) -> Theme:
    """Close a theme in favour of several; its codings stay until people move them."""
    check_scope(by, theme, *into)
    lock_codebook(by, theme, *into)
    if len(into) < 2:
        raise Refused("Select at least two themes to split it into.")
    if theme in into:
        raise Refused("A theme cannot be split into itself. Add a new theme for what stays.")
    if theme.state != Theme.State.ACTIVE or any(part.state != Theme.State.ACTIVE for part in into):
        raise Refused("Only active themes can be split, and only into active themes.")
    if not reason.strip():
        raise Refused("Enter a reason for the split.")
    theme.state = Theme.State.SPLIT
    theme.save(update_fields=["state"])
    Theme.objects.filter(pk__in=[part.pk for part in into]).update(split_from=theme)
    names = " and ".join(part.name for part in into)
    save_version(by, f"{theme.name} split into {names}", reason)
    return theme


@command("themes.edit")
def move_codings(
    *, by: Person, points: Sequence[Point], from_theme: Theme, to_theme: Theme, reason: str
) -> Theme:
    """Move points from one theme to another, such as after a split; each keeps its first theme."""
    check_scope(by, from_theme, to_theme, *points)
    lock_codebook(by, from_theme, to_theme)
    if from_theme == to_theme:
        raise Refused("Choose another theme to move the issues to.")
    if to_theme.state != Theme.State.ACTIVE:
        raise Refused(f"{to_theme.name} is no longer active. Choose another theme.")
    if not reason.strip():
        raise Refused("Enter a reason for the move.")
    moved = _move_codings(by, Coding.objects.filter(theme=from_theme, point__in=points), from_theme, to_theme)
    if not moved:
        raise Refused("Select at least one issue to move.")
    # Not how many: readers of totals see this too, and one or two could identify somebody.
    save_version(by, f"Issues moved from {from_theme.name} to {to_theme.name}", reason)
    return to_theme


def _move_codings(by: Person, codings: QuerySet[Coding], from_theme: Theme, to_theme: Theme) -> int:
    """Move the codings that apply to another theme, recount both, and return how many there were.

    Each keeps its first theme. A point that has the other theme already keeps that coding; where somebody had
    rejected the other theme, the one that applies takes its place. Rejections stay where they are.
    """
    applying = codings.filter(applies=True)
    points = list(applying.values_list("point_id", flat=True))
    months = set(applying.values_list("month", flat=True))
    existing = Coding.objects.filter(theme=to_theme, point__in=points)
    existing.filter(applies=False).delete()
    applying.filter(point__in=existing.values("point_id")).delete()
    # Given today's time: what counted the first theme before can tell that it was moved since.
    applying.update(
        first_theme=Coalesce("first_theme", Value(from_theme.pk)), theme=to_theme, created_at=timezone.now()
    )
    recount(by.council_id, [(theme.pk, month) for theme in (from_theme, to_theme) for month in months])
    update_search(by.council_id, points)
    return len(points)
