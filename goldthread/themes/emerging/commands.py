"""What a person does with a group: make it a theme, put it under one, set it aside, or take it up again."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.codebook.versions import hold, keep_theme
from goldthread.themes.coding.coding_decisions import decide, lock
from goldthread.themes.coding.models import Coding
from goldthread.themes.emerging import jobs
from goldthread.themes.emerging.models import PointGroup

State = PointGroup.State


@command("themes.edit")
def make_theme(
    *,
    by: Person,
    group: PointGroup,
    points: Sequence[Point],
    slug: str = "",
    name: str,
    theme_group: str,
    what_it_is: str,
    what_it_is_not: str = "",
    examples: Sequence[str] = (),
    reason: str,
) -> Theme:
    """Make a group a theme: its points are coded to it as this person's decision, so its past stands at once.

    `points`: those that the person says belong to it; the others wait as they did. Whatever else a point had
    been given meanwhile stays.
    """
    hold(by)
    _open(by, group, points, reason, "Say why it is a theme of its own.")
    theme = Theme(
        slug=slug,
        name=name,
        group=theme_group,
        what_it_is=what_it_is,
        what_it_is_not=what_it_is_not,
        examples=list(examples),
    )
    # No command inside a command: one act has one line in the trail, and the trail is locked last of all, as it
    # is for somebody who codes a point meanwhile.
    keep_theme(by, theme, reason)
    _code(by, points, theme)
    _decide(by, group, State.NAMED, reason, theme)
    return theme


@command("themes.edit")
def put_under(
    *, by: Person, group: PointGroup, points: Sequence[Point], theme: Theme, reason: str
) -> PointGroup:
    """Say that a group is about a theme there is: its points are coded to it as this person's decision."""
    check_scope(by, theme)
    _open(by, group, points, reason, "Say why it belongs there.")
    if theme.state != Theme.State.ACTIVE:
        raise Refused(f"{theme.name} is no longer in use. Choose another theme.")
    _code(by, points, theme)
    return _decide(by, group, State.JOINED, reason, theme)


@command("themes.edit")
def set_aside(*, by: Person, group: PointGroup, reason: str) -> PointGroup:
    """Set a group aside: nothing is coded, and its voices are not put in front of anyone as new again."""
    check_scope(by, group)
    if group.state != State.OPEN:
        raise Refused("Somebody has decided about this group already.")
    if not reason.strip():
        raise Refused("Say why it is set aside. Whoever finds it again will want to know.")
    return _decide(by, group, State.ASIDE, reason, None)


@command("themes.edit")
def take_up_again(*, by: Person, group: PointGroup) -> PointGroup:
    """Take up a group that was set aside, so that it stands in the list again."""
    check_scope(by, group)
    if group.state != State.ASIDE:
        raise Refused("Only a group that was set aside can be taken up again.")
    return _decide(by, group, State.OPEN, "", None)


@command("themes.edit")
def look_again(*, by: Person) -> None:
    """Ask for a look at what no theme covers now, without waiting for the night."""
    jobs.ask(by)


def _open(by: Person, group: PointGroup, points: Sequence[Point], reason: str, ask: str) -> None:
    check_scope(by, group, *points)
    if group.state != State.OPEN:
        raise Refused("Somebody has decided about this group already.")
    members = set(group.members.values_list("point_id", flat=True))
    if not points or any(point.pk not in members for point in points):
        raise Refused("Choose at least one point of the group that belongs there.")
    if not reason.strip():
        raise Refused(f"{ask} Whoever reads last year's numbers will want to know.")


def _code(by: Person, points: Sequence[Point], theme: Theme) -> None:
    """Add a theme to points, whatever they have been given meanwhile; nobody codes one between the two."""
    lock(points)
    has: dict[object, list[Theme]] = {}
    for coding in Coding.objects.filter(point__in=points, stands=True).select_related("theme"):
        has.setdefault(coding.point_id, []).append(coding.theme)
    decide(by, [(point, [*has.get(point.pk, []), theme], None) for point in points])


def _decide(by: Person, group: PointGroup, state: str, reason: str, theme: Theme | None) -> PointGroup:
    group.state, group.reason, group.theme = state, privacy.hide(reason.strip()).text, theme
    group.decided_by, group.decided_at = by, timezone.now()
    group.surges = group.surges and state == State.OPEN
    group.save(update_fields=["state", "reason", "theme", "decided_by", "decided_at", "surges"])
    return group
