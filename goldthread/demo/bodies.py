"""Avonshire's boards, networks and partners, and what changed because of each: all invented."""

from __future__ import annotations

from typing import Any

from goldthread.council.database import tenant
from goldthread.council.models import Person
from goldthread.dates import day_of_month
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.meetings.bodies import commands
from goldthread.meetings.bodies.given import commands as given
from goldthread.meetings.bodies.members.commands import count_members, set_population
from goldthread.meetings.bodies.members.sheets import Counted
from goldthread.meetings.bodies.models import Body
from goldthread.meetings.bodies.seats import commands as seats

_MOMENTS = ("since", "under_review_on")
_OF_ITS_OWN = (
    "slug", "owner", "organisation", "answers", "seats", "recruitments", "given", "visits", "asked", "sheet"
)  # fmt: skip


def add(story: Story) -> None:
    """Add each body with its people, and its answers to the yearly question."""
    lead, told = story.people["tom-wheelhouse"], content.toml("bodies")
    set_population(by=lead, **told["population"])
    for entry in told["bodies"]:
        body = _add(story, entry)
        with tenant.inside(lead.council_id):
            _add_people(story, lead, body, entry)
        for months, changed, kind, slug in entry["answers"]:
            commands.answer_year(
                by=story.people[entry["owner"]],
                body=body,
                answered_on=story.day(months, 12),
                is_nothing=not changed,
                changed=changed,
                led_to=getattr(story, f"{kind}s")[slug].reference if slug else "",
            )


def _add_people(story: Story, lead: Person, body: Body, entry: dict[str, Any]) -> None:
    for sought, channel, month, spoken_to in entry.get("recruitments", ()):
        seats.recruit(
            by=lead,
            body=body,
            sought=sought,
            channel=channel,
            began_on=story.day(month, 3),
            spoken_to=spoken_to,
        )
    for title, basis, who, begins, until, channel in entry.get("seats", ()):
        seats.add_seat(by=lead, body=body, title=title, basis=basis)
        if who:
            came = body.recruitments.filter(channel=channel).first()
            named = {"person": story.people[who]} if who in story.people else {"name": who}
            seats.fill_seat(
                by=lead,
                seat=body.seats.get(title=title),
                begins_on=story.day(begins, 1),
                until=day_of_month(story.month(until), 28),
                channel=channel,
                recruitment=came,
                **named,
            )
    for title, basis, who, month, reply, replied, because in entry.get("asked", ()):
        asked_on = story.day(month, 9)
        seats.ask_for_seat(by=lead, body=body, title=title, basis=basis, asked_by=who, asked_on=asked_on)
        if reply:
            seat, replied_on = body.seats.get(title=title), story.day(replied, 9)
            seats.answer_seat(by=lead, seat=seat, reply=reply, replied_on=replied_on, because=because)
    for kind, month, what, members in entry.get("given", ()):
        given.give(by=lead, body=body, kind=kind, on=story.day(month, 6), what=what, members=members)
    for role, came_to, month, promised, kept in entry.get("visits", ()):
        on = story.day(month, 8)
        given.record_visit(by=lead, body=body, on=on, role=role, came=came_to, promised=promised)
        if kept:
            visit = body.visits.get(on=on, role=role)
            given.keep_promise(by=lead, visit=visit, kept_on=story.day(kept, 20))
    if "sheet" in entry:
        month, question, counts = entry["sheet"]
        groups = dict(zip(counts[::2], counts[1::2], strict=True))
        counted = Counted(sum(groups.values()), {question: groups}, [])
        count_members(by=lead, body=body, as_at=story.day(month, 2), counted=counted)


def _add(story: Story, entry: dict[str, Any]) -> Body:
    fields = {name: value for name, value in entry.items() if name not in _OF_ITS_OWN}
    for name in _MOMENTS:
        if name in fields:
            fields[name] = story.day(fields[name], 1)
    return commands.add_body(
        by=story.people["tom-wheelhouse"],
        owner=story.people[entry["owner"]],
        organisation=story.organisations.get(entry.get("organisation", "")),
        **fields,
    )
