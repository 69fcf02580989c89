"""A piece of feedback as one case: a name detected in one field is hidden in all, with the same placeholder.

Its fields are named "subject", "service", "extra.stage", "point.1" and so on. The original is in `OriginalText`: the
points in `as_received`, every other field in which something was hidden in `original_fields`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goldthread.analysis.privacy import CaseNames, Kind, Redacted
from goldthread.council.records import people_named, privacy
from goldthread.feedback.contacts.models import Contact
from goldthread.feedback.models import Feedback, Point
from goldthread.feedback.redaction.models import Detection, DetectionDecision, OriginalText
from goldthread.feedback.sources import SOURCES

# Every other field of feedback with free text, and its longest length; 0 for no limit.
LONGEST = {
    "subject": 80,
    "service": 120,
    "format_needed": 60,
    "outcome": 120,
    "their_reference": 80,
    "response": 0,
}
POINT, EXTRA = "point.", "extra."
LEAVE = dict.fromkeys(Feedback.spec.references, privacy.REFERENCES)
_CONTACT_KINDS = {"email": Kind.EMAIL, "phone": Kind.PHONE}


def add_contact(names: CaseNames, contact: Mapping[str, str], their_reference: str = "") -> None:
    """Add what is known before the text is read: the person's name, contact details and reference."""
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
    """Return the contact details of a piece of feedback, as far as they are kept."""
    contact = Contact.objects.filter(feedback=feedback).values("name", "email", "phone", "address").first()
    return contact or {}


def known_people(feedback: Feedback) -> CaseNames:
    """Return the people and values known in a case, to redact a reason or a note about it."""
    names = _without_decisions(people_named.memory_of(feedback))
    add_contact(names, contact_of(feedback))
    for value, kind in feedback.detection_decisions.filter(hide=True).values_list("value", "kind"):
        names.add(value, kind, reason="decided before")
    return names


def is_fixed(source: str, field: str, value: str) -> bool:
    """Return whether a value is from the source's own list of answers, so that there is nothing to redact."""
    spec = SOURCES[source]
    if field == "outcome":
        return value in spec.outcomes
    return any(field == EXTRA + extra.slug and value in extra.choices for extra in spec.extras)


def hide(source: str, fields: Mapping[str, str], names: CaseNames) -> dict[str, Redacted]:
    """Return the redacted text of every field that is not empty; raise CouldNotLook."""
    free_text = {name: text for name, text in fields.items() if text and not is_fixed(source, name, text)}
    return privacy.hide_fields(free_text, names, leave=LEAVE)


def _without_decisions(memory: Mapping[str, Any]) -> CaseNames:
    """Return a case's names as they are kept, before people's decisions: those are records, and applied anew."""
    return CaseNames.from_dict({**memory, "decisions": []}) if memory else CaseNames()


@dataclass
class Case:
    """A piece of feedback with its original text, ready to be redacted again."""

    feedback: Feedback
    original: OriginalText
    names: CaseNames
    # Whom it named when it was last saved.
    memory: dict[str, Any]
    points: list[Point]

    @classmethod
    def locked_for_update(cls, feedback: Feedback) -> Case | None:
        """Return the current case, locked until the transaction ends, so that concurrent edits are both saved."""
        Feedback.objects.select_for_update().values_list("pk").get(pk=feedback.pk)
        feedback.refresh_from_db()
        return cls.of(feedback)

    @classmethod
    def of(cls, feedback: Feedback) -> Case | None:
        """Return the case with its placeholders and people's decisions; None where the text has been deleted."""
        original = OriginalText.objects.filter(feedback=feedback).first()
        if original is None:
            return None
        memory = people_named.memory_of(feedback)
        names = _without_decisions(memory).afresh()
        case = cls(feedback, original, names, memory, list(feedback.points.order_by("position")))
        for contact in original.earlier_contacts:
            add_contact(case.names, contact)
        add_contact(case.names, contact_of(feedback), case.received("their_reference"))
        for decision in DetectionDecision.objects.filter(feedback=feedback):
            case.decide(decision)
        return case

    def decide(self, decision: DetectionDecision) -> None:
        """Apply a person's decision."""
        apply = self.names.add if decision.hide else self.names.undo
        apply(decision.value, decision.kind, reason=decision.reason)

    def redacted(self, field: str) -> str:
        """Return the redacted text of a field."""
        if field.startswith(EXTRA):
            return self.feedback.extra.get(field.removeprefix(EXTRA), "")
        if field.startswith(POINT):
            return next((p.text for p in self.points if field == f"{POINT}{p.position}"), "")
        return getattr(self.feedback, field)

    def received(self, field: str) -> str:
        """Return the original text of a field."""
        if field.startswith(POINT):
            start, end = self.original.point_spans[field.removeprefix(POINT)]
            return self.original.as_received[start:end]
        return self.original.original_fields.get(field, self.redacted(field))

    def fields(self) -> dict[str, str]:
        """Return the original text of every field."""
        names = [*LONGEST, *(EXTRA + slug for slug in self.feedback.extra)]
        names += [name for name in self.original.original_fields if name not in names]
        return {
            **{
                f"{POINT}{position}": self.received(f"{POINT}{position}")
                for position in self.original.point_spans
            },
            **{name: self.received(name) for name in names},
        }

    def hidden(self) -> dict[str, Redacted]:
        """Return every field redacted again; raise CouldNotLook."""
        return hide(self.feedback.source, self.fields(), self.names)


def detections_of(feedback: Feedback, hidden: Mapping[str, Redacted]) -> list[Detection]:
    """Return the detections in a piece of feedback, ready to be saved."""
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
