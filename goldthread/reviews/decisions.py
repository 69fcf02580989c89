"""Basis of a decision on a finding: implemented, and embedded, need actions that are."""

from __future__ import annotations

import datetime
from typing import Any

from goldthread.council.command import Refused
from goldthread.council.records.saving import needs_explanation
from goldthread.reviews.models import Decision, Finding


def check_decision(finding: Finding, decision: str, decided_on: datetime.date, reason: str) -> None:
    """Refuse a decision that says more than its actions show, in words that say what is missing.

    Implemented: where actions came of the finding, one of them is done; where none came, what was done is written down
    in `reason`. Embedded: one is done, and a later record shows that it is embedded.
    """
    if decision not in (Decision.IMPLEMENTED, Decision.EMBEDDED):
        return
    actions = finding.actions()
    if not actions:
        if decision == Decision.EMBEDDED:
            raise Refused(
                "No action came of this finding, so nothing shows that it is embedded. Record a lesson from it and "
                "agree an action, or choose implemented.",
                field="decision",
            )
        needs_explanation(reason, "No action came of this finding. Enter what was done", field="note")
        return
    done = [action for action in actions if action.done_on and action.done_on <= decided_on]
    if not done:
        raise Refused(
            f"{_named(actions)}, which came of this finding, {_is_not(actions)} done by that date. Mark it complete "
            "first, or choose in progress.",
            field="decision",
        )
    if decision == Decision.EMBEDDED and not finding.shown_embedded(decided_on):
        raise Refused(
            f"{_named(done)} {'is' if len(done) == 1 else 'are'} done, and no record by that date shows that "
            f"{'it is' if len(done) == 1 else 'one of them is'} embedded. Record an embedding check with a sample or "
            "an improved measure first, or choose implemented.",
            field="decision",
        )


def _named(actions: list[Any]) -> str:
    references = [action.reference for action in actions]
    return " and ".join([", ".join(references[:-1]), references[-1]] if references[1:] else references)


def _is_not(actions: list[Any]) -> str:
    return "is not" if len(actions) == 1 else "are not"
