"""Requests that are there by default: each matter that a board, forum, group of staff or partner raises is owed an answer.

What is owed one is stated by the type of record in which it was raised (`RecordType.answer_owed`); nothing is decided
here. An answer that is recorded on the feedback itself is the request's answer too, and the other way round.
"""

from __future__ import annotations

import textwrap
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import bulk, numbering, saving
from goldthread.council.records.base import Record
from goldthread.council.records.owed import Owed
from goldthread.council.records.points import reads_at_once
from goldthread.council.records.spec import record_types
from goldthread.feedback.cases import follows_response
from goldthread.feedback.clocks import RESPONSE_DUE
from goldthread.feedback.models import Feedback, Point
from goldthread.feedback.owed import owed_for
from goldthread.feedback.sources import ANSWER_OWED
from goldthread.responses.choices import How
from goldthread.responses.models import Ask

_FEEDBACK = "feedback"
_LONGEST_TITLE = 100


@reads_at_once
def make_asks(by: Person, points: Sequence[Point]) -> None:
    """Make a request of each matter that is owed an answer and has none, in the transaction in which it is saved."""
    asks_for(by, points)


def asks_for(by: Person, points: Iterable[Point]) -> list[Ask]:
    """Save a request for each of some issues that is owed an answer and has none yet; returns those made."""
    by_origin: dict[str, dict[uuid.UUID, list[Point]]] = defaultdict(lambda: defaultdict(list))
    types = record_types()
    for point in points:
        # Of feedback its type says whether anything of it can be owed one: most is not, and is not read again.
        may_be = point.origin != _FEEDBACK or point.source in ANSWER_OWED
        if may_be and types[point.origin].spec.answer_owed is not None and not _is_closed(point):
            by_origin[point.origin][point.origin_id].append(point)
    made: list[Ask] = []
    for kind, of_origin in by_origin.items():
        made += _of_kind(by, types[kind], of_origin)
    if made:
        first = numbering.take(by.council_id, Ask.spec.letter, len(made))
        for number, ask in enumerate(made, start=first):
            ask.number = number
        bulk.insert(made)
    return made


@command("thread.home")
def catch_up(*, by: Person) -> list[Ask]:
    """Make requests that are owed by default: of what was raised before this rule was there, or while its type was another."""
    if not by.is_system:
        raise Refused("Goldthread does this by itself.")
    types = [kind for kind, model in record_types().items() if model.spec.answer_owed is not None]
    owed = Point.objects.counted().filter(council=by.council_id, origin__in=types)
    owed = owed.filter(~Q(origin=_FEEDBACK) | Q(source__in=ANSWER_OWED))
    return asks_for(by, owed.filter(asks=None).order_by("heard_on", "pk"))


def _is_closed(point: Point) -> bool:
    return bool(point.is_locked or point.forgotten_on or point.withdrawn_on)


def _of_kind(by: Person, model: type[Any], of_origin: dict[uuid.UUID, list[Point]]) -> list[Ask]:
    has_one = set(
        Ask.objects.filter(
            point__in=[each.pk for points in of_origin.values() for each in points]
        ).values_list("point_id", flat=True)
    )
    made = []
    for origin in model._default_manager.filter(pk__in=of_origin).order_by("pk"):
        owed = model.spec.answer_owed(origin)
        if owed is not None:
            made += [
                _ask(by, origin, owed, point) for point in of_origin[origin.pk] if point.pk not in has_one
            ]
    return made


def _ask(by: Person, origin: Record, owed: Owed, point: Point) -> Ask:
    """Return the request of one matter, not saved; its texts are those of a redacted record already."""
    ask = Ask(
        council_id=by.council_id,
        point=point,
        kind=owed.kind,
        title=_title(origin, point),
        group=owed.group[:120],
        format=owed.format[:60],
        asked_on=point.heard_on,
        owner=owed.owner,
        due_on=point.heard_on + RESPONSE_DUE,
        recorded_by=by,
    )
    if isinstance(origin, Feedback) and origin.responded_on:
        ask.answer, ask.answered_on, ask.told_on = origin.response, origin.responded_on, origin.responded_on
        ask.told_how = How.MEETING if origin.channel == "meeting" else How.LETTER
    return ask


def _title(origin: Record, point: Point) -> str:
    subject = str(getattr(origin, "subject", "")) if isinstance(origin, Feedback) else ""
    return subject or textwrap.shorten(point.text, _LONGEST_TITLE, placeholder=" …")


@follows_response
def answered_on_feedback(by: Person, feedback: Feedback) -> None:
    """Take over an answer that was recorded on the feedback: it was told to whoever raised it."""
    if feedback.source not in ANSWER_OWED:
        return
    for ask in Ask.objects.counted().filter(point__feedback=feedback).order_by("pk"):
        if ask.answered_on is None or (ask.answer != feedback.response and not ask.told_on):
            how = ask.told_how or (How.MEETING if feedback.channel == "meeting" else How.LETTER)
            on = {"answered_on": feedback.responded_on, "told_on": feedback.responded_on, "told_how": how}
            saving.change(ask, answer=feedback.response, answered_by=by, **on)


@saving.after_change
def follow_correction(record: Record) -> None:
    """Follow a corrected board or partner, and end what is owed where somebody said that nothing is."""
    if not isinstance(record, Feedback) or record.source not in ANSWER_OWED:
        return
    owed = owed_for(record)
    for ask in Ask.objects.counted().filter(point__feedback=record).order_by("pk"):
        if owed is not None and ask.group != owed.group:
            saving.change(ask, group=owed.group)
        if owed is None and ask.answered_on is None and ask.due_on:
            saving.change(ask, due_on=None)
