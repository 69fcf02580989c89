"""The kinds of formal look, as the field's own list has them, by their short names."""

from __future__ import annotations

from goldthread.standards.lists import ReviewKind, review_kinds

KINDS: dict[str, ReviewKind] = {kind.slug: kind for kind in review_kinds()}

OMBUDSMAN = "ombudsman_decision"
INSPECTION = "inspection"


def name_of(slug: str) -> str:
    """Return what a kind is called; a kind that is no longer on the list keeps its own short name."""
    return KINDS[slug].name if slug in KINDS else slug.replace("_", " ").capitalize()


def label(slug: str, field: str) -> str:
    """Return what a field is called in a kind of look, such as "Fault found" for an ombudsman's finding."""
    usual = {
        "their_reference": "Reference",
        "decided_on": "Date",
        "outcome": "Outcome",
        "finding": "Finding",
        "recommendation": "Recommendation",
        "due_on": "To be done by",
    }
    return (dict(KINDS[slug].labels) if slug in KINDS else {}).get(field, usual[field])
