"""Avonshire's pieces of work: who was asked at which stage, how both sides saw it, and what became of it."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.coproduction import commands
from goldthread.coproduction.choices import KINDS
from goldthread.coproduction.models import Involvement
from goldthread.demo import content
from goldthread.demo.story import Story

_DAY = datetime.timedelta(days=1)


def add(story: Story) -> None:
    """Add all pieces of work."""
    for entry in content.toml("involvement")["works"]:
        _add(story, entry)


def _add(story: Story, entry: dict[str, Any]) -> None:
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
