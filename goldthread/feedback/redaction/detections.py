"""Putting right what was hidden: hide this too, show that again, always with a reason that is remembered for the case.

Whoever writes feedback down may hide more. Showing again opens words to every reader, so it belongs to those
who may open the words as received.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from goldthread.analysis.privacy import CaseNames, Kind, cautions, redact
from goldthread.analysis.privacy.case_values import bare, occurrences
from goldthread.analysis.privacy.lexicon import lexicon
from goldthread.analysis.privacy.special_category import Category
from goldthread.analysis.text.normalisation import Plain
from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import privacy
from goldthread.feedback.commands import reason_for_the_trail
from goldthread.feedback.models import Detection, DetectionDecision, Feedback
from goldthread.feedback.redaction.case_names import EXTRA, POINT, Case, named_in
from goldthread.feedback.redaction.rewriting import write_again
from goldthread.feedback.sources import SOURCES

KINDS = {
    Kind.PERSON: "Somebody's name, or words that point at one person",
    Kind.ADDRESS: "An address",
    Kind.POSTCODE: "A postcode",
    Kind.PHONE: "A telephone number",
    Kind.EMAIL: "An e-mail address",
    Kind.NHS: "An NHS number",
    Kind.NINO: "A National Insurance number",
    Kind.DOB: "A date of birth",
    Kind.AGE: "An age over 89",
    Kind.REF: "A case or payment reference",
    Kind.VEHICLE: "A vehicle",
    Kind.BANK: "Bank details",
    Kind.URL: "A link to somebody's own page",
}
_FIELDS = {
    "title": "the title",
    "service": "the service",
    "format_needed": "the format they need",
    "outcome": "the outcome",
    "their_reference": "your own reference",
    "told_what": "what they were told",
}
_TELLS_OF = {
    Category.HEALTH: "health",
    Category.FAITH: "faith or belief",
    Category.SEXUALITY: "sexuality or gender",
    Category.ETHNICITY: "ethnic origin",
    Category.OFFENCE: "offences or crime",
}
_AROUND = 60
_SHORTEST, _LONGEST = 2, 200


@dataclass(frozen=True)
class Row:
    """One thing that was hidden, as the page shows it: never its own words, unless they were opened."""

    detection: Detection
    kind: str
    sure: str
    where: str
    before: str
    after: str
    words: str = ""


def how_sure(confidence: float) -> str:
    """Return how sure a find is, in plain words; the number itself is not a measured probability."""
    if confidence >= 0.9:
        return "Sure"
    return "Fairly sure" if confidence >= 0.7 else "A guess"


def tells_of(feedback: Feedback, texts: Sequence[str]) -> list[str]:
    """Return what a piece of feedback tells of that calls for care, such as "health"; it is never hidden for that."""
    if feedback.is_locked or feedback.forgotten_on:
        return []
    said = {caution.category for text in (feedback.title, *texts) for caution in cautions(text)}
    return [words for category, words in _TELLS_OF.items() if category in said]


def rows(case: Case, *, opened: bool = False) -> list[Row]:
    """Return what was hidden in a case, in the order of the text, each different thing once."""
    found: dict[tuple[str, str], Row] = {}
    shifts: dict[str, int] = {}
    detections = sorted(
        Detection.objects.filter(feedback=case.feedback), key=lambda f: (_place(f.field), f.start)
    )
    for detection in detections:
        shift = shifts.get(detection.field, 0)
        shifts[detection.field] = shift + len(detection.placeholder) - (detection.end - detection.start)
        value = case.received(detection.field)[detection.start : detection.end]
        working = case.working(detection.field)
        start, end = detection.start + shift, detection.start + shift + len(detection.placeholder)
        if working[start:end] != detection.placeholder:
            continue  # cut off at the end of a field that holds no more
        found.setdefault(
            (detection.placeholder, bare(value)),
            Row(
                detection=detection,
                kind=KINDS[Kind(detection.kind)],
                sure=how_sure(detection.confidence),
                where=_field_name(case.feedback, detection.field),
                before=_cut(working[:start], last=True),
                after=_cut(working[end:]),
                words=value if opened else "",
            ),
        )
    return list(found.values())


def _place(field: str) -> tuple[int, int, str]:
    if field.startswith(POINT):
        return 0, int(field.removeprefix(POINT)), ""
    return 1, 0, field


def _field_name(feedback: Feedback, field: str) -> str:
    if field.startswith(POINT):
        return "what was said"
    if field.startswith(EXTRA):
        slug = field.removeprefix(EXTRA)
        return next((e.label for e in SOURCES[feedback.source].extras if e.slug == slug), slug)
    return _FIELDS[field]


def _cut(text: str, *, last: bool = False) -> str:
    text = " ".join(text.split())
    if len(text) <= _AROUND:
        return text
    if last:
        return "…" + text[-_AROUND:].split(" ", 1)[-1]
    return text[:_AROUND].rsplit(" ", 1)[0] + "…"


def _open(by: Person, feedback: Feedback, reason: str) -> Case:
    check_scope(by, feedback)
    if len(reason.strip()) < 5:
        raise Refused("Say why. Your reason is kept.")
    case = Case.held(feedback)
    if case is None:
        raise Refused("The words as they came have been deleted, as the council's schedule says.")
    if feedback.is_locked:
        raise Refused(f"{feedback.reference} is locked. Have personal data looked for again first.")
    return case


def _without(value: str, reason: str, names: CaseNames) -> str:
    """Return a reason without the words it is about or a part of them, and without whom the case knows."""
    alone = CaseNames()
    words = value.split()[:12]
    for start, end in combinations(range(len(words) + 1), 2):
        part = " ".join(words[start:end])
        telling = any(len(word) > 3 for word in words[start:end])
        if bare(part) and ((end - start > 1 and telling) or bare(part) not in lexicon().words):
            alone.add(part, Kind.PERSON, reason="its own reason must not repeat it")
    said = privacy.hide(reason.strip(), names).text
    for detection in reversed(redact(said, (), alone).detections):
        said = f"{said[: detection.start]}[these words]{said[detection.end :]}"
    return said


def _remember(case: Case, by: Person, *, hide: bool, value: str, kind: str, reason: str) -> DetectionDecision:
    """Keep a decision and write the case's working text by it."""
    cleaned = _without(value, reason, named_in(case.feedback))
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
    changed = write_again(case, by=by)
    if not changed:
        raise Refused(
            "These words are hidden already."
            if hide
            else "These words stand inside others that are hidden. Show those again instead."
        )
    return decision


def _said_in_the_trail(*, by: Person, feedback: Feedback, **_: Any) -> str:
    """Return the kind and the cleaned reason of the decision that was just made, never the words."""
    decision = DetectionDecision.objects.filter(feedback=feedback).latest("created_at", "id")
    return f"{decision.kind.lower()}: {decision.reason}"


@command("feedback.receive", trail=_said_in_the_trail)
def redact_more(*, by: Person, feedback: Feedback, words: str, kind: str, reason: str) -> DetectionDecision:
    """Hide words that the finder left standing, everywhere in their case and from now on."""
    case = _open(by, feedback, reason)
    value = " ".join(words.split())
    if kind not in KINDS:
        raise Refused("Choose what the words are.")
    if not _SHORTEST <= len(bare(value)) <= _LONGEST or len(value) > _LONGEST:
        raise Refused(f"Give at least {_SHORTEST} letters or digits, and {_LONGEST} characters at most.")
    standing = (occurrences(Plain(text).text, [bare(value)]) for text in case.fields().values())
    if not any(True for each in standing for _ in each):
        raise Refused(
            "These words do not stand in this feedback. Type them as they stand there, whole words, "
            "without anything in square brackets."
        )
    return _remember(case, by, hide=True, value=value, kind=kind, reason=reason)


@command("feedback.original", trail=_said_in_the_trail)
def undo_redaction(*, by: Person, feedback: Feedback, detection: Detection, reason: str) -> DetectionDecision:
    """Show again what was wrongly hidden, everywhere in its case and from now on."""
    check_scope(by, detection)
    case = _open(by, feedback, reason)
    if detection.feedback_id != feedback.pk:
        raise Refused("That was not found in this feedback.")
    value = " ".join(case.received(detection.field)[detection.start : detection.end].split())
    return _remember(case, by, hide=False, value=value[:_LONGEST], kind=detection.kind, reason=reason)


@command("feedback.original", trail=reason_for_the_trail)
def open_redactions(*, by: Person, feedback: Feedback, reason: str) -> Feedback:
    """Open the words of each find, and no others, to judge whether they were rightly hidden."""
    _open(by, feedback, reason)
    return feedback
