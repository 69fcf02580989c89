"""Deletion of what requests say: with the text of their feedback, and of others once the time of what people say is over."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Sequence

import pgtrigger
from django.utils import timezone

from goldthread.council.command import command
from goldthread.council.drafts.store import forget_about
from goldthread.council.models import Council, Person
from goldthread.council.records import attached, holds
from goldthread.council.records.base import history_of
from goldthread.council.records.redaction import protections
from goldthread.council.records.retention import VOICE, years_of
from goldthread.dates import day_in_words, years_before
from goldthread.feedback.cases import forgets_with_feedback
from goldthread.responses.models import Ask, AskView, Telling

_GONE = "Deleted on "


def due(council: Council, today: datetime.date) -> list[Ask]:
    """Return the requests whose time is over and that are not deleted with feedback: of meetings and reviews."""
    limit = years_before(today, years_of(council, VOICE))
    old = Ask.objects.filter(council=council, point__feedback=None, asked_on__lt=limit)
    return list(old.exclude(title__startswith=_GONE).exclude(pk__in=holds.held(council.pk, "ask")))


@command("council.forget")
def forget(*, by: Person, asks: Sequence[Ask], on: datetime.date) -> list[Ask]:
    """Delete what requests say; their dates and what became of them stay, as figures."""
    _forget(by.council_id, [ask.pk for ask in asks], on)
    return list(asks)


@forgets_with_feedback
def _forgotten_with_feedback(council_id: uuid.UUID, keys: Collection[uuid.UUID]) -> None:
    """Delete what is said in requests on feedback whose text is deleted."""
    Telling.objects.filter(council=council_id, point__feedback__in=keys).update(text="")
    asks = Ask.objects.filter(council=council_id, point__feedback__in=keys)
    _forget(council_id, list(asks.values_list("pk", flat=True)), timezone.localdate())


def _forget(council_id: uuid.UUID, keys: Collection[uuid.UUID], on: datetime.date) -> None:
    if not keys:
        return
    asks = Ask.objects.filter(council=council_id, pk__in=keys)
    forget_about(council_id, list(asks))
    Telling.objects.filter(council=council_id, point__asks__in=keys).update(text="")
    asks.update(title=f"{_GONE}{day_in_words(on)}", group="", format="", answer="", because="", extra={})
    with pgtrigger.ignore(*protections()):
        AskView.objects.filter(council=council_id, ask__in=keys).update(words="")
    attached.forget_on(council_id, "ask", keys)
    earlier = history_of(Ask)
    assert earlier is not None
    earlier._default_manager.filter(pgh_obj_id__in=list(keys)).delete()
