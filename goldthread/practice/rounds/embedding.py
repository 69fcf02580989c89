"""Re-audit as the test of embedding: an action names an audit question and a share, and the next round answers it."""

from __future__ import annotations

import datetime

from goldthread.analysis.tables.intervals import percentage_text
from goldthread.council.command import Refused, command
from goldthread.council.models import Person
from goldthread.learning import commands as learning
from goldthread.learning.embedding import shown_by_audits
from goldthread.learning.models import Action
from goldthread.practice.rounds.figures import QuestionFigure, figure
from goldthread.practice.rounds.models import AuditRound, EmbeddingTest
from goldthread.practice.tools.models import AuditTool, ToolQuestion

_LEAST, _MOST = 51, 100


@command("learning.agree")
def name_question(
    *,
    by: Person,
    action: Action,
    tool: AuditTool,
    question_key: str,
    share: int,
    named_on: datetime.date,
) -> Action:
    """Name audit question that will show that an action is embedded, with the share of audits that would show it."""
    used = tool.in_use
    question = used.questions.filter(key=question_key).first() if used is not None else None
    if used is None or question is None:
        raise Refused("Choose a question of a tool that is in use.", field="question")
    if not any(counts == "met" for _, counts in used.answers_of(question.scale)):
        raise Refused("No answer to this question counts as met. Choose another.", field="question")
    if not _LEAST <= share <= _MOST:
        raise Refused(f"The share must be between {_LEAST} and {_MOST} per cent.", field="share")
    if action.stopped_on is not None:
        raise Refused("This action was stopped.")
    there = EmbeddingTest.objects.select_for_update().filter(action=action).first()
    if there is not None and there.answered_by_id is not None:
        raise Refused("A round has answered already. What was named for it stays.")
    if there is not None:
        there.delete()
    EmbeddingTest(
        council=by.council,
        action=action,
        tool=tool,
        question_key=question_key,
        share=share,
        named_on=named_on,
        named_by=by,
    ).save(force_insert=True)
    return action


@command("practice.lead")
def answer_tests(*, by: Person, audit_round: AuditRound, on: datetime.date) -> list[Action]:
    """Answer tests of embedding that wait for a round: and move "embedded" where it says yes or no.

    It answers for actions done before its period began, of the council or of its team: what was audited is later work.
    """
    waiting = EmbeddingTest.objects.filter(
        council=by.council_id,
        tool=audit_round.tool_version.tool_id,
        action__done_on__lt=audit_round.period_from,
        action__withdrawn_on=None,
        named_on__lte=on,
    )
    if audit_round.team_id is not None:
        waiting = waiting.filter(action__team=audit_round.team_id)
    else:
        # A round of the whole council says nothing of one team.
        waiting = waiting.filter(action__team=None)
    answered = []
    for test in waiting.select_related("action").order_by("pk"):
        figure = figure_of(audit_round, test.question_key)
        if figure is None or not figure.of:
            continue
        shown = shown_by_audits(figure.met, figure.of, test.share)
        test.passed, test.sample = figure.met, figure.of
        test.answered_by, test.answered_on = audit_round, on
        test.save(update_fields=["passed", "sample", "answered_by", "answered_on"])
        if shown:
            learning.check_embedded(
                by=by,
                action=test.action,
                checked_on=on,
                embedded=shown,
                note=_note(audit_round, figure, test.share),
                shown_by=Action.ShownBy.SAMPLE,
                passed=figure.met,
                sample=figure.of,
                where=f"{audit_round.reference} {audit_round.title}"[:200],
            )
            answered.append(test.action)
    return answered


def _note(audit_round: AuditRound, found: QuestionFigure, share: int) -> str:
    return (
        f"Audit round {audit_round.reference}: “{found.text}” {percentage_text(found.met, found.of)}. "
        f"{share}% was agreed to show it."
    )


def figure_of(audit_round: AuditRound, key: str) -> QuestionFigure | None:
    """Return the figure of one question of a round; None where its version does not ask it."""
    version = audit_round.tool_version
    question = ToolQuestion.objects.filter(version=version, key=key).first()
    if question is None:
        return None
    return figure(
        key,
        question.domain,
        question.text,
        version.answers_of(question.scale),
        audit_round.figures.get(key, {}),
    )
