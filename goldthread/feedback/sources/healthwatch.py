"""What a Healthwatch report says that people told it."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Extra, Source

SOURCE = Source(
    slug="healthwatch",
    name="Healthwatch report",
    plural="Healthwatch reports",
    what_it_is="What the local Healthwatch reports that people told it.",
    evidence_category="partners",
    retention="published_voice",
    speaker="partner",
    extras=(Extra("report", "Report", columns=("report title",)),),
)
