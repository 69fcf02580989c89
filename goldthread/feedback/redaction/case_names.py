"""A piece of feedback as one case: what is found in one of its fields is hidden in all, under the same stand-ins.

Its fields are named "title", "service", "extra.stage", "point.1" and so on. What was received stands in `OriginalText`:
the points in `as_received`, every other field in which something was hidden in `original_fields`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from goldthread.analysis.privacy import CaseNames, Kind, Redacted
from goldthread.council.records import privacy, search
from goldthread.feedback.models import Contact, Detection, DetectionDecision, Feedback, OriginalText, Point
from goldthread.feedback.sources import SOURCES

_TITLE = 90
LOCKED_TITLE = "Locked: personal data could not be looked for"
# Every other field of feedback that holds what somebody wrote, and the most it holds.
LONGEST = {
    "title": 160,
    "service": 120,
    "format_needed": 60,
    "outcome": 120,
    "their_reference": 80,
    "told_what": 0,
}
POINT, EXTRA = "point.", "extra."
# The field for the council's own reference keeps it; names and numbers of people are hidden there too.
REFERENCES = frozenset({Kind.REF, Kind.PHONE, Kind.BANK, Kind.VEHICLE, Kind.AGE, Kind.URL})
LEAVE = {"their_reference": REFERENCES}
_CONTACT_KINDS = {"email": Kind.EMAIL, "phone": Kind.PHONE}


def title_of(text: str) -> str:
    """Return the beginning of a working text as a title; a stand-in is not cut in two."""
    words = " ".join(text.split())
    if len(words) <= _TITLE:
        return words
    cut = words[:_TITLE].rsplit(" ", 1)[0]
    if cut.rfind("[") > cut.rfind("]"):
        cut = cut[: cut.rfind("[")].rstrip()
    return cut + "…"


def tell_of(names: CaseNames, contact: Mapping[str, str], their_reference: str = "") -> None:
    """Tell a case what is known before its words are read: who gave it, how to reach them, its reference."""
    names.know(contact.get("name") or "")
    for field, kind in _CONTACT_KINDS.items():
        if contact.get(field):
            names.remember(contact[field], kind)
    for line in (contact.get("address") or "").replace(",", "\n").splitlines():
        # "12 Mill Lane" and "BS21 7AA" point at one house; a town's name alone does not.
        if any(char.isdigit() for char in line):
            names.remember(line, Kind.ADDRESS)
    if any(char.isdigit() for char in their_reference):
        names.remember(their_reference, Kind.REF)


def contact_of(feedback: Feedback) -> dict[str, str]:
    """Return who gave a piece of feedback, as far as it is kept."""
    kept = Contact.objects.filter(feedback=feedback).values("name", "email", "phone", "address").first()
    return kept or {}


def named_in(feedback: Feedback) -> CaseNames:
    """Return everyone and everything that a case knows, for a reason or a note that is written about it."""
    words = OriginalText.objects.filter(feedback=feedback).first()
    names = CaseNames.from_dict({**words.names, "decisions": []}) if words and words.names else CaseNames()
    tell_of(names, contact_of(feedback))
    for value, kind in feedback.detection_decisions.filter(hide=True).values_list("value", "kind"):
        names.add(value, kind, reason="decided before")
    return names


def is_fixed(source: str, field: str, said: str) -> bool:
    """Say whether something was chosen from the source's own list, so that there is nothing to look for."""
    spec = SOURCES[source]
    if field == "outcome":
        return said in spec.outcomes
    return any(field == EXTRA + extra.slug and said in extra.choices for extra in spec.extras)


def hide(source: str, fields: Mapping[str, str], names: CaseNames) -> dict[str, Redacted]:
    """Return the working text of every field in which something is written; raise CouldNotLook."""
    said = {name: text for name, text in fields.items() if text and not is_fixed(source, name, text)}
    return privacy.hide_fields(said, names, leave=LEAVE)


def kept(names: CaseNames) -> dict[str, object]:
    """Return what is kept of a case's names beside its words; decisions are records of their own."""
    memory = names.to_dict()
    memory.pop("decisions")
    return memory if memory["people"] or memory["values"] else {}


@dataclass
class Case:
    """A piece of feedback with what was received, ready to be looked at again."""

    feedback: Feedback
    original: OriginalText
    names: CaseNames
    points: list[Point]

    @classmethod
    def held(cls, feedback: Feedback) -> Case | None:
        """Return the case as it stands now, held until the transaction ends: what two write at once both stays."""
        Feedback.objects.select_for_update().values_list("pk").get(pk=feedback.pk)
        feedback.refresh_from_db()
        return cls.of(feedback)

    @classmethod
    def of(cls, feedback: Feedback) -> Case | None:
        """Return the case with its stand-ins and people's decisions; None where the words have been deleted."""
        words = OriginalText.objects.filter(feedback=feedback).first()
        if words is None:
            return None
        before = CaseNames.from_dict({**words.names, "decisions": []}) if words.names else CaseNames()
        case = cls(feedback, words, before.afresh(), list(feedback.points.order_by("position")))
        tell_of(case.names, contact_of(feedback), case.received("their_reference"))
        for decision in DetectionDecision.objects.filter(feedback=feedback):
            case.decide(decision)
        return case

    def decide(self, decision: DetectionDecision) -> None:
        """Take in what a person decided."""
        say = self.names.add if decision.hide else self.names.undo
        say(decision.value, decision.kind, reason=decision.reason)

    def working(self, field: str) -> str:
        """Return what stands in a field now."""
        if field.startswith(EXTRA):
            return self.feedback.extra.get(field.removeprefix(EXTRA), "")
        if field.startswith(POINT):
            return next((p.text for p in self.points if field == f"{POINT}{p.position}"), "")
        return getattr(self.feedback, field)

    def received(self, field: str) -> str:
        """Return a field as it was received."""
        if field.startswith(POINT):
            start, end = self.original.point_spans[field.removeprefix(POINT)]
            return self.original.as_received[start:end]
        return self.original.original_fields.get(field, self.working(field))

    def fields(self) -> dict[str, str]:
        """Return every field as it was received; a title that was only the words' beginning is not one."""
        names = [*LONGEST, *(EXTRA + slug for slug in self.feedback.extra)]
        names += [name for name in self.original.original_fields if name not in names]
        if "title" not in self.original.original_fields:
            names.remove("title")
        return {
            **{
                f"{POINT}{position}": self.received(f"{POINT}{position}")
                for position in self.original.point_spans
            },
            **{name: self.received(name) for name in names},
        }

    def hidden(self) -> dict[str, Redacted]:
        """Look for personal data in every field again; raise CouldNotLook."""
        return hide(self.feedback.source, self.fields(), self.names)


def detections_of(feedback: Feedback, hidden: Mapping[str, Redacted]) -> list[Detection]:
    """Return what was found in the fields of a piece of feedback, as it is kept."""
    return [
        Detection(
            council_id=feedback.council_id,
            feedback_id=feedback.pk,
            field=field,
            start=detection.start,
            end=detection.end,
            kind=str(detection.kind),
            placeholder=placeholder[:60],
            reason=detection.reason[:200],
            confidence=detection.confidence,
        )
        for field, each in hidden.items()
        for detection, placeholder in zip(each.detections, each.placeholders, strict=True)
    ]


def entry_of(feedback: Feedback, texts: Sequence[str]) -> search.Entry:
    """Return a piece of feedback as search knows it, in working text."""
    return search.Entry(
        kind="feedback",
        record_id=feedback.pk,
        reference=feedback.reference,
        title=feedback.title,
        body=" ".join(texts),
        permission="feedback.read",
        team_id=feedback.team_id,
        on=feedback.received_on,
    )
