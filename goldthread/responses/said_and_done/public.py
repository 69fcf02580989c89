"""The council's public page "You said, we did" and its feed: what is published, and nothing else."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from goldthread.council.database import tenant
from goldthread.council.models import Council
from goldthread.responses.models import Ask
from goldthread.responses.said_and_done.models import LOOKS, SaidAndDone, Worked, years_of_entry
from goldthread.web.render import render_page

MOST = 100
TITLE = "You said, we did"


@dataclass(frozen=True)
class Shown:
    """An entry as the public reads it; nobody's name, no exact number, nothing that leads to anybody's own words."""

    reference: str
    title: str
    said: str
    who: str
    did: str
    worked: str
    look: str
    worked_words: str
    easy_read: list[str]
    published_on: datetime.date | None


def shown(entry: SaidAndDone, years: str = "", *, holds: bool = True) -> Shown:
    """Return an entry as the public reads it. holds: whether a result still shows what it says."""
    worked = Worked(entry.worked)
    return Shown(
        reference=entry.reference,
        title=entry.title,
        said=entry.said,
        who=f"{entry.who}, {years}" if years else entry.who,
        did=entry.did,
        worked=worked.label if holds else "We are checking this again",
        look=LOOKS[worked] if holds else "grey",
        worked_words=entry.worked_words if holds else "",
        easy_read=[line.strip() for line in entry.easy_read.splitlines() if line.strip()],
        published_on=entry.published_on,
    )


def entries_of(council: Council) -> list[Shown]:
    """Return what a council has published, the newest first; call inside the council."""
    published = list(SaidAndDone.objects.filter(council=council).published()[:MOST])
    doubtful = set(
        SaidAndDone.objects.filter(council=council).not_shown_any_more().values_list("pk", flat=True)
    )
    asked: dict[Any, set[int]] = {}
    asks = Ask.objects.filter(written_up__entry__in=published).values_list("written_up__entry", "asked_on")
    for pk, day in asks:
        asked.setdefault(pk, set()).add(day.year)
    return [
        shown(entry, years_of_entry(asked.get(entry.pk, ())), holds=entry.pk not in doubtful)
        for entry in published
    ]


def you_said(request: HttpRequest, council: str) -> HttpResponse:
    """Show what people asked, what became of it, and whether it worked."""
    of, entries = _read(council)
    context = {"council": of, "entries": entries, "title": TITLE, "easy": False}
    return render_page(request, "responses/said_and_done/public.html", context)


def you_said_easy(request: HttpRequest, council: str) -> HttpResponse:
    """Show the same in easy words, as far as it was written so."""
    of, entries = _read(council)
    context = {
        "council": of,
        "entries": [each for each in entries if each.easy_read],
        "title": TITLE,
        "easy": True,
    }
    return render_page(request, "responses/said_and_done/public.html", context)


def feed(request: HttpRequest, council: str) -> HttpResponse:
    """Return the published entries as an Atom feed."""
    of, entries = _read(council)
    page = request.build_absolute_uri(reverse("responses:you_said", args=[of.slug]))
    made = Atom1Feed(
        title=f"{TITLE}: {of.name}",
        link=page,
        description=f"What people asked of {of.name}, what became of it, and whether it worked.",
        language="en-GB",
        feed_url=request.build_absolute_uri(),
    )
    for each in entries:
        on = each.published_on or datetime.date.min
        at = datetime.datetime.combine(on, datetime.time(9), datetime.UTC)
        made.add_item(
            title=each.title,
            link=f"{page}#{each.reference}",
            description=f"You said: {each.said} We did: {each.did} Did it work? {each.worked}. {each.worked_words}".strip(),
            unique_id=f"{page}#{each.reference}",
            pubdate=at,
            updateddate=at,
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _read(slug: str) -> tuple[Council, list[Shown]]:
    council = Council.objects.filter(slug=slug).first()
    if council is None:
        raise Http404
    with tenant.inside(council.pk):
        return council, entries_of(council)
