"""What is broken over two lines, or set out with tabs, is found like the rest; and what is not sure is hidden in all fields."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.analysis.privacy import CaseNames, find_personal_data, redact, redact_fields
from goldthread.analysis.privacy.recognisers.dates import Dates
from goldthread.analysis.text.normalisation import FlowingText


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("ring me on 07700\n900123", "ring me on [phone number]"),
        ("we are at BS1\n4DJ now", "we are at [postcode] now"),
        ("NHS number 943 476\r\n5919", "NHS number [NHS number]"),
        ("NINO AB 12 34\n56 C", "NINO [National Insurance number]"),
        ("Date of birth 12 March\n1941", "Date of birth [date of birth]"),
        ("he lives at 14 Acacia\n  Avenue", "he lives at [address]"),
        ("14\tAcacia\tAvenue", "[address]"),
        ("14   Acacia Avenue", "[address]"),
        ("Case ref:\nXK-4471", "Case ref:\n[reference]"),
        ("07700 900123\n07700 900124", "[phone number]\n[phone number 2]"),
    ],
)
def test_what_is_broken_over_lines_is_found_whole(text, hidden):
    assert redact(text, find_personal_data(text)).text == hidden


def test_an_empty_line_parts_what_stands_on_either_side():
    text = "We are in Room 14\n\nAcacia Avenue was shut"
    assert find_personal_data(text) == []


@given(st.text(alphabet="ab \t\r\n", max_size=40))
def test_the_way_back_is_the_same_letters(plain):
    flowing = FlowingText(plain)
    for at, char in enumerate(flowing.text):
        start, end = flowing.span(at, at + 1)
        if char in "ab":
            assert plain[start:end] == char


def test_a_name_that_is_not_sure_is_hidden_in_every_field_as_it_is_written():
    case = CaseNames()
    fields = {"story": "We were told by Qarnella that it was fine.", "file": "qarnella file.pdf"}
    assert redact_fields(fields, case)["file"].text == "[person 1] file.pdf"
    again = CaseNames.from_dict(case.to_dict())
    assert redact("QARNELLA rang back", (), again).text == "[person 1] rang back"
    # What a person shows again is shown in all fields.
    again.undo("Qarnella", reason="It is the name of the home.")
    assert redact("QARNELLA rang back", (), again).text == "QARNELLA rang back"


def test_who_is_over_89_depends_on_the_year():
    def hidden(year: int) -> bool:
        return bool(list(Dates(lambda: datetime.date(year, 6, 1)).find("She was born in 1938.")))

    assert [hidden(year) for year in (2026, 2027, 2028, 2030)] == [False, False, True, True]
