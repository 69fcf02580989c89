"""The measures as a table, with the latest result of each in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse

from goldthread.council.models import Person
from goldthread.council.records.list_columns import Cell, Column
from goldthread.council.records.list_filters import by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address
from goldthread.impact import queries
from goldthread.impact.forms import MeasureFilter
from goldthread.impact.models import Measure, Verdict


def _attach(measures: Sequence[Measure]) -> None:
    prefetch_related_objects(measures, Prefetch("verdicts", Verdict.objects.defer("figures", "readings")))


def _action(person: Person, measure: Measure) -> Cell:
    if measure.action is None:
        return "Without an action"
    title = f"{measure.action.reference} {measure.action.title}"
    return {"text": title, "href": address(measure.action)} if person.may("learning.read") else title


def _columns(person: Person) -> list[Column]:
    return [
        Column("Measure", "name", main=True, sort=("name", "id")),
        Column("Action", partial(_action, person)),
        Column("Latest result", "latest_result"),
        Column("Owner", lambda measure: measure.action.owner.name if measure.action else ""),
        Column("Action taken on", lambda measure: measure.acted_on or ""),
        Column("Readings", "data_source", optional=True),
        Column("Kind of number", "kind", optional=True),
    ]


def _narrow(person: Person, measures: QuerySet[Measure], filters: Mapping[str, Any]) -> QuerySet[Measure]:
    if filters.get("result"):
        measures = measures.filter(pk__in=queries.of_state(person, filters["result"]).order_by().values("pk"))
    return by_words(person, measures, filters.get("words") or "")


def as_table(request: HttpRequest) -> HttpResponse:
    """List all measures as a table, by name."""
    person = request.person
    return list_page(
        request,
        Measure,
        filter_form=MeasureFilter,
        columns=_columns(person),
        narrow=partial(_narrow, person),
        order=("name", "id"),
        along=("action__owner",),
        attach=_attach,
        buttons=[("Add a measure", "impact:add_measure", "impact.measure")],
        template="impact/table.html",
    )
