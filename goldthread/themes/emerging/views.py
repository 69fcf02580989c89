"""The pages of emerging topics: the list, one topic, and the forms that decide about it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from goldthread.analysis.text.surge import WHAT_IT_DOES_NOT_SAY
from goldthread.council.command import Refused
from goldthread.themes.coding.quotes import as_quotes
from goldthread.themes.emerging import commands, queries
from goldthread.themes.emerging.forms import AddToThemeForm, DismissForm, NewThemeForm
from goldthread.themes.emerging.models import EmergingTopic
from goldthread.web.forms import Form
from goldthread.web.render import render_page


def topics(request: HttpRequest) -> HttpResponse:
    """List the topics that await a decision, and those that people decided about."""
    context = {
        "run": queries.last_run(request.person),
        "rows": queries.open_topics(request.person),
        "decided": queries.decided_topics(request.person),
        "does_not_say": WHAT_IT_DOES_NOT_SAY,
    }
    return render_page(request, "themes/emerging/list.html", context)


@require_POST
def find_topics(request: HttpRequest) -> HttpResponse:
    """Ask for a run of topic detection now."""
    commands.find_topics(by=request.person)
    messages.success(request, "Finding topics. The list is updated in about a minute.")
    return redirect("themes:emerging_topics")


def topic(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one topic: its issues, when they were received, and what a person may do with it."""
    _, context = _topic(request, pk)
    context["by_month"] = queries.by_month(context["points"])
    return render_page(request, "themes/emerging/topic.html", context)


def name(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make a topic a theme."""
    record, context = _topic(request, pk)
    phrases = context["row"].phrases
    initial = {"name": phrases[0].capitalize() if phrases else "", "examples": "\n".join(phrases)}
    form = NewThemeForm(request.POST or None, initial=initial)

    def save(**cleaned: Any) -> tuple[str, str]:
        theme = commands.make_theme(
            by=request.person, topic=record, points=_selected(request, context), **cleaned
        )
        return reverse("themes:detail", args=[theme.pk]), f"Theme {theme.name} added."

    context |= {
        "heading": "Make this topic a theme",
        "intro": "The issues you select are coded to the new theme, in the months they were received.",
        "selects": True,
        "submit": "Add theme",
    }
    return _form_page(request, form, save, context)


def add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a topic to an existing theme."""
    record, context = _topic(request, pk)
    form = AddToThemeForm(request.POST or None, person=request.person)

    def save(**cleaned: Any) -> tuple[str, str]:
        commands.add_to_theme(by=request.person, topic=record, points=_selected(request, context), **cleaned)
        theme = cleaned["theme"]
        return reverse("themes:detail", args=[theme.pk]), f"Issues added to {theme.name}."

    context |= {
        "heading": "Add this topic to a theme",
        "intro": "The issues you select are coded to the theme, in the months they were received.",
        "selects": True,
        "submit": "Add to theme",
    }
    return _form_page(request, form, save, context)


def dismiss(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Dismiss a topic."""
    record, context = _topic(request, pk)

    def save(**cleaned: Any) -> tuple[str, str]:
        commands.dismiss(by=request.person, topic=record, **cleaned)
        return reverse("themes:emerging_topics"), f"Topic {context['row'].name} dismissed."

    context |= {
        "heading": "Dismiss this topic",
        "intro": "Its issues are not coded. If the same issues are found together again, they are not shown as new.",
        "selects": False,
        "submit": "Dismiss topic",
    }
    return _form_page(request, DismissForm(request.POST or None), save, context)


@require_POST
def restore(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Restore a dismissed topic."""
    record, context = _topic(request, pk)
    try:
        commands.restore(by=request.person, topic=record)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Topic {context['row'].name} restored.")
    return redirect("themes:emerging_topic", pk=pk)


def _topic(request: HttpRequest, pk: uuid.UUID) -> tuple[EmergingTopic, dict[str, Any]]:
    """Return a topic in which this person may read a point, and what every page of it shows."""
    record = get_object_or_404(queries.readable_topics(request.person), pk=pk)
    [row] = queries.topic_rows(request.person, [record])
    points = queries.points_of(request.person, record)
    ticked = request.POST.getlist("point") if request.method == "POST" else [str(p.pk) for p in points]
    return record, {
        "topic": record,
        "row": row,
        "run": queries.last_run(request.person),
        "points": points,
        "quotes": as_quotes(points),
        "ticked": ticked,
        "does_not_say": WHAT_IT_DOES_NOT_SAY,
    }


def _selected(request: HttpRequest, context: dict[str, Any]) -> list[Any]:
    return [point for point in context["points"] if str(point.pk) in context["ticked"]]


def _form_page(
    request: HttpRequest, form: Form, save: Callable[..., tuple[str, str]], context: dict[str, Any]
) -> HttpResponse:
    """Show a form, save it and go to the address that `save` returns with its message; refusals are shown on it."""
    if request.method == "POST" and form.is_valid():
        try:
            address, message = save(**form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, message)
            return redirect(address)
    return render_page(request, "themes/emerging/decide.html", {"form": form, **context})
