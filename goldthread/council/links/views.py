"""The page behind a private link, for whoever has it; and for staff, making one and ending it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.database import tenant
from goldthread.council.links import guessing
from goldthread.council.links.changes import note_opened
from goldthread.council.links.commands import LONGEST, end_link, link_of, make_link, record_of, take_answer
from goldthread.council.links.models import Ended, PrivateLink
from goldthread.council.links.purposes import purpose, purpose_of
from goldthread.council.links.secrets import hashed
from goldthread.council.models import Council
from goldthread.council.people.clock import clock_of
from goldthread.council.records.base import Record
from goldthread.council.records.pages import address, called, get_record
from goldthread.council.records.spec import kind_of
from goldthread.dates import day_in_words
from goldthread.web.doors import page
from goldthread.web.forms import DateField, Form
from goldthread.web.render import render_page


class UntilForm(Form):
    """Until when a link works."""

    until = DateField(label="Last day of the link")


def _in_english(words: str, **named: Any) -> str:
    """Return words as they stand, with what is named in them put in."""
    shown = {
        name: day_in_words(each) if isinstance(each, date) else str(each) for name, each in named.items()
    }
    return words.format(**shown) if shown else words


# What a page says its words with where its purpose has no other language.
SPOKEN: dict[str, Any] = {"say": _in_english}


def open_link(request: HttpRequest, council: str, secret: str) -> HttpResponse:
    """Show what a private link is for, and take the answer; nothing of it is stored by a browser or found by a search."""
    of = Council.objects.filter(slug=council).first()
    if of is None:
        raise Http404
    with tenant.inside(of.pk):
        template, context, status = _answer(request, of, secret)
    if not template:
        # Of a link that stays the page itself says that the answer came.
        return _private(redirect(f"{request.path}?answered"))
    # Rendered outside: what every page is given is of the council of whoever is signed in, if anybody is.
    return _private(render_page(request, template, {"council": of, **context}, status=status))


def _answer(request: HttpRequest, council: Council, secret: str) -> tuple[str, dict[str, Any], int]:
    """Return the template, what it shows and the status; no template where an answer was taken."""
    if guessing.must_wait(request, council.pk):
        return "links/wait.html", SPOKEN, 429
    link = PrivateLink.objects.filter(council=council, secret=hashed(secret)).first()
    if link is None:
        guessing.note_wrong(request, council.pk)
        return "links/unknown.html", SPOKEN, 404
    served, record, today = purpose(link.purpose), record_of(link), timezone.localdate()
    if not link.works(today) or record is None or served.closed(record):
        sent = link.ended == Ended.ANSWERED
        kept = served.kept(record) if record is not None and sent else ""
        context = {"sent": sent, "why": link.why_ended(), "kept": kept, "ended_at": link.ended_at}
        context |= SPOKEN | (served.speaks(record, None) if record is not None else {})
        return "links/ended.html", context, 200 if sent else 410
    form = served.form(request.POST or None, **served.options(record))
    spoken = SPOKEN | served.speaks(record, form)
    if request.method == "POST" and served.asks(record) and form.is_valid():
        clock = clock_of(council.pk)
        try:
            take_answer(by=clock, link=link, day=today, answers=form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return "", {}, 302
    note_opened(link)
    context = {"shown": served.shown(record), "until": link.until, "ends": served.ends_in_words}
    context |= {"kept": served.kept(record), "submit": spoken["say"](served.submit), **spoken}
    context["answered"] = served.stays and "answered" in request.GET
    if served.asks(record):
        context["form"] = form
    return "links/page.html", context, 200


def _private(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of caches and searches, and its address out of what other sites are told.

    "same-origin" and not "no-referrer": with that browsers send forms without an origin, and a form without one is
    refused, because it might be another site's.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def link_pages(route: str, model: type[Record], permission: str) -> Iterator[URLPattern]:
    """Yield the lines for making and ending the private link of a record; `route` is that of its page."""
    kind = kind_of(model)
    yield page(f"{route}link/", _make(model), permission, f"link_{kind}")
    yield page(f"{route}link/end/", _end(model), permission, f"end_link_{kind}", drafts=False)


def _make(model: type[Record]) -> Any:
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Make the private link of a record, and show its address once."""
        record = get_record(request, model, pk)
        served, today = purpose_of(record), timezone.localdate()
        assert served is not None
        due = getattr(record, "due_on", None)
        start = {"until": min(due, today + LONGEST) if due and due >= today else today + LONGEST / 4}
        form = UntilForm(request.POST or None, initial=start)
        if request.method == "POST" and form.is_valid():
            try:
                made = make_link(by=request.person, record=record, **form.cleaned_data)
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            else:
                path = reverse("private_link", args=[request.person.council.slug, made.secret])
                context = {"link": request.build_absolute_uri(path), "made": made.link, "record": record}
                return render_page(request, "links/made.html", {**context, "back": address(record)})
        before = link_of(record)
        intro = f"For {served.name}. It opens one page, without an account, and nothing else. Its address is shown once."
        if before is not None and before.works(today):
            intro += " The link that works now ends."
        context = {"form": form, "title": f"Private link: {called(record)}", "intro": intro}
        context |= {"record": record, "submit": "Make private link", "shown": served.shown(record)}
        return render_page(request, "links/make.html", context)

    return view


def _end(model: type[Record]) -> Any:
    @require_POST
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """End the private link of a record."""
        record = get_record(request, model, pk)
        try:
            end_link(by=request.person, record=record)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Private link ended.")
        return redirect(address(record))

    return view
