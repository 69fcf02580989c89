"""Redaction of a review as one case: a name in one part of it is hidden in all, with the same placeholder.

The original text is not stored: the reviewing body has it. A published report is kept as it is printed, since anybody
can read it there, until somebody asks that names in it be hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from goldthread.analysis.privacy import CaseNames
from goldthread.council.models import Person
from goldthread.council.records import people_named, privacy
from goldthread.reviews.kinds import KINDS
from goldthread.reviews.models import Figure, Finding, Review
from goldthread.reviews.new_review import NewFinding, NewReview

_FREE_TEXT = ("title", "body", "outcome", "summary", "source_note", "their_reference", "took_part")
FINDING_TEXT = ("text", "heading", "recommendation")


def redact_new(new: NewReview, names: CaseNames) -> NewReview:
    """Return a review with redacted text, and take whom it names into `names`; raises CouldNotLook.

    A published report is returned as it is printed.
    """
    if is_published(new):
        return replace(new, findings=[_stripped(finding) for finding in new.findings])
    fields = {name: getattr(new, name) for name in _FREE_TEXT}
    fields |= texts_of(new.findings)
    references = dict.fromkeys(Review.spec.references, privacy.REFERENCES)
    hidden = privacy.hide_fields(fields, names, leave=references)
    return replace(
        new,
        findings=[
            replace(finding, **{name: hidden[f"{name}.{index}"].text for name in FINDING_TEXT})
            for index, finding in enumerate(new.findings)
        ],
        **{name: hidden[name].text for name in _FREE_TEXT},
    )


def texts_of(findings: Sequence[NewFinding]) -> dict[str, str]:
    """Return the texts of new findings, each under its name and the finding's position."""
    return {
        f"{name}.{index}": getattr(finding, name).strip()
        for index, finding in enumerate(findings)
        for name in FINDING_TEXT
    }


def is_published(new: NewReview) -> bool:
    """Return whether a new review is a published report: as somebody says, else as its type is as a rule."""
    if new.is_published is None:
        return new.kind in KINDS and KINDS[new.kind].published
    return new.is_published


def _stripped(finding: NewFinding) -> NewFinding:
    return replace(finding, **{name: getattr(finding, name).strip() for name in FINDING_TEXT})


def redact_printed(review: Review, **fields: str) -> dict[str, str]:
    """Return further text of a review itself: of a published report as it is printed, of any other redacted."""
    if review.kept_as_printed:
        return {name: text.strip() for name, text in fields.items()}
    return redact_for(review, **fields)


def redact_for(review: Review, **fields: str) -> dict[str, str]:
    """Return text that is written about a review later, redacted with the placeholders that it has."""
    names = people_named.named_in(review)
    hidden = privacy.hide_fields({name: text.strip() for name, text in fields.items()}, names)
    people_named.save_names(review, names)
    return {name: redacted.text for name, redacted in hidden.items()}


def redacted_reason(
    *,
    by: Person,
    reason: str,
    review: Review | None = None,
    finding: Finding | None = None,
    figure: Figure | None = None,
    **_: object,
) -> str:
    """Return the reason of a correction as the audit log holds it: without whom the review names."""
    record = review or finding or figure
    assert record is not None
    return people_named.redacted_reason(record=record, reason=reason)
