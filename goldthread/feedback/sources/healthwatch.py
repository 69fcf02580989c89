"""Feedback published in a Healthwatch report."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Extra, RatingScale, Source

SOURCE = Source(
    slug="healthwatch",
    name="Healthwatch report",
    plural="Healthwatch reports",
    what_it_is="Feedback that people gave to the local Healthwatch, from its reports.",
    evidence_category="partners",
    retention="published_voice",
    speaker="partner",
    # The stars of local Healthwatch feedback centres: five are the most and the best.
    rating_scale=RatingScale(worst=1, best=5),
    extras=(Extra("report", "Report", columns=("report title",)),),
)
