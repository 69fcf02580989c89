"""Reviews by the state of their remedy, and findings by what is still to be done about them."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.council.records.base import RecordQuerySet
from goldthread.reviews.kinds import OMBUDSMAN
from goldthread.standards.ombudsman import INVESTIGATED, Category, category_of, had_satisfactory_remedy

DETAILED, SATISFACTORY = "investigated", "satisfactory"
# What a decision of the ombudsman can be narrowed by: its categories, those investigated, and those put right before.
DECIDED_AS = {
    DETAILED: "Investigated in detail",
    **{category.name.lower(): category.value for category in reversed(Category)},
    SATISFACTORY: "Upheld, satisfactory remedy already given",
}


def is_decided_as(outcome: str, decided: str) -> bool:
    """Return whether an outcome of the ombudsman is one of those that a word of `DECIDED_AS` names."""
    category = category_of(outcome)
    if decided == DETAILED:
        return category in INVESTIGATED
    if decided == SATISFACTORY:
        return had_satisfactory_remedy(outcome)
    return category is not None and category.name.lower() == decided


class ReviewQuerySet(RecordQuerySet):
    """Reviews by the state of their remedy."""

    def remedy_overdue(self, today: datetime.date) -> ReviewQuerySet:
        """Return the reviews whose remedy is past its date and not done."""
        return self.filter(remedy_due_on__lt=today, remedy_done_on=None)

    def remedy_missing(self) -> ReviewQuerySet:
        """Return the ombudsman's decisions in which something was upheld, and no remedy has a date."""
        open_ = self.filter(kind=OMBUDSMAN, remedy_due_on=None, remedy_done_on=None)
        # Those of its case stand in a room above, each with its own date.
        open_ = open_.exclude(enquiry__remedies__isnull=False)
        return open_.filter(findings__point__is_upheld=True, findings__withdrawn_on=None).distinct()

    def decided_as(self, decided: str) -> ReviewQuerySet:
        """Return the ombudsman's decisions that a word of `DECIDED_AS` names, as the rule reads their outcomes."""
        decisions = self.filter(kind=OMBUDSMAN)
        # Read here and not by the database, so that one rule decides; a council has few different outcomes.
        outcomes = set(decisions.order_by().values_list("outcome", flat=True).distinct())
        return decisions.filter(outcome__in=[each for each in outcomes if is_decided_as(each, decided)])

    def remedy_to_sign_off(self) -> ReviewQuerySet:
        """Return the reviews whose remedy is done and that nobody has signed off."""
        return self.exclude(remedy="").filter(remedy_done_on__isnull=False, signed_off_by=None)


class Decision(models.TextChoices):
    """The council's decision on a finding; not implementing one needs a reason."""

    UNDECIDED = "undecided", "Awaiting decision"
    ACCEPTED = "accepted", "Accepted"
    IN_PROGRESS = "in_progress", "In progress"
    IMPLEMENTED = "implemented", "Implemented"
    EMBEDDED = "embedded", "Embedded"
    NOT_IMPLEMENTED = "not_implemented", "Not implemented"
    # No decision: what went well is kept and spread, and nobody implements it.
    STRENGTH = "strength", "Strength to keep"


# Decisions after which nothing more is to be done by a date.
SETTLED = (Decision.IMPLEMENTED, Decision.EMBEDDED, Decision.NOT_IMPLEMENTED, Decision.STRENGTH)


class FindingQuerySet(RecordQuerySet):
    """Findings by what is still to be done about them."""

    def unplanned(self) -> FindingQuerySet:
        """Return the findings that the council will act on, and that have no owner or no date."""
        open_ = self.filter(decision__in=(Decision.ACCEPTED, Decision.IN_PROGRESS))
        return open_.filter(models.Q(owner=None) | models.Q(due_on=None))

    def to_check(self, today: datetime.date) -> FindingQuerySet:
        """Return the findings that are implemented, and whose embedding was to be checked by now."""
        return self.filter(decision=Decision.IMPLEMENTED, check_on__lt=today)

    def overdue(self, today: datetime.date) -> FindingQuerySet:
        """Return the findings that are past their date and neither implemented nor declined."""
        return self.filter(due_on__lt=today).exclude(decision__in=SETTLED)
