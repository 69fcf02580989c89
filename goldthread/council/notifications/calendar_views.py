"""The page where one makes, copies and ends the address of one's calendar, and the calendar itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goldthread.council.notifications import calendar_feed
from goldthread.council.records.pages import address
from goldthread.web.render import render_page


def calendar(request: HttpRequest) -> HttpResponse:
    """Show the address of one's calendar, or how to make one; a form makes it, or makes it anew."""
    if request.method == "POST":
        calendar_feed.make_calendar_feed(by=request.person)
        messages.success(request, "Calendar address made.")
        return redirect("calendar")
    feed = calendar_feed.feed_of(request.person)
    href = "" if feed is None else reverse("calendar_feed", args=[calendar_feed.token(feed)])
    context = {"feed": feed, "address": request.build_absolute_uri(href) if href else ""}
    return render_page(request, "council/calendar.html", context)


@require_POST
def end_calendar(request: HttpRequest) -> HttpResponse:
    """End the address of one's calendar."""
    calendar_feed.end_calendar_feed(by=request.person)
    messages.success(request, "Calendar address ended. It shows nothing any more.")
    return redirect("calendar")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a calendar with what is due for the person whose secret address it has."""
    person = calendar_feed.whose(token)
    if person is None:
        raise Http404
    content = calendar_feed.calendar(
        person, lambda record: request.build_absolute_uri(address(record)), timezone.now()
    )
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="goldthread.ics"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
