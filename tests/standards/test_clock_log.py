"""Cases read from their logs, worked out by hand: each step's last day, its state, and what does not count."""

from __future__ import annotations

import pytest

from tests.standards.clock_events import day_of, reading_of

STATUTORY, CORPORATE = "statutory-adult-social-care", "corporate-complaint"
TWO_STAGES, JOINT, MP = "adults-two-stages", "joint-complaint", "mp-enquiry"

READ = [
    # The statutory procedure: three working days; six months that begin with the day, or end on the same date.
    (
        STATUTORY,
        "received 2025-04-16",
        "2025-04-17",
        "acknowledge running 2025-04-23; respond running 2025-10-15 2025-10-16",
    ),
    (
        STATUTORY,
        "received 2025-04-16; acknowledged 2025-04-23",
        "2025-05-01",
        "acknowledge met 2025-04-23; respond running 2025-10-15 2025-10-16",
    ),
    (
        STATUTORY,
        "received 2025-04-16; acknowledged 2025-04-24",
        "2025-05-01",
        "acknowledge late 2025-04-23; respond running 2025-10-15 2025-10-16",
    ),
    (
        STATUTORY,
        "received 2025-04-16; replied 2025-10-16",
        "2025-11-01",
        "acknowledge late 2025-04-23; respond late 2025-10-15 2025-10-16",
    ),
    # A longer time agreed while the six months run counts; one agreed after them does not.
    (
        STATUTORY,
        "received 2025-04-16; acknowledged 2025-04-16; agreed 2025-10-01 respond 2025-12-01",
        "2025-11-01",
        "acknowledge met 2025-04-23; respond running 2025-12-01",
    ),
    (
        STATUTORY,
        "received 2025-04-16; acknowledged 2025-04-16; agreed 2025-10-16 respond 2025-12-01",
        "2025-11-01",
        "acknowledge met 2025-04-23; respond late 2025-10-15 2025-10-16",
    ),
    # A sooner day agreed with the person is a clock beside the law's; the last one counts, and a longer time ends it.
    (
        STATUTORY,
        "received 2025-04-16; acknowledged 2025-04-16; agreed 2025-04-16 respond 2025-05-30",
        "2025-05-01",
        "acknowledge met 2025-04-23; respond running 2025-10-15 2025-10-16; respond running 2025-05-30",
    ),
    (
        STATUTORY,
        "received 2025-04-16; acknowledged 2025-04-16; agreed 2025-04-16 respond 2025-05-30",
        "2025-06-02",
        "acknowledge met 2025-04-23; respond running 2025-10-15 2025-10-16; respond late 2025-05-30",
    ),
    (
        STATUTORY,
        "received 2025-04-16; acknowledged 2025-04-16; agreed 2025-04-16 respond 2025-05-30; "
        "agreed 2025-05-28 respond 2025-06-20; replied 2025-06-19",
        "2025-07-01",
        "acknowledge met 2025-04-23; respond met 2025-10-15 2025-10-16; respond met 2025-06-20",
    ),
    (
        STATUTORY,
        "received 2025-04-16; acknowledged 2025-04-16; agreed 2025-04-16 respond 2025-05-30; "
        "agreed 2025-10-01 respond 2025-12-01",
        "2025-11-01",
        "acknowledge met 2025-04-23; respond running 2025-12-01",
    ),
    # After a reopening what was agreed before it is over.
    (
        STATUTORY,
        "received 2025-04-16; acknowledged 2025-04-16; agreed 2025-04-16 respond 2025-05-30; replied 2025-05-20; "
        "reopened 2025-06-10",
        "2025-06-11",
        "acknowledge met 2025-04-23; respond running 2025-10-15 2025-10-16",
    ),
    # Withdrawn while it ran, and withdrawn after it was late.
    (
        STATUTORY,
        "received 2025-04-16; withdrawn 2025-04-17",
        "2026-01-01",
        "acknowledge ended 2025-04-23; respond ended 2025-10-15 2025-10-16",
    ),
    (
        STATUTORY,
        "received 2025-04-16; withdrawn 2025-04-24",
        "2026-01-01",
        "acknowledge late 2025-04-23; respond ended 2025-10-15 2025-10-16",
    ),
    # A referral to safeguarding parks what remains, but the law names no pause: 10 days, 21 to 30 April, are another reading.
    (
        STATUTORY,
        "received 2025-04-16; acknowledged 2025-04-17; safeguarding 2025-04-20; safeguarding_over 2025-04-30",
        "2025-05-01",
        "acknowledge met 2025-04-23; respond running 2025-10-15 2025-10-16 2025-10-25",
    ),
    # Reopened: the law's first day stands, and the reply before it is none any more.
    (
        STATUTORY,
        "received 2025-04-16; acknowledged 2025-04-17; replied 2025-06-02; reopened 2025-06-16",
        "2025-06-20",
        "acknowledge met 2025-04-23; respond running 2025-10-15 2025-10-16",
    ),
    (
        STATUTORY,
        "received 2025-04-16; acknowledged 2025-04-17; replied 2025-06-02; closed 2025-06-02; reopened 2025-06-16; "
        "replied 2025-07-01",
        "2026-01-01",
        "acknowledge met 2025-04-23; respond met 2025-10-15 2025-10-16",
    ),
    # The Code: Monday 3 March, acknowledge in five, reply in ten from there.
    (
        CORPORATE,
        "received 2025-03-03",
        "2025-03-04",
        "acknowledge running 2025-03-10; respond running 2025-03-24",
    ),
    # Acknowledged early, on Wednesday 5: ten from there are Wednesday 19.
    (
        CORPORATE,
        "received 2025-03-03; acknowledged 2025-03-05",
        "2025-03-06",
        "acknowledge met 2025-03-10; respond running 2025-03-19",
    ),
    # Acknowledged late, on Wednesday 12: ten from there are Wednesday 26; from the last day Monday 24.
    (
        CORPORATE,
        "received 2025-03-03; acknowledged 2025-03-12",
        "2025-03-20",
        "acknowledge late 2025-03-10; respond running 2025-03-26 2025-03-24",
    ),
    # Extended by the usual ten before Wednesday 19: Wednesday 2 April. Told a day late: it does not count.
    (
        CORPORATE,
        "received 2025-03-03; acknowledged 2025-03-05; extended 2025-03-18 respond told:2025-03-19",
        "2025-03-25",
        "acknowledge met 2025-03-10; respond running 2025-04-02",
    ),
    (
        CORPORATE,
        "received 2025-03-03; acknowledged 2025-03-05; extended 2025-03-18 respond told:2025-03-20",
        "2025-03-25",
        "acknowledge met 2025-03-10; respond late 2025-03-19",
    ),
    # Stage 2 asked on Tuesday 1 April: five are 8 April, twenty from there over Easter and May are 9 May.
    (
        CORPORATE,
        "received 2025-03-03; acknowledged 2025-03-05; replied 2025-03-19; stage_2_asked 2025-04-01",
        "2025-04-02",
        "acknowledge met 2025-03-10; respond met 2025-03-19; acknowledge-2 running 2025-04-08; respond-2 running 2025-05-09",
    ),
    (
        CORPORATE,
        "received 2025-03-03; acknowledged 2025-03-05; replied 2025-03-19; stage_2_asked 2025-04-01; "
        "acknowledged 2025-04-08 2; replied 2025-05-12 2",
        "2025-06-01",
        "acknowledge met 2025-03-10; respond met 2025-03-19; acknowledge-2 met 2025-04-08; respond-2 late 2025-05-09",
    ),
    # Stage 2 asked for without a reply at stage 1, two days before its last day.
    (
        CORPORATE,
        "received 2025-03-03; acknowledged 2025-03-05; stage_2_asked 2025-03-17",
        "2025-03-18",
        "acknowledge met 2025-03-10; respond ended 2025-03-19; acknowledge-2 running 2025-03-24; "
        "respond-2 running 2025-04-23",
    ),
    # A question does not pause the Code's clock; a pause is another reading: 6 to 12 March are five working days.
    (
        CORPORATE,
        "received 2025-03-03; acknowledged 2025-03-05; question_asked 2025-03-05; question_answered 2025-03-12",
        "2025-03-13",
        "acknowledge met 2025-03-10; respond running 2025-03-19",
    ),
    (
        CORPORATE,
        "received 2025-03-03; acknowledged 2025-03-05; paused 2025-03-06 2025-03-12",
        "2025-03-13",
        "acknowledge met 2025-03-10; respond running 2025-03-19 2025-03-26",
    ),
    # An MP's enquiry: ten working days to Monday 17; Thursday 6 and Friday 7 waited for an answer, and so Wednesday 19.
    (
        MP,
        "received 2025-03-03; acknowledged 2025-03-03; question_asked 2025-03-05; question_answered 2025-03-07",
        "2025-03-10",
        "acknowledge met 2025-03-06; respond running 2025-03-19",
    ),
    # Not answered yet on Friday 7: two days so far, and it goes on.
    (
        MP,
        "received 2025-03-03; acknowledged 2025-03-03; question_asked 2025-03-05",
        "2025-03-07",
        "acknowledge met 2025-03-06; respond paused 2025-03-19",
    ),
    # Asked again while open: the first question's day stands.
    (
        MP,
        "received 2025-03-03; acknowledged 2025-03-03; question_asked 2025-03-05; question_asked 2025-03-06; "
        "question_answered 2025-03-07",
        "2025-03-10",
        "acknowledge met 2025-03-06; respond running 2025-03-19",
    ),
    # A pause that began after the reply moves nothing.
    (
        MP,
        "received 2025-03-03; acknowledged 2025-03-03; replied 2025-03-12; paused 2025-03-13",
        "2025-03-20",
        "acknowledge met 2025-03-06; respond met 2025-03-17",
    ),
    # Reopened on Thursday 20: ten more working days, to Thursday 3 April.
    (
        MP,
        "received 2025-03-03; acknowledged 2025-03-03; replied 2025-03-12; reopened 2025-03-20",
        "2025-03-21",
        "acknowledge met 2025-03-06; respond met 2025-03-17; respond running 2025-04-03",
    ),
    # A pause planned for next week counts from now on.
    (
        MP,
        "received 2025-03-03; acknowledged 2025-03-03; paused 2025-03-10 2025-03-14",
        "2025-03-05",
        "acknowledge met 2025-03-06; respond running 2025-03-24",
    ),
    # A joint complaint: ten working days to agree who leads, twenty from there for the parts.
    (
        JOINT,
        "received 2025-03-03; acknowledged 2025-03-04; done 2025-03-11 agree-lead",
        "2025-03-12",
        "acknowledge met 2025-03-06; agree-lead met 2025-03-17; parts-received running 2025-04-08; "
        "respond running 2025-09-02 2025-09-03",
    ),
]


@pytest.mark.parametrize(("slug", "events", "today", "expected"), READ)
def test_clocks_by_hand(slug: str, events: str, today: str, expected: str) -> None:
    clocks_read = reading_of(slug, events, today).clocks
    shown = [
        " ".join([c.step, c.state, str(c.due), *sorted(str(day) for day, _ in c.other_readings)])
        for c in clocks_read
    ]
    assert shown == [each.strip() for each in expected.split(";")]


def test_targets_by_complexity() -> None:
    # From Monday 3 March 2025 thirty working days, less Easter's two, are 14 April; sixty, less four holidays, are 30 May.
    due = {
        complexity: {
            c.step: c.due
            for c in reading_of(TWO_STAGES, "received 2025-03-03", "2025-03-03", complexity).clocks
        }
        for complexity in ("", "simple", "complex", "very-complex", "unheard-of")
    }
    assert due["simple"]["respond-target"] == due[""]["respond-target"] == day_of("2025-04-14")
    assert due["complex"]["respond-target"] == day_of("2025-05-30")
    assert due["very-complex"]["respond-target"] == day_of("2025-09-02") == due["complex"]["respond"]
    assert due["unheard-of"] == due[""]


def test_a_target_is_counted_anew_when_reopened_and_the_law_is_not() -> None:
    reading = reading_of(
        TWO_STAGES,
        "received 2025-03-03; acknowledged 2025-03-03; replied 2025-03-31; reopened 2025-04-07",
        "2025-04-08",
    )
    rounds = [(c.step, c.round, c.state) for c in reading.clocks]
    assert rounds == [
        ("acknowledge", 1, "met"),
        ("respond-target", 1, "met"),
        ("respond-target", 2, "running"),
        ("respond", 1, "running"),
    ]


def test_the_next_clock_is_the_first_that_is_still_to_be_met() -> None:
    reading = reading_of(CORPORATE, "received 2025-03-03", "2025-03-04")
    assert reading.next and reading.next.step == "acknowledge" and not reading.paused and reading.stage == 1
    reading = reading_of(
        CORPORATE, "received 2025-03-03; acknowledged 2025-03-05; replied 2025-03-19", "2025-03-20"
    )
    assert reading.next is None and not reading.ended
    ended = reading_of(CORPORATE, "received 2025-03-03; withdrawn 2025-03-05", "2025-12-20")
    assert ended.next is None and ended.ended


def test_days_over_and_the_share_of_the_time_that_was_used() -> None:
    # Ten working days from 5 to 19 March are 14 days; on 16 April it is 42 days, three times as many.
    respond = reading_of(CORPORATE, "received 2025-03-03; acknowledged 2025-03-05", "2025-04-16").clocks[1]
    assert (respond.days_over, respond.times_target, respond.state) == (28, 3.0, "late")


def test_a_clock_says_its_working_what_happens_if_late_and_the_letters() -> None:
    acknowledge, respond = reading_of(STATUTORY, "received 2025-04-16", "2025-04-17").clocks
    assert acknowledge.working[0] == "Received on Wednesday 16 April 2025: day 0."
    assert (acknowledge.letter, respond.letter, respond.late_letter) == (
        "acknowledgement",
        "final",
        "holding",
    )
    assert respond.if_late.startswith("Write to the person")
    assert acknowledge.confirmed and not respond.confirmed
    assert respond.caution.startswith("Not confirmed.") and acknowledge.caution == ""


def test_a_longer_extension_than_usual_counts_and_says_so() -> None:
    words = "received 2025-03-03; acknowledged 2025-03-05; extended 2025-03-18 respond by:15"
    respond = reading_of(CORPORATE, words, "2025-03-20").clocks[1]
    # Fifteen from Wednesday 19 March are Wednesday 9 April.
    assert respond.due == day_of("2025-04-09") and "normally no more than 10 working days" in respond.caution
