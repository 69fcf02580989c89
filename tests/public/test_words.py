"""The languages of the public's pages: each file has every text, keeps what is put in, and says who checked it."""

from __future__ import annotations

import datetime
import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from goldthread.public import manner, words
from goldthread.public.translating import every_text
from goldthread.public.words import ENGLISH, Language, languages

OTHERS = [slug for slug in languages() if slug != ENGLISH]


def test_there_is_another_language_and_nobody_has_checked_it():
    assert OTHERS == ["pl"]
    assert languages()["pl"].name == "Polski" and not languages()["pl"].is_checked


@pytest.mark.parametrize("slug", OTHERS)
def test_a_language_has_every_text_that_a_page_can_say(slug):
    said = every_text()
    assert len(said) > 200 and "Save and continue" in said and "What would you like to do?" in said
    assert sorted(text for text in said if text and text not in languages()[slug].words) == []


@pytest.mark.parametrize("slug", OTHERS)
def test_a_language_holds_nothing_that_no_page_says_any_more(slug):
    assert sorted(set(languages()[slug].words) - set(every_text())) == []


@pytest.mark.parametrize("slug", OTHERS)
def test_what_is_put_into_a_text_is_put_into_its_translation(slug):
    def named(text: str) -> list[str]:
        return sorted(re.findall(r"\{\w+\}|\*", text))

    assert {t: w for t, w in languages()[slug].words.items() if named(t) != named(w)} == {}


def test_words_are_said_with_what_is_named_in_them():
    polish = Language(
        "pl", "Polski", words={"Sent on {day}": "Wysłano {day}", "By {who}": "{who} {who.__class__}"}
    )
    day = datetime.date(2026, 3, 2)
    assert polish.say("Sent on {day}", day=day) == "Wysłano 2 marca 2026"
    assert languages()[ENGLISH].say("Sent on {day}", day=day) == "Sent on 2 March 2026"
    # Only names are put in: a file of words cannot reach further.
    assert polish.say("By {who}", who="Ann") == "Ann {who.__class__}"
    assert polish.say("Not there") == "Not there"
    assert words.text("Marked") == "Marked"


def _read(address: str, cookie: str = "") -> tuple[manner.Manner, HttpResponse]:
    request = RequestFactory().get(address)
    if cookie:
        request.COOKIES["reading"] = cookie
    seen = []
    response = manner.spoken(lambda r: seen.append(r.manner) or HttpResponse())(request)
    return seen[0], response


def test_a_manner_is_chosen_by_a_link_and_kept():
    chosen, response = _read("/?language=pl")
    assert chosen.language.slug == "pl" and not chosen.easy
    assert response.cookies["reading"].value == "pl" and response.cookies["reading"]["httponly"]
    chosen, response = _read("/?reading=easy", "pl")
    assert chosen.easy and chosen.language.slug == "pl" and response.cookies["reading"].value == "pl easy"
    chosen, response = _read("/", "pl easy")
    assert chosen.as_text == "pl easy" and not response.cookies
    chosen, _ = _read("/?reading=standard&language=en-GB", "pl easy")
    assert chosen.as_text == ENGLISH


@pytest.mark.parametrize("nonsense", ["?language=xx", "?reading=loud", "?language=../pl"])
def test_a_manner_that_is_none_is_english(nonsense):
    chosen, _ = _read(f"/{nonsense}")
    assert chosen.as_text == ENGLISH
    assert manner.manner_from("").as_text == ENGLISH


def test_the_links_keep_the_rest_of_an_address():
    request = RequestFactory().get("/?step=2&language=pl")
    links = manner.ways(request, manner.manner_of(request))
    assert [each["href"] for each in links] == ["?step=2&reading=easy", "?step=2&language=en-GB"]
    assert links[1] == {"text": "English", "href": "?step=2&language=en-GB", "lang": "en-GB"}
