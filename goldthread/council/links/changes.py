"""What changes of a link by itself, within a command or as it is opened: it ends, or it was opened for the first time."""

from __future__ import annotations

from django.utils import timezone

from goldthread.council.links.models import Ended, PrivateLink
from goldthread.council.records.base import Record


def end_links(record: Record, because: Ended) -> int:
    """End the links of a record, within the command at hand; returns how many worked until now."""
    working = PrivateLink.objects.filter(council=record.council_id, origin_id=record.pk, ended_at=None)
    return working.update(ended_at=timezone.now(), ended=because)


def note_opened(link: PrivateLink) -> None:
    """Note when a link was opened first: by whom, nobody knows, so that it is in no audit log."""
    if link.opened_at is None:
        PrivateLink.objects.filter(pk=link.pk).update(opened_at=timezone.now())
