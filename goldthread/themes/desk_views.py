"""The desk's pages: what waits for its themes, and one point with what was suggested for it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode

from goldthread.council.command import Refused
from goldthread.feedback.models import Point
from goldthread.themes import commands, desk
from goldthread.themes.desk import next_after
from goldthread.themes.forms import CodeForm, DeskFilter
from goldthread.themes.said import as_said, points_open_to
from goldthread.web.fragments import page
from goldthread.web.paginate import paginate


def desk_page(request: HttpRequest) -> HttpResponse:
    """List the points that wait for their themes."""
    form = DeskFilter(request.GET)
    source = form.asked()
    waiting = desk.waiting(request.person, source)
    listed = paginate(request, waiting, ("-id",), per_page=20)
    offered = desk.offered_for(listed.rows)
    context = {
        "filter": form,
        "source": source,
        "how_many": desk.how_many(waiting),
        "page": listed,
        "rows": [(said, offered[said.point.pk]) for said in as_said(listed.rows)],
    }
    return page(request, "themes/desk.html", context, fragment="waiting")


def next_point(request: HttpRequest) -> HttpResponse:
    """Go to the next point that waits, after the one named, or back to the desk where none does."""
    source = DeskFilter(request.GET).asked()
    try:
        last = uuid.UUID(request.GET.get("after", ""))
    except ValueError:
        last = None
    following = next_after(request.person, source, last)
    if following is None:
        messages.success(request, "Nothing more waits here.")
        return redirect("themes:desk")
    return redirect(_with(reverse("themes:point", args=[following.pk]), source, queue="1"))


def point(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what one point is about."""
    record = get_object_or_404(points_open_to(request.person), pk=pk)
    source, queued = DeskFilter(request.GET).asked(), "queue" in request.GET
    form = CodeForm(request.POST or None, person=request.person, initial=_as_decided(record))
    narrowing = request.method == "POST" and "narrow" in request.POST
    if request.method == "POST" and not narrowing and form.is_valid():
        decided = form.cleaned_data
        try:
            commands.code(
                by=request.person, point=record, themes=list(decided["theme"]), tone=decided["tone"]
            )
        except Refused as refused:
            form.add_error("theme", str(refused))
        else:
            return _on(request, record, source, queued)
    ticked = form.ticked()
    find = str(form["find"].value() or "") if narrowing else ""
    if narrowing:
        # Looking for a theme is not yet deciding: nothing is wrong with the form.
        form.errors.clear()
    offered = desk.offered_for([record])[record.pk]
    [said] = as_said([record])
    context = {
        "form": form,
        "said": said,
        "text": desk.marked(record.text, offered),
        "offered": offered,
        "offered_keys": [str(one.theme.pk) for one in offered],
        "groups": desk.groups_of(request.person, find, ticked),
        "find": find,
        "ticked": ticked,
        "skip": _with(reverse("themes:next"), source, after=str(record.pk)),
        "others": record.feedback.points.exclude(pk=record.pk).count() if record.feedback else 0,
    }
    return page(request, "themes/point.html", context)


def _as_decided(record: Point) -> dict[str, object]:
    codings = list(record.codings.filter(stands=True).values_list("theme_id", flat=True))
    return {
        "theme": codings,
        "nothing": bool(record.coded_at and not codings),
        "tone": record.tone,
    }


def _on(request: HttpRequest, record: Point, source: str, queued: bool) -> HttpResponse:
    """Go on from a point that was decided: to the next in the queue, or back to where it stands."""
    if queued:
        return redirect(_with(reverse("themes:next"), source, after=str(record.pk)))
    messages.success(request, "Its themes were saved.")
    [said] = as_said([record])
    return redirect(said.href or "themes:desk")


def _with(address: str, source: str, **more: str) -> str:
    asked = {**({"source": source} if source else {}), **more}
    return f"{address}?{urlencode(asked)}" if asked else address
