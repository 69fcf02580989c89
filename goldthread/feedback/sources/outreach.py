"""What was heard at an event, where the council went out to people."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Extra, Source

SOURCE = Source(
    slug="outreach",
    name="Outreach event",
    plural="Outreach events",
    what_it_is="What people said at an event where the council went to them.",
    evidence_category="people",
    retention="voice",
    speaker="person",
    channel="meeting",
    extras=(Extra("event", "Event", columns=("event name", "venue")),),
)
