"""The list of feedback, and its export."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from goldthread.council.command import Refused
from goldthread.council.models import Person, Team
from goldthread.council.records.bulk_pages import select_first
from goldthread.council.records.list_columns import Cell, Column, View, sorting
from goldthread.council.records.list_filters import by_words, filters_of
from goldthread.council.records.lists import list_page
from goldthread.council.records.work_columns import work_columns
from goldthread.feedback import exporting
from goldthread.feedback.clocks import RESPONSE_DUE
from goldthread.feedback.forms import ExportForm, FeedbackFilter, ImportFilter
from goldthread.feedback.importing.models import ImportBatch
from goldthread.feedback.models import Feedback, Speaker
from goldthread.feedback.queries import NEWEST, describe, narrow, usual_order
from goldthread.feedback.sources import SOURCES
from goldthread.feedback.themes_of_points import names_by_feedback
from goldthread.feedback.views import bulk
from goldthread.web.render import render_page

VIEWS = (
    View("All feedback", ""),
    View("Last week's complaints", "source=complaint&period=last-week&sort=received_on"),
    View(
        "Last week's complaints, not assigned",
        "source=complaint&period=last-week&whose=nobody&sort=received_on",
    ),
    View("Overdue", "due=overdue&sort=due_on"),
    View("Awaiting response", "waiting=1"),
    View("Response overdue", "overdue=1"),
    View("Awaiting redaction", "locked=1"),
)


def _state(feedback: Feedback) -> Cell:
    """Return how a piece stands: what has to be done first, else what came of it."""
    if feedback.is_locked:
        return {"text": "Awaiting redaction", "state": "late"}
    if feedback.wants_reply and not feedback.responded_on:
        if feedback.received_on < timezone.localdate() - RESPONSE_DUE:
            return {"text": "Response overdue", "state": "late"}
        return {"text": "Awaiting response", "state": "soon"}
    if feedback.closed_on:
        return feedback.outcome or "Closed"
    return "Response given" if feedback.responded_on else ""


def _themes(feedback: Feedback) -> Cell:
    """Return the first theme, and how many more there are."""
    names = feedback.theme_names
    return f"{names[0]} +{len(names) - 1}" if names[1:] else "".join(names)


def _by_name(names: dict[str, str]) -> list[str]:
    return sorted(names, key=lambda slug: names[slug])


def _teams(person: Person) -> list[Any]:
    return [*Team.objects.visible_to(person).order_by("name", "pk").values_list("pk", flat=True), None]


def columns(person: Person) -> list[Column]:
    columns = [
        Column("Reference", "reference", sort=("-number", "-id")),
        Column("Subject", "title", main=True),
        Column(
            "Type",
            lambda feedback: SOURCES[feedback.source].name,
            sort=("source", "-received_on", "-id"),
            groups=lambda person: _by_name({slug: source.name for slug, source in SOURCES.items()}),
        ),
        Column(
            "From",
            lambda feedback: feedback.get_speaker_display(),
            sort=("speaker", "-received_on", "-id"),
            groups=lambda person: _by_name(dict(Speaker.choices)),
        ),
        Column(
            "Team",
            lambda feedback: feedback.team.name if feedback.team else "",
            sort=("team_id", "-received_on", "-id"),
            groups=_teams,
        ),
        Column("Themes", _themes),
        Column("Received", "received_on", sort=("-received_on", "-id")),
        *work_columns(Feedback, NEWEST),
        Column("State", _state),
        Column("Outcome", "outcome", optional=True),
        Column("Date closed", "closed_on", optional=True),
        Column("Date of response", "responded_on", optional=True),
        Column("Received by", "channel", optional=True),
        Column("Service", "service", optional=True),
    ]
    return [column for column in columns if column.text != "Themes" or person.may("themes.read")]


def _attach_themes(person: Person, feedback: Sequence[Feedback]) -> None:
    names = names_by_feedback(feedback) if person.may("themes.read") else {}
    for each in feedback:
        each.theme_names = names.get(each.pk, [])


def listed(request: HttpRequest) -> HttpResponse:
    """List feedback: newest first, and what waits for a response the longest waiting first."""
    person = request.person
    return list_page(
        request,
        Feedback,
        filter_form=FeedbackFilter,
        columns=columns(person),
        narrow=partial(narrow, person),
        order=usual_order,
        along=("team", "owner"),
        attach=partial(_attach_themes, person),
        buttons=[
            ("Add feedback", "feedback:receive", "feedback.receive"),
            ("Import", "feedback:import_begin", "feedback.import"),
        ],
        tools=[("Export this list", "feedback:export", "feedback.export")],
        exports=False,
        bulk=bulk.ACTIONS,
        views=VIEWS,
        saves_views=True,
        template="feedback/list.html",
    )


@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """Export the filtered list, all its pages in its order, as a spreadsheet of redacted text."""
    person = request.person
    given = filters_of(request, FeedbackFilter, Feedback)
    if "selection" in given.errors:
        # What was ticked is kept for a day: without it all feedback would leave instead of a few pieces.
        return select_first(request, Feedback)
    filters = {name: value for name, value in given.cleaned_data.items() if name not in given.errors}
    batch = ImportBatch.objects.visible_to(person).filter(pk=filters.get("batch")).first()
    description = describe(person, filters, batch)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        # On disk, not in memory: a council has years of it. The file is deleted when it has been sent.
        out = tempfile.TemporaryFile(prefix="goldthread-export-")  # noqa: SIM115
        order, groups = sorting(person, request.GET.get("sort", ""), columns(person), usual_order(filters))
        try:
            exporting.export(
                by=person,
                filters=filters,
                kind=kind,
                out=out,
                order=order,
                groups=groups,
                most=exporting.MOST_AT_ONCE,
                reason=f"{description}, {kind}",
            )
        except Refused as refused:
            out.close()
            form.add_error("kind", str(refused))
        else:
            out.seek(0)
            name = exporting.file_name(kind, timezone.localdate())
            return FileResponse(out, as_attachment=True, filename=name)
    context = {
        "form": form,
        "description": description,
        "most": exporting.MOST_AT_ONCE,
        "back": f"{reverse('feedback:list')}?{request.GET.urlencode()}",
    }
    return render_page(request, "feedback/export.html", context)


IMPORT_COLUMNS = (
    Column("File", "filename", main=True),
    Column("Type", lambda batch: SOURCES[batch.source].plural),
    Column("State", lambda batch: _import_state(batch)),
    Column("Rows", "rows", numeric=True),
    Column("With errors", "errors", numeric=True),
    Column("Uploaded by", lambda batch: batch.by.name),
    Column("Uploaded on", lambda batch: timezone.localdate(batch.created_at), sort=("-created_at", "-id")),
)


def _import_state(batch: ImportBatch) -> Cell:
    waits = batch.state == ImportBatch.State.CHECKED
    words = batch.get_state_display()
    return {"text": words, "state": "soon"} if waits else words


def imports(request: HttpRequest) -> HttpResponse:
    """List the imports, newest first; those that were undone are in the audit log."""
    return list_page(
        request,
        ImportBatch,
        filter_form=ImportFilter,
        columns=IMPORT_COLUMNS,
        narrow=lambda batches, filters: by_words(request.person, batches, filters.get("words") or ""),
        order=("-created_at", "-id"),
        along=("by",),
        buttons=[("Import feedback", "feedback:import_begin", "feedback.import")],
        template="feedback/imports.html",
    )
