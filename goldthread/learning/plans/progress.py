"""How far the actions of a plan have come: counted, each number with the actions it counts."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.learning.models import Action
from goldthread.learning.plans.models import Plan, PlanItem
from goldthread.standards import framework

NO_STATEMENT = "No statement"


def is_open(action: Action) -> bool:
    """Return whether an action is neither done nor stopped."""
    return action.done_on is None and action.stopped_on is None


# What is counted of a plan's actions, by the word that stands in an address. Done, embedded and stopped are apart.
SHOWN: dict[str, tuple[str, Callable[[Action, datetime.date], bool]]] = {
    "done": ("Done", lambda action, today: action.done_on is not None),
    "on-time": (
        "Done on time",
        lambda action, today: action.done_on is not None and action.done_on <= action.due_on,
    ),
    "embedded": ("Embedding shown", lambda action, today: action.is_shown_embedded),
    "open": ("Open", lambda action, today: is_open(action)),
    "overdue": ("Overdue", lambda action, today: is_open(action) and action.due_on < today),
    "stopped": ("Stopped", lambda action, today: action.stopped_on is not None),
}


@dataclass(frozen=True)
class Count:
    """So many of a plan's actions: what they are, the word in the address, and how many."""

    slug: str
    name: str
    count: int


def actions_of(plan: Plan) -> list[PlanItem]:
    """Return what is in a plan now, each with its action; in the order of their dates."""
    items = plan.items.filter(removed_on=None, action__withdrawn_on=None)
    return list(
        items.select_related("action__owner", "action__lesson")
        .prefetch_related("action__measures")
        .order_by("action__due_on", "action__number")
    )


def in_plans(plans: Sequence[Plan]) -> dict[Any, list[PlanItem]]:
    """Return what is in each of some plans now, by their keys: as many queries for many plans as for one."""
    items_by_plan: dict[Any, list[PlanItem]] = {plan.pk: [] for plan in plans}
    items = PlanItem.objects.filter(plan__in=plans, removed_on=None, action__withdrawn_on=None)
    for item in items.select_related("action").prefetch_related("action__measures").order_by("pk"):
        items_by_plan[item.plan_id].append(item)
    return items_by_plan


def by_theme(items: Sequence[PlanItem]) -> list[tuple[str, list[PlanItem]]]:
    """Return actions under the themes of CQC's framework in its order, those without a statement last."""
    now = framework.current()
    theme = {each.slug: now.theme_of(each).name for each in now.statements}
    groups: dict[str, list[PlanItem]] = {each.name: [] for each in now.themes}
    groups[NO_STATEMENT] = []
    for item in items:
        groups[theme.get(item.statement, NO_STATEMENT)].append(item)
    return [(name, rows) for name, rows in groups.items() if rows]


def counts(items: Sequence[PlanItem], today: datetime.date) -> list[Count]:
    """Return each count of a plan's actions."""
    return [Count(slug, name, len(narrowed(items, slug, today))) for slug, (name, _) in SHOWN.items()]


def narrowed(items: Iterable[PlanItem], slug: str, today: datetime.date) -> list[PlanItem]:
    """Return those that a count counts; all of them for a word that is none."""
    _, holds = SHOWN.get(slug, ("", lambda action, today: True))
    return [item for item in items if holds(item.action, today)]


def stood(items: Iterable[PlanItem], on: datetime.date) -> tuple[int, int]:
    """Return how many of a plan's actions were done by a day, and how many were overdue on it."""
    done = overdue = 0
    for action in (item.action for item in items):
        ended = action.done_on or action.stopped_on
        if action.done_on is not None and action.done_on <= on:
            done += 1
        elif action.due_on < on and (ended is None or ended > on):
            overdue += 1
    return done, overdue


def in_a_line(items: Sequence[PlanItem], today: datetime.date) -> str:
    """Return how far a plan has come in a line, such as "2 of 5 done, 1 overdue"."""
    if not items:
        return "No actions in it"
    by_slug = {each.slug: each.count for each in counts(items, today)}
    late = f", {by_slug['overdue']} overdue" if by_slug["overdue"] else ""
    return f"{by_slug['done']} of {len(items)} done{late}"
