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

from goldthread.analysis.text.reading_age import readability
from goldthread.briefings import commands, drafting, forms, names, queries
from goldthread.briefings.models import BLOCKS, Briefing, Receipt
from goldthread.briefings.questions import PARTS, PLACES, asked
from goldthread.briefings.reach.funnel import altogether, steps
from goldthread.briefings.reach.views import note_opening
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
        buttons=[
            ("Write a briefing", "briefings:write", "briefings.write"),
            ("Take in a shared briefing", "briefings:take_in", "briefings.write"),
        ],
        views=VIEWS,
        saves_views=True,
        template="briefings/list.html",
    )


def briefing(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a briefing to be read or printed, with its reach."""
    record = get_object_or_404(queries.readable(request.person, withdrawn=True), pk=pk)
    note_opening(request.person, record)
    return _show(request, record)


def quick(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a briefing on one screen of a phone: what it is about, what to do, and that it was read."""
    record = get_object_or_404(queries.readable(request.person), pk=pk)
    note_opening(request.person, record)
    return _quick(request, record)


def _quick(request: HttpRequest, record: Briefing, form: forms.ReadForm | None = None) -> HttpResponse:
    receipt = _receipt(request, record)
    if form is None and record.sent_on and request.person.may("briefings.acknowledge"):
        form = _read_form(None, record, receipt, quick=True)
    context = {
        "briefing": record,
        "blocks": queries.blocks(record),
        "receipt": receipt,
        "read_form": form,
        "corrections": queries.corrections(record),
        "unshown": _unshown(record),
    }
    return render_page(request, "briefings/quick.html", context)


def _receipt(request: HttpRequest, record: Briefing) -> Receipt | None:
    return Receipt.objects.visible_to(request.person).filter(briefing=record, person=request.person).first()


def _show(request: HttpRequest, record: Briefing, form: forms.ReadForm | None = None) -> HttpResponse:
    receipt = _receipt(request, record)
    may_answer = record.sent_on and record.withdrawn_on is None
    if form is None and may_answer and request.person.may("briefings.acknowledge"):
        form = _read_form(None, record, receipt)
    teams, uses, others = queries.reach(record)
    send = reverse("briefings:send", args=[record.pk])
    whole = altogether(teams)
    counted = readability(_words(record))
    tags = [("Sent", "sent") if record.sent_on else ("Draft", "draft")]
    return record_page(
        request,
        record,
        "briefings/detail.html",
        caption=f"Seven-minute briefing {record.reference}",
        tags=[*tags, ("Read", "read")] if receipt else tags,
        facts=[
            ("Sent", date(record.sent_on, "Not sent")),
            ("Teams", len(teams)),
            ("Words", counted.words),
            ("Reading age", counted.age or "Too few words to say"),
            ("Shared by", record.came_from),
            ("Their reference", record.came_as),
            ("Came on", record.came_on),
            ("Checksum of their file", record.checksum),
        ],
        buttons=[("Send to more teams" if record.sent_on else "Send briefing", send, "briefings.write")],
        links=[
            (
                "Sheet, slide, e-mail and easy read",
                reverse("briefings:forms", args=[record.pk]),
                "briefings.read",
            ),
            *(
                [
                    (
                        "Share with another council",
                        reverse("briefings:share", args=[record.pk]),
                        "briefings.write",
                    )
                ]
                if record.sent_on
                else []
            ),
        ],
        edit="briefings:edit",
        print_work_only=True,
        unshown=_unshown(record),
        briefing=record,
        blocks=queries.blocks(record),
        corrections=queries.corrections(record),
        lessons=Lesson.objects.visible_to(request.person).filter(briefing_links__briefing=record),
        funnel=steps(whole, asks=bool(record.questions)),
        whole=whole,
        teams=[(team, steps(team, asks=bool(record.questions))) for team in teams],
        practice=queries.in_practice(request.person, record) if request.person.may("learning.read") else [],
        may_discuss=may_answer and request.person.may("briefings.acknowledge"),
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


def _read_form(
    data: object, record: Briefing, receipt: Receipt | None, *, quick: bool = False
) -> forms.ReadForm:
    initial = {"discussed_on": receipt.discussed_on, "how_used": receipt.how_used} if receipt else {}
    # Whoever has answered is not asked again: answers are counted, and nobody's can be taken back.
    questions = [] if receipt and receipt.answered_on else asked(record.questions)
    form_class = forms.QuickReadForm if quick else forms.ReadForm
    return form_class(data, initial=initial, questions=questions)


def acknowledge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record that the person has read a briefing, and what they enter about it."""
    record = get_object_or_404(queries.readable(request.person), pk=pk)
    if request.method != "POST":
        return redirect("briefings:detail", pk=pk)
    receipt, quick = _receipt(request, record), bool(request.POST.get("from"))
    form = _read_form(request.POST, record, receipt, quick=quick)
    if form.is_valid():
        read_on = receipt.read_on if receipt else timezone.localdate()
        given = {"read_on": read_on, "answers": form.answers, **form.answered}
        try:
            with hidden_text.telling(request, record):
                commands.acknowledge_briefing(by=request.person, briefing=record, **given)
        except Refused as refused:
            form.add_error("discussed_on", str(refused))
        else:
            messages.success(request, f"Briefing {record.reference} marked as read{_right(form)}")
            # From the screen for a phone there is nothing more to do here: on with the next.
            return redirect("home") if quick else redirect("briefings:detail", pk=pk)
    return _quick(request, record, form) if quick else _show(request, record, form)


def _right(form: forms.ReadForm) -> str:
    """Return how the answers were, for whoever gave them: nobody else is told."""
    if not form.answers:
        return ""
    wrong = [each for each in form.questions if form.answers[each.place] != each.right]
    if not wrong:
        return ". Your answers were right."
    return ". " + " ".join(f"“{each.text}” The right answer is: {each.right}." for each in wrong)


def _lesson(request: HttpRequest) -> Lesson | None:
    """Return the lesson that the address names, if this person may see it."""
    try:
        return Lesson.objects.visible_to(request.person).filter(pk=request.GET.get("lesson") or None).first()
    except (ValidationError, ValueError):
        return None


def write(request: HttpRequest) -> HttpResponse:
    """Write a briefing, started from a lesson or not; from a lesson, with what is known behind it beside the form."""
    lesson = _lesson(request)
    known = drafting.behind(request.person, lesson) if lesson else None
    fills = "fill" in request.GET
    initial: dict[str, Any] = {}
    if known is not None:
        initial = {"lessons": [known.lesson.pk], "title": known.lesson.title}
        initial |= drafting.draft(known) if fills else {"what": known.lesson.what_we_learned}
    return form_page(
        request,
        forms.WriteForm,
        _with_blocks(commands.write_briefing),
        title="Write a briefing",
        initial=initial,
        done=lambda written: f"Briefing {written.reference} saved as a draft. Check it, then send it.",
        template="briefings/write.html",
        options={"chosen": lesson},
        page={
            "intro": "Saved as a draft until you send it. Names of people are redacted when you save.",
            "submit": "Save draft",
            "back": reverse("briefings:list"),
            "known": known,
            "filled": fills,
            "fill": f"?lesson={lesson.pk}&fill=yes" if lesson else "",
        },
    )


def _with_blocks(command: Callable[..., Briefing]) -> Callable[..., Briefing]:
    """Return a command on a briefing that takes each block by its own name, as the forms have them."""

    def with_blocks(*, by: Person, **answers: Any) -> Briefing:
        blocks = {slug: answers.pop(slug) for slug, _ in BLOCKS}
        questions = {f"{place}{part}": answers.pop(f"{place}{part}") for place in PLACES for part in PARTS}
        return command(by=by, blocks=blocks, questions=questions, **answers)

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
        initial={**record.blocks, **record.questions},
        page={"intro": _SENT if record.sent_on else ""},
        briefing=record,
    )


_SENT = "It has been sent. Its readers will see that it was corrected, with the reason."


def send(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send a briefing to teams."""
    record = get_record(request, Briefing, pk)
    names_left = names.names_in(record)

    def send_briefing(*, by: Person, teams: QuerySet, **checked: bool) -> Briefing:
        return commands.send_briefing(by=by, briefing=record, teams=list(teams), sent_on=timezone.localdate())

    return form_page(
        request,
        forms.SendForm,
        send_briefing,
        title="Send briefing",
        done=f"Briefing {record.reference} sent",
        template="briefings/send.html",
        options={"has_names": bool(names_left)},
        page={
            "names": names_left,
            "intro": f"{record.reference} {record.title}. After it is sent, its readers see each correction.",
            "submit": "Send briefing",
            "back": address(record),
        },
    )
