"""Pages of briefings: the list, one briefing, and writing, editing, sending and acknowledging one."""

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
    """List the briefings sent to the person's own teams, unread first, and then all briefings."""
    mine = list(queries.sent_to(request.person).order_by("have_read", "-sent_on", "-number")[:_MOST_MINE])
    mine_keys = {briefing.pk for briefing in mine}
    everything = paginate(request, queries.readable(request.person), ("-number", "-id"))
    context = {"mine": mine, "everything": everything, "mine_keys": mine_keys}
    return render_page(request, "briefings/list.html", context)


def briefing(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a briefing to be read or printed, with its reach."""
    return _show(request, get_object_or_404(queries.readable(request.person), pk=pk))


def _show(request: HttpRequest, record: Briefing, form: forms.ReadForm | None = None) -> HttpResponse:
    receipt = (
        Receipt.objects.visible_to(request.person).filter(briefing=record, person=request.person).first()
    )
    if form is None and record.sent_on and request.person.may("briefings.acknowledge"):
        form = _read_form(None, receipt)
    teams, uses, others = queries.reach(record)
    context = {
        "briefing": record,
        "blocks": queries.blocks(record),
        "lessons": Lesson.objects.visible_to(request.person).filter(briefing_links__briefing=record),
        "teams": teams,
        "uses": uses,
        "others": others,
        "receipt": receipt,
        "read_form": form,
    }
    return render_page(request, "briefings/detail.html", context)


def _read_form(data: object, receipt: Receipt | None) -> forms.ReadForm:
    initial = {"discussed_on": receipt.discussed_on, "how_used": receipt.how_used} if receipt else {}
    return forms.ReadForm(data, initial=initial)


def acknowledge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that the person has read a briefing, and what they enter about it."""
    record = get_object_or_404(queries.readable(request.person), pk=pk)
    if request.method != "POST":
        return redirect("briefings:detail", pk=pk)
    receipt = (
        Receipt.objects.visible_to(request.person).filter(briefing=record, person=request.person).first()
    )
    form = _read_form(request.POST, receipt)
    if form.is_valid():
        read_on = receipt.read_on if receipt else timezone.localdate()
        try:
            commands.acknowledge_briefing(
                by=request.person, briefing=record, read_on=read_on, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error("discussed_on", str(refused))
        else:
            messages.success(request, f"Briefing {record.reference} marked as read.")
            return redirect("briefings:detail", pk=pk)
    return _show(request, record, form)


def _lesson(request: HttpRequest) -> Lesson | None:
    """Return the lesson that the address names, if this person may see it."""
    try:
        return Lesson.objects.visible_to(request.person).filter(pk=request.GET.get("lesson") or None).first()
    except (ValidationError, ValueError):
        return None


def write(request: HttpRequest) -> HttpResponse:
    """Write a briefing, started from a lesson or not."""
    lesson = _lesson(request)
    initial = (
        {"lessons": [lesson.pk], "title": lesson.title, "what": lesson.what_we_learned} if lesson else {}
    )
    form = forms.WriteForm(request.POST or None, person=request.person, chosen=lesson, initial=initial)
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
                request, f"Briefing {written.reference} saved as a draft. Check it, then send it."
            )
            return redirect("briefings:detail", pk=written.pk)
    return render_page(request, "briefings/write_briefing.html", {"form": form})


def _draft(request: HttpRequest, pk: uuid.UUID) -> Briefing:
    return get_object_or_404(Briefing.objects.visible_to(request.person), pk=pk)


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Edit a briefing that has not been sent."""
    record = _draft(request, pk)
    form = forms.BriefingForm(request.POST or None, initial={"title": record.title, **record.blocks})
    if request.method == "POST" and form.is_valid():
        try:
            commands.edit_briefing(
                by=request.person, briefing=record, title=form.cleaned_data["title"], blocks=form.blocks()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Briefing {record.reference} saved.")
            return redirect("briefings:detail", pk=pk)
    return render_page(request, "briefings/edit_briefing.html", {"form": form, "briefing": record})


def send(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send a briefing to teams; it cannot be edited afterwards."""
    record = _draft(request, pk)
    form = forms.SendForm(request.POST or None, person=request.person)
    if request.method == "POST" and form.is_valid():
        teams = list(form.cleaned_data["teams"])
        try:
            commands.send_briefing(
                by=request.person, briefing=record, teams=teams, sent_on=timezone.localdate()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            many = "1 team" if len(teams) == 1 else f"{len(teams)} teams"
            messages.success(request, f"Briefing {record.reference} sent to {many}.")
            return redirect("briefings:detail", pk=pk)
    return render_page(request, "briefings/send_briefing.html", {"form": form, "briefing": record})
