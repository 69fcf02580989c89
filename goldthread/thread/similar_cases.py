"""Similar cases: the cases nearest in meaning that a person may see, and what they led to."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Model

from goldthread.analysis.text.similarity import SimilarText, rank_similar
from goldthread.council.models import Person, SearchEntry
from goldthread.council.records import search, walk
from goldthread.council.records.base import Record
from goldthread.feedback.models import Feedback
from goldthread.reviews.models import Finding
from goldthread.thread import links

CASES = ("feedback", "finding", "review")
# Below this two texts are hardly likelier than others to be about the same (docs/accuracy-emerging-topics.md).
LEAST = 0.45
MUCH = 0.65
# So many of those nearest in meaning are ranked: a typing error moves a text far in meaning, so that of those typed
# again only 96 in 100 are among the nearest 40. `bench/similarity.py` measures with as many.
COMPARED = 200
_OUTCOMES = ("lesson", "action", "claim")


@dataclass(frozen=True)
class SimilarCase:
    """A similar case: the link to it, its similarity in words, what it led to and its outcome."""

    link: links.Link
    similarity: str
    led_to: Sequence[links.Link]
    outcome: str


def similar_cases(person: Person, record: Model, most: int = 5) -> list[SimilarCase]:
    """Return the cases most similar to a record, the most similar first; identical texts before all others."""
    text = text_of(record)
    if not text:
        return []
    # A finding is not similar to its review: it is a part of it.
    itself = [record.pk, *([record.review_id] if isinstance(record, Finding) else [])]
    nearest = search.near(person, text, kinds=CASES, without=itself, least=LEAST / 3, most=COMPARED)
    entries = [near.entry for near in nearest]
    ranked = rank_similar(text, [entry.body for entry in entries], [near.likeness for near in nearest])
    enough = [similar for similar in ranked if similar.score >= LEAST][:most]
    chosen = [(entries[similar.position], similar) for similar in enough]
    records, outcomes = _opened(person, [entry for entry, _ in chosen])
    return [
        _similar_case(person, records[entry.record_id], similar, outcomes[entry.record_id])
        for entry, similar in chosen
        if entry.record_id in records
    ]


def text_of(record: Model) -> str:
    """Return the redacted text of a case; "" of one that is locked or was deleted."""
    if isinstance(record, Feedback) and (record.is_locked or record.forgotten_on):
        return ""
    return "\n".join(point.text for point in links.points_of(record))


def _opened(
    person: Person, entries: Sequence[SearchEntry]
) -> tuple[dict[uuid.UUID, Record], dict[uuid.UUID, walk.Reached]]:
    """Return the records of some entries that this person may open, and the outcomes of each; one walk for each type."""
    records: dict[uuid.UUID, Record] = {}
    outcomes: dict[uuid.UUID, walk.Reached] = {}
    for kind in dict.fromkeys(entry.kind for entry in entries):
        try:
            model = links.model_of(person, kind)
        except KeyError:
            continue
        keys = [entry.record_id for entry in entries if entry.kind == kind]
        found = model._default_manager.visible_to(person, withdrawn=True).in_bulk(keys)
        records |= found
        for pk, reached in walk.led_to(model, found).items():
            outcomes[pk] = {of: ids for of, ids in reached.items() if of in _OUTCOMES}
    return records, outcomes


def _similar_case(
    person: Person, record: Record, similar: SimilarText, outcomes: walk.Reached
) -> SimilarCase:
    stages = links.stages_of(person, outcomes, most=2) if outcomes else []
    led_to = [link for stage in stages for link in stage.links]
    similarity = "Same text" if similar.same else "Very similar" if similar.score >= MUCH else "Similar"
    return SimilarCase(links.link(record), similarity, led_to[:3], getattr(record, "outcome", "") or "")
