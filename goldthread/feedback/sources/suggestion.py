"""A suggestion: an idea for doing something differently, which is owed an answer."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Source

SOURCE = Source(
    slug="suggestion",
    name="Suggestion",
    plural="Suggestions",
    what_it_is="An idea for doing something differently, which is owed an answer.",
    evidence_category="people",
    retention="voice",
    speaker="person",
    outcomes=("Adopted", "Adopted in part", "Considered, not adopted", "Waiting"),
    columns={"text": ("suggestion", "idea")},
)
