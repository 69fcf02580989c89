"""Feedback pages: a record, its original text and contact details, and equality monitoring."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from goldthread.analysis.tables.suppression import WITHHELD
from goldthread.council.command import Refused
from goldthread.council.records.pages import form_page, link, record_page
from goldthread.council.teams.successors import successor_of
from goldthread.feedback import commands, corrections
from goldthread.feedback.contacts import changing
from goldthread.feedback.duplicates.queries import find_same_words, group_of
from goldthread.feedback.equality_monitoring import equality_totals
from goldthread.feedback.forms import ContactForm, EditFeedbackForm, ReasonForm, TeamForm
from goldthread.feedback.models import Feedback
from goldthread.feedback.redaction.case_names import contact_of
from goldthread.feedback.redaction.detections import sensitive_topics
from goldthread.feedback.sources import SOURCES
from goldthread.web.jinja import url_if
from goldthread.web.render import render_page
from goldthread.web.shares import why_not_100


def get_feedback(request: HttpRequest, pk: uuid.UUID, *, withdrawn: bool = False) -> Feedback:
    """Return feedback that this person may see; 404 for any other, and for what is withdrawn unless asked for."""
    feedback = Feedback.objects.visible_to(request.person, withdrawn=withdrawn)
    return get_object_or_404(
        feedback.select_related("team", "organisation", "rule", "recorded_by", "owner"), pk=pk
    )


def equality_monitoring(request: HttpRequest) -> HttpResponse:
    """Show the equality monitoring totals."""
    totals = equality_totals(request.person, timezone.localdate())
    last = totals.until - datetime.timedelta(days=1)
    return render_page(
        request,
        "feedback/equality_monitoring.html",
        {
            "totals": totals,
            "last": last,
            "withheld": WITHHELD,
            "why_not_100": [
                why_not_100([None if share is None else round(share * 100) for _, _, share in question.rows])
                for question in totals.questions
            ],
        },
    )


def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one piece of feedback."""
    feedback = get_feedback(request, pk, withdrawn=True)
    prefetch_related_objects([feedback], "points")
    source, points = SOURCES[feedback.source], list(feedback.points.all())
    redactions = feedback.detections.values("placeholder").distinct().count()
    checks = request.person.may("feedback.receive") and feedback.withdrawn_on is None
    return record_page(
        request,
        feedback,
        "feedback/detail.html",
        caption=f"{source.name} {feedback.reference}",
        tags=_tags(feedback),
        facts=_facts(request, feedback),
        buttons=[] if feedback.forgotten_on else _buttons(feedback),
        links=[] if feedback.forgotten_on else _restricted(feedback, redactions),
        edit="" if feedback.forgotten_on else "feedback:edit_feedback",
        feedback=feedback,
        points=points,
        sensitive_topics=sensitive_topics(feedback, [point.text for point in points]),
        group=group_of(feedback),
        same=find_same_words(request.person, feedback) if checks else [],
    )


def _tags(feedback: Feedback) -> list[tuple[str, str]]:
    if feedback.is_locked:
        return [("Awaiting redaction", "orange")]
    return [("Awaiting response", "yellow")] if feedback.wants_reply and not feedback.responded_on else []


def _facts(request: HttpRequest, feedback: Feedback) -> list[tuple[str, Any]]:
    source = SOURCES[feedback.source]
    slugs = {extra.slug for extra in source.extras}
    return [
        ("Feedback from", feedback.get_speaker_display()),
        ("Received by", feedback.get_channel_display()),
        ("Date received", feedback.received_on),
        ("Date of incident", feedback.happened_on or "Not recorded"),
        ("Team", _team(feedback)),
        (source.organisation, link(request, feedback.organisation) if feedback.organisation else ""),
        ("Service", feedback.service),
        *((extra.label, feedback.extra.get(extra.slug)) for extra in source.extras),
        # What an earlier version asked for is shown as long as it is kept.
        *(
            (name.replace("_", " ").capitalize(), text)
            for name, text in feedback.extra.items()
            if name not in slugs
        ),
        ("Your own reference", feedback.their_reference),
        ("Format needed", feedback.format_needed),
        ("Outcome", feedback.outcome or ("Not recorded" if feedback.closed_on else "Open")),
        ("Date closed", feedback.closed_on),
        ("Rule that was followed", feedback.rule.name if feedback.rule else ""),
        (
            "Imported by" if feedback.batch_id else "Recorded by",
            feedback.recorded_by and feedback.recorded_by.name,
        ),
    ]


def _team(feedback: Feedback) -> str:
    """Return the team by its name of today; of one that is closed, with the team that took over."""
    if feedback.team is None:
        return "No single team"
    heir = successor_of(feedback.team)
    return f"{feedback.team.name}, {heir.name} now" if heir else feedback.team.name


def _buttons(feedback: Feedback) -> list[tuple[str, str, str]]:
    respond = "Change response" if feedback.responded_on else "Record response"
    close = "Change outcome" if feedback.closed_on else "Close case"
    return [
        (respond, reverse("feedback:respond", args=[feedback.pk]), "feedback.respond"),
        (close, reverse("feedback:close", args=[feedback.pk]), "feedback.receive"),
    ]


def _restricted(feedback: Feedback, redactions: int) -> list[tuple[str, str, str]]:
    """Return the links to the team, and to what is kept apart: redactions, original text and contact details."""
    pages = [
        ("Original text", "original", "feedback.original"),
        ("Contact details", "contact", "feedback.contact"),
    ]
    if feedback.closed_on is None:
        pages.insert(0, ("Correct team", "change_team", "feedback.receive"))
    if not feedback.is_locked:
        pages.insert(0, (f"Redactions ({redactions})", "redactions", "feedback.read"))
    links = [(text, reverse(f"feedback:{name}", args=[feedback.pk]), needs) for text, name, needs in pages]
    keep = url_if("learning:keep", kind="feedback", pk=feedback.pk) if feedback.source == "compliment" else ""
    return [("Record what to keep", keep, "learning.record"), *links] if keep else links


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct what was recorded of feedback."""
    feedback = get_feedback(request, pk)
    return form_page(
        request,
        EditFeedbackForm,
        corrections.edit_feedback,
        title=f"Correct feedback {feedback.reference}",
        record=feedback,
        initial=EditFeedbackForm.as_it_stands(feedback),
        options={"feedback": feedback},
        page={"intro": feedback.title},
        feedback=feedback,
        today=timezone.localdate(),
    )


def change_team(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct the team of feedback, with the reason."""
    feedback = get_feedback(request, pk)
    return form_page(
        request,
        TeamForm,
        corrections.change_team,
        title=f"Correct the team of {feedback.reference}",
        record=feedback,
        page={"intro": feedback.title},
        feedback=feedback,
    )


@never_cache
def original(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for a reason, and show the original text once."""
    feedback = get_feedback(request, pk)
    form = ReasonForm(request.POST or None)
    opened = None
    if request.method == "POST" and form.is_valid():
        try:
            opened = commands.open_original(
                by=request.person, feedback=feedback, reason=form.cleaned_data["reason"]
            )
        except Refused as refused:
            form.add_error("reason", str(refused))
    return render_page(
        request, "feedback/original.html", {"feedback": feedback, "form": form, "original": opened}
    )


@never_cache
def contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the contact details, and the form that corrects them; who opened them is recorded."""
    feedback = get_feedback(request, pk)
    context: dict[str, Any] = {"feedback": feedback, "contact": None, "refusal": "", "correction": None}
    context |= {"change": None, "letter": ""}
    if request.method == "POST":
        try:
            context["contact"] = commands.open_contact(by=request.person, feedback=feedback)
        except Refused as refused:
            context["refusal"] = str(refused)
        change = changing.waiting_change(feedback)
        if change is not None:
            context["change"] = change
            context["letter"] = changing.letter_to_old(
                request.person.council.name, feedback.reference, change
            )
        elif not feedback.forgotten_on:
            context["correction"] = ContactForm(initial=contact_of(feedback))
    return render_page(request, "feedback/contact.html", context)


@never_cache
@require_POST
def edit_contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct the contact details, from the page that shows them."""
    feedback = get_feedback(request, pk)

    def correct(*, counts: str, **given: Any) -> Feedback:
        if counts == "now":
            return corrections.edit_contact(**given)
        del given["version"]
        return changing.ask_for_change(asked_on=timezone.localdate(), **given)

    return form_page(
        request,
        ContactForm,
        correct,
        title=f"Correct contact details: {feedback.reference}",
        record=feedback,
        done=f"Contact details of {feedback.reference} saved",
        feedback=feedback,
    )
