"""Lessons and actions: recording, agreeing, updating, completing, stopping, and checking that they are embedded."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from goldthread.council.command import Refused, check_new_in_team, command
from goldthread.council.models import Person, Team
from goldthread.council.organisations.models import Organisation
from goldthread.council.people.fields import people_who_may
from goldthread.council.records import people_named, saving
from goldthread.council.records.redaction import ask_to_hide_again
from goldthread.dates import day_in_words
from goldthread.feedback.models import Point
from goldthread.learning import embedding
from goldthread.learning.bedding_in import check_bedding_in
from goldthread.learning.models import (
    Action,
    ActionUpdate,
    Direction,
    Lesson,
    LessonBasis,
    MeasureKind,
)
from goldthread.learning.no_lesson.models import NoLesson


@command("learning.record")
def record_lesson(
    *, by: Person, title: str, what_we_learned: str, points: Sequence[Point], recorded_on: datetime.date
) -> Lesson:
    """Record a lesson: based on issues and findings, and refused without any."""
    if not points:
        raise Refused("Select at least one issue or finding that the lesson is based on.")
    if not title.strip() or not what_we_learned.strip():
        raise Refused("Enter a title and what was learned.")
    latest = max(point.heard_on for point in points)
    if recorded_on < latest:
        raise Refused(
            f"What the lesson is based on was heard on {day_in_words(latest)}, after that date. Check the date.",
            field="recorded_on",
        )
    lesson = Lesson(
        council=by.council,
        title=title,
        what_we_learned=what_we_learned,
        recorded_on=recorded_on,
        recorded_by=by,
    )
    saving.add(lesson, based_on=points)
    LessonBasis.objects.bulk_create(
        LessonBasis(council=by.council, lesson=lesson, point=point) for point in points
    )
    NoLesson.objects.filter(point__in=[point.pk for point in points]).delete()
    return lesson


@command("learning.record", trail=people_named.reason_about("lesson"))
def edit_lesson(*, by: Person, lesson: Lesson, version: int, reason: str, **fields: Any) -> Lesson:
    """Correct a lesson."""
    if not fields["title"].strip() or not fields["what_we_learned"].strip():
        raise Refused("Enter a title and what was learned.")
    saving.needs_reason(reason)
    return saving.change(lesson, version=version, **fields)


@command("learning.record")
def add_points(*, by: Person, lesson: Lesson, points: Sequence[Point]) -> Lesson:
    """Add issues to a lesson: what it is based on, findings included."""
    # As it stands now: its words are written anew below, and somebody may be correcting them.
    saving.lock(lesson)
    LessonBasis.objects.bulk_create(
        [LessonBasis(council=by.council, lesson=lesson, point=point) for point in points],
        ignore_conflicts=True,
    )
    NoLesson.objects.filter(point__in=[point.pk for point in points]).delete()
    # The lesson, and what was made from it, may name somebody by a form of the name that only the new cases know.
    ask_to_hide_again(by, lesson)
    return saving.change(lesson, title=lesson.title, what_we_learned=lesson.what_we_learned)


@command("learning.record")
def remove_points(*, by: Person, lesson: Lesson, points: Sequence[Point]) -> Lesson:
    """Remove issues from a lesson again, which somebody has just added to it."""
    saving.lock(lesson)
    gone = lesson.basis.filter(point__in=points)
    if not lesson.basis.exclude(point__in=points).exists():
        raise Refused(
            "A lesson is based on one issue or finding at least. Add another before these are taken out."
        )
    gone.delete()
    return saving.change(lesson, title=lesson.title, what_we_learned=lesson.what_we_learned)


@command("learning.record")
def record_no_lesson(
    *, by: Person, points: Sequence[Point], because: str, decided_on: datetime.date
) -> list[NoLesson]:
    """Record that no lesson is drawn from upheld issues: with the reason; what was said of them before is replaced."""
    saving.needs_explanation(because, "Enter why there is no lesson", field="because")
    NoLesson.objects.filter(point__in=[point.pk for point in points]).delete()
    return [
        saving.add_part(
            NoLesson(council=by.council, point=point, because=because, decided_on=decided_on, by=by), point
        )
        for point in points
    ]


@command("learning.record")
def record_no_action(*, by: Person, lesson: Lesson, because: str) -> Lesson:
    """Record that no action is needed: with the reason."""
    saving.lock(lesson)
    saving.needs_explanation(because, "Enter why no action is needed", field="because")
    if lesson.actions.counted().exists():
        raise Refused("An action has already been agreed for this lesson.")
    return saving.change(lesson, no_action_because=because)


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
    bedding_in: int = 0,
    detail: str = "",
    team: Team | None = None,
    organisation: Organisation | None = None,
    changes_contract: bool = False,
    contract_change: str = "",
    contract_from: datetime.date | None = None,
    embed_check_on: datetime.date | None = None,
    embed_test: str = "",
) -> Action:
    """Agree an action: with the measure that would show it worked, before any reading."""
    check_new_in_team(by, team)
    _check_owner(by, owner)
    if not title.strip():
        raise Refused("Enter what will be done.")
    if not measure_name.strip():
        raise Refused(
            "Enter the measure that would show it worked. Without one, nothing can be called improved."
        )
    _check_dates(agreed_on, due_on, embed_check_on)
    contract = _contract(organisation, changes_contract, contract_change, contract_from)
    if not 5 <= smallest_change <= 100:
        raise Refused("The smallest change worth having must be between 5% and 100%.")
    check_bedding_in(bedding_in)
    action = Action(
        council=by.council,
        lesson=lesson,
        title=title,
        detail=detail,
        owner=owner,
        team=team,
        organisation=organisation,
        **contract,
        agreed_on=agreed_on,
        due_on=due_on,
        measure_name=measure_name,
        measure_kind=measure_kind,
        measure_unit=measure_unit,
        direction=direction,
        smallest_change=smallest_change,
        bedding_in=bedding_in,
        embed_check_on=embed_check_on,
        embed_test=embed_test,
    )
    saving.add(action, based_on=[lesson])
    if lesson.no_action_because:
        saving.change(lesson, no_action_because="")
    return action


# What would show that an action worked is chosen before any reading, and never to fit the numbers.
_AGREED = {"measure_name", "measure_kind", "measure_unit", "direction", "smallest_change", "bedding_in"}


@command("learning.agree", trail=people_named.reason_about("action"))
def edit_action(*, by: Person, action: Action, version: int, reason: str, **fields: Any) -> Action:
    """Correct an action: its owner, team, dates or words, with the reason; the measure stays as it was agreed."""
    if _AGREED & set(fields):
        raise Refused("The measure stays as it was agreed.")
    check_new_in_team(by, fields["team"])
    if fields["owner"].pk != action.owner_id:
        _check_owner(by, fields["owner"])
    if not fields["title"].strip():
        raise Refused("Enter what will be done.", field="title")
    _check_dates(fields["agreed_on"], fields["due_on"], fields["embed_check_on"])
    names = ("organisation", "changes_contract", "contract_change", "contract_from")
    fields |= _contract(*(fields.get(name, getattr(action, name)) for name in names))
    done_on = fields.get("done_on", action.done_on)
    if done_on and done_on < fields["agreed_on"]:
        raise Refused("The action was done before that date. Correct the date done first.", field="agreed_on")
    if done_on and action.embedded_checked_on and action.embedded_checked_on < done_on:
        raise Refused("Its embedding was checked before that date. Check the date.", field="done_on")
    if done_on and action.is_shown_embedded and action.embedded_checked_on == done_on:
        raise Refused(
            "What shows that it is embedded is no later than that date. Check the date, or check embedding again.",
            field="done_on",
        )
    saving.needs_reason(reason)
    return saving.change(action, version=version, **fields)


def _check_owner(by: Person, owner: Person) -> None:
    """Refuse an owner who may not carry out actions, such as an assessor or a partner."""
    if not people_who_may(by, "learning.carry_out").filter(pk=owner.pk).exists():
        raise Refused(
            f"{owner.name} cannot own an action. Choose somebody who carries out actions.", field="owner"
        )


def _contract(
    organisation: Organisation | None, changes: bool, what: str, since: datetime.date | None
) -> dict[str, Any]:
    """Return what an action changes in a contract; refuse a change that names nobody whose contract it is."""
    if (what.strip() or since) and organisation is None:
        raise Refused("Choose the provider or partner whose contract it changes.", field="organisation")
    if since and not what.strip():
        raise Refused("Enter what changed in the contract.", field="contract_change")
    return {
        "changes_contract": changes or bool(what.strip()),
        "contract_change": what,
        "contract_from": since,
    }


def _check_dates(
    agreed_on: datetime.date, due_on: datetime.date, embed_check_on: datetime.date | None
) -> None:
    if due_on < agreed_on:
        raise Refused("The due date must be on or after the date the action was agreed.", field="due_on")
    if embed_check_on and embed_check_on < due_on:
        raise Refused("The date to check embedding must be on or after the due date.", field="embed_check_on")


@command("learning.carry_out")
def add_update(*, by: Person, action: Action, on: datetime.date, note: str) -> ActionUpdate:
    """Add an update on an action."""
    if not note.strip():
        raise Refused("Enter an update.")
    update = ActionUpdate(council=by.council, action=action, on=on, note=note, by=by)
    return saving.add_part(update, action)


@command("learning.carry_out")
def complete_action(*, by: Person, action: Action, done_on: datetime.date, note: str) -> Action:
    """Mark an action complete. Done is not embedded, and not shown to work."""
    saving.lock(action)
    if action.done_on or action.stopped_on:
        raise Refused("This action is already done or stopped.")
    if done_on < action.agreed_on:
        raise Refused("The completion date must be on or after the date the action was agreed.")
    if not note.strip():
        raise Refused("Enter what was done.")
    return saving.change(action, done_on=done_on, done_note=note)


@command("learning.agree")
def stop_action(*, by: Person, action: Action, on: datetime.date, because: str) -> Action:
    """Stop an action: with the reason."""
    saving.lock(action)
    if action.done_on or action.stopped_on:
        raise Refused("This action is already done or stopped.")
    saving.needs_explanation(because, "Enter why it is stopped", field="because")
    return saving.change(action, stopped_on=on, stopped_because=because)


@command("learning.carry_out")
def check_embedded(
    *,
    by: Person,
    action: Action,
    checked_on: datetime.date,
    embedded: str,
    note: str,
    shown_by: str = "",
    passed: int | None = None,
    sample: int | None = None,
    where: str = "",
) -> Action:
    """Record an embedding check: whether a completed action is embedded, and the dated record that shows it.

    `shown_by`: a sample of practice (`passed` of `sample`, and `where`), or the measure agreed at the start. Embedded
    is refused without one of them, later than the action's completion; a sample may stand beside any answer.
    """
    saving.lock(action)
    if action.done_on is None:
        raise Refused("Mark the action complete before checking whether it is embedded.")
    if checked_on < action.done_on:
        raise Refused("The check must be on or after the date the action was done.")
    if embedded not in (Action.Embedded.YES, Action.Embedded.PARTLY, Action.Embedded.NO):
        raise Refused("Select whether it is embedded.")
    if not note.strip():
        raise Refused("Enter how it was checked.")
    embedding.check_sample(passed, sample)
    evidence = {"shown_by": shown_by, "passed": passed, "sample": sample, "where": where}
    if embedded == Action.Embedded.YES:
        embedding.check_shown(action, checked_on=checked_on, **evidence)
    return saving.change(
        action,
        embedded=embedded,
        embedded_checked_on=checked_on,
        embedded_note=note,
        embedded_by=shown_by if embedded == Action.Embedded.YES else "",
        embedded_passed=passed,
        embedded_sample=sample,
        embedded_where=where.strip(),
    )
