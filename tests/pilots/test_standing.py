"""How a pilot stands, by tables worked out by hand: its state, whether it may begin, whether it may be called shown."""

from __future__ import annotations

import datetime

import pytest

from goldthread.pilots import standing

TODAY = datetime.date(2026, 6, 15)
EARLIER, LAST_MONTH = datetime.date(2026, 1, 5), datetime.date(2026, 5, 15)


@pytest.mark.parametrize(
    ("explored_on", "started_on", "stop_on", "outcome", "state"),
    [
        (None, None, None, "", "idea"),
        (EARLIER, None, None, "", "exploring"),
        (EARLIER, LAST_MONTH, None, "", "trying"),
        (EARLIER, LAST_MONTH, datetime.date(2026, 7, 16), "", "trying"),
        (EARLIER, LAST_MONTH, datetime.date(2026, 7, 15), "", "due"),
        (EARLIER, LAST_MONTH, datetime.date(2026, 6, 14), "", "due"),
        (EARLIER, LAST_MONTH, datetime.date(2026, 6, 14), "spread", "spread"),
        (EARLIER, LAST_MONTH, datetime.date(2026, 6, 14), "spread_shown", "spread"),
        (EARLIER, LAST_MONTH, datetime.date(2026, 9, 1), "adapt", "adapt"),
        (EARLIER, LAST_MONTH, datetime.date(2026, 9, 1), "not_shown", "not_shown"),
        (None, None, None, "stop", "stop"),
    ],
)
def test_a_pilot_stands_in_one_state(explored_on, started_on, stop_on, outcome, state):
    found = standing.state_of(
        explored_on=explored_on, started_on=started_on, stop_on=stop_on, outcome=outcome, today=TODAY
    )
    assert found == state and found in standing.STATES


@pytest.mark.parametrize(
    ("prediction", "personal_data", "dpia_on", "reason", "words"),
    [
        ("Fewer calls at night.", "no", None, "", ""),
        ("Fewer calls at night.", "yes", EARLIER, "", ""),
        ("Fewer calls at night.", "yes", LAST_MONTH, "", ""),
        ("Fewer calls at night.", "yes", None, "Covered by that of the service.", ""),
        ("Fewer calls at night.", "yes", TODAY, "It was done late, by mistake.", ""),
        ("", "no", None, "", "Write what you predict"),
        ("  ", "yes", EARLIER, "", "Write what you predict"),
        ("Fewer calls at night.", "", None, "", "Say first whether"),
        ("Fewer calls at night.", "yes", None, " ", "Record its data protection impact assessment"),
        ("Fewer calls at night.", "yes", TODAY, "", "was done after that day"),
    ],
)
def test_whether_a_pilot_may_begin(prediction, personal_data, dpia_on, reason, words):
    why = standing.why_not_start(
        prediction=prediction,
        personal_data=personal_data,
        dpia_on=dpia_on,
        no_dpia_because=reason,
        started_on=LAST_MONTH,
    )
    assert words in why and bool(words) == bool(why)


@pytest.mark.parametrize(
    ("agreed_on", "started_on", "has_result", "improved", "words"),
    [
        (EARLIER, LAST_MONTH, True, True, ""),
        (LAST_MONTH, LAST_MONTH, True, True, ""),
        (LAST_MONTH, EARLIER, True, True, "not agreed before it began"),
        (EARLIER, None, True, True, "not agreed before it began"),
        (None, LAST_MONTH, True, True, "No measure was agreed"),
        (EARLIER, LAST_MONTH, False, False, "No review of its measure"),
        (EARLIER, LAST_MONTH, True, False, "does not show that it worked"),
    ],
)
def test_whether_a_pilot_may_be_called_shown_to_work(agreed_on, started_on, has_result, improved, words):
    why = standing.why_not_shown(
        started_on=started_on, agreed_on=agreed_on, has_result=has_result, improved=improved
    )
    assert words in why and bool(words) == bool(why)


def test_a_state_is_a_place_on_the_way():
    assert [standing.stage_of(state) for state in standing.STATES] == [0, 1, 2, 2, 3, 3, 3, 3]
