"""The theme list's pages: its history, adding, editing, merging and splitting themes, export and import."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.council.records.pages import form_page
from goldthread.themes.codebook import codebook_file, commands, queries, sharing
from goldthread.themes.codebook.forms import (
    AddForm,
    ExportForm,
    ImportFileForm,
    ImportThemesForm,
    MergeForm,
    MoveForm,
    SplitForm,
    ThemeForm,
)
from goldthread.themes.codebook.models import CodebookVersion, Theme
from goldthread.themes.coding.quotes import readable_points
from goldthread.themes.counting.counts import Filters
from goldthread.themes.counting.queries import codings_of, quotes_of
from goldthread.web.forms import Form
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page

_CONTENT_TYPES = {".json": "application/json", ".csv": "text/csv", ".qdc": "application/xml"}


def versions(request: HttpRequest) -> HttpResponse:
    """List the versions of the codebook."""
    rows = CodebookVersion.objects.visible_to(request.person).defer("book").select_related("by")
    return render_page(request, "themes/versions.html", {"page": paginate(request, rows, ("-number",))})


def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version of the codebook, and what it changed."""
    rows = CodebookVersion.objects.visible_to(request.person).select_related("by")
    this = get_object_or_404(rows, number=number)
    before = rows.filter(number=number - 1).first()
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in this.book:
        groups.setdefault(entry["group"], []).append(entry)
    context = {"version": this, "groups": groups, "changes": queries.changes(before, this) if before else []}
    return render_page(request, "themes/version.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Add a theme to the codebook."""
    form = AddForm(
        request.POST or None, person=request.person, initial={"split_from": request.GET.get("split_from")}
    )

    def save(**cleaned: Any) -> tuple[Theme, str]:
        theme = commands.add_theme(by=request.person, **cleaned)
        return theme, f"Theme {theme.name} added."

    return _form_page(request, form, save, {"heading": "Add a theme", "submit": "Add theme"})


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a theme's name, definition and examples."""
    theme = _theme(request, pk)
    return form_page(
        request,
        ThemeForm,
        commands.edit_theme,
        title=f"Edit {theme.name}",
        record=theme,
        initial={"examples": "\n".join(theme.examples)},
        done=lambda changed: f"Theme {changed.name} saved.",
        page={"submit": "Save theme"},
        theme=theme,
    )


def merge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Merge a theme into another."""
    theme = _theme(request, pk)

    def save(**cleaned: Any) -> tuple[Theme, str]:
        into = commands.merge_themes(by=request.person, theme=theme, **cleaned)
        return into, f"{theme.name} merged into {into.name}."

    context = {
        "heading": f"Merge {theme.name} into another theme",
        "theme": theme,
        "hint": "Its issues move to the other theme. The history keeps this theme, and no new issues can be coded "
        "to it.",
        "submit": "Merge themes",
    }
    return _form_page(request, MergeForm(request.POST or None, theme=theme), save, context)


def split(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a theme in favour of several."""
    theme = _theme(request, pk)

    def save(**cleaned: Any) -> tuple[Theme, str]:
        commands.split_theme(
            by=request.person, theme=theme, into=list(cleaned["into"]), reason=cleaned["reason"]
        )
        return theme, f"Theme {theme.name} split."

    context = {
        "heading": f"Split {theme.name}",
        "theme": theme,
        "hint": "Its issues stay in this theme until somebody moves them.",
        "submit": "Split theme",
    }
    return _form_page(request, SplitForm(request.POST or None, theme=theme), save, context)


def move(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Move points from one theme to another, such as after a split."""
    theme = _theme(request, pk)
    form = MoveForm(request.POST or None, theme=theme)

    def save(**cleaned: Any) -> tuple[Theme, str]:
        keys = [key for key in map(_key, request.POST.getlist("point")) if key]
        points = list(readable_points(request.person).filter(pk__in=keys))
        to_theme = commands.move_codings(by=request.person, points=points, from_theme=theme, **cleaned)
        return theme, f"Issues moved to {to_theme.name}."

    codings = codings_of(request.person, theme, Filters())
    page = paginate(request, codings, ("-month", "-id"), per_page=50)
    context = {
        "theme": theme,
        "page": page,
        "quotes": quotes_of(page.rows),
        "ticked": request.POST.getlist("point"),
    }
    return _form_page(request, form, save, context, "themes/move.html")


def export(request: HttpRequest) -> HttpResponse:
    """Show what would stand in the way of exporting the codebook, and return it as a file."""
    entries = codebook_file.current_entries(request.person.council_id)
    identifiers = codebook_file.find_identifiers(entries)
    form = ExportForm(request.POST if request.method == "POST" else None, identifiers=bool(identifiers))
    if request.method == "POST" and form.is_valid():
        today = timezone.localdate()
        try:
            data = sharing.export_codebook(by=request.person, made_on=today, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            ending = form.cleaned_data["file_type"]
            response = HttpResponse(data, content_type=_CONTENT_TYPES[ending])
            response["Content-Disposition"] = f'attachment; filename="theme-list-{today:%Y-%m-%d}{ending}"'
            return response
    context = {
        "form": form,
        "identifiers": identifiers,
        "count": len(entries),
    }
    return render_page(request, "themes/export_codebook.html", context)


def import_file(request: HttpRequest) -> HttpResponse:
    """Import themes from a file: choose the file, see what is new and different, and choose what to import."""
    if request.method == "POST" and "content" in request.POST:
        return _import_themes(request)
    form = ImportFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data["file"].read(codebook_file.MOST_BYTES + 1)
            entries = codebook_file.parse(data, form.cleaned_data["file"].name)
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return _preview(request, entries, ImportThemesForm(entries=entries))
    return render_page(request, "themes/import_file.html", {"form": form})


def _import_themes(request: HttpRequest) -> HttpResponse:
    try:
        entries = codebook_file.parse(request.POST["content"].encode())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("themes:import_codebook")
    form = ImportThemesForm(request.POST, entries=entries)
    if form.is_valid():
        try:
            version = sharing.import_themes(by=request.person, entries=entries, **form.cleaned_data)
        except Refused as refused:
            form.add_error("wanted", str(refused))
        else:
            messages.success(request, f"{version.change}.")
            return redirect("themes:version", number=version.number)
    return _preview(request, entries, form)


def _preview(
    request: HttpRequest, entries: list[codebook_file.Entry], form: ImportThemesForm
) -> HttpResponse:
    compared = codebook_file.compare_entries(request.person.council_id, entries)
    context = {
        "form": form,
        "content": codebook_file.to_json(entries, made_on=timezone.localdate()).decode(),
        "new": [one for one in compared if one.state == "new"],
        "changed": [one for one in compared if one.state == "changed"],
        "same": [one for one in compared if one.state == "same"],
        "closed": [one for one in compared if one.state == "closed"],
        "ticked": form["wanted"].value() or (),
    }
    return render_page(request, "themes/import_preview.html", context)


def _form_page(
    request: HttpRequest,
    form: Form,
    save: Callable[..., tuple[Theme, str]],
    context: dict[str, Any],
    template: str = "themes/theme_form.html",
) -> HttpResponse:
    """Show a form, save it and go to the theme that `save` returns with its message; refusals are shown on it."""
    if request.method == "POST" and form.is_valid():
        try:
            theme, message = save(**form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, message)
            return redirect("themes:detail", pk=theme.pk)
    return render_page(request, template, {"form": form, **context})


def _theme(request: HttpRequest, pk: uuid.UUID) -> Theme:
    return get_object_or_404(Theme.objects.visible_to(request.person), pk=pk)


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
