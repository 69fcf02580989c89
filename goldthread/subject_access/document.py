"""The document that the person is given: what was found, by record, without what is about others."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from goldthread.dates import day_in_words
from goldthread.documents.model import Document, Heading, Listing, Paragraph, Part
from goldthread.subject_access.models import AccessHit, AccessPlace, AccessRequest, Decision


def document(
    request: AccessRequest,
    hits: Iterable[AccessHit],
    places: Iterable[AccessPlace],
    labels: dict[object, str],
    *,
    council: str,
    today: datetime.date,
) -> Document:
    """Return the document of a request from what was decided. labels: what each record is called, by its key."""
    by_record: dict[str, list[AccessHit]] = {}
    left_out: list[AccessHit] = []
    for hit in hits:
        if hit.decision == Decision.LEAVE_OUT:
            left_out.append(hit)
        else:
            by_record.setdefault(labels.get(hit.origin_id, "Other records"), []).append(hit)
    parts: list[Part] = [
        Paragraph(
            f"You asked {council} on {day_in_words(request.received_on)} for what is held about you in Goldthread. "
            "Words in square brackets stand for what is about other people, which was taken out."
        )
    ]
    for record in sorted(by_record):
        parts.append(Heading(record))
        for hit in by_record[record]:
            parts.append(Heading(hit.place, level=3))
            parts += [Paragraph(line) for line in hit.text.splitlines() if line.strip()]
    if not by_record:
        parts.append(Paragraph("Nothing about you was found that you can be given."))
    parts += _end(left_out, list(places))
    return Document(
        title="What is held about you",
        subtitle=f"Request {request.reference}, {day_in_words(today)}",
        author=council,
        parts=parts,
    )


def _end(left_out: Sequence[AccessHit], places: Sequence[AccessPlace]) -> list[Part]:
    parts: list[Part] = []
    if left_out:
        reasons: dict[str, int] = {}
        for hit in left_out:
            reasons[hit.reason] = reasons.get(hit.reason, 0) + 1
        parts.append(Heading("What was left out, and why"))
        parts.append(
            Listing(
                [
                    f"{count} {'text' if count == 1 else 'texts'}: {reason}"
                    for reason, count in reasons.items()
                ]
            )
        )
    looked = [place for place in places if not place.not_looked]
    parts.append(Heading("Where was looked"))
    parts.append(Listing([f"{place.name}: {place.looked:,} texts" for place in looked] or ["Nowhere yet"]))
    parts.append(Heading("Where was not looked"))
    parts.append(
        Listing(
            [f"{place.name}: {place.not_looked}" for place in places if place.not_looked] or ["Nowhere else"]
        )
    )
    parts.append(Heading("If you are not content"))
    parts.append(
        Paragraph(
            "Tell us first, and we look at it again. You can also complain to the Information Commissioner's Office at "
            "ico.org.uk, or go to court."
        )
    )
    return parts
