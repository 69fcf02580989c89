"""A call or a letter typed in for somebody who would not or could not use a form."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Extra, Source

SOURCE = Source(
    slug="call_or_letter",
    name="Call or letter typed in for someone",
    plural="Calls and letters",
    what_it_is="Something said on the telephone, at a desk or in a letter, written down as it was said "
    "and read back.",
    evidence_category="people",
    retention="voice",
    speaker="person",
    channel="phone",
    extras=(Extra("read_back", "Read back to them and agreed", choices=("Yes", "No")),),
    columns={"text": ("note of call", "letter", "transcript")},
)
