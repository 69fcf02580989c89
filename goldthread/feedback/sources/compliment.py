"""A compliment: thanks and praise, which say what to do more of."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Source

SOURCE = Source(
    slug="compliment",
    name="Compliment",
    plural="Compliments",
    what_it_is="Thanks or praise for something that was done.",
    evidence_category="people",
    retention="voice",
    speaker="person",
    default_tone=1,
    columns={"text": ("compliment", "compliment details", "thanks")},
)
