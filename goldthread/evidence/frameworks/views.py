"""Pages of the framework: its versions, one to read, loading the next, what changed, and claims that move."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.models import Person
from goldthread.council.records.list_columns import Column
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import form_page, get_record, record_page
from goldthread.evidence.commands import move_claim
from goldthread.evidence.frameworks import commands, forms
from goldthread.evidence.frameworks.difference import difference, suggested
from goldthread.evidence.frameworks.file import write_file
from goldthread.evidence.frameworks.in_force import (
    next_version,
    under_no_statement,
    version_called,
    version_in_force,
    version_of,
    versions_of,
)
from goldthread.evidence.frameworks.models import CouncilFramework
from goldthread.evidence.models import Claim, statement_name
from goldthread.standards.framework import Framework
from goldthread.web.jinja import date
from goldthread.web.render import render_page

COLUMNS = (
    Column("Version", "name", main=True),
    Column(
        "In force from", lambda version: date(version.in_force_from) if version.in_force_from else "Draft"
    ),
    Column("Loaded on", "loaded_on", sort=("-loaded_on", "-id")),
    Column("Loaded by", lambda version: version.by.name),
    Column("File", "file_name", off=True),
)


def frameworks(request: HttpRequest) -> HttpResponse:
    """List the versions that the council loaded, with the one in force and those that come with Goldthread."""
    council_id = request.person.council_id
    now = version_in_force(council_id)
    return list_page(
        request,
        CouncilFramework,
        columns=COLUMNS,
        order=("-loaded_on", "-id"),
        along=("by",),
        without=("content",),
        buttons=[("Load a version", "evidence:load_framework", "evidence.framework")],
        template="evidence/frameworks.html",
        now=now,
        shipped=[each.book for each in versions_of(council_id) if each.record is None],
        to_move=under_no_statement(Claim.objects.visible_to(request.person), timezone.localdate()).count(),
    )


def framework(request: HttpRequest) -> HttpResponse:
    """Show a version to read: themes, statements, scores, ratings and evidence categories, each with its source."""
    book = _asked(request, "version") or version_in_force(request.person.council_id).book
    return render_page(request, "evidence/framework.html", {**_read(book), "now": _is_now(request, book)})


def _read(book: Framework) -> dict[str, Any]:
    return {
        "book": book,
        "themes": [(t, [s for s in book.statements if s.theme == t.slug]) for t in book.themes],
        "unplaced": [s for s in book.statements if s.theme not in {t.slug for t in book.themes}],
    }


def _is_now(request: HttpRequest, book: Framework) -> bool:
    return version_in_force(request.person.council_id).book.slug == book.slug


def _asked(request: HttpRequest, name: str) -> Framework | None:
    """Return the version that an address names, None where it names none; one that the council has not is a 404."""
    slug = request.GET.get(name, "")
    if not slug:
        return None
    try:
        return version_called(request.person.council_id, slug)
    except KeyError as error:
        raise Http404(slug) from error


def file(request: HttpRequest) -> HttpResponse:
    """Download a version as a spreadsheet, to be changed and loaded again."""
    book = _asked(request, "version") or version_in_force(request.person.council_id).book
    response = HttpResponse(write_file(book), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="framework-{book.slug}.csv"'
    return response


def council_framework(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a version that the council loaded."""
    record = get_record(request, CouncilFramework, pk, withdrawn=True, along=("by",))
    version = version_of(record)
    here = f"?version={record.slug}"
    links = [("Download as a spreadsheet", reverse("evidence:framework_file") + here, "evidence.read")]
    if version is not None:
        changes = f"{reverse('evidence:framework_changes')}?new={record.slug}"
        links.insert(0, ("What changes", changes, "evidence.read"))
    today = timezone.localdate()
    now = version_in_force(record.council_id)
    tags = [(state.text, state.kind) for state in record.spec.states(record, today)]
    if now.record is not None and now.record.pk == record.pk:
        tags = [("In force", "confirmed")]
    return record_page(
        request,
        record,
        "evidence/council_framework.html",
        edit="evidence:edit_framework",
        tags=tags,
        links=links,
        facts=[
            ("In force from", date(record.in_force_from) if record.in_force_from else "Not set"),
            ("Loaded on", date(record.loaded_on)),
            ("Loaded by", record.by.name),
            ("File", record.file_name),
            ("Rows", len(record.content)),
        ],
        crumbs=[("Evidence", reverse("evidence:list")), ("Framework", reverse("evidence:frameworks"))],
        **(_read(version.book) if version is not None else {"book": None, "themes": [], "unplaced": []}),
    )


def load(request: HttpRequest) -> HttpResponse:
    """Load a version of the framework from a file."""

    def save(*, by: Person, file: Any, in_force_from: Any) -> CouncilFramework:
        return commands.load_framework(
            by=by, rows=file.rows, file_name=file.name, in_force_from=in_force_from, on=timezone.localdate()
        )

    return form_page(
        request,
        forms.LoadForm,
        save,
        title="Load a version of the framework",
        done=lambda version: f"“{version.name}” loaded.",
        page={
            "intro": "Download the version in force, change it in a spreadsheet, and load it here. A statement that keeps "
            "its short name keeps its claims.",
            "submit": "Load version",
            "back": reverse("evidence:frameworks"),
        },
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct the name of a version, or from when it is in force."""
    record = get_record(request, CouncilFramework, pk)
    return form_page(
        request,
        forms.EditFrameworkForm,
        commands.edit_framework,
        title="Correct version of the framework",
        record=record,
        framework=record,
    )


def changes(request: HttpRequest) -> HttpResponse:
    """Show what changed between two versions, and which claims stand under a statement that the newer does not have."""
    council_id = request.person.council_id
    every = [each.book for each in versions_of(council_id)]
    now, following = version_in_force(council_id), next_version(council_id)
    new = _asked(request, "new") or (following.book if following else now.book)
    old = _asked(request, "old") or (now.book if new.slug != now.book.slug else _before(every, new))
    found = difference(old, new)
    claims = Claim.objects.visible_to(request.person).filter(
        archived_on=None, statement__in=[each.slug for each in found.gone]
    )
    of: dict[str, list[Claim]] = {}
    for claim in claims.order_by("statement", "position", "pk"):
        of.setdefault(claim.statement, []).append(claim)
    names = {each.slug: each.name for each in new.statements}
    context = {
        "found": found,
        "old": old,
        "new": new,
        "versions": every,
        "moving": [
            (each, of.get(each.slug, []), names.get(found.suggested(each.slug), "")) for each in found.gone
        ],
        "is_now": new.slug == now.book.slug,
    }
    return render_page(request, "evidence/framework_changes.html", context)


def _before(every: list[Framework], new: Framework) -> Framework:
    """Return the version that came before another, of those that a council can read; itself where none did."""
    slugs = [each.slug for each in every]
    at = slugs.index(new.slug) if new.slug in slugs else 0
    return every[max(0, at - 1)]


def move(request: HttpRequest) -> HttpResponse:
    """Move claims whose statement is asked no longer to statements of the framework in force, each by a command."""
    book = version_in_force(request.person.council_id).book
    claims = list(under_no_statement(Claim.objects.visible_to(request.person), timezone.localdate()))
    proposed = {
        claim.statement: suggested(book, claim.statement, statement_name(claim.statement)) for claim in claims
    }
    form = forms.MoveForm(request.POST or None, claims=claims, book=book, suggested=proposed)
    if request.method == "POST" and form.is_valid():
        moving = [(claim, form.chosen(claim)) for claim in claims if form.chosen(claim)]
        try:
            # All that are chosen or none of them.
            with transaction.atomic():
                for claim, statement in moving:
                    move_claim(
                        by=request.person,
                        claim=claim,
                        statement=statement,
                        reason=form.cleaned_data["reason"],
                    )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            many = "1 claim" if len(moving) == 1 else f"{len(moving)} claims"
            messages.success(request, f"{many} moved.")
            return redirect("evidence:frameworks" if len(moving) == len(claims) else "evidence:move")
    return render_page(request, "evidence/move_claims.html", {"form": form, "claims": claims, "book": book})
