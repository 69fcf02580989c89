"""Pages of "You said, we did" for staff: the list, one entry, drafting, approving, publishing and taking down."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.records.list_columns import Column, View
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.responses.models import Ask
from goldthread.responses.said_and_done import commands, forms
from goldthread.responses.said_and_done.models import SaidAndDone, Stage, Worked
from goldthread.responses.said_and_done.public import shown

_DRAFT, _APPROVE = "responses.draft", "responses.approve"
COLUMNS = [
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("What it is about", "title", main=True),
    Column("Who said it", "said_by"),
    Column("Did it work?", "worked"),
    Column("Stage", "stage"),
    Column("Drafted on", "drafted_on", optional=True, sort=("-drafted_on", "-id")),
    Column("Published on", "published_on", sort=("-published_on", "-id")),
]


def listed(request: HttpRequest) -> HttpResponse:
    """List the entries, the newest first."""
    public = reverse("responses:you_said", args=[request.person.council.slug])
    return list_page(
        request,
        SaidAndDone,
        filter_form=forms.EntryFilter,
        columns=COLUMNS,
        views=(
            View("Drafts", "stage=draft"),
            View("To publish", "stage=approved"),
            View("Published", "stage=published"),
        ),
        template="responses/said_and_done/list.html",
        public=public,
    )


def entry(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one entry as the public reads it, what it is about, and what is to be done with it."""
    record = get_record(
        request, SaidAndDone, pk, withdrawn=True, along=("action", "drafted_by", "approved_by")
    )
    to = {name: reverse(f"responses:{name}_entry", args=[pk]) for name in ("approve", "publish", "take_down")}
    buttons = {
        Stage.DRAFT: [("Approve", to["approve"], _APPROVE)],
        Stage.APPROVED: [("Publish", to["publish"], _APPROVE)],
        Stage.PUBLISHED: [("Take down", to["take_down"], _APPROVE)],
    }.get(Stage(record.stage), [])
    asks = Ask.objects.visible_to(request.person).filter(written_up__entry=record).order_by("number")
    return record_page(
        request,
        record,
        "responses/said_and_done/entry.html",
        tags=[(tag.text, tag.kind) for tag in record.spec.states(record, timezone.localdate())],
        facts=[
            ("How many said it", record.people),
            ("Consent", record.consent_on),
            ("Action", link(request, record.action) if record.action else ""),
            ("Drafted by", record.drafted_by.name),
            ("Approved by", record.approved_by.name if record.approved_by else ""),
            ("Approved on", record.approved_on),
            ("Published on", record.published_on),
            ("Taken down on", record.taken_down_on),
            ("Taken down because", record.taken_down_because),
        ],
        buttons=buttons,
        links=[
            ("The public page", reverse("responses:you_said", args=[request.person.council.slug]), _DRAFT)
        ],
        edit="responses:edit_entry",
        entry=shown(record),
        asks=[(each, address(each)) for each in asks],
    )


def draft(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Draft an entry about a request."""
    ask = get_record(request, Ask, pk, along=("point", "action"))
    start: dict[str, Any] = {"title": ask.title[:120], "action": ask.action, "worked": Worked.NOT_YET}
    start |= {"said_by": "board" if ask.group else "people"}

    def save(*, by: Any, **fields: Any) -> SaidAndDone:
        return commands.draft_entry(by=by, asks=[ask], drafted_on=timezone.localdate(), **fields)

    return form_page(
        request,
        forms.EntryForm,
        save,
        title="Write up for “You said, we did”",
        initial=start,
        page={"intro": f"About {ask.reference}: {ask.title}", "submit": "Save draft", "back": address(ask)},
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct an entry, which is a draft again."""
    record = get_record(request, SaidAndDone, pk)
    return form_page(
        request,
        forms.EditEntryForm,
        commands.edit_entry,
        title=f"Correct {record.reference}",
        record=record,
        page={"intro": "It is a draft again, and off the page until it is approved and published anew."},
        entry=record,
    )


def _step(form: Any, command: Any, title: str, day: str, intro: str) -> Any:
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        record = get_record(request, SaidAndDone, pk)
        return form_page(
            request,
            form,
            command,
            title=f"{title} {record.reference}",
            record=record,
            initial={day: timezone.localdate()},
            template="responses/said_and_done/step.html",
            page={"intro": intro, "submit": title, "entry": shown(record)},
            entry=record,
        )

    view.__doc__ = f"{title} an entry."
    return view


approve = _step(
    forms.ApproveForm,
    commands.approve_entry,
    "Approve",
    "approved_on",
    "Your name stands beside it here. Check that nobody can be known by it.",
)
publish = _step(
    forms.PublishForm,
    commands.publish_entry,
    "Publish",
    "published_on",
    "Anybody can read it from then on, and it is in the feed.",
)
take_down = _step(
    forms.TakeDownForm,
    commands.take_down_entry,
    "Take down",
    "taken_down_on",
    "It is off the page at once. Whoever reads the feed may have kept it.",
)
