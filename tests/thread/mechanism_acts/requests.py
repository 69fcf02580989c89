"""How the mechanisms of requests are done: answers, views, who confirms, and what to keep."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person, Team
from goldthread.responses import figures as counted
from goldthread.responses.models import AskView
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import day, page_of, read, send


def view(client: Client, person: Person, mechanism: Mechanism, ask: Any) -> None:
    """Write down what the asker says of the answer; what they said before stays, and no form takes it back."""
    words = "Ask us again when the new figures are there."
    before = list(AskView.objects.filter(ask=ask).values_list("words", flat=True))
    assert words not in read(client, page_of(ask))
    send(
        client,
        reverse("responses:view", args=[ask.pk]),
        says="partly",
        words=words,
        how="meeting",
        **day("given_on", timezone.localdate()),
    )
    page = read(client, page_of(ask))
    assert words in page and "Partly satisfied" in page and all(each in page for each in before)
    correct = client.get(reverse("responses:edit", args=[ask.pk])).content.decode()
    assert words not in correct


def become(client: Client, person: Person, mechanism: Mechanism, ask: Any) -> None:
    """Say what became of a request: only what was done is counted as a change."""
    before = counted.figures(person)[0]
    for outcome, because, changed in (
        ("considered", "", 0),
        ("will_do", "", 0),
        ("differently", "By another team, which has the time for it.", 1),
    ):
        send(client, reverse("responses:outcome", args=[ask.pk]), outcome=outcome, because=because)
        after = counted.figures(person)[0]
        was = 1 if ask.is_changed else 0
        assert after.changed - (before.changed - was) == changed, outcome
    assert "By another team, which has the time for it." in read(client, page_of(ask))
    assert f"{after.changed} of {after.answered}" in read(client, reverse("responses:figures"))


def raise_issue(client: Client, person: Person, mechanism: Mechanism, ask: Any) -> None:
    """Record an issue that a partner raises, with who works on it together, and see it in the log."""
    title = "Zebra crossing to the food bank"
    log = reverse("responses:list") + "?kind=partner&rows=100"
    assert title not in read(client, log)
    send(
        client,
        reverse("responses:record", args=[ask.point_id]),
        kind="partner",
        title=title,
        extra_together_with="The food bank and the highways team",
    )
    assert title in read(client, log)


def hear_staff(client: Client, person: Person, mechanism: Mechanism, ask: Any) -> None:
    """Record what staff ask and answer it today: the days from their voice to the answer are counted with it."""
    figures, pattern = reverse("responses:figures"), r"Days from staff voice to an answer .*?of (\d+)\)"
    before = int(re.search(pattern, read(client, figures))[1])
    form = reverse("responses:record", args=[ask.point_id])
    send(client, form, kind="staff_idea", title="A printer that prints")
    new = type(ask).objects.get(title="A printer that prints")
    send(
        client,
        reverse("responses:answer", args=[new.pk]),
        answer="It is ordered, and comes on Monday.",
        outcome="done",
        **day("answered_on", timezone.localdate()),
    )
    assert int(re.search(pattern, read(client, figures))[1]) == before + 1


def write_up(client: Client, person: Person, mechanism: Mechanism, ask: Any) -> None:
    """Write up what a group asked and what came of it, for the public; nobody reads the draft there."""
    page = send(
        client,
        reverse("responses:draft_entry", args=[ask.pk]),
        title="Forms with pictures",
        said_by="people",
        people=12,
        said="Forms cannot be read by everybody.",
        did="There are forms with pictures now.",
        worked="not_yet",
    )
    assert "There are forms with pictures now." in page and "Draft" in page
    public = reverse("responses:you_said", args=[person.council.slug])
    assert "Forms with pictures" not in read(client, public)


def confirm(client: Client, person: Person, mechanism: Mechanism, confirmation: Any) -> None:
    """Ask another group whether the change is felt, and see it on the page of the action, with who was not asked."""
    where = [confirmation.origin, confirmation.origin_id]
    action = reverse("learning:action", args=[confirmation.origin_id])
    words = "We heard of it in the newsletter, and see nothing yet."
    before = read(client, action)
    assert words not in before and "People Not asked" in before
    send(
        client,
        reverse("confirmations:confirm", args=where),
        group="people",
        whom="eight people with a direct payment",
        how_many=8,
        felt="not_felt",
        words=words,
        how="meeting",
        **day("asked_on", timezone.localdate()),
    )
    after = read(client, action)
    assert words in after and "People Not felt" in after
    assert "People: not felt" in read(client, reverse("confirmations:list"))


def spread(client: Client, person: Person, mechanism: Mechanism, lesson: Any) -> None:
    """Spread what to keep to another team, and see that it is asked later."""
    told = {p.team_id for p in lesson.spreads.all()}
    team = (
        Team.objects.filter(council=person.council, is_active=True).exclude(pk__in=told).order_by("name")[0]
    )
    assert f"{team.name} " not in read(client, page_of(lesson)).partition("Teams that keep it")[2][:300]
    send(client, reverse("learning:spread_to", args=[lesson.pk]), team=team.pk, how="In its handover")
    page = read(client, page_of(lesson))
    assert team.name in page and "Not asked yet" in page
    assert f"{team.name}: {lesson.title}" in read(client, reverse("learning:spreads"))


ACTS: dict[str, Callable[[Client, Person, Mechanism, Any], None]] = {
    "ask": view,
    "confirmation": confirm,
    "39": become,
    "90": become,
    "121": become,
    "157": raise_issue,
    "179": write_up,
    "186": spread,
    "189": hear_staff,
}
