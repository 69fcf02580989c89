"""What Avonshire tries: pilots with different ends, the measures that judge some of them, and who took them up."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from goldthread.council.database import tenant
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.impact import commands as impact
from goldthread.impact import jobs
from goldthread.learning import commands as learning
from goldthread.learning.models import Action
from goldthread.pilots import commands, part_commands
from goldthread.pilots.kinds import KINDS
from goldthread.pilots.models import Pilot

_DAY = datetime.timedelta(days=1)


def add(story: Story) -> None:
    """Add the actions with their measures, then all pilots."""
    told = content.toml("pilots")
    for entry in told["actions"]:
        story.actions[entry["slug"]] = _agree(story, entry)
    for entry in told["pilots"]:
        _add(story, entry)


def _agree(story: Story, entry: dict[str, Any]) -> Action:
    """Agree an action with its measure, take the readings of its months, and make the review that is due."""
    grace = story.people["grace-adeyinka"]
    action = learning.agree_action(
        by=grace,
        lesson=story.lessons[entry["lesson"]],
        title=entry["title"],
        owner=story.people[entry["owner"]],
        agreed_on=story.day(*entry["agreed"]),
        due_on=story.today + entry["due_in"] * _DAY,
        measure_name=entry["measure"],
        measure_kind=entry["kind"],
        measure_unit=entry["unit"],
        direction=entry["direction"],
        smallest_change=entry["smallest_change"],
    )
    measure = impact.set_up_measure(
        by=grace,
        action=action,
        denominator_means=entry.get("of", ""),
        source="Invented for the demo",
        acted_on=story.month(entry["acted"]),
    )
    tops = entry.get("numerators") or entry["values"]
    wholes = entry.get("denominators") or [None] * len(tops)
    readings = [
        impact.NewReading(month=story.month(at - len(tops)), value=Decimal(top))
        if whole is None
        else impact.NewReading(
            month=story.month(at - len(tops)), numerator=Decimal(top), denominator=Decimal(whole)
        )
        for at, (top, whole) in enumerate(zip(tops, wholes, strict=True))
    ]
    impact.save_readings(by=grace, measure=measure, readings=readings, today=story.today)
    with tenant.inside(story.clock.council_id):
        jobs.review(by=story.clock, measure=measure, today=story.today)
    return action


def _add(story: Story, entry: dict[str, Any]) -> Pilot:
    by, kind = story.people["grace-adeyinka"], KINDS[entry["kind"]]
    pilot = commands.add_pilot(
        by=by,
        kind=kind.slug,
        title=entry["title"],
        idea=entry["idea"],
        question=entry["question"],
        prediction=entry["prediction"],
        noted_on=story.day(*entry["noted"]),
        team=story.teams.get(entry.get("team", "")),
        owner=story.people[entry["owner"]],
        lesson=story.lessons.get(entry.get("lesson", "")),
        action=story.actions.get(entry.get("action", "")),
        came_from=entry.get("came_from", ""),
        where_tried=entry["where"],
        amount=Decimal(entry["amount"]) if entry.get("amount") else None,
        funder=entry.get("funder", ""),
        personal_data=entry["data"],
        consent=entry.get("consent", ""),
        dpia_on=story.day(*entry["dpia"]) if "dpia" in entry else None,
        dpia_reference=entry.get("dpia_reference", ""),
        no_dpia_because=entry.get("no_dpia", ""),
        **{extra.slug: entry[extra.slug] for extra in kind.extra if extra.slug in entry},
    )
    if "explored" in entry:
        pilot = commands.explore_pilot(by=by, pilot=pilot, explored_on=story.day(*entry["explored"]))
    if "began" in entry:
        stop_on = story.day(*entry["stop"]) if "stop" in entry else story.today + entry["stop_in"] * _DAY
        pilot = commands.start_pilot(
            by=by, pilot=pilot, started_on=story.day(*entry["began"]), stop_on=stop_on
        )
    _add_parts(story, pilot, entry)
    if "decision" in entry:
        outcome, day, deciding_body, because, *goes_on = entry["decision"]
        pilot = commands.decide_pilot(
            by=by,
            pilot=pilot,
            outcome=outcome,
            decided_on=story.day(*day),
            deciding_body=deciding_body,
            because=because,
            until_on=story.today + goes_on[0] * _DAY if goes_on else None,
        )
    for each in entry.get("adoptions", ()):
        _adopt(story, pilot, each)
    return pilot


def _add_parts(story: Story, pilot: Pilot, entry: dict[str, Any]) -> None:
    by = story.people["grace-adeyinka"]
    for slug, brings in entry.get("partners", ()):
        part_commands.add_partner(by=by, pilot=pilot, organisation=story.organisations[slug], brings=brings)
    for value, of, counts, how, is_estimate in entry.get("figures", ()):
        part_commands.record_figure(
            by=by,
            pilot=pilot,
            value=value,
            of_value=of or None,
            counts=counts,
            how=how,
            is_estimate=is_estimate,
            starts=pilot.started_on or pilot.noted_on,
            ends=story.day(-1, 28),
        )
    for each in entry.get("cycles", ()):
        part_commands.add_cycle(
            by=by,
            pilot=pilot,
            plan=each["plan"],
            prediction=each["prediction"],
            began_on=story.day(*each["began"]),
        )
        if "until" in each:
            with tenant.inside(story.clock.council_id):
                cycle = pilot.cycles.order_by("-number").first()
            part_commands.record_seen(
                by=by,
                cycle=cycle,
                until_on=story.day(*each["until"]),
                seen=each["seen"],
                as_predicted=each["as_predicted"],
                then_next=each["next"],
            )


def _adopt(story: Story, pilot: Pilot, entry: dict[str, Any]) -> None:
    by = story.people["grace-adeyinka"]
    part_commands.add_adoption(
        by=by,
        pilot=pilot,
        organisation=story.organisations[entry["organisation"]],
        what=entry["what"],
        said_on=story.day(*entry["said"]),
    )
    with tenant.inside(story.clock.council_id):
        adoption = pilot.adoptions.order_by("-created_at", "-pk").first()
    part_commands.confirm_adoption(
        by=by,
        adoption=adoption,
        confirmed_on=story.day(*entry["confirmed"]),
        confirmed_by=entry["confirmed_by"],
        words=entry["words"],
    )
