"""How each mechanism about exchange with others is done, through the pages, by somebody of its role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.council.organisations.models import Organisation
from goldthread.sector.exchange.models import Exchange
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import day, figure, read, send


def record(client: Client, person: Person, mechanism: Mechanism, exchange: Any) -> None:
    """Record another of the same kind, say whether it was used, and see it in its list with its reach."""
    title, form = "Benches outside day centres, told to others", reverse("sector:add_exchange")
    boxes = day("on", timezone.localdate()) | {"reach": "41", "reach_of": exchange.reach_of}
    page = send(client, form, direction=exchange.direction, kind=exchange.kind, title=title, **boxes)
    found = figure(mechanism.figure).search(page)
    assert found and found[1] == "41"
    made = Exchange.objects.get(council=person.council, title=title)
    said = "Three of them have a bench now."
    page = send(client, reverse("sector:exchange_used", args=[made.pk]), used="used", used_words=said)
    assert said in page and "Used" in page
    listed = read(client, f"{reverse('sector:exchanges')}?kind={exchange.kind}&stage=used")
    assert title in listed and f"41 {exchange.reach_of}" in listed


def adopt(client: Client, person: Person, mechanism: Mechanism, exchange: Any) -> None:
    """Record that another organisation says it adopted it, and see its words and one more that confirmed."""
    page = read(client, reverse("sector:exchange", args=[exchange.pk]))
    before = figure(mechanism.figure).search(page)
    others = Organisation.objects.visible_to(person).exclude(adoptions__exchange=exchange)
    other, words = others.order_by("name").first(), "We give it to everybody who goes home from us."
    assert before and other and words not in page
    form = reverse("sector:exchange_adopted", args=[exchange.pk])
    page = send(client, form, organisation=other.pk, words=words, said_by="Manager of the discharge team")
    after = figure(mechanism.figure).search(page)
    assert words in page and other.name in page and after and int(after[1]) == int(before[1]) + 1


ACTS: dict[str, Callable[[Client, Person, Mechanism, Any], None]] = {"exchange": record, "171": adopt}
