"""Kinds of plan: a small spec each, so that a new kind is a line and no table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PlanKind:
    """One kind: its name, what it is in a sentence, and what it needs before it is approved.

    tagged: every action in it is tagged by a statement of CQC's framework. needs_risk: it names the risk it answers.
    asked: how many approve it at least.
    """

    slug: str
    name: str
    what: str
    tagged: bool = False
    needs_risk: bool = False
    asked: int = 1


PLAN_KINDS: dict[str, PlanKind] = {
    kind.slug: kind
    for kind in (
        PlanKind(
            slug="workforce",
            name="Workforce plan",
            what="How there will be enough people with the right skills.",
        ),
        PlanKind(
            slug="training",
            name="Training and development plan",
            what="What people who work here learn, agreed by two leaders.",
            asked=2,
        ),
        PlanKind(
            slug="improvement",
            name="Improvement plan",
            what="What changes under each theme of CQC’s framework.",
            tagged=True,
        ),
        PlanKind(
            slug="risk",
            name="Plan that answers a risk",
            what="What is done about a risk of the council’s register.",
            needs_risk=True,
        ),
        PlanKind(slug="other", name="Other plan", what="Any other plan."),
    )
}
CHOICES = [(kind.slug, kind.name) for kind in PLAN_KINDS.values()]
