"""How each mechanism about a plan is done, through the pages, by somebody of its role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.learning.models import Action
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import day, figure, read, send


def _at(name: str, plan: Any) -> str:
    return reverse(f"learning:{name}", args=[plan.pk])


def _numbers(page: str, mechanism: Mechanism) -> list[int]:
    found = figure(mechanism.figure).search(page)
    assert found
    return [int(each) for each in found.groups()]


def review(client: Client, person: Person, mechanism: Mechanism, plan: Any) -> None:
    """Review the plan, and see it with how its actions stood that day."""
    done, of = _numbers(read(client, _at("plan", plan)), mechanism)
    said = "Two posts are filled, and people stay."
    after = send(client, _at("review_plan", plan), said=said, **day("reviewed_on", timezone.localdate()))
    assert said in after and "Reviewed" in after and f"{done} of {of} done" in after


def rate(client: Client, person: Person, mechanism: Mechanism, plan: Any) -> None:
    """Correct the risk's rating as the register has it now, and see it, and that it changed since the approval."""
    assert _numbers(read(client, _at("plan", plan)), mechanism) == [20]
    boxes = day("risk_rated_on", timezone.localdate())
    reason = "The register was reviewed"
    after = send(client, _at("edit_plan", plan), risk_rating="12 of 25", reason=reason, **boxes)
    assert "12 of 25" in after and "now 12 of 25" in after


def approve(client: Client, person: Person, mechanism: Mechanism, plan: Any) -> None:
    """Put the plan up anew, approve it and record the second answer, and see who approved it in which order."""
    ask = {"office_1": "Director", "person_1": person.pk, "office_2": "Executive Director", "person_2": ""}
    after = send(client, _at("ask_for_plan", plan), **ask)
    assert _numbers(after, mechanism) == [0, 2]
    for approval in plan.approvals.filter(answer="").order_by("position"):
        page = "answer_plan" if approval.person_id else "record_plan_answer"
        note = "Minutes of the executive management team, item 9."
        after = send(client, reverse(f"learning:{page}", args=[approval.pk]), answer="approved", note=note)
    assert _numbers(after, mechanism) == [2, 2] and "item 9" in after


def tag(client: Client, person: Person, mechanism: Mechanism, plan: Any) -> None:
    """Add an action under a statement, and see it under its theme, counted and as a change since the approval."""
    tagged, of = _numbers(read(client, _at("plan", plan)), mechanism)
    others = Action.objects.visible_to(person).open().exclude(in_plans__plan=plan)
    action = others.order_by("due_on", "pk").first()
    assert action
    form = f"{_at('put_actions', plan)}?words={action.reference}"
    after = send(client, form, actions=[str(action.pk)], statement="safeguarding")
    assert _numbers(after, mechanism) == [tagged + 1, of + 1]
    assert f"{action.reference} {action.title}" in after and "Ensuring safety within the system" in after


ACTS: dict[str, Callable[[Client, Person, Mechanism, Any], None]] = {
    "plan": review,
    "113": rate,
    "168": approve,
    "174": tag,
}
