"""How the mechanisms of learning are done: a lesson's basis, an action checked, a reading posted, a briefing read."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.briefings.models import Receipt
from goldthread.council.models import Person
from goldthread.themes.coding.quotes import readable_points
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import day, figure, number_on, page_of, read, send


def base(client: Client, person: Person, mechanism: Mechanism, lesson: Any) -> None:
    """Add an issue to what a lesson is based on, and see it counted."""
    before = read(client, page_of(lesson))
    heard = readable_points(person).filter(heard_on__lt=lesson.recorded_on).exclude(lessons__lesson=lesson)
    point = heard.order_by("-heard_on", "pk")[0]
    send(client, reverse("learning:add_points", args=[lesson.pk]), point=[str(point.pk)])
    after = read(client, page_of(lesson))
    assert " ".join(point.text.split()) in after
    assert number_on(after, mechanism.figure) == number_on(before, mechanism.figure) + 1


def check(client: Client, person: Person, mechanism: Mechanism, action: Any) -> None:
    """Check whether an action is embedded, by a sample, and see it."""
    assert "19 of 20" not in read(client, page_of(action))
    send(
        client,
        reverse("learning:check_embedded", args=[action.pk]),
        embedded="yes",
        shown_by="sample",
        sample=20,
        passed=19,
        where="files of the month",
        note="Nineteen of twenty files picked by lot.",
        **day("checked_on", timezone.localdate()),
    )
    page = read(client, page_of(action))
    assert "Done Embedded" in page and "Not embedded Record" not in page
    assert "95% (19 of 20" in page


def measure(client: Client, person: Person, mechanism: Mechanism, record: Any) -> None:
    """Post a reading, and see it as the newest."""
    reading = mechanism.figure.replace("#", "75")
    assert not read(client, page_of(record)).count(f"{reading} in")
    send(client, reverse("impact:reading", args=[record.pk]), numerator=90, denominator=120)
    assert f"{reading} in" in read(client, page_of(record))


def acknowledge(client: Client, person: Person, mechanism: Mechanism, briefing: Any) -> None:
    """Mark a briefing as read, say how it was used, and see one reader more of those it was sent to, and the use."""
    page, row = page_of(briefing), figure(mechanism.figure)
    have_read, people = (int(part) for part in row.search(read(client, page)).groups())
    is_new = not Receipt.objects.filter(briefing=briefing, person=person).exists()
    used = "We asked it at our Tuesday meeting and changed the rota."
    send(client, page, how_used=used, **day("discussed_on", timezone.localdate()))
    after = read(client, page)
    assert used in after
    assert [int(part) for part in row.search(after).groups()] == [have_read + is_new, people]
    assert int(figure("Discussed # of #").search(after)[1]) > 0


ACTS = {
    "lesson": base,
    "action": check,
    "measure": measure,
    "briefing": acknowledge,
}
