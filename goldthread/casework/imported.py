"""What the council's own case system says of a case, taken over from an import: its days, findings, learning, remedies.

What staff recorded here is replaced only by what the check of the import showed beside it. A reason, a lesson and a
remedy that are here already stay as they are.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection

from django.db.models import Sum
from django.utils import timezone

from goldthread.casework.choices import Found, Happened, RemedyKind
from goldthread.casework.events import is_casework, lock_case, procedure_of, settle
from goldthread.casework.findings import COUNTS
from goldthread.casework.models import CaseEvent, ComplaintCase, PointOutcome, Remedy
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.council.records import privacy, saving
from goldthread.council.records.points import points_changed
from goldthread.feedback.importing.case_facts import NOTHING, PARTLY, UPHELD, CaseFacts
from goldthread.feedback.models import Feedback, Point
from goldthread.learning import commands as learning
from goldthread.learning.models import Lesson, LessonBasis
from goldthread.learning.no_lesson.models import NoLesson

NOT_GIVEN = "The imported register gives no reasons."
_NO_LESSON = "The imported register says that there was nothing to learn."
_TITLE = 80


def facts_of(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, CaseFacts]:
    """Return what is recorded of the cases of pieces of feedback, as an import would tell it, in a few queries."""
    points: dict[uuid.UUID, list[Point]] = {}
    for point in Point.objects.filter(feedback__in=keys).order_by("position"):
        points.setdefault(point.feedback_id, []).append(point)
    of_points = [point.pk for each in points.values() for point in each]
    found = {
        each.point_id: each
        for each in PointOutcome.objects.filter(point__in=of_points).only("point_id", "found", "word")
    }
    decided = set(NoLesson.objects.filter(point__in=of_points).values_list("point", flat=True))
    bases = LessonBasis.objects.filter(point__in=of_points, lesson__withdrawn_on=None)
    lessons = set(bases.values_list("point", flat=True))
    paid: dict[uuid.UUID, list[Remedy]] = {}
    for remedy in Remedy.objects.filter(feedback__in=keys, withdrawn_on=None).only(
        "feedback_id", "kind", "amount"
    ):
        paid.setdefault(remedy.feedback_id, []).append(remedy)
    days: dict[uuid.UUID, dict[str, datetime.date]] = {}
    kinds = (Happened.ACKNOWLEDGED, Happened.AGREED, Happened.STAGE_2_ASKED)
    events = CaseEvent.objects.filter(case__feedback__in=keys, kind__in=kinds, withdrawn_on=None).order_by(
        "on", "created_at"
    )
    for kind, on, to, of in events.values_list("kind", "on", "to", "case__feedback"):
        if kind == Happened.AGREED and to:
            days.setdefault(of, {})["extended_to"] = to
        elif kind != Happened.AGREED:
            name = "acknowledged_on" if kind == Happened.ACKNOWLEDGED else "stage_2_on"
            days.setdefault(of, {})[name] = on
    facts = {}
    for key in keys:
        own, remedies = points.get(key, []), paid.get(key, [])
        payments = [each.amount for each in remedies if each.kind == RemedyKind.PAYMENT and each.amount]
        facts[key] = CaseFacts(
            **days.get(key, {}),
            found=tuple(found[each.pk].found if each.pk in found else "" for each in own),
            words=tuple(found[each.pk].word if each.pk in found else "" for each in own),
            learning=tuple(
                NOTHING if each.pk in decided else "lesson" if each.pk in lessons else "" for each in own
            ),
            payment=sum(payments) if payments else None,
            remedy="yes" if len(remedies) > len(payments) else "",
        )
    return facts


@command("feedback.import")
def record_imported(*, by: Person, feedback: Feedback, facts: CaseFacts) -> Feedback:
    """Record imported case: its days, what was found of each issue, what was learned, and what was paid."""
    if not is_casework(feedback.source):
        return feedback
    stands = facts_of([feedback.pk])[feedback.pk]
    case = lock_case(feedback)
    _record_days(by, case, facts, stands)
    points = list(Point.objects.filter(feedback=feedback, withdrawn_on=None).order_by("position"))
    for at, point in enumerate(points):
        _record_finding(by, case, point, _at(facts.found, at), _at(facts.words, at), _at(facts.because, at))
    points_changed(by, counted=[point.pk for point in points])
    # Who may import and not record lessons leaves the decision on the work list.
    if by.may("learning.record"):
        for at, point in enumerate(points):
            if not _at(stands.learning, at):
                _record_learning(by, point, _at(facts.learning, at), _at(facts.found, at))
    _record_remedies(by, case, facts, stands)
    return settle(case)


def _at(values: tuple[str, ...], at: int) -> str:
    return values[at] if at < len(values) else ""


def _record_days(by: Person, case: ComplaintCase, facts: CaseFacts, stands: CaseFacts) -> None:
    """Record the days that differ: what is here of the kind gets the day of the register, else it is added."""
    feedback = case.feedback
    if facts.acknowledged_on and facts.acknowledged_on != stands.acknowledged_on:
        _on_day(by, case, Happened.ACKNOWLEDGED, facts.acknowledged_on)
    if facts.extended_to and facts.extended_to != stands.extended_to:
        step = next(
            (
                each.slug
                for each in procedure_of(case).steps
                if each.met_by == "replied" and each.stage == case.stage
            ),
            "",
        )
        if not step:
            raise Refused("This procedure sets no time to reply, so there is none to extend.")
        on = facts.acknowledged_on or stands.acknowledged_on or feedback.received_on
        agreed = (
            case.events.filter(kind=Happened.AGREED, withdrawn_on=None).order_by("-on", "-created_at").first()
        )
        if agreed is not None:
            agreed.to = facts.extended_to
            agreed.save(update_fields=["to"])
        else:
            _add(by, case, Happened.AGREED, on, step=step, to=facts.extended_to)
    if (
        facts.stage_2_on
        and facts.stage_2_on != stands.stage_2_on
        and any(step.stage == 2 for step in procedure_of(case).steps)
    ):
        _on_day(by, case, Happened.STAGE_2_ASKED, facts.stage_2_on)
    if feedback.responded_on and not case.events.filter(kind=Happened.REPLIED, withdrawn_on=None).exists():
        _add(by, case, Happened.REPLIED, feedback.responded_on)


def _on_day(by: Person, case: ComplaintCase, kind: Happened, on: datetime.date) -> None:
    event = case.events.filter(kind=kind, withdrawn_on=None).order_by("-on", "-created_at").first()
    if event is None:
        _add(by, case, kind, on)
    else:
        event.on = on
        event.save(update_fields=["on"])


def _add(by: Person, case: ComplaintCase, kind: Happened, on: datetime.date, **fields: object) -> None:
    """Add an event as the register tells it: its clocks ran there, so none of ours is asked whether it can be."""
    event = CaseEvent(
        council_id=case.council_id,
        case=case,
        kind=kind,
        on=on,
        stage=case.stage,
        text="From the imported register.",
        by=by,
        **fields,
    )
    saving.add_part(event, case.feedback)


def _record_finding(
    by: Person, case: ComplaintCase, point: Point, found: str, word: str, because: str
) -> None:
    if not found:
        return
    outcome = PointOutcome.objects.filter(point=point).first()
    if outcome is not None and outcome.found == found:
        return
    on = max(point.heard_on, case.feedback.closed_on or case.feedback.responded_on or point.heard_on)
    fields = {
        "found": Found(found),
        "word": word or Found(found).label,
        "found_on": on,
        "by": by,
        "recorded_at": timezone.now(),
    }
    if outcome is None:
        of = {"id": point.pk, "council_id": by.council_id, "case": case, "point": point}
        saving.add_part(PointOutcome(**of, **fields, explanation=because or NOT_GIVEN), case.feedback)
    else:
        for name, value in fields.items():
            setattr(outcome, name, value)
        outcome.save(update_fields=[*fields])
    Point.objects.filter(pk=point.pk).update(is_upheld=COUNTS[Found(found)])


def _record_learning(by: Person, point: Point, learning_text: str, found: str) -> None:
    """Record a lesson of an upheld issue, or that there is none; the same lesson of several cases is one."""
    point.refresh_from_db(fields=["is_upheld"])
    if not learning_text or not (found in (UPHELD, PARTLY) or point.is_upheld):
        return
    today = timezone.localdate()
    if learning_text == NOTHING:
        learning.record_no_lesson(by=by, points=[point], because=_NO_LESSON, decided_on=today)
        return
    known = Lesson.objects.visible_to(by).filter(what_we_learned=privacy.hide(learning_text).text).first()
    if known is not None:
        learning.add_points(by=by, lesson=known, points=[point])
        return
    first = learning_text.split(". ")[0].strip()
    title = first if len(first) <= _TITLE else first[:_TITLE].rsplit(" ", 1)[0] + "..."
    learning.record_lesson(
        by=by, title=title, what_we_learned=learning_text, points=[point], recorded_on=today
    )


def _record_remedies(by: Person, case: ComplaintCase, facts: CaseFacts, stands: CaseFacts) -> None:
    feedback = case.feedback
    on = feedback.closed_on or feedback.responded_on or timezone.localdate()
    done = (
        {"done_on": on, "proof": "Recorded as done in the imported register."} if feedback.closed_on else {}
    )
    common = {
        "council_id": by.council_id,
        "feedback": feedback,
        "agreed_on": on,
        "due_on": on,
        "recorded_by": by,
        **done,
    }
    if facts.payment and facts.payment != stands.payment:
        payments = Remedy.objects.filter(feedback=feedback, kind=RemedyKind.PAYMENT, withdrawn_on=None)
        others = payments.aggregate(total=Sum("amount"))["total"] or 0
        only = payments.first() if payments.count() == 1 else None
        if only is not None:
            saving.change(only, amount=facts.payment)
        elif facts.payment > others:
            remedy = Remedy(kind=RemedyKind.PAYMENT, title="Payment", amount=facts.payment - others, **common)
            saving.add(remedy, based_on=[feedback])
    if facts.remedy and not stands.remedy:
        kind = RemedyKind.APOLOGY if "apolog" in facts.remedy.lower() else RemedyKind.OTHER
        saving.add(Remedy(kind=kind, title=facts.remedy[:200], **common), based_on=[feedback])
