"""Avonshire's content as read from its files, for the tests beside this one; it needs no Django."""

import json
import tomllib
from pathlib import Path

from goldthread.council.records.counting import kept_counts

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
DECISIONS = {"accepted", "in_progress", "implemented", "embedded", "not_implemented"}
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
# What came later than the story of two years: peer, accreditation and joint reviews.
LATER_REVIEWS = toml("safeguarding_reviews")["reviews"]
LESSONS = toml("lessons")["lessons"]
ACTIONS = toml("actions")["actions"]
MEASURES = toml("measures")["measures"]
BRIEFINGS = toml("briefings")["briefings"]
CLAIMS = toml("evidence")["claims"]
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
    "count": set(kept_counts()),
    "evidence": {x["slug"] for x in CLAIMS},
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


def month_of_voices() -> dict[str, int]:
    """Return the month in which the calendar has each voice."""
    return {piece["voice"]: piece["month"] for piece in CALENDAR if "voice" in piece}


def shown(what: str) -> dict:
    """Return the records that show one of the things the demo must be able to show."""
    return next(s for s in STORY["shows"] if s["what"] == what)
