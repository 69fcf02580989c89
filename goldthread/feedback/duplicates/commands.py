"""Duplicate decisions: group feedback that was sent twice or as a campaign, and undo it."""

from __future__ import annotations

from collections.abc import Sequence

from goldthread.council import jobs
from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.feedback.duplicates.models import DuplicateGroup, DuplicateMember
from goldthread.feedback.duplicates.queries import groups_version, may_read_all
from goldthread.feedback.models import Feedback
from goldthread.feedback.redaction.case_names import named_in

NOT_ALL_READ = "Some of these pieces are other teams', and you may not read them."


class DecidedMeanwhile(Refused):
    """Somebody decided about some of the pieces after they were shown: they are to be looked at anew."""


@command("feedback.receive")
def group_duplicates(
    *, by: Person, feedback: Sequence[Feedback], kind: str, name: str = "", seen: str = ""
) -> DuplicateGroup:
    """Say of two pieces or more that they are one, or that they only look alike; counts follow.

    Where some stand in a group of that kind already, the others join it, and a new name is its name from now on.
    `seen`: in which groups they stood on the page, as `groups_version` says it; raises DecidedMeanwhile where that is not so
    any more, unless just this was decided.
    """
    pieces = list(dict.fromkeys(feedback))
    check_scope(by, *pieces)
    if kind not in DuplicateGroup.Kind.values:
        raise Refused("Say whether they belong together.")
    if len(pieces) < 2:
        raise Refused("Choose at least one other piece that has the same words.")
    groups = _hold(by, pieces)
    if seen and seen != groups_version(groups):
        if _is_so(groups, pieces, kind, name):
            return groups[0]
        raise DecidedMeanwhile("Somebody has decided about them in the meantime. Look at them again.")
    if any(group.kind != kind for group in groups) or len(groups) > 1:
        raise Refused("Some of them are in another group already. Take that group apart first.")
    if kind == DuplicateGroup.Kind.CAMPAIGN and not name.strip() and not groups:
        raise Refused("Give the campaign a name, such as what it asks for.")
    if groups:
        group = groups[0]
        _name_anew(by, group, name, pieces)
    else:
        group = DuplicateGroup.objects.create(
            council=by.council, kind=kind, name=_called(name, pieces), by=by
        )
    there = set(group.members.values_list("feedback_id", flat=True))
    DuplicateMember.objects.bulk_create(
        DuplicateMember(council=by.council, group=group, feedback=piece)
        for piece in pieces
        if piece.pk not in there
    )
    _count_again(by, pieces)
    return group


def _hold(by: Person, pieces: Sequence[Feedback]) -> list[DuplicateGroup]:
    """Hold pieces, and the groups in which they stand, until this is kept; refuse what may not be read.

    Pieces first and each in the order of its key, so that two who decide at once wait for each other only one way.
    """
    readable = Feedback.objects.visible_to(by).filter(forgotten_on__isnull=True)
    keys = [piece.pk for piece in pieces]
    held = readable.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk", flat=True)
    if set(keys) - set(held):
        raise Refused("You can decide only about feedback that you may read.")
    groups = DuplicateGroup.objects.filter(
        pk__in=DuplicateMember.objects.filter(feedback__in=keys).values("group")
    )
    return list(groups.select_for_update().order_by("pk"))


def _is_so(groups: Sequence[DuplicateGroup], pieces: Sequence[Feedback], kind: str, name: str) -> bool:
    """Say whether just this was decided already, as by a button that was pressed twice."""
    if len(groups) != 1 or groups[0].kind != kind or groups[0].name != _called(name, pieces):
        return False
    return groups[0].members.filter(feedback__in=pieces).count() == len(pieces)


@command("feedback.receive")
def ungroup_duplicates(*, by: Person, group: DuplicateGroup, reason: str) -> list[Feedback]:
    """Undo such a decision: each piece counts by itself again, and may be looked at anew."""
    check_scope(by, group)
    if not reason.strip():
        raise Refused("Say why they do not belong together.")
    # Whoever adds a piece at this moment waits, and finds the group gone.
    if not DuplicateGroup.objects.select_for_update().filter(pk=group.pk).values_list("pk"):
        raise Refused("Somebody has taken them apart already.")
    if not may_read_all(by, group):
        raise Refused(f"{NOT_ALL_READ} Ask somebody who may read all of them to take them apart.")
    pieces = list(Feedback.objects.filter(duplicate__group=group))
    group.delete()
    _count_again(by, pieces)
    return pieces


def _name_anew(by: Person, group: DuplicateGroup, name: str, pieces: Sequence[Feedback]) -> None:
    """Give a group another name, where one was typed."""
    if name.strip() in ("", group.name):
        return
    if not may_read_all(by, group):
        raise Refused(f"{NOT_ALL_READ} Leave its name as it is: {group.name or 'none'}.")
    group.name = _called(name, [*Feedback.objects.filter(duplicate__group=group), *pieces])
    group.save(update_fields=["name"])


def _called(name: str, pieces: Sequence[Feedback]) -> str:
    """Return what a group is called, without whom its pieces name."""
    said = name.strip()
    for piece in pieces if said else ():
        said = privacy.hide(said, named_in(piece)).text
    return said[:120]


def _count_again(by: Person, pieces: Sequence[Feedback]) -> None:
    # Handed on by name: themes stands above feedback and is never imported here.
    jobs.ask("themes.count_again", by=by, feedback=[str(piece.pk) for piece in pieces])
