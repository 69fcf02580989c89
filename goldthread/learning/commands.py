"""Drawing lessons, agreeing actions, and saying when they are done and whether they have stuck."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from goldthread.analysis.privacy import CaseNames
from goldthread.council.command import Refused, check_new_in_team, check_scope, command
from goldthread.council.models import Person, Team
from goldthread.council.records import numbering, search
from goldthread.feedback import privacy
from goldthread.feedback.models import Point
from goldthread.learning.models import Action, Counting, Direction, Lesson, LessonBasis, Progress
from goldthread.reviews.whom import named_under


@command("learning.draw")
def draw(
    *, by: Person, title: str, what_we_learned: str, points: Sequence[Point], drawn_on: datetime.date
) -> Lesson:
    """Draw a lesson from points and findings; a lesson that rests on nothing is refused."""
    check_scope(by, *points)
    if not points:
        raise Refused("Choose at least one thing that was said or found. A lesson rests on something.")
    if not title.strip() or not what_we_learned.strip():
        raise Refused("Give the lesson a title, and say in a sentence or two what was learned.")
    names = named_under(points)
    lesson = Lesson.objects.create(
        council=by.council,
        number=numbering.take(by.council_id, "L"),
        title=privacy.hide(title.strip(), names).text[:200],
        what_we_learned=privacy.hide(what_we_learned.strip(), names).text,
        drawn_on=drawn_on,
        drawn_by=by,
    )
    LessonBasis.objects.bulk_create(
        LessonBasis(council=by.council, lesson=lesson, point=point) for point in points
    )
    _index_lesson(lesson)
    return lesson


def _names(lesson: Lesson) -> CaseNames:
    """Return whom the voices and findings under a lesson name."""
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
                on=lesson.drawn_on,
            )
        ],
    )


@command("learning.draw")
def rest_on_more(*, by: Person, lesson: Lesson, points: Sequence[Point]) -> Lesson:
    """Add points to what a lesson rests on."""
    check_scope(by, lesson, *points)
    LessonBasis.objects.bulk_create(
        [LessonBasis(council=by.council, lesson=lesson, point=point) for point in points],
        ignore_conflicts=True,
    )
    # Whom the new cases name may stand in the lesson already, by a form that only they know.
    names = _names(lesson)
    lesson.title = privacy.hide(lesson.title, names).text[:200]
    lesson.what_we_learned = privacy.hide(lesson.what_we_learned, names).text
    lesson.save(update_fields=["title", "what_we_learned"])
    _index_lesson(lesson)
    return lesson


@command("learning.draw")
def need_no_action(*, by: Person, lesson: Lesson, because: str) -> Lesson:
    """Decide that a lesson needs no action of its own, with the reason."""
    check_scope(by, lesson)
    if len(because.strip()) < 10:
        raise Refused("Say why no action is needed. Somebody will ask.")
    if lesson.actions.exists():
        raise Refused("An action was agreed for this lesson already.")
    lesson.no_action_because = privacy.hide(because.strip(), _names(lesson)).text
    lesson.save(update_fields=["no_action_because"])
    return lesson


@command("learning.agree")
def agree(
    *,
    by: Person,
    lesson: Lesson,
    title: str,
    owner: Person,
    agreed_on: datetime.date,
    due_on: datetime.date,
    measure_name: str,
    measure_kind: str = Counting.COUNT,
    measure_unit: str = "",
    direction: str = Direction.DECREASE,
    smallest_change: int = 25,
    detail: str = "",
    team: Team | None = None,
    embed_check_on: datetime.date | None = None,
    embed_test: str = "",
) -> Action:
    """Agree an action, with the measure that would show it worked written down before any reading."""
    check_scope(by, lesson, owner)
    check_new_in_team(by, team)
    if not title.strip():
        raise Refused("Say what will be done.")
    if not measure_name.strip():
        raise Refused(
            "Name the measure that would show it worked. Without one, nothing can be called improved."
        )
    if due_on < agreed_on:
        raise Refused("The date by which it is due cannot be before it was agreed.")
    if not 5 <= smallest_change <= 100:
        raise Refused("The smallest change worth having is between 5 and 100 per cent.")
    if embed_check_on and embed_check_on < due_on:
        raise Refused("Whether it has stuck can be checked only after it is due.")
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
def note_progress(*, by: Person, action: Action, on: datetime.date, note: str) -> Progress:
    """Note how an action is going."""
    check_scope(by, action)
    if not note.strip():
        raise Refused("Write what has happened.")
    hidden = privacy.hide(note.strip(), _names(action.lesson))
    return Progress.objects.create(council=by.council, action=action, on=on, note=hidden.text, by=by)


@command("learning.carry_out")
def finish(*, by: Person, action: Action, done_on: datetime.date, note: str) -> Action:
    """Say that an action is done. Done is not embedded, and not shown to work."""
    check_scope(by, action)
    if action.done_on or action.given_up_on:
        raise Refused("This action is closed already.")
    if done_on < action.agreed_on:
        raise Refused("It cannot have been done before it was agreed. Check the date.")
    if not note.strip():
        raise Refused("Say in a sentence what was done.")
    action.done_on, action.done_note = done_on, privacy.hide(note.strip(), _names(action.lesson)).text
    action.save(update_fields=["done_on", "done_note"])
    return action


@command("learning.agree")
def give_up(*, by: Person, action: Action, on: datetime.date, because: str) -> Action:
    """Give an action up, with the reason."""
    check_scope(by, action)
    if action.done_on or action.given_up_on:
        raise Refused("This action is closed already.")
    if len(because.strip()) < 10:
        raise Refused("Say why it is given up. Somebody will ask.")
    action.given_up_on = on
    action.given_up_because = privacy.hide(because.strip(), _names(action.lesson)).text
    action.save(update_fields=["given_up_on", "given_up_because"])
    return action


@command("learning.carry_out")
def check_embedded(
    *, by: Person, action: Action, checked_on: datetime.date, embedded: str, note: str
) -> Action:
    """Say whether a finished action has stuck, and how that was tested."""
    check_scope(by, action)
    if action.done_on is None:
        raise Refused("It is not done yet, so it cannot have stuck.")
    if checked_on < action.done_on:
        raise Refused("It cannot have been checked before it was done. Check the date.")
    if embedded not in (Action.Embedded.YES, Action.Embedded.PARTLY, Action.Embedded.NO):
        raise Refused("Choose whether it is embedded.")
    if not note.strip():
        raise Refused("Say how that was tested: what you looked at, and what you saw.")
    action.embedded, action.embedded_checked_on = embedded, checked_on
    action.embedded_note = privacy.hide(note.strip(), _names(action.lesson)).text
    action.save(update_fields=["embedded", "embedded_checked_on", "embedded_note"])
    return action
