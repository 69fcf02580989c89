"""A text as it may be given to the person: what is about others is hidden, what is about them stays."""

from __future__ import annotations

from goldthread.analysis.privacy import CaseNames
from goldthread.council.records import people_named, privacy
from goldthread.subject_access.looking import Record
from goldthread.subject_access.matching import Person, words_in

# In a longer text that is not of their own case, only the lines that speak of them are theirs.
_LONG = 2_000
_CUT = "[…]"


def proposed(text: str, person: Person, record: Record | None) -> str:
    """Return a text with what identifies others hidden under placeholders: a proposal, which somebody reads and changes.

    Raises privacy.CouldNotLook where personal data could not be looked for; then nothing is proposed.
    """
    text = _lines_of(text, person) if len(text) > _LONG else text
    names = people_named.names_of([record]) if record is not None else CaseNames()
    redacted = privacy.hide(text, names)
    own = person.find(text)
    given = person.given_names
    shown, at = [], 0
    pairs = sorted(
        zip(redacted.detections, redacted.placeholders, strict=True), key=lambda pair: pair[0].start
    )
    for detection, placeholder in pairs:
        if detection.start < at:
            continue
        words = text[detection.start : detection.end]
        theirs = any(
            match.start < detection.end and detection.start < match.end for match in own
        ) or _only_of(words, given)
        shown.append(text[at : detection.start])
        shown.append(words if theirs else placeholder)
        at = detection.end
    shown.append(text[at:])
    return "".join(shown)


def _lines_of(text: str, person: Person) -> str:
    kept: list[str] = []
    for line in text.splitlines():
        if person.find(line):
            kept.append(line)
        elif kept[-1:] != [_CUT]:
            kept.append(_CUT)
    return "\n".join(kept) if any(line != _CUT for line in kept) else text


def _only_of(words: str, names: set[str]) -> bool:
    """Return whether every word is one of the person's own names, so that "Maggie" of their letter stays where it is theirs."""
    own = words_in(words)
    return bool(own) and all(word in names for word in own)
