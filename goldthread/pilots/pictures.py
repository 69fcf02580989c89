"""All pilots as pictures: where each stands, what each shows, and how many stand in each state."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.records.pages import address
from goldthread.council.records.states import State
from goldthread.impact import disclosure
from goldthread.pilots import showing, standing
from goldthread.pilots.kinds import KINDS
from goldthread.pilots.models import Pilot
from goldthread.web.paginate import paginate
from goldthread.web.render import render_page

_A_PAGE = 48


@dataclass(frozen=True)
class Picture:
    """One pilot: what it is, where it stands as a drawing and as tags, and what its measure shows."""

    reference: str
    title: str
    href: str
    kind: str
    way: str
    states: tuple[State, ...]
    result: showing.Result | None
    no_result: str


def counts(person: Person, today: datetime.date) -> list[tuple[str, int, str]]:
    """Return how many pilots stand in each state, and past their stop date, each with the list of exactly those."""
    named = {**standing.STATES, standing.OVERDUE: "Past its stop date"}
    counted = Pilot.objects.visible_to(person).aggregate(
        **{state: Count("pk", filter=standing.of_state(state, today)) for state in named}
    )
    there = reverse("pilots:list")
    return [
        (name, counted[state], f"{there}?state={state}") for state, name in named.items() if counted[state]
    ]


def pictures(request: HttpRequest) -> HttpResponse:
    """Show all pilots as pictures, the newest first."""
    today = timezone.localdate()
    every = (
        Pilot.objects.visible_to(request.person)
        .select_related("action")
        .prefetch_related(*showing.WITH_CHARTS)
    )
    listed = paginate(request, every, ("-noted_on", "-id"), _A_PAGE)
    return render_page(
        request,
        "pilots/pictures.html",
        {
            "listed": listed,
            "pictures": _pictures(request.person, list(listed.rows), today),
            "counts": counts(request.person, today),
        },
    )


def _pictures(person: Person, pilots: list[Pilot], today: datetime.date) -> list[Picture]:
    measures = [pilot.measure for pilot in pilots if pilot.measure is not None]
    withheld = disclosure.all_withheld(person, measures)
    return [
        Picture(
            pilot.reference,
            pilot.title,
            address(pilot),
            KINDS[pilot.kind].name,
            showing.way(pilot, today),
            pilot.states(today),
            showing.result(person, pilot, withheld),
            showing.result_in_words(pilot),
        )
        for pilot in pilots
    ]
