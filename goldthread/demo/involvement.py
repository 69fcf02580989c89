"""Avonshire's pieces of work: who was asked at which stage, how both sides saw it, and what became of it."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.coproduction import commands
from goldthread.coproduction.asking import commands as asking
from goldthread.coproduction.choices import KINDS
from goldthread.coproduction.maturity import commands as maturity
from goldthread.coproduction.models import Involvement
from goldthread.coproduction.trail import commands as trail
from goldthread.coproduction.trail.experience import ANSWERS, QUESTIONS
from goldthread.council.relations.commands import link_records
from goldthread.demo import content
from goldthread.demo.story import Story

_DAY = datetime.timedelta(days=1)


def add(story: Story) -> None:
    """Add all pieces of work."""
    told = content.toml("involvement")
    works = {entry["slug"]: _add(story, entry) for entry in told["works"]}
    _agree_to_be_asked(story, told, works)
    for entry in told["ratings"]:
        _rate(story, entry, works)


def _add(story: Story, entry: dict[str, Any]) -> Involvement:
    tom, kind = story.people["tom-wheelhouse"], KINDS[entry["kind"]]
    work = commands.add_involvement(
        by=tom,
        kind=kind.slug,
        title=entry["title"],
        about=entry["about"],
        started_on=story.day(*entry["began"]),
        finding=story.findings[entry["finding"]] if "finding" in entry else None,
        plan={
            each["stage"]: story.today + each["due_in"] * _DAY for each in entry["stages"] if "due_in" in each
        },
        **{extra.slug: entry[extra.slug] for extra in kind.extra if extra.slug in entry},
    )
    for each in entry["stages"]:
        if "due_in" not in each:
            work = _record(story, work, each)
    if "payment_title" in entry:
        work = commands.edit_involvement(
            by=tom,
            involvement=work,
            version=work.version,
            reason="The document by which people are paid.",
            title=work.title,
            about=work.about,
            started_on=work.started_on,
            payment_title=entry["payment_title"],
            payment_link=entry["payment_link"],
            **work.extra,
        )
    if "decided" in entry:
        decided_on = story.day(*entry["decided"])
        work = commands.record_decision(
            by=tom,
            involvement=work,
            decided_on=decided_on,
            decision=entry["decision"],
            tell_by=decided_on + entry["tell_days"] * _DAY,
        )
    if "told" in entry:
        work = commands.record_told(
            by=tom, involvement=work, told_on=story.day(*entry["told"]), told_how=entry["told_how"]
        )
    if "reviewed" in entry:
        commands.record_review(
            by=tom, involvement=work, reviewed_on=story.day(*entry["reviewed"]), review=entry["review"]
        )
    for each in entry.get("sign_offs", ()):
        work = trail.record_sign_off(
            by=tom,
            involvement=work,
            standing=each["standing"],
            who=each["who"],
            signed_on=story.day(*each["on"]),
            outcome=each["outcome"],
            said=each.get("said", ""),
        )
    for each in entry.get("experiences", ()):
        work = trail.record_experience(
            by=tom,
            involvement=work,
            asked_on=story.day(*each["on"]),
            asked=each["asked"],
            answers={slug: dict(zip(ANSWERS, each[slug], strict=True)) for slug in QUESTIONS},
            said=each.get("said", ""),
        )
    for each in entry.get("made", ()):
        work = trail.record_made(
            by=tom, involvement=work, title=each["title"], made_by=each["by"], made_on=story.day(*each["on"])
        )
    return work


def _agree_to_be_asked(story: Story, told: dict[str, Any], works: dict[str, Involvement]) -> None:
    """Add people who agreed to be asked, and draw three invitations; some of them were asked often by then."""
    tom = story.people["tom-wheelhouse"]
    for number, entry in enumerate(told["people"]):
        on = story.day(-20, 3)
        asking.add_person(
            by=tom,
            name=entry["name"],
            as_whom=entry["as"],
            interests=entry["knows"],
            format=entry["format"],
            address=entry.get("address", ""),
            phone=entry.get("phone", ""),
            email=entry.get("email", ""),
            needs=entry.get("needs", ""),
            consent_on=on,
            consent_until=story.today + (40 + 30 * number) * _DAY,
        )
    for entry in told["invitations"]:
        drawn_on = story.day(*entry["on"])
        drawn = asking.draw_invitation(
            by=tom,
            involvement=works[entry["work"]],
            drawn_on=drawn_on,
            respond_by=drawn_on + 21 * _DAY,
            wanted=entry["wanted"],
            as_whom=entry.get("as", ()),
            seed=entry["seed"],
        )
        asking.record_answers(
            by=tom, invitation=drawn, answered_on=drawn_on, answers=dict(enumerate(entry["answers"], 1))
        )


def _rate(story: Story, entry: dict[str, Any], works: dict[str, Involvement]) -> None:
    tom = story.people["tom-wheelhouse"]
    rated_on = story.day(*entry["on"])
    rating = maturity.rate_coproduction(
        by=tom,
        title=entry["title"],
        level=entry["level"],
        rated_on=rated_on,
        why=entry["why"],
        people_level=entry["people_level"],
        people_count=entry["people_count"],
        people_said=entry["people_said"],
        plan=entry["plan"],
        due_on=rated_on + entry["plan_days"] * _DAY,
    )
    if "came_of_it" in entry:
        maturity.carry_out_plan(
            by=tom, rating=rating, plan_done_on=story.day(*entry["done"]), came_of_it=entry["came_of_it"]
        )
    for slug in entry["rests_on"]:
        link_records(by=tom, record=rating, other=works[slug], reason="What the rating rests on")


def _record(story: Story, work: Involvement, entry: dict[str, Any]) -> Involvement:
    tom, stage = story.people["tom-wheelhouse"], entry["stage"]
    asked_on = story.day(*entry["asked"]) if "asked" in entry else None
    work = commands.record_stage(
        by=tom,
        involvement=work,
        stage=stage,
        nobody_asked=entry.get("nobody", False),
        asked_on=asked_on,
        until_on=asked_on + entry["days"] * _DAY if asked_on else None,
        asked=entry.get("text", ""),
        groups=entry.get("groups"),
        council_step=entry["council"],
        council_said=entry.get("council_said", ""),
        changed=entry.get("changed", ""),
    )
    if "people" in entry:
        work = commands.record_view(
            by=tom,
            involvement=work,
            stage=stage,
            people_step=entry["people"],
            people_count=entry["people_count"],
            people_on=story.day(*entry["viewed"]),
            people_said=entry.get("people_said", ""),
        )
    return work
