"""After closing: whether it was put right is asked where the person wishes, and a no comes before the manager."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from goldthread.casework import closing, commands, queries
from goldthread.casework.put_right import commands as put_right
from goldthread.casework.put_right.models import PutRight
from goldthread.casework.put_right.queries import figures
from goldthread.council.command import Refused
from goldthread.feedback.models import Feedback
from tests.casework.cases import made

pytestmark = pytest.mark.django_db


def today() -> datetime.date:
    return timezone.localdate()


@pytest.fixture
def closed(avonshire, complaint):
    """Return a complaint that was closed today without a finding."""
    by = avonshire.person("complaints_manager")
    closing.close(by=by, feedback=complaint, on=today(), reason="They moved away, and nothing can be found.")
    avonshire.enter()
    return complaint


def ask(cast, feedback, *, wished=True):
    put_right.ask_whether_put_right(
        by=cast.person("complaints_manager"),
        feedback=feedback,
        asked_on=today(),
        wished=wished,
        format="easy read",
    )
    cast.enter()


def answer(cast, feedback, said, reason=""):
    put_right.record_put_right(
        by=cast.person("complaints_manager"),
        feedback=feedback,
        answered_on=today(),
        put_right=said,
        treated="yes",
        reason=reason,
    )
    cast.enter()


def test_nobody_is_asked_before_the_case_is_closed(avonshire, complaint):
    with pytest.raises(Refused, match="closed"):
        ask(avonshire, complaint)


def test_whoever_does_not_wish_it_is_not_asked_and_counts_as_such(avonshire, closed):
    ask(avonshire, closed, wished=False)
    with pytest.raises(Refused, match="asked"):
        answer(avonshire, closed, "yes")
    avonshire.enter()
    found = figures(Feedback.objects.filter(pk=closed.pk))
    assert (found.offered, found.asked, found.answered) == (1, 0, 0)


def test_a_no_needs_its_reason_and_waits_for_the_manager_who_reopens_or_says_why_not(avonshire, closed):
    ask(avonshire, closed)
    with pytest.raises(Refused, match="not put right"):
        answer(avonshire, closed, "no")
    avonshire.enter()
    answer(avonshire, closed, "no", "Mrs Margaret Pemberton was billed again.")
    by = avonshire.person("complaints_manager")
    assert closed in queries.not_put_right(queries.cases(by))
    assert "Pemberton" not in PutRight.objects.get(case__feedback=closed).reason
    with pytest.raises(PermissionDenied):
        put_right.leave_closed(
            by=avonshire.person("team_manager"), feedback=closed, on=today(), reason="It was a new bill."
        )
    avonshire.enter()
    put_right.leave_closed(
        by=by, feedback=closed, on=today(), reason="It was a new bill, and is looked into."
    )
    avonshire.enter()
    assert closed not in queries.not_put_right(queries.cases(by))


def test_reopening_answers_a_no_too(avonshire, closed):
    ask(avonshire, closed)
    answer(avonshire, closed, "no", "I was billed again.")
    by = avonshire.person("complaints_manager")
    commands.reopen(by=by, feedback=closed, on=today(), reason="They were billed again.")
    avonshire.enter()
    assert closed not in queries.not_put_right(queries.cases(by))


def test_figures_have_their_base(avonshire, closed):
    ask(avonshire, closed)
    answer(avonshire, closed, "partly")
    other = made(avonshire)
    found = figures(Feedback.objects.filter(pk__in=[closed.pk, other.pk]))
    assert (found.offered, found.asked, found.answered) == (1, 1, 1)
    assert found.put_right == {"Yes": 0, "Partly": 1, "No": 0} and found.is_few


def test_the_page_says_how_many_answered(avonshire, closed, page):
    ask(avonshire, closed)
    answer(avonshire, closed, "yes")
    text = page("complaints_manager", "casework:put_right")
    assert "wished to be asked" in text and "Was what you complained about put right?" in text
    assert "Yes" in page("complaints_manager", "feedback:detail", closed.pk)
