"""What people asked of Avonshire: answers, what became of them, the askers' views, who confirms, and what is published."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.council.confirmations.commands import record_confirmation
from goldthread.council.database import tenant
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.feedback import commands as feedback
from goldthread.feedback.models import Point
from goldthread.learning.keeping import commands as keeping
from goldthread.responses import commands
from goldthread.responses.kinds import EXTRAS
from goldthread.responses.models import Ask
from goldthread.responses.said_and_done import commands as publishing
from goldthread.responses.telling import draft, to_tell

_DAY = datetime.timedelta(days=1)
_NAMED = "Named as it was asked."
_ANSWERED_AFTER = 16


def answer_partners(story: Story) -> None:
    """Answer what partners raised, as is owed to them."""
    for entry in content.toml("requests")["partners"]:
        piece = story.voices[entry["voice"]]
        on = min(piece.received_on + _ANSWERED_AFTER * _DAY, story.today)
        tom = story.people["tom-wheelhouse"]
        feedback.record_response(by=tom, feedback=piece, responded_on=on, response=entry["answer"])


def add(story: Story) -> None:
    """Record what people asked, say what became of it and who confirms it, and publish some of it."""
    told = content.toml("requests")
    asks = {entry["voice"]: _request(story, entry) for entry in told["requests"]}
    for entry in told["partners"]:
        _request(story, entry)
    for entry in told["confirmations"]:
        _confirm(story, entry)
    for entry in told["kept"]:
        _keep(story, entry)
    _tell_some(story)
    for entry in told["published"]:
        _publish(story, entry, [asks[voice] for voice in entry["voices"]])


def _request(story: Story, entry: dict[str, Any]) -> Ask:
    lead, other = story.people["tom-wheelhouse"], story.people["grace-adeyinka"]
    piece = story.voices[entry["voice"]]
    extra = {slug: entry[slug] for slug in EXTRAS if slug in entry}
    action = story.actions.get(entry.get("action", ""))
    with tenant.inside(story.clock.council_id):
        point = Point.objects.filter(feedback=piece).order_by("position")[0]
        ask = Ask.objects.filter(point=point).first()
    if ask is None:
        on = min(point.heard_on + entry["days"] * _DAY, story.today)
        given = {"group": entry.get("group", ""), "format": entry.get("format", ""), "extra": extra}
        ask = commands.record_ask(
            by=lead, point=point, kind=entry["kind"], title=entry["title"], due_on=on, owner=lead, **given
        )
        commands.answer_ask(
            by=lead,
            ask=ask,
            answer=entry["answer"],
            answered_on=on,
            outcome=entry["outcome"],
            because=entry.get("because", ""),
            action=action,
        )
        told = min(point.heard_on + entry["told"] * _DAY, story.today)
        commands.tell_asker(by=lead, ask=ask, told_on=told, told_how=entry["told_how"])
    else:
        if "title" in entry:
            commands.edit_ask(
                by=lead,
                ask=ask,
                version=ask.version,
                reason=_NAMED,
                kind=entry.get("kind", ask.kind),
                title=entry["title"],
                group=ask.group,
                asked_on=ask.asked_on,
                wants_to_hear=True,
                format=entry.get("format", ask.format),
                due_on=ask.due_on,
                extra=extra,
            )
        because = entry.get("because", "")
        commands.set_outcome(by=lead, ask=ask, outcome=entry["outcome"], because=because, action=action)
    if "view" in entry:
        view = entry["view"]
        on = min(max(point.heard_on + view["days"] * _DAY, ask.told_on or story.today), story.today)
        said = {"says": view["says"], "words": view["words"], "how": view["how"]}
        commands.record_view(by=other, ask=ask, given_on=on, **said)
    return ask


def _confirm(story: Story, entry: dict[str, Any]) -> None:
    action = story.actions[entry["action"]]
    on = max(story.today - entry["days_ago"] * _DAY, action.done_on or story.today)
    again = story.today + entry["again_in"] * _DAY if "again_in" in entry else None
    record_confirmation(
        by=story.people[entry["by"]],
        record=action,
        group=entry["group"],
        felt=entry["felt"],
        whom=entry["whom"],
        how=entry["how"],
        words=entry["words"],
        asked_on=on,
        source=entry.get("source", ""),
        how_many=entry.get("how_many"),
        again_on=again if again is not None and again > on else None,
    )


def _keep(story: Story, entry: dict[str, Any]) -> None:
    by, piece = story.people[entry["by"]], story.voices[entry["voice"]]
    with tenant.inside(story.clock.council_id):
        points = list(Point.objects.filter(feedback=piece).order_by("position"))
    recorded_on = min(piece.received_on + 7 * _DAY, story.today)
    lesson = keeping.record_what_to_keep(
        by=by, title=entry["title"], what_we_learned=entry["text"], points=points, recorded_on=recorded_on
    )
    for each in entry["teams"]:
        told = min(recorded_on + 3 * _DAY, story.today)
        ask = told + 21 * _DAY if "asked" in each else story.today + 30 * _DAY
        spread = keeping.spread_to_team(
            by=by,
            lesson=lesson,
            team=story.teams[each["team"]],
            told_on=told,
            ask_on=ask,
            how="At its team meeting",
        )
        if "asked" in each:
            asked = min(ask, story.today)
            keeping.record_kept(by=by, spread=spread, asked_on=asked, kept=each["asked"], words=each["words"])


def _tell_some(story: Story) -> None:
    """Tell half of those who asked to hear, a fortnight after it was so; the others are on the list."""
    lead = story.people["tom-wheelhouse"]
    with tenant.inside(story.clock.council_id):
        waiting = to_tell(lead)
    for each in waiting[::2]:
        on = min(max(day for _, day in each.news) + 14 * _DAY, story.today)
        commands.tell_news(
            by=lead, point=each.point, action=each.action, told_on=on, how="meeting", text=draft(each)
        )


def _publish(story: Story, entry: dict[str, Any], asks: list[Ask]) -> None:
    lead, director = story.people["tom-wheelhouse"], story.people["helen-castledine"]
    on = story.today - 30 * _DAY
    made = publishing.draft_entry(
        by=lead,
        asks=asks,
        drafted_on=on,
        action=story.actions.get(entry.get("action", "")),
        **{
            name: entry.get(name, "")
            for name in ("title", "said_by", "people", "said", "did", "worked", "worked_words", "easy_read")
        },
    )
    if entry["state"] != "draft":
        publishing.approve_entry(by=director, entry=made, approved_on=on + 2 * _DAY)
    if entry["state"] == "published":
        publishing.publish_entry(by=director, entry=made, published_on=on + 3 * _DAY)
