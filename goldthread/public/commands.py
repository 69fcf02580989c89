"""Commands on what must follow a public form: doing it, trying it again, and marking what may have been sent as seen to."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from goldthread.casework.events import is_casework, lock_case, settle
from goldthread.council.command import Refused, command
from goldthread.council.files import scanning
from goldthread.council.files.models import Scan
from goldthread.council.models import Person
from goldthread.council.people.clock import clock_of
from goldthread.feedback.models import Feedback, Point
from goldthread.public.choices import Duty, Problem, Standing
from goldthread.public.models import FollowUp, Submission
from goldthread.public.sending import ask_to_follow_up
from goldthread.themes.safeguarding.safeguarding_screen import screen_now


class NotYet(Exception):
    """It cannot be done yet, and is tried again by itself: the feedback waits for its redaction."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.label)
        self.problem = problem


@command("casework.handle")
def carry_out(*, by: Person, follow_up: FollowUp) -> Submission:
    """Check public form: the clock of its case is set, or its words are screened for possible harm."""
    submission = follow_up.submission
    _DUTIES[Duty(follow_up.duty)](by, submission.feedback)
    _done(follow_up)
    return submission


def _done(follow_up: FollowUp) -> None:
    follow_up.standing, follow_up.problem = Standing.DONE, ""
    follow_up.tries += 1
    follow_up.tried_at = follow_up.done_at = timezone.now()
    follow_up.save(update_fields=["standing", "problem", "tries", "tried_at", "done_at"])


def _set_clock(by: Person, feedback: Feedback) -> None:
    if feedback.is_locked:
        raise NotYet(Problem.LOCKED)
    if is_casework(feedback.source) and not feedback.closed_on:
        settle(lock_case(feedback))


def _screen(by: Person, feedback: Feedback) -> None:
    if feedback.is_locked:
        raise NotYet(Problem.LOCKED)
    screen_now(Point.objects.filter(origin="feedback", origin_id=feedback.pk))


def _scan(by: Person, feedback: Feedback) -> None:
    """Have its files scanned; while the scanner is silent they wait, locked, and a person sees it after an hour."""
    for file in scanning.waiting(by.council_id).filter(origin="feedback", origin_id=feedback.pk):
        if scanning.scan_one(by, file, seconds=10) == Scan.WAITING:
            raise NotYet(Problem.SCANNER)


_DUTIES: dict[Duty, Callable[[Person, Feedback], None]] = {
    Duty.CLOCK: _set_clock,
    Duty.SCREEN: _screen,
    Duty.SCAN: _scan,
}


@command("casework.manage")
def try_again(*, by: Person, submission: Submission) -> Submission:
    """Try again what must follow a public form: what is done already is not done twice."""
    rows = FollowUp.objects.select_for_update().filter(submission=submission)
    again = rows.filter(standing__in=(Standing.FAILED, Standing.WAITING))
    if not again.update(standing=Standing.WAITING, problem="", tried_at=None):
        raise Refused("Nothing of it can be tried again: all is done, or is being sent.")
    ask_to_follow_up(clock_of(by.council_id), submission)
    return submission


@command("casework.manage")
def mark_seen_to(*, by: Person, submission: Submission) -> Submission:
    """Mark as seen to: an e-mail that may have been sent, once somebody has told the person in another way."""
    rows = FollowUp.objects.select_for_update().filter(submission=submission, standing=Standing.UNSURE)
    if not rows.update(standing=Standing.DONE, done_at=timezone.now()):
        raise Refused("Nothing of it may have been sent.")
    return submission
