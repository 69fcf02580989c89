"""Topics of texts that say the same: told of another day or number, with another name hidden, or saying nothing."""

from __future__ import annotations

import pytest

from goldthread.analysis.text.particulars import without_particulars
from goldthread.analysis.text.placeholders import without_placeholders

pytest.importorskip("igraph", reason="igraph, which finds groups, is not installed")

from goldthread.analysis.text.emerging_topics import discover_topics

BILL = "My bill was wrong twice and nobody explained it"
BUS = "The bus to the day centre was late again"
WEEKDAYS = ["on Monday", "on Tuesday", "on Weds", "last Thursday", "on Friday evening", "on Sundays"]
DATES = [
    "on 3 May",
    "on the 21st of June 2024",
    "on 03/07/2025",
    "in September",
    "this week",
    "since last Christmas",
]
TIMES = [
    "at 9am",
    "at 10.30 on Tuesday",
    "at half past nine",
    "at nine o'clock",
    "by 20 minutes",
    "for the third time",
]


def _grouped(texts, **options):
    """Return the sizes of the groups, largest first."""
    return [len(group) for group in discover_topics(texts, **options).groups]


@pytest.mark.parametrize("grain", ["coarse", "middle", "fine"])
def test_a_text_told_of_another_day_is_one_topic(grain):
    texts = [f"{BUS} {when}" for when in WEEKDAYS] * 5 + [BILL] * 20
    assert _grouped(texts, grain=grain) == [30, 20]
    # Also where nothing else is in the file that it could be held against.
    assert _grouped(texts[:30], grain=grain) == [30]


@pytest.mark.parametrize(
    "texts",
    [
        [f"{BUS} {when}" for when in [*WEEKDAYS, *DATES, *TIMES]],
        [f"We were charged {sum_} for a visit that did not happen" for sum_ in ("£40", "£1,200.50", "12 pounds", "60p")],
        [f"Trip {number} came late" for number in ("number 1", "no. 2", "three", "B12", "twenty one")],
        [f"{name} did not ring me back" for name in ("[person 1]", "[daughter A]", "[provider B]", "[social worker 2]")],
        [f"Nobody came {day} and my mother missed her tablets" for day in ("yesterday", "today", "this morning", "twice")],
    ],
    ids=["days, dates and times", "money", "numbers", "names hidden", "days near now"],
)  # fmt: skip
def test_relatives_of_a_weekday(texts):
    assert len({without_particulars(text) for text in texts}) == 1
    assert _grouped([*texts, *texts]) == [2 * len(texts)]


def test_a_name_typed_out_is_a_copy_too():
    texts = [f"The carer {name} was rude to my mother" for name in ("Tom", "Ann", "Priya", "Jo")] * 3
    assert _grouped([*texts, *[BILL] * 5]) == [12, 5]


def test_another_matter_is_no_copy():
    assert without_particulars("The day centre is far") == "the day centre is far"
    assert without_particulars("Night care was cut") != without_particulars("Day care was cut")
    assert without_particulars("not late on Monday") != without_particulars("late on Monday")
    assert without_particulars("Monday") == "monday"
    assert _grouped([f"{BUS} on Monday"] * 4 + [BILL] * 4) == [4, 4]


def test_a_group_of_copies_shows_its_words():
    [group] = discover_topics([f"{BUS} {when}" for when in WEEKDAYS]).groups
    assert {"bus", "centre was late"} <= set(group.phrases)
    assert not any("monday" in phrase for phrase in group.phrases)
    assert group.tightness > 1


def test_words_that_are_no_answer_are_in_no_group():
    trips = [f"The bus to the day centre came late on trip number {n} of the month" for n in range(1, 13)]
    result = discover_topics(["Not applicable"] * 12 + trips)
    assert [sorted(group.members) for group in result.groups] == [list(range(12, 24))]
    assert result.no_answer == result.left_over == tuple(range(12))
    mixed = ["N/A", "none", "No comment", "-", "n/a."] * 3
    assert discover_topics(mixed).groups == () and discover_topics(mixed).no_answer == tuple(range(15))


def test_placeholders_are_read_as_nothing_and_all_else_stays_in_its_place():
    text = "Ask [person 1]'s carer at [care home A] or [NHS number 2], [address]. [Nobody came to see us on Monday] [1]"
    read = without_placeholders(text)
    assert len(read) == len(text)
    assert (
        read
        == f"Ask{' ' * 14}carer at{' ' * 15}or{' ' * 15},{' ' * 10}. [Nobody came to see us on Monday]{' ' * 4}"
    )
