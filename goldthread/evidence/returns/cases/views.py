"""Pages of cases for pathway tracking: those of a return with its draw, the list, and one; for the few who need them."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from goldthread.council.records.list_columns import Column
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.evidence.returns.cases import commands, forms
from goldthread.evidence.returns.cases.models import Consent, Standing, TrackedCase
from goldthread.evidence.returns.models import InformationReturn
from goldthread.evidence.returns.steps import step
from goldthread.web.render import render_page

_CASES = "returns.cases"
ORDER = ("place", "id")
COLUMNS = [
    Column("Case", "title", main=True, sort=ORDER),
    Column("State", "standing"),
    Column("Consent", lambda case: case.get_consent_display() or "Not asked"),
    Column("Date of consent", "consent_on", off=True),
    Column("Chronology", lambda case: "Written" if case.chronology else ""),
    Column("Why swapped", "swapped_because", off=True),
]


def cases_of(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the draw of a return, how many cases stand how, and where they are listed."""
    record = get_record(request, InformationReturn, pk)
    draw = record.draws.select_related("by").first()
    if draw is None:
        return redirect("evidence:draw_cases", pk=pk)
    rows = list(draw.cases.order_by("place", "pk").values_list("standing", "consent"))
    where = {"information_return": str(pk)}

    def to(**narrowed: str) -> str:
        return f"{reverse('evidence:case_list')}?{urlencode({**where, **narrowed})}"

    standings, consents = Counter(row[0] for row in rows), Counter(row[1] or "none" for row in rows)
    context = {
        "record": record,
        "back": address(record),
        "draw": draw,
        "pool": len(draw.references),
        "every": (len(rows), to()),
        "standings": [(each.label, standings[each.value], to(standing=each.value)) for each in Standing],
        "consents": [
            ("Not asked", consents["none"], to(consent="none")),
            *((each.label, consents[each.value], to(consent=each.value)) for each in Consent),
        ],
    }
    return render_page(request, "evidence/cases.html", context)


def draw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Draw the cases of a return."""
    record = get_record(request, InformationReturn, pk)
    return form_page(
        request,
        forms.DrawForm,
        commands.draw_cases,
        title="Draw cases for pathway tracking",
        initial={"drawn_on": timezone.localdate()},
        done="Drawn. The seed and the list are kept.",
        then=lambda drawn: reverse("evidence:cases", args=[drawn.pk]),
        page={
            "intro": "Only those who may see these cases can open this page. They are drawn by lot from the references that you give.",
            "back": address(record),
            "submit": "Draw",
        },
        information_return=record,
    )


def listed(request: HttpRequest) -> HttpResponse:
    """List the cases in the order of their draw."""

    def narrow(cases: QuerySet, filters: Mapping[str, Any]) -> QuerySet:
        if filters.get("information_return"):
            cases = cases.filter(draw__information_return=filters["information_return"])
        if consent := filters.get("consent"):
            cases = cases.filter(consent="" if consent == "none" else consent)
        return cases

    return list_page(
        request,
        TrackedCase,
        filter_form=forms.CaseFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=ORDER,
        name=str,
    )


def case(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a case: its consent, what became of it, and its chronology."""
    along = ("draw__information_return", "swapped_for")
    record: TrackedCase = get_record(request, TrackedCase, pk, withdrawn=True, along=along)
    asked_by = record.draw.information_return
    steps = {
        text: (text, reverse(f"evidence:{name}", args=[pk]), _CASES)
        for text, name in (
            ("Record consent", "record_consent"),
            ("Change state", "set_standing"),
            ("Write chronology", "write_chronology"),
            ("Swap for another case", "swap_case"),
        )
    }
    if record.standing == Standing.SWAPPED:
        steps = {}
    shown = [*steps.values()]
    return record_page(
        request,
        record,
        "evidence/case.html",
        tags=[(state.text, state.kind) for state in record.states(timezone.localdate())],
        facts=[
            ("Information return", link(request, asked_by)),
            ("Place in the draw", record.place),
            ("Drawn on", record.draw.drawn_on),
            ("Date of consent", record.consent_on),
            ("Swapped on", record.swapped_on),
            ("Why it was swapped", record.swapped_because),
            (
                "Swapped for",
                link(request, record.swapped_for, str(record.swapped_for)) if record.swapped_for else "",
            ),
        ],
        buttons=shown[:2],
        links=shown[2:],
        edit="evidence:edit_case",
        crumbs=[
            ("Information returns", reverse("evidence:returns")),
            (asked_by.title, address(asked_by)),
            ("Cases", reverse("evidence:cases", args=[asked_by.pk])),
        ],
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a case."""
    return _step(request, pk, forms.EditCaseForm, commands.edit_case, "Correct case")


def consent(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record consent to be tracked."""
    return _step(
        request, pk, forms.ConsentForm, commands.record_consent, "Record consent", today="consent_on"
    )


def standing(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record how far a case is."""
    return _step(request, pk, forms.StandingForm, commands.set_standing, "Change state")


def chronology(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write the chronology of a case."""
    return _step(request, pk, forms.ChronologyForm, commands.write_chronology, "Write chronology")


def swap(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Swap a case for the next of the same draw."""
    return _step(request, pk, forms.SwapForm, commands.swap_case, "Swap for another case", today="swapped_on")


def _step(
    request: HttpRequest, pk: uuid.UUID, form: Any, command: Any, title: str, *, today: str = ""
) -> HttpResponse:
    return step(request, pk, TrackedCase, "case", form, command, title, today=today, done="Saved.")
