"""Redactions of a case: list them, redact more, undo a redaction; each correction has a reason and stays in force.

Whoever may add feedback may redact more. Undoing a redaction shows words to every reader, so it needs the
permission to open the original text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from goldthread.analysis.privacy import CaseNames, Kind, cautions, redact
from goldthread.analysis.privacy.case_values import bare, occurrences
from goldthread.analysis.privacy.lexicon import lexicon
from goldthread.analysis.privacy.special_category import Category
from goldthread.analysis.text.normalisation import NormalisedText
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import privacy, saving
from goldthread.feedback.commands import DELETED, redacted_reason
from goldthread.feedback.models import Feedback
from goldthread.feedback.redaction.case_names import EXTRA, POINT, Case, known_people
from goldthread.feedback.redaction.models import Detection, DetectionDecision
from goldthread.feedback.redaction.rewriting import rewrite_case
from goldthread.feedback.sources import SOURCES

KINDS = {
    Kind.PERSON: "A name, or words that identify one person",
    Kind.ADDRESS: "Address",
    Kind.POSTCODE: "Postcode",
    Kind.PHONE: "Telephone number",
    Kind.EMAIL: "Email address",
    Kind.NHS: "NHS number",
    Kind.NINO: "National Insurance number",
    Kind.DOB: "Date of birth",
    Kind.AGE: "Age over 89",
    Kind.REF: "Case or payment reference",
    Kind.VEHICLE: "Vehicle",
    Kind.BANK: "Bank details",
    Kind.URL: "Link to a personal page",
    Kind.CODE: "Code to a door, a safe or an alarm",
    Kind.LOCATION: "Place: coordinates, UPRN, what3words",
    Kind.DEVICE: "Internet address of a device",
}
_FIELDS = {
    "subject": "the subject",
    "service": "the service",
    "format_needed": "the format needed",
    "outcome": "the outcome",
    "their_reference": "your own reference",
    "response": "the response",
}
_SENSITIVE = {
    Category.HEALTH: "health",
    Category.FAITH: "faith or belief",
    Category.SEXUALITY: "sexuality or gender",
    Category.ETHNICITY: "ethnic origin",
    Category.OFFENCE: "offences or crime",
}
# How words without their spaces look; the kind stands in the list of redactions and changes nothing else.
_FORMS = (
    (Kind.EMAIL, re.compile(r"[^@]+@[^@]+\.[^@]+")),
    (Kind.POSTCODE, re.compile(r"[A-Za-z]{1,2}\d[A-Za-z\d]?\d[A-Za-z]{2}")),
    (Kind.PHONE, re.compile(r"\+?\(?[\d()\-]{9,}")),
    (Kind.ADDRESS, re.compile(r"\d+[A-Za-z]?,?[A-Z][A-Za-z,]+")),
)
_CONTEXT = 60
_SHORTEST, _LONGEST = 2, 200


@dataclass(frozen=True)
class Row:
    """One redaction, as the page shows it: never its original words, unless they were opened."""

    detection: Detection
    kind: str
    confidence: str
    where: str
    before: str
    after: str
    original: str = ""


def confidence_label(confidence: float) -> str:
    """Return the confidence of a detection as a word; the number itself is not a measured probability."""
    if confidence >= 0.9:
        return "High"
    return "Medium" if confidence >= 0.7 else "Low"


def sensitive_topics(feedback: Feedback, texts: Sequence[str]) -> list[str]:
    """Return the special categories of data in feedback, such as "health"; they call for care and are not redacted."""
    if feedback.is_locked or feedback.forgotten_on:
        return []
    categories = {caution.category for text in (feedback.subject, *texts) for caution in cautions(text)}
    return [topic for category, topic in _SENSITIVE.items() if category in categories]


def rows(case: Case, *, opened: bool = False) -> list[Row]:
    """Return the redactions in a case, in the order of the text, each different one once."""
    unique: dict[tuple[str, str], Row] = {}
    shifts: dict[str, int] = {}
    detections = sorted(
        Detection.objects.filter(feedback=case.feedback), key=lambda d: (_field_order(d.field), d.start)
    )
    for detection in detections:
        shift = shifts.get(detection.field, 0)
        shifts[detection.field] = shift + len(detection.placeholder) - (detection.end - detection.start)
        value = case.received(detection.field)[detection.start : detection.end]
        redacted = case.redacted(detection.field)
        start, end = detection.start + shift, detection.start + shift + len(detection.placeholder)
        if redacted[start:end] != detection.placeholder:
            continue  # cut off at the end of a field that holds no more
        unique.setdefault(
            (detection.placeholder, bare(value)),
            Row(
                detection=detection,
                kind=KINDS[Kind(detection.kind)],
                confidence=confidence_label(detection.confidence),
                where=_field_name(case.feedback, detection.field),
                before=_cut(redacted[:start], last=True),
                after=_cut(redacted[end:]),
                original=value if opened else "",
            ),
        )
    return list(unique.values())


def _field_order(field: str) -> tuple[int, int, str]:
    if field.startswith(POINT):
        return 0, int(field.removeprefix(POINT)), ""
    return 1, 0, field


def _field_name(feedback: Feedback, field: str) -> str:
    if field.startswith(POINT):
        return "the comment"
    if field.startswith(EXTRA):
        slug = field.removeprefix(EXTRA)
        return next((e.label for e in SOURCES[feedback.source].extras if e.slug == slug), slug)
    return _FIELDS[field]


def _cut(text: str, *, last: bool = False) -> str:
    text = " ".join(text.split())
    if len(text) <= _CONTEXT:
        return text
    if last:
        return "…" + text[-_CONTEXT:].split(" ", 1)[-1]
    return text[:_CONTEXT].rsplit(" ", 1)[0] + "…"


def likely_kind(words: str) -> Kind:
    """Return what kind of personal data words are by their form alone: a name unless they look like something else."""
    text = "".join(words.split())
    for kind, pattern in _FORMS:
        if pattern.fullmatch(text):
            return kind
    return Kind.PERSON


def _open_case(by: Person, feedback: Feedback, reason: str) -> Case:
    saving.needs_reason(reason, "It is recorded.")
    case = Case.locked_for_update(feedback)
    if case is None:
        raise Refused(DELETED)
    if feedback.is_locked:
        raise Refused(f"{feedback.reference} is awaiting redaction. Redact it again first.")
    return case


def _clean_reason(value: str, reason: str, names: CaseNames) -> str:
    """Return a reason without the words it is about, or a part of them, and without the people of the case."""
    parts = CaseNames()
    words = value.split()[:12]
    for start, end in combinations(range(len(words) + 1), 2):
        part = " ".join(words[start:end])
        distinctive = any(len(word) > 3 for word in words[start:end])
        if bare(part) and ((end - start > 1 and distinctive) or bare(part) not in lexicon().words):
            parts.add(part, Kind.PERSON, reason="its own reason must not repeat it")
    text = privacy.hide(reason.strip(), names).text
    for detection in reversed(redact(text, (), parts).detections):
        text = f"{text[: detection.start]}[these words]{text[detection.end :]}"
    return text


def _decide(case: Case, by: Person, *, hide: bool, value: str, kind: str, reason: str) -> DetectionDecision:
    """Save a decision and redact the case again with it."""
    cleaned = _clean_reason(value, reason, known_people(case.feedback))
    decision = DetectionDecision.objects.create(
        council_id=by.council_id,
        feedback=case.feedback,
        hide=hide,
        kind=kind,
        value=value,
        reason=cleaned[:500],
        by=by,
    )
    case.decide(decision)
    changed = rewrite_case(case, by=by)
    if not changed:
        raise Refused(
            "These words are redacted already."
            if hide
            else "These words are part of a longer redaction. Undo that one instead."
        )
    return decision


def _decision_reason(*, by: Person, feedback: Feedback, **_: Any) -> str:
    """Return the kind and the redacted reason of the latest decision, never the words."""
    decision = DetectionDecision.objects.filter(feedback=feedback).latest("created_at", "id")
    return f"{decision.kind.lower()}: {decision.reason}"


@command("feedback.receive", trail=_decision_reason)
def redact_more(*, by: Person, feedback: Feedback, words: str, kind: str, reason: str) -> DetectionDecision:
    """Redact more words, everywhere in their case and from now on."""
    case = _open_case(by, feedback, reason)
    value = " ".join(words.split())
    if kind not in KINDS:
        raise Refused("Choose what kind of personal data it is.")
    if not _SHORTEST <= len(bare(value)) <= _LONGEST or len(value) > _LONGEST:
        raise Refused(f"Enter at least {_SHORTEST} letters or digits, and {_LONGEST} characters at most.")
    matches = (occurrences(NormalisedText(text).text, [bare(value)]) for text in case.fields().values())
    if not any(True for each in matches for _ in each):
        raise Refused(
            "These words are not in this feedback. Type them as they appear there, whole words, "
            "without anything in square brackets."
        )
    return _decide(case, by, hide=True, value=value, kind=kind, reason=reason)


@command("feedback.original", trail=_decision_reason)
def undo_redaction(*, by: Person, feedback: Feedback, detection: Detection, reason: str) -> DetectionDecision:
    """Undo a redaction, everywhere in its case and from now on."""
    case = _open_case(by, feedback, reason)
    if detection.feedback_id != feedback.pk:
        raise Refused("That redaction is not in this feedback.")
    value = " ".join(case.received(detection.field)[detection.start : detection.end].split())
    return _decide(case, by, hide=False, value=value[:_LONGEST], kind=detection.kind, reason=reason)


@command("feedback.original", trail=redacted_reason)
def open_redactions(*, by: Person, feedback: Feedback, reason: str) -> Feedback:
    """Open the redacted words, and no others, to judge whether each redaction is right."""
    _open_case(by, feedback, reason)
    return feedback
