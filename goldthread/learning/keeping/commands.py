"""Commands on what to keep: recording it from what went well, spreading it to teams, and asking them later."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person, Team
from goldthread.council.records import saving
from goldthread.feedback.models import Point
from goldthread.learning.choices import LessonKind
from goldthread.learning.commands import record_lesson
from goldthread.learning.keeping.models import Kept, Spread
from goldthread.learning.models import Lesson


@command("learning.record")
def record_what_to_keep(
    *, by: Person, title: str, what_we_learned: str, points: Sequence[Point], recorded_on: datetime.date
) -> Lesson:
    """Record what to keep: a lesson from a compliment, or from a strength that a review found."""
    if not any(_went_well(point) for point in points):
        raise Refused("What to keep is based on a compliment, or on a strength that a review found.")
    fields = {"title": title, "what_we_learned": what_we_learned, "recorded_on": recorded_on}
    lesson = record_lesson(by=by, points=points, **fields)
    return saving.change(lesson, kind=LessonKind.KEEP)


def _went_well(point: Point) -> bool:
    return point.origin == "finding" or point.source == "compliment" or (point.tone or 0) > 0


@command("learning.record", any_team="What one team does well is spread to others.")
def spread_to_team(
    *, by: Person, lesson: Lesson, team: Team, told_on: datetime.date, ask_on: datetime.date, how: str = ""
) -> Spread:
    """Tell a team what to keep, and when it is asked whether it does it."""
    if lesson.kind != LessonKind.KEEP:
        raise Refused("This lesson is of something to change. Agree an action for it.")
    if ask_on <= told_on:
        raise Refused("The team is asked after the day on which it was told.", field="ask_on")
    spread = Spread(
        council=by.council, lesson=lesson, team=team, told_on=told_on, ask_on=ask_on, how=how, owner=by
    )
    return saving.add(spread, based_on=[lesson])


@command("learning.record", any_team="Whoever spread it corrects what was entered.")
def correct_spread(
    *,
    by: Person,
    spread: Spread,
    team: Team,
    told_on: datetime.date,
    ask_on: datetime.date,
    how: str,
    reason: str,
    version: int | None = None,
) -> Spread:
    """Correct which team was told of what to keep, how and when, and when it is asked."""
    if spread.owner_id != by.pk:
        check_scope(by, spread.team)
    saving.needs_reason(reason)
    if ask_on <= told_on:
        raise Refused("The team is asked after the day on which it was told.", field="ask_on")
    return saving.change(spread, version=version, team=team, told_on=told_on, ask_on=ask_on, how=how)


@command("learning.record", any_team="Whoever spread it asks the team.")
def record_kept(
    *, by: Person, spread: Spread, asked_on: datetime.date, kept: str, words: str, version: int | None = None
) -> Spread:
    """Record whether a team does what was spread to it, in its words."""
    if spread.owner_id != by.pk:
        check_scope(by, spread.team)
    saving.needs_explanation(words, "Enter what the team says", field="words")
    if spread.asked_on:
        raise Refused("The team was asked already. Spread it again to ask again.")
    return saving.change(spread, version=version, asked_on=asked_on, kept=Kept(kept), words=words)
