"""Pages of organisations: the list, one organisation, adding and correcting one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldthread.council.models import Membership
from goldthread.council.organisations import commands
from goldthread.council.organisations.forms import (
    EditOrganisationForm,
    OrganisationFilter,
    OrganisationForm,
    PartnerForm,
)
from goldthread.council.organisations.models import Organisation, OrganisationKind
from goldthread.council.people.commands import set_organisation
from goldthread.council.records.list_columns import Column
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import form_page, get_record, record_page

_NOT_SORTED_BY_CODE = [value for value, _ in sorted(OrganisationKind.choices, key=lambda pair: pair[1])]
COLUMNS = [
    Column("Reference", "reference"),
    Column("Name", "name", main=True, sort=("name", "id")),
    Column("Kind", "kind", sort=("kind", "name", "id"), groups=lambda person: _NOT_SORTED_BY_CODE),
    Column("Other names", lambda organisation: ", ".join(organisation.names[1:]), off=True),
]


def organisations(request: HttpRequest) -> HttpResponse:
    """List the organisations by name."""
    return list_page(
        request,
        Organisation,
        filter_form=OrganisationFilter,
        columns=COLUMNS,
        narrow=_narrow,
        order=("name", "id"),
        buttons=[("Add organisation", "organisations:add", "organisations.edit")],
    )


def _narrow(organisations: QuerySet[Organisation], filters: Mapping[str, Any]) -> QuerySet[Organisation]:
    for word in (filters.get("words") or "").split():
        organisations = organisations.filter(Q(name__icontains=word) | Q(other_names__icontains=word))
    return organisations


def organisation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show an organisation, with what other rooms know of it."""
    record = get_record(request, Organisation, pk, withdrawn=True)
    return record_page(
        request,
        record,
        "council/organisation.html",
        tags=[(record.get_kind_display(), "grey")],
        facts=[
            ("Kind", record.get_kind_display()),
            ("Also called", ", ".join(record.names[1:])),
            ("CQC or ODS code", record.code),
        ],
        edit="organisations:edit",
    )


def add(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    return form_page(request, OrganisationForm, commands.add_organisation, title="Add organisation")


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct an organisation."""
    shown = get_record(request, Organisation, pk)
    return form_page(
        request,
        EditOrganisationForm,
        commands.edit_organisation,
        title=f"Correct organisation {shown.reference}",
        record=shown,
        organisation=shown,
    )


def of_partner(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say which organisation a partner is from."""
    roles = Membership.objects.visible_to(request.person).select_related("person", "organisation")
    membership = get_object_or_404(roles, pk=pk)
    there = reverse("person", args=[membership.person_id])
    return form_page(
        request,
        PartnerForm,
        set_organisation,
        title=f"Organisation of {membership.person.name}",
        initial={"organisation": membership.organisation},
        done="Organisation saved.",
        then=lambda saved: there,
        page={"back": there, "submit": "Save organisation"},
        membership=membership,
    )
