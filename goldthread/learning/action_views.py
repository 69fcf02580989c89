"""The pages of actions: agreeing one, and saying when it is done, whether it stuck, or that it is given up."""

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
from goldthread.learning.forms import ActionForm, EmbedForm, FinishForm, GiveUpForm, ProgressForm
from goldthread.learning.models import Action, Lesson
from goldthread.web.forms import Form
from goldthread.web.fragments import page


def agree(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Agree an action for a lesson, with the measure that would show it worked."""
    lesson = get_object_or_404(Lesson.objects.visible_to(request.person), pk=pk)
    form = ActionForm(
        request.POST or None, person=request.person, initial={"agreed_on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            action = commands.agree(by=request.person, lesson=lesson, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{action.reference} was agreed. Next, set up its measure.")
            return redirect("learning:action", pk=action.pk)
    return page(request, "learning/agree.html", {"form": form, "lesson": lesson})


def action(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one action in its three states, done, embedded and shown to work, and what was noted on the way."""
    record = _action(request, pk)
    context = {
        "action": record,
        "state": queries.state_of(record, timezone.localdate()),
        "progress": record.progress.select_related("by"),
    }
    return page(request, "learning/action.html", context)


def _asks(
    title: str, form_class: type[Form], verb: Callable[..., Any], day: str, said: str, submit: str, hint: str
) -> Callable[..., HttpResponse]:
    """Return the page of one form that changes an action."""

    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        record = _action(request, pk)
        form = form_class(request.POST or None, initial={day: timezone.localdate()})
        if request.method == "POST" and form.is_valid():
            try:
                verb(by=request.person, action=record, **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, said)
                return redirect("learning:action", pk=record.pk)
        context = {"form": form, "action": record, "asks": title, "save": submit, "hint": hint}
        return page(request, "learning/ask.html", context)

    view.__doc__ = title
    return view


note_progress = _asks(
    "Note how it is going",
    ProgressForm,
    commands.note_progress,
    "on",
    "Noted.",
    "Save the note",
    "A sentence or two that somebody who was not there would understand.",
)
finish = _asks(
    "Say that it is done",
    FinishForm,
    commands.finish,
    "done_on",
    "It is done. Whether it has stuck, and whether it worked, is still to be shown.",
    "It is done",
    "Done is not the same as embedded, and neither shows that it worked.",
)
give_up = _asks(
    "Give it up",
    GiveUpForm,
    commands.give_up,
    "on",
    "It is given up, with the reason.",
    "Give it up",
    "The action and its reason stay where everyone can read them.",
)
check_embedded = _asks(
    "Say whether it has stuck",
    EmbedForm,
    commands.check_embedded,
    "checked_on",
    "What you found is written down.",
    "Save what was found",
    "Look at practice itself: files, calls, visits. That people were told is not a test.",
)


def _action(request: HttpRequest, pk: uuid.UUID) -> Action:
    found = Action.objects.visible_to(request.person).select_related("lesson", "owner", "team")
    return get_object_or_404(found, pk=pk)
