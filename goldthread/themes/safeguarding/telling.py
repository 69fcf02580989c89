"""Telling people of danger at once: all on the duty list and all who review concerns, in Goldthread and by e-mail."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from goldthread.council.notifications import email_settings
from goldthread.council.notifications.kinds import DANGER
from goldthread.council.notifications.notifying import notify
from goldthread.council.people.clock import clock_of
from goldthread.council.people.fields import people_who_may
from goldthread.themes.safeguarding.danger import is_recent
from goldthread.themes.safeguarding.duty import DutyList
from goldthread.themes.safeguarding.models import SafeguardingPrompt

_log = logging.getLogger(__name__)


def tell_of_danger(council_id: uuid.UUID, points: Collection[uuid.UUID]) -> None:
    """Tell people of danger that was found in some points, each prompt once, in the transaction that found it.

    Goldthread tells, so whoever typed the text is told as well. A text that was received more than 14 days before is
    listed and sent to nobody (`danger.is_messaged`). A fault in here must not lose what was found: it is logged.
    """
    try:
        with transaction.atomic():
            _tell(council_id, points)
    except Exception:
        _log.exception("nobody could be told of danger; it is listed")


def _tell(council_id: uuid.UUID, points: Collection[uuid.UUID]) -> None:
    found = SafeguardingPrompt.objects.filter(council_id=council_id, point__in=points, told_at=None)
    waiting = (
        found.danger()
        .not_reviewed()
        .filter(point__is_locked=False, point__forgotten_on=None, point__withdrawn_on=None)
    )
    prompts = [prompt for prompt in waiting.select_related("point") if is_recent(prompt)]
    if not prompts:
        return
    clock = clock_of(council_id)
    people = list(people_who_may(clock, "themes.safeguarding").prefetch_related("memberships"))
    people += DutyList(council_id).on(timezone.localdate())
    for prompt in prompts:
        notify(by=clock, to=people, kind=DANGER, record=prompt)
    SafeguardingPrompt.objects.filter(pk__in=[prompt.pk for prompt in prompts]).update(told_at=timezone.now())
    if email_settings.is_on(council_id):
        email_settings.ask_to_send(clock)
