"""The list of what actions changed in contracts and with providers: whose, what, and from when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.council.records.list_columns import Column
from goldthread.council.records.list_filters import WordsFilter, by_words
from goldthread.council.records.lists import list_page
from goldthread.learning.models import Action

COLUMNS = (
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Action", "title", main=True),
    Column(
        "Provider or partner",
        lambda action: action.organisation.name if action.organisation else "Nobody named",
    ),
    Column("What changed", lambda action: action.contract_change or "Not said yet"),
    Column("From", "contract_from"),
    Column("State", lambda action: ", ".join(state.text for state in action.states(timezone.localdate()))),
    Column("Owner", lambda action: action.owner.name, off=True),
    Column("Due", "due_on", sort=("due_on", "id"), off=True),
)


def listed(request: HttpRequest) -> HttpResponse:
    """List the actions that change a contract, by due date."""

    def narrow(actions: QuerySet, filters: Mapping[str, Any]) -> QuerySet:
        changing = actions.filter(changes_contract=True).prefetch_related("measures")
        return by_words(request.person, changing, filters.get("words") or "")

    return list_page(
        request,
        Action,
        filter_form=WordsFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=("due_on", "id"),
        along=("organisation", "owner"),
        template="learning/contracts.html",
    )
