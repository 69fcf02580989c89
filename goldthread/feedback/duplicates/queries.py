"""Possible duplicates and campaigns: pieces of feedback with the same words, or nearly, and the groups they are in."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet, Subquery

from goldthread.analysis.text.similarity import retyped_among
from goldthread.council.models import Person, SearchEntry
from goldthread.council.records import search
from goldthread.feedback.duplicates.models import DuplicateGroup, DuplicateMember
from goldthread.feedback.models import Feedback

# Of the pieces nearest in meaning this many are compared letter by letter, if they are near at all: a slip in a word
# moves a text far in meaning, and of those typed again 1 in 100 is no nearer than this (`bench/similarity.py`).
NEAR = 0.3
COMPARED = 200
# The most that are shown, and decided about, at a time.
MOST = 200


@dataclass(frozen=True)
class RepeatedText:
    """A text that was received more than once and that nobody has decided about."""

    newest: Feedback
    times: int
    first: datetime.date
    last: datetime.date


def find_duplicates(person: Person, feedback: Feedback) -> list[Feedback]:
    """Return the other feedback with the same words, or nearly, that this person may see, newest first.

    A text of fewer than 40 letters is too common to be a duplicate (`search.SAME_FROM`), unless somebody saved it beside
    the same on purpose; one of fewer than 60 only letter for letter (`similarity.is_retyped`). At most 200 that
    nobody has decided about are returned, and at most 200 in groups.
    """
    entry = _entry_of(feedback)
    if entry is None:
        return []
    ids = _letter_for_letter(feedback, entry)
    ids |= _in_same_groups(ids)
    if entry.mark:
        near = _nearly(person, entry, without=ids)
        grouped = _in_same_groups(near)
        # A campaign that was grouped must not take up all the places.
        ids |= near | grouped
        if grouped:
            ids |= _nearly(person, entry, without=ids)
    return _shown(person, feedback, ids)


def find_same_words(person: Person, feedback: Feedback) -> list[Feedback]:
    """Return the other feedback with the same letters that this person may see, newest first.

    For its page: what is only nearly the same takes a comparison with many, which the page asks for once it is there.
    """
    if feedback.is_locked or feedback.forgotten_on:
        return []
    entries = SearchEntry.objects.filter(council_id=feedback.council_id, kind="feedback").exclude(mark="")
    own = entries.filter(record_id=feedback.pk).exclude(body="").values("mark")[:1]
    ids = set(entries.filter(mark=Subquery(own)).values_list("record_id", flat=True))
    if not ids and (entry := _entry_of(feedback)) is not None:
        # A short text has no mark.
        ids = _letter_for_letter(feedback, entry)
    return _shown(person, feedback, ids | _in_same_groups(ids)) if ids - {feedback.pk} else []


def _entry_of(feedback: Feedback) -> SearchEntry | None:
    """Return the search entry of feedback that has words to compare."""
    if feedback.is_locked or feedback.forgotten_on:
        return None
    entries = SearchEntry.objects.filter(council_id=feedback.council_id, record_id=feedback.pk)
    return entries.exclude(body="").first()


def _shown(person: Person, feedback: Feedback, ids: Collection[uuid.UUID]) -> list[Feedback]:
    same = Feedback.objects.visible_to(person).filter(
        pk__in={*ids} - {feedback.pk}, forgotten_on__isnull=True
    )
    same = same.select_related("team", "duplicate__group").order_by("-received_on", "-id")
    pieces = [piece for alone in (True, False) for piece in same.filter(duplicate__isnull=alone)[:MOST]]
    return sorted(pieces, key=lambda piece: (piece.received_on, piece.pk), reverse=True)


def _letter_for_letter(feedback: Feedback, entry: SearchEntry) -> set[uuid.UUID]:
    """Return the pieces with the same letters; a short text only from one day, where a person saved it twice."""
    entries = SearchEntry.objects.filter(council_id=entry.council_id, kind="feedback")
    if entry.mark:
        return set(entries.filter(mark=entry.mark).values_list("record_id", flat=True))
    one_day = {name: getattr(feedback, name) for name in ("source", "received_on", "their_reference")}
    same_day = Feedback.objects.filter(council_id=entry.council_id, **one_day)
    ids = set(
        entries.filter(body=entry.body, record_id__in=same_day.values("pk")).values_list(
            "record_id", flat=True
        )
    )
    # Two rows of a spreadsheet may both say "Good": that is no reason to ask anybody.
    return ids if same_day.filter(pk__in=ids, batch_row__isnull=True).exists() else set()


def _nearly(person: Person, entry: SearchEntry, without: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return the pieces that are this text typed again, among those nearest in meaning."""
    near = search.near(person, entry.body, kinds=["feedback"], without=without, least=NEAR, most=COMPARED)
    again = retyped_among(entry.body, [one.entry.body for one in near])
    return {one.entry.record_id for one, is_again in zip(near, again, strict=True) if is_again}


def _in_same_groups(ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return every piece in the groups of some pieces."""
    groups = DuplicateMember.objects.filter(feedback__in=ids).values("group")
    return set(DuplicateMember.objects.filter(group__in=groups).values_list("feedback_id", flat=True))


def groups_among(pieces: Iterable[Feedback]) -> list[DuplicateGroup]:
    """Return the groups of some pieces, in the order of their keys."""
    groups = {piece.duplicate.group for piece in pieces if hasattr(piece, "duplicate")}
    return sorted(groups, key=lambda group: group.pk)


def groups_version(groups: Iterable[DuplicateGroup]) -> str:
    """Return which groups there are, as a page sends it back to `group_duplicates`."""
    return " ".join(sorted(str(group.pk) for group in groups)) or "none"


def group_members(person: Person, group: DuplicateGroup) -> list[Feedback]:
    """Return the newest pieces in a group that a person may see."""
    pieces = Feedback.objects.visible_to(person).filter(duplicate__group=group)
    return list(pieces.select_related("team").order_by("-received_on", "-id")[:MOST])


def may_read_all(person: Person, group: DuplicateGroup) -> bool:
    """Return whether a person may read every piece in a group."""
    return not group.counted().exclude(feedback__in=Feedback.objects.visible_to(person)).exists()


def group_of(feedback: Feedback) -> DuplicateGroup | None:
    """Return the duplicate group of a piece, if any."""
    member = DuplicateMember.objects.filter(feedback=feedback).select_related("group").first()
    return member.group if member else None


def repeated_texts(person: Person, most: int = 50) -> list[RepeatedText]:
    """Return texts received more than once, letter for letter, that nobody has decided about, newest first."""
    marks = (
        _undecided(person)
        .values("mark")
        .annotate(times=Count("pk"), first=Min("on"), last=Max("on"))
        .filter(times__gt=1)
        .order_by("-last", "mark")[:most]
    )
    rows = {row["mark"]: row for row in marks}
    same = SearchEntry.objects.filter(council_id=person.council_id, kind="feedback", mark__in=rows)
    newest = dict(
        same.filter(record_id__in=_readable(person).values("pk"))
        .order_by("mark", "-on", "-record_id")
        .distinct("mark")
        .values_list("mark", "record_id")
    )
    pieces = Feedback.objects.in_bulk(newest.values())
    return [
        RepeatedText(pieces[newest[mark]], row["times"], row["first"], row["last"])
        for mark, row in rows.items()
    ]


def any_repeated(person: Person) -> bool:
    """Return whether any text received more than once waits for a decision; no piece is fetched.

    Texts that stand in search more than once are read off their index first: they are few.
    """
    entries = SearchEntry.objects.filter(council_id=person.council_id).exclude(mark="")
    twice = entries.order_by().values("mark").annotate(times=Count("*")).filter(times__gt=1)
    several = list(twice.values_list("mark", flat=True))
    marks = _undecided(person).filter(mark__in=several).order_by().values("mark").annotate(times=Count("pk"))
    return bool(several) and marks.filter(times__gt=1).exists()


def _readable(person: Person) -> QuerySet[Feedback]:
    return Feedback.objects.visible_to(person).filter(forgotten_on__isnull=True, is_locked=False)


def _undecided(person: Person) -> QuerySet[SearchEntry]:
    """Return the search entries of what this person may see and that is in no group."""
    grouped = DuplicateMember.objects.filter(feedback_id=OuterRef("record_id"))
    entries = SearchEntry.objects.filter(council_id=person.council_id, kind="feedback").exclude(mark="")
    return entries.filter(~Exists(grouped), record_id__in=_readable(person).values("pk"))
