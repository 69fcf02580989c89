"""Briefings: writing, editing and sending them, and recording who read and used them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F
from django.utils import timezone

from goldthread.briefings.models import BLOCKS, Briefing, BriefingLesson, Distribution, Receipt
from goldthread.briefings.questions import asked, checked
from goldthread.briefings.reach.models import Understanding
from goldthread.council.command import Refused, command
from goldthread.council.models import Person, Team
from goldthread.council.records import people_named, saving
from goldthread.learning.models import Lesson

_BLOCKS = {slug for slug, _ in BLOCKS}
_NEEDED = {"what", "what_to_do"}


def _checked(title: str, blocks: Mapping[str, str]) -> dict[str, str]:
    """Return the blocks that have something in them; raises Refused without a title, or for a block that is none."""
    if not title.strip():
        raise Refused("Enter a title.", field="title")
    unknown = set(blocks) - _BLOCKS
    if unknown:
        raise Refused(f"A briefing has no block called {sorted(unknown)[0]}.")
    return {slug: text.strip() for slug, text in blocks.items() if text.strip()}


@command("briefings.write")
def write_briefing(
    *,
    by: Person,
    title: str,
    blocks: Mapping[str, str],
    lessons: Sequence[Lesson],
    easy_read: str = "",
    questions: Mapping[str, str] | None = None,
) -> Briefing:
    """Write a briefing: a draft on one lesson or more."""
    if not lessons:
        raise Refused("Select at least one lesson.", field="lessons")
    briefing = Briefing(
        council=by.council,
        title=title,
        blocks=_checked(title, blocks),
        easy_read=easy_read,
        questions=checked(questions or {}),
        by=by,
    )
    saving.add(briefing, based_on=lessons)
    BriefingLesson.objects.bulk_create(
        BriefingLesson(council=by.council, briefing=briefing, lesson=lesson) for lesson in lessons
    )
    return briefing


@command("briefings.write", trail=people_named.reason_about("briefing"))
def edit_briefing(
    *,
    by: Person,
    briefing: Briefing,
    version: int,
    reason: str,
    title: str,
    blocks: Mapping[str, str],
    easy_read: str | None = None,
    questions: Mapping[str, str] | None = None,
) -> Briefing:
    """Correct a briefing: with the reason, which is shown to people it was sent to."""
    filled = _checked(title, blocks)
    if briefing.sent_on and not set(filled) >= _NEEDED:
        raise Refused("It was sent with “What this is about” and “What to do”. Keep both.")
    saving.needs_reason(reason)
    fields: dict[str, Any] = {"title": title, "blocks": filled}
    if easy_read is not None:
        fields["easy_read"] = easy_read
    if questions is not None:
        fields["questions"] = checked(questions)
        if (
            fields["questions"] != briefing.questions
            and briefing.receipts.filter(answered_on__isnull=False).exists()
        ):
            raise Refused("Readers have answered its questions. They stay as they are.", field="first")
    return saving.change(briefing, version=version, **fields)


@command("briefings.write")
def send_briefing(
    *, by: Person, briefing: Briefing, teams: Sequence[Team], sent_on: datetime.date
) -> Briefing:
    """Send a briefing to teams; sending it to a team again changes nothing."""
    if not teams:
        raise Refused("Select the teams to send it to.")
    if not set(briefing.blocks) >= _NEEDED:
        raise Refused("Complete “What this is about” and “What to do” before sending.")
    Distribution.objects.bulk_create(
        [Distribution(council=by.council, briefing=briefing, team=team, sent_on=sent_on) for team in teams],
        ignore_conflicts=True,
    )
    if briefing.sent_on is None:
        saving.change(briefing, sent_on=sent_on)
    return briefing


@command("briefings.acknowledge")
def acknowledge_briefing(
    *,
    by: Person,
    briefing: Briefing,
    read_on: datetime.date,
    discussed_on: datetime.date | None = None,
    how_used: str = "",
    answers: Mapping[str, str] | None = None,
) -> Receipt:
    """Mark a briefing as read: with when the reader's team discussed it, and how they used it.

    answers: to its questions, by their place; they are counted once for each reader, and not kept.
    """
    if briefing.sent_on is None:
        raise Refused("This briefing has not been sent yet.")
    if discussed_on and discussed_on < briefing.sent_on:
        raise Refused("The date of discussion must be on or after the date it was sent.")
    receipt = briefing.receipts.filter(person=by).first() or Receipt(
        council=by.council, briefing=briefing, person=by
    )
    receipt.read_on, receipt.discussed_on, receipt.how_used = read_on, discussed_on, how_used
    if answers and receipt.answered_on is None and (questions := asked(briefing.questions)):
        receipt.answered_on = read_on if receipt._state.adding else timezone.localdate()
        _count_answers(by, briefing, all(answers.get(each.place) == each.right for each in questions))
    saving.hide(receipt, Receipt.spec.hidden, people_named.named_under(briefing))
    receipt.save()
    return receipt


def _count_answers(by: Person, briefing: Briefing, right: bool) -> None:
    """Count a reader's answers in the team to which the briefing came."""
    own = by.memberships.filter(team__in=briefing.distributions.values("team")).order_by("team__name")
    membership = own.first()
    key = {
        "council": by.council,
        "briefing": briefing,
        "team_id": membership.team_id if membership is not None else None,
    }
    Understanding.objects.get_or_create(**key)
    Understanding.objects.filter(**key).update(
        answered=F("answered") + 1, all_right=F("all_right") + int(right)
    )
