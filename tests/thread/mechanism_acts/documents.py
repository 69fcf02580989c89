"""How each mechanism about a document is done, through the pages, by somebody of its role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goldthread.council.models import Person
from goldthread.dates import add_months
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


ACTS: dict[str, Callable[[Client, Person, Mechanism, Any], None]] = {"document": renew}
