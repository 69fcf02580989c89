"""An issue raised by a board or forum of people who draw on care."""

from __future__ import annotations

from goldthread.feedback.sources.spec import Extra, Source

SOURCE = Source(
    slug="board_topic",
    name="Issue from a forum",
    plural="Issues from forums",
    what_it_is="An issue raised by a board, forum or group of people who draw on care, which is owed an answer.",
    evidence_category="people",
    retention="published_voice",
    speaker="person",
    channel="meeting",
    answer_owed=True,
    extras=(Extra("board", "Board or forum", columns=("group", "meeting")),),
)
