"""Tells Avonshire's two years through the same commands that people use, months counted back from today."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from goldthread.council.database import tenant
from goldthread.council.models import Membership, Person, Team
from goldthread.demo import after, asked, content, twice, unnamed
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Channel, Feedback, Point
from goldthread.impact import jobs as impact_jobs
from goldthread.impact.models import Measure
from goldthread.impact.verdict import add_months
from goldthread.themes import commands as themes
from goldthread.themes.models import Theme

Say = Callable[[str], None]

# The content's words for how something came, and ours.
_CHANNEL = {
    "phone": Channel.PHONE, "web": Channel.FORM, "survey": Channel.FORM, "letter": Channel.LETTER,
    "card": Channel.LETTER, "paper": Channel.LETTER, "report": Channel.LETTER, "email": Channel.EMAIL,
    "interview": Channel.FACE, "event": Channel.MEETING, "meeting": Channel.MEETING, "forum": Channel.MEETING,
    "councillor": Channel.OTHER,
}  # fmt: skip
_FRESH_FROM = 17
_OUTCOMES = ("Upheld", "Not upheld", "Partly upheld")


@dataclass
class Story:
    """What has been told so far, by the short names in the content."""

    people: dict[str, Person]
    teams: dict[str, Team]
    clock: Person
    today: datetime.date
    themes: dict[str, Theme] = field(default_factory=dict)
    voices: dict[str, Feedback] = field(default_factory=dict)
    findings: dict[str, Any] = field(default_factory=dict)
    lessons: dict[str, Any] = field(default_factory=dict)
    actions: dict[str, Any] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    briefings: dict[str, Any] = field(default_factory=dict)
    sentences: dict[str, Any] = field(default_factory=dict)

    def month(self, offset: int) -> datetime.date:
        """Return the first day of the month so many before today's."""
        return add_months(self.today.replace(day=1), offset)

    def day(self, offset: int, day: int) -> datetime.date:
        """Return a day of a month, the month's last where it has fewer, and never after today."""
        first = self.month(offset)
        last = (add_months(first, 1) - datetime.timedelta(days=1)).day
        return min(first.replace(day=min(day, last)), self.today)

    def theme(self, slug: str) -> Theme:
        """Return a theme by its short name."""
        if slug not in self.themes:
            with tenant.inside(self.clock.council_id):
                self.themes[slug] = Theme.objects.get(council=self.clock.council, slug=slug)
        return self.themes[slug]

    def memberships(self, person: Person) -> list[Membership]:
        """Return where somebody works."""
        with tenant.inside(self.clock.council_id):
            return list(person.memberships.select_related("team"))


def tell(story: Story, say: Say) -> None:
    """Tell it all, in the order of the thread."""
    after.first_codebook(story)
    count = _voices(story)
    unnamed.hear(story)
    say(f"Avonshire: {count:,} pieces of feedback over two years, coded")
    twice.look_twice(story)
    twice.look_at_harm(story)
    after.codebook_edits(story)
    after.events(story)
    after.formal_looks(story)
    after.lessons(story)
    after.actions(story)
    after.measures(story)
    after.tellings(story)
    after.sentences(story)
    unnamed.look(story)
    impact_jobs.count_and_judge(by=story.clock, today=story.today.isoformat())
    say("Avonshire: reviews, lessons, actions, measures, briefings and sentences of evidence")


def _voices(story: Story) -> int:
    """Receive two years of feedback, a month at a time, and code it as people had."""
    written = {voice["id"]: voice for voice in content.lines("voices")}
    coder = story.people["grace-adeyinka"]
    count = 0
    for offset, pieces in groupby(content.lines("calendar"), key=lambda piece: piece["month"]):
        heard, given = [], {}
        for piece in pieces:
            voice = written.get(piece.get("voice", ""), {})
            points = voice.get("points") or piece["points"]
            item = _heard(story, piece, voice, points, offset)
            heard.append(item)
            given[item.fingerprint()] = (piece.get("voice"), [point["themes"] for point in points])
        kept = feedback.receive_rows(by=story.people["dilys-okafor"], pieces=heard)
        with tenant.inside(story.clock.council_id):
            points = {(p.feedback_id, p.position): p for p in Point.objects.filter(feedback__in=kept)}
        decisions = []
        for item in kept:
            voice_id, themes_of_points = given[item.fingerprint]
            if voice_id:
                story.voices[voice_id] = item
            for position, slugs in enumerate(themes_of_points, start=1):
                decisions.append((points[item.pk, position], [story.theme(slug) for slug in slugs]))
        # What came this month is left for the desk, so that there is something to code; whole months are coded.
        this_month = story.month(0)
        whole = [decision for decision in decisions if decision[0].month < this_month]
        themes.code_rows(by=coder, decisions=whole, at_desk=True)
        count += len(kept)
    return count


def _heard(
    story: Story, piece: dict[str, Any], voice: dict[str, Any], points: list, offset: int
) -> feedback.Heard:
    source = {"dictated": "call_or_letter"}.get(piece["source"], piece["source"])
    team = piece.get("team") or voice.get("team")
    # The calendar ends with the last whole month; its last survey comments stand in for the days since.
    is_fresh = offset == -1 and source == "survey_comment" and piece["day"] >= _FRESH_FROM
    received = (
        min(story.month(0) + datetime.timedelta(days=piece["day"] - _FRESH_FROM), story.today)
        if is_fresh
        else story.day(offset, piece["day"])
    )
    is_old = source == "complaint" and offset < -2
    speaker = piece.get("speaker") or voice.get("speaker", "")
    return feedback.Heard(
        source=source,
        points=[point["text"] for point in points],
        received_on=received,
        speaker=speaker,
        equality=asked.answers(piece["id"], source, speaker),
        channel=_CHANNEL.get(piece.get("how", ""), ""),
        team=story.teams.get(team),
        service="",
        tone=points[0]["tone"],
        wants_reply=bool(piece.get("wants_reply")) and offset >= -3,
        outcome=_OUTCOMES[int(piece["id"][1:]) % 3] if is_old else "",
        closed_on=min(received + datetime.timedelta(days=24), story.today) if is_old else None,
    )
