"""The pages of this room and the permission that opens each."""

from __future__ import annotations

from goldthread.council.links.views import link_pages
from goldthread.council.records.record_urls import record_pages
from goldthread.council.records.saved_views import view_pages
from goldthread.reviews.again import views as again
from goldthread.reviews.again.models import Repeat
from goldthread.reviews.agencies import views as agencies
from goldthread.reviews.agencies.models import AgencyAnswer
from goldthread.reviews.forms import ReviewFilter
from goldthread.reviews.models import Figure, Finding, Review
from goldthread.reviews.quotes import views as quotes
from goldthread.reviews.quotes.models import Quotation
from goldthread.reviews.safeguarding import views as safeguarding
from goldthread.reviews.safeguarding.models import Referral
from goldthread.reviews.views import figures, findings, lists, reviews
from goldthread.web.doors import page

app_name = "reviews"

_FINDING, _FIGURE = "findings/<uuid:pk>/", "figures/<uuid:pk>/"
_REFERRAL, _AGENCY = "safeguarding/<uuid:pk>/", "agencies/<uuid:pk>/"
_QUOTATION, _REPEAT = "quotations/<uuid:pk>/", "again/<uuid:pk>/"

urlpatterns = [
    page("", lists.listed, "reviews.read", "list"),
    *view_pages("", Review, ReviewFilter, lists.COLUMNS),
    page("findings/", lists.findings, "reviews.read", "findings"),
    page("<uuid:pk>/", reviews.detail, "reviews.read", "detail"),
    page("<uuid:pk>/edit/", reviews.edit, "reviews.record", "edit_review"),
    page("<uuid:pk>/hide-names/", reviews.hide_names, "reviews.record", "hide_names"),
    page("<uuid:pk>/findings/", reviews.add_findings, "reviews.record", "add_findings"),
    page("<uuid:pk>/figures/", figures.add, "reviews.record", "add_figure"),
    page("<uuid:pk>/remedy/", reviews.remedy, "reviews.record", "remedy"),
    page("<uuid:pk>/sign-off/", reviews.sign_off, "reviews.decide", "sign_off_remedy"),
    *record_pages("<uuid:pk>/", Review),
    page(_FINDING, findings.finding, "reviews.read", "finding"),
    page(_FINDING + "edit/", findings.edit, "reviews.record", "edit_finding"),
    page(_FINDING + "decide/", findings.decide, "reviews.decide", "decide"),
    *record_pages(_FINDING, Finding),
    page(_FIGURE, figures.figure, "reviews.read", "figure"),
    page(_FIGURE + "edit/", figures.edit, "reviews.record", "edit_figure"),
    *record_pages(_FIGURE, Figure),
    page("safeguarding/", safeguarding.referrals, "reviews.decide", "referrals"),
    page("safeguarding/add/", safeguarding.refer, "reviews.record", "refer"),
    page(_REFERRAL, safeguarding.referral, "reviews.decide", "referral"),
    page(_REFERRAL + "edit/", safeguarding.edit, "reviews.record", "edit_referral"),
    page(_REFERRAL + "decide/", safeguarding.decide, "reviews.decide", "decide_referral"),
    page(_REFERRAL + "reviewer/", safeguarding.commission, "reviews.record", "commission_review"),
    page(_REFERRAL + "family/", safeguarding.family, "reviews.record", "family_part"),
    page(_REFERRAL + "concluded/", safeguarding.conclude, "reviews.record", "conclude_referral"),
    page(_REFERRAL + "publication/", safeguarding.publish, "reviews.record", "publish_review"),
    page(_REFERRAL + "markers/", safeguarding.markers, "reviews.record", "markers"),
    *record_pages(_REFERRAL, Referral),
    page(_FINDING + "agencies/", agencies.ask, "reviews.record", "ask_agencies"),
    page("agencies/", agencies.answers, "reviews.read", "agency_answers"),
    page(_AGENCY, agencies.answer, "reviews.read", "agency_answer"),
    page(_AGENCY + "edit/", agencies.edit, "reviews.record", "edit_agency_answer"),
    page(_AGENCY + "answer/", agencies.record, "reviews.record", "record_agency_answer"),
    *link_pages(_AGENCY, AgencyAnswer, "reviews.record"),
    *record_pages(_AGENCY, AgencyAnswer),
    page("<uuid:pk>/quotations/", quotes.keep, "reviews.record", "keep_quotation"),
    page("quotations/", quotes.quotations, "reviews.read", "quotations"),
    page(_QUOTATION, quotes.quotation, "reviews.read", "quotation"),
    page(_QUOTATION + "edit/", quotes.edit, "reviews.record", "edit_quotation"),
    *record_pages(_QUOTATION, Quotation),
    page("again/", again.repeats, "reviews.decide", "repeats"),
    page(_REPEAT, again.repeat, "reviews.decide", "repeat"),
    page(_REPEAT + "answer/", again.answer, "reviews.record", "answer_repeat"),
    *record_pages(_REPEAT, Repeat),
    page("new/", reviews.record, "reviews.record", "record"),
    page("new/<slug:kind>/", reviews.record_kind, "reviews.record", "record_kind"),
]
