"""The codebook's pages: its versions, changing, merging and splitting themes, and marking what happened."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from goldthread.council.command import Refused
from goldthread.themes.codebook import commands
from goldthread.themes.codebook import queries as codebook_queries
from goldthread.themes.codebook.forms import AddForm, MergeForm, MoveForm, SplitForm, ThemeForm
from goldthread.themes.codebook.models import CodebookVersion, Theme
from goldthread.themes.coding.quotes import points_open_to
from goldthread.themes.counting import queries
from goldthread.themes.counting.counts import Narrowing
from goldthread.web.forms import Form
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page


def versions(request: HttpRequest) -> HttpResponse:
    """List how the codebook has changed."""
    found = CodebookVersion.objects.visible_to(request.person).defer("book").select_related("by")
    return render_page(request, "themes/versions.html", {"page": paginate(request, found, ("-number",))})


def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show the codebook as it stood, and what that version changed in it."""
    found = CodebookVersion.objects.visible_to(request.person).select_related("by")
    this = get_object_or_404(found, number=number)
    before = found.filter(number=number - 1).first()
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in this.book:
        groups.setdefault(entry["group"], []).append(entry)
    context = {
        "version": this,
        "groups": groups,
        "changes": codebook_queries.changes(before, this) if before else [],
    }
    return render_page(request, "themes/version.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Add a theme to the codebook."""
    form = AddForm(
        request.POST or None, person=request.person, initial={"split_from": request.GET.get("split_from")}
    )

    def keep(**said: Any) -> Theme:
        return commands.add_theme(by=request.person, **said)

    return change_codebook(request, form, keep, "themes/theme_form.html", {"asks": "Add a theme"})


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change how a theme is named or described."""
    theme = theme_or_404(request, pk)
    names = ("name", "group", "what_it_is", "what_it_is_not")
    stands = {name: getattr(theme, name) for name in names}
    form = ThemeForm(request.POST or None, initial=stands | {"examples": "\n".join(theme.examples)})

    def keep(**said: Any) -> Theme:
        return commands.edit_theme(by=request.person, theme=theme, **said)

    context = {"asks": f"Change {theme.name}", "theme": theme}
    return change_codebook(request, form, keep, "themes/theme_form.html", context)


def merge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Merge a theme into another."""
    theme = theme_or_404(request, pk)

    def keep(**said: Any) -> Theme:
        return commands.merge_themes(by=request.person, theme=theme, **said)

    context = {
        "asks": f"Merge {theme.name} into another theme",
        "theme": theme,
        "hint": "Its points go along, and each keeps the theme that it first had. The theme itself stays in "
        "the history and can no longer be chosen.",
    }
    form = MergeForm(request.POST or None, theme=theme)
    return change_codebook(request, form, keep, "themes/theme_form.html", context)


def split(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a theme in favour of several."""
    theme = theme_or_404(request, pk)

    def keep(**said: Any) -> Theme:
        return commands.split_theme(
            by=request.person, theme=theme, into=list(said["into"]), reason=said["reason"]
        )

    context = {
        "asks": f"Split {theme.name} into several",
        "theme": theme,
        "hint": "Its points stay where they are until somebody moves them: only people can say which part "
        "each belongs to.",
    }
    form = SplitForm(request.POST or None, theme=theme)
    return change_codebook(request, form, keep, "themes/theme_form.html", context)


def move(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Move points from one theme to another, such as after a split."""
    theme = theme_or_404(request, pk)
    form = MoveForm(request.POST or None, theme=theme)

    def keep(**said: Any) -> Theme:
        keys = [key for key in map(_key, request.POST.getlist("point")) if key]
        points = list(points_open_to(request.person).filter(pk__in=keys))
        return commands.move_codings(by=request.person, points=points, from_theme=theme, **said)

    codings = queries.codings_of(request.person, theme, Narrowing())
    listed = paginate(request, codings, ("-month", "-id"), per_page=50)
    context = {
        "theme": theme,
        "page": listed,
        "said": queries.said_in(listed.rows),
        "ticked": request.POST.getlist("point"),
    }
    return change_codebook(request, form, keep, "themes/move.html", context)


def change_codebook(
    request: HttpRequest,
    form: Form,
    keep: Callable[..., Theme],
    template: str,
    context: dict[str, Any],
    done: str = "The codebook is changed, and its earlier version is kept.",
) -> HttpResponse:
    """Ask, keep and go to the theme; what is refused is said on the form."""
    if request.method == "POST" and form.is_valid():
        try:
            theme = keep(**form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect("themes:detail", pk=theme.pk)
    return render_page(request, template, {"form": form, **context})


def theme_or_404(request: HttpRequest, pk: uuid.UUID) -> Theme:
    return get_object_or_404(Theme.objects.visible_to(request.person), pk=pk)


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
