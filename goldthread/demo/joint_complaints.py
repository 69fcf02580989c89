"""A joint complaint of Avonshire with a part by the hospital still open, a question that waits and one that is answered."""

from __future__ import annotations

import datetime

from goldthread.casework.contact_limits import commands as limits
from goldthread.casework.parts import commands as parts
from goldthread.casework.procedures.choosing import choose_procedure
from goldthread.casework.questions import commands as questions
from goldthread.casework.questions.models import CaseQuestion
from goldthread.council.database import tenant
from goldthread.demo.story import Story
from goldthread.feedback.models import Feedback, Point

_DAY = datetime.timedelta(days=1)


def add(story: Story) -> None:
    """Make one of the cases that are looked into a joint complaint, and ask a question on two others."""
    with tenant.inside(story.clock.council_id):
        cases = Feedback.objects.filter(
            council=story.clock.council,
            source="complaint",
            case__state="open",
            case__procedure="statutory-adult-social-care",
            case__acknowledged_on__isnull=False,
            received_on__range=(story.today - 120 * _DAY, story.today - 7 * _DAY),
        )
        cases = list(cases.select_related("team", "owner").order_by("-received_on", "-id")[:3])
    for case, work in zip(cases, (_joint, _waiting, _answered), strict=False):
        work(story, case)
    if len(cases) > 2:
        _limit(story, cases[2])


def _joint(story: Story, case: Feedback) -> None:
    dilys, today = story.people["dilys-okafor"], story.today
    choose_procedure(
        by=dilys,
        feedback=case,
        procedure="joint-complaint",
        reason="It is about the ward and the carers too.",
    )
    parts.agree_lead(by=dilys, feedback=case, on=today - 5 * _DAY, reason="The council leads, both agree.")
    with tenant.inside(story.clock.council_id):
        points = list(Point.objects.filter(feedback=case).order_by("position")[:1])
    provider = parts.ask_part(
        by=dilys,
        feedback=case,
        organisation=story.organisations["fenway"],
        title="The visits of that week",
        text="Please send the visit log of the week, and say who told the family that nobody would come.",
        points=points,
        asked_on=today - 5 * _DAY,
        due_on=today - 1 * _DAY,
        owner=dilys,
    )
    parts.record_part(
        by=dilys,
        part=provider,
        answered_on=today - 2 * _DAY,
        answer="Two visits were missed: the carer was ill and the office did not see it until the evening.",
        how="email",
    )
    parts.ask_part(
        by=dilys,
        feedback=case,
        organisation=story.organisations["infirmary"],
        title="The discharge on the Friday",
        text="Please say who agreed the discharge, and what the ward told the family about the first visit at home.",
        points=points,
        asked_on=today - 5 * _DAY,
        due_on=today + 9 * _DAY,
        owner=dilys,
    )


def _limit(story: Story, case: Feedback) -> None:
    """Limit contact on one case, approved by the director."""
    dilys, today = story.people["dilys-okafor"], story.today
    limit = limits.limit_contact(
        by=dilys,
        feedback=case,
        title="Letters and e-mails answered once a week; calls about care as before",
        because="Up to nine calls a day about what was answered already; other callers could not get through.",
        asked_on=today - 4 * _DAY,
        due_on=today + 88 * _DAY,
    )
    limits.approve_limit(by=story.people["helen-castledine"], limit=limit, approved_on=today - 3 * _DAY)
    limits.record_told(by=dilys, limit=limit, told_on=today - 2 * _DAY)


def _question(story: Story, case: Feedback, text: str, title: str) -> CaseQuestion:
    return questions.ask_question(
        by=story.people["dilys-okafor"],
        feedback=case,
        title=title,
        text=text,
        format=case.format_needed or "Letter in large print",
        asked_on=story.today - 4 * _DAY,
        due_on=story.today + 6 * _DAY,
    )


def _waiting(story: Story, case: Feedback) -> None:
    _question(
        story,
        case,
        "On which days did nobody come? If you are not sure, say about when it began.",
        "The days",
    )


def _answered(story: Story, case: Feedback) -> None:
    question = _question(
        story, case, "May we tell the provider that it was you who complained?", "Whom we may tell"
    )
    questions.record_answer(
        by=story.people["dilys-okafor"],
        question=question,
        answered_on=story.today - 1 * _DAY,
        answer="Yes, and they may ring in the mornings.",
        how="telephone",
    )
