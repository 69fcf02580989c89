"""What a log of a case refuses, in words and without a change, and what it allows."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from goldthread.standards import clocks
from goldthread.standards.bank_holidays import WHERE_KNOWN, OutsideYears
from goldthread.standards.clock_log import Event, check, read
from goldthread.standards.entries import StandardsError
from tests.standards.clock_events import day_of, events_of

STATUTORY, CORPORATE = "statutory-adult-social-care", "corporate-complaint"
TWO_STAGES, JOINT, MP = "adults-two-stages", "joint-complaint", "mp-enquiry"

START = "received 2025-03-03; acknowledged 2025-03-05"
# What happened, and what then may not be added, with the words that say why.
REFUSED = [
    (CORPORATE, START, "received 2025-03-04", "Received on 3 March 2025 already"),
    (CORPORATE, START, "acknowledged 2025-03-01", "before anything was received"),
    (CORPORATE, START, "acknowledged 2025-03-10 2", "nobody had asked for"),
    (STATUTORY, START, "stage_2_asked 2025-03-10", "has one stage"),
    (STATUTORY, START, "replied 2025-03-10 2", "has no stage 2"),
    (CORPORATE, f"{START}; stage_2_asked 2025-03-12", "stage_2_asked 2025-03-10", "already"),
    (STATUTORY, START, "extended 2025-03-10 respond", "cannot be extended"),
    (CORPORATE, START, "extended 2025-03-10 nothing", "no step"),
    (
        CORPORATE,
        START,
        "extended 2025-03-10 respond told:2025-03-20",
        "after the day it was due, 19 March 2025",
    ),
    (CORPORATE, START, "agreed 2025-03-10 respond 2025-05-01", "no other day may be agreed"),
    (STATUTORY, START, "agreed 2025-03-10 respond", "Give the day"),
    (STATUTORY, START, "agreed 2025-03-10 respond 2025-09-02", "its last day already"),
    (STATUTORY, START, "agreed 2025-09-03 respond 2025-10-01", "the time was over"),
    (JOINT, START, "done 2025-03-10 respond", "met by its letter"),
    (MP, START, "paused 2025-03-10 2025-03-09", "ends before it begins"),
    (MP, START, "question_answered 2025-03-10", "no question was open"),
    (STATUTORY, START, "safeguarding_over 2025-03-10", "nothing had been referred"),
    (MP, f"{START}; withdrawn 2025-03-07", "replied 2025-03-10", "Reopen it first"),
    (MP, START, "reopened 2025-03-10", "after it was replied to"),
    (MP, START, "lost 2025-03-10", "no event"),
]


@pytest.mark.parametrize(("slug", "events", "event", "why"), REFUSED)
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(slug, events, event, why) -> None:
    procedure, log, more = clocks.procedure(slug), events_of(events), events_of(event)
    assert why in check(procedure, log, more[0])
    day = max(each.on for each in (*log, *more))
    both, alone = read(procedure, [*log, *more], day), read(procedure, log, day)
    assert any(why in words for words in both.problems)
    assert [clock.due for clock in both.clocks[:2]] == [clock.due for clock in alone.clocks[:2]]


@pytest.mark.parametrize(
    ("slug", "event"),
    [
        (CORPORATE, "extended 2025-03-10 respond"),
        (CORPORATE, "stage_2_asked 2025-03-10"),
        (STATUTORY, "agreed 2025-03-10 respond 2025-10-01"),
        (STATUTORY, "safeguarding 2025-03-10"),
        (MP, "paused 2025-03-10"),
        (MP, "withdrawn 2025-03-10"),
        (JOINT, "done 2025-03-10 agree-lead"),
        # Recorded a day later, for an earlier day.
        (MP, "question_asked 2025-03-04"),
    ],
)
def test_what_can_be_is_allowed(slug: str, event: str) -> None:
    assert check(clocks.procedure(slug), events_of(START), events_of(event)[0]) == ""


@pytest.mark.parametrize(("kind", "step"), [("extended", "respond"), ("paused", "")])
def test_an_extension_and_a_pause_need_their_reason(kind: str, step: str) -> None:
    event = Event(kind=kind, on=day_of("2025-03-10"), step=step, told_on=day_of("2025-03-10"), reason=" ")
    assert "needs its reason" in check(clocks.procedure(CORPORATE), events_of(START), event)


def test_an_extension_counts_only_once_the_person_was_told() -> None:
    event = replace(events_of("extended 2025-03-10 respond")[0], told_on=None)
    assert "Give the day on which they were told" in check(
        clocks.procedure(CORPORATE), events_of(START), event
    )


def test_a_log_of_an_unknown_year_is_shown_where_pages_ask_for_it() -> None:
    events = events_of("received 1901-03-04")
    with pytest.raises(OutsideYears):
        read(clocks.procedure(MP), events, day_of("1901-03-05"))
    assert len(read(clocks.procedure(MP), events, day_of("1901-03-05"), "", WHERE_KNOWN).clocks) == 2


def test_nothing_received_is_no_clock() -> None:
    assert read(clocks.procedure(MP), [], day_of("2025-03-05")).clocks == ()


# A procedure as a council keeps it.


def test_every_procedure_comes_back_the_same_from_json() -> None:
    for procedure in clocks.procedures():
        assert clocks.from_plain(json.loads(json.dumps(clocks.as_plain(procedure)))) == procedure


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"within": 0}, "1 or more"),
        ({"within": 2.5}, "1 or more"),
        ({"unit": "weeks"}, "Choose one of: working days, days, months"),
        ({"after": "respond"}, "follows nothing before it"),
        ({"stage": 2}, "another stage than its own"),
        ({"met_by": "luck"}, "met_by is 'luck'"),
        ({"letter": "postcard"}, "letter is 'postcard'"),
        ({"kind": "wish"}, "kind is 'wish'"),
        ({"slug": "respond"}, "more than one entry"),
    ],
)
def test_a_procedure_that_cannot_be_is_refused(change: dict, why: str) -> None:
    record = clocks.as_plain(clocks.procedure(MP))
    record["steps"][0] |= change
    with pytest.raises(StandardsError, match=why):
        clocks.from_plain(record)
