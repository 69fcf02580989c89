"""A topic that a board or forum of people who draw on care raised."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Extra, Source

SOURCE = Source(
    slug="board_topic",
    name="Board or forum topic",
    plural="Board and forum topics",
    what_it_is="Something that a board, forum or group of people who draw on care raised and that is owed "
    "an answer.",
    evidence_category="people",
    retention="published_voice",
    speaker="person",
    channel="meeting",
    extras=(Extra("board", "Board or forum", columns=("group", "meeting")),),
)
