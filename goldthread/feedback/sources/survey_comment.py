"""A comment in a survey, with the question that it answers."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Extra, Source

SOURCE = Source(
    slug="survey_comment",
    name="Survey comment",
    plural="Survey comments",
    what_it_is="A comment in the open box of a survey, such as the survey of people who draw on care.",
    evidence_category="people",
    retention="voice",
    speaker="person",
    channel="form",
    extras=(
        Extra("survey", "Survey", columns=("survey name", "wave")),
        Extra("question", "Question", columns=("question text", "q")),
    ),
    columns={"text": ("answer", "response", "comment text", "verbatim")},
)
