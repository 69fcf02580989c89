"""Avonshire's documents, in varied states, and the lessons that each rests on: all invented."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.council.models import Person
from goldthread.dates import day_of_month
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.learning.documents import commands
from goldthread.learning.documents.commands import Upload
from goldthread.learning.documents.models import Document


def add(story: Story) -> dict[str, Document]:
    """Add each document with its versions, then what took the place of which; return them by their short names."""
    entries = content.toml("documents")["documents"]
    found = {entry["slug"]: _add(story, entry) for entry in entries}
    lead = story.people["grace-adeyinka"]
    for entry in entries:
        document = found[entry["slug"]]
        if "replaced" in entry:
            by, months = entry["replaced"]
            commands.replace_document(
                by=lead, document=document, replaced_by=found[by], replaced_on=story.day(months, 3)
            )
        if "stopped" in entry:
            months, reason = entry["stopped"]
            commands.stop_using(by=lead, document=document, out_of_use_on=story.day(months, 3), reason=reason)
    return found


def _add(story: Story, entry: dict[str, Any]) -> Document:
    by = _author(story, entry)
    first, *later = entry.get("versions") or [[entry["edition"], entry["edition_on"], ""]]
    document = commands.add_document(
        by=by,
        kind=entry["kind"],
        title=entry["title"],
        about=entry["about"],
        seen_by=entry.get("seen_by", "staff"),
        edition=first[0],
        edition_on=story.day(first[1], 2),
        in_force_since=story.day(entry["since"], 2) if "since" in entry else None,
        review_on=_ahead(story, entry["review"]) if "review" in entry else None,
        owner=story.people[entry["owner"]],
        lessons=[story.lessons[slug] for slug in entry["lessons"]],
        **_place(entry),
    )
    for edition, months, changed in later:
        commands.add_version(
            by=by,
            document=document,
            edition=edition,
            edition_on=story.day(months, 2),
            changed=changed,
            **_place(entry),
        )
    return document


def _author(story: Story, entry: dict[str, Any]) -> Person:
    owner = story.people[entry["owner"]]
    return owner if owner.may("documents.record") else story.people["grace-adeyinka"]


def _ahead(story: Story, months: int) -> datetime.date:
    return day_of_month(story.month(months), 20)


def _place(entry: dict[str, Any]) -> dict[str, Any]:
    if "upload" not in entry:
        return {"address": entry["address"]}
    return {"upload": Upload(f"{entry['title']}.txt", entry["upload"].encode())}
