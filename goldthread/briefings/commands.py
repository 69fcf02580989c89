"""Briefings: writing, editing and sending them, and recording who read and used them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from goldthread.analysis.privacy import CaseNames
from goldthread.briefings.models import BLOCKS, Briefing, BriefingLesson, Distribution, Receipt
from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person, Team
from goldthread.council.records import numbering, privacy, search
from goldthread.feedback.models import Point
from goldthread.learning.models import Lesson
from goldthread.reviews.people_named import named_under

_BLOCKS = {slug for slug, _ in BLOCKS}


def _names(lessons: Iterable[Lesson]) -> CaseNames:
    """Return the people named in the feedback and findings under some lessons."""
    return named_under(Point.objects.filter(lessons__lesson__in=lessons).distinct())


def _blocks(blocks: Mapping[str, str], names: CaseNames) -> dict[str, str]:
    unknown = set(blocks) - _BLOCKS
    if unknown:
        raise Refused(f"A briefing has no block called {sorted(unknown)[0]}.")
    return {slug: privacy.hide(text.strip(), names).text for slug, text in blocks.items() if text.strip()}


@command("briefings.write")
def write_briefing(
    *, by: Person, title: str, blocks: Mapping[str, str], lessons: Sequence[Lesson]
) -> Briefing:
    """Write the draft of a briefing on one lesson or more."""
    check_scope(by, *lessons)
    if not title.strip():
        raise Refused("Enter a title.")
    if not lessons:
        raise Refused("Select at least one lesson.")
    names = _names(lessons)
    briefing = Briefing.objects.create(
        council=by.council,
        number=numbering.take(by.council_id, "B"),
        title=privacy.hide(title.strip(), names).text[:200],
        blocks=_blocks(blocks, names),
        by=by,
    )
    BriefingLesson.objects.bulk_create(
        BriefingLesson(council=by.council, briefing=briefing, lesson=lesson) for lesson in lessons
    )
    _index(briefing)
    return briefing


@command("briefings.write")
def edit_briefing(*, by: Person, briefing: Briefing, title: str, blocks: Mapping[str, str]) -> Briefing:
    """Edit a briefing that has not been sent."""
    check_scope(by, briefing)
    if briefing.sent_on:
        raise Refused("This briefing has been sent and cannot be edited. Write a new one.")
    names = _names(Lesson.objects.filter(briefing_links__briefing=briefing))
    briefing.title = privacy.hide(title.strip(), names).text[:200]
    briefing.blocks = _blocks(blocks, names)
    briefing.save(update_fields=["title", "blocks"])
    _index(briefing)
    return briefing


def _index(briefing: Briefing) -> None:
    search.put(
        briefing.council_id,
        [
            search.Entry(
                kind="briefing",
                record_id=briefing.pk,
                reference=briefing.reference,
                title=briefing.title,
                body=" ".join(briefing.blocks.values()),
                permission="briefings.read",
                on=briefing.created_at.date(),
            )
        ],
    )


@command("briefings.write")
def send_briefing(
    *, by: Person, briefing: Briefing, teams: Sequence[Team], sent_on: datetime.date
) -> Briefing:
    """Send a briefing to teams; sending it to a team again changes nothing."""
    check_scope(by, briefing, *teams)
    if not teams:
        raise Refused("Select the teams to send it to.")
    if not {"what", "what_to_do"} <= set(briefing.blocks):
        raise Refused("Complete “What this is about” and “What to do” before sending.")
    Distribution.objects.bulk_create(
        [Distribution(council=by.council, briefing=briefing, team=team, sent_on=sent_on) for team in teams],
        ignore_conflicts=True,
    )
    if briefing.sent_on is None:
        briefing.sent_on = sent_on
        briefing.save(update_fields=["sent_on"])
    return briefing


@command("briefings.acknowledge")
def acknowledge_briefing(
    *,
    by: Person,
    briefing: Briefing,
    read_on: datetime.date,
    discussed_on: datetime.date | None = None,
    how_used: str = "",
) -> Receipt:
    """Record that somebody has read a briefing, when their team discussed it, and how they used it."""
    check_scope(by, briefing)
    if briefing.sent_on is None:
        raise Refused("This briefing has not been sent yet.")
    if discussed_on and discussed_on < briefing.sent_on:
        raise Refused("The date of discussion must be on or after the date it was sent.")
    receipt, _ = Receipt.objects.update_or_create(
        briefing=briefing,
        person=by,
        defaults={
            "council": by.council,
            "read_on": read_on,
            "discussed_on": discussed_on,
            "how_used": privacy.hide(
                how_used.strip(), _names(Lesson.objects.filter(briefing_links__briefing=briefing))
            ).text,
        },
    )
    return receipt
