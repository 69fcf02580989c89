"""Possible duplicates and campaigns: pieces of feedback with the same words, or nearly, and the groups they are in."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet

from goldthread.analysis.text.similarity import typed_again
from goldthread.council.models import Person, SearchEntry
from goldthread.council.records import search
from goldthread.feedback.duplicates.models import DuplicateGroup, DuplicateMember
from goldthread.feedback.models import Feedback

# So many of those nearest in meaning are compared by their letters, if they are near at all: a slip in a word moves a
# text far in meaning, and of those typed again 1 in 100 lies no nearer than this. `bench/similarity.py` measures it.
NEAR = 0.3
COMPARED = 200
# So many are shown, and decided about, at a time.
MOST = 200


@dataclass(frozen=True)
class RepeatedText:
    """Words that came more than once and that nobody has looked at yet."""

    newest: Feedback
    times: int
    first: datetime.date
    last: datetime.date


def find_duplicates(person: Person, feedback: Feedback) -> list[Feedback]:
    """Return the other pieces with the same words, or nearly, that this person may see, newest first.

    Words of fewer than 40 letters are nobody's in particular (`search.SAME_FROM`), and are the same only where somebody
    kept them beside the same; those of fewer than 60 only letter for letter (`likeness.typed_again`). What nobody has
    looked at and what stands in a group are at most 200 each.
    """
    if feedback.is_locked or feedback.forgotten_on:
        return []
    entry = SearchEntry.objects.filter(council_id=person.council_id, record_id=feedback.pk).first()
    if entry is None or not entry.body:
        return []
    ids = _letter_for_letter(feedback, entry)
    ids |= _standing_with(ids)
    if entry.mark:
        near = _nearly(person, entry, without=ids)
        known = _standing_with(near)
        # A campaign that was put together must not be all that is looked at.
        ids |= near | known | (_nearly(person, entry, without=ids | near | known) if known else set())
    same = Feedback.objects.visible_to(person).filter(pk__in=ids - {feedback.pk}, forgotten_on__isnull=True)
    same = same.select_related("team", "duplicate__group").order_by("-received_on", "-id")
    found = [piece for alone in (True, False) for piece in same.filter(duplicate__isnull=alone)[:MOST]]
    return sorted(found, key=lambda piece: (piece.received_on, piece.pk), reverse=True)


def _letter_for_letter(feedback: Feedback, entry: SearchEntry) -> set[uuid.UUID]:
    """Return the pieces with the same letters; of a few words only those of one day, where a person kept a second."""
    entries = SearchEntry.objects.filter(council_id=entry.council_id, kind="feedback")
    if entry.mark:
        return set(entries.filter(mark=entry.mark).values_list("record_id", flat=True))
    one_day = {name: getattr(feedback, name) for name in ("source", "received_on", "their_reference")}
    kept = Feedback.objects.filter(council_id=entry.council_id, **one_day)
    ids = set(
        entries.filter(body=entry.body, record_id__in=kept.values("pk")).values_list("record_id", flat=True)
    )
    # Two rows of a spreadsheet may say "Good": nobody was asked about them, and nobody is now.
    return ids if kept.filter(pk__in=ids, batch_row__isnull=True).exists() else set()


def _nearly(person: Person, entry: SearchEntry, without: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return the pieces that are these words typed again, among those nearest in meaning."""
    near = search.near(person, entry.body, kinds=["feedback"], without=without, least=NEAR, most=COMPARED)
    return {one.entry.record_id for one in near if typed_again(entry.body, one.entry.body)}


def _standing_with(ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return every piece of the groups in which some pieces stand."""
    groups = DuplicateMember.objects.filter(feedback__in=ids).values("group")
    return set(DuplicateMember.objects.filter(group__in=groups).values_list("feedback_id", flat=True))


def groups_among(pieces: Iterable[Feedback]) -> list[DuplicateGroup]:
    """Return the groups in which pieces stand that came with theirs, by their keys."""
    groups = {piece.duplicate.group for piece in pieces if hasattr(piece, "duplicate")}
    return sorted(groups, key=lambda group: group.pk)


def groups_version(groups: Iterable[DuplicateGroup]) -> str:
    """Return in which groups some pieces stood, as a page sends it back to `group_duplicates`."""
    return " ".join(sorted(str(group.pk) for group in groups)) or "none"


def group_members(person: Person, group: DuplicateGroup) -> list[Feedback]:
    """Return the newest pieces of a group that a person may see."""
    pieces = Feedback.objects.visible_to(person).filter(duplicate__group=group)
    return list(pieces.select_related("team").order_by("-received_on", "-id")[:MOST])


def may_read_all(person: Person, group: DuplicateGroup) -> bool:
    """Say whether a person may read every piece of a group."""
    return not group.members.exclude(feedback__in=Feedback.objects.visible_to(person)).exists()


def group_of(feedback: Feedback) -> DuplicateGroup | None:
    """Return the group in which a piece stands, if any."""
    member = DuplicateMember.objects.filter(feedback=feedback).select_related("group").first()
    return member.group if member else None


def repeated_texts(person: Person, most: int = 50) -> list[RepeatedText]:
    """Return words that came more than once, letter for letter, and that nobody has looked at yet, newest first."""
    marks = (
        _not_looked_at(person)
        .values("mark")
        .annotate(times=Count("pk"), first=Min("on"), last=Max("on"))
        .filter(times__gt=1)
        .order_by("-last", "mark")[:most]
    )
    rows = {row["mark"]: row for row in marks}
    same = SearchEntry.objects.filter(council_id=person.council_id, kind="feedback", mark__in=rows)
    newest = dict(
        same.filter(record_id__in=_open(person).values("pk"))
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
    """Say whether any words wait that came more than once: all marks are read once, and no piece is fetched."""
    marks = _not_looked_at(person).order_by().values("mark").annotate(times=Count("pk"))
    return marks.filter(times__gt=1).exists()


def _open(person: Person) -> QuerySet[Feedback]:
    return Feedback.objects.visible_to(person).filter(forgotten_on__isnull=True, is_locked=False)


def _not_looked_at(person: Person) -> QuerySet[SearchEntry]:
    """Return what this person may see, as search knows it, that stands in no group yet."""
    looked_at = DuplicateMember.objects.filter(feedback_id=OuterRef("record_id"))
    entries = SearchEntry.objects.filter(council_id=person.council_id, kind="feedback").exclude(mark="")
    return entries.filter(~Exists(looked_at), record_id__in=_open(person).values("pk"))
