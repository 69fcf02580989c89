"""The types of review in the standards list, by slug, and the labels of their fields."""

from __future__ import annotations

from goldthread.feedback.models import Speaker
from goldthread.standards.lists import ReviewKind, review_kinds

KINDS: dict[str, ReviewKind] = {kind.slug: kind for kind in review_kinds()}

OMBUDSMAN = "ombudsman_decision"
SAFEGUARDING = "safeguarding_adult_review"
INSPECTION = "inspection"


def name_of(slug: str) -> str:
    """Return the name of a type; one that is no longer on the list is shown by its slug."""
    return KINDS[slug].name if slug in KINDS else slug.replace("_", " ").capitalize()


def speaker_of(slug: str) -> str:
    """Return as whose words the findings of a type count; not known of one that is no longer on the list."""
    return KINDS[slug].speaker if slug in KINDS else Speaker.UNKNOWN


def label(slug: str, field: str) -> str:
    """Return the label of a field in a type of review, such as "Fault found" for an ombudsman's finding."""
    default = {
        "their_reference": "Reference",
        "decided_on": "Date",
        "outcome": "Outcome",
        "finding": "Finding",
        "recommendation": "Recommendation",
        "due_on": "Due date",
        # Asked only where its type has a label for it.
        "took_part": "",
        "reviewed_team": "",
    }
    return (dict(KINDS[slug].labels) if slug in KINDS else {}).get(field, default[field])
