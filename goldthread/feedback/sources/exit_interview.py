"""An exit interview: why somebody left and what would have kept them."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Extra, Source

SOURCE = Source(
    slug="exit_interview",
    name="Exit interview",
    plural="Exit interviews",
    what_it_is="Why somebody left, and what would have kept them.",
    evidence_category="staff_and_leaders",
    retention="staff_voice",
    speaker="staff",
    extras=(Extra("length_of_service", "Years of service", columns=("length of service",)),),
    columns={"text": ("reason for leaving", "what would have kept you")},
)
