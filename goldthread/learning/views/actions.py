"""Pages of actions: agreeing, updating, completing and stopping one, and checking that it is embedded."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from goldthread.council.command import Refused
from goldthread.learning import commands, queries
from goldthread.learning.forms import ActionForm, CompleteForm, EmbeddedForm, StopForm, UpdateForm
from goldthread.learning.models import Action, Lesson
from goldthread.web.forms import Form
from goldthread.web.render import render_page


def agree_action(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Agree an action for a lesson, with the measure that would show it worked."""
    lesson = get_object_or_404(Lesson.objects.visible_to(request.person), pk=pk)
    form = ActionForm(
        request.POST or None, person=request.person, initial={"agreed_on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            action = commands.agree_action(by=request.person, lesson=lesson, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Action {action.reference} created. Now set up its measure.")
            return redirect("learning:action", pk=action.pk)
    return render_page(request, "learning/agree_action.html", {"form": form, "lesson": lesson})


def action(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one action: whether it is done, embedded and shown to work, and its updates."""
    record = _action(request, pk)
    context = {
        "action": record,
        "state": queries.state_of(record, timezone.localdate()),
        "updates": record.updates.select_related("by"),
    }
    return render_page(request, "learning/action.html", context)


def _change_page(
    title: str,
    form_class: type[Form],
    command: Callable[..., Any],
    *,
    date_field: str,
    success: str,
    submit: str,
    hint: str,
) -> Callable[..., HttpResponse]:
    """Return the page of a form that changes an action; `success` takes the action's reference."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        record = _action(request, pk)
        form = form_class(request.POST or None, initial={date_field: timezone.localdate()})
        if request.method == "POST" and form.is_valid():
            try:
                command(by=request.person, action=record, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, success.format(record.reference))
                return redirect("learning:action", pk=record.pk)
        context = {"form": form, "action": record, "heading": title, "submit_text": submit, "hint": hint}
        return render_page(request, "learning/change_action.html", context)

    view.__doc__ = title
    return view


add_update = _change_page(
    "Add an update",
    UpdateForm,
    commands.add_update,
    date_field="on",
    success="Update added to action {}.",
    submit="Add update",
    hint="Write for somebody who was not involved.",
)
complete_action = _change_page(
    "Mark action complete",
    CompleteForm,
    commands.complete_action,
    date_field="done_on",
    success="Action {} marked complete. It still has to be checked for embedding and shown to work.",
    submit="Mark complete",
    hint="Done is not the same as embedded, and neither shows that it worked.",
)
stop_action = _change_page(
    "Stop this action",
    StopForm,
    commands.stop_action,
    date_field="on",
    success="Action {} stopped.",
    submit="Stop action",
    hint="The action and the reason stay on record.",
)
check_embedded = _change_page(
    "Is it embedded?",
    EmbeddedForm,
    commands.check_embedded,
    date_field="checked_on",
    success="Embedding check of action {} saved.",
    submit="Save check",
    hint="Check practice itself. That staff were told is not evidence.",
)


def _action(request: HttpRequest, pk: uuid.UUID) -> Action:
    actions = Action.objects.visible_to(request.person).select_related("lesson", "owner", "team")
    return get_object_or_404(actions, pk=pk)
