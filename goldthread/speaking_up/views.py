"""Pages of speaking up for staff: how to, and for the two what was told, what they do about it, and who they are."""

from __future__ import annotations

import functools
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.context import listed_in_more
from goldthread.council.errors import Refused
from goldthread.council.people.watched import Way
from goldthread.council.records.pages import form_page
from goldthread.council.records.retention import CONFIDED, years_of
from goldthread.dates import quarter_start, years_before
from goldthread.speaking_up import access_requests, commands, forms, naming
from goldthread.speaking_up.figures import answers
from goldthread.speaking_up.models import Confidant, ConfidantChange, Matter, SignInNotice
from goldthread.speaking_up.reading import (
    can_confirm,
    can_decide,
    confidants,
    directors,
    held_back,
    may_change,
    may_read,
    reading,
    sees_to_it,
    waiting_change,
    waiting_notices,
)
from goldthread.speaking_up.routes.models import SpeakingUpRoute
from goldthread.web.forms import Form
from goldthread.web.render import render_page

listed_in_more("Speaking up", "speaking_up:home", "speaking_up.use")


def in_confidence(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page to those who may read now, and be none for anybody else, whatever their role."""

    @functools.wraps(view)
    def page(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if not may_read(request.person):
            raise Http404
        with reading(request.person):
            return view(request, **arguments)

    return page


def home(request: HttpRequest) -> HttpResponse:
    """Show how to speak up, and who reads it."""
    person, today = request.person, timezone.localdate()
    since = quarter_start(years_before(today, 1))
    context = {
        "named": confidants(person.council_id),
        "reads": may_read(person),
        "sees": sees_to_it(person),
        "held": held_back(person) if sees_to_it(person) else [],
        "figures": answers(person.council_id, since, today),
        "routes": list(SpeakingUpRoute.objects.visible_to(person).order_by("title", "pk")[:12]),
        "years": round(years_of(person.council, CONFIDED)),
        "public": reverse("speaking_up:tell", args=[person.council.slug]),
    }
    return render_page(request, "speaking_up/home.html", context)


@in_confidence
def read(request: HttpRequest) -> HttpResponse:
    """List what was told in confidence, what is open first, and what else waits for the two."""
    matters = list(Matter.objects.visible_to(request.person).order_by("-raised_on", "-pk"))
    matters.sort(key=lambda matter: matter.closed_on is not None)
    context = {"matters": matters, "danger": [m for m in matters if not m.closed_on and _harm(m)["level"]]}
    context["asked"] = access_requests.waiting(request.person)
    return render_page(request, "speaking_up/read.html", context)


@in_confidence
def matter(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what was told, and what was done about it."""
    shown = _matter(request, pk)
    steps = list(shown.steps.select_related("by").order_by("-at", "-pk"))
    context = {"matter": shown, "steps": steps, "harm": _harm(shown)}
    context["can"] = [(name, step.title) for name, step in STEPS.items() if _is_offered(shown, name)]
    return render_page(request, "speaking_up/matter.html", context)


@dataclass(frozen=True)
class Step:
    """One thing that the two do about a matter: its page's title, its form and its command."""

    title: str
    form: type[Form]
    command: Callable[..., Any]
    submit: str = "Save"


STEPS = {
    "ask": Step("Ask a question", forms.AskForm, commands.ask, "Ask question"),
    "answer": Step("Answer whoever told it", forms.TellForm, commands.tell, "Give answer"),
    "refer": Step("Refer", forms.ReferForm, commands.refer, "Record referral"),
    "protect": Step("Protection from detriment", forms.ProtectForm, commands.protect),
    "note": Step("Add a note between the two", forms.TextForm, commands.add_note, "Add note"),
    "close": Step("Record what became of it", forms.CloseForm, commands.close, "Close"),
}


def _is_offered(shown: Matter, name: str) -> bool:
    if shown.closed_on:
        return name == "note"
    return name != "close" or shown.answered_on is not None


def step(name: str) -> Callable[..., HttpResponse]:
    """Return the page on which the two do one thing about a matter."""
    one = STEPS[name]

    @in_confidence
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        shown, back = _matter(request, pk), reverse("speaking_up:matter", args=[pk])
        return form_page(
            request,
            one.form,
            one.command,
            title=one.title,
            initial={"protection": shown.protection} if name in ("protect", "close") else {},
            done="Saved.",
            then=lambda result: back,
            page={"submit": one.submit, "back": back},
            matter=shown,
        )

    return view


@require_POST
@in_confidence
def acknowledge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Acknowledge a matter: whoever told it sees that it was read."""
    _do(request, "Acknowledged.", commands.acknowledge, matter=_matter(request, pk))
    return redirect("speaking_up:matter", pk=pk)


@in_confidence
def asked(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say whether anything told in confidence is about the person of a subject access request."""
    waiting = {each[0].pk: each for each in access_requests.waiting(request.person)}
    if pk not in waiting:
        raise Http404
    found, of, terms = waiting[pk]
    back = reverse("speaking_up:read")
    intro = f"Subject access request {of.reference}. The person is known as: {', '.join(terms)}."
    return form_page(
        request,
        forms.AskedForm,
        access_requests.say_what_is_held,
        title="Is anything held about this person?",
        done="Saved.",
        then=lambda result: back,
        page={"back": back, "intro": intro},
        asked=found,
    )


def people(request: HttpRequest) -> HttpResponse:
    """Show the three what was changed of the two and of their sign-ins, and let them propose and confirm."""
    person = request.person
    if not sees_to_it(person):
        raise Http404
    change = waiting_change(person.council_id)
    notices = [
        (notice, Way(notice.way).label, can_confirm(person, notice))
        for notice in waiting_notices(person.council_id)
    ]
    past = ConfidantChange.objects.visible_to(person).exclude(decided_at=None)
    confirmed = SignInNotice.objects.visible_to(person).exclude(confirmed_at=None)
    context = {
        "named": confidants(person.council_id),
        "directors": directors(person.council_id),
        "change": change,
        "can_decide": change is not None and can_decide(person, change),
        "may_change": may_change(person),
        "held": held_back(person),
        "notices": notices,
        "past": list(
            past.select_related("joins", "leaves", "proposed_by", "decided_by").order_by("-decided_at")[:20]
        ),
        "confirmed": list(
            confirmed.select_related("person", "by", "confirmed_by").order_by("-confirmed_at")[:20]
        ),
    }
    return render_page(request, "speaking_up/people.html", context)


def propose(request: HttpRequest) -> HttpResponse:
    """Propose a change of the two."""
    if not may_change(request.person):
        raise Http404
    back = reverse("speaking_up:people")
    intro = "The other of the two, or the director, confirms it. All three are told now, and again once it is confirmed."
    return form_page(
        request,
        forms.ChangeForm,
        naming.propose_change,
        title="Change who reads in confidence",
        done="Proposed. It waits to be confirmed.",
        then=lambda result: back,
        page={"back": back, "intro": intro, "submit": "Propose change"},
    )


@require_POST
def confirm_change(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm a proposed change of the two."""
    return _decide(request, pk, naming.confirm_change, "Confirmed.")


@require_POST
def withdraw_change(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Withdraw a proposed change of the two."""
    return _decide(request, pk, naming.withdraw_change, "Withdrawn.")


def _decide(request: HttpRequest, pk: uuid.UUID, command: Callable[..., Any], done: str) -> HttpResponse:
    change = ConfidantChange.objects.visible_to(request.person).filter(pk=pk).first()
    if change is None or not sees_to_it(request.person):
        raise Http404
    _do(request, done, command, change=change)
    return redirect("speaking_up:people" if sees_to_it(request.person) else "speaking_up:home")


@require_POST
def confirm_sign_in(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm a changed sign-in of another of the three."""
    notice = SignInNotice.objects.visible_to(request.person).filter(pk=pk).first()
    if notice is None or not sees_to_it(request.person):
        raise Http404
    _do(request, "Confirmed.", naming.confirm_sign_in, notice=notice)
    return redirect("speaking_up:people")


def waiting(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Lead from a notification, which names no record, to where something waits."""
    if not Confidant.objects.visible_to(request.person).filter(pk=pk).exists():
        raise Http404
    return redirect("speaking_up:home")


def _matter(request: HttpRequest, pk: uuid.UUID) -> Matter:
    found = Matter.objects.visible_to(request.person).filter(pk=pk).first()
    if found is None:
        raise Http404
    assert isinstance(found, Matter)
    return found


def _harm(shown: Matter) -> dict[str, Any]:
    """Return what the screen for possible harm found: its level, and the reasons."""
    found: dict[str, Any] = (
        json.loads(shown.harm) if shown.harm.startswith("{") else {"level": "", "reasons": []}
    )
    return found


def _do(request: HttpRequest, done: str, command: Callable[..., Any], **arguments: Any) -> None:
    try:
        command(by=request.person, **arguments)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
