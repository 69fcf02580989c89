"""Pages of a team: what became of it, and the forms that rename, merge, split or close it and say first what moves."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from goldthread.council.command import Refused
from goldthread.council.models import Team
from goldthread.council.people import commands as people
from goldthread.council.people.forms import DisciplineForm
from goldthread.council.records.pages import form_page
from goldthread.council.teams import commands, forms
from goldthread.council.teams.models import PlannedTeamChange, TeamChange
from goldthread.council.teams.planned import planned_for
from goldthread.council.teams.queries import changes_of, what_moves
from goldthread.dates import day_in_words
from goldthread.web.render import render_page


def team(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a team: its open work, its discipline, and what became of it."""
    shown = get_object_or_404(Team.objects.visible_to(request.person), pk=pk)
    if request.method == "POST":
        discipline = request.POST.get("discipline", "")
        try:
            people.set_discipline(by=request.person, of=shown, discipline=discipline)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"Discipline of {shown.name} saved")
        return redirect("teams")
    changes = changes_of(shown)
    newest = max((change.created_at for change, _ in changes), default=None)
    context = {
        "team": shown,
        "form": DisciplineForm(initial={"discipline": shown.discipline}),
        "moves": what_moves(shown),
        "planned": planned_for(shown),
        "changes": [(change, words, change.created_at == newest) for change, words in changes],
    }
    return render_page(request, "council/team.html", context)


def _outcome(team: Team) -> str:
    plan = PlannedTeamChange.objects.filter(team=team).first()
    if plan is None:
        return "done. You can undo this on its page."
    return f"planned for {day_in_words(plan.on)}. You can cancel this on its page."


def _change_page(
    title: str, form_class: type[forms.Form], command: Callable[..., Team], intro: str, submit: str
) -> Any:
    def view(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        shown = get_object_or_404(Team.objects.visible_to(request.person), pk=pk)
        return form_page(
            request,
            form_class,
            partial(command, team=shown, today=timezone.localdate()),
            title=f"{title} {shown.name}",
            initial={"on": timezone.localdate()},
            options={"team": shown},
            done=lambda team: f"{title} {shown.name}: {_outcome(team)}",
            then=lambda team: reverse("team", args=[team.pk]),
            template="council/change_team.html",
            page={
                "team": shown,
                "intro": intro,
                "moves": what_moves(shown) if command is not commands.rename_team else [],
                "submit": submit,
                "back": reverse("team", args=[shown.pk]),
            },
        )

    view.__doc__ = f"{title} a team."
    return view


rename = _change_page(
    "Rename",
    forms.RenameForm,
    commands.rename_team,
    "Everything stays with the team. Timelines and charts say its old name until that day and mark the day.",
    "Rename team",
)
merge = _change_page(
    "Merge",
    forms.MergeTeamForm,
    commands.merge_teams,
    "The open work and the people’s roles go to the team that takes over, which may read what this one had. What is closed "
    "stays under this name, on charts too.",
    "Merge team",
)
split = _change_page(
    "Split",
    forms.SplitForm,
    commands.split_team,
    "This team closes and new ones take its place. All of them may read what it had. What is closed stays under this name, "
    "on charts too.",
    "Split team",
)
close = _change_page(
    "Close",
    forms.CloseForm,
    commands.close_team,
    "The open work and the people’s roles go to another team, which may read what this one had. What is closed stays under "
    "this name, on charts too.",
    "Close team",
)


@require_POST
def undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Undo a change of a team."""
    change = get_object_or_404(TeamChange.objects.visible_to(request.person).select_related("team"), pk=pk)
    try:
        commands.undo_team_change(by=request.person, change=change, today=timezone.localdate())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"The change of {change.team.name} is undone.")
    return redirect("team", pk=change.team_id)


@require_POST
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Cancel a change that was planned for a day to come."""
    plans = PlannedTeamChange.objects.visible_to(request.person).select_related("team")
    plan = get_object_or_404(plans, pk=pk)
    team = commands.cancel_team_change(by=request.person, plan=plan)
    messages.success(request, f"The planned change of {team.name} is cancelled.")
    return redirect("team", pk=team.pk)
