"""Queries of what agencies answered to findings."""

from __future__ import annotations

from goldthread.reviews.agencies.models import AgencyAnswer
from goldthread.reviews.models import Finding


def answers_of(finding: Finding) -> list[AgencyAnswer]:
    """Return what agencies answered to a finding, by their names, each with what its days count from."""
    answers = AgencyAnswer.objects.counted().filter(finding=finding)
    along = ("organisation", "finding__review__referral")
    return list(answers.select_related(*along).order_by("organisation__name", "pk"))
