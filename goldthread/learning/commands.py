"""Lessons and actions: recording, agreeing, updating, completing, stopping, and checking that they are embedded."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from goldthread.analysis.privacy import CaseNames
from goldthread.council.command import Refused, check_new_in_team, check_scope, command
from goldthread.council.models import Person, Team
from goldthread.council.records import numbering, privacy, search
from goldthread.feedback.models import Point
from goldthread.learning.models import Action, ActionUpdate, Direction, Lesson, LessonBasis, MeasureKind
from goldthread.reviews.people_named import named_under


@command("learning.record")
def record_lesson(
    *, by: Person, title: str, what_we_learned: str, points: Sequence[Point], recorded_on: datetime.date
) -> Lesson:
    """Record a lesson based on issues and findings; one without any is refused."""
    check_scope(by, *points)
    if not points:
        raise Refused("Select at least one issue or finding that the lesson is based on.")
    if not title.strip() or not what_we_learned.strip():
        raise Refused("Enter a title and what was learned.")
    names = named_under(points)
    lesson = Lesson.objects.create(
        council=by.council,
        number=numbering.take(by.council_id, "L"),
        title=privacy.hide(title.strip(), names).text[:200],
        what_we_learned=privacy.hide(what_we_learned.strip(), names).text,
        recorded_on=recorded_on,
        recorded_by=by,
    )
    LessonBasis.objects.bulk_create(
        LessonBasis(council=by.council, lesson=lesson, point=point) for point in points
    )
    _index_lesson(lesson)
    return lesson


def _names(lesson: Lesson) -> CaseNames:
    """Return the people named in the feedback and findings under a lesson."""
    return named_under(Point.objects.filter(lessons__lesson=lesson))


def _index_lesson(lesson: Lesson) -> None:
    search.put(
        lesson.council_id,
        [
            search.Entry(
                kind="lesson",
                record_id=lesson.pk,
                reference=lesson.reference,
                title=lesson.title,
                body=lesson.what_we_learned,
                permission="learning.read",
                on=lesson.recorded_on,
            )
        ],
    )


@command("learning.record")
def add_points(*, by: Person, lesson: Lesson, points: Sequence[Point]) -> Lesson:
    """Add issues and findings that a lesson is based on."""
    check_scope(by, lesson, *points)
    LessonBasis.objects.bulk_create(
        [LessonBasis(council=by.council, lesson=lesson, point=point) for point in points],
        ignore_conflicts=True,
    )
    # The lesson may already name somebody by a form of the name that only the new cases know.
    names = _names(lesson)
    lesson.title = privacy.hide(lesson.title, names).text[:200]
    lesson.what_we_learned = privacy.hide(lesson.what_we_learned, names).text
    lesson.save(update_fields=["title", "what_we_learned"])
    _index_lesson(lesson)
    return lesson


@command("learning.record")
def record_no_action(*, by: Person, lesson: Lesson, because: str) -> Lesson:
    """Record that a lesson needs no action, with the reason."""
    check_scope(by, lesson)
    if len(because.strip()) < 10:
        raise Refused("Enter why no action is needed, in 10 characters or more.")
    if lesson.actions.exists():
        raise Refused("An action has already been agreed for this lesson.")
    lesson.no_action_because = privacy.hide(because.strip(), _names(lesson)).text
    lesson.save(update_fields=["no_action_because"])
    return lesson


@command("learning.agree")
def agree_action(
    *,
    by: Person,
    lesson: Lesson,
    title: str,
    owner: Person,
    agreed_on: datetime.date,
    due_on: datetime.date,
    measure_name: str,
    measure_kind: str = MeasureKind.COUNT,
    measure_unit: str = "",
    direction: str = Direction.DECREASE,
    smallest_change: int = 25,
    detail: str = "",
    team: Team | None = None,
    embed_check_on: datetime.date | None = None,
    embed_test: str = "",
) -> Action:
    """Agree an action, with the measure that would show it worked agreed before any reading."""
    check_scope(by, lesson, owner)
    check_new_in_team(by, team)
    if not title.strip():
        raise Refused("Enter what will be done.")
    if not measure_name.strip():
        raise Refused(
            "Enter the measure that would show it worked. Without one, nothing can be called improved."
        )
    if due_on < agreed_on:
        raise Refused("The due date must be on or after the date the action was agreed.")
    if not 5 <= smallest_change <= 100:
        raise Refused("The smallest change worth having must be between 5% and 100%.")
    if embed_check_on and embed_check_on < due_on:
        raise Refused("The date to check embedding must be on or after the due date.")
    names = _names(lesson)
    action = Action.objects.create(
        council=by.council,
        number=numbering.take(by.council_id, "A"),
        lesson=lesson,
        title=privacy.hide(title.strip(), names).text[:200],
        detail=privacy.hide(detail.strip(), names).text,
        owner=owner,
        team=team,
        agreed_on=agreed_on,
        due_on=due_on,
        measure_name=privacy.hide(measure_name.strip(), names).text[:200],
        measure_kind=measure_kind,
        measure_unit=privacy.hide(measure_unit.strip(), names).text[:60],
        direction=direction,
        smallest_change=smallest_change,
        embed_check_on=embed_check_on,
        embed_test=privacy.hide(embed_test.strip(), names).text[:300],
    )
    if lesson.no_action_because:
        lesson.no_action_because = ""
        lesson.save(update_fields=["no_action_because"])
    search.put(
        by.council_id,
        [
            search.Entry(
                kind="action",
                record_id=action.pk,
                reference=action.reference,
                title=action.title,
                body=f"{action.detail} {action.measure_name}",
                permission="learning.read",
                on=action.agreed_on,
            )
        ],
    )
    return action


@command("learning.carry_out")
def add_update(*, by: Person, action: Action, on: datetime.date, note: str) -> ActionUpdate:
    """Add an update on the progress of an action."""
    check_scope(by, action)
    if not note.strip():
        raise Refused("Enter an update.")
    redacted = privacy.hide(note.strip(), _names(action.lesson))
    return ActionUpdate.objects.create(council=by.council, action=action, on=on, note=redacted.text, by=by)


@command("learning.carry_out")
def complete_action(*, by: Person, action: Action, done_on: datetime.date, note: str) -> Action:
    """Mark an action complete. Done is not embedded, and not shown to work."""
    check_scope(by, action)
    if action.done_on or action.stopped_on:
        raise Refused("This action is already done or stopped.")
    if done_on < action.agreed_on:
        raise Refused("The completion date must be on or after the date the action was agreed.")
    if not note.strip():
        raise Refused("Enter what was done.")
    action.done_on, action.done_note = done_on, privacy.hide(note.strip(), _names(action.lesson)).text
    action.save(update_fields=["done_on", "done_note"])
    return action


@command("learning.agree")
def stop_action(*, by: Person, action: Action, on: datetime.date, because: str) -> Action:
    """Stop an action, with the reason."""
    check_scope(by, action)
    if action.done_on or action.stopped_on:
        raise Refused("This action is already done or stopped.")
    if len(because.strip()) < 10:
        raise Refused("Enter why it is stopped, in 10 characters or more.")
    action.stopped_on = on
    action.stopped_because = privacy.hide(because.strip(), _names(action.lesson)).text
    action.save(update_fields=["stopped_on", "stopped_because"])
    return action


@command("learning.carry_out")
def check_embedded(
    *, by: Person, action: Action, checked_on: datetime.date, embedded: str, note: str
) -> Action:
    """Record whether a completed action is embedded, and how that was checked."""
    check_scope(by, action)
    if action.done_on is None:
        raise Refused("Mark the action complete before checking whether it is embedded.")
    if checked_on < action.done_on:
        raise Refused("The check must be on or after the date the action was done.")
    if embedded not in (Action.Embedded.YES, Action.Embedded.PARTLY, Action.Embedded.NO):
        raise Refused("Select whether it is embedded.")
    if not note.strip():
        raise Refused("Enter how it was checked.")
    action.embedded, action.embedded_checked_on = embedded, checked_on
    action.embedded_note = privacy.hide(note.strip(), _names(action.lesson)).text
    action.save(update_fields=["embedded", "embedded_checked_on", "embedded_note"])
    return action
