"""The pages of briefings: what was sent, reading one, saying that it was read, and writing and distribution."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from goldthread.briefings import commands, forms, queries
from goldthread.briefings.models import Briefing, Receipt
from goldthread.council.command import Refused
from goldthread.learning.models import Lesson
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page

_MOST_MINE = 50


def briefings(request: HttpRequest) -> HttpResponse:
    """List what one's own team was sent, unread first, and then every briefing."""
    mine = list(queries.sent_to(request.person).order_by("have_read", "-sent_on", "-number")[:_MOST_MINE])
    own = {briefing.pk for briefing in mine}
    everything = paginate(request, queries.readable(request.person), ("-number", "-id"))
    context = {"mine": mine, "everything": everything, "own": own}
    return render_page(request, "briefings/list.html", context)


def briefing(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a briefing to be read or printed, with how far it has got."""
    return _show(request, get_object_or_404(queries.readable(request.person), pk=pk))


def _show(request: HttpRequest, found: Briefing, form: forms.ReadForm | None = None) -> HttpResponse:
    receipt = Receipt.objects.visible_to(request.person).filter(briefing=found, person=request.person).first()
    if form is None and found.sent_on and request.person.may("briefings.acknowledge"):
        form = _read_form(None, receipt)
    teams, uses, elsewhere = queries.reach(found)
    context = {
        "briefing": found,
        "blocks": queries.blocks(found),
        "lessons": Lesson.objects.visible_to(request.person).filter(briefing_links__briefing=found),
        "teams": teams,
        "uses": uses,
        "elsewhere": elsewhere,
        "receipt": receipt,
        "reading": form,
    }
    return render_page(request, "briefings/detail.html", context)


def _read_form(data: object, receipt: Receipt | None) -> forms.ReadForm:
    stood = {"discussed_on": receipt.discussed_on, "how_used": receipt.how_used} if receipt else {}
    return forms.ReadForm(data, initial=stood)


def acknowledge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep that somebody has read a briefing, and what they say of it."""
    found = get_object_or_404(queries.readable(request.person), pk=pk)
    if request.method != "POST":
        return redirect("briefings:detail", pk=pk)
    stood = Receipt.objects.visible_to(request.person).filter(briefing=found, person=request.person).first()
    form = _read_form(request.POST, stood)
    if form.is_valid():
        read_on = stood.read_on if stood else timezone.localdate()
        try:
            commands.acknowledge_briefing(
                by=request.person, briefing=found, read_on=read_on, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error("discussed_on", str(refused))
        else:
            messages.success(request, "Thank you. It is kept that you have read it.")
            return redirect("briefings:detail", pk=pk)
    return _show(request, found, form)


def _lesson(request: HttpRequest) -> Lesson | None:
    """Return the lesson that the address names, where this person may see it."""
    try:
        return Lesson.objects.visible_to(request.person).filter(pk=request.GET.get("lesson") or None).first()
    except (ValidationError, ValueError):
        return None


def write(request: HttpRequest) -> HttpResponse:
    """Begin a briefing, from a lesson."""
    lesson = _lesson(request)
    begun = {"lessons": [lesson.pk], "title": lesson.title, "what": lesson.what_we_learned} if lesson else {}
    form = forms.WriteForm(request.POST or None, person=request.person, chosen=lesson, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            written = commands.write_briefing(
                by=request.person,
                title=form.cleaned_data["title"],
                blocks=form.blocks(),
                lessons=list(form.cleaned_data["lessons"]),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, f"{written.reference} is kept as a draft. Read it through, then send it."
            )
            return redirect("briefings:detail", pk=written.pk)
    return render_page(request, "briefings/write_briefing.html", {"form": form})


def _draft(request: HttpRequest, pk: uuid.UUID) -> Briefing:
    return get_object_or_404(Briefing.objects.visible_to(request.person), pk=pk)


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a briefing that has not been sent."""
    found = _draft(request, pk)
    form = forms.BriefingForm(request.POST or None, initial={"title": found.title, **found.blocks})
    if request.method == "POST" and form.is_valid():
        try:
            commands.edit_briefing(
                by=request.person, briefing=found, title=form.cleaned_data["title"], blocks=form.blocks()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The draft is changed.")
            return redirect("briefings:detail", pk=pk)
    return render_page(request, "briefings/edit_briefing.html", {"form": form, "briefing": found})


def send(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send a briefing to teams; from then on it stays as it was read."""
    found = _draft(request, pk)
    form = forms.SendForm(request.POST or None, person=request.person)
    if request.method == "POST" and form.is_valid():
        teams = list(form.cleaned_data["teams"])
        try:
            commands.send_briefing(
                by=request.person, briefing=found, teams=teams, sent_on=timezone.localdate()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            many = "1 team" if len(teams) == 1 else f"{len(teams)} teams"
            messages.success(request, f"It is sent to {many}.")
            return redirect("briefings:detail", pk=pk)
    return render_page(request, "briefings/send_briefing.html", {"form": form, "briefing": found})
