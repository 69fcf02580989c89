"""A form that is paused, left open, opened elsewhere, deleted or too old: each has a page that says what is kept until when."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from goldthread.public import drafts, forgetting, opening
from goldthread.public.confirming import code_of
from goldthread.public.models import KEPT, PublicDraft
from tests.public.filling import SELF, THANKS, WORDS, Visitor

pytestmark = pytest.mark.django_db


def draft_of(cast):
    cast.enter()
    return PublicDraft.objects.get(council=cast.council)


def test_a_paused_form_opens_by_its_code_alone_and_at_a_new_address(avonshire, visitor):
    visitor.fill(SELF, until="put-right")
    step = visitor.at
    pause = re.sub(r"put-right/$", "pause/", step)
    page = visitor.get(pause).content.decode()
    code = drafts.return_code(draft_of(avonshire))
    assert code in page
    visitor.post(address=pause)
    visitor.get(step)
    assert visitor.at.endswith("/ended/")
    shown = visitor.get().content.decode()
    assert "Your form is paused" in shown and WORDS not in shown
    elsewhere = Visitor(avonshire, "come_back")
    assert "no form with this code" in elsewhere.post({"code": "wrong1-wrong2"}).content.decode()
    elsewhere.post({"code": code.upper().replace("-", " ")})
    assert elsewhere.at.endswith("/put-right/") and elsewhere.at != step
    assert visitor.client.get(step).status_code == 410
    assert elsewhere.send(SELF).kind == "complaint"


def test_after_an_hour_the_words_are_not_shown_until_somebody_goes_on(avonshire, visitor, monkeypatch):
    visitor.fill(SELF, until="put-right")
    step = visitor.at
    monkeypatch.setattr(opening, "IDLE_SECONDS", -1)
    page = visitor.get(step.replace("put-right", "words")).content.decode()
    assert "closed after an hour" in page and WORDS not in page
    day = draft_of(avonshire).kept_until
    assert f"{day.day}" in page and "Go on with it" in page
    ended = visitor.at
    monkeypatch.setattr(opening, "IDLE_SECONDS", 3600)
    visitor.post(address=ended)
    assert visitor.at == step


def test_whoever_types_for_over_an_hour_loses_nothing(avonshire, visitor, monkeypatch):
    visitor.fill(SELF, until="put-right")
    monkeypatch.setattr(opening, "IDLE_SECONDS", -1)
    visitor.client.post(visitor.at, SELF)
    assert draft_of(avonshire).answers["put_right"] == SELF["put_right"]


def test_another_browser_sees_nothing_of_a_form(avonshire, visitor):
    visitor.fill(SELF, until="put-right")
    other = Visitor(avonshire)
    shown = other.get(visitor.at).content.decode()
    assert "not open here" in shown and "Go on with it" not in shown and "breakfast" not in shown
    other.post(SELF, address=visitor.at)
    assert "put_right" not in draft_of(avonshire).answers


def test_a_form_is_deleted_when_asked_and_says_so(avonshire, visitor):
    visitor.fill(THANKS, until="answer")
    delete = re.sub(r"answer/$", "delete/", visitor.at)
    assert "Delete what you told us" in visitor.get(delete).content.decode()
    visitor.post(address=delete)
    assert not PublicDraft.objects.filter(council=avonshire.council).exists()
    assert "not kept any more" in visitor.get(re.sub(r"delete/$", "words/", delete)).content.decode()


def test_what_nobody_goes_on_with_is_deleted_in_time(avonshire, visitor):
    visitor.fill(THANKS, until="answer")
    now = timezone.now()
    day = datetime.timedelta(days=1)
    assert forgetting.delete_due(avonshire.council.pk, now + KEPT - day) == 0
    assert forgetting.delete_due(avonshire.council.pk, now + KEPT + day) == 1


def test_many_wrong_codes_from_one_network_wait(avonshire):
    somebody = Visitor(avonshire, "come_back")
    pages = [somebody.post({"code": f"wrong{number:02d}"}) for number in range(21)]
    assert {page.status_code for page in pages[:20]} == {200} and pages[20].status_code == 429


def test_an_address_is_confirmed_by_a_code_and_need_not_be(avonshire, visitor):
    from goldthread.council.notifications.models import EmailSettings

    EmailSettings.objects.update_or_create(
        council=avonshire.council,
        defaults={
            "is_on": True,
            "host": "127.0.0.1",
            "from_address": "care@avonshire.example",
            "site_address": "http://testserver",
        },
    )
    page = visitor.fill(SELF | {"email": "ida@home.example"})
    check = visitor.at
    assert "is not confirmed" in page.content.decode()
    email = check.replace("/check/", "/email/")
    visitor.post(address=email)
    assert "wait a minute" in visitor.post(address=email).content.decode().lower()
    code = code_of(draft_of(avonshire))
    wrong = "000000" if code != "000000" else "111111"
    assert "not the code" in visitor.post({"code": wrong}, email).content.decode()
    visitor.post({"code": code}, email)
    assert visitor.at == check and draft_of(avonshire).confirmed_email == "ida@home.example"
    assert "is not confirmed" not in visitor.get(check).content.decode()
    visitor.post(address=check)
    assert visitor.at.endswith("/sent/")


def test_every_door_says_what_it_keeps(avonshire):
    for door in ("start", "councillor", "voluntary"):
        page = Visitor(avonshire, door).get().content.decode()
        assert f"{KEPT.days} days" in page and reverse("public:come_back", args=[avonshire.slug]) in page
