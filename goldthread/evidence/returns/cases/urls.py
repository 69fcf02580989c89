"""The pages of cases for pathway tracking; all need the permission of the few who see them."""

from __future__ import annotations

from goldthread.council.records.record_urls import record_pages
from goldthread.evidence.returns.cases import views
from goldthread.evidence.returns.cases.models import TrackedCase
from goldthread.web.doors import page

_CASES = "returns.cases"
_CASE = "returns/cases/<uuid:pk>/"
CASE_PAGES = [
    page("returns/cases/", views.listed, _CASES, "case_list"),
    page("returns/<uuid:pk>/cases/", views.cases_of, _CASES, "cases"),
    page("returns/<uuid:pk>/cases/draw/", views.draw, _CASES, "draw_cases"),
    page(_CASE, views.case, _CASES, "case"),
    page(_CASE + "edit/", views.edit, _CASES, "edit_case"),
    page(_CASE + "consent/", views.consent, _CASES, "record_consent"),
    page(_CASE + "state/", views.standing, _CASES, "set_standing"),
    page(_CASE + "chronology/", views.chronology, _CASES, "write_chronology"),
    page(_CASE + "swap/", views.swap, _CASES, "swap_case"),
    *record_pages(_CASE, TrackedCase),
]
