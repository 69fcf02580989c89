"""A partner's feedback: health, police, housing, voluntary groups."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Extra, Source

SOURCE = Source(
    slug="partner_feedback",
    name="Partner feedback",
    plural="Partner feedback",
    what_it_is="What a partner organisation says about working with the council.",
    evidence_category="partners",
    retention="service_voice",
    speaker="partner",
    organisation="Partner it is from",
    organisation_speaks=True,
    answer_owed=True,
    extras=(Extra("partner", "Partner, where it is not in the list"),),
    columns={"organisation": ("organisation", "partner", "agency")},
)
