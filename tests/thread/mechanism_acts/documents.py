"""How each mechanism about a document is done, through the pages, by somebody of its role."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.dates import add_months
from goldthread.learning.documents.models import Document
from goldthread.learning.models import Lesson
from goldthread.thread.mechanisms import Mechanism
from tests.thread.mechanism_pages import day, figure, read, send


def renew(client: Client, person: Person, mechanism: Mechanism, document: Any) -> None:
    """Add a version that says what changed and when it is reviewed again, put a lesson into it, and see both."""
    page, today = reverse("learning:document", args=[document.pk]), timezone.localdate()
    before = figure(mechanism.figure).search(read(client, page))
    changed = "The person is told each fortnight how long they still wait."
    boxes = day("edition_on", today) | day("review_on", add_months(today, 12))
    place = "https://avonshire.sharepoint.example/sites/adults/renewed.docx"
    form = reverse("learning:add_version", args=[document.pk])
    send(client, form, edition="9.9", changed=changed, address=place, **boxes)
    lessons = Lesson.objects.visible_to(person).exclude(documents__document=document)
    lesson = lessons.order_by("number").first()
    send(client, reverse("learning:use_in_document", args=["lesson", lesson.pk]), document=document.pk)
    after = read(client, page)
    assert changed in after and "Earlier versions" in after and lesson.title in after
    match = figure(mechanism.figure).search(after)
    assert before and match and int(match[1]) == int(before[1]) + 1
    assert mechanism.state in after if mechanism.state != "Past its review date" else "In force" in after


def describe(client: Client, person: Person, mechanism: Mechanism, document: Any) -> None:
    """Say what changed because of a document, and see it on its page and among those made together."""
    said = "It is read at each first visit since the summer."
    send(client, reverse("learning:describe_document", args=[document.pk]), text_impact=said)
    page = read(client, reverse("learning:document", args=[document.pk]))
    assert said in page and "What changed because of it" in page
    send(
        client, reverse("learning:describe_document", args=[document.pk]), text_made_with="A group of carers."
    )
    assert document.title in read(client, reverse("learning:documents") + "?together=on")


def end_consent(client: Client, person: Person, mechanism: Mechanism, document: Any) -> None:
    """Withdraw consent to a story, and see that readers do not see it from then on."""
    page = reverse("learning:document", args=[document.pk])
    form = reverse("learning:end_consent", args=[document.pk])
    send(client, form, reason="She asked us to stop", **day("on", timezone.localdate()))
    assert "Consent ended" in read(client, page)
    readers = Person.objects.filter(
        council=document.council, is_active=True, memberships__role="practitioner"
    )
    assert not Document.objects.visible_to(readers.order_by("pk")[0]).filter(pk=document.pk).exists()


def meet_a_request(client: Client, person: Person, mechanism: Mechanism, document: Any) -> None:
    """Say when somebody had a document in the format they asked for, and see in how many days."""
    page = reverse("learning:formats")
    before = re.search(r"Waiting (\d+)", read(client, page))
    waiting = document.format_requests.filter(met_on=None).order_by("asked_on", "pk").first()
    form = reverse("learning:meet_format", args=[document.pk, waiting.pk])
    send(client, form, **day("met_on", timezone.localdate()))
    after = read(client, page)
    match = re.search(r"Waiting (\d+)", after)
    assert before and match and int(match[1]) == int(before[1]) - 1
    days = (timezone.localdate() - waiting.asked_on).days
    assert f"{waiting.get_format_display()}, met in {days} days" in after


def search_the_hub(client: Client, person: Person, mechanism: Mechanism, document: Any) -> None:
    """Find standard, briefing and lesson on one topic in one search."""
    page = read(client, reverse("briefings:hub") + "?words=waiting")
    for group in ("Standards and other documents", "Briefings", "Lessons"):
        match = re.search(rf"{group}: (\d+)", page)
        assert match and int(match[1]) > 0, group


ACTS: dict[str, Callable[[Client, Person, Mechanism, Any], None]] = {
    "document": renew,
    "briefings:hub": search_the_hub,
    "53": describe,
    "54": meet_a_request,
    "91": describe,
    "133": end_consent,
    "149": describe,
    "191": describe,
}
