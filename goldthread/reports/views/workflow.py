"""What is done to an edition: made at one press, written in, commented on, approved, answered, published, corrected."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.records.forms import ReasonForm
from goldthread.council.records.pages import address, form_page, get_record
from goldthread.reports import commands, forms
from goldthread.reports.kinds import KINDS, Kind
from goldthread.reports.models import BOARD, BoardReport
from goldthread.reports.periods import period_between, periods
from goldthread.web.forms import Form


def make(request: HttpRequest, report: str) -> HttpResponse:
    """Make a draft of a kind of report, of the last full period unless another is chosen."""
    chosen = KINDS.get(report)
    if chosen is None or report == BOARD:
        raise Http404

    def draft(**given: Any) -> BoardReport:
        team = given.pop("team", None)
        if team is not None:
            given |= {"team": str(team.pk), "team_name": team.name}
        return commands.draft_report(kind=report, made_on=timezone.localdate(), **given)

    return form_page(
        request,
        forms.CaseListForm if chosen.chosen else forms.MakeForm,
        draft,
        title=chosen.name,
        initial={"period": periods(timezone.localdate(), chosen.periods)[0].slug},
        options={"kind": chosen},
        done=lambda made: f"Draft {made.reference} made.",
        page={"intro": chosen.what_it_is, "submit": "Make draft", "back": reverse("reports:list")},
    )


def commentary(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write in the sections of an edition."""
    report = get_record(request, BoardReport, pk)
    return form_page(
        request,
        forms.CommentaryForm,
        commands.write_commentary,
        title=f"Write in {report.reference}",
        record=report,
        initial=report.commentary,
        options={"kind": _kind(report)},
        page={"intro": report.title, "back": address(report)},
        report=report,
    )


def ask_for_comments(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for comments on a draft."""
    return _step(
        request,
        pk,
        commands.ask_for_comments,
        "Ask for comments",
        "Everybody who makes or approves reports can read it and write a note on it. After that it can be approved.",
        "open for comment",
    )


def count_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Count the figures of a draft again."""
    return _step(
        request,
        pk,
        commands.count_again,
        "Count again",
        "Its figures are counted again as the records stand now. What was written in it stays.",
        "counted again",
        counted_on=timezone.localdate(),
    )


def approve(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Approve an edition."""
    return _step(
        request,
        pk,
        commands.approve,
        "Approve",
        "Its figures and its texts stay as they are now. Whoever drafted it cannot approve it.",
        "approved",
        on=timezone.localdate(),
    )


def publish(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Publish an approved edition."""
    return _step(
        request,
        pk,
        commands.publish,
        "Publish",
        "Everybody for whom it is written can read it. It is not changed afterwards; a later edition can correct it.",
        "published",
        on=timezone.localdate(),
    )


def return_to_draft(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Return an edition to its drafter."""
    report = get_record(request, BoardReport, pk)
    return form_page(
        request,
        ReasonForm,
        commands.return_to_draft,
        title=f"Return {report.reference} to draft",
        done=f"{report.reference} returned to draft.",
        page={"intro": report.title, "submit": "Return to draft", "back": address(report)},
        report=report,
    )


def respond(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write the response of the Member responsible for complaints."""
    report = get_record(request, BoardReport, pk)
    return form_page(
        request,
        forms.ResponseForm,
        commands.respond,
        title=f"Respond to {report.reference}",
        record=report,
        initial={"response": report.commentary.get("response", "")},
        page={"intro": report.title, "submit": "Save response", "back": address(report)},
        report=report,
        on=timezone.localdate(),
    )


def correct(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a published edition by drafting a new one that says what was wrong."""
    report = get_record(request, BoardReport, pk)
    today = timezone.localdate()
    period = period_between(report.since, report.until)
    slug = next((each.slug for each in periods(today, _kind(report).periods) if each == period), "")

    def draft(**given: Any) -> BoardReport:
        if not slug:
            raise Refused("That period is too long ago for a new edition.")
        return commands.draft_report(kind=report.kind, period=slug, made_on=today, corrects=report, **given)

    return form_page(
        request,
        forms.CorrectionForm,
        draft,
        title=f"Correct {report.reference} by a new edition",
        done=lambda made: f"Draft {made.reference} made; it corrects {report.reference}.",
        page={"intro": report.title, "submit": "Make draft", "back": address(report)},
    )


def _kind(report: BoardReport) -> Kind:
    if report.kind not in KINDS:
        raise Http404
    return KINDS[report.kind]


def _step(
    request: HttpRequest,
    pk: uuid.UUID,
    command: Callable[..., BoardReport],
    title: str,
    intro: str,
    done: str,
    **given: Any,
) -> HttpResponse:
    report = get_record(request, BoardReport, pk)
    return form_page(
        request,
        Form,
        command,
        title=f"{title}: {report.reference}",
        done=f"{report.reference} {done}.",
        page={"intro": intro, "submit": title, "back": address(report)},
        report=report,
        **given,
    )
