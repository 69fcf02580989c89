"""The proposed scores of a self-assessment beside the last ones, and the overall rating, in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.evidence.frameworks.in_force import version_called
from goldthread.evidence.self_assessment.models import SelfAssessment, SelfAssessmentSection
from goldthread.standards.framework import Framework


@dataclass(frozen=True)
class Overall:
    """How many statements are scored, and once all are, their sum, the per cent and the rating."""

    scored: int
    statements: int
    total: int = 0
    most: int = 0
    percent: int | None = None
    rating: str = ""

    @property
    def in_words(self) -> str:
        """Return it in a sentence."""
        if self.percent is None:
            return f"{self.scored} of {self.statements} statements are scored."
        return f"{self.total} of {self.most}, {self.percent}%: {self.rating}."


def framework_of(assessment: SelfAssessment) -> Framework:
    """Return the version of the framework that a self-assessment was started under, whichever is in force now."""
    return version_called(assessment.council_id, assessment.framework)


def overall(sections: Sequence[SelfAssessmentSection], framework: Framework) -> Overall:
    """Return the overall rating that the proposed scores would give; none before every statement is scored."""
    scores = [section.score for section in sections if section.score]
    if not sections or len(scores) < len(sections):
        return Overall(len(scores), len(sections))
    rating = framework.rating(sum(scores), len(sections))
    return Overall(len(scores), len(sections), rating.total, rating.most, rating.percent, rating.name)


def last_scores(assessment: SelfAssessment) -> dict[str, SelfAssessmentSection]:
    """Return the sections of the self-assessment before, by statement; empty where there is none."""
    if assessment.follows_id is None:
        return {}
    before = SelfAssessmentSection.objects.filter(assessment=assessment.follows_id)
    return {section.statement: section for section in before}
