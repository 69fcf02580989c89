"""Avonshire's two years hold together: the calendar bears the story out, and every reference resolves."""

import tomllib
from collections import Counter

import pytest

from goldthread.demo import equality_answers
from goldthread.feedback import equality
from goldthread.reviews.kinds import KINDS
from tests.demo.content import (
    ACTIONS,
    BRIEFINGS,
    BY_ID,
    CALENDAR,
    CLAIMS,
    DECISIONS,
    FINDINGS,
    FIRST,
    LAST,
    LATER_REVIEWS,
    LESSONS,
    MEASURES,
    PEOPLE,
    REVIEWS,
    SLUGS,
    SOURCES,
    SPEAKERS,
    STANDARDS,
    STORY,
    TEAMS,
    THEMES,
    VARIATIONS,
    counted,
    month_of_voices,
    shown,
    team_of,
    text_of,
)

# The calendar


def test_the_calendar_places_each_voice_once_and_repeats_nothing():
    assert sorted(p["voice"] for p in CALENDAR if "voice" in p) == sorted(BY_ID)
    assert 1200 <= len(CALENDAR) <= 1500
    texts = Counter(text_of(p).lower() for p in CALENDAR)
    assert [text for text, count in texts.items() if count > 1] == []


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


def test_totals_are_those_of_the_story():
    assert dict(Counter(p["source"] for p in CALENDAR)) == STORY["totals"]


def test_volumes_are_those_of_the_calendar():
    assert {v["theme"] for v in STORY["volumes"]} == THEMES
    for volume in STORY["volumes"]:
        for tones in ("negative", "positive"):
            assert counted(volume["theme"], tones) == volume[tones], (volume["theme"], tones)


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


# Reviews, lessons, actions, measures, briefings and claims


def test_reviews_and_findings():
    kinds = Counter(r["kind"] for r in REVIEWS)
    assert kinds["ombudsman_decision"] == 5
    upheld = [r for r in REVIEWS if r["kind"] == "ombudsman_decision" and r["outcome"].startswith("Upheld")]
    assert len(upheld) == 4
    assert {f["decision"] for f in FINDINGS} == DECISIONS
    told = {r["kind"] for r in [*REVIEWS, *LATER_REVIEWS]}
    # A round of audits is made by whoever ends it, and its review with it.
    assert told | {"practice_audit"} == set(KINDS)
    for review in REVIEWS:
        if "remedy_done_month" in review:
            assert review["late"] is (review["remedy_done_month"] > review["remedy_due_month"]), review[
                "slug"
            ]
        assert 1 <= len(review["findings"]) <= 5
        assert FIRST <= review["received_month"] <= LAST
        for finding in review["findings"]:
            assert finding["owner"] in PEOPLE
            assert set(finding["themes"]) <= THEMES
            months = [decision["month"] for decision in finding.get("earlier", ())]
            months.append(finding["decided_month"])
            assert review["received_month"] <= months[0] and months == sorted(months) and months[-1] <= LAST
            assert bool(finding.get("reason")) == (finding["decision"] == "not_implemented"), finding["slug"]


@pytest.mark.parametrize("review", REVIEWS, ids=lambda review: review["slug"])
def test_the_outcome_of_a_review_is_one_of_its_kind(review):
    outcomes = KINDS[review["kind"]].outcomes
    assert review["outcome"] in outcomes if outcomes else review["outcome"] not in ("published", "final", "")


def test_no_two_lessons_actions_and_briefings_have_one_title():
    titles = Counter(record["title"] for record in (*LESSONS, *ACTIONS, *BRIEFINGS))
    assert [title for title, count in titles.items() if count > 1] == []


def test_lessons_rest_on_what_was_already_heard():
    when = month_of_voices()
    received = {f["slug"]: r["received_month"] for r in REVIEWS for f in r["findings"]}
    for lesson in LESSONS:
        assert lesson["recorded_by"] in PEOPLE
        assert set(lesson["themes"]) <= THEMES
        assert lesson["voices"], lesson["slug"]
        assert all(when[v] < lesson["recorded_month"] for v in lesson["voices"]), lesson["slug"]
        for voice in lesson["voices"]:
            about = {theme for point in BY_ID[voice]["points"] for theme in point["themes"]}
            assert about & set(lesson["themes"]), (lesson["slug"], voice)
        assert [f for f in lesson["findings"] if received[f] > lesson["recorded_month"]] == [], lesson["slug"]
    assert SLUGS["lesson"] - {a["lesson"] for a in ACTIONS} == {shown("a lesson with no action")["lesson"]}


def test_actions_name_an_owner_a_date_and_a_measure():
    recorded = {lesson["slug"]: lesson["recorded_month"] for lesson in LESSONS}
    for action in ACTIONS:
        assert action["owner"] in PEOPLE
        assert set(action["teams"]) <= TEAMS
        assert action["measure"] in SLUGS["measure"]
        assert recorded[action["lesson"]] < action["agreed_month"] < action["due_month"] <= 12
        done = action.get("done_month")
        if done is not None:
            assert action["agreed_month"] <= done <= LAST
            assert done < action["embed_check_month"] <= LAST
            assert action["embedded"] in {"yes", "no"}
            assert 0 <= action["embed_passed"] <= action["embed_sample"] and action["embed_where"]
    states = {a["slug"]: a for a in ACTIONS}
    assert states[shown("an action done and not embedded")["action"]]["embedded"] == "no"
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
        # A measure may go back a year further than the feedback: how a level moves by itself takes long to see.
        assert all(FIRST - 12 <= m <= LAST for m in months)
        assert all(months[0] < change["month"] <= LAST for change in measure.get("counting_changed", []))
        if measure["kind"] in {"score", "count"}:
            assert len(measure["values"]) == len(months)
            continue
        pairs = list(zip(measure["numerators"], measure["denominators"], strict=True))
        assert len(pairs) == len(months)
        assert all(0 <= n <= d for n, d in pairs), measure["slug"]


def test_briefings_have_seven_blocks_and_known_readers():
    recorded = {lesson["slug"]: lesson["recorded_month"] for lesson in LESSONS}
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
        assert recorded[briefing["lesson"]] <= briefing["sent_month"] <= LAST
        assert briefing["author"] in PEOPLE
        assert set(briefing["read_by"]) <= PEOPLE
        assert set(briefing["discussed_by"]) <= set(briefing["teams"]) <= TEAMS
        assert all(
            u["team"] in briefing["teams"] and u["month"] > briefing["sent_month"] for u in briefing["used"]
        )


def test_claims_cite_what_exists():
    framework = tomllib.loads((STANDARDS / "cqc_framework.toml").read_text(encoding="utf-8"))
    statements = {s["slug"] for s in framework["statements"]["list"]}
    when = month_of_voices()
    for claim in CLAIMS:
        assert claim["statement"] in statements, claim["slug"]
        assert claim["author"] in PEOPLE
        for citation in claim["cites"]:
            kind, ref = citation.split(":")
            assert ref in SLUGS[kind], citation
            assert kind != "voice" or when[ref] <= claim["written_month"], citation
    expected = Counter(c["expect"] for c in CLAIMS if "expect" in c)
    assert expected == {"no_voice": 2, "older_than_a_year": 1}
    voiceless = {c["slug"] for c in CLAIMS if not any(cite.startswith("voice:") for cite in c["cites"])}
    assert {c["slug"] for c in CLAIMS if c.get("expect") == "no_voice"} <= voiceless


def test_a_claim_has_evidence_older_than_a_year():
    when = month_of_voices()
    old = next(c for c in CLAIMS if c.get("expect") == "older_than_a_year")
    voices = [cite.removeprefix("voice:") for cite in old["cites"] if cite.startswith("voice:")]
    assert voices and all(when[voice] < -12 for voice in voices)


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


def test_equality_answers_are_among_the_choices_and_only_with_the_survey():
    counts = Counter()
    for piece in CALENDAR:
        speaker = piece.get("speaker") or BY_ID[piece["voice"]]["speaker"]
        answers = equality_answers.answers(piece["id"], piece["source"], speaker)
        assert not answers or piece["source"] == "survey_comment"
        for question, answer in answers.items():
            assert (answer, answer) in equality.choices(question)
            counts[question, answer] += 1
    # In so many, small numbers are there to be withheld and large ones to be shown.
    assert {question for question, _ in counts} == set(equality.QUESTIONS)
    assert max(counts.values()) > 100
    assert 0 < min(counts.values()) < 5
