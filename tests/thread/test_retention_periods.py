"""The privacy page states the retention periods that `goldthread forget` applies."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from goldthread.feedback.sources import SOURCES
from goldthread.thread.retention_periods import retention_caution, retention_periods

pytestmark = pytest.mark.django_db


def test_every_type_of_feedback_has_its_own_period():
    rows = dict(retention_periods())
    for source in SOURCES.values():
        periods = [period for data, period in rows.items() if source.plural.lower() in data.lower()]
        assert periods == [f"{source.years_kept:g} years after it was closed or received"], source.slug


def test_anyone_may_read_it():
    shown = html.unescape(Client().get("/privacy/").content.decode())
    complaints = (
        "Complaints, issues from forums, Healthwatch reports, MPs' enquiries and councillors' enquiries"
    )
    assert complaints in shown
    assert all(data in shown and period in shown for data, period in retention_periods())


def test_what_is_not_confirmed_is_said_beside_the_periods():
    assert retention_caution().startswith("Not confirmed")
    assert retention_caution() in html.unescape(Client().get("/privacy/").content.decode())


def test_cases_for_pathway_tracking_have_a_period_of_their_own():
    rows = dict(retention_periods())
    named = "Cases drawn for pathway tracking: reference, consent and chronology"
    assert rows[named] == "2 years after they were drawn"


def test_names_of_board_members_have_a_period_of_their_own():
    rows = dict(retention_periods())
    assert (
        rows["Names of members of boards who have no account"] == "2 years after their last day on the board"
    )


def test_audits_of_practice_have_a_period_of_their_own():
    rows = dict(retention_periods())
    named = "Audits of practice: references of cases, workers, and what was written"
    assert rows[named] == "3 years after the period that was audited; figures and findings stay"
