"""The pages of what nobody has named yet: the list, one group, and what a person does with it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldthread.analysis.charts.surge import WHAT_IT_DOES_NOT_SAY
from goldthread.council.command import Refused
from goldthread.themes.coding.quotes import as_said
from goldthread.themes.emerging import commands, queries
from goldthread.themes.emerging.forms import AsideForm, NameForm, UnderForm
from goldthread.themes.emerging.models import PointGroup
from goldthread.web.forms import Form
from goldthread.web.render import render_page

State = PointGroup.State


def unnamed(request: HttpRequest) -> HttpResponse:
    """List the groups that nobody has named, and what became of the others."""
    context = {
        "look": queries.last_look(request.person),
        "lines": queries.unnamed(request.person),
        "decided": queries.decided(request.person),
        "does_not_say": WHAT_IT_DOES_NOT_SAY,
    }
    return render_page(request, "themes/groups/list.html", context)


@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    """Ask for a look now."""
    commands.look_again(by=request.person)
    messages.success(request, "Goldthread is looking. The list is new in a minute or so.")
    return redirect("themes:unnamed")


def group(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one group: what its points say, when they were heard, and what a person may do with it."""
    _, context = _group(request, pk)
    context["by_month"] = queries.by_month(context["points"])
    return render_page(request, "themes/groups/group.html", context)


def name(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make a group a theme."""
    record, context = _group(request, pk)
    phrases = context["line"].phrases
    begin = {"name": phrases[0].capitalize() if phrases else "", "examples": "\n".join(phrases)}
    form = NameForm(request.POST or None, initial=begin)

    def keep(**said: Any) -> str:
        theme_group = said.pop("group")
        theme = commands.make_theme(
            by=request.person,
            group=record,
            points=_ticked(request, context),
            theme_group=theme_group,
            **said,
        )
        return reverse("themes:detail", args=[theme.pk])

    context |= {
        "asks": "Make it a theme",
        "intro": "Those that you tick are coded to the new theme as your decision, in the months in which they were "
        "heard, so its chart begins with its past.",
        "picks": True,
        "button": "Make it a theme",
    }
    return _decide(
        request, form, keep, context, "It is a theme, and what was heard of it before stands under it."
    )


def under(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a group under a theme there is."""
    record, context = _group(request, pk)
    form = UnderForm(request.POST or None, person=request.person)

    def keep(**said: Any) -> str:
        commands.put_under(by=request.person, group=record, points=_ticked(request, context), **said)
        return reverse("themes:detail", args=[said["theme"].pk])

    context |= {
        "asks": "Put it under a theme",
        "intro": "Those that you tick are coded to the theme as your decision, in the months in which they were heard.",
        "picks": True,
        "button": "Put those ticked under the theme",
    }
    return _decide(
        request, form, keep, context, "They stand under the theme now, in the months they were heard."
    )


def aside(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Set a group aside."""
    record, context = _group(request, pk)

    def keep(**said: Any) -> str:
        commands.set_aside(by=request.person, group=record, **said)
        return reverse("themes:unnamed")

    context |= {
        "asks": "Set it aside",
        "intro": "Nothing is coded. When the same voices are found together again, they stay aside and are not shown as new.",
        "picks": False,
        "button": "Set it aside",
    }
    return _decide(request, AsideForm(request.POST or None), keep, context, "It is set aside.")


@require_POST
def take_up(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take up a group that was set aside."""
    record, _ = _group(request, pk)
    try:
        commands.take_up_again(by=request.person, group=record)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "It stands in the list again.")
    return redirect("themes:group", pk=pk)


def _group(request: HttpRequest, pk: uuid.UUID) -> tuple[PointGroup, dict[str, Any]]:
    """Return a group in which this person may read a point, and what every page of it shows."""
    record = get_object_or_404(queries.groups_of(request.person), pk=pk)
    [line] = queries.lines(request.person, [record])
    points = queries.points_of(request.person, record)
    ticked = request.POST.getlist("point") if request.method == "POST" else [str(p.pk) for p in points]
    return record, {
        "group": record,
        "line": line,
        "look": queries.last_look(request.person),
        "points": points,
        "said": as_said(points),
        "ticked": ticked,
        "does_not_say": WHAT_IT_DOES_NOT_SAY,
    }


def _ticked(request: HttpRequest, context: dict[str, Any]) -> list[Any]:
    return [point for point in context["points"] if str(point.pk) in context["ticked"]]


def _decide(
    request: HttpRequest, form: Form, keep: Callable[..., str], context: dict[str, Any], done: str
) -> HttpResponse:
    """Ask, keep and go on; what is refused is said on the form."""
    if request.method == "POST" and form.is_valid():
        try:
            address = keep(**form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(address)
    return render_page(request, "themes/groups/decide.html", {"form": form, **context})
