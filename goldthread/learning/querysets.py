"""Actions by state: open, overdue, done, and shown to be embedded."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Exists, OuterRef

from goldthread.council.records.base import RecordQuerySet


class ActionQuerySet(RecordQuerySet):
    """Actions by state."""

    def open(self) -> ActionQuerySet:
        """Return actions neither done nor stopped."""
        return self.filter(done_on__isnull=True, stopped_on__isnull=True)

    def overdue(self, today: datetime.date) -> ActionQuerySet:
        """Return open actions whose date has passed."""
        return self.open().filter(due_on__lt=today)

    def shown_embedded(self) -> ActionQuerySet:
        """Return actions of which a record that is dated after they were done shows that they are embedded."""
        return self.filter(self.embedding_shown())

    def embedding_to_check(self, today: datetime.date) -> ActionQuerySet:
        """Return done actions whose embedding check is due and has not been made."""
        return self.filter(done_on__isnull=False, embed_check_on__lte=today, embedded_checked_on__isnull=True)

    def embedding_shown(self) -> models.Q:
        """Return the condition that an action is embedded by a record that counts and is later than its completion.

        What was entered before such records were kept says that it is embedded and shows nothing; nor does a measure
        whose result of improved would not be given by today's rule.
        """
        later = models.Q(embedded="yes", embedded_checked_on__gt=models.F("done_on"))
        # Measures stand in the room above.
        measures = self.model._meta.get_field("measures").related_model._default_manager
        results = measures.model._meta.get_field("verdicts").related_model._default_manager
        not_held = results.filter(measure=OuterRef("pk"), state="improved").exclude(
            today_state__in=("", "improved")
        )
        holding = measures.counted().filter(~Exists(not_held), action=OuterRef("pk"))
        measured = models.Q(Exists(holding), embedded_by="measure")
        return later & (models.Q(embedded_by="sample") | measured)
