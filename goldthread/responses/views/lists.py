"""The list of requests: the first due first, narrowed by state, kind, who asks and what became of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.list_filters import by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.work_columns import work_columns
from goldthread.responses.choices import CHANGED, Says
from goldthread.responses.forms import AskFilter
from goldthread.responses.models import Ask, AskView


def _state(ask: Ask) -> Any:
    state = ask.state(timezone.localdate())
    return {"text": state.text, "state": "late"} if state.kind == "overdue" else state.text


COLUMNS = [
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("What is asked for", "title", main=True),
    Column("Kind", "kind_name"),
    Column("Asked by", lambda ask: ask.group or ask.point.get_speaker_display()),
    Column("Asked on", "asked_on", sort=("-asked_on", "-id"), optional=True),
    *work_columns(Ask, ("due_on", "id")),
    Column("State", _state),
    Column("What became of it", lambda ask: ask.outcome_words.capitalize()),
    Column("Their view", lambda ask: getattr(ask, "last_says", "")),
    Column("Team", lambda ask: ask.team.name if ask.team else "", optional=True),
]


def narrow(asks: Any, chosen: Mapping[str, Any], person: Person, today: datetime.date) -> Any:
    """Return the requests that match the filters."""
    asks = by_words(person, asks, chosen.get("words") or "")
    if state := chosen.get("state"):
        asks = {
            "owed": asks.owed,
            "overdue": lambda: asks.overdue(today),
            "answered": lambda: asks.filter(answered_on__isnull=False, told_on=None, closed_on=None),
            "told": lambda: asks.filter(told_on__isnull=False, closed_on=None),
            "disagrees": asks.disagreed,
            "closed": lambda: asks.filter(closed_on__isnull=False),
        }[state]()
    if kind := chosen.get("kind"):
        asks = asks.filter(kind=kind)
    if group := chosen.get("group"):
        asks = asks.filter(group__icontains=group)
    if outcome := chosen.get("outcome"):
        of = {"changed": {"outcome__in": CHANGED}, "none": {"outcome": "", "answered_on__isnull": False}}
        asks = asks.filter(**of.get(outcome, {"outcome": outcome}))
    return asks


def with_views(asks: Sequence[Ask]) -> None:
    """Read what the askers of some requests said last, at once."""
    views = AskView.objects.filter(ask__in=[ask.pk for ask in asks]).order_by("created_at", "id")
    last = {pk: Says(says).label for pk, says in views.values_list("ask_id", "says")}
    for ask in asks:
        ask.last_says = last.get(ask.pk, "")


def listed(request: HttpRequest) -> HttpResponse:
    """List the requests, the first due first."""
    today = timezone.localdate()
    return list_page(
        request,
        Ask,
        filter_form=AskFilter,
        columns=COLUMNS,
        narrow=lambda asks, chosen: narrow(asks, chosen, request.person, today),
        order=("due_on", "id"),
        along=("owner", "point", "point__team"),
        attach=with_views,
        saves_views=True,
        buttons=(
            ("People to tell", "responses:to_tell", "responses.answer"),
            ("Figures", "responses:figures", "responses.read"),
        ),
        bulk=(assigning(Ask),),
        views=(
            View("Answer owed", "state=owed"),
            View("Overdue", "state=overdue"),
            View("Disagree", "state=disagrees"),
            View("Unmet asks", "kind=unmet"),
            View("Partner issues", "kind=partner"),
            View("Staff ideas", "kind=staff_idea"),
            View("All requests", ""),
        ),
    )
