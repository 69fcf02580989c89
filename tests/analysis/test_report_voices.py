"""Who speaks in a published report, what it tells of and which systems it names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analysis.reports.voices import SPEAKERS, TELLS, speaker_of, systems_in, tells_of, voices_in

# The weak spots that CQC named inside five reports scored 3, in short quotes of its words.
WEAK_SPOTS = [
    "However, feedback from people we spoke to, and the local authority's analysis of complaints showed these roles still needed time to embed fully.",
    "Recently the Making it Real Board had recognised there were gaps in their representation of all communities within the borough",
    "Local authority leaders had welcomed this suggestion and shown consideration.",
    "Co-production was acknowledged to be at an early stage in the local authority's work.",
    "Some people told us they found the council to be defensive and not always willing to consider people's views",
    "However, it was not clear how well this translated into frontline practice.",
    "though more time was needed to fully realise the benefits of this and other new ways of working.",
    "There was an inclusive and positive culture of continuous learning and improvement, limited only by workers ability to manage workload and find time.",
    "in 2 cases the authority was slow to respond but did so without any further action from the Ombudsman.",
]


@pytest.mark.parametrize("sentence", WEAK_SPOTS)
def test_a_weak_spot_inside_a_good_report_is_a_weakness(sentence):
    assert tells_of(sentence) == "weakness"


def _labelled(name: str) -> list[list[str]]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def _right(rows: list[list[str]]) -> list[float]:
    """Return the share of rows read as labelled: speaker, tells, systems."""
    right = [0, 0, 0]
    for *labels, text in rows:
        read = [speaker_of(text) or "-", tells_of(text) or "-", "|".join(systems_in(text)) or "-"]
        right = [sum_ + (one == other) for sum_, one, other in zip(right, read, labels[-3:], strict=True)]
    return [share / len(rows) for share in right]


def test_five_published_pages_are_read_as_a_person_labelled_them():
    rows = _labelled("report_voices_gold.tsv")
    assert len(rows) == 269
    speaker, tells, systems = _right(rows)
    assert speaker >= 0.97 and tells >= 0.96 and systems >= 0.99


def test_sentences_made_up_are_read_as_labelled():
    rows = _labelled("report_voices_made_up.tsv")
    assert len(rows) >= 200
    speaker, tells, systems = _right(rows)
    assert speaker >= 0.98 and tells >= 0.97 and systems >= 0.98


def test_pages_in_the_manner_of_published_ones_are_read_as_labelled():
    rows = _labelled("report_voices_in_pages.tsv")
    assert len(rows) == 406
    speaker, tells, systems = _right(rows)
    assert speaker >= 0.95 and tells >= 0.9 and systems == 1
    turned = [row[-1] for row in rows if {row[-3], tells_of(row[-1])} == {"weakness", "strength"}]
    assert len(turned) <= 2


def test_no_weakness_is_read_as_a_strength():
    rows = _labelled("report_voices_gold.tsv") + _labelled("report_voices_made_up.tsv")
    wrong = [row[-1] for row in rows if row[-3] == "weakness" and tells_of(row[-1]) == "strength"]
    assert wrong == []


def test_they_are_whoever_spoke_before():
    parts = list(voices_in("Leaders knew their figures. They told us that more was to come. It rained."))
    assert [part.speaker for part in parts][:2] == ["leaders", "regulator"]


def test_whoever_is_said_to_have_told_us_speaks():
    assert speaker_of("Staff we spoke with felt listened to.") == "staff"
    assert speaker_of("Partners told us that leaders were visible.") == "partners"
    assert speaker_of("Unpaid carers said they waited too long.") == "carers"
    assert speaker_of("A provider told us they had been involved.") == "providers"
    assert speaker_of("We found that learning was shared.") == "regulator"
    assert speaker_of("36 complaints were made, of which 19 were upheld.") == "data"


def test_the_words_of_the_framework_are_nobodys():
    ours = "We focus on continuous learning, innovation and improvement across our organisation."
    assert speaker_of(ours, "The local authority commitment") is None
    assert tells_of(ours, "The local authority commitment") is None


def test_systems_are_named_as_printed():
    assert systems_in("The new online self-service Portal was shaped by people.") == (
        "online self-service Portal",
    )
    assert systems_in("Staff recorded this in Mosaic and leaders used Power BI dashboards.") == (
        "Mosaic",
        "Power BI dashboards",
    )
    assert systems_in("There was a panel of carers and a community hub.") == ()


def test_a_paragraph_is_split_where_the_speaker_or_the_matter_changes():
    parts = list(
        voices_in(
            "Staff told us they felt supported. However, carers said they were not told what had changed."
        )
    )
    assert [(part.speaker, part.tells) for part in parts] == [("staff", "strength"), ("carers", "weakness")]


@given(st.text(max_size=400))
@settings(max_examples=40, deadline=None)
def test_any_text_is_read_without_a_fault(text):
    assert speaker_of(text) in {None, *SPEAKERS}
    assert tells_of(text) in {None, *TELLS}
    for name in systems_in(text):
        assert name
    for part in voices_in(text):
        assert part.speaker in {None, *SPEAKERS}


def test_no_word_of_a_paragraph_is_lost():
    text = "Staff told us they felt supported. However, carers were not told. It rained. " * 200
    assert "".join("".join(part.text for part in voices_in(text)).split()) == "".join(text.split())
