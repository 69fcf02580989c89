"""A concern: a worry that was resolved without becoming a complaint."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Source

SOURCE = Source(
    slug="concern",
    name="Concern",
    plural="Concerns",
    what_it_is="A worry that was resolved without becoming a complaint.",
    evidence_category="people",
    retention="service_voice",
    speaker="person",
    default_tone=-1,
    columns={"text": ("concern", "enquiry", "nature of concern")},
)
