"""A call or a letter that staff recorded for somebody who would not or could not use a form."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Extra, Source

SOURCE = Source(
    slug="call_or_letter",
    name="Contact recorded by staff",
    plural="Contacts recorded by staff",
    what_it_is="A telephone call, a visit to a desk or a letter, recorded in the person's own words and read back.",
    evidence_category="people",
    retention="voice",
    speaker="person",
    channel="phone",
    extras=(Extra("read_back", "Read back to them and agreed", choices=("Yes", "No")),),
    columns={"text": ("note of call", "letter", "transcript")},
)
