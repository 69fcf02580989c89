"""How the mechanisms of feedback are done: recorded, answered, seen as what it is."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.feedback.models import Point
from goldthread.feedback.sources import SOURCES
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import day, page_of, read, send, url_of


def hear(client: Client, person: Person, mechanism: Mechanism, feedback: Any) -> None:
    """Record feedback of the same type, and see it; nobody can take away what somebody said."""
    text = "Zebra crossing outside the day centre, please, and a bench beside it."
    form = reverse("feedback:receive_source", args=[feedback.source])
    boxes = day("received_on", timezone.localdate())
    team = {"team": feedback.team_id}
    page = send(client, form, if_asked=team, point_1=text, channel="other", **boxes)
    assert text in page
    added = re.search(rf"{SOURCES[feedback.source].name} (F-\d+)", page)
    assert added
    assert f"{added[1]} " in read(client, f"{reverse('feedback:list')}?source={feedback.source}")
    words = Point.objects.get(feedback=feedback, position=1).text
    correct = client.get(reverse("feedback:edit_feedback", args=[feedback.pk])).content.decode()
    assert words in read(client, page_of(feedback))
    assert not re.search(rf"<textarea[^>]*>\s*{re.escape(words[:40])}", correct)


def collect(client: Client, person: Person, mechanism: Mechanism, feedback: Any) -> None:
    """Record feedback of five types in one place, and see them in one list, each as what it is."""
    types = ("complaint", "compliment", "concern", "staff_feedback", "outreach")
    for source in types:
        text = f"The day centre has no bench: number {types.index(source)}."
        form, boxes = (
            reverse("feedback:receive_source", args=[source]),
            day("received_on", timezone.localdate()),
        )
        subject = f"No bench, number {types.index(source)}"
        send(client, form, point_1=text, subject=subject, channel="other", **boxes)
    page = read(client, url_of(person, mechanism))
    for source in types:
        subject = f"No bench, number {types.index(source)}"
        assert re.search(rf"F-\d+ {subject} {SOURCES[source].name}", page), source


def answer(client: Client, person: Person, mechanism: Mechanism, feedback: Any) -> None:
    """Answer what a board raised, and see the answer beside what came of it."""
    given = "The question is on the form. We tell you in spring how often it was answered."
    url = url_of(person, mechanism)
    assert given not in read(client, url)
    send(client, reverse("feedback:respond", args=[feedback.pk]), response=given)
    assert given in read(client, url)


ACTS = {
    "feedback": hear,
    "feedback:list": collect,
    "boards": answer,
}
