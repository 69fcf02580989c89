"""Working days and due dates, worked out by hand on a calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from goldthread.standards import clocks, lists

D = dt.date
# Bank holidays in England around the dates below.
HOLIDAYS = frozenset(
    {
        D(2024, 12, 25),
        D(2024, 12, 26),
        D(2025, 1, 1),
        D(2025, 4, 18),
        D(2025, 4, 21),
        D(2025, 5, 5),
        D(2025, 12, 25),
        D(2025, 12, 26),
        D(2026, 1, 1),
    }
)

BY_HAND = [
    # Friday to Wednesday: the weekend does not count.
    (D(2025, 3, 7), 3, D(2025, 3, 12)),
    # Received on a Saturday: Monday is the first day.
    (D(2025, 3, 8), 3, D(2025, 3, 12)),
    # Across Easter 2025: Thu 17, (Fri 18, Mon 21 holidays), Tue 22, Wed 23.
    (D(2025, 4, 16), 3, D(2025, 4, 23)),
    # Received on Good Friday.
    (D(2025, 4, 18), 1, D(2025, 4, 22)),
    # Across Christmas 2024: 24, 27, 30 December.
    (D(2024, 12, 23), 3, D(2024, 12, 30)),
    # Across Christmas and New Year: 24, 29, 30, 31 December, 2, 5, 6, 7, 8, 9 January.
    (D(2025, 12, 23), 10, D(2026, 1, 9)),
    (D(2025, 4, 16), 0, D(2025, 4, 16)),
]


@pytest.mark.parametrize(("start", "days", "end"), BY_HAND)
def test_working_days(start: dt.date, days: int, end: dt.date) -> None:
    assert clocks.add_working_days(start, days, HOLIDAYS) == end


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        clocks.add_working_days(D(2025, 1, 2), -1, HOLIDAYS)


def test_a_statutory_complaint() -> None:
    assert clocks.due_dates("statutory-adult-social-care", D(2025, 4, 16), HOLIDAYS) == {
        "acknowledge": D(2025, 4, 23),
        "respond": D(2025, 10, 15),
    }


def test_a_longer_time_may_be_agreed_for_the_response_only() -> None:
    dates = clocks.due_dates(
        "statutory-adult-social-care", D(2025, 4, 16), HOLIDAYS, agreed={"respond": D(2025, 12, 1)}
    )
    assert dates["respond"] == D(2025, 12, 1)
    with pytest.raises(ValueError, match="no other day"):
        clocks.due_dates(
            "statutory-adult-social-care", D(2025, 4, 16), HOLIDAYS, agreed={"acknowledge": D(2025, 5, 1)}
        )


def test_the_code_counts_the_reply_from_the_acknowledgement() -> None:
    # Received Monday 3 March: acknowledge by Monday 10, reply by Monday 24. Stage 2 has no date until it is asked for.
    assert clocks.due_dates("corporate-complaint", D(2025, 3, 3), HOLIDAYS) == {
        "acknowledge": D(2025, 3, 10),
        "respond": D(2025, 3, 24),
    }
    # Acknowledged on the Wednesday: the reply is due ten working days after that.
    early = clocks.due_dates(
        "corporate-complaint", D(2025, 3, 3), HOLIDAYS, done={"acknowledge": D(2025, 3, 5)}
    )
    assert early == {"acknowledge": D(2025, 3, 10), "respond": D(2025, 3, 19)}


def test_holidays_are_englands_unless_others_are_given() -> None:
    assert clocks.due_dates("mp-enquiry", D(2025, 12, 23)) == {
        "acknowledge": D(2025, 12, 30),
        "respond": D(2026, 1, 9),
    }
    assert clocks.due_dates("mp-enquiry", D(2025, 12, 23), ()) == {
        "acknowledge": D(2025, 12, 26),
        "respond": D(2026, 1, 6),
    }


def test_what_a_case_can_follow() -> None:
    assert {each.slug for each in clocks.procedures() if each.for_cases} == {
        "statutory-adult-social-care",
        "corporate-complaint",
        "adults-two-stages",
        "joint-complaint",
        "mp-enquiry",
        "councillor-enquiry",
    }
    for procedure in clocks.procedures():
        for step in procedure.steps:
            if procedure.for_cases:
                assert step.if_late, f"{procedure.slug} {step.slug}"
                assert step.letter or step.met_by == "done", f"{procedure.slug} {step.slug}"
            assert step.late_letter in {"", *clocks.LETTERS} and step.kind in clocks.KINDS
    assert clocks.procedure("corporate-complaint").stages == (1, 2)
    assert clocks.procedure("statutory-adult-social-care").stages == (1,)


def test_factual_accuracy_of_a_draft_report() -> None:
    assert clocks.due_dates("cqc-factual-accuracy", D(2025, 12, 23), HOLIDAYS) == {"reply": D(2026, 1, 9)}


@pytest.mark.parametrize(
    ("happened", "last"),
    [
        (D(2024, 1, 10), D(2025, 1, 10)),
        (D(2024, 5, 1), D(2025, 5, 1)),
        (D(2024, 12, 31), D(2025, 12, 31)),
        # 2025 has no 29 February, and the month ends on the 28th.
        (D(2024, 2, 29), D(2025, 2, 28)),
        (D(2023, 2, 28), D(2024, 2, 28)),
    ],
)
def test_not_later_than_twelve_months_after(happened: dt.date, last: dt.date) -> None:
    assert clocks.last_day_to_complain("statutory-adult-social-care", happened) == last


def test_a_procedure_without_a_limit_has_no_last_day() -> None:
    assert clocks.last_day_to_complain("cqc-factual-accuracy", D(2024, 5, 1)) is None


def test_six_months_that_begin_with_the_day_end_the_day_before() -> None:
    for received, last in ((D(2025, 1, 10), D(2025, 7, 9)), (D(2025, 8, 31), D(2026, 2, 28))):
        assert clocks.due_dates("statutory-adult-social-care", received, HOLIDAYS)["respond"] == last


def test_an_unknown_procedure_is_an_error() -> None:
    with pytest.raises(KeyError):
        clocks.due_dates("stage-0", D(2025, 1, 1), HOLIDAYS)


# Every length of time that nobody has read in the words of the rule itself: the field guide's general knowledge.
NOT_CONFIRMED = {
    "statutory-adult-social-care respond",
    "statutory-adult-social-care twelve-months",
    "corporate-complaint twelve-months-corporate",
    "adults-two-stages respond-target",
    "adults-two-stages respond",
    "adults-two-stages acknowledge-2",
    "adults-two-stages respond-2",
    "adults-two-stages twelve-months",
    "joint-complaint agree-lead",
    "joint-complaint parts-received",
    "joint-complaint respond",
    "joint-complaint twelve-months",
    "mp-enquiry acknowledge",
    "mp-enquiry respond",
    "councillor-enquiry acknowledge",
    "councillor-enquiry respond",
    "bexley",
    "thurrock",
    "manchester",
    "buckinghamshire",
}


def test_every_length_of_time_has_its_source_and_says_whether_it_is_confirmed() -> None:
    spans = {each.slug: each for each in clocks.examples()}
    for procedure in clocks.procedures():
        spans |= {f"{procedure.slug} {step.slug}": step for step in procedure.steps}
        if procedure.limit:
            spans[f"{procedure.slug} {procedure.limit.slug}"] = procedure.limit
    assert len(spans) >= 17
    assert {name for name, span in spans.items() if not span.confirmed} == NOT_CONFIRMED
    for name, span in spans.items():
        assert len(span.source) > 20 and span.within > 0 and span.unit in clocks.UNITS, name
        assert span.caution.startswith("Not confirmed.") or span.confirmed, name


def test_a_working_day_is_data() -> None:
    assert clocks.working_day().weekend == {5, 6} and clocks.working_day().confirmed


def test_every_year_of_retention_says_that_it_is_not_confirmed() -> None:
    assert all(schedule.caution.startswith("Not confirmed.") for schedule in lists.retention())
