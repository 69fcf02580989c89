"""Pages of one request: recording it, the answer, what became of it, telling, and the asker's own view."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from goldthread.council.links.commands import link_of
from goldthread.council.records.pages import (
    address,
    form_page,
    get_of_kind,
    get_record,
    heading,
    link,
    record_page,
)
from goldthread.council.records.spec import type_of
from goldthread.feedback.clocks import RESPONSE_DUE
from goldthread.feedback.models import Point
from goldthread.learning.queries import points_under
from goldthread.responses import commands, forms
from goldthread.responses.choices import Says
from goldthread.responses.kinds import EXTRAS
from goldthread.responses.models import Ask, AskView
from goldthread.themes.coding.quotes import as_quotes, readable_points
from goldthread.web.render import render_page

_ANSWER = "responses.answer"


def ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one request: the words it stands on, the answer, what became of it, and the asker's own view."""
    record = get_record(request, Ask, pk, withdrawn=True, along=("point", "point__team", "owner", "action"))
    today = timezone.localdate()
    views = list(AskView.objects.filter(ask=record).select_related("by").order_by("-created_at", "-id"))
    to = {name: reverse(f"responses:{name}", args=[pk]) for name in ("answer", "tell", "view", "outcome")}
    answered = record.answered_on is not None
    disagrees = bool(views) and views[0].says == Says.DISAGREES
    buttons = [("Answer", to["answer"], _ANSWER)] if not answered else []
    others: list[tuple[str, str, str]] = []
    if answered and not record.told_on:
        buttons.append(("Record that they were told", to["tell"], _ANSWER))
    if answered and not record.closed_on:
        again = ("Answer again", to["answer"], _ANSWER)
        (buttons if disagrees and record.told_on else others).append(again)
        buttons.append(("Record their view", to["view"], _ANSWER))
        others += [
            ("Record outcome", to["outcome"], _ANSWER),
            ("Make private link for their view", reverse("responses:link_ask", args=[pk]), _ANSWER),
        ]
    if answered:
        write_up = reverse("responses:draft_entry", args=[pk])
        others.append(("Write up for “You said, we did”", write_up, "responses.draft"))
    quotes = as_quotes(readable_points(request.person).filter(pk=record.point_id))
    origin = type_of(record.point.origin)._default_manager.filter(pk=record.point.origin_id).first()
    return record_page(
        request,
        record,
        "responses/ask.html",
        tags=[(tag.text, tag.kind) for tag in record.states(today)] + _said(views),
        facts=[
            ("Kind", record.kind_name),
            ("Asked by", record.group or record.point.get_speaker_display()),
            ("Asked on", record.asked_on),
            ("Raised in", link(request, origin) if origin is not None else ""),
            ("Wants to hear back", "Yes" if record.wants_to_hear else "No"),
            ("Format", record.format),
            *((EXTRAS[slug], text) for slug, text in record.extra.items() if slug in EXTRAS),
            ("Answered on", record.answered_on),
            ("Days to the answer", (record.answered_on - record.asked_on).days if answered else ""),
            ("Answered by", record.answered_by.name if record.answered_by else ""),
            ("Told on", record.told_on),
            ("Told by", record.get_told_how_display()),
            ("Action", link(request, record.action) if record.action else ""),
        ],
        buttons=buttons,
        links=others,
        edit="responses:edit",
        quotes=quotes,
        views=views,
        private_link=link_of(record),
        today=today,
    )


def _said(views: list[AskView]) -> list[tuple[str, str]]:
    """Return what the asker said last, as a tag."""
    looks = {"satisfied": "yes", "partly": "partly", "disagrees": "no"}
    return [(views[0].get_says_display(), looks[views[0].says])] if views else []


def use(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Choose which issue of a record a request is recorded on; the only one is taken at once."""
    record = get_of_kind(request, kind, pk)
    if isinstance(record, Point):
        return redirect("responses:record", pk=pk)
    quotes = points_under(request.person, record)
    if not quotes:
        messages.warning(request, f"{heading(record)} has no issues on which a request can be recorded.")
        return redirect(address(record))
    if len(quotes) == 1:
        return redirect("responses:record", pk=quotes[0].point.pk)
    return render_page(
        request, "responses/use.html", {"record": record, "quotes": quotes, "back": address(record)}
    )


def record(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record a request on an issue."""
    point = get_record(request, Point, pk)
    today = timezone.localdate()
    start: dict[str, Any] = {
        "asked_on": point.heard_on,
        "wants_to_hear": True,
        "due_on": max(today, point.heard_on + RESPONSE_DUE),
        "kind": {"partner": "partner", "staff": "staff_idea"}.get(point.speaker, "asked"),
    }
    if point.feedback is not None:
        start["format"] = point.feedback.format_needed
    return form_page(
        request,
        forms.NewAskForm,
        commands.record_ask,
        title="Record a request",
        initial=start,
        template="responses/record.html",
        page={"quotes": as_quotes([point]), "submit": "Save request"},
        point=point,
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a request."""
    shown = get_record(request, Ask, pk)
    return form_page(
        request,
        forms.EditAskForm,
        commands.edit_ask,
        title=f"Correct request {shown.reference}",
        record=shown,
        initial={"extra": shown.extra},
        ask=shown,
    )


def _step(form: Any, command: Any, title: str, start: Any, submit: str) -> Any:
    """Return a page that takes one step with a request."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        shown = get_record(request, Ask, pk)
        return form_page(
            request,
            form,
            command,
            title=f"{title}: {shown.reference}",
            record=shown,
            initial=start(shown),
            template="responses/step.html",
            page={
                "quotes": as_quotes(readable_points(request.person).filter(pk=shown.point_id)),
                "ask": shown,
                "submit": submit,
                "back": address(shown),
            },
            ask=shown,
        )

    view.__doc__ = f"{title} of a request."
    return view


answer = _step(
    forms.AnswerForm,
    commands.answer_ask,
    "Answer",
    lambda ask: {"answered_on": ask.answered_on or timezone.localdate()},
    "Save answer",
)
outcome = _step(forms.OutcomeForm, commands.set_outcome, "What became of it", lambda ask: {}, "Save")
tell = _step(
    forms.ToldForm, commands.tell_asker, "Told", lambda ask: {"told_on": timezone.localdate()}, "Save"
)
view = _step(
    forms.ViewForm,
    commands.record_view,
    "Their view",
    lambda ask: {"given_on": timezone.localdate()},
    "Save their view",
)
