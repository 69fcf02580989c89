"""What was found of each issue of a case, and whether something was learned from what was upheld."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from goldthread.casework.choices import ENDED, Found, State
from goldthread.casework.events import lock_case
from goldthread.casework.models import ComplaintCase, PointOutcome
from goldthread.casework.words.models import words_of
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.council.records.points import points_changed
from goldthread.feedback.models import Point
from goldthread.learning.models import LessonBasis
from goldthread.learning.no_lesson.models import NoLesson
from goldthread.standards.upheld import is_upheld

# As a case's issues together are called, by what was found of them: upheld in part counts as upheld.
COUNTS = {Found.UPHELD: True, Found.PARTLY: True, Found.NOT_UPHELD: False, Found.NO_FINDING: None}


@command("casework.handle")
def record_finding(
    *, by: Person, point: Point, found: str, explanation: str, found_on: datetime.date
) -> PointOutcome:
    """Record finding: what was found of one issue, why, and when."""
    feedback = point.feedback
    if feedback is None:
        raise Refused("Only an issue of feedback has a case.")
    saving.needs_explanation(explanation, "Say what was found and why", field="explanation")
    case = lock_case(feedback)
    if case.state in ENDED:
        raise Refused(f"{feedback.reference} is {State(case.state).label.lower()}. Reopen it first.")
    earlier = PointOutcome.objects.filter(point=point).first()
    fields = {
        "found": Found(found),
        "word": words_of(by.council_id)[found],
        "explanation": explanation,
        "found_on": found_on,
        "by": by,
        "recorded_at": timezone.now(),
    }
    if earlier is None:
        outcome = saving.add_part(
            PointOutcome(id=point.pk, council=by.council, case=case, point=point, **fields), feedback
        )
    else:
        outcome = earlier
        for name, value in fields.items():
            setattr(outcome, name, value)
        saving.hide(outcome, outcome.spec.hidden, people_named.named_under(feedback))
        outcome.save()
    Point.objects.filter(pk=point.pk).update(is_upheld=COUNTS[Found(found)])
    points_changed(by, counted=[point.pk])
    return outcome


def undecided(points: QuerySet[Point]) -> QuerySet[Point]:
    """Return the upheld issues from which no lesson is drawn, and of which nobody said why there is none."""
    lessons = LessonBasis.objects.filter(point=OuterRef("pk"), lesson__withdrawn_on=None)
    # Both in one manner: of a join without a row the database would expect next to none, and read all to sort them.
    none_needed = NoLesson.objects.filter(point=OuterRef("pk"))
    return points.filter(
        ~Exists(lessons), ~Exists(none_needed), is_upheld=True, withdrawn_on=None, forgotten_on=None
    )


def outcome_of(case: ComplaintCase) -> str:
    """Return the outcome of a whole case in the words that the feedback keeps: of all its issues together."""
    return overall([Found(found) for found in case.outcomes.values_list("found", flat=True)])


def overall(found: Sequence[Found]) -> str:
    """Return what was found of issues together: partly upheld where some are and some are not.

    Issues of which there is no finding do not count, unless there is none of any.
    """
    decided = [each for each in found if each != Found.NO_FINDING]
    if not decided:
        return str(Found.NO_FINDING.label)
    if len(set(decided)) == 1:
        return str(decided[0].label)
    return str((Found.PARTLY if any(is_upheld(each.label) for each in decided) else Found.NOT_UPHELD).label)
