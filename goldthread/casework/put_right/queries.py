"""Figures of the answers, each with its base, and the noes that wait for the manager."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from goldthread.analysis.tables.few import FEWEST_OF_A_SHARE
from goldthread.casework.put_right.models import Answer, PutRight
from goldthread.feedback.models import Feedback


@dataclass(frozen=True)
class Figures:
    """How many were asked, how many answered, and how they answered each question."""

    offered: int
    asked: int
    answered: int
    put_right: dict[str, int]
    treated: dict[str, int]

    @property
    def is_few(self) -> bool:
        """Return whether too few answered to give shares."""
        return self.answered < FEWEST_OF_A_SHARE


def figures(cases: QuerySet[Feedback]) -> Figures:
    """Return the figures of all askings about some cases."""
    rows = list(
        PutRight.objects.filter(case__feedback__in=cases).values_list(
            "wished", "answered_on", "put_right", "treated"
        )
    )
    answered = [row for row in rows if row[1]]
    return Figures(
        offered=len(rows),
        asked=sum(row[0] for row in rows),
        answered=len(answered),
        put_right={each.label: sum(row[2] == each for row in answered) for each in Answer},
        treated={each.label: sum(row[3] == each for row in answered) for each in Answer},
    )


def not_put_right(cases: QuerySet[Any]) -> QuerySet[Any]:
    """Return the cases of which the person says that it was not put right, and nobody has dealt with it."""
    waiting = PutRight.objects.filter(
        case__feedback=OuterRef("pk"), put_right=Answer.NO, seen_on=None, answered_on__isnull=False
    )
    return cases.filter(Exists(waiting), closed_on__isnull=False)
