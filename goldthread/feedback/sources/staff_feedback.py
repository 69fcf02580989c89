"""Staff feedback: what the people who do the work say, in surveys, forums and supervision."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Extra, Source

SOURCE = Source(
    slug="staff_feedback",
    name="Staff feedback",
    plural="Staff feedback",
    what_it_is="What staff say about the work, the support they have and how things are done.",
    evidence_category="staff_and_leaders",
    retention="staff_voice",
    speaker="staff",
    extras=(Extra("route", "Survey, forum or meeting", columns=("forum", "survey", "route")),),
)
