"""How the mechanisms of the front door are done: by somebody without an account."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from goldthread.council.models import Person
from goldthread.public.models import Submission
from goldthread.thread.mechanisms import Mechanism
from tests.cast import Cast
from tests.public.filling import FOR_HER, Visitor
from tests.thread.mechanism_pages import number_on, page_of, read


def speak_up(client: Client, person: Person, mechanism: Mechanism, route: Any) -> None:
    """Speak up from where the routes are, follow it by its private link, and see no word of it there."""
    page = client.get(reverse("speaking_up:home")).content.decode()
    assert page_of(route) in page
    form = reverse("speaking_up:speak_up")
    drawn = re.search(r'name="secret"[^>]*value="([^"]+)"', client.get(form).content.decode())
    assert drawn
    told = {
        "about": "practice",
        "words": "Nobody checks the lockers.",
        "named": "without",
        "secret": drawn[1],
    }
    sent = client.post(form, told).content.decode()
    assert "Copy this link now" in sent
    link = reverse("speaking_up:follow", args=[person.council.slug, drawn[1]])
    assert link in sent
    followed = read(Client(), link)
    assert "has not been read yet" in followed and "lockers" not in followed


def tell_in_easy_read(client: Client, person: Person, mechanism: Mechanism, feedback: Any) -> None:
    """Somebody without an account complains, and shares an idea, in easy read; whoever answers sees how they filled it in."""
    answers = {"who": "person", "words": "Please make the bus times with pictures.", "answer": "no"}
    for kind in ("complaint", "idea"):
        somebody, start = Client(), reverse("public:start", args=[person.council.slug])
        page = somebody.get(f"{start}?reading=easy").content.decode()
        assert page.count("<svg") > 6 and "You can tell us about your care." in page
        at = somebody.post(start, {"kind": kind}).url
        while not at.endswith("/check/"):
            assert "<svg" in somebody.get(at).content.decode(), at
            at = somebody.post(at, answers).url
        sent = somebody.post(at, follow=True).content.decode()
        reference = re.search(r"<strong>(F-\d+)</strong>", sent)
        assert "Thank you. We have it" in sent and reference
        page = read(client, reverse("public:submissions"))
        assert reference[1] in page
        form = Submission.objects.get(council=person.council, feedback__number=reference[1][2:])
        assert "Filled in as Easy read, English" in read(client, page_of(form))


def come_by_a_door(client: Client, person: Person, mechanism: Mechanism, form: Any) -> None:
    """Send a form by the same door as somebody without an account, and see it counted."""
    before = number_on(read(client, page_of(form)), mechanism.figure)
    Visitor(Cast(person.council.slug), form.door).send(FOR_HER | {"kind": form.kind, "group": "A group"})
    assert number_on(read(client, page_of(form)), mechanism.figure) == before + 1


ACTS = {
    "submission": come_by_a_door,
    "speakinguproute": speak_up,
    "127": tell_in_easy_read,
}
