"""Two years of feedback in Avonshire, received a month at a time and coded."""

from __future__ import annotations

import datetime
from itertools import groupby
from typing import Any

from goldthread.council.database import tenant
from goldthread.demo import content, equality_answers, organisations
from goldthread.demo.story import Story
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Channel, Point
from goldthread.themes.coding import commands as coding_commands

# The content's words for how feedback was received, and ours.
CHANNELS = {
    "phone": Channel.PHONE, "web": Channel.FORM, "survey": Channel.FORM, "letter": Channel.LETTER,
    "card": Channel.LETTER, "paper": Channel.LETTER, "report": Channel.LETTER, "email": Channel.EMAIL,
    "interview": Channel.FACE, "event": Channel.MEETING, "meeting": Channel.MEETING, "forum": Channel.MEETING,
    "councillor": Channel.OTHER,
}  # fmt: skip
# The last whole month's survey comments from this day on stand in for the month under way.
_FRESH_FROM = 17
_OUTCOMES = ("Upheld", "Not upheld", "Partly upheld")


def receive_and_code(story: Story) -> int:
    """Receive the calendar's feedback and code it with the content's themes; return how many pieces there were."""
    voices = {voice["id"]: voice for voice in content.lines("voices")}
    for caller in content.toml("callers")["callers"]:
        voices[caller["voice"]] |= {"caller": caller}
    count = 0
    for offset, entries in groupby(content.lines("calendar"), key=lambda entry: entry["month"]):
        pieces, entry_of = [], {}
        for entry in entries:
            entry = voices.get(entry.get("voice", ""), {}) | entry
            piece = _piece(story, entry, offset)
            pieces.append(piece)
            entry_of[piece.fingerprint()] = entry
        received = feedback.receive_many(by=story.people["dilys-okafor"], pieces=pieces)
        with tenant.inside(story.clock.council_id):
            points = {(p.feedback_id, p.position): p for p in Point.objects.filter(feedback__in=received)}
        decisions = []
        for record in received:
            entry = entry_of[record.fingerprint]
            if "voice" in entry:
                story.voices[entry["voice"]] = record
            for position, point in enumerate(entry["points"], start=1):
                themes = [story.theme(slug) for slug in point["themes"]]
                decisions.append((points[record.pk, position], themes))
        # Whole months are coded; what came this month is left, so that there is something to code at the desk.
        coded = [decision for decision in decisions if decision[0].month < story.month(0)]
        coding_commands.code_points(by=story.people["grace-adeyinka"], decisions=coded, from_queue=True)
        count += len(received)
    return count


def _piece(story: Story, entry: dict[str, Any], offset: int) -> feedback.NewFeedback:
    source = {"dictated": "call_or_letter"}.get(entry["source"], entry["source"])
    if offset == -1 and source == "survey_comment" and entry["day"] >= _FRESH_FROM:
        days = datetime.timedelta(days=entry["day"] - _FRESH_FROM)
        received_on = min(story.month(0) + days, story.today)
    else:
        received_on = story.day(offset, entry["day"])
    is_closed = source == "complaint" and offset < -2
    caller = entry.get("caller", {})
    return feedback.NewFeedback(
        source=source,
        subject=caller.get("subject", ""),
        contact={name: caller[name] for name in ("name", "phone", "email") if name in caller},
        points=[point["text"] for point in entry["points"]],
        received_on=received_on,
        speaker=entry["speaker"],
        equality=equality_answers.answers(entry["id"], source, entry["speaker"]),
        channel=CHANNELS.get(entry.get("how", ""), ""),
        team=story.teams[entry["team"]],
        organisation=organisations.named_in(story, entry, source),
        format_needed=entry.get("format", ""),
        extra={"board": entry["board"]} if "board" in entry else {},
        tone=entry["points"][0]["tone"],
        wants_reply=bool(entry.get("wants_reply")) and offset >= -3,
        outcome=_OUTCOMES[int(entry["id"][1:]) % 3] if is_closed else "",
        closed_on=min(received_on + datetime.timedelta(days=24), story.today) if is_closed else None,
    )
