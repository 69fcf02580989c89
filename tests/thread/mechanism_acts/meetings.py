"""How the mechanisms of meetings are done: the next one held, a matter raised and answered, actions gone through."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import day, figure, page_of, read, send


def _count_of(page: str, pattern: str) -> list[int]:
    match = figure(pattern).search(page)
    assert match, f"the page has no {pattern}"
    return [int(part.replace(",", "")) for part in match.groups()]


def meet(client: Client, person: Person, mechanism: Mechanism, meeting: Any) -> None:
    """Hold the next meeting of the same kind and series, and see it counted; of totals, one session more."""
    page = page_of(meeting)
    before = _count_of(read(client, page), mechanism.figure)
    if meeting.of_kind.totals_only:
        form = reverse("meetings:write_up", args=[meeting.pk])
        send(
            client,
            form,
            sessions_planned=meeting.sessions_planned + 1,
            sessions_held=meeting.sessions_held + 1,
        )
        after = _count_of(read(client, page), mechanism.figure)
        assert after == [before[0] + 1, before[1] + 1]
        return
    if mechanism.figure == "Came #":
        counted = next(name for name in ("came_staff", "came_people") if getattr(meeting, name))
        form = reverse("meetings:write_up", args=[meeting.pk])
        send(client, form, **{counted: getattr(meeting, counted) + 3})
        assert _count_of(read(client, page), mechanism.figure) == [before[0] + 3]
        return
    today = timezone.localdate()
    plan = reverse("meetings:plan")
    given = {"kind": meeting.kind, "title": "The next of them", "series": meeting.series}
    send(
        client,
        plan,
        if_asked={"team": meeting.team_id or ""},
        cadence="monthly",
        **given,
        **day("meets_on", today),
    )
    [next_one] = type(meeting).objects.filter(series=meeting.series, title="The next of them")
    differently = "We begin with what became of the last one."
    write = reverse("meetings:write_up", args=[next_one.pk])
    shown = send(client, write, came_staff=9, differently=differently, is_complete="on")
    assert differently in shown or differently in read(client, page_of(next_one))
    after = _count_of(read(client, page), mechanism.figure)
    assert after[:2] == [before[0] + 1, before[1] + 1]


def raise_and_answer(client: Client, person: Person, mechanism: Mechanism, meeting: Any) -> None:
    """Add a matter that was raised: it waits for its answer, and with that the meeting is answered again."""
    page = page_of(meeting)
    answered, of = _count_of(read(client, page), mechanism.figure)
    send(
        client,
        reverse("meetings:matters", args=[meeting.pk]),
        other="Nobody knows who is on duty at the weekend.",
    )
    waiting = read(client, page)
    assert _count_of(waiting, mechanism.figure) == [answered, of + 1] and "Answer owed" in waiting
    [point] = Point.objects.filter(
        origin="meeting", origin_id=meeting.pk, text__startswith="Nobody knows who"
    )
    ask = point.asks.get()
    said = "The list hangs in the hall from Friday noon."
    send(
        client,
        reverse("responses:answer", args=[ask.pk]),
        answer=said,
        outcome="will_do",
        **day("answered_on", timezone.localdate()),
    )
    after = read(client, page)
    assert said in after and _count_of(after, mechanism.figure) == [answered + 1, of + 1]


def go_through(client: Client, person: Person, mechanism: Mechanism, meeting: Any) -> None:
    """Go through one more action at a meeting, and see what was decided, under its lesson."""
    page, form = page_of(meeting), reverse("learning:go_through", args=[meeting.pk])
    shown, of = _count_of(read(client, page), mechanism.figure)
    there = set(meeting.action_reviews.values_list("action__number", flat=True))
    listed = client.get(form).content.decode()
    numbers = [int(number) for number in re.findall(r"<legend[^>]*>A-(\d+) ", listed)]
    n = next(n for n, number in enumerate(numbers) if number not in there)
    send(client, form, **{f"decided_{n}": "shown", f"note_{n}": "Ten files, all as agreed."})
    after = read(client, page)
    assert _count_of(after, mechanism.figure) == [shown + 1, of + 1] and "Ten files, all as agreed." in after


ACTS: dict[str, Callable[[Client, Person, Mechanism, Any], None]] = {
    "meeting": meet,
    # By its number, where others do something else to a meeting.
    "2": raise_and_answer,
    "159": go_through,
}
