"""Brings the recognisers together: one text in, what identifies someone in it out, each stretch once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from goldthread.analysis.privacy.recognisers.addresses import Addresses
from goldthread.analysis.privacy.recognisers.contacts import Contacts
from goldthread.analysis.privacy.recognisers.dates import Dates
from goldthread.analysis.privacy.recognisers.known_people import Known
from goldthread.analysis.privacy.recognisers.names import Names
from goldthread.analysis.privacy.recognisers.numbers import Numbers
from goldthread.analysis.privacy.types import Detection, Kind, KnownPerson, Recogniser
from goldthread.analysis.text.normalisation import Flowing, Plain

# Which kind names an overlap: the more telling number first, a name inside an address last.
_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            Kind.EMAIL,
            Kind.URL,
            Kind.NINO,
            Kind.NHS,
            Kind.DOB,
            Kind.BANK,
            Kind.POSTCODE,
            Kind.PHONE,
            Kind.ADDRESS,
            Kind.VEHICLE,
            Kind.REF,
            Kind.AGE,
            Kind.PERSON,
        )
    )
}


def default_recognisers() -> tuple[Recogniser, ...]:
    """The recognisers that come with Goldthread, in the order they are asked."""
    return (Contacts(), Numbers(), Dates(), Addresses(), Known(), Names())


class Detector:
    """Asks every recogniser and merges what they say.

    Further recognisers (a language model) are added to those of `default_recognisers()`. A recogniser
    that fails raises: a text that was not fully read stays locked, it is never passed on half read.
    """

    def __init__(self, recognisers: Sequence[Recogniser] | None = None, *, threshold: float = 0.5) -> None:
        self.recognisers = tuple(default_recognisers() if recognisers is None else recognisers)
        self.threshold = threshold

    def find(self, text: str, *, known_names: Sequence[KnownPerson | str] = ()) -> list[Detection]:
        """Finds in `text`, sorted and without overlap; positions are those of `text` as given."""
        known = tuple(KnownPerson(name=k) if isinstance(k, str) else k for k in known_names)
        plain = Plain(text)
        every = [find for each in self.recognisers for find in each.find(plain.text, known)]
        flowing = Flowing(plain.text)
        if flowing.text != plain.text:
            every += (
                Detection(*flowing.span(find.start, find.end), find.kind, find.reason, find.confidence)
                for each in self.recognisers
                if getattr(each, "reads_over_breaks", False)
                for find in each.find(flowing.text, known)
            )
        found = [find for find in every if find.confidence >= self.threshold and find.end > find.start]
        return [
            Detection(*plain.span(find.start, find.end), find.kind, find.reason, find.confidence)
            for find in merge(found)
        ]


def merge(detections: Iterable[Detection]) -> list[Detection]:
    """Finds without overlap: where two meet, all of both is hidden under the kind that tells most."""
    merged: list[Detection] = []
    for find in sorted(detections, key=lambda f: (f.start, -f.end)):
        if merged and find.start < merged[-1].end:
            last = merged[-1]
            best = min(last, find, key=lambda f: (_RANK[f.kind], -f.confidence))
            merged[-1] = Detection(
                last.start, max(last.end, find.end), best.kind, best.reason, best.confidence
            )
        else:
            merged.append(find)
    return merged


@lru_cache(maxsize=1)
def _detector() -> Detector:
    return Detector()


def find(text: str, *, known_names: Sequence[KnownPerson | str] = ()) -> list[Detection]:
    """What identifies someone in `text`, by the recognisers that come with Goldthread."""
    return _detector().find(text, known_names=known_names)
