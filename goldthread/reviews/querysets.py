"""Reviews by the state of their remedy, and findings by what is still to be done about them."""

from __future__ import annotations

import datetime

from django.db import models

from goldthread.council.records.base import RecordQuerySet
from goldthread.reviews.kinds import OMBUDSMAN


class ReviewQuerySet(RecordQuerySet):
    """Reviews by the state of their remedy."""

    def remedy_overdue(self, today: datetime.date) -> ReviewQuerySet:
        """Return the reviews whose remedy is past its date and not done."""
        return self.filter(remedy_due_on__lt=today, remedy_done_on=None)

    def remedy_missing(self) -> ReviewQuerySet:
        """Return the ombudsman's decisions in which something was upheld, and no remedy has a date."""
        open_ = self.filter(kind=OMBUDSMAN, remedy_due_on=None, remedy_done_on=None)
        return open_.filter(findings__point__is_upheld=True, findings__withdrawn_on=None).distinct()

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


# Decisions after which nothing more is to be done by a date.
SETTLED = (Decision.IMPLEMENTED, Decision.EMBEDDED, Decision.NOT_IMPLEMENTED)


class FindingQuerySet(RecordQuerySet):
    """Findings by what is still to be done about them."""

    def unplanned(self) -> FindingQuerySet:
        """Return the findings that the council will act on, and that have no owner or no date."""
        open_ = self.filter(decision__in=(Decision.ACCEPTED, Decision.IN_PROGRESS))
        return open_.filter(models.Q(owner=None) | models.Q(due_on=None))

    def overdue(self, today: datetime.date) -> FindingQuerySet:
        """Return the findings that are past their date and neither implemented nor declined."""
        return self.filter(due_on__lt=today).exclude(decision__in=SETTLED)
