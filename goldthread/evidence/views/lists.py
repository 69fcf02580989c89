"""The list of claims under all statements, with how each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.list_filters import by_words
from goldthread.council.records.lists import list_page
from goldthread.evidence.forms import ClaimFilter
from goldthread.evidence.models import Claim
from goldthread.evidence.queries import COUNTED, slugs_in_force, statement_names
from goldthread.evidence.standing import standing_today

VIEWS = (View("All claims", ""), View("With gaps", "show=gaps"), View("Ready", "show=ready"))


def _attach(person: Person, claims: Sequence[Claim]) -> None:
    standing = standing_today(person, claims, timezone.localdate())
    name_of = statement_names(person.council_id)
    for claim in claims:
        claim.standing = standing[claim.pk]
        claim.stands_under = name_of(claim.statement)


def _gaps(claim: Any) -> Cell:
    return {"text": len(claim.standing.gaps), "state": "soon"} if claim.standing.gaps else ""


COLUMNS = (
    Column("Claim", "text", main=True),
    Column(
        "Statement",
        "stands_under",
        sort=("statement", "position", "id"),
    ),
    Column("Ready", lambda claim: "Ready" if claim.standing.is_ready else ""),
    Column("Gaps", _gaps, numeric=True),
    Column("Evidence", lambda claim: len(claim.standing.evidence.citations) or "", numeric=True),
    Column(
        "Created on",
        lambda claim: timezone.localdate(claim.created_at),
        sort=("-created_at", "-id"),
        optional=True,
    ),
)


def _narrow(person: Person, claims: QuerySet[Claim], filters: Mapping[str, Any]) -> QuerySet[Claim]:
    claims = claims.filter(statement__in=slugs_in_force(person), archived_on=None)
    is_so = COUNTED.get(filters.get("show") or "")
    if is_so is not None:
        today = timezone.localdate()
        standing = standing_today(person, list(claims), today)
        claims = claims.filter(pk__in=[pk for pk, each in standing.items() if is_so(each, today)])
    return by_words(person, claims, filters.get("words") or "")


def listed(request: HttpRequest) -> HttpResponse:
    """List the claims of the self-assessment that are not archived, in the order of the statements."""
    return list_page(
        request,
        Claim,
        filter_form=ClaimFilter,
        columns=COLUMNS,
        narrow=partial(_narrow, request.person),
        order=("statement", "position", "id"),
        attach=partial(_attach, request.person),
        views=VIEWS,
        template="evidence/claims.html",
    )
