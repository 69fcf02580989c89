"""What is like this one: the nearest cases that a person may see, and what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Model

from goldthread.analysis.text.similarity import SimilarText, rank_similar
from goldthread.council.models import Person, SearchEntry
from goldthread.council.records import search
from goldthread.feedback.models import Feedback
from goldthread.reviews.models import Finding
from goldthread.thread import links

CASES = ("feedback", "finding", "review")
# Below this two texts have a subject in common at most.
LEAST = 0.4
MUCH = 0.65
# So many of those nearest in meaning are ranked; a slip in a word moves a text far in meaning, so that of those typed
# again only 96 in 100 are among the nearest 40. `bench/similarity.py` measures with as many.
LOOKED_AT = 200
_CAME = ("lesson", "action", "claim")


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
    found = search.near(person, text, kinds=CASES, without=itself, least=LEAST / 2, most=LOOKED_AT)
    entries = [near.entry for near in found]
    likes = rank_similar(text, [entry.body for entry in entries], [near.likeness for near in found])
    return [
        shown
        for like in [like for like in likes if like.score >= LEAST][:most]
        if (shown := _shown(person, entries[like.place], like)) is not None
    ]


def text_of(record: Model) -> str:
    """Return the working text of a case; nothing of one that is locked or was forgotten."""
    if isinstance(record, Feedback) and (record.is_locked or record.forgotten_on):
        return ""
    return "\n".join(point.text for point in links.points_of(record))


def _shown(person: Person, entry: SearchEntry, like: SimilarText) -> Alike | None:
    try:
        record = links.get(person, entry.kind, entry.record_id)
    except links.KINDS[entry.kind].model.DoesNotExist:
        return None
    came = [
        link
        for stage in links.became_of(person, record, most=2)
        if stage.kind.slug in _CAME
        for link in stage.links
    ]
    words = "The same words" if like.same else "Much like it" if like.score >= MUCH else "Somewhat like it"
    return Alike(links.link(record), words, came[:3], getattr(record, "outcome", "") or "")
