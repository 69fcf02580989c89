"""Commands on what belongs to a kind of document: its own texts, formats, who made it, consent; formats asked for and met."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation
from goldthread.council.records import people_named, saving
from goldthread.feedback.models import Feedback
from goldthread.learning.documents.commands import check_may_see
from goldthread.learning.documents.kinds import FORMATS
from goldthread.learning.documents.models import Document, FormatRequest


@command("documents.record")
def describe_document(
    *,
    by: Person,
    document: Document,
    formats: Sequence[str] = (),
    organisation: Organisation | None = None,
    consent_on: datetime.date | None = None,
    consent_until: datetime.date | None = None,
    texts: Mapping[str, str] | None = None,
    version: int | None = None,
) -> Document:
    """Record what a document is beside its name: formats that exist, who made it, consent and its end, its own texts."""
    check_may_see(by, document)
    if consent_until and not consent_on:
        raise Refused("Enter when consent was given.", field="consent_on")
    own = {field.slug for field in document.of_kind.fields}
    if unknown := (set(texts or {}) - own) | (set(formats) - set(FORMATS)):
        raise Refused(f"A document of this kind has no {sorted(unknown)[0]}.")
    fields: dict[str, Any] = {
        "formats": " ".join(slug for slug in FORMATS if slug in formats),
        "organisation": organisation,
        "consent_on": consent_on,
        "consent_until": consent_until,
        # What another kind had stays, should it be of that kind again.
        "extra": {**document.extra, **{name: text.strip() for name, text in (texts or {}).items()}},
    }
    return saving.change(document, version=version, **fields)


@command("documents.record", trail=people_named.reason_about("document"))
def end_consent(
    *, by: Person, document: Document, on: datetime.date, reason: str, version: int | None = None
) -> Document:
    """End the consent to telling a story: from that day on readers do not see it."""
    check_may_see(by, document)
    saving.needs_reason(reason)
    if document.consent_on is None:
        raise Refused("No consent is recorded.")
    last = on - datetime.timedelta(days=1)
    if last < document.consent_on:
        # Given and taken back on one day: it never held.
        return saving.change(document, version=version, consent_on=None, consent_until=None)
    return saving.change(document, version=version, consent_until=last)


@command("documents.read")
def ask_for_format(
    *,
    by: Person,
    document: Document,
    format: str,
    asked_on: datetime.date,
    feedback: Feedback | None = None,
) -> Document:
    """Record that somebody asked for a document in a format."""
    check_may_see(by, document)
    waiting = document.format_requests.filter(format=format, met_on=None)
    if feedback is not None and waiting.filter(feedback=feedback).exists():
        raise Refused(f"{feedback.reference} waits for it already.", field="feedback")
    saving.add_part(
        FormatRequest(
            council=by.council, document=document, format=format, asked_on=asked_on, feedback=feedback
        ),
        document,
    )
    return document


@command("documents.record")
def meet_request(*, by: Person, document: Document, asked: FormatRequest, met_on: datetime.date) -> Document:
    """Record when somebody had the format they asked for; the document has it from then on."""
    check_may_see(by, document)
    if asked.document_id != document.pk or asked.met_on is not None:
        raise Refused("This request was met already.")
    saving.change_part(asked, document, met_on=met_on)
    if asked.format not in document.formats.split():
        kept = {*document.formats.split(), asked.format}
        saving.change(document, formats=" ".join(slug for slug in FORMATS if slug in kept))
    return document
