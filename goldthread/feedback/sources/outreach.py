"""Feedback given at an outreach event, where the council goes to people."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Extra, Source

SOURCE = Source(
    slug="outreach",
    name="Outreach event",
    plural="Outreach events",
    what_it_is="Feedback given at an event where the council went to people.",
    evidence_category="people",
    retention="voice",
    speaker="person",
    channel="meeting",
    extras=(Extra("event", "Event", columns=("event name", "venue")),),
)
