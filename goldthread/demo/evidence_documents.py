"""Avonshire's self-assessments, last year's signed and this year's drafted by two, and its evidence packs, one of them sent."""

from __future__ import annotations

from typing import Any

from goldthread.council.database import tenant
from goldthread.council.notes.commands import add_note
from goldthread.council.notes.models import Note
from goldthread.council.records.assignment import assign
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.evidence.packs.commands import create_pack, mark_sent
from goldthread.evidence.self_assessment import commands
from goldthread.evidence.self_assessment.models import SelfAssessment, SelfAssessmentSection

_LEARNING = "learning-improvement-and-innovation"


def write(story: Story) -> None:
    """Write both self-assessments, with assignments and comments, and create the packs."""
    told = content.toml("self_assessment")
    lead, director = story.people["grace-adeyinka"], story.people["helen-castledine"]
    last = commands.start_self_assessment(by=lead, title=told["title_last"], started_on=story.day(-14, 3))
    sections = _sections(story, last)
    for entry in told["sections"]:
        commands.write_section(
            by=lead,
            section=sections[entry["statement"]],
            text=entry["last_text"],
            score=entry["last"],
            reasons=entry["last_reasons"],
        )
    commands.sign(by=director, assessment=last, on=story.day(-12, 20))
    draft = commands.start_self_assessment(
        by=lead, title=told["title"], started_on=story.day(-1, 5), keep_texts=True
    )
    sections = _sections(story, draft)
    for entry in told["sections"]:
        section, writer = sections[entry["statement"]], story.people[entry["writes"]]
        assign(by=lead, record=section, owner=writer)
        if "text" in entry:
            commands.write_section(
                by=writer,
                section=section,
                text=entry["text"],
                score=entry["score"],
                reasons=entry["reasons"],
            )
    _comment(story, sections[_LEARNING])
    pack = create_pack(by=lead, statement=_LEARNING, as_at=story.today)
    mark_sent(by=lead, pack=pack, sent_to="CQC assessment team", sent_on=story.today)
    create_pack(by=lead, as_at=story.today)


def _sections(story: Story, assessment: SelfAssessment) -> dict[str, Any]:
    with tenant.inside(story.clock.council_id):
        rows = SelfAssessmentSection.objects.filter(assessment=assessment).order_by("position")
        return {section.statement: section for section in rows}


def _comment(story: Story, section: SelfAssessmentSection) -> None:
    """Comment on a section as colleagues do: one comment is seen to, one is open."""
    said: list[tuple[str, str]] = [
        ("ian-prettejohn", "Say which measure shows it, and since when."),
        ("helen-castledine", "Is June soon enough? We promised it for spring."),
    ]
    notes: list[Note] = [add_note(by=story.people[who], record=section, text=text) for who, text in said]
    commands.resolve_comment(
        by=story.people["grace-adeyinka"], section=section, note=notes[0], on=story.today
    )
