"""Feedback from a care provider about working with the council."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Extra, Source

SOURCE = Source(
    slug="provider_feedback",
    name="Provider feedback",
    plural="Provider feedback",
    what_it_is="What a care provider says about working with the council.",
    evidence_category="partners",
    retention="service_voice",
    speaker="provider",
    organisation="Provider it is from",
    organisation_speaks=True,
    extras=(Extra("provider", "Provider, where it is not in the list"),),
    columns={"organisation": ("provider", "provider name", "home", "agency")},
)
