"""Learning from success: from a compliment or a strength, spread to teams and asked about later."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.records import my_work
from goldthread.feedback import commands as feedback
from goldthread.feedback.intake.new_feedback import NewFeedback
from goldthread.learning import commands as learning
from goldthread.learning.keeping import commands
from goldthread.learning.keeping.models import Spread
from goldthread.learning.models import Lesson
from goldthread.learning.queries import of_state

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
WORDS = {"title": "One worker stays", "what_we_learned": "From hospital to home.", "recorded_on": TODAY}


def heard(cast, source):
    """Return the one issue of a new piece of feedback."""
    new = NewFeedback(points=["The same worker came all the way."], received_on=TODAY, source=source)
    return feedback.receive(by=cast.person("quality_lead"), new=new, today=TODAY).points.get()


def kept(cast) -> Lesson:
    """Return a lesson of what to keep."""
    return commands.record_what_to_keep(
        by=cast.person("quality_lead"), points=[heard(cast, "compliment")], **WORDS
    )


def test_what_to_keep_is_based_on_what_went_well(avonshire):
    lesson = kept(avonshire)
    assert lesson.kind == "keep" and lesson.spec.states(lesson, TODAY)[0].text == "To keep"
    by = avonshire.person("quality_lead")
    assert lesson not in of_state(Lesson.objects.all(), by, "idle", TODAY)
    assert lesson in of_state(Lesson.objects.all(), by, "keep", TODAY)
    with pytest.raises(Refused, match="based on a compliment"):
        commands.record_what_to_keep(by=by, points=[heard(avonshire, "complaint")], **WORDS)


def test_it_is_spread_to_a_team_and_asked_about_later(avonshire):
    lesson, by = kept(avonshire), avonshire.person("quality_lead")
    team = avonshire.team("mental-health")
    given = {"team": team, "told_on": TODAY, "ask_on": TODAY + 30 * DAY}
    spread = commands.spread_to_team(by=by, lesson=lesson, **given)
    assert spread in my_work.open_work(Spread, by)
    with pytest.raises(Refused, match="was not asked yet"):
        commands.spread_to_team(by=by, lesson=lesson, **given)
    commands.record_kept(
        by=by, spread=spread, asked_on=TODAY, kept="partly", words="On the ward, not in the community."
    )
    assert spread not in my_work.open_work(Spread, by) and spread.state(TODAY).text == "Partly done here"


def test_a_lesson_to_change_is_not_spread(avonshire):
    by = avonshire.person("quality_lead")
    lesson = learning.record_lesson(by=by, points=[heard(avonshire, "complaint")], **WORDS)
    with pytest.raises(Refused, match="something to change"):
        commands.spread_to_team(
            by=by,
            lesson=lesson,
            team=avonshire.team("mental-health"),
            told_on=TODAY,
            ask_on=TODAY + DAY,
        )
