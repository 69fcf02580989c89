"""Home, search, the walk along the thread and its broken ends."""

from __future__ import annotations

import datetime
import uuid

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from goldthread.council.records import search as index
from goldthread.feedback.models import Feedback
from goldthread.sheets import clean_text
from goldthread.thread import links
from goldthread.thread.forms import SearchForm
from goldthread.thread.gaps import find_gaps
from goldthread.thread.headline import headline
from goldthread.thread.highlight import highlight
from goldthread.thread.home import needs_attention
from goldthread.thread.mechanisms import shown
from goldthread.thread.retention_periods import how_long
from goldthread.thread.similar_cases import alike
from goldthread.web.render import render_page

_PER_PAGE = 20


def home(request: HttpRequest) -> HttpResponse:
    """Say what needs attention today and why."""
    today = timezone.localdate()
    return render_page(
        request,
        "thread/home.html",
        {"attention": needs_attention(request.person, today), "headline": headline(request.person, today)},
    )


def search(request: HttpRequest) -> HttpResponse:
    """Search everything that this person may see."""
    asked_for = request.GET.copy()
    if "q" in asked_for:
        # What a browser cannot show must not come back to it in the box.
        asked_for["q"] = clean_text(asked_for["q"])
    form = SearchForm(asked_for or None, person=request.person, this_year=timezone.localdate().year)
    found, entries, start, older = None, [], 0, ""
    if form.is_bound and form.is_valid() and form.cleaned_data["q"].strip():
        asked = form.cleaned_data
        begin = request.GET.get("from", "")
        start = int(begin) if begin.isdecimal() and len(begin) < 7 else 0
        year = asked["year"]
        found = index.find(
            request.person,
            asked["q"],
            kind=asked["kind"],
            theme=asked["theme"],
            team_id=asked["team"].pk if asked["team"] else None,
            since=datetime.date(year, 1, 1) if year else None,
            until=datetime.date(year, 12, 31) if year else None,
            start=start,
            most=_PER_PAGE,
        )
        words = f"{asked['q']} {found.read_as}"
        entries = [(links.KINDS[entry.kind], entry, highlight(entry, words)) for entry in found.entries]
        if found.total > start + _PER_PAGE:
            query = request.GET.copy()
            query["from"] = str(start + _PER_PAGE)
            older = f"?{query.urlencode()}"
    context = {
        "form": form,
        "found": found,
        "entries": entries,
        "start": start,
        "more": older,
        "meant": _meant(request, form, found) if found is not None and not start else [],
    }
    return render_page(request, "thread/search.html", context, fragment="results")


# Below this a record shares a word's drift with what was asked, and no more.
_MEANS_NEARLY = 0.45
_MOST_MEANT = 5


def _meant(request: HttpRequest, form: SearchForm, found: index.Found) -> list:
    """Return what says something like what was asked in other words; nothing for a reference or a narrowed search."""
    asked = form.cleaned_data
    if index.is_reference(asked["q"]) or asked["theme"] or asked["team"] or asked["year"]:
        return []
    there = [entry.record_id for entry in found.entries]
    near = index.near(
        request.person,
        asked["q"],
        kinds=[asked["kind"]] if asked["kind"] else links.KINDS,
        without=there,
        least=_MEANS_NEARLY,
        most=_MOST_MEANT,
    )
    return [(links.KINDS[one.entry.kind], one.entry, highlight(one.entry, asked["q"])) for one in near]


def gaps(request: HttpRequest) -> HttpResponse:
    """List where the thread is broken."""
    breaks = find_gaps(request.person, timezone.localdate(), request.GET.get("all", ""))
    one = len(breaks) == 1 and breaks[0].slug == request.GET.get("all")
    anything = one or bool(breaks) or Feedback.objects.visible_to(request.person).exists()
    return render_page(request, "thread/gaps.html", {"breaks": breaks, "one": one, "anything": anything})


def thread(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Walk the thread from one record, down to the voices and up to the sentences."""
    record = _record(request, kind, pk)
    return render_page(
        request,
        "thread/thread.html",
        {
            "this": links.link(record),
            "down": links.rests_on(request.person, record),
            "up": links.became_of(request.person, record),
        },
    )


def panel(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Answer with what a record rests on and what became of it, to be set into the record's own page."""
    record = _record(request, kind, pk)
    return render_page(
        request,
        "thread/panel.html",
        {
            "rests_on": _strand(links.rests_on(request.person, record, _IN_PANEL)),
            "became": _strand(links.became_of(request.person, record, _IN_PANEL)),
            "walk": reverse("thread", args=[kind, pk]),
            "kind": kind,
        },
    )


def similar(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """Answer with the cases that are like one, to be set into its own page."""
    record = _record(request, kind, pk)
    if kind not in ("feedback", "finding"):
        raise Http404
    return render_page(request, "thread/similar_cases.html", {"found": alike(request.person, record)})


def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept about people, and for how long."""
    return render(request, "thread/privacy.html", {"kept": how_long()})


def mechanisms(request: HttpRequest) -> HttpResponse:
    """List what five published assessments describe councils doing, with where each can be seen here."""
    return render_page(request, "thread/mechanisms.html", {"groups": shown(request.person)})


def _record(request: HttpRequest, kind: str, pk: uuid.UUID):
    try:
        return links.get(request.person, kind, pk)
    except (KeyError, ObjectDoesNotExist) as error:
        raise Http404 from error


_IN_PANEL = 4


def _strand(stages: list[links.Stage]) -> list[dict[str, str]]:
    shown = []
    for stage in stages:
        for link in stage.links:
            shown.append({"kind": stage.kind.name, "text": link.title, "href": link.url, "note": link.note})
        if stage.more or stage.hidden:
            count = stage.more + stage.hidden
            words = stage.kind.name.lower() if count == 1 else stage.kind.plural.lower()
            hidden = f", {stage.hidden} of which you may not open" if stage.hidden else ""
            shown.append(
                {"kind": stage.kind.name, "text": f"and {count} more {words}{hidden}", "href": "", "note": ""}
            )
    return shown
