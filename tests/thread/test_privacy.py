"""The page that says for how long things are kept says what `goldthread forget` does."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from goldthread.feedback.sources import SOURCES
from goldthread.thread.retention_periods import how_long

pytestmark = pytest.mark.django_db


def test_every_kind_of_feedback_stands_beside_its_own_years():
    rows = dict(how_long())
    for source in SOURCES.values():
        of_it = [time for what, time in rows.items() if source.plural.lower() in what.lower()]
        assert of_it == [f"{source.years_kept:g} years after it was closed, or came in"], source.slug


def test_anyone_may_read_it():
    shown = html.unescape(Client().get("/privacy/").content.decode())
    assert "Complaints, board and forum topics and Healthwatch reports" in shown
    assert all(what in shown and time in shown for what, time in how_long())
