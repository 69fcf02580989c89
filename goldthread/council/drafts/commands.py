"""The command that deletes drafts whose time is over."""

from __future__ import annotations

import datetime

from goldthread.council.command import command
from goldthread.council.drafts.models import FormDraft
from goldthread.council.drafts.store import due
from goldthread.council.models import Person


@command("council.forget")
def forget_drafts(*, by: Person, now: datetime.datetime) -> list[FormDraft]:
    """Delete the drafts whose time is over."""
    drafts = list(due(by.council_id, now).defer("answers"))
    FormDraft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    return drafts
