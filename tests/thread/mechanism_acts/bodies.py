"""How each mechanism about a board, network or partner is done, through the pages, by somebody of its role."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.sent_forms import TOKEN
from goldthread.dates import add_months, financial_year
from goldthread.learning.models import Action
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import day, figure, number_on, page_of, read, send


def answer_year(client: Client, person: Person, mechanism: Mechanism, body: Any) -> None:
    """Say what changed because of a body in a year not asked yet, by a record, and see it counted and linked."""
    pattern = mechanism.figure.removesuffix("s")
    before = figure(pattern).search(read(client, page_of(body)))
    said, today = {answer.year for answer in body.answers.all()}, timezone.localdate()
    days = [add_months(today, -back) for back in range(0, 60, 12)]
    on = next(each for each in days if financial_year(each).year not in said)
    shows = Action.objects.visible_to(person).order_by("number").last()
    text = "A table of waiting times was put up in the day centre."
    form = reverse("meetings:answer_body", args=[body.pk])
    send(client, form, changed=text, led_to=shows.reference, **day("answered_on", on))
    page = read(client, page_of(body))
    after = figure(pattern).search(page)
    assert [int(number) for number in after.groups()] == [int(number) + 1 for number in before.groups()]
    assert text in page and shows.title in page


def fill_vacancy(client: Client, person: Person, mechanism: Mechanism, body: Any) -> None:
    """Fill a vacant seat, and see that one more is held."""
    [vacant] = [seat for seat in body.seats.all() if seat.is_there and not seat.terms.exists()]
    before = figure("# of # seats held").search(read(client, page_of(body)))
    today = timezone.localdate()
    boxes = day("begins_on", today) | day("until", add_months(today, 24))
    send(client, reverse("meetings:fill_seat", args=[vacant.pk]), name="Avis Tollemache", **boxes)
    page = read(client, page_of(body))
    held, of = (int(number) for number in figure("# of # seats held").search(page).groups())
    assert (held, of) == (int(before[1]) + 1, int(before[2])) and "Avis Tollemache" in page


def give_members(client: Client, person: Person, mechanism: Mechanism, body: Any) -> None:
    """Record a forum at which members spoke, and see it counted."""
    pattern = "spoke at # forums"
    before = number_on(read(client, page_of(body)), pattern)
    boxes = day("on", timezone.localdate())
    form = reverse("meetings:give_members", args=[body.pk])
    send(client, form, kind="national", what="Spoke in London on easy read", members=2, **boxes)
    page = read(client, page_of(body))
    assert number_on(page, pattern) == before + 1 and "Spoke in London on easy read" in page


def recruit(client: Client, person: Person, mechanism: Mechanism, body: Any) -> None:
    """Look for whom a board lacks through a channel, and see it beside the gap; then somebody comes through it."""
    form, boxes = reverse("meetings:recruit", args=[body.pk]), day("began_on", timezone.localdate())
    send(client, form, sought="Men who live alone", channel="press", spoken_to=30, **boxes)
    assert "Men who live alone. 0 of 30 spoken to came" in read(client, page_of(body))
    vacant = next(seat for seat in body.seats.all() if seat.is_there and not seat.terms.exists())
    came, today = body.recruitments.get(channel="press"), timezone.localdate()
    boxes = day("begins_on", today) | day("until", add_months(today, 24))
    form = reverse("meetings:fill_seat", args=[vacant.pk])
    send(client, form, name="Avis Tollemache", recruitment=came.pk, **boxes)
    assert "Men who live alone. 1 of 30 spoken to came" in read(client, page_of(body))


def keep_promise(client: Client, person: Person, mechanism: Mechanism, body: Any) -> None:
    """Record that a leader's promise was kept, and see it counted."""
    before = figure("# of # promises kept").search(read(client, page_of(body)))
    promise = body.visits.exclude(promised="").get(kept_on=None)
    form = reverse("meetings:keep_promise", args=[promise.pk])
    send(client, form, **day("kept_on", timezone.localdate()))
    after = figure("# of # promises kept").search(read(client, page_of(body)))
    assert (int(after[1]), after[2]) == (int(before[1]) + 1, before[2])


def answer_seat(client: Client, person: Person, mechanism: Mechanism, body: Any) -> None:
    """Record that a seat which was asked for is agreed, and see it counted, and vacant."""
    pattern = "# of # that were asked for agreed"
    before = figure(pattern).search(read(client, page_of(body)))
    asked = body.seats.get(reply="", asked_on__isnull=False)
    form = reverse("meetings:answer_seat", args=[asked.pk])
    send(client, form, reply="agreed", **day("replied_on", timezone.localdate()))
    page = read(client, page_of(body))
    after = figure(pattern).search(page)
    assert (int(after[1]), after[2]) == (int(before[1]) + 1, before[2])
    assert f"{asked.title} Vacant" in page


def record_visit(client: Client, person: Person, mechanism: Mechanism, body: Any) -> None:
    """Record that a leader came to listen, by role, and see it counted."""
    before = number_on(read(client, page_of(body)), "Leaders came # times")
    form = reverse("meetings:record_visit", args=[body.pk])
    send(client, form, role="cabinet", came="listened", **day("on", timezone.localdate()))
    page = read(client, page_of(body))
    assert number_on(page, "Leaders came # times") == before + 1 and "Cabinet member. To listen" in page


def count_members(client: Client, person: Person, mechanism: Mechanism, body: Any) -> None:
    """Upload this year's sheet of champions, and see them counted by team, without a name."""
    form, boxes = reverse("meetings:count_members", args=[body.pk]), day("as_at", timezone.localdate())
    rows = ["Name,Team", *(f"Champion {number},Financial Assessment" for number in range(7))]
    page = client.get(form).content.decode()
    token = re.search(rf'name="{TOKEN}" value="([^"]+)"', page)[1]
    sent = {**boxes, TOKEN: token, "counted": SimpleUploadedFile("champions.csv", "\n".join(rows).encode())}
    response = client.post(form, sent, follow=True)
    assert response.redirect_chain
    page = read(client, page_of(body))
    assert "7 champions on" in page and "Financial Assessment 7" in page and "Champion 3" not in page


ACTS = {
    "body": answer_year,
    "35": count_members,
    "47": fill_vacancy,
    "48": give_members,
    "55": recruit,
    "56": fill_vacancy,
    "58": keep_promise,
    "122": answer_seat,
    "190": record_visit,
    "196": recruit,
}
