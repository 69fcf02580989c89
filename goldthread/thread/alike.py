"""What is like this one: the nearest cases that a person may see, and what came of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Model

from goldthread.analysis.likeness import RETYPED, mark, retyped
from goldthread.council import search
from goldthread.council.models import Person
from goldthread.feedback.models import Feedback
from goldthread.reviews.models import Finding
from goldthread.thread import links

CASES = ("feedback", "finding", "review")
# Below this two texts have a subject in common at most.
LEAST = 0.4
MUCH = 0.65
# How much shared letters count beside shared meaning, as measured (docs/accuracy-discovery.md).
LETTERS = 0.2
_LOOKED_AT = 40
_CAME = ("lesson", "action", "sentence")


@dataclass(frozen=True)
class Alike:
    """A case like the one at hand: the link to it, how alike in words, and what came of it."""

    link: links.Link
    likeness: str
    came: Sequence[links.Link]
    outcome: str


def alike(person: Person, record: Model, most: int = 5) -> list[Alike]:
    """Return the cases most like a record, likest first; the same words again come before all others."""
    text = text_of(record)
    if not text:
        return []
    # A finding is not like the review it stands in: it is a part of it.
    itself = [record.pk, *([record.review_id] if isinstance(record, Finding) else [])]
    found = search.near(person, text, kinds=CASES, without=itself, least=LEAST / 2, most=_LOOKED_AT)
    ranked = []
    for near in found:
        letters = retyped(text, near.entry.body)
        same = letters >= RETYPED or mark(text) == mark(near.entry.body)
        score = max((1 - LETTERS) * near.likeness + LETTERS * letters, letters if same else 0)
        if score >= LEAST:
            ranked.append((same, score, near.entry))
    ranked.sort(key=lambda one: (-one[0], -one[1]))
    return [
        shown
        for same, score, entry in ranked[:most]
        if (shown := _shown(person, entry.kind, entry.record_id, same, score)) is not None
    ]


def text_of(record: Model) -> str:
    """Return the working text of a case; nothing of one that is locked or was forgotten."""
    if isinstance(record, Feedback) and (record.is_locked or record.forgotten_on):
        return ""
    return "\n".join(point.text for point in links.points_of(record))


def _shown(person: Person, kind: str, pk: uuid.UUID, same: bool, score: float) -> Alike | None:
    try:
        record = links.get(person, kind, pk)
    except links.KINDS[kind].model.DoesNotExist:
        return None
    came = [
        link
        for stage in links.became_of(person, record)
        if stage.kind.slug in _CAME
        for link in stage.links[:2]
    ]
    words = "The same words" if same else "Much like it" if score >= MUCH else "Somewhat like it"
    return Alike(links.link(record), words, came[:3], getattr(record, "outcome", "") or "")
