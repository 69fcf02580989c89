"""Pages of e-mails that came: the list to sort, one e-mail, and what is done with it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.files.queries import size_in_words
from goldthread.council.models import Person
from goldthread.council.records.finding import find_of
from goldthread.council.records.forms import ReasonForm
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, originals_of, record_page
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES
from goldthread.mailbox import commands, forms, keeping, raw, settings, threads
from goldthread.mailbox.choices import OPEN, Harm, State, Via
from goldthread.mailbox.models import IncomingEmail
from goldthread.themes.safeguarding.models import SafeguardingReview
from goldthread.web.forms import lower_first
from goldthread.web.jinja import moment
from goldthread.web.render import render_page

_READ, _SORT, _ORIGINAL, _CONTACT = "mailbox.read", "mailbox.sort", "feedback.original", "feedback.contact"
_REFERENCE = re.compile(r"EM-(\d{1,15})", re.IGNORECASE)
NEWEST = ("-received_at", "-id")
_LARGE = ("text", "quoted", "aside", "inside")
# A message is saved, never shown: nothing in it may run as a page of ours, or fetch anything.
_SAFE = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Download-Options": "noopen",
}


def seems_in_words(email: IncomingEmail) -> str:
    """Return what an e-mail seems to be, in words; "" where nothing says."""
    if email.seems in SOURCES:
        return SOURCES[email.seems].name
    return forms.OTHERS.get(email.seems, "")


def _state(email: IncomingEmail) -> Cell:
    return ", ".join(tag.text for tag in email.states())


def _files(email: IncomingEmail) -> Cell:
    return len([each for each in email.attachments if not each["inline"]]) or ""


COLUMNS = [
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Subject", "title", main=True),
    Column("State", _state),
    Column("Seems to be", seems_in_words),
    Column("Files", _files, numeric=True, off=True),
    Column("How it came", "via", optional=True),
    Column("Received", "received_on", sort=NEWEST),
]
VIEWS = (
    View("To sort", ""),
    View("Danger now?", "harm=danger&state=all"),
    View("Look today", "harm=today&state=all"),
    View("Could not be read", "state=unreadable"),
    View("Set aside", "state=aside"),
    View("All e-mails", "state=all"),
)


def _narrow(records: Any, chosen: Mapping[str, Any]) -> Any:
    state = chosen.get("state") or ""
    if chosen.get("harm"):
        records = records.harm_not_reviewed().filter(harm=chosen["harm"])
    if not state:
        records = records.to_sort()
    elif state != "all":
        records = records.filter(state=state)
    for word in (chosen.get("words") or "").split()[:6]:
        number = _REFERENCE.fullmatch(word)
        said = Q(subject__icontains=word) | Q(text__icontains=word)
        records = records.filter(Q(number=int(number[1])) if number else said)
    return records


def emails(request: HttpRequest) -> HttpResponse:
    """List the e-mails, those to sort first."""
    problem, state = settings.state_in_words(settings.of_council(request.person.council_id))
    return list_page(
        request,
        IncomingEmail,
        filter_form=forms.EmailFilter,
        columns=COLUMNS,
        narrow=_narrow,
        order=NEWEST,
        without=_LARGE,
        buttons=[("Add saved e-mail", "mailbox:add_saved", _SORT)],
        views=VIEWS,
        template="mailbox/list.html",
        mailbox_problem=problem,
        mailbox_state=state,
        mailbox_is_on=state != "off",
    )


def email(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one e-mail: what is new in it, what is folded away, its files, its thread, and what can be done with it."""
    record = get_record(request, IncomingEmail, pk, along=("feedback", "suggested", "harm_reviewed_by"))
    is_open = record.state in OPEN
    waits_for_review = (
        bool(record.harm) and record.harm_reviewed_at is None and record.state != State.FEEDBACK
    )
    thread = IncomingEmail.objects.visible_to(request.person).filter(thread=record.thread).exclude(pk=pk)
    twin = threads.same_message(record)
    return record_page(
        request,
        record,
        "mailbox/email.html",
        tags=[(tag.text, tag.kind) for tag in record.states()],
        facts=_facts(request, record),
        links=_links(record),
        crumbs=[("E-mails", reverse("mailbox:list"))],
        is_open=is_open,
        can_add=is_open and record.state != State.UNREADABLE and bool(commands.texts_there(record)),
        seems=seems_in_words(record),
        seems_source=record.seems if record.seems in SOURCES else "",
        seems_name=lower_first(SOURCES[record.seems].name) if record.seems in SOURCES else "",
        waits_for_review=waits_for_review,
        danger=record.harm == Harm.DANGER,
        outcome=dict(SafeguardingReview.Outcome.choices).get(record.harm_outcome, ""),
        files=[{**each, "size": size_in_words(each["size"])} for each in record.attachments],
        thread=list(thread.defer(*_LARGE).order_by("received_at", "pk")[:50]),
        twin=twin if twin is not None and request.person.may(_SORT) else None,
        shows_feedback=record.feedback is not None
        and Feedback.objects.visible_to(request.person).filter(pk=record.feedback_id).exists(),
    )


def _facts(request: HttpRequest, record: IncomingEmail) -> list[tuple[str, Any]]:
    return [
        ("Received", moment(record.received_at)),
        ("Sent", moment(record.sent_at) if record.sent_at else None),
        ("How it came", record.get_via_display()),
        ("Size", size_in_words(record.size)),
        ("Feedback", link(request, record.feedback, str(record.feedback)) if record.feedback else ""),
        ("Joined because", record.get_how_display()),
        ("Set aside because", record.get_aside_because_display()),
        ("Reason", record.aside_reason),
    ]


def _links(record: IncomingEmail) -> list[tuple[str, str, str]]:
    """Return what can be done with an e-mail beside sorting it."""
    key = [record.pk]
    if record.forgotten_on:
        return []
    links = []
    if record.state in (State.ASIDE, State.JOINED):
        links.append(("Take back to sort again", reverse("mailbox:take_back", args=key), _SORT))
    if record.state != State.UNREADABLE:
        links += [
            ("Show who sent it", reverse("mailbox:sender", args=key), _CONTACT),
            ("Open original text", reverse("mailbox:original", args=key), _ORIGINAL),
        ]
    return [*links, ("Download the message", reverse("mailbox:download", args=key), _ORIGINAL)]


def add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add an e-mail as feedback: by one press on its page, or with what the form asks."""
    record = get_record(request, IncomingEmail, pk)
    texts = commands.texts_there(record)
    return form_page(
        request,
        forms.AddForm,
        commands.add_as_feedback,
        title=f"Add {record.reference} as feedback",
        options={"texts": texts},
        initial={
            "source": record.seems if record.seems in SOURCES else "complaint",
            "text": commands.usual_text(record),
        },
        done=lambda feedback: f"{record.reference} was added as {feedback.reference}.",
        then=lambda feedback: _where(request, feedback, record),
        page={"intro": record.title, "submit": "Add feedback", "back": address(record)},
        email=record,
    )


def _where(request: HttpRequest, feedback: Feedback, record: IncomingEmail) -> str:
    """Return where somebody is led after an e-mail became feedback; a rule may have given it to another team."""
    visible = Feedback.objects.visible_to(request.person).filter(pk=feedback.pk).exists()
    return address(feedback) if visible else address(record)


def join(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Join an e-mail to feedback that is here already."""
    record = get_record(request, IncomingEmail, pk, along=("suggested",))

    def join_to(*, by: Person, feedback: str) -> IncomingEmail:
        found = find_of(by, Feedback, feedback)
        if found is None:
            raise Refused(f"There is no feedback called {feedback} that you may open.", field="feedback")
        return commands.join_email(by=by, email=record, feedback=found)

    return form_page(
        request,
        forms.JoinForm,
        join_to,
        title=f"Join {record.reference} to feedback",
        initial={"feedback": record.suggested.reference if record.suggested else ""},
        done=lambda email: f"{email.reference} was joined to {email.feedback.reference}.",
        then=lambda email: address(email.feedback),
        page={"intro": record.title, "submit": "Join e-mail", "back": address(record)},
    )


def set_aside(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Set an e-mail aside."""
    record = get_record(request, IncomingEmail, pk)
    return form_page(
        request,
        forms.AsideForm,
        commands.set_aside,
        title=f"Set {record.reference} aside",
        done=f"{record.reference} was set aside. It can be taken back on its page.",
        then=lambda email: reverse("mailbox:list"),
        page={"intro": record.title, "submit": "Set aside", "back": address(record)},
        email=record,
    )


def review_harm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what somebody did who read an e-mail that may tell of harm."""
    record = get_record(request, IncomingEmail, pk)
    return form_page(
        request,
        forms.HarmReviewForm,
        commands.record_harm_review,
        title=f"Review {record.reference} for possible harm",
        done=f"{record.reference}: review recorded.",
        then=lambda email: address(email) if request.person.may(_SORT) else reverse("mailbox:list"),
        page={"intro": record.title, "submit": "Record review", "back": address(record)},
        email=record,
    )


@require_POST
def take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take an e-mail back to be sorted again."""
    record = get_record(request, IncomingEmail, pk)
    return _done(request, record, commands.take_back, f"{record.reference} waits to be sorted again.")


@require_POST
def read_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Read an e-mail again that could not be read."""
    record = get_record(request, IncomingEmail, pk)
    return _done(request, record, commands.read_again, f"{record.reference} could be read.")


def _done(request: HttpRequest, record: IncomingEmail, command: Any, said: str) -> HttpResponse:
    try:
        command(by=request.person, email=record)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect(address(record))


def original(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the text of an e-mail as it was written to whoever gives a reason."""
    return _with_reason(
        request,
        pk,
        "Open original text",
        lambda record: render_page(
            request,
            "web/original_text.html",
            {"record": record, "spec": record.spec, "originals": originals_of(record)},
        ),
    )


def download(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Download a message as it came, for whoever gives a reason."""
    return _with_reason(request, pk, "Download the message", _file)


def _file(record: IncomingEmail) -> HttpResponse:
    held = raw.opened(record)
    name = raw.filename(record, held.read(8))
    held.seek(0)
    response = FileResponse(held, as_attachment=True, filename=name, content_type="application/octet-stream")
    for header, value in _SAFE.items():
        response[header] = value
    return response


def _with_reason(request: HttpRequest, pk: uuid.UUID, title: str, opened: Any) -> HttpResponse:
    record = get_record(request, IncomingEmail, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.open_message(by=request.person, email=record, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error("reason", str(refused))
        else:
            return opened(record)
    context = {
        "form": form,
        "title": f"{title} of {record.reference}"
        if title.startswith("Open")
        else f"{title} {record.reference}",
        "intro": "Names are not hidden in it. That you opened it, and why, is in the audit log.",
        "submit": title,
        "back": address(record),
    }
    return render_page(request, "web/form_page.html", context)


def sender(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show who sent an e-mail, and to whom, once somebody presses for it; who opened it is in the audit log."""
    record = get_record(request, IncomingEmail, pk)
    context: dict[str, Any] = {"record": record, "people": None, "refusal": ""}
    if request.method == "POST":
        try:
            context["people"] = commands.open_sender(by=request.person, email=record)
        except Refused as refused:
            context["refusal"] = str(refused)
    return render_page(request, "mailbox/sender.html", context)


def add_saved(request: HttpRequest) -> HttpResponse:
    """Add an e-mail that was saved as a file."""

    def keep(*, by: Person, file: Any) -> IncomingEmail:
        return keeping.keep_email(by=by, message=file.read(), via=Via.UPLOAD)

    return form_page(
        request,
        forms.SavedEmailForm,
        keep,
        title="Add saved e-mail",
        done=lambda email: f"{email.reference} is here: {email.get_state_display().lower()}.",
        then=address,
        page={"submit": "Add e-mail", "back": reverse("mailbox:list")},
    )


@require_POST
def look_now(request: HttpRequest) -> HttpResponse:
    """Look into the mailbox now."""
    try:
        settings.look_now(by=request.person)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, "The mailbox is being read. What is new stands here in a moment: load the page again."
        )
    return redirect("mailbox:list")
