"""Avonshire's cast and voices: they hold together, and nothing in them could be a real person's."""

import re
from collections import Counter, defaultdict

import pytest

from tests.demo.content import (
    ACTIONS,
    BRIEFINGS,
    CALENDAR,
    CAST,
    CLAIMS,
    FINDINGS,
    HERE,
    LESSONS,
    MANNERS,
    MEASURES,
    PEOPLE,
    REVIEWS,
    ROLES,
    SOURCES,
    SPEAKERS,
    TEAMS,
    THEMES,
    VOICES,
    text_of,
)

# The cast


def test_the_cast_is_whole_and_says_that_it_is_made_up():
    councils = {c["slug"]: c for c in CAST["councils"]}
    assert set(councils) == {"avonshire", "brackenmoor"}
    assert all(c["is_made_up"] and "made up" in c["notice"] for c in councils.values())
    assert len(TEAMS) == 8
    assert len(PEOPLE) >= 22
    assert sum(p["council"] == "brackenmoor" for p in CAST["people"]) == 3


def test_every_person_has_a_known_role_and_team():
    teams = {(t["council"], t["slug"]) for t in CAST["teams"]}
    for person in CAST["people"]:
        assert person["role"] in ROLES, person
        assert not person["team"] or (person["council"], person["team"]) in teams, person
    assert {p["role"] for p in CAST["people"] if p["council"] == "avonshire"} == ROLES


def test_slugs_are_unique():
    for group in (
        CAST["teams"],
        CAST["people"],
        VOICES,
        CALENDAR,
        FINDINGS,
        *(REVIEWS, LESSONS, ACTIONS, MEASURES, BRIEFINGS, CLAIMS),
    ):
        keys = [(x.get("council"), x.get("slug") or x["id"]) for x in group]
        assert len(keys) == len(set(keys))


# The voices


def test_there_are_enough_voices_in_several_hands():
    assert len(VOICES) >= 330
    assert {v["source"] for v in VOICES} == SOURCES
    assert {v["speaker"] for v in VOICES} == SPEAKERS
    assert {v["manner"] for v in VOICES} == MANNERS
    assert set("abcde") == {v["hand"] for v in VOICES}
    assert min(Counter(v["hand"] for v in VOICES).values()) >= 25


def test_each_voice_is_well_formed():
    for voice in VOICES:
        assert voice["team"] in TEAMS, voice["id"]
        assert voice["points"], voice["id"]
        for point in voice["points"]:
            assert point["text"].strip() == point["text"] != "", voice["id"]
            assert point["themes"], voice["id"]
            assert -2 <= point["tone"] <= 2, voice["id"]
        assert 3 <= len(text_of({"points": voice["points"]}).split()) <= 220, voice["id"]


def test_no_two_voices_say_the_same():
    texts = Counter(text_of(v).lower() for v in VOICES)
    assert max(texts.values()) == 1


def test_a_third_is_held_out_evenly():
    held = [v for v in VOICES if v.get("holdout")]
    assert 0.3 <= len(held) / len(VOICES) <= 0.36
    for source in SOURCES:
        of_source = [v for v in VOICES if v["source"] == source]
        assert sum(v.get("holdout", False) for v in of_source) == len(of_source) // 3


def test_every_theme_of_the_codebook_is_in_both_parts():
    count, held, signs = Counter(), Counter(), defaultdict(set)
    for voice in VOICES:
        for point in voice["points"]:
            for theme in point["themes"]:
                count[theme] += 1
                held[theme] += voice.get("holdout", False)
                signs[theme].add((point["tone"] > 0) - (point["tone"] < 0))
    assert set(count) == THEMES
    assert {t: n for t, n in count.items() if n < 8} == {}
    assert {t: held[t] for t in count if held[t] < 1} == {}
    assert {t: s for t, s in signs.items() if -1 not in s} == {}


# Nothing in it may reach a real person.

PHONE = re.compile(r"\b0\d{2,4}[ -]?\d{3}[ -]?\d{3,4}\b")
DRAMA_PHONE = re.compile(r"07700 900\d{3}|01632 960\d{3}")
NHS = re.compile(r"\b\d{3} \d{3} \d{4}\b|\b\d{10}\b")
NINO = re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")

EVERYTHING = [(path.name, path.read_text(encoding="utf-8")) for path in sorted(HERE.iterdir())]


@pytest.mark.parametrize(("name", "text"), EVERYTHING, ids=[name for name, _ in EVERYTHING])
def test_personal_data_is_from_ranges_that_nobody_has(name, text):
    assert [p for p in PHONE.findall(text) if not DRAMA_PHONE.fullmatch(p)] == []
    assert [n for n in NHS.findall(text) if not n.startswith("999")] == []
    assert [n for n in NINO.findall(text) if not n.startswith("QQ")] == []
    assert [e for e in EMAIL.findall(text) if not re.search(r"@example\.(org|com|net)$", e)] == []
    assert [p for p in POSTCODE.findall(text) if not p.startswith("AV")] == []


def test_test_nhs_numbers_have_a_right_check_digit():
    numbers = [n.replace(" ", "") for v in VOICES for n in NHS.findall(text_of(v))]
    assert len(numbers) >= 5
    for number in numbers:
        total = sum(int(d) * w for d, w in zip(number, range(10, 1, -1), strict=False))
        assert (11 - total % 11) % 11 == int(number[9])


def test_voices_that_hold_personal_data_say_so():
    patterns = (PHONE, NHS, NINO, EMAIL, POSTCODE)
    detected = {v["id"] for v in VOICES if any(pattern.search(text_of(v)) for pattern in patterns)}
    marked = {v["id"] for v in VOICES if v.get("personal_data")}
    assert detected <= marked
    assert len(marked) >= 25
