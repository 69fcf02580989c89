"""The same words again: found as they come, and put together where a person says that they are one."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet

from goldthread.analysis.likeness import typed_again
from goldthread.council import jobs, search
from goldthread.council.command import Refused, command, own
from goldthread.council.models import Person, SearchEntry
from goldthread.feedback import privacy
from goldthread.feedback.case_names import named_in
from goldthread.feedback.models import Feedback
from goldthread.feedback.together_models import Together, TogetherMember

# So many of those nearest in meaning are compared by their letters, if they are near at all: a slip in a word moves a
# text far in meaning, and of those typed again 1 in 100 lies no nearer than this. `bench/likeness.py` measures it.
NEAR = 0.3
COMPARED = 200
_MOST = 200


@dataclass(frozen=True)
class Repeated:
    """Words that came more than once and that nobody has looked at yet."""

    newest: Feedback
    times: int
    first: datetime.date
    last: datetime.date


def same_words(person: Person, feedback: Feedback) -> list[Feedback]:
    """Return the other pieces with the same words, or nearly, that this person may see, newest first.

    Words of fewer than 40 letters are nobody's in particular, and are never the same (`search.SAME_FROM`); those of
    fewer than 60 are the same only letter for letter (`likeness.typed_again`).
    """
    if feedback.is_locked or feedback.forgotten_on:
        return []
    own_entry = SearchEntry.objects.filter(council_id=person.council_id, record_id=feedback.pk).first()
    if own_entry is None or not own_entry.mark:
        return []
    exact = SearchEntry.objects.filter(council_id=person.council_id, kind="feedback", mark=own_entry.mark)
    ids = set(exact.order_by("-on").values_list("record_id", flat=True)[:_MOST])
    near = search.near(person, own_entry.body, kinds=["feedback"], least=NEAR, most=COMPARED)
    ids |= {one.entry.record_id for one in near if typed_again(own_entry.body, one.entry.body)}
    seen = Feedback.objects.visible_to(person).filter(pk__in=ids - {feedback.pk}, forgotten_on__isnull=True)
    return list(seen.select_related("team", "together__together").order_by("-received_on", "-id"))


def group_of(feedback: Feedback) -> Together | None:
    """Return the group in which a piece stands, if any."""
    member = TogetherMember.objects.filter(feedback=feedback).select_related("together").first()
    return member.together if member else None


def repeated(person: Person, most: int = 50) -> list[Repeated]:
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
        Repeated(pieces[newest[mark]], row["times"], row["first"], row["last"]) for mark, row in rows.items()
    ]


def any_repeated(person: Person) -> bool:
    """Say whether any words wait that came more than once: all marks are read once, and no piece is fetched."""
    marks = _not_looked_at(person).order_by().values("mark").annotate(times=Count("pk"))
    return marks.filter(times__gt=1).exists()


def _open(person: Person) -> QuerySet[Feedback]:
    return Feedback.objects.visible_to(person).filter(forgotten_on__isnull=True, is_locked=False)


def _not_looked_at(person: Person) -> QuerySet[SearchEntry]:
    """Return what this person may see, as search knows it, that stands in no group yet."""
    looked_at = TogetherMember.objects.filter(feedback_id=OuterRef("record_id"))
    entries = SearchEntry.objects.filter(council_id=person.council_id, kind="feedback").exclude(mark="")
    return entries.filter(~Exists(looked_at), record_id__in=_open(person).values("pk"))


@command("feedback.receive")
def put_together(*, by: Person, feedback: Sequence[Feedback], kind: str, name: str = "") -> Together:
    """Say of two pieces or more that they are one, or that they only look alike; counts follow."""
    pieces = list(dict.fromkeys(feedback))
    own(by, *pieces)
    if kind not in Together.Kind.values:
        raise Refused("Say whether they belong together.")
    if len(pieces) < 2:
        raise Refused("Choose at least one other piece that has the same words.")
    readable = Feedback.objects.visible_to(by).filter(forgotten_on__isnull=True)
    open_ = set(readable.filter(pk__in=[piece.pk for piece in pieces]))
    if any(piece not in open_ for piece in pieces):
        raise Refused("You can decide only about feedback that you may read.")
    groups = {
        m.together for m in TogetherMember.objects.filter(feedback__in=pieces).select_related("together")
    }
    if any(group.kind != kind for group in groups) or len(groups) > 1:
        raise Refused("Some of them are in another group already. Take that group apart first.")
    if kind == Together.Kind.CAMPAIGN and not name.strip() and not groups:
        raise Refused("Give the campaign a name, such as what it asks for.")
    group = (
        groups.pop()
        if groups
        else Together.objects.create(council=by.council, kind=kind, name=_called(name, pieces), by=by)
    )
    there = set(group.members.values_list("feedback_id", flat=True))
    TogetherMember.objects.bulk_create(
        TogetherMember(council=by.council, together=group, feedback=piece)
        for piece in pieces
        if piece.pk not in there
    )
    _count_again(by, pieces)
    return group


@command("feedback.receive")
def take_apart(*, by: Person, together: Together, reason: str) -> list[Feedback]:
    """Undo such a decision: each piece counts by itself again, and may be looked at anew."""
    own(by, together)
    if not reason.strip():
        raise Refused("Say why they do not belong together.")
    pieces = list(Feedback.objects.filter(together__together=together))
    together.delete()
    _count_again(by, pieces)
    return pieces


def _called(name: str, pieces: Sequence[Feedback]) -> str:
    """Return what a group is called, without whom its pieces name."""
    said = name.strip()
    for piece in pieces:
        said = privacy.hide(said, named_in(piece)).text
    return said[:120]


def _count_again(by: Person, pieces: Sequence[Feedback]) -> None:
    # Handed on by name: themes stands above feedback and is never imported here.
    jobs.ask("themes.count_again", by=by, feedback=[str(piece.pk) for piece in pieces])
