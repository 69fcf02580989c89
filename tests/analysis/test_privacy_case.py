"""Placeholders through a case: one person keeps one, nothing known survives anywhere, and people's decisions hold."""

import json
import re

import pytest

from goldthread.analysis.privacy import (
    CaseNames,
    Kind,
    KnownPerson,
    find_personal_data,
    redact,
    redact_fields,
)

# Everybody here is invented.
FIELDS = {
    "title": "Complaint about Dot's care, ref ASC-2023-15479",
    "story": (
        "My social worker Raymond Okafor never rang mum (Doreen Smith). Ring me, Sarah Jones, on 07700 900123. "
        "Mrs Smith lives at 12 Mill Lane, Clevedon, BS21 7AA and was born on 4/11/1947. Mr Smith died."
    ),
    "quote": "Raymond said D.S. was fine. Doren was not. SARAH WROTE TO HIM TWICE.",
    "file": "DoreenSmith_letter_07700-900123_asc_2023_15479.pdf",
    "letter": "dear mrs smith, re 12, mill lane CLEVEDON, raymond okafor (+44 7700 900123) will call",
}
NAMES = re.compile(
    r"do+r+een|doren|smith|\bdot\b|raymond|okafor|sarah|jones|mill lane|clevedon|bs21|900123|15479|1947|d\.s\.",
    re.IGNORECASE,
)


def case() -> CaseNames:
    return CaseNames(
        [KnownPerson("Doreen Smith", "mother", ("Dot",)), KnownPerson("Sarah Jones", "daughter")]
    )


def test_what_is_found_in_one_field_is_hidden_in_all_of_the_case():
    redacted = redact_fields(FIELDS, case())
    for name, each in redacted.items():
        assert not NAMES.search(each.text), (name, each.text)


def test_one_person_keeps_one_stand_in_however_they_are_written():
    redacted = redact_fields(FIELDS, case())
    assert redacted["title"].text == "Complaint about [mother A]'s care, ref [reference]"
    assert redacted["quote"].text == (
        "[social worker A] said [mother A] was fine. [mother A] was not. [daughter A] WROTE TO HIM TWICE."
    )
    assert redacted["file"].text == "[mother A]_letter_[phone number]_[reference].pdf"
    assert "[person 1] died" in redacted["story"].text  # Mr Smith is not Mrs Smith
    assert "My social worker [social worker A] never rang mum" in redacted["story"].text


def test_the_memory_survives_being_kept_as_json():
    first = case()
    before = redact_fields(FIELDS, first)
    restored = CaseNames.from_dict(json.loads(json.dumps(first.to_dict())))
    assert {name: each.text for name, each in redact_fields(FIELDS, restored).items()} == {
        name: each.text for name, each in before.items()
    }
    assert (
        redact("Raymond and Dot met again", [], restored).text == "[social worker A] and [mother A] met again"
    )


def test_two_people_of_one_surname_are_not_mixed_up():
    memory = CaseNames()
    text = "Sarah Patel and Anil Patel came. Sarah left. Patel stayed."
    assert (
        redact(text, find_personal_data(text), memory).text
        == "[person 1] and [person 2] came. [person 1] left. [person 3] stayed."
    )


@pytest.mark.parametrize(
    "text",
    ["Perpetua Vantongeren came. Vantongeren left.", "Zorvika rang. Then Adam Zorvika came, and Mr Zorvika."],
)
def test_a_surname_that_no_list_has_is_the_same_person_alone(text):
    assert {*re.findall(r"\[.*?\]", redact(text, find_personal_data(text), CaseNames()).text)} == {
        "[person 1]"
    }


def test_a_name_that_is_hidden_by_hand_is_hidden_in_its_parts_and_a_description_is_not():
    memory = CaseNames()
    memory.add("Zorvika Quell", reason="he is named in the village")
    assert redact("zorvika said so, and Mr Quell", (), memory).text == "[person 1] said so, and Mr [person 1]"
    memory.add("the lady of the blue house", reason="everyone knows who that is")
    text = "The lady who came in Blue was kind. The House was cold."
    assert redact(text, (), memory).text == text


def test_a_case_looked_at_afresh_keeps_its_stand_ins_and_forgets_what_was_found():
    memory = CaseNames()
    text = "Raymond Okafor rang from 07700 900123. Then Dot rang."
    redact(text, find_personal_data(text), memory)
    again = memory.afresh()
    assert again.known() == () and again.decisions() == ()
    assert (
        redact("Dot and Raymond", find_personal_data("Dot and Raymond"), again).text
        == "[person 2] and [person 1]"
    )


def test_a_field_may_keep_a_kind_that_belongs_there():
    memory = CaseNames()
    memory.remember("ASC-2023-15479", "REF")
    assert redact("asc 2023 15479", (), memory).text == "[reference]"
    assert redact(
        "asc 2023 15479, Mrs Smith", find_personal_data("asc 2023 15479, Mrs Smith"), memory, leave={Kind.REF}
    ).text == ("asc 2023 15479, [person 1]")


def test_a_person_can_undo_and_add_with_a_reason_and_it_holds_in_every_field():
    memory = CaseNames()
    text = "The home at 12 Victoria Road. She is the lady of the blue house."
    assert "[address]" in redact(text, find_personal_data(text), memory).text
    memory.undo(
        "12 Victoria Road", "ADDRESS", reason="it is the care home's own address", by="a complaints manager"
    )
    memory.add("the lady of the blue house", "PERSON", reason="everyone in the village knows who that is")
    for field in (text, "12 victoria road: the lady of the BLUE house"):
        redacted = redact(field, find_personal_data(field), memory).text
        assert "victoria road" in redacted.lower()
        assert "blue house" not in redacted.lower()
    assert [decision.hide for decision in memory.decisions()] == [False, True]
    assert memory.decisions()[0].by == "a complaints manager"
    # The last decision on a value is the one that holds.
    memory.add("12 Victoria Road", "ADDRESS", reason="it is her own house after all")
    assert "Victoria" not in redact(text, find_personal_data(text), memory).text


@pytest.mark.parametrize(("value", "reason"), [("...", "why"), ("Doreen", "  ")])
def test_a_decision_needs_something_to_be_about_and_a_reason(value, reason):
    with pytest.raises(ValueError):
        CaseNames().add(value, reason=reason)


def test_an_undone_name_is_no_longer_looked_for():
    memory = CaseNames()
    text = "I told Southmead about it"
    redact("Southmead said no", find_personal_data("Southmead said no"), memory)
    memory.undo("Southmead", reason="a hospital")
    assert redact(text, find_personal_data(text), memory).text == text


def test_finds_and_stand_ins_go_together_and_the_rest_is_untouched():
    text = "Ring Doreen on 07700 900123, or Doreen's son."
    redacted = redact(text, find_personal_data(text))
    assert len(redacted.detections) == len(redacted.placeholders)
    rebuilt, last = "", 0
    for each, placeholder in zip(redacted.detections, redacted.placeholders, strict=True):
        rebuilt += text[last : each.start] + placeholder
        last = each.end
    assert rebuilt + text[last:] == redacted.text == "Ring [person 1] on [phone number], or [person 1]'s son."
