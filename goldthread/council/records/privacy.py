"""Redaction of personal data: the one place where it is detected, before anything else happens to a text.

`GOLDTHREAD_PRIVACY` may name another finder: a function like `feedback.redaction.detector.find`. Where it fails, nothing is shown.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from goldthread.analysis.privacy import (
    CaseNames,
    Detection,
    Kind,
    KnownPerson,
    Redacted,
    redact,
    redact_fields,
)
from goldthread.council.errors import Refused

# What stays in a field that holds a reference: names and addresses of people are hidden there too.
REFERENCES = frozenset({Kind.REF, Kind.PHONE, Kind.BANK, Kind.VEHICLE, Kind.AGE, Kind.URL})


class CouldNotLook(Refused):
    """Personal data could not be looked for, so the words must not be shown, counted or kept in the open."""

    def __init__(self) -> None:
        super().__init__(
            "Goldthread could not look for names and addresses in this, so nothing was kept. "
            "Try again; if it happens again, tell your administrator."
        )


@dataclass(frozen=True)
class HiddenText:
    """A text that was hidden while somebody saved: as they typed it, what stands in its place, and its kind."""

    text: str
    placeholder: str
    kind: Kind


_NOTED: ContextVar[list[HiddenText] | None] = ContextVar("texts hidden while saving", default=None)


@contextmanager
def noting() -> Iterator[list[HiddenText]]:
    """Collect what is hidden meanwhile, to be told to the person who typed it; nothing of it may be kept in the clear."""
    noted: list[HiddenText] = []
    before = _NOTED.set(noted)
    try:
        yield noted
    finally:
        _NOTED.reset(before)


def _note(text: str, redacted: Redacted) -> None:
    noted = _NOTED.get()
    if noted is not None:
        noted += (
            HiddenText(text[each.start : each.end], placeholder, each.kind)
            for each, placeholder in zip(redacted.detections, redacted.placeholders, strict=True)
        )


class _Finder:
    """The finder that the council's settings name."""

    def find(self, text: str, *, known_names: Sequence[KnownPerson | str] = ()) -> list[Detection]:
        # Whatever the finder's fault, the words must not be shown. The fault is not passed on either: its
        # message may quote the words, and would stand in a log.
        try:
            return list(import_string(settings.PRIVACY_FINDER)(text, known_names=known_names))
        except Exception:
            raise CouldNotLook from None


def hide(text: str, case: CaseNames | None = None) -> Redacted:
    """Return the working text: the story, without what points at one person, as its case knows them.

    Raises CouldNotLook, which is a refusal fit to show.
    """
    known = case.known() if case is not None else ()
    redacted = redact(text, _Finder().find(text, known_names=known), case)
    _note(text, redacted)
    return redacted


def hide_fields(
    fields: Mapping[str, str], case: CaseNames, *, leave: Mapping[str, Container[Kind]] | None = None
) -> dict[str, Redacted]:
    """Return every field of a case as working text: what is found in one is hidden in all. Raises CouldNotLook."""
    redacted = redact_fields(fields, case, _Finder(), leave=leave)
    for name, text in fields.items():
        _note(text, redacted[name])
    return redacted


def reason(text: str) -> str:
    """Return a reason as it may stand in the audit log; where it could not be redacted, a sentence that says so."""
    try:
        return hide(text.strip()).text
    except CouldNotLook:
        return "A reason was given. Personal data could not be looked for in it, so it is not kept."


def fit_to_show(text: str) -> str:
    """Return what a cell of a spreadsheet says, before it is brought in: columns are mixed up, others look on."""
    try:
        return hide(text).text
    except CouldNotLook:
        return "(not shown: personal data could not be looked for)"
