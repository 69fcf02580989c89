"""What changed in a plan since it was approved: actions that came or went, and in those that stayed, what their history says."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from goldthread.council.models import Person
from goldthread.council.records.base import history_of
from goldthread.council.records.history import EMPTY, FieldChange
from goldthread.dates import day_in_words
from goldthread.learning.models import Action
from goldthread.learning.plans.models import Plan, PlanItem


@dataclass(frozen=True)
class ItemChange:
    """What became of one action of a plan since the approval: added, taken out, or what changed in it."""

    item: PlanItem
    what: str
    changes: list[FieldChange] = field(default_factory=list)


def changes_since(plan: Plan) -> list[ItemChange]:
    """Return what changed since a plan was approved, in the order of its actions; nothing for a draft.

    Two queries however many actions there are: the items, and the actions as their history has them at the version they
    had when the plan was approved.
    """
    if plan.approved_on is None:
        return []
    items = list(
        plan.items.filter(action__withdrawn_on=None)
        .select_related("action__owner", "action__organisation")
        .order_by("action__number", "pk")
    )
    then = _as_approved(items)
    owners = _owners(then.values())
    changes = []
    for item in items:
        if item.removed_on is not None:
            if item.as_approved is not None:
                changes.append(ItemChange(item, "Taken out"))
        elif item.as_approved is None:
            changes.append(ItemChange(item, "Added"))
        elif item.pk in then and (changed := _differences(then[item.pk], item.action, owners)):
            changes.append(ItemChange(item, "Changed", changed))
    return changes


def plan_changes(plan: Plan) -> list[FieldChange]:
    """Return what changed since the approval in the plan itself: its title, its period, its owner and its risk."""
    if plan.as_approved is None or plan.as_approved == plan.version:
        return []
    events: Any = history_of(Plan)
    then = (
        events._default_manager.filter(pgh_obj_id=plan.pk, version=plan.as_approved).order_by("pgh_id").last()
    )
    if then is None:
        return []
    changes = []
    if then.owner_id != plan.owner_id:
        changes.append(FieldChange("Owner", _owners([then]).get(then.owner_id, "removed"), plan.owner.name))
    for name in ("title", "starts_on", "ends_on", "risk_title", "risk_rating"):
        was, now = getattr(then, name), getattr(plan, name)
        if was != now:
            words = str(Plan._meta.get_field(name).verbose_name).capitalize()
            changes.append(FieldChange(words, _in_words(was), _in_words(now)))
    return changes


def _in_words(value: Any) -> str:
    return day_in_words(value) if isinstance(value, datetime.date) else str(value) or EMPTY


def _as_approved(items: Sequence[PlanItem]) -> dict[Any, Any]:
    """Return each action as it was when the plan was approved, by its item; without those that did not change since."""
    wanted = {
        item.action_id: item
        for item in items
        if item.removed_on is None
        and item.as_approved is not None
        and item.as_approved != item.action.version
    }
    events: Any = history_of(Action)
    then: dict[Any, Any] = {}
    rows = events._default_manager.filter(pgh_obj_id__in=wanted).order_by("pgh_id") if wanted else ()
    for row in rows:
        # The last of a version: what was redacted of it since is redacted here.
        if row.version == wanted[row.pgh_obj_id].as_approved:
            then[wanted[row.pgh_obj_id].pk] = row
    return then


def _owners(states: Any) -> dict[Any, str]:
    keys = {state.owner_id for state in states}
    return dict(Person.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}


def _differences(then: Any, now: Action, owners: dict[Any, str]) -> list[FieldChange]:
    """Return what differs between an action as it was and as it is, in words."""
    changes = []
    if then.title != now.title:
        changes.append(FieldChange("What will be done", then.title, now.title))
    if then.owner_id != now.owner_id:
        changes.append(FieldChange("Owner", owners.get(then.owner_id, "removed"), now.owner.name))
    if then.due_on != now.due_on:
        changes.append(FieldChange("Due", _day(then.due_on), _day(now.due_on)))
    if _state(then) != _state(now):
        changes.append(FieldChange("State", _state(then), _state(now)))
    return changes


def _state(action: Any) -> str:
    if action.stopped_on:
        return f"stopped on {_day(action.stopped_on)}"
    if action.done_on is None:
        return "not done"
    checked = {"yes": ", embedded", "partly": ", partly embedded", "no": ", not embedded"}
    return f"done on {_day(action.done_on)}{checked.get(action.embedded, '')}"


def _day(day: datetime.date) -> str:
    return day_in_words(day)
