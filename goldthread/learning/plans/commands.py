"""Commands on plans: drawing one up from actions, asking for approval and answering, reviewing and closing it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from goldthread.council.command import Refused, check_scope, command
from goldthread.council.models import Person
from goldthread.council.records import people_named, saving
from goldthread.learning.models import Action
from goldthread.learning.plans.models import Answer, Plan, PlanApproval, PlanItem, PlanReview
from goldthread.learning.plans.progress import actions_of, stood
from goldthread.meetings.meetings.models import Meeting
from goldthread.standards import framework

_RECORD = "plans.record"


@command(_RECORD)
def add_plan(*, by: Person, owner: Person | None = None, **fields: Any) -> Plan:
    """Add plan: what it is for, its period, its owner and the risk it answers."""
    _check_risk(fields)
    return saving.add(Plan(council=by.council, owner=owner or by, **fields))


@command(_RECORD, trail=people_named.reason_about("plan"))
def edit_plan(*, by: Person, plan: Plan, version: int, reason: str, **fields: Any) -> Plan:
    """Correct plan: its words, its period, its owner or the risk it answers."""
    saving.needs_reason(reason)
    _check_risk(fields)
    return saving.change(plan, version=version, **fields)


@command(_RECORD)
def put_actions(
    *,
    by: Person,
    plan: Plan,
    actions: Sequence[Action],
    statement: str = "",
    added_on: datetime.date | None = None,
) -> Plan:
    """Put actions into a plan: those that exist, tagged by the statement that they serve."""
    _check_open(plan)
    if not actions:
        raise Refused("Select at least one action.", field="actions")
    _check_statement(statement)
    here = set(plan.items.filter(removed_on=None).values_list("action_id", flat=True))
    for action in actions:
        if action.pk in here:
            raise Refused(f"{action.reference} is in the plan already.", field="actions")
        saving.add_part(
            PlanItem(
                council=by.council,
                plan=plan,
                action=action,
                statement=statement,
                added_on=added_on or timezone.localdate(),
            ),
            plan,
        )
    return plan


@command(_RECORD)
def tag_action(*, by: Person, item: PlanItem, statement: str) -> Plan:
    """Change statement of an action in a plan."""
    _check_open(item.plan)
    _check_statement(statement)
    saving.change_part(item, item.plan, statement=statement)
    return item.plan


@command(
    _RECORD, trail=lambda *, item, reason, **_: people_named.redacted_reason(record=item.plan, reason=reason)
)
def take_out(*, by: Person, item: PlanItem, reason: str) -> Plan:
    """Take action out of a plan: with the reason. The action itself stays."""
    _check_open(item.plan)
    saving.needs_reason(reason)
    if item.removed_on is not None:
        raise Refused("It was taken out already.")
    saving.change_part(item, item.plan, removed_on=timezone.localdate(), removed_because=reason)
    return item.plan


@command(_RECORD)
def ask_for_approval(
    *, by: Person, plan: Plan, asked: Sequence[tuple[str, Person | None]], asked_on: datetime.date
) -> Plan:
    """Ask for approval of a plan: those asked answer one after the other, each by their office.

    asked: each office with the person who holds it, None where they have no account here.
    """
    saving.lock(plan)
    _check_open(plan)
    check_scope(by, *(person for _, person in asked))
    kind, items = plan.of_kind, actions_of(plan)
    if len(asked) < kind.asked:
        raise Refused(
            f"At least {kind.asked} approve a plan of this kind. Enter who."
            if kind.asked > 1
            else "Enter who is asked.",
            field="office_1",
        )
    if not items:
        raise Refused("There is no action in the plan yet. Add those that it is made of first.")
    if kind.tagged and (bare := [item.action.reference for item in items if not item.statement]):
        raise Refused(f"Each action of this plan serves a statement. Tag {', '.join(bare[:5])} first.")
    if kind.needs_risk and not plan.risk_title:
        raise Refused("Enter the risk that the plan answers first.")
    if waiting_for(plan) is not None:
        raise Refused("It waits for an answer already.")
    for office, person in asked:
        if person is not None and person.pk == plan.owner_id:
            raise Refused(f"{office} owns the plan. Somebody else approves it.")
        if person is not None and not person.may("plans.approve"):
            raise Refused(f"{person.name} may not approve plans.")
    last = plan.approvals.order_by("-asking").values_list("asking", flat=True).first() or 0
    for position, (office, person) in enumerate(asked, start=1):
        saving.add_part(
            PlanApproval(
                council=by.council,
                plan=plan,
                asking=last + 1,
                position=position,
                office=office,
                person=person,
                asked_on=asked_on,
                by=by,
            ),
            plan,
        )
    return plan


@command("plans.approve")
def answer_approval(
    *, by: Person, approval: PlanApproval, answer: str, answered_on: datetime.date, note: str = ""
) -> Plan:
    """Answer approval of a plan: approved, or to be changed, by whoever was asked."""
    if approval.person_id != by.pk:
        raise Refused(f"{approval.office} was asked, and answers.")
    return _answer(by, approval, answer, answered_on, note)


@command(_RECORD)
def record_answer(
    *, by: Person, approval: PlanApproval, answer: str, answered_on: datetime.date, note: str
) -> Plan:
    """Record answer of somebody without an account who was asked to approve a plan: with where it is written down."""
    if approval.person_id is not None:
        raise Refused(f"{approval.office} has an account here, and answers there.")
    saving.needs_explanation(note, "Enter where it is written down", field="note")
    return _answer(by, approval, answer, answered_on, note)


def waiting_for(plan: Plan) -> PlanApproval | None:
    """Return whose answer a plan waits for: the first of those asked last who has not answered; None where no one has to."""
    newest: list[PlanApproval] = []
    for each in plan.approvals.select_related("person").order_by("-asking", "position"):
        if newest and each.asking != newest[0].asking:
            break
        newest.append(each)
    if any(each.answer == Answer.CHANGE for each in newest):
        return None
    return next((each for each in newest if not each.answer), None)


def _answer(by: Person, approval: PlanApproval, answer: str, answered_on: datetime.date, note: str) -> Plan:
    plan = approval.plan
    saving.lock(plan)
    _check_open(plan)
    turn = waiting_for(plan)
    if approval.answer or turn is None:
        raise Refused("This was answered already, or the plan is to be changed first.")
    if turn.pk != approval.pk:
        raise Refused(f"{turn.office} answers first.")
    if answer == Answer.CHANGE:
        saving.needs_explanation(note, "Enter what is to be changed", field="note")
    saving.change_part(approval, plan, answer=answer, answered_on=answered_on, note=note)
    if answer == Answer.APPROVED and waiting_for(plan) is None:
        # As each action stands now, by its version, so that its history says later what has changed since.
        items = actions_of(plan)
        for item in items:
            item.as_approved = item.action.version
        PlanItem.objects.bulk_update(items, ["as_approved"])
        plan.items.filter(removed_on__isnull=False).update(as_approved=None)
        saving.change(plan, approved_on=answered_on, reviewed_on=None, as_approved=plan.version + 1)
    return plan


@command(_RECORD)
def review_plan(
    *,
    by: Person,
    plan: Plan,
    reviewed_on: datetime.date,
    said: str,
    meeting: Meeting | None = None,
    review_on: datetime.date | None = None,
) -> Plan:
    """Review plan: what was said, at which meeting, and how its actions stood; and when it is reviewed next."""
    _check_open(plan)
    if plan.approved_on is None:
        raise Refused("A draft is not reviewed. Ask for approval first.")
    if review_on is not None and review_on <= reviewed_on:
        raise Refused("The next review is after this one.", field="review_on")
    saving.needs_explanation(said, "Enter what was said", field="said")
    items = actions_of(plan)
    done, overdue = stood(items, reviewed_on)
    saving.change(plan, reviewed_on=max(reviewed_on, plan.reviewed_on or reviewed_on), review_on=review_on)
    saving.add_part(
        PlanReview(
            council=by.council,
            plan=plan,
            meeting=meeting,
            reviewed_on=reviewed_on,
            said=said,
            actions=len(items),
            done=done,
            overdue=overdue,
            by=by,
        ),
        plan,
    )
    return plan


@command(_RECORD, trail=people_named.reason_about("plan"))
def close_plan(
    *, by: Person, plan: Plan, closed_on: datetime.date, reason: str, version: int | None = None
) -> Plan:
    """Close plan: what becomes of what is still open is said; its actions go on by themselves."""
    _check_open(plan)
    saving.needs_reason(reason)
    return saving.change(plan, version=version, closed_on=closed_on, closed_because=reason)


def _check_open(plan: Plan) -> None:
    if plan.closed_on is not None:
        raise Refused(f"{plan.reference} is closed. Nothing more is done to it.")


def _check_statement(slug: str) -> None:
    if slug and slug not in {each.slug for each in framework.current().statements}:
        raise Refused("Select one of the framework's statements.", field="statement")


def _check_risk(fields: dict[str, Any]) -> None:
    """Refuse a rating without the risk it is of and its day: a rating alone says nothing."""
    if fields.get("risk_rating") and not (fields.get("risk_title") and fields.get("risk_rated_on")):
        missing = "risk_title" if not fields.get("risk_title") else "risk_rated_on"
        raise Refused("A rating is of a named risk, as of a day. Enter both.", field=missing)
