"""How mechanisms about published reports are done, through the pages, by somebody of their role."""

from __future__ import annotations

import datetime
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.learning.models import Action
from goldthread.sector.elsewhere.models import FailureElsewhere
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import day, figure, page_of, read, send


def ask(client: Client, person: Person, mechanism: Mechanism, failure: Any) -> None:
    """Ask whether another council's failure could happen here, answer, and name the action that is taken."""
    today = timezone.localdate()
    asked = {
        "kind": failure.kind,
        "title": "A key safe was left open for a week",
        "area": "Lantern Hill Safeguarding Adults Board",
        "source": "Review of 2025, page 4",
        "happened": "Nobody wrote down who had the number.",
        "question": "Could it happen here?",
        **day("asked_on", today - datetime.timedelta(days=3)),
    }
    send(client, reverse("sector:ask"), **asked)
    made = FailureElsewhere.objects.visible_to(person).get(title=asked["title"])
    assert made.owner == person and "Nobody has answered yet." in read(client, page_of(made))
    answer = {"could_it": "yes", "answer": "Two of nine key safes had the number on the file."}
    send(client, reverse("sector:answer_failure", args=[made.pk]), **answer, **day("answered_on", today))
    action = Action.objects.visible_to(person).order_by("number").last()
    send(
        client, reverse("sector:settle_failure", args=[made.pk]), action=action.pk, **day("settled_on", today)
    )
    page = read(client, page_of(made))
    assert answer["answer"] in page and mechanism.state in page and action.title in page
    assert figure(mechanism.figure).search(page)[1] == "3"


ACTS = {"failureelsewhere": ask}
