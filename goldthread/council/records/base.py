"""What every record of a council has: a key made here, its council, and when it was made."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pghistory
import uuid_utils.compat
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from goldthread.council.models import Person


def new_id() -> uuid.UUID:
    """Return a UUIDv7: unique without asking the database, and in order of time, so indexes stay compact."""
    return uuid_utils.compat.uuid7()


class CouncilQuerySet(models.QuerySet):
    """Reads that begin with who is asking."""

    def visible_to(self, person: Person) -> CouncilQuerySet:
        """Return the records of the person's own council; rooms narrow this further where they must."""
        return self.filter(council_id=person.council_id)


class CouncilOwned(models.Model):
    """A record that belongs to one council; row-level security is put on its table when it is made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    council = models.ForeignKey("goldthread.Council", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        abstract = True


def with_history(model: type[models.Model]) -> type[models.Model]:
    """Keep each earlier state of a record, by a trigger, so that raw SQL and bulk updates are caught too."""
    return pghistory.track(pghistory.UpdateEvent(row=pghistory.Old))(model)
