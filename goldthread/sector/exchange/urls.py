"""The pages of exchange and the permission that opens each; `sector/urls.py` takes them in."""

from __future__ import annotations

from goldthread.council.records.record_urls import record_pages
from goldthread.sector.exchange import views, year
from goldthread.sector.exchange.models import Exchange
from goldthread.web.doors import page

_READ, _RECORD = "exchange.read", "exchange.record"
_EXCHANGE = "exchange/<uuid:pk>/"
EXCHANGE_PAGES = [
    page("exchange/", views.exchanges, _READ, "exchanges"),
    page("exchange/add/", views.add, _RECORD, "add_exchange"),
    page("exchange/year/", year.year, _READ, "exchange_year"),
    page("exchange/from-meeting/<uuid:pk>/", views.take, _RECORD, "exchange_from"),
    page(_EXCHANGE, views.exchange, _READ, "exchange"),
    page(_EXCHANGE + "edit/", views.edit, _RECORD, "edit_exchange"),
    page(_EXCHANGE + "used/", views.used, _RECORD, "exchange_used"),
    page(_EXCHANGE + "gave/", views.gave, _RECORD, "exchange_gave"),
    page(_EXCHANGE + "adopted/", views.adopted, _RECORD, "exchange_adopted"),
    *record_pages(_EXCHANGE, Exchange),
]
