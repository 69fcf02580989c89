"""Pages of briefings: the list, one briefing, and writing, editing, sending and acknowledging one."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from goldthread.briefings import commands, forms, queries
from goldthread.briefings.models import BLOCKS, Briefing, Receipt
from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.council.records import hidden_text
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.list_filters import by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, record_page
from goldthread.impact.unshown_change import notice, with_unshown_change
from goldthread.learning.models import Lesson
from goldthread.web.jinja import date
from goldthread.web.render import render_page

VIEWS = (
    View("All briefings", ""),
    View("Sent to your team", "show=mine"),
    View("Not read by you", "show=unread"),
)
COLUMNS = (
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Briefing", "title", main=True),
    Column("State", lambda briefing: _read_state(briefing)),
    Column("Sent on", lambda briefing: briefing.sent_on or ""),
    Column("Read by", lambda briefing: briefing.readers or "", numeric=True),
    Column("Written by", lambda briefing: briefing.by.name, optional=True),
)


def _read_state(briefing: Any) -> Cell:
    if briefing.sent_on is None:
        return "Draft"
    if briefing.is_mine and not briefing.have_read:
        return {"text": "Not read by you", "state": "soon"}
    return "Read by you" if briefing.have_read else "Sent"


def briefings(request: HttpRequest) -> HttpResponse:
    """List briefings, newest first; those sent to the person's own teams have a view of their own."""
    person = request.person

    def narrow(listed: QuerySet, filters: Mapping[str, Any]) -> QuerySet:
        listed = queries.readable_among(person, listed)
        if filters.get("show") == "draft":
            listed = listed.filter(sent_on=None)
        elif filters.get("show") in ("mine", "unread"):
            mine = queries.sent_to(person) if filters["show"] == "mine" else queries.unread_by(person)
            listed = listed.filter(pk__in=mine.order_by().values("pk"))
        return by_words(person, listed, filters.get("words") or "")

    def attach(listed: Sequence[Briefing]) -> None:
        read = queries.sent_to(person).filter(pk__in=[each.pk for each in listed])
        mine = dict(read.values_list("pk", "have_read"))
        readers = Counter(Receipt.objects.filter(briefing__in=listed).values_list("briefing_id", flat=True))
        for each in listed:
            each.is_mine, each.have_read = each.pk in mine, mine.get(each.pk, False)
            each.readers = readers[each.pk]

    return list_page(
        request,
        Briefing,
        filter_form=forms.BriefingFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=("-number", "-id"),
        along=("by",),
        attach=attach,
        buttons=[("Write a briefing", "briefings:write", "briefings.write")],
        views=VIEWS,
        saves_views=True,
        template="briefings/list.html",
    )


def briefing(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a briefing to be read or printed, with its reach."""
    return _show(request, get_object_or_404(queries.readable(request.person, withdrawn=True), pk=pk))


def quick(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a briefing on one screen of a phone: what it is about, what to do, and that it was read."""
    record = get_object_or_404(queries.readable(request.person), pk=pk)
    receipt = (
        Receipt.objects.visible_to(request.person).filter(briefing=record, person=request.person).first()
    )
    answers = record.sent_on and request.person.may("briefings.acknowledge")
    context = {
        "briefing": record,
        "blocks": queries.blocks(record),
        "receipt": receipt,
        "read_form": _read_form(None, receipt) if answers else None,
        "corrections": queries.corrections(record),
        "unshown": _unshown(record),
    }
    return render_page(request, "briefings/quick.html", context)


def _show(request: HttpRequest, record: Briefing, form: forms.ReadForm | None = None) -> HttpResponse:
    receipt = (
        Receipt.objects.visible_to(request.person).filter(briefing=record, person=request.person).first()
    )
    may_answer = record.sent_on and record.withdrawn_on is None
    if form is None and may_answer and request.person.may("briefings.acknowledge"):
        form = _read_form(None, receipt)
    teams, uses, others = queries.reach(record)
    send = reverse("briefings:send", args=[record.pk])
    tags = [("Sent", "sent") if record.sent_on else ("Draft", "draft")]
    return record_page(
        request,
        record,
        "briefings/detail.html",
        caption=f"Seven-minute briefing {record.reference}",
        tags=[*tags, ("Read", "read")] if receipt else tags,
        facts=[("Sent", date(record.sent_on, "Not sent")), ("Teams", len(teams))],
        buttons=[("Send to more teams" if record.sent_on else "Send briefing", send, "briefings.write")],
        edit="briefings:edit",
        print_work_only=True,
        unshown=_unshown(record),
        briefing=record,
        blocks=queries.blocks(record),
        corrections=queries.corrections(record),
        lessons=Lesson.objects.visible_to(request.person).filter(briefing_links__briefing=record),
        teams=teams,
        uses=uses,
        others=others,
        receipt=receipt,
        read_form=form,
    )


def _unshown(record: Briefing) -> list[str]:
    """Return what must be said beside a briefing that calls something improved which no result shows."""
    unshown = with_unshown_change(Briefing.objects.filter(pk=record.pk), _words, timezone.localdate())
    return [notice(words) for words in unshown.values()]


def _words(record: Briefing) -> str:
    return ". ".join([record.title, *record.blocks.values()])


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
            with hidden_text.telling(request, record):
                commands.acknowledge_briefing(
                    by=request.person, briefing=record, read_on=read_on, **form.cleaned_data
                )
        except Refused as refused:
            form.add_error("discussed_on", str(refused))
        else:
            messages.success(request, f"Briefing {record.reference} marked as read")
            # From the screen for a phone there is nothing more to do here: on with the next.
            return redirect("home") if request.POST.get("from") else redirect("briefings:detail", pk=pk)
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
    return form_page(
        request,
        forms.WriteForm,
        _with_blocks(commands.write_briefing),
        title="Write a briefing",
        initial={"lessons": [lesson.pk], "title": lesson.title, "what": lesson.what_we_learned}
        if lesson
        else {},
        done=lambda written: f"Briefing {written.reference} saved as a draft. Check it, then send it.",
        options={"chosen": lesson},
        page={
            "intro": "Saved as a draft until you send it. Names of people are redacted when you save.",
            "submit": "Save draft",
            "back": reverse("briefings:list"),
        },
    )


def _with_blocks(command: Callable[..., Briefing]) -> Callable[..., Briefing]:
    """Return a command on a briefing that takes each block by its own name, as the forms have them."""

    def with_blocks(*, by: Person, **answers: Any) -> Briefing:
        blocks = {slug: answers.pop(slug) for slug, _ in BLOCKS}
        return command(by=by, blocks=blocks, **answers)

    return with_blocks


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a briefing."""
    record = get_record(request, Briefing, pk)
    return form_page(
        request,
        forms.EditBriefingForm,
        _with_blocks(commands.edit_briefing),
        title=f"Correct briefing {record.reference}",
        record=record,
        initial=record.blocks,
        page={"intro": _SENT if record.sent_on else ""},
        briefing=record,
    )


_SENT = "It has been sent. Its readers will see that it was corrected, with the reason."


def send(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send a briefing to teams."""
    record = get_record(request, Briefing, pk)

    def send_briefing(*, by: Person, teams: QuerySet) -> Briefing:
        return commands.send_briefing(by=by, briefing=record, teams=list(teams), sent_on=timezone.localdate())

    return form_page(
        request,
        forms.SendForm,
        send_briefing,
        title="Send briefing",
        done=f"Briefing {record.reference} sent",
        page={
            "intro": f"{record.reference} {record.title}. After it is sent, its readers see each correction.",
            "submit": "Send briefing",
            "back": address(record),
        },
    )
