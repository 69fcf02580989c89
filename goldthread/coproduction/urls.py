"""Addresses of pieces of work, with the permission that opens each."""

from __future__ import annotations

from goldthread.coproduction import views
from goldthread.coproduction.asking import views as asking
from goldthread.coproduction.forms import InvolvementFilter
from goldthread.coproduction.maturity import views as maturity
from goldthread.coproduction.maturity.models import MaturityRating
from goldthread.coproduction.models import Involvement
from goldthread.coproduction.trail import views as trail
from goldthread.council.records.record_urls import record_pages
from goldthread.council.records.saved_views import view_pages
from goldthread.web.doors import page

app_name = "coproduction"
_READ, _RECORD = "coproduction.read", "coproduction.record"
_INVITE = "coproduction.invite"

urlpatterns = [
    page("", views.works, _READ, "list"),
    *view_pages("", Involvement, InvolvementFilter, views.COLUMNS),
    page("figures/", views.figures_page, _READ, "figures"),
    page("add/", views.choose_kind, _RECORD, "choose_kind"),
    page("add/<slug:kind>/", views.add, _RECORD, "add"),
    page("<uuid:pk>/", views.involvement, _READ, "involvement"),
    page("<uuid:pk>/edit/", views.edit, _RECORD, "edit"),
    page("<uuid:pk>/decision/", views.decide, _RECORD, "decide"),
    page("<uuid:pk>/told/", views.told, _RECORD, "told"),
    page("<uuid:pk>/review/", views.review, _RECORD, "review"),
    page("<uuid:pk>/stages/<slug:stage>/plan/", views.plan_stage, _RECORD, "plan_stage"),
    page("<uuid:pk>/stages/<slug:stage>/", views.record_stage, _RECORD, "record_stage"),
    page("<uuid:pk>/stages/<slug:stage>/view/", views.record_view, _RECORD, "record_view"),
    page("<uuid:pk>/sign-off/", trail.sign_off, _RECORD, "sign_off"),
    page("<uuid:pk>/experience/", trail.experience, _RECORD, "experience"),
    page("<uuid:pk>/made/", trail.made, _RECORD, "made"),
    page("<uuid:pk>/draw/", asking.draw, _INVITE, "draw"),
    page("people/", asking.people, _INVITE, "people"),
    page("people/add/", asking.add_person, _INVITE, "add_person"),
    page("people/<uuid:pk>/", asking.person, _INVITE, "person"),
    page("people/<uuid:pk>/edit/", asking.edit_person, _INVITE, "edit_person"),
    page("people/<uuid:pk>/end/", asking.end_consent, _INVITE, "end_consent"),
    page("invitations/<uuid:pk>/", asking.invitation, _INVITE, "invitation"),
    page("invitations/<uuid:pk>/labels/", asking.labels, _INVITE, "labels"),
    page("invitations/<uuid:pk>/answers/", asking.answers, _INVITE, "answers"),
    page("ratings/", maturity.ratings, _READ, "ratings"),
    page("ratings/add/", maturity.rate, _RECORD, "rate"),
    page("ratings/<uuid:pk>/", maturity.rating, _READ, "rating"),
    page("ratings/<uuid:pk>/edit/", maturity.edit, _RECORD, "edit_rating"),
    page("ratings/<uuid:pk>/plan/", maturity.plan_done, _RECORD, "plan_done"),
    *record_pages("ratings/<uuid:pk>/", MaturityRating),
    *record_pages("<uuid:pk>/", Involvement),
]
