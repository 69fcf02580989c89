"""The made-up council's content holds together: every reference resolves, counts are as told, no data is real."""

import json
import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HERE = ROOT / "goldthread" / "demo" / "avonshire"
STANDARDS = ROOT / "goldthread" / "standards" / "data"

SOURCES = {
    "complaint",
    "compliment",
    "concern",
    "suggestion",
    "survey_comment",
    "partner_feedback",
    "provider_feedback",
    "staff_feedback",
    "exit_interview",
    "board_topic",
    "outreach",
    "healthwatch",
    "dictated",
}
SPEAKERS = {"person", "carer", "representative", "staff", "partner", "provider"}
MANNERS = {
    "angry",
    "brief",
    "rambling",
    "grateful",
    "second_language",
    "dictated",
    "formal",
    "staff",
    "board",
}
ROLES = {
    "administrator",
    "complaints_manager",
    "psw",
    "pot",
    "quality_lead",
    "coproduction_lead",
    "board_member",
    "team_manager",
    "practitioner",
    "director",
    "councillor",
    "partner",
    "assessor",
}
DECISIONS = {"accepted", "in_progress", "implemented", "embedding_shown", "not_implemented"}
FIRST, LAST = -24, -1


def toml(name: str) -> dict:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


CAST = toml("cast")
VOICES = lines("voices")
CALENDAR = lines("calendar")
STORY = toml("story")
REVIEWS = toml("reviews")["reviews"]
LESSONS = toml("lessons")["lessons"]
ACTIONS = toml("actions")["actions"]
MEASURES = toml("measures")["measures"]
BRIEFINGS = toml("briefings")["briefings"]
SENTENCES = toml("evidence")["sentences"]
MECHANISMS = toml("mechanisms")["mechanisms"]
VARIATIONS = toml("variations")

FINDINGS = [finding for review in REVIEWS for finding in review["findings"]]
BY_ID = {voice["id"]: voice for voice in VOICES}
TEAMS = {team["slug"] for team in CAST["teams"] if team["council"] == "avonshire"}
PEOPLE = {person["slug"] for person in CAST["people"] if person["council"] == "avonshire"}
SLUGS = {
    "voice": set(BY_ID),
    "lesson": {x["slug"] for x in LESSONS},
    "action": {x["slug"] for x in ACTIONS},
    "measure": {x["slug"] for x in MEASURES},
    "briefing": {x["slug"] for x in BRIEFINGS},
    "finding": {x["slug"] for x in FINDINGS},
    "review": {x["slug"] for x in REVIEWS},
    "evidence": {x["slug"] for x in SENTENCES},
    "team": TEAMS,
}


def codebook_slugs() -> set[str]:
    """Return the slugs of every theme in the shipped codebook."""
    slugs = set()
    for path in sorted((STANDARDS / "codebook").glob("*.toml")):
        slugs |= {theme["slug"] for theme in tomllib.loads(path.read_text(encoding="utf-8"))["themes"]}
    return slugs


THEMES = codebook_slugs()


def points_of(piece: dict) -> list[dict]:
    return BY_ID[piece["voice"]]["points"] if "voice" in piece else piece["points"]


def team_of(piece: dict) -> str:
    return BY_ID[piece["voice"]]["team"] if "voice" in piece else piece["team"]


def text_of(thing: dict) -> str:
    return " ".join(point["text"] for point in points_of(thing) if point)


def counted(theme: str, tones: str) -> list[int]:
    """Count the calendar's points of one theme and tone in each of the 24 months."""
    series = [0] * (LAST - FIRST + 1)
    for piece in CALENDAR:
        for point in points_of(piece):
            sign = "negative" if point["tone"] < 0 else "positive" if point["tone"] > 0 else ""
            if theme in point["themes"] and sign == tones:
                series[piece["month"] - FIRST] += 1
    return series


def placed() -> dict[str, int]:
    return {piece["voice"]: piece["month"] for piece in CALENDAR if "voice" in piece}


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
        *(REVIEWS, LESSONS, ACTIONS, MEASURES, BRIEFINGS, SENTENCES),
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
    said = Counter(text_of(v).lower() for v in VOICES)
    assert max(said.values()) == 1


def test_a_third_is_held_out_evenly():
    held = [v for v in VOICES if v.get("holdout")]
    assert 0.3 <= len(held) / len(VOICES) <= 0.36
    for source in SOURCES:
        of_source = [v for v in VOICES if v["source"] == source]
        assert sum(v.get("holdout", False) for v in of_source) == len(of_source) // 3


def test_every_theme_of_the_codebook_is_heard_in_both_parts():
    heard, held, signs = Counter(), Counter(), defaultdict(set)
    for voice in VOICES:
        for point in voice["points"]:
            for theme in point["themes"]:
                heard[theme] += 1
                held[theme] += voice.get("holdout", False)
                signs[theme].add((point["tone"] > 0) - (point["tone"] < 0))
    assert set(heard) == THEMES
    assert {t: n for t, n in heard.items() if n < 8} == {}
    assert {t: held[t] for t in heard if held[t] < 1} == {}
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
    tells = (PHONE, NHS, NINO, EMAIL, POSTCODE)
    found = {v["id"] for v in VOICES if any(pattern.search(text_of(v)) for pattern in tells)}
    marked = {v["id"] for v in VOICES if v.get("personal_data")}
    assert found <= marked
    assert len(marked) >= 25


# The calendar


def test_the_calendar_places_each_voice_once_and_repeats_nothing():
    assert sorted(p["voice"] for p in CALENDAR if "voice" in p) == sorted(BY_ID)
    assert 1200 <= len(CALENDAR) <= 1500
    said = Counter(text_of(p).lower() for p in CALENDAR)
    assert [t for t, n in said.items() if n > 1] == []


def test_each_piece_of_the_calendar_is_well_formed():
    for piece in CALENDAR:
        assert FIRST <= piece["month"] <= LAST, piece["id"]
        assert 1 <= piece["day"] <= 28, piece["id"]
        assert piece["source"] in SOURCES, piece["id"]
        assert team_of(piece) in TEAMS, piece["id"]
        if "voice" in piece:
            assert piece["source"] == BY_ID[piece["voice"]]["source"]
        else:
            assert piece["speaker"] in SPEAKERS
            assert all(p["themes"] and set(p["themes"]) <= THEMES for p in piece["points"]), piece["id"]


def test_totals_are_as_told_and_believable():
    assert dict(Counter(p["source"] for p in CALENDAR)) == STORY["totals"]
    assert STORY["totals"]["complaint"] == 150
    assert STORY["totals"]["compliment"] == 240


def test_volumes_are_those_of_the_calendar():
    assert {v["theme"] for v in STORY["volumes"]} == THEMES
    for volume in STORY["volumes"]:
        for tones in ("negative", "positive"):
            assert counted(volume["theme"], tones) == volume[tones], (volume["theme"], tones)


def shown(what: str) -> dict:
    return next(s for s in STORY["shows"] if s["what"] == what)


def test_a_real_fall():
    show = shown("a real fall")
    series = dict(zip(range(FIRST, LAST + 1), counted(show["theme"], show["tones"]), strict=True))
    before = [series[m] for m in range(show["before"][0], show["before"][1] + 1)]
    after = [series[m] for m in range(show["after"][0], show["after"][1] + 1)]
    assert 8 <= sum(before) / len(before) <= 10
    assert 2.5 <= sum(after) / len(after) <= 3.5
    assert max(after) < min(before)


def test_a_false_alarm():
    show = shown("a false alarm")
    series = counted(show["theme"], show["tones"])
    spike = series[show["month"] - FIRST]
    others = [n for month, n in enumerate(series, FIRST) if month != show["month"]]
    assert spike > max(others) + 3
    assert any(e["month"] == show["month"] and show["theme"] in e["themes"] for e in STORY["events"])


def test_an_action_that_did_not_work():
    show = shown("an action that is done and did not work")
    series = counted(show["theme"], show["tones"])
    done = next(a for a in ACTIONS if a["slug"] == show["action"])["done_month"] - FIRST
    before, after = series[:done], series[done:]
    assert abs(sum(before) / len(before) - sum(after) / len(after)) < 0.5


def test_a_team_with_very_few_cases():
    pieces = [p for p in CALENDAR if team_of(p) == shown("a team with very few cases")["team"]]
    assert 10 <= len(pieces) <= 30


# What was found, learned, done, told and claimed


def test_reviews_and_findings():
    kinds = Counter(r["kind"] for r in REVIEWS)
    assert kinds["ombudsman"] == 5
    assert sum(r["outcome"] == "upheld" for r in REVIEWS if r["kind"] == "ombudsman") == 4
    assert {"safeguarding_adult_review", "peer_review", "inspection", "external_audit"} < set(kinds)
    assert {f["decision"] for f in FINDINGS} == DECISIONS
    for review in REVIEWS:
        assert 1 <= len(review["findings"]) <= 5
        assert FIRST <= review["received_month"] <= LAST
        for finding in review["findings"]:
            assert finding["owner"] in PEOPLE
            assert set(finding["themes"]) <= THEMES
            assert review["received_month"] <= finding["decided_month"] <= LAST
            assert bool(finding.get("reason")) == (finding["decision"] == "not_implemented"), finding["slug"]


def test_lessons_rest_on_what_was_already_heard():
    when = placed()
    found = {f["slug"]: r["received_month"] for r in REVIEWS for f in r["findings"]}
    for lesson in LESSONS:
        assert lesson["drawn_by"] in PEOPLE
        assert set(lesson["themes"]) <= THEMES
        assert lesson["voices"], lesson["slug"]
        assert all(when[v] < lesson["drawn_month"] for v in lesson["voices"]), lesson["slug"]
        later = [f for f in lesson["findings"] if found[f] > lesson["drawn_month"]]
        assert set(later) <= {"brackenmoor-audit-2"}, lesson["slug"]
    assert SLUGS["lesson"] - {a["lesson"] for a in ACTIONS} == {shown("a lesson with no action")["lesson"]}


def test_actions_name_an_owner_a_date_and_a_measure():
    drawn = {lesson["slug"]: lesson["drawn_month"] for lesson in LESSONS}
    for action in ACTIONS:
        assert action["owner"] in PEOPLE
        assert set(action["teams"]) <= TEAMS
        assert action["measure"] in SLUGS["measure"]
        assert drawn[action["lesson"]] <= action["agreed_month"] < action["due_month"] <= 12
        done = action.get("done_month")
        if done is not None:
            assert action["agreed_month"] <= done <= LAST
            assert done < action["embed_check_month"] <= LAST
            assert action["embed_outcome"] in {"embedded", "not_embedded"}
    states = {a["slug"]: a for a in ACTIONS}
    assert states[shown("an action done and not embedded")["action"]]["embed_outcome"] == "not_embedded"
    overdue = states[shown("an action overdue")["action"]]
    assert "done_month" not in overdue and overdue["due_month"] < 0


def test_measures_and_their_readings():
    for measure in MEASURES:
        assert measure["direction"] in {"increase", "decrease"}
        assert measure["how"] in {"counted", "typed", "imported"}
        assert measure["smallest_change"] > 0
        if measure["how"] == "counted":
            assert measure["theme"] in THEMES
            continue
        months = measure.get("months", list(range(FIRST, LAST + 1)))
        assert all(FIRST <= m <= LAST for m in months)
        if measure["kind"] == "number":
            assert len(measure["values"]) == len(months)
            continue
        pairs = list(zip(measure["numerators"], measure["denominators"], strict=True))
        assert len(pairs) == len(months)
        assert all(0 <= n <= d for n, d in pairs), measure["slug"]


def test_briefings_have_seven_blocks_and_known_readers():
    drawn = {lesson["slug"]: lesson["drawn_month"] for lesson in LESSONS}
    blocks = (
        "what",
        "background",
        "why_it_matters",
        "information",
        "information_continued",
        "what_to_do",
        "questions",
    )
    for briefing in BRIEFINGS:
        assert all(briefing[block] for block in blocks)
        assert drawn[briefing["lesson"]] <= briefing["sent_month"] <= LAST
        assert briefing["author"] in PEOPLE
        assert set(briefing["read_by"]) <= PEOPLE
        assert set(briefing["discussed_by"]) <= set(briefing["teams"]) <= TEAMS
        assert all(
            u["team"] in briefing["teams"] and u["month"] > briefing["sent_month"] for u in briefing["used"]
        )


def test_sentences_cite_what_exists():
    framework = tomllib.loads((STANDARDS / "cqc_framework.toml").read_text(encoding="utf-8"))
    statements = {s["slug"] for s in framework["statements"]["list"]}
    when = placed()
    for sentence in SENTENCES:
        assert sentence["statement"] in statements, sentence["slug"]
        assert sentence["author"] in PEOPLE
        for cite in sentence["cites"]:
            kind, ref = cite.split(":")
            assert ref in SLUGS[kind], cite
            assert kind != "voice" or when[ref] <= sentence["written_month"], cite
    expected = Counter(s["expect"] for s in SENTENCES if "expect" in s)
    assert expected == {"no_voice": 2, "older_than_a_year": 1}
    voiceless = {s["slug"] for s in SENTENCES if not any(c.startswith("voice:") for c in s["cites"])}
    assert {s["slug"] for s in SENTENCES if s.get("expect") == "no_voice"} <= voiceless


def test_a_sentence_rests_on_something_older_than_a_year():
    when = placed()
    old = next(s for s in SENTENCES if s.get("expect") == "older_than_a_year")
    assert all(when[c[6:]] < -12 for c in old["cites"] if c.startswith("voice:"))


def test_the_history_of_the_codebook():
    edits = STORY["codebook_edits"]
    assert {"add", "merge", "split"} == {e["kind"] for e in edits}
    added = {e["slug"] for e in edits if e["kind"] == "add"}
    assert not added & THEMES
    for edit in edits:
        assert edit["by"] in PEOPLE and edit["reason"]
        if edit["kind"] != "add":
            assert set(edit["from"]) <= added
            assert set(edit["into"]) <= THEMES


def test_events_and_variations_speak_of_known_themes():
    assert all(FIRST <= e["month"] <= LAST and set(e["themes"]) <= THEMES for e in STORY["events"])
    assert set(VARIATIONS["remarks"]) == THEMES
    assert all(r["negative"] and r["positive"] for r in VARIATIONS["remarks"].values())


def test_mechanisms_point_at_what_is_there():
    for number, shown_by in MECHANISMS.items():
        assert 1 <= int(number) <= 184
        kind, ref = shown_by.split(": ")
        if kind == "feedback":
            assert ref in SOURCES | {"all", "councillor"}, shown_by
        elif kind == "theme":
            assert ref in THEMES, shown_by
        elif kind == "reviews":
            assert any(r["kind"] == ref for r in REVIEWS), shown_by
        else:
            assert ref in SLUGS[kind], shown_by
    assert any(p["how"] == "councillor" for p in CALENDAR)
