"""Pages of pilots: the list, one pilot, adding and correcting it, and each step of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.records.bulk_assign import assigning
from goldthread.council.records.list_columns import Cell, Column, View
from goldthread.council.records.list_filters import by_words
from goldthread.council.records.lists import list_page
from goldthread.council.records.pages import address, form_page, get_record, link, record_page
from goldthread.council.records.step_pages import step_page
from goldthread.council.records.work_columns import work_columns
from goldthread.pilots import commands, forms, part_commands, showing, standing
from goldthread.pilots.kinds import KINDS
from goldthread.pilots.models import CONSENT, PERSONAL_DATA, Pilot
from goldthread.pilots.parts.models import PilotAdoption, PilotCycle
from goldthread.web.render import render_page

_RECORD, _DECIDE = "pilots.record", "pilots.decide"
ORDER = ("-noted_on", "-id")


def _stand(pilot: Pilot) -> Cell:
    today = timezone.localdate()
    first, *others = pilot.states(today)
    words = ". ".join(state.text for state in (first, *others))
    return {"text": words, "state": "late"} if pilot.is_overdue(today) else words


COLUMNS = (
    Column("Reference", "reference", sort=("-number", "-id")),
    Column("Pilot", "title", main=True),
    Column("Kind", lambda pilot: KINDS[pilot.kind].name),
    Column("State", _stand),
    Column("Result of its measure", showing.result_in_words),
    *work_columns(Pilot, ORDER),
    Column("Date of the idea", "noted_on", sort=ORDER, optional=True),
    Column("Where, and with whom", "where_tried", optional=True),
    Column("Who pays", "funder", optional=True),
)
VIEWS = (
    View("All pilots", ""),
    View("Due to decide", f"state={standing.DUE}"),
    View("Past their stop date", f"state={standing.OVERDUE}"),
    View("Stopped, and why", f"state={standing.STOP}"),
)


def pilots(request: HttpRequest) -> HttpResponse:
    """List the pilots, the newest first; those that were stopped are found by what was written of why."""

    def narrow(listed: QuerySet, chosen: Mapping[str, Any]) -> QuerySet:
        if kind := chosen.get("kind"):
            listed = listed.filter(kind=kind)
        if state := chosen.get("state"):
            listed = listed.filter(standing.of_state(state, timezone.localdate()))
        matching = by_words(request.person, listed, chosen.get("words") or "")
        return matching.select_related("action").prefetch_related(*showing.WITH_RESULTS)

    return list_page(
        request,
        Pilot,
        filter_form=forms.PilotFilter,
        columns=COLUMNS,
        narrow=narrow,
        order=ORDER,
        along=("owner",),
        bulk=(assigning(Pilot),),
        buttons=[
            ("Add pilot", "pilots:choose_kind", _RECORD),
            ("All pilots as pictures", "pilots:pictures", "pilots.read"),
        ],
        views=VIEWS,
        saves_views=True,
        template="pilots/list.html",
    )


def pilot(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a pilot: what was predicted, what was seen, what its measure shows, what was decided, and who took it up."""
    record: Pilot = get_record(
        request, Pilot, pk, withdrawn=True, along=("owner", "action", "lesson", "team")
    )
    today, kind = timezone.localdate(), KINDS[record.kind]
    return record_page(
        request,
        record,
        "pilots/pilot.html",
        tags=[(state.text, state.kind) for state in record.states(today)],
        facts=[
            ("Kind", kind.name),
            ("Where, and with whom", record.where_tried),
            ("Team", record.team),
            *((extra.label, record.extra.get(extra.slug)) for extra in kind.extra),
            ("Money", showing.money(record)),
            ("Date of the idea", record.noted_on),
            ("Explored from", record.explored_on),
            ("Began on", record.started_on),
            ("Stop date", record.stop_on),
            ("Data about people", PERSONAL_DATA.get(record.personal_data, "Not settled yet")),
            ("Consent", CONSENT.get(record.consent)),
            ("DPIA", showing.dpia(record)),
            ("Answers lesson", link(request, record.lesson) if record.lesson else None),
        ],
        buttons=_next(record),
        links=_links(record),
        edit="pilots:edit",
        way=showing.way(record, today),
        why_not_shown=record.why_not_shown if record.started_on else "",
        result=showing.result(request.person, record),
        action_link=link(request, record.action) if record.action else "",
        cycles=list(record.cycles.order_by("number")),
        decisions=list(record.decisions.order_by("-decided_on", "-pk")),
        partners=list(record.partners.select_related("organisation").order_by("created_at", "pk")),
        figures=list(record.figures.order_by("-ends", "-pk")),
        adoptions=list(record.adoptions.select_related("organisation").order_by("said_on", "pk")),
    )


def _to(record: Pilot, text: str, name: str, permission: str = _RECORD) -> tuple[str, str, str]:
    return text, reverse(f"pilots:{name}", args=[record.pk]), permission


def _next(record: Pilot) -> list[tuple[str, str, str]]:
    """Return the next step: exploring, beginning, a cycle, or the decision."""
    if record.ended_on is not None:
        return []
    if record.started_on is None:
        start = _to(record, "Start pilot", "start")
        return [start] if record.explored_on else [_to(record, "Explore idea", "explore"), start]
    return [_to(record, "Record decision", "decide", _DECIDE), _to(record, "Add cycle", "add_cycle")]


def _links(record: Pilot) -> list[tuple[str, str, str]]:
    links = [_to(record, "Add partner", "add_partner"), _to(record, "Record figure", "add_figure")]
    if record.started_on is not None:
        links.append(_to(record, "Add adoption by others", "add_adoption"))
    if record.started_on is not None and record.ended_on is None:
        links.append(_to(record, "Move stop date", "move"))
    if record.started_on is None and record.ended_on is None:
        links.append(_to(record, "Stop, and say why", "decide", _DECIDE))
    return links


def choose_kind(request: HttpRequest) -> HttpResponse:
    """Choose what kind of pilot is added."""
    kinds = [
        {"title": kind.name, "href": reverse("pilots:add", args=[kind.slug]), "text": kind.what_it_is}
        for kind in KINDS.values()
    ]
    return render_page(request, "pilots/choose_kind.html", {"kinds": kinds})


def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Add a pilot of a kind."""
    if kind not in KINDS:
        raise Http404
    return form_page(
        request,
        forms.NewPilotForm,
        commands.add_pilot,
        title=f"Add pilot: {KINDS[kind].name.lower()}",
        options={"kind": KINDS[kind]},
        page={"intro": KINDS[kind].what_it_is, "back": reverse("pilots:choose_kind")},
        kind=kind,
    )


def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct a pilot."""
    record = get_record(request, Pilot, pk)
    return form_page(
        request,
        forms.EditPilotForm,
        commands.edit_pilot,
        title=f"Correct {record.reference}",
        record=record,
        initial=record.extra,
        options={"kind": KINDS[record.kind], "begun": record.started_on is not None},
        pilot=record,
    )


explore = step_page(Pilot, forms.ExploreForm, commands.explore_pilot, "Explore idea", "it is explored.")
move = step_page(Pilot, forms.MoveForm, commands.move_stop_date, "Move stop date", "stop date moved.")
add_cycle = step_page(
    Pilot,
    forms.CycleForm,
    part_commands.add_cycle,
    "Add cycle",
    "cycle added.",
    "Plan, do, study, act: write what you expect before you look.",
)
add_partner = step_page(Pilot, forms.PartnerForm, part_commands.add_partner, "Add partner", "partner added.")
add_figure = step_page(
    Pilot,
    forms.FigureForm,
    part_commands.record_figure,
    "Record figure",
    "figure recorded.",
    "How much it was used, or an estimate. That shows use, and no benefit.",
)
add_adoption = step_page(
    Pilot,
    forms.AdoptionForm,
    part_commands.add_adoption,
    "Add adoption by others",
    "adoption added.",
    "It is shown as “Said by us” until they confirm it.",
)


def start(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Start a pilot; what is missing is said before anybody fills in the form."""
    record = get_record(request, Pilot, pk)
    return form_page(
        request,
        forms.StartForm,
        commands.start_pilot,
        title="Start pilot",
        record=record,
        initial={"started_on": timezone.localdate()},
        done=f"{record.reference}: it has begun.",
        template="pilots/start.html",
        page={"back": address(record), "why_not": commands.why_not_start(record, timezone.localdate())},
        pilot=record,
    )


def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record decision on a pilot, with what its measure shows in sight."""
    record = get_record(request, Pilot, pk, along=("action",))
    return form_page(
        request,
        forms.DecisionForm,
        commands.decide_pilot,
        title="Record decision",
        record=record,
        initial={"outcome": "", "decided_on": timezone.localdate()},
        done=f"{record.reference}: decision recorded.",
        template="pilots/decide.html",
        page={
            "back": address(record),
            "why_not_shown": record.why_not_shown,
            "result": showing.result(request.person, record),
        },
        pilot=record,
    )


def _part(request: HttpRequest, model: Any, pk: uuid.UUID) -> tuple[Any, Pilot]:
    """Return a part with the pilot to which it belongs, of a pilot that this person may open."""
    part = model.objects.filter(council_id=request.person.council_id, pk=pk).first()
    if part is None:
        raise Http404
    return part, get_record(request, Pilot, part.pilot_id)


def seen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record what was seen in a cycle of a pilot."""
    cycle, record = _part(request, PilotCycle, pk)
    return form_page(
        request,
        forms.SeenForm,
        part_commands.record_seen,
        title=f"What was seen in cycle {cycle.number}",
        record=record,
        initial={name: getattr(cycle, name) for name in ("seen", "as_predicted", "then_next")}
        | ({"until_on": cycle.until_on} if cycle.until_on else {}),
        done=f"{record.reference}: cycle {cycle.number} recorded.",
        page={
            "intro": f"{record.reference} {record.title}. Predicted: {cycle.prediction}",
            "back": address(record),
        },
        cycle=cycle,
    )


def confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm adoption of a pilot, in the words of whoever took it up."""
    adoption, record = _part(request, PilotAdoption, pk)
    return form_page(
        request,
        forms.ConfirmForm,
        part_commands.confirm_adoption,
        title="Confirm adoption",
        record=record,
        initial={name: getattr(adoption, name) for name in ("words", "confirmed_by")},
        done=f"{record.reference}: adoption confirmed.",
        page={
            "intro": f"{record.reference} {record.title}. {adoption} took up: {adoption.what} "
            "That another organisation does it too says nothing of whether it works.",
            "back": address(record),
        },
        adoption=adoption,
    )
