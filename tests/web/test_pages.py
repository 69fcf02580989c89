"""The frame of every page, its parts rendered alone, and dates and numbers as people write them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import html5lib
import jinja2
import pytest
from django.template import engines

from goldthread.web import jinja
from goldthread.web.render import render_page, render_to_string
from tests.web import gallery


@pytest.fixture(autouse=True)
def _gallery_is_found(monkeypatch):
    loader = engines["jinja2"].env.loader
    monkeypatch.setattr(loader, "searchpath", [*loader.searchpath, str(Path(__file__).parent)])


def shown(**headers) -> str:
    response = render_page(gallery.request(**headers), "gallery.html", gallery.context(), fragment="list")
    assert "HX-Request" in response["Vary"]
    return response.content.decode()


def test_the_gallery_is_valid_html():
    html = shown()
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    assert html.startswith("<!doctype html>")
    assert "<title>Error: Gallery – Goldthread</title>" in html


def test_each_id_stands_once():
    tree = html5lib.parse(shown(), namespaceHTMLElements=False)
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert sorted(ids) == sorted(set(ids))


def test_nothing_in_a_page_is_what_its_security_policy_forbids():
    tree = html5lib.parse(shown(), namespaceHTMLElements=False)
    assert [
        e.tag for e in tree.iter() if e.get("style") or any(name.startswith("on") for name in e.attrib)
    ] == []
    assert list(tree.iter("style")) == []
    assert [e.text for e in tree.iter("script") if e.text] == []
    fetched = [e.get("src") or e.get("href") for tag in ("script", "link", "img") for e in tree.iter(tag)]
    assert fetched and all(address.startswith("/static/") for address in fetched)


def test_what_a_page_is_given_is_escaped():
    assert "I waited eleven weeks &amp; heard &lt;nothing&gt;." in shown()


@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ({}, True),
        ({"HX-Request": "true"}, False),
        ({"HX-Request": "true", "HX-Target": "list"}, False),
        ({"HX-Request": "true", "HX-Boosted": "true"}, True),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, True),
    ],
)
def test_a_part_is_sent_only_where_htmx_asks_for_it(headers, whole):
    html = shown(**headers)
    assert ("<!doctype html>" in html) is whole
    assert 'id="list"' in html
    if not whole:
        assert html.strip().startswith('<div id="list">') and html in shown()


def test_of_several_parts_the_target_is_sent():
    headers = {"HX-Request": "true", "HX-Target": "content"}
    response = render_page(
        gallery.request(**headers), "gallery.html", gallery.context(), fragment=("list", "content")
    )
    assert response.content.decode().strip().startswith('<div class="gt-title-row">')


def test_a_part_that_is_not_there_is_an_error():
    with pytest.raises(KeyError, match="no block named nowhere"):
        render_to_string(gallery.request(), "gallery.html", gallery.context(), block="nowhere")


def test_a_name_that_was_forgotten_is_an_error():
    with pytest.raises(jinja2.UndefinedError, match="forgotten"):
        engines["jinja2"].from_string("{{ forgotten }}").render({})


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500])
def test_an_error_page_says_what_to_do_next(status):
    html = render_to_string(gallery.request(), f"web/errors/{status}.html")
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    assert "Go to the home page" in html


def test_every_state_is_said_in_a_word_and_a_shape():
    template = engines["jinja2"].env.get_template("web/components.html").module
    assert len(template.STATES) > 30
    for state, (_, shape, words) in template.STATES.items():
        html = template.status(state)
        assert words in html and template.MARKS[shape] in html, state
    with pytest.raises(jinja2.UndefinedError):
        template.status("no such state")


def test_states_of_the_records_have_their_words():
    from goldthread.feedback.importing.models import ImportBatch
    from goldthread.impact.models import Verdict
    from goldthread.reviews.models import Decision
    from goldthread.themes.codebook.models import Theme

    states = engines["jinja2"].env.get_template("web/components.html").module.STATES
    for choices in (Verdict.State, Decision, Theme.State, ImportBatch.State):
        assert [value for value in choices.values if value not in states] == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime.date(2024, 4, 3), "3 April 2024"),
        (datetime.datetime(2024, 6, 30, 23, 30, tzinfo=datetime.UTC), "1 July 2024"),
        (None, ""),
    ],
)
def test_dates(value, words):
    assert jinja.date(value) == words


def test_months_and_short_dates():
    day = datetime.date(2024, 9, 3)
    assert (jinja.month(day), jinja.short_date(day)) == ("September 2024", "3 Sep 2024")
    assert jinja.short_date(None, "not set") == "not set"


@pytest.mark.parametrize(
    ("value", "places", "words"),
    [
        (12480, None, "12,480"),
        (-3, None, "−3"),
        (0.5, None, "0.5"),
        (Decimal("12.50"), None, "12.5"),
        (Decimal("1E+3"), None, "1,000"),
        (2 / 3, 1, "0.7"),
        (None, None, ""),
    ],
)
def test_numbers(value, places, words):
    assert jinja.number(value, places) == words


def test_plurals_and_paragraphs():
    assert [jinja.plural(n, "voice") for n in (0, 1, 1204)] == ["0 voices", "1 voice", "1,204 voices"]
    assert jinja.plural(2, "enquiry", "enquiries") == "2 enquiries"
    assert jinja.nl2p("a <b>\r\nc\n\n\nd") == (
        '<p class="govuk-body">a &lt;b&gt;<br>c</p>\n<p class="govuk-body">d</p>'
    )


def test_a_page_of_a_room_that_is_not_built_has_no_address():
    assert jinja.url_if("no:such:page") == ""


def test_a_filter_asks_for_its_own_page_without_what_was_asked_before():
    # An empty address would be the one at hand with its query, and every change would add to it once more.
    assert 'hx-get="./"' in shown() and 'hx-get=""' not in shown()
