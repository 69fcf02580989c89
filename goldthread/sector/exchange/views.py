"""Pages of exchange: its list, one of them, recording it, taking it from a meeting, and what became of it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join

from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.list_filters import by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import (
    address,
    form_page,
    get_record,
    link,
    record_page,
)
from goldthread.council.records.states import State
from goldthread.council.records.work_columns import work_columns
from goldthread.dates import period_end
from goldthread.impact.models import Measure
from goldthread.meetings.meetings.models import Meeting
from goldthread.sector.exchange import commands, forms
from goldthread.sector.exchange.kinds import Direction
from goldthread.sector.exchange.models import Exchange, of_state

_RECORD = "exchange.record"
ORDER = ("-on", "-id")


def days_of(year: int) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of the financial year that begins in a year."""
    first = datetime.date(year, 4, 1)
    return first, period_end(first, 12)


def with_whom(exchange: Exchange) -> str:
    """Return with whom it was, in a line; `parties` are prefetched for many at once."""
    names = [party.organisation.name for party in exchange.parties.all()]
    return ", ".join([*names, *([exchange.others] if exchange.others else [])])


def _state(exchange: Exchange) -> Cell:
    late = exchange.due_on is not None and exchange.due_on < timezone.localdate()
    waits = not (exchange.used or exchange.adopted_on or exchange.only_offered)
    text = exchange.state.text
    return {"text": f"{text}, not asked yet", "state": "late"} if late and waits else text


COLUMNS = (
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Which way", "direction"),
    Column("What", "title", main=True),
    Column("With", with_whom),
    Column("Date", "on", sort=ORDER),
    Column("Reach", lambda exchange: exchange.reach_in_words, off=True),
    Column("State", _state),
    *work_columns(Exchange, ORDER),
)


def exchanges(request: HttpRequest) -> HttpResponse:
    """List what was brought in and given out, newest first."""

    def narrow(listed: QuerySet, filters: Mapping[str, Any]) -> QuerySet:
        if filters.get("stage"):
            listed = listed.filter(of_state(filters["stage"]))
        if filters.get("year"):
            listed = listed.filter(on__range=days_of(int(filters["year"])))
        if filters.get("counted"):
            listed = listed.filter(reach__isnull=False, reach_of=filters["counted"])
        return by_words(request.person, listed, filters.get("words") or "")

    return list_page(
        request,
        Exchange,
        filter_form=forms.ExchangeFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=ORDER,
        along=("owner",),
        attach=_attach,
        buttons=[
            ("Add exchange", "sector:add_exchange", _RECORD),
            ("A year, in and out", "sector:exchange_year", "exchange.read"),
        ],
        views=(
            View("All", ""),
            View("Brought in", "direction=in"),
            View("Given out", "direction=out"),
            View("Adopted by others", "stage=adopted"),
        ),
        bulk=(assigning(Exchange),),
        template="sector/exchanges.html",
    )


def _attach(listed: Sequence[Exchange]) -> None:
    prefetch_related_objects(listed, "parties__organisation")


def exchange(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one exchange: with whom, how far it reached, whether it was used, and who confirms that they adopted it."""
    record: Exchange = get_record(
        request, Exchange, pk, withdrawn=True, along=("owner", "body", "meeting", "action")
    )
    adoptions = record.adoptions.select_related("organisation").order_by("said_on", "pk")
    return record_page(
        request,
        record,
        "sector/exchange.html",
        tags=[(record.state.text, record.state.kind)],
        facts=[
            ("Which way", record.get_direction_display()),
            ("Kind", record.of_kind.name),
            ("With", _parties(request, record)),
            ("Date", record.on),
            ("Reach", record.reach_in_words),
            ("Board or network", link(request, record.body) if record.body else ""),
            ("Meeting", link(request, record.meeting) if record.meeting else ""),
            ("Action", link(request, record.action) if record.action else ""),
        ],
        **_steps(record),
        edit="sector:edit_exchange",
        adoptions=list(adoptions),
        is_help=record.direction == Direction.IN and record.kind == "help",
        shown=_shown_by(request, record),
        crumbs=[("Exchange with others", reverse("sector:exchanges"))],
    )


def _parties(request: HttpRequest, record: Exchange) -> str:
    parties = record.parties.select_related("organisation").order_by("organisation__name", "pk")
    texts = [link(request, party.organisation) for party in parties]
    return format_html_join(", ", "{}", ((text,) for text in [*texts, *filter(None, [record.others])]))


def _shown_by(request: HttpRequest, record: Exchange) -> list[State]:
    """Return what the measure of its action shows, as tags; that nothing is shown where no measure says so."""
    if record.action is None:
        return [State("Not shown: no action came of it", "not_checked")]
    if not request.person.may("impact.read"):
        return []
    measures = Measure.objects.visible_to(request.person).filter(action=record.action)
    states = [state for each in measures.prefetch_related("verdicts") for state in each.result_states]
    return states or [State("Not shown: its action has no measure", "not_checked")]


def _steps(record: Exchange) -> dict[str, list[tuple[str, str, str]]]:
    """Return what can be done with an exchange, as buttons and as links."""

    def step(text: str, name: str) -> tuple[str, str, str]:
        return text, reverse(f"sector:{name}", args=[record.pk]), _RECORD

    if record.only_offered:
        return {"buttons": [], "links": []}
    used = step("Say whether it was used", "exchange_used")
    if record.direction == Direction.OUT:
        return {"buttons": [used, step("Record that others adopted it", "exchange_adopted")], "links": []}
    gave = step("Say what it gave", "exchange_gave")
    return {"buttons": [gave, used] if record.kind == "help" else [used], "links": []}


def add(request: HttpRequest) -> HttpResponse:
    """Record what was brought in or given out."""
    return form_page(
        request,
        forms.NewExchangeForm,
        commands.record_exchange,
        title="Add exchange",
        initial={"on": timezone.localdate()},
        page={"back": reverse("sector:exchanges"), "submit": "Save exchange"},
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct an exchange."""
    record = get_record(request, Exchange, pk)
    return form_page(
        request,
        forms.EditExchangeForm,
        commands.edit_exchange,
        title=f"Correct {record.reference}",
        record=record,
        initial={"organisations": list(record.parties.values_list("organisation", flat=True))},
        exchange=record,
    )


def take(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take an exchange from a meeting: at one press, with what the meeting says."""
    meeting = get_record(request, Meeting, pk)
    return form_page(
        request,
        forms.TakeForm,
        commands.take_from_meeting,
        title="Record as exchange with others",
        done=lambda made: f"{made.reference} is filled in from {meeting.reference}. Correct what it lacks.",
        page={"intro": meeting.title, "back": address(meeting), "submit": "Record"},
        meeting=meeting,
    )


def used(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say whether an exchange was used."""
    record = get_record(request, Exchange, pk)
    return form_page(
        request,
        forms.UsedForm,
        commands.say_used,
        title=f"Was {record.reference} used?",
        record=record,
        initial={"used_on": record.used_on or timezone.localdate()},
        options={"is_ours": record.direction == Direction.IN},
        page={"intro": record.title, "back": address(record)},
        exchange=record,
    )


def gave(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say why help was asked for and what it gave."""
    record = get_record(request, Exchange, pk)
    return form_page(
        request,
        forms.GaveForm,
        commands.say_what_it_gave,
        title=f"What did {record.reference} give?",
        record=record,
        page={"intro": record.title, "back": address(record)},
        exchange=record,
    )


def adopted(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that another organisation says it adopted what it was given."""
    record = get_record(request, Exchange, pk)
    return form_page(
        request,
        forms.AdoptedForm,
        commands.confirm_adoption,
        title="Record that others adopted it",
        initial={"said_on": timezone.localdate()},
        page={
            "intro": f"{record.title}. It counts as adopted only because they say so.",
            "back": address(record),
        },
        exchange=record,
    )
