"""The action tracker: all actions in one table with how far each came, and by lesson, theme or team."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.list_filters import filters_of, narrowed
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address
from goldthread.impact import tracker
from goldthread.impact.models import Verdict
from goldthread.impact.tracker_filter import ActionFilter
from goldthread.learning.models import Action
from goldthread.learning.queries import state_of
from goldthread.web.shares import several_counted

VIEWS = (
    View("All actions", ""),
    View("Open", "state=open"),
    View("Overdue", "state=overdue"),
    View("Embedding not checked", "state=not_checked"),
    View("Improved", "result=improved"),
)
_STATES = {"open": "Open", "due_soon": "Due soon", "overdue": "Overdue", "done": "Done", "stopped": "Stopped"}
_MARKED = {"overdue": "late", "due_soon": "soon"}


def _state(action: Action) -> Cell:
    state = state_of(action, timezone.localdate())
    return {"text": _STATES[state], "state": _MARKED.get(state, "")}


def _age(action: Action) -> Cell:
    """Return how many days an action has been open, or took."""
    until = action.done_on or action.stopped_on or timezone.localdate()
    days = (until - action.agreed_on).days
    return f"{days:,}\N{NO-BREAK SPACE}day{'' if days == 1 else 's'}"


def _embedded(action: Action) -> Cell:
    return action.embedding.text if action.done_on else ""


def _result(action: Any) -> Cell:
    measure = action.measure
    if measure is None:
        return {"text": "No measure set up", "state": "late"}
    if not measure.state:
        return {"text": "No review yet", "href": address(measure)}
    # A result that today's rule would not give is never shown as if it stood.
    shown = Verdict.State(measure.state).label + (" (not by today’s rule)" if measure.today_state else "")
    return {"text": shown, "href": address(measure)}


COLUMNS = (
    Column("Action", "title", main=True),
    Column("Reference", "reference", off=True),
    Column("State", _state),
    Column("Owner", lambda action: action.owner.name),
    Column("Team", lambda action: action.team.name if action.team else "Whole council"),
    Column("Due", "due_on", sort=("due_on", "id")),
    Column("Age", _age, sort=("agreed_on", "id")),
    Column("Embedded", _embedded),
    Column("Result", _result),
    Column("Lesson", lambda a: {"text": a.lesson.title, "href": address(a.lesson)}, optional=True),
    Column("Date agreed", "agreed_on", optional=True),
)


def actions(request: HttpRequest) -> HttpResponse:
    """List the actions with state, owner, age, embedding and result, or show them by lesson, theme or team."""
    person, today = request.person, timezone.localdate()

    def narrow(records: Any, chosen: Mapping[str, Any]) -> Any:
        return tracker.narrow(person, records, chosen, today)

    by = request.GET.get("group", "")
    groups, is_cut = None, False
    if by in dict(tracker.GROUPS) and request.method == "GET":
        filters = filters_of(request, ActionFilter, Action)
        chosen = {name: value for name, value in filters.cleaned_data.items() if name not in filters.errors}
        records = Action.objects.visible_to(person).select_related("owner", "team", "lesson")
        records = narrowed(records, chosen, narrow, person)
        is_cut = records.count() > tracker.MOST_GROUPED
        groups = [
            (
                name,
                [{"ref": each.reference, "cells": [column.of(each) for column in _USUAL]} for each in listed],
            )
            for name, listed in tracker.grouped(person, records, by)
        ]
    return list_page(
        request,
        Action,
        filter_form=ActionFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=("due_on", "id"),
        along=("owner", "team", "lesson"),
        attach=partial(_attach, person),
        tools=(("Lessons", "learning:list", "learning.read"),),
        bulk=(assigning(Action),),
        views=VIEWS,
        template="impact/tracker.html",
        groups=groups,
        by=by,
        several=several_counted("An action whose lesson has several themes stands under each", "actions"),
        is_cut=is_cut,
        most_grouped=tracker.MOST_GROUPED,
        group_columns=[
            {"text": each.text, "main": each.main, "off": each.off, "label": not each.main} for each in _USUAL
        ],
        group_links=_group_links(request, by),
    )


_USUAL = [column for column in COLUMNS if not column.optional]


def _attach(person: Any, listed: Any) -> None:
    tracker.attach_results(person, listed)


def _group_links(request: HttpRequest, by: str) -> list[tuple[str, str, bool]]:
    """Return the ways to group, each with its address that keeps the filters."""
    links = []
    for slug, words in (("", "None"), *tracker.GROUPS):
        query = request.GET.copy()
        for name in ("group", "after", "before", "changed"):
            query.pop(name, None)
        if slug:
            query["group"] = slug
        links.append(
            (words, reverse("impact:tracker") + (f"?{query.urlencode()}" if query else ""), slug == by)
        )
    return links
