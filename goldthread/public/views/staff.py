"""Pages for staff: the forms that were sent, by which door, and what must follow each, with "try again"."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.casework.consents.models import ConsentRequest
from goldthread.council.command import Refused
from goldthread.council.links.commands import link_of
from goldthread.council.records.list_columns import Column
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, get_record, link, record_page
from goldthread.public import commands, queries
from goldthread.public.choices import Kind, Standing
from goldthread.public.doors import DOORS
from goldthread.public.manner import manner_from
from goldthread.public.models import Submission
from goldthread.web.forms import FilterForm
from goldthread.web.render import render_page

_MANAGE = "casework.manage"
_MOST = 50
COLUMNS = [
    Column("Reference", lambda form: form.feedback.reference, main=True),
    Column("Form", lambda form: DOORS[form.door].name),
    Column("Type", lambda form: form.get_kind_display()),
    Column("Sent on", "sent_on", sort=("sent_on", "id")),
    Column("State", lambda form: form.states()[0].text),
]


class SubmissionFilter(FilterForm):
    """Filters of the list: by door, by what was told, and those that somebody must see to."""

    door = forms.ChoiceField(
        label="Form", choices=[("", "Any form"), *((door.slug, door.name) for door in DOORS.values())]
    )
    kind = forms.ChoiceField(label="Type", choices=[("", "Any type"), *Kind.choices])
    failed = forms.BooleanField(label="Not followed up")


def submissions(request: HttpRequest) -> HttpResponse:
    """List the forms that were sent, newest first."""

    def narrow(records: Any, filters: Mapping[str, Any]) -> Any:
        return records.to_see_to(timezone.now()) if filters.get("failed") else records

    return list_page(
        request,
        Submission,
        filter_form=SubmissionFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=("-sent_on", "-id"),
        along=("feedback",),
        attach=lambda shown: prefetch_related_objects(list(shown), "follow_ups"),
        name=lambda form: form.feedback.reference,
        intro="Forms that the public sent. What they wrote is on the feedback that each became.",
    )


def submission(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show how one form came, what must follow it, and its private link."""
    record = get_record(request, Submission, pk, withdrawn=True)
    consent = (
        ConsentRequest.objects.filter(feedback=record.feedback_id).order_by("-created_at", "-pk").first()
    )
    rows, now = list(record.follow_ups.order_by("duty", "pk")), timezone.now()
    manages = request.person.may(_MANAGE)
    may_try = manages and any(row.standing in (Standing.FAILED, Standing.WAITING) for row in rows)
    unsure = any(row.standing == Standing.UNSURE for row in rows)
    return record_page(
        request,
        record,
        "public/submission.html",
        caption="Public form",
        tags=[(tag.text, tag.kind) for tag in record.states()],
        facts=[
            ("Feedback", link(request, record.feedback)),
            ("Form", DOORS[record.door].name),
            ("By this form", f"{queries.by_the_same_door(request.person, record):,} in the last 12 months"),
            ("Type", record.get_kind_display()),
            ("Sent on", record.sent_on),
            ("Filled in as", manner_from(record.read_as).in_words),
            ("Filled in by", record.filled_in_by),
            ("Sent by", record.get_relation_display()),
            ("E-mail address", _email_in_words(record)),
            ("Consent of the person", link(request, consent) if consent is not None else ""),
        ],
        crumbs=[("Public forms", reverse("public:submissions"))],
        follow_ups=rows,
        again=reverse("public:again", args=[pk]) if may_try else "",
        seen_to=reverse("public:seen_to", args=[pk]) if manages and unsure else "",
        late=any(row.needs_somebody(now) and row.standing != Standing.UNSURE for row in rows),
        private_link=link_of(record),
    )


def to_see_to(request: HttpRequest) -> HttpResponse:
    """List what must follow public forms and was not done, each with "try again"."""
    now = timezone.now()
    forms = queries.to_see_to(request.person, now).select_related("feedback", "council")
    shown = list(forms.prefetch_related("follow_ups").order_by("created_at", "pk")[:_MOST])
    rows = [
        {
            "form": form,
            "duties": [each for each in form.follow_ups.all() if each.needs_somebody(now)],
            "again": any(
                each.standing != Standing.UNSURE for each in form.follow_ups.all() if each.needs_somebody(now)
            ),
            "unsure": any(each.standing == Standing.UNSURE for each in form.follow_ups.all()),
        }
        for form in shown
    ]
    return render_page(request, "public/to_see_to.html", {"rows": rows, "count": forms.count()})


def _email_in_words(record: Submission) -> str:
    if not record.has_email:
        return ""
    return "Confirmed" if record.email_confirmed else "Not confirmed: it receives the reference only"


@require_POST
def again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Try again what must follow a form."""
    return _do(request, pk, commands.try_again, "tried again. Open this page again in a minute.")


@require_POST
def seen_to(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark what may have been sent as seen to."""
    return _do(request, pk, commands.mark_seen_to, "marked as seen to.")


def _do(request: HttpRequest, pk: uuid.UUID, command: Any, done: str) -> HttpResponse:
    record = get_record(request, Submission, pk)
    try:
        command(by=request.person, submission=record)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{record.feedback.reference}: {done}")
    return redirect(reverse("public:to_see_to") if "listed" in request.POST else address(record))
