"""What audits add to the pages of records below them: the round on its review, the questions that test a standard."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from goldthread.council.records.page_additions import Addition, adds_to_page
from goldthread.council.records.pages import link
from goldthread.practice.rounds.commands import KIND
from goldthread.practice.rounds.models import AuditRound
from goldthread.practice.tools.models import ToolQuestion

_READ = "practice.read"


@adds_to_page("review")
def round_of_review(request: HttpRequest, review: Any, present: Collection[type[Model]]) -> Addition | None:
    """Lead from a practice audit's findings to its round, with the figures."""
    if review.kind != KIND or not request.person.may(_READ):
        return None
    audit_round = AuditRound.objects.visible_to(request.person).filter(review=review.pk).first()
    return Addition(facts=[("Audit round", link(request, audit_round))]) if audit_round else None


@adds_to_page("document")
def questions_of_standard(
    request: HttpRequest, document: Any, present: Collection[type[Model]]
) -> Addition | None:
    """Say how many audit questions test a standard, and of which tools."""
    if not request.person.may(_READ):
        return None
    questions = ToolQuestion.objects.filter(
        council=document.council_id,
        standard=document.pk,
        version__used_since__isnull=False,
        version__ended_on=None,
        version__tool__withdrawn_on=None,
    )
    tools: dict[Any, int] = {}
    for question in questions.select_related("version__tool").order_by(
        "version__tool__number", "position", "pk"
    ):
        tools[question.version.tool] = tools.get(question.version.tool, 0) + 1
    if not tools:
        return None
    return Addition(
        facts=[
            ("Tested by audit questions", link(request, tool, f"{many} of {tool.title}"))
            for tool, many in tools.items()
        ]
    )
