"""Deletion of files of forms that were never finished."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from goldthread.council.command import command
from goldthread.council.files.models import HeldFile
from goldthread.council.models import Person
from goldthread.council.records.retention import PUBLIC_FORM


def due(council_id: uuid.UUID, now: datetime.datetime) -> Any:
    """Return the files that were sent with a form too long ago to be kept for it."""
    # A day more than the form itself: what is deleted with it is deleted by it.
    before = now - datetime.timedelta(days=1 + (PUBLIC_FORM.days or 0))
    return HeldFile.objects.filter(council=council_id, at__lt=before)


# By the job of each night, whatever came of the form.
@command("thread.home")
def forget_held(*, by: Person, now: datetime.datetime) -> list[HeldFile]:
    """Delete files of forms that were never finished."""
    files = list(due(by.council_id, now).order_by("pk"))
    HeldFile.objects.filter(council=by.council, pk__in=[file.pk for file in files]).delete()
    return files
