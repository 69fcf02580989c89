"""Pages of actions: agreeing, updating, completing and stopping one, and checking that it is embedded."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join

from goldthread.council.organisations.models import Organisation
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.learning import commands, embedding, queries
from goldthread.learning.forms import (
    ActionForm,
    CompleteForm,
    EditActionForm,
    EmbeddedForm,
    StopForm,
    UpdateForm,
)
from goldthread.learning.models import Action, Lesson
from goldthread.learning.plans.models import Plan
from goldthread.web.forms import Form
from goldthread.web.jinja import date, url_if
from goldthread.web.render import render_page
from goldthread.web.repeatable import unvalidated


def agree_action(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Agree an action for a lesson, with the measure that would show it worked."""
    lesson = get_record(request, Lesson, pk)
    if request.method == "POST" and "detect" in request.POST:
        # The button that works out what the measure could show: nothing is saved and nothing typed is lost.
        asked = ActionForm(
            initial=unvalidated(ActionForm(person=request.person), request.POST), person=request.person
        )
        context = {"form": asked, "title": "Agree an action", "lesson": lesson}
        return render_page(request, "learning/agree_action.html", context)
    return form_page(
        request,
        ActionForm,
        commands.agree_action,
        title="Agree an action",
        initial={"agreed_on": timezone.localdate()},
        done=lambda action: f"Action {action.reference} created. Now set up its measure.",
        template="learning/agree_action.html",
        page={"lesson": lesson},
        lesson=lesson,
    )


def action(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one action: whether it is done, embedded and shown to work, and its updates."""
    along = ("owner", "team", "organisation", "lesson")
    record = get_record(request, Action, pk, withdrawn=True, along=along)
    state = queries.state_of(record, timezone.localdate())
    buttons, links = _steps(record)
    return record_page(
        request,
        record,
        "learning/action.html",
        tags=[(_STATES.get(state, state.capitalize()), state), *_embedded(record)],
        facts=[
            ("Owner", record.owner.name),
            ("Team", record.team or "Whole council"),
            (
                "Partner or provider",
                link(request, record.organisation) if record.organisation else "",
            ),
            ("Changes a contract", "Yes" if record.changes_contract else ""),
            ("What changed in the contract", record.contract_change),
            ("Contract changed from", record.contract_from),
            ("Lesson", link(request, record.lesson)),
            ("In plans", _plans(request, record)),
            ("Date agreed", date(record.agreed_on)),
            ("Due", date(record.due_on)),
            ("Embedding check", date(record.embed_check_on, "No date agreed")),
        ],
        buttons=buttons,
        links=links,
        edit="learning:edit_action",
        crumbs=[("Learning", reverse("learning:list")), (record.lesson.reference, address(record.lesson))],
        action=record,
        state=state,
        embedding=embedding,
        updates=record.updates.select_related("by"),
    )


def _plans(request: HttpRequest, action: Action) -> str:
    """Return links to the plans that an action is in, for whoever may open plans."""
    if not request.person.may("plans.read"):
        return ""
    held = Plan.objects.visible_to(request.person).filter(items__action=action, items__removed_on=None)
    return format_html_join(", ", "{}", ((link(request, plan),) for plan in held.order_by("number")))


_STATES = {"due_soon": "Due soon"}
_Steps = list[tuple[str, str, str]]


def _embedded(action: Action) -> list[tuple[str, str]]:
    return [(action.embedding.text, action.embedding.kind)] if action.done_on else []


def _steps(action: Action) -> tuple[_Steps, _Steps]:
    """Return what can be done with an action, as buttons and as links."""

    def step(text: str, name: str, permission: str) -> tuple[str, str, str]:
        return text, reverse(name, args=[action.pk]), permission

    buttons, links = [], []
    if not action.done_on and not action.stopped_on:
        buttons.append(step("Mark complete", "learning:complete_action", "learning.carry_out"))
        links.append(step("Stop this action", "learning:stop_action", "learning.agree"))
    elif action.done_on:
        words = "Record another check" if action.embedded_checked_on else "Record embedding check"
        buttons.append(step(words, "learning:check_embedded", "learning.carry_out"))
    if not action.stopped_on:
        buttons.append(step("Add update", "learning:add_update", "learning.carry_out"))
    if detectable := url_if("impact:detectable_change", action.pk):
        links.append(("What change could we detect?", detectable, "impact.read"))
    return buttons, links


def edit_action(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct an action's owner, team, dates or words."""
    record = get_record(request, Action, pk)
    return form_page(
        request,
        EditActionForm,
        commands.edit_action,
        title=f"Correct action {record.reference}",
        record=record,
        options={"action": record},
        page={"intro": "The measure that was agreed with it stays as it was agreed."},
        action=record,
    )


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
        record = get_record(request, Action, pk)
        return form_page(
            request,
            form_class,
            command,
            title=title,
            initial={date_field: timezone.localdate()},
            done=success.format(record.reference),
            then=lambda result: address(record),
            template="learning/change_action.html",
            page={"action": record, "submit_text": submit, "hint": hint},
            action=record,
        )

    view.__doc__ = title
    return view


add_update = _change_page(
    "Add an update",
    UpdateForm,
    commands.add_update,
    date_field="on",
    success="Update added to action {}",
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
    success="Action {} stopped",
    submit="Stop action",
    hint="The action and the reason stay on record.",
)
check_embedded = _change_page(
    "Is it embedded?",
    EmbeddedForm,
    commands.check_embedded,
    date_field="checked_on",
    success="Embedding check of action {} saved",
    submit="Save check",
    hint="Check practice itself. That staff were told is not evidence. Embedded needs a dated record that shows it.",
)


def organisation_actions(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer with the actions that name an organisation, those that change a contract first, to be included in its page."""
    organisations = Organisation.objects.visible_to(request.person, withdrawn=True)
    if not request.person.may("organisations.read"):
        raise Http404
    shown = get_object_or_404(organisations, pk=pk)
    named = Action.objects.visible_to(request.person).filter(organisation=shown).select_related("owner")
    today = timezone.localdate()
    actions = named.prefetch_related("measures").order_by("-changes_contract", "-due_on", "-id")[:50]
    context = {"actions": [(action, action.states(today)) for action in actions]}
    return render_page(request, "learning/organisation_actions.html", context)
