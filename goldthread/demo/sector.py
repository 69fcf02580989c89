"""Avonshire's shelf of published reports, all of them invented: ideas taken from them, and failures elsewhere it asked about."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from goldthread.council.database import tenant
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.sector import commands, reading
from goldthread.sector.accuracy import commands as accuracy
from goldthread.sector.choices import AreaFrom
from goldthread.sector.coding import commands as coding
from goldthread.sector.elsewhere import commands as elsewhere
from goldthread.sector.ideas import commands as ideas
from goldthread.sector.models import PublishedPassage, PublishedReport

_PAGES = Path(__file__).with_name("sector_reports")
_NOTE = "Invented for the demo."
_DAY = datetime.timedelta(days=1)


def add(story: Story) -> None:
    """Put the reports on the shelf; those whose title names their council are confirmed, the others wait for a person."""
    grace = story.people["grace-adeyinka"]
    pages = [
        page
        for path in sorted(_PAGES.glob("*.md"))
        for page in reading.read_file(path.read_bytes(), path.name)
    ]
    for report in commands.add_reports(by=grace, pages=pages, source_note=_NOTE):
        if report.area_from == AreaFrom.TITLE:
            commands.confirm_as_read(by=grace, report=report)
    told = content.toml("sector")
    for entry in told["themes"]:
        passage = _passage(story, entry["words"])
        coding.code_passage(
            by=grace,
            passage=passage,
            speaker=entry.get("speaker", passage.speaker),
            tells=entry.get("tells", passage.tells),
            themes=[story.theme(slug) for slug in entry["themes"]],
        )
    for entry in told["ideas"]:
        _keep(story, entry)
    for entry in told["failures"]:
        _ask(story, entry)
    _check_a_draft(story, told["draft"])


def _passage(story: Story, words: str) -> PublishedPassage:
    with tenant.inside(story.clock.council_id):
        reports = PublishedReport.objects.filter(council=story.clock.council)
        passages = PublishedPassage.objects.filter(report__in=reports, text__contains=words)
        return passages.select_related("report").get()


def _keep(story: Story, entry: dict[str, Any]) -> None:
    grace = story.people["grace-adeyinka"]
    idea = ideas.keep_idea(
        by=grace,
        passage=_passage(story, entry["words"]),
        title=entry["title"],
        why=entry["why"],
        owner=story.people[entry["owner"]],
        due_on=story.today + entry["due_in"] * _DAY,
    )
    if "action" in entry:
        ideas.decide_idea(by=grace, idea=idea, taken_up=True, action=story.actions[entry["action"]])
    elif "because" in entry:
        ideas.decide_idea(by=grace, idea=idea, taken_up=False, because=entry["because"])


def _ask(story: Story, entry: dict[str, Any]) -> None:
    ian, owner = story.people["ian-prettejohn"], story.people[entry["owner"]]
    asked_on = story.day(*entry["asked"])
    passage = _passage(story, entry["words"]) if "words" in entry else None
    failure = elsewhere.ask_of_failure(
        by=ian,
        kind=entry["kind"],
        title=entry["title"],
        area=entry["area"],
        source=entry["source"],
        happened=entry["happened"],
        question=entry["question"],
        asked_on=asked_on,
        due_on=asked_on + entry["due_days"] * _DAY if "due_days" in entry else story.today + 30 * _DAY,
        owner=owner,
        passage=passage,
    )
    if "answered" in entry:
        failure = elsewhere.answer_failure(
            by=owner,
            failure=failure,
            could_it=entry["could_it"],
            answer=entry["answer"],
            answered_on=story.day(*entry["answered"]),
        )
    if "settled" in entry:
        elsewhere.settle_failure(
            by=owner,
            failure=failure,
            action=story.actions[entry["action"]] if "action" in entry else None,
            because=entry.get("because", ""),
            settled_on=story.day(*entry["settled"]),
        )


def _check_a_draft(story: Story, entry: dict[str, Any]) -> None:
    ian, received_on = story.people["ian-prettejohn"], story.day(*entry["received"])
    check = accuracy.begin_accuracy_check(
        by=ian, title=entry["title"], received_on=received_on, assessed_on=story.day(*entry["assessed"])
    )
    for comment in entry["comments"]:
        given = {
            name: comment[name]
            for name in ("kind", "place", "printed", "correct", "evidence")
            if name in comment
        }
        accuracy.add_comment(by=ian, check=check, as_at=story.day(*comment["as_at"]), **given)
    check = accuracy.send_comments(by=ian, check=check, sent_on=received_on + 9 * _DAY)
    accuracy.close_accuracy_check(
        by=ian,
        check=check,
        closed_on=received_on + 40 * _DAY,
        outcome=entry["outcome"],
        outcomes={n: comment["outcome"] for n, comment in enumerate(entry["comments"], start=1)},
    )
