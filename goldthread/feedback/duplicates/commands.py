"""Duplicate decisions: group feedback that was sent twice or as a campaign, and undo it."""

from __future__ import annotations

from collections.abc import Sequence

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.council.records.points import points_changed
from goldthread.feedback.duplicates.models import DuplicateGroup, DuplicateMember
from goldthread.feedback.duplicates.queries import groups_version, may_read_all
from goldthread.feedback.models import Feedback, Point
from goldthread.feedback.redaction.case_names import known_people

NOT_ALL_READ = "Some of this feedback belongs to teams whose feedback you cannot read."


class DecidedMeanwhile(Refused):
    """Somebody decided about some of the feedback after the page was opened."""


@command("feedback.receive")
def group_duplicates(
    *, by: Person, feedback: Sequence[Feedback], kind: str, name: str = "", version: str = ""
) -> DuplicateGroup:
    """Group feedback as duplicates or a campaign, or mark it as not duplicates; counts follow.

    Where some are in a group of that kind already, the others join it, and a new name replaces its name.
    `version`: their groups when the page was opened, from `groups_version`; raises DecidedMeanwhile where they have
    changed since, unless the same was decided.
    """
    pieces = list(dict.fromkeys(feedback))
    if kind not in DuplicateGroup.Kind.values:
        raise Refused("Choose whether they are duplicates.")
    if len(pieces) < 2:
        raise Refused("Choose at least one other piece of feedback with the same text.")
    groups = _lock_groups(by, pieces)
    if version and version != groups_version(groups):
        if _same_decision(groups, pieces, kind, name):
            return groups[0]
        raise DecidedMeanwhile("Somebody has decided about them since you opened the page. Check them again.")
    if any(group.kind != kind for group in groups) or len(groups) > 1:
        raise Refused("Some of them are in another group. Undo that decision first.")
    if kind == DuplicateGroup.Kind.CAMPAIGN and not name.strip() and not groups:
        raise Refused("Enter a name for the campaign, such as what it asks for.", field="name")
    if groups:
        group = groups[0]
        _rename(by, group, name, pieces)
    else:
        group = DuplicateGroup.objects.create(
            council=by.council, kind=kind, name=_redacted_name(name, pieces), by=by
        )
    present = set(group.members.values_list("feedback_id", flat=True))
    DuplicateMember.objects.bulk_create(
        DuplicateMember(council=by.council, group=group, feedback=piece)
        for piece in pieces
        if piece.pk not in present
    )
    _recount(by, pieces)
    return group


def _lock_groups(by: Person, pieces: Sequence[Feedback]) -> list[DuplicateGroup]:
    """Lock feedback and its groups until the transaction ends; refuse what this person may not read.

    Feedback first and each in the order of its key, so that two decisions at once never deadlock.
    """
    readable = Feedback.objects.visible_to(by).filter(forgotten_on__isnull=True)
    keys = [piece.pk for piece in pieces]
    locked = readable.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk", flat=True)
    if set(keys) - set(locked):
        raise Refused("You can decide only about feedback that you can read.")
    groups = DuplicateGroup.objects.filter(
        pk__in=DuplicateMember.objects.filter(feedback__in=keys).values("group")
    )
    return list(groups.select_for_update().order_by("pk"))


def _same_decision(
    groups: Sequence[DuplicateGroup], pieces: Sequence[Feedback], kind: str, name: str
) -> bool:
    """Return whether the same was decided already, as by a button pressed twice."""
    if len(groups) != 1 or groups[0].kind != kind or groups[0].name != _redacted_name(name, pieces):
        return False
    return groups[0].members.filter(feedback__in=pieces).count() == len(pieces)


@command("feedback.receive")
def ungroup_duplicates(*, by: Person, group: DuplicateGroup, reason: str) -> list[Feedback]:
    """Undo a duplicate decision; each piece counts separately again."""
    if not reason.strip():
        raise Refused("Enter a reason.")
    # Whoever adds a piece at this moment waits, and then finds no group.
    if not DuplicateGroup.objects.select_for_update().filter(pk=group.pk).values_list("pk"):
        raise Refused("Somebody has undone this decision already.")
    if not may_read_all(by, group):
        raise Refused(f"{NOT_ALL_READ} Ask somebody who can read all of it to undo the decision.")
    pieces = list(Feedback.objects.filter(duplicate__group=group))
    group.delete()
    _recount(by, pieces)
    return pieces


def _rename(by: Person, group: DuplicateGroup, name: str, pieces: Sequence[Feedback]) -> None:
    """Rename a group, where a new name was given."""
    if name.strip() in ("", group.name):
        return
    if not may_read_all(by, group):
        raise Refused(f"{NOT_ALL_READ} Leave its name as it is: {group.name or 'none'}.", field="name")
    group.name = _redacted_name(name, [*Feedback.objects.filter(duplicate__group=group), *pieces])
    group.save(update_fields=["name"])


def _redacted_name(name: str, pieces: Sequence[Feedback]) -> str:
    """Return a group's name without the people named in its feedback."""
    redacted = name.strip()
    for piece in pieces if redacted else ():
        redacted = privacy.hide(redacted, known_people(piece)).text
    return redacted[:120]


def _recount(by: Person, pieces: Sequence[Feedback]) -> None:
    points_changed(by, counted=Point.objects.filter(feedback__in=pieces).values_list("pk", flat=True))
