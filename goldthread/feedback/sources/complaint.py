"""A complaint: any expression of dissatisfaction, however made (the ombudsman's definition)."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Extra, Source

SOURCE = Source(
    slug="complaint",
    name="Complaint",
    plural="Complaints",
    what_it_is="Somebody is dissatisfied with a decision, a service, or something done or not done. "
    "They need not call it a complaint.",
    evidence_category="people",
    retention="complaint",
    speaker="person",
    default_tone=-1,
    procedure="statutory-adult-social-care",
    outcomes=("Upheld", "Partly upheld", "Not upheld", "Withdrawn"),
    extras=(
        Extra("stage", "Stage or step", columns=("stage", "step")),
        Extra("remedy", "Remedy", columns=("remedy", "resolution")),
    ),
    columns={"text": ("complaint details", "summary of complaint", "nature of complaint")},
)
