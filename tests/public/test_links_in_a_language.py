"""The page of a private link, its e-mails and the privacy page in the language in which a form was filled in."""

from __future__ import annotations

import dataclasses
import re

import pytest
from django.test import Client
from django.urls import reverse

from goldthread.council.notifications.models import EmailSettings
from goldthread.public import follow_ups, links, words
from goldthread.public.links import every_text_of_links
from goldthread.public.translating import every_text
from tests.public.filling import SELF

pytestmark = pytest.mark.django_db


def _sent_in_polish(visitor) -> tuple[str, object]:
    visitor.client.get(reverse("public:start", args=["avonshire"]) + "?language=pl")
    visitor.fill(SELF)
    page = visitor.post().content.decode()
    return re.search(r'value="(http[^"]*/link/[^"]*)"', page)[1], visitor


def test_whoever_filled_it_in_in_polish_follows_it_in_polish(visitor):
    link, _ = _sent_in_polish(visitor)
    # On another device, without the cookie.
    page = Client().get(link).content.decode()
    assert '<html lang="pl"' in page and "Numer sprawy" in page and "Otrzymano" in page
    assert "nie zostały sprawdzone" in page or words.languages()["pl"].say(links._UNCHECKED) in page
    for english in ("Reference", "What we keep", "Whoever has the address", "This page shows"):
        assert english not in page


def test_a_language_that_lacks_them_says_so_and_shows_them_in_english(visitor, monkeypatch):
    link, _ = _sent_in_polish(visitor)
    polish = words.languages()["pl"]
    part = {text: said for text, said in polish.words.items() if text != "Status"}
    lacking = {**words.languages(), "pl": dataclasses.replace(polish, words=part)}
    monkeypatch.setattr("goldthread.public.manner.languages", lambda: lacking)
    page = Client().get(link).content.decode()
    assert "Część tej strony jest po angielsku" in page and "Status" in page and "Numer sprawy" in page


def test_the_texts_of_the_page_are_among_those_that_are_translated():
    assert set(every_text_of_links()) <= set(every_text())


def test_the_e_mail_that_a_form_came_is_in_its_language(avonshire, visitor):
    _sent_in_polish(visitor)
    avonshire.enter()
    from goldthread.public.models import Submission

    sent = Submission.objects.filter(council=avonshire.council).order_by("-pk").first()
    sent.feedback.contact.email = "ida@home.example"
    message = follow_ups._confirmation(
        sent, EmailSettings(from_address="a@b.example", site_address="http://b")
    )
    assert sent.feedback.reference in message.body and "Twój numer sprawy to" in message.body
    assert "Your reference" not in message.body


def test_the_privacy_page_is_in_polish_where_that_is_asked_and_its_table_says_it_is_english():
    client, address = Client(), reverse("privacy")
    english = client.get(address).content.decode()
    assert "Personal data is deleted at the end" in english and "Dane osobowe" not in english
    polish = client.get(address + "?language=pl").content.decode()
    assert "Dane osobowe są usuwane" in polish and '<div lang="pl"' in polish
    assert "Lista okresów jest po angielsku." in polish and '<div lang="en-GB"' in polish
    # Kept in the cookie, as on the forms.
    assert "Dane osobowe" in client.get(address).content.decode()
