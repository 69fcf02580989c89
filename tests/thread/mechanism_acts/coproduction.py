"""How the mechanisms of involvement are done: a stage as the people involved see it, and a rating that stays."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import day, read, send


def view(client: Client, person: Person, mechanism: Mechanism, work: Any) -> None:
    """Record the step of a stage as the people involved see it; the council's stays beside it, and both are listed."""
    council, theirs = "1. Coercion", "2. Educating"
    stage = reverse("coproduction:record_stage", args=[work.pk, "deliver"])
    asked = day("asked_on", timezone.localdate())
    send(client, stage, was_asked="yes", asked="Is it as you meant it?", council_step="coercion", **asked)
    form = reverse("coproduction:record_view", args=[work.pk, "deliver"])
    page = send(
        client, form, people_step="educating", people_count=3, **day("people_on", timezone.localdate())
    )
    assert council in page and f"{theirs} (3 people) Differs" in page and "Seen differently" in page
    figures = read(client, reverse("coproduction:figures"))
    assert f"{work.title} Deliver {council} {theirs} 3" in figures


def rate(client: Client, person: Person, mechanism: Mechanism, rating: Any) -> None:
    """Rate coproduction again; the rating before stays as it was, and both stand on the page."""
    form = reverse("coproduction:rate")
    given = {"title": "Rated once more", "level": "established", "why": "Most work began with people."}
    page = send(client, form, **given, **day("rated_on", timezone.localdate()))
    assert "Established" in page and rating.title in page and "They were not asked." in page
    assert mechanism.state in read(client, reverse(rating.spec.page, args=[rating.pk]))


ACTS = {"involvement": view, "maturityrating": rate}
