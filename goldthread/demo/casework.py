"""Avonshire's cases in each state, and the upheld complaints of which somebody decided what was learned."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from goldthread.casework import commands, findings, remedies
from goldthread.casework.choices import Found
from goldthread.casework.evidence_requests import commands as evidence
from goldthread.casework.models import ComplaintCase
from goldthread.casework.put_right import commands as put_right
from goldthread.council.database import tenant
from goldthread.demo.story import Story
from goldthread.feedback.models import Feedback, Point
from goldthread.learning import commands as learning

_DAY = datetime.timedelta(days=1)
# So many upheld complaints, the newest, still wait for the decision.
_LEFT = 14
_MOST_A_LESSON = 3
_NO_LESSON = (
    "One mistake of one day, put right at once; nothing in how we work led to it.",
    "The service that it was about has ended, and nobody else has it.",
    "What went wrong is the subject of an action that was agreed before it was decided.",
)


def decide_what_was_learned(story: Story) -> None:
    """Work off the list of upheld complaints without a decision, all but the newest: to a lesson, or with the reason."""
    dilys = story.people["dilys-okafor"]
    with tenant.inside(story.clock.council_id):
        upheld = findings.undecided(Point.objects.filter(council=story.clock.council, origin="feedback"))
        waiting = list(upheld.order_by("-heard_on", "-id").prefetch_related("codings"))[_LEFT:]
    for slug in sorted(story.lessons):
        lesson = story.lessons[slug]
        with tenant.inside(story.clock.council_id):
            lesson.refresh_from_db()
            themes = set(lesson.basis.values_list("point__codings__theme", flat=True))
        fits = [
            point
            for point in waiting
            if point.heard_on <= lesson.recorded_on
            and any(coding.applies and coding.theme_id in themes for coding in point.codings.all())
        ][:_MOST_A_LESSON]
        if fits:
            learning.add_points(by=dilys, lesson=lesson, points=fits)
            waiting = [point for point in waiting if point not in fits]
    for number, because in enumerate(_NO_LESSON):
        if points := waiting[number :: len(_NO_LESSON)]:
            learning.record_no_lesson(by=dilys, points=points, because=because, decided_on=story.today)


def work(story: Story) -> None:
    """Work some of the complaints that nobody has taken on, so that there is one in each state."""
    dilys, today = story.people["dilys-okafor"], story.today
    complaints = _complaints(story)

    def next_one() -> Feedback | None:
        return next(complaints, None)

    # The newest waits to be acknowledged.
    next_one()
    if looked_into := next_one():
        _acknowledge(story, looked_into)
        commands.record_facts(
            by=dilys,
            feedback=looked_into,
            version=looked_into.version,
            investigator=story.people["grace-adeyinka"],
            risk="medium",
            urgency="usual",
            desired_outcome="An apology, and to be told who will ring and when.",
            conflict="no",
            consent="not_needed",
            advocate="offered",
        )
        evidence.ask_for_evidence(
            by=dilys,
            feedback=looked_into,
            title="The visit log of that week",
            asked_of="The provider",
            asked_on=today,
            due_on=today + 5 * _DAY,
            owner=dilys,
        )
    if ready := next_one():
        _acknowledge(story, ready)
        _find(story, ready, Found.PARTLY)
        commands.mark_ready(by=dilys, feedback=ready, on=today)
    if paused := next_one():
        _acknowledge(story, paused)
        commands.pause(
            by=dilys, feedback=paused, on=today, reason="The person is in hospital and asked us to wait."
        )
    if parked := next_one():
        _acknowledge(story, parked)
        commands.refer_to_safeguarding(
            by=dilys, feedback=parked, on=today, reason="What is said of the night visits may be neglect."
        )
    if replied := next_one():
        _acknowledge(story, replied)
        _find(story, replied, Found.UPHELD)
        _agree_remedies(story, replied)
        commands.record_reply(
            by=dilys,
            feedback=replied,
            on=today,
            response="We are sorry. Nobody came when we had said, and nobody told you. This is what we do about it.",
        )
    if request := next_one():
        commands.treat_as_service_request(
            by=dilys, feedback=request, on=today, reason="They ask for a handrail for the first time."
        )
    _reopened(story)
    _ask_whether_put_right(story)


def _complaints(story: Story) -> Iterator[Feedback]:
    """Return the open complaints that are nobody's, the newest first, then those that are due last."""
    with tenant.inside(story.clock.council_id):
        open_ = Feedback.objects.filter(
            council=story.clock.council, source="complaint", closed_on=None, is_locked=False
        ).exclude(team=None)
        open_ = open_.select_related("team", "owner")
        nobodys = list(open_.filter(owner=None).order_by("-received_on", "-id"))
        later = open_.filter(owner__isnull=False, due_on__gt=story.today + 7 * _DAY)
        return iter([*nobodys, *later.order_by("-due_on", "-id")])


def _acknowledge(story: Story, feedback: Feedback) -> None:
    with tenant.inside(story.clock.council_id):
        if ComplaintCase.objects.filter(feedback=feedback, acknowledged_on__isnull=False).exists():
            return
    on = min(feedback.received_on + 2 * _DAY, story.today)
    commands.acknowledge(
        by=story.people["dilys-okafor"],
        feedback=feedback,
        on=on,
        reason="By telephone. We look into each issue and answer in writing.",
    )


def _find(story: Story, feedback: Feedback, first: Found) -> None:
    """Record what was found: of the first issue as given, of any other that it is not upheld."""
    with tenant.inside(story.clock.council_id):
        points = list(feedback.points.order_by("position"))
    for number, point in enumerate(points):
        findings.record_finding(
            by=story.people["dilys-okafor"],
            point=point,
            found=Found.NOT_UPHELD if number else first,
            explanation="The team's log shows that nobody rang or came on the day that was promised."
            if number == 0
            else "The letter was sent on the day, and says what was asked.",
            found_on=story.today,
        )


def _agree_remedies(story: Story, feedback: Feedback) -> None:
    by, today = story.people["dilys-okafor"], story.today
    apology = remedies.agree_remedy(
        by=by,
        feedback=feedback,
        kind="apology",
        title="An apology in writing from the head of service, with what was learned",
        agreed_on=today,
        due_on=today + 7 * _DAY,
        owner=by,
    )
    remedies.complete_remedy(
        by=by, remedy=apology, done_on=today, proof="Letter sent by the head of service today."
    )
    paid = remedies.agree_remedy(
        by=by,
        feedback=feedback,
        kind="payment",
        title="Payment for the time and trouble of complaining",
        amount=Decimal("75"),
        agreed_on=today,
        due_on=today + 14 * _DAY,
        owner=by,
    )
    remedies.complete_remedy(
        by=by, remedy=paid, done_on=today, proof="Paid today; the bank's reference is kept."
    )
    remedies.agree_remedy(
        by=by,
        feedback=feedback,
        kind="payment",
        title="Payment for the visits that did not take place",
        amount=Decimal("184.50"),
        agreed_on=today,
        due_on=today + 21 * _DAY,
        owner=by,
    )
    remedies.agree_remedy(
        by=by,
        feedback=feedback,
        kind="improvement",
        title="One named person rings whoever waits, each Friday",
        agreed_on=today,
        due_on=today + 60 * _DAY,
    )


def _reopened(story: Story) -> None:
    """Let somebody ask to reopen a case three weeks ago, and reopen one that is over a year and a half old."""
    dilys, today = story.people["dilys-okafor"], story.today
    asked_on = today - 20 * _DAY
    with tenant.inside(story.clock.council_id):
        closed = Feedback.objects.filter(
            council=story.clock.council, source="complaint", is_locked=False, outcome="Not upheld"
        )
        recent = closed.filter(closed_on__lte=asked_on).order_by("-closed_on", "-id").first()
        old = closed.filter(received_on__lt=today - 580 * _DAY).order_by("-received_on", "-id").first()
    if recent is not None:
        commands.ask_to_reopen(
            by=dilys, feedback=recent, on=asked_on, reason="They say that the reply left out the bill."
        )
    if old is not None:
        commands.reopen(
            by=dilys, feedback=old, on=today - 5 * _DAY, reason="What was promised to them has not come."
        )


def _ask_whether_put_right(story: Story) -> None:
    """Ask three people whether it was put right: one says yes, one no, and one does not wish to be asked."""
    dilys, today = story.people["dilys-okafor"], story.today
    with tenant.inside(story.clock.council_id):
        closed = Feedback.objects.filter(
            council=story.clock.council, source="complaint", is_locked=False, closed_on__lt=today - 30 * _DAY
        )
        asked = list(closed.filter(case=None).order_by("-closed_on", "-id")[:3])
    for feedback, answer, reason in zip(
        asked, ("yes", "no", ""), ("", "The same thing happened again the week after.", ""), strict=False
    ):
        put_right.ask_whether_put_right(
            by=dilys, feedback=feedback, asked_on=today, wished=bool(answer), format="telephone call"
        )
        if answer:
            put_right.record_put_right(
                by=dilys,
                feedback=feedback,
                answered_on=today,
                put_right=answer,
                treated="partly" if reason else "yes",
                reason=reason,
            )
