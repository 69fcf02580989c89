"""A care provider's feedback: what those who give the care see."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Extra, Source

SOURCE = Source(
    slug="provider_feedback",
    name="Provider's feedback",
    plural="Providers' feedback",
    what_it_is="What a care provider says about working with the council.",
    evidence_category="partners",
    retention="service_voice",
    speaker="provider",
    extras=(Extra("provider", "Provider", columns=("provider name", "home", "agency")),),
)
