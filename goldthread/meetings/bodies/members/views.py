"""Pages of who members are: the sheet of members, and the council's population."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldthread.council.records.pages import form_page
from goldthread.meetings.bodies.about import about_body
from goldthread.meetings.bodies.members import commands, forms
from goldthread.meetings.bodies.members.models import PopulationFigure
from goldthread.web.render import render_page


def count_members(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Count the members from a sheet."""
    return about_body(
        request, pk, forms.SheetForm, commands.count_members, "Sheet of members: {}", done="Members counted."
    )


def population(request: HttpRequest) -> HttpResponse:
    """Show the council's population by group."""
    tables: dict[str, dict[str, object]] = {}
    for figure in PopulationFigure.objects.visible_to(request.person):
        table = tables.setdefault(figure.question, {"source": f"{figure.source}, {figure.year}", "rows": []})
        table["rows"].append((figure.group, figure.people))  # type: ignore[attr-defined]
    return render_page(request, "meetings/population.html", {"tables": tables})


def set_population(request: HttpRequest) -> HttpResponse:
    """Type the people of each group."""
    return form_page(
        request,
        forms.PopulationForm,
        commands.set_population,
        title="Population by group",
        done="Population saved.",
        then=lambda result: reverse("meetings:population"),
        page={"back": reverse("meetings:population")},
    )


def read_population(request: HttpRequest) -> HttpResponse:
    """Read the people of each group from a table of the Census."""
    return form_page(
        request,
        forms.CensusForm,
        commands.set_population,
        title="Population from a Census table",
        done="Population saved.",
        then=lambda result: reverse("meetings:population"),
        page={"back": reverse("meetings:population")},
    )
