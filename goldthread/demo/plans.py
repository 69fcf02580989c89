"""Avonshire's plans: workforce, a risk, training and improvement, drawn together from what was agreed; all invented."""

from __future__ import annotations

from typing import Any

from goldthread.council.database import tenant
from goldthread.demo import content
from goldthread.demo.story import Story
from goldthread.learning.plans import commands
from goldthread.learning.plans.models import Plan


def add(story: Story) -> dict[str, Plan]:
    """Add each plan with its actions, its approval, what came later, and its reviews."""
    return {entry["slug"]: _add(story, entry) for entry in content.toml("plans")["plans"]}


def _add(story: Story, entry: dict[str, Any]) -> Plan:
    owner = story.people[entry["owner"]]
    plan = commands.add_plan(
        by=owner,
        kind=entry["kind"],
        title=entry["title"],
        about=entry["about"],
        owner=owner,
        starts_on=story.month(entry["from"]),
        ends_on=story.month(entry["until"]),
        review_on=story.month(entry["review"]),
        risk_number=entry.get("risk_number", ""),
        risk_title=entry.get("risk_title", ""),
        risk_rating=entry.get("risk_rating", ""),
        risk_rated_on=story.day(entry["risk_rated"], 3) if "risk_rated" in entry else None,
        risk_owner=entry.get("risk_owner", ""),
    )
    approved = story.day(entry["approved"], 9)
    for slug, statement in entry["actions"]:
        commands.put_actions(
            by=owner,
            plan=plan,
            actions=[story.actions[slug]],
            statement=statement,
            added_on=story.day(entry["from"], 5),
        )
    approvers = [(office, story.people.get(who)) for office, who, *_ in entry["asked"]]
    commands.ask_for_approval(by=owner, plan=plan, asked=approvers, asked_on=story.day(entry["approved"], 2))
    with tenant.inside(owner.council_id):
        approvals = list(plan.approvals.select_related("plan", "person").order_by("position"))
    for approval in approvals:
        _, who, answer, note = entry["asked"][approval.position - 1]
        given = {"approval": approval, "answer": answer, "answered_on": approved, "note": note}
        if who:
            commands.answer_approval(by=story.people[who], **given)
        else:
            commands.record_answer(by=owner, **given)
    with tenant.inside(owner.council_id):
        plan.refresh_from_db()
    if "later" in entry:
        slug, statement = entry["later"]
        commands.put_actions(
            by=owner,
            plan=plan,
            actions=[story.actions[slug]],
            statement=statement,
            added_on=story.day(entry["reviewed"][0][0], 20),
        )
    for months, _meeting, said in entry.get("reviewed", ()):
        commands.review_plan(
            by=owner, plan=plan, reviewed_on=story.day(months, 16), said=said, review_on=plan.review_on
        )
    return plan
