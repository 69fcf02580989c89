"""Working days and due dates, worked out by hand on a calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from goldthread.standards import clocks

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
    # Received Monday 3 March: acknowledge by Monday 10, reply by Monday 24, extended to Monday 7 April.
    stage = "complaint-handling-code-stage-1"
    assert clocks.due_dates(stage, D(2025, 3, 3), HOLIDAYS, extended=True) == {
        "acknowledge": D(2025, 3, 10),
        "respond": D(2025, 3, 24),
        "respond-extended": D(2025, 4, 7),
    }
    # Acknowledged on the Wednesday: the reply is due ten working days after that.
    early = clocks.due_dates(stage, D(2025, 3, 3), HOLIDAYS, done={"acknowledge": D(2025, 3, 5)})
    assert early == {"acknowledge": D(2025, 3, 10), "respond": D(2025, 3, 19)}


def test_an_extension_is_counted_from_the_day_it_extends() -> None:
    dates = clocks.due_dates(
        "complaint-handling-code-stage-1",
        D(2025, 3, 3),
        HOLIDAYS,
        done={"acknowledge": D(2025, 3, 5), "respond": D(2025, 4, 1)},
        extended=True,
    )
    assert dates["respond-extended"] == D(2025, 4, 2)


def test_stage_two_across_easter() -> None:
    # Received Tuesday 1 April: acknowledge by the 8th; twenty working days on, less Good Friday, Easter
    # Monday and the May holiday, is Friday 9 May.
    dates = clocks.due_dates("complaint-handling-code-stage-2", D(2025, 4, 1), HOLIDAYS)
    assert dates == {"acknowledge": D(2025, 4, 8), "respond": D(2025, 5, 9)}


def test_factual_accuracy_of_a_draft_report() -> None:
    assert clocks.due_dates("cqc-factual-accuracy", D(2025, 12, 23), HOLIDAYS) == {"reply": D(2026, 1, 9)}


def test_the_twelve_months_for_complaining() -> None:
    assert clocks.last_day_to_complain("statutory-adult-social-care", D(2024, 5, 1)) == D(2025, 4, 30)
    assert clocks.last_day_to_complain("cqc-factual-accuracy", D(2024, 5, 1)) is None


def test_an_unknown_procedure_is_an_error() -> None:
    with pytest.raises(KeyError):
        clocks.due_dates("stage-0", D(2025, 1, 1), HOLIDAYS)


def test_what_is_not_confirmed_says_so() -> None:
    respond = clocks.procedure("statutory-adult-social-care").steps[1]
    assert respond.caution.startswith("Not confirmed.")
    assert any(example.confirmed for example in clocks.examples())
