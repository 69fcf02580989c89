"""Detection of personal data: every recogniser run over a text, overlapping detections merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from goldthread.analysis.privacy.recognisers.addresses import Addresses
from goldthread.analysis.privacy.recognisers.contacts import Contacts
from goldthread.analysis.privacy.recognisers.cued_values import CuedValues
from goldthread.analysis.privacy.recognisers.dates import Dates
from goldthread.analysis.privacy.recognisers.known_people import KnownPeople
from goldthread.analysis.privacy.recognisers.names import Names
from goldthread.analysis.privacy.recognisers.numbers import Numbers
from goldthread.analysis.privacy.types import Detection, Kind, KnownPerson, Recogniser
from goldthread.analysis.text.normalisation import FlowingText, NormalisedText

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
            Kind.LOCATION,
            Kind.CODE,
            Kind.DEVICE,
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
    """Return the recognisers that come with Goldthread, in the order they run."""
    return (Contacts(), Numbers(), CuedValues(), Dates(), Addresses(), KnownPeople(), Names())


class Detector:
    """Several recognisers run over one text, their detections merged.

    Further recognisers (a language model) are added to those of `default_recognisers()`. A recogniser
    that fails raises: a text that was not fully read stays locked, it is never passed on half read.
    """

    def __init__(self, recognisers: Sequence[Recogniser] | None = None, *, threshold: float = 0.5) -> None:
        self.recognisers = tuple(default_recognisers() if recognisers is None else recognisers)
        self.threshold = threshold

    def find(self, text: str, *, known_names: Sequence[KnownPerson | str] = ()) -> list[Detection]:
        """Return the detections in `text`, sorted and without overlap; positions are those of `text` as given."""
        people = tuple(KnownPerson(name=k) if isinstance(k, str) else k for k in known_names)
        plain = NormalisedText(text)
        detections = [d for recogniser in self.recognisers for d in recogniser.find(plain.text, people)]
        flowing = FlowingText(plain.text)
        if flowing.text != plain.text:
            detections += (
                Detection(*flowing.span(d.start, d.end), d.kind, d.reason, d.confidence)
                for recogniser in self.recognisers
                if getattr(recogniser, "reads_over_breaks", False)
                for d in recogniser.find(flowing.text, people)
            )
        sure = [d for d in detections if d.confidence >= self.threshold and d.end > d.start]
        return [Detection(*plain.span(d.start, d.end), d.kind, d.reason, d.confidence) for d in merge(sure)]


def merge(detections: Iterable[Detection]) -> list[Detection]:
    """Merge overlapping detections: all of both is hidden, under the kind that identifies most."""
    merged: list[Detection] = []
    for detection in sorted(detections, key=lambda d: (d.start, -d.end)):
        if merged and detection.start < merged[-1].end:
            last = merged[-1]
            best = min(last, detection, key=lambda d: (_RANK[d.kind], -d.confidence))
            end = max(last.end, detection.end)
            merged[-1] = Detection(last.start, end, best.kind, best.reason, best.confidence)
        else:
            merged.append(detection)
    return merged


@lru_cache(maxsize=1)
def _detector() -> Detector:
    return Detector()


def find_personal_data(text: str, *, known_names: Sequence[KnownPerson | str] = ()) -> list[Detection]:
    """Return what identifies someone in `text`, by the recognisers that come with Goldthread."""
    return _detector().find(text, known_names=known_names)
