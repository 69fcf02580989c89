"""Commands for emerging topics: make one a theme, add it to a theme, dismiss it, or restore it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.feedback.models import Point
from goldthread.themes.codebook.models import Theme
from goldthread.themes.codebook.versions import lock_codebook, save_new_theme
from goldthread.themes.coding.coding_decisions import lock_points, save_decisions
from goldthread.themes.coding.models import Coding
from goldthread.themes.emerging import jobs
from goldthread.themes.emerging.models import EmergingTopic

State = EmergingTopic.State


@command("themes.edit")
def make_theme(
    *,
    by: Person,
    topic: EmergingTopic,
    points: Sequence[Point],
    slug: str = "",
    name: str,
    group: str,
    what_it_is: str,
    what_it_is_not: str = "",
    examples: Sequence[str] = (),
    reason: str,
) -> Theme:
    """Make a topic a theme: its points are coded to it as this person's decision, so its past counts at once.

    points: those that the person says belong to it; the others wait as they did. Whatever else a point was coded
    to meanwhile stays. group: the group of the theme list.
    """
    lock_codebook(by)
    _check_open(by, topic, points, reason)
    theme = Theme(
        slug=slug,
        name=name,
        group=group,
        what_it_is=what_it_is,
        what_it_is_not=what_it_is_not,
        examples=list(examples),
    )
    # No command inside a command: one act has one line in the audit log, and the log is locked last of all, as it
    # is for somebody who codes a point meanwhile.
    save_new_theme(by, theme, reason)
    _code(by, points, theme)
    _decide(by, topic, State.NAMED, reason, theme)
    return theme


@command("themes.edit")
def add_to_theme(
    *, by: Person, topic: EmergingTopic, points: Sequence[Point], theme: Theme, reason: str
) -> EmergingTopic:
    """Add a topic to an existing theme: its points are coded to it as this person's decision."""
    check_scope(by, theme)
    _check_open(by, topic, points, reason)
    if theme.state != Theme.State.ACTIVE:
        raise Refused(f"{theme.name} is no longer active. Choose another theme.")
    _code(by, points, theme)
    return _decide(by, topic, State.JOINED, reason, theme)


@command("themes.edit")
def dismiss(*, by: Person, topic: EmergingTopic, reason: str) -> EmergingTopic:
    """Dismiss a topic: nothing is coded, and its points are not put in front of anyone as new again."""
    check_scope(by, topic)
    if topic.state != State.OPEN:
        raise Refused("Somebody has already decided about this topic.")
    if not reason.strip():
        raise Refused("Enter a reason.")
    return _decide(by, topic, State.DISMISSED, reason, None)


@command("themes.edit")
def restore(*, by: Person, topic: EmergingTopic) -> EmergingTopic:
    """Restore a dismissed topic to the list."""
    check_scope(by, topic)
    if topic.state != State.DISMISSED:
        raise Refused("Only a dismissed topic can be restored.")
    return _decide(by, topic, State.OPEN, "", None)


@command("themes.edit")
def find_topics(*, by: Person) -> None:
    """Ask for a run of topic detection now, without waiting for the night."""
    jobs.request_topics(by)


def _check_open(by: Person, topic: EmergingTopic, points: Sequence[Point], reason: str) -> None:
    check_scope(by, topic, *points)
    if topic.state != State.OPEN:
        raise Refused("Somebody has already decided about this topic.")
    members = set(topic.members.values_list("point_id", flat=True))
    if not points or any(point.pk not in members for point in points):
        raise Refused("Select at least one issue of the topic.")
    if not reason.strip():
        raise Refused("Enter a reason.")


def _code(by: Person, points: Sequence[Point], theme: Theme) -> None:
    """Add a theme to points, whatever they were coded to meanwhile; nobody codes one between the two."""
    lock_points(points)
    current: dict[object, list[Theme]] = {}
    for coding in Coding.objects.filter(point__in=points, applies=True).select_related("theme"):
        current.setdefault(coding.point_id, []).append(coding.theme)
    save_decisions(by, [(point, [*current.get(point.pk, []), theme], None) for point in points])


def _decide(by: Person, topic: EmergingTopic, state: str, reason: str, theme: Theme | None) -> EmergingTopic:
    topic.state, topic.reason, topic.theme = state, privacy.hide(reason.strip()).text, theme
    topic.decided_by, topic.decided_at = by, timezone.now()
    topic.is_rising = topic.is_rising and state == State.OPEN
    topic.save(update_fields=["state", "reason", "theme", "decided_by", "decided_at", "is_rising"])
    return topic
