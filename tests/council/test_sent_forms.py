"""A form saves once: the same form sent again makes no second record, and what was typed anew is another sending."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from goldthread.council.command import Refused, command
from goldthread.council.models import Account, SentForm
from goldthread.feedback.models import Point
from goldthread.learning.models import Lesson

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = {"day": TODAY.day, "month": TODAY.month, "year": TODAY.year}


def _day(name: str) -> dict[str, object]:
    return {f"{name}-{box}": value for box, value in DAY.items()}


def _lesson(avonshire) -> dict[str, object]:
    avonshire.enter()
    point = Point.objects.filter(origin="feedback").counted().first()
    return {"title": "Twice", "what_we_learned": "Said twice.", "point": str(point.pk), **_day("recorded_on")}


def _briefing(avonshire) -> dict[str, object]:
    avonshire.enter()
    lesson = Lesson.objects.visible_to(avonshire.person("quality_lead")).first()
    return {
        "lessons": str(lesson.pk),
        "title": "Twice",
        "what": "What it is about.",
        "what_to_do": "Something.",
    }


# Each page that makes a record by one form: who may, its page, the model it makes one of, and what is typed.
CREATING = {
    "user": ("administrator", "add_person", "Person", {"name": "Ola", "email": "o@x.example", "role": "psw"}),
    "team": ("administrator", "teams", "Team", {"name": "Night team", "service": ""}),
    "theme": (
        "quality_lead", "themes:add", "Theme",
        {"name": "Twice", "group": "Money", "what_it_is": "Made up.", "reason": "To try it."},
    ),
    "lesson": ("quality_lead", "learning:record_lesson", "Lesson", _lesson),
    "briefing": ("quality_lead", "briefings:write", "Briefing", _briefing),
}  # fmt: skip


@pytest.mark.parametrize("name", CREATING)
def test_a_form_that_makes_a_record_makes_one_however_often_it_is_sent(name, avonshire):
    role, page, model, typed = CREATING[name]
    values = {"form_token": "b" * 32, **(typed(avonshire) if callable(typed) else typed)}
    client, records = avonshire.client(role), apps.get_model("goldthread", model).objects
    avonshire.enter()
    before = records.count()
    first, *again = [client.post(reverse(page), values) for _ in range(3)]
    assert first.status_code == 302, first.content.decode()[-3000:]
    avonshire.enter()
    assert records.count() == before + 1
    assert {response.url for response in again} == {first.url}
    assert "It was saved once" in client.get(first.url, follow=True).content.decode()


def test_other_words_in_the_same_form_are_another_sending(avonshire):
    """Somebody goes back and types something else: it must not be taken for the same."""
    client, address = avonshire.client("administrator"), reverse("teams")
    for team in ("Night team", "Day team"):
        client.post(address, {"form_token": "c" * 32, "name": team, "service": ""})
    page = client.get(address).content.decode()
    assert "Night team" in page and "Day team" in page


def test_a_form_with_a_mistake_can_be_sent_again_as_it_is(avonshire):
    client, address = avonshire.client("administrator"), reverse("teams")
    empty = {"form_token": "d" * 32, "name": "", "service": ""}
    assert [client.post(address, empty).status_code for _ in range(2)] == [200, 200]
    assert not SentForm.objects.filter(council=avonshire.council).exists()


def test_a_form_of_another_person_with_the_same_token_is_their_own(avonshire):
    typed = {"form_token": "e" * 32, "name": "Night team", "service": ""}
    avonshire.client("administrator").post(reverse("teams"), typed)
    refused = avonshire.client("practitioner").post(reverse("teams"), typed)
    assert refused.status_code == 403


def test_what_is_there_already_is_refused_without_its_values(avonshire, caplog):
    """Two who add a user in the same moment both pass the form's own check; the database lets one through."""
    person = avonshire.person("psw")

    @command("council.manage")
    def add_again(*, by):
        Account.objects.create(email=person.account.email)

    with pytest.raises(Refused) as refused:
        add_again(by=avonshire.person("administrator"))
    assert person.account.email not in f"{refused.value}{refused.value.__cause__}{caplog.text}"
    assert "already" in str(refused.value)
