"""The default pages of a record type: valid, whole, and with what each of their contexts gives."""

from __future__ import annotations

import datetime

import html5lib
import pytest
from django.utils import timezone

from goldthread.web import jinja
from goldthread.web.render import render_page
from tests.web import gallery, records


def tree(name: str, **changes):
    return html5lib.parse(records.html(name, **changes), namespaceHTMLElements=False)


def words(element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def main(name: str, **changes) -> str:
    return words(tree(name, **changes).find(".//main"))


@pytest.mark.parametrize("name", records.PAGES)
def test_each_page_is_valid_has_one_heading_and_no_id_twice(name):
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(records.html(name))
    page = tree(name)
    assert len(list(page.iter("h1"))) == 1
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert sorted(ids) == sorted(set(ids))
    assert [e for e in page.iter("a") if e.get("href") in ("#", "", None)] == []
    assert [e.tag for e in page.iter() if e.get("style")] == []


@pytest.mark.parametrize("name", records.PAGES)
def test_each_form_that_changes_something_carries_its_token(name):
    for form in tree(name).iter("form"):
        names = [field.get("name") for field in form.iter("input")]
        assert (form.get("method") == "post") == ("csrfmiddlewaretoken" in names)


def test_a_list_is_named_by_its_type_and_sorts_by_links():
    page = tree("list")
    assert words(page.find(".//h1")) == "Meetings"
    ways = {words(th): th.get("aria-sort") for th in page.iter("th") if th.get("aria-sort")}
    assert ways == {"Reference": "none", "Held": "descending", "Kind": "none", "People who came": "none"}
    row = next(tr for tr in page.find(".//tbody").iter("tr"))
    assert row.find("th/a").get("href") == "/meetings/M-41/"
    assert words(row).replace("\N{NO-BREAK SPACE}", " ") == (
        "M-41 Night shifts after discharge 26 Nov 2026 Quality circle Discharge 11 4 Due 12 Dec"
    )
    assert "1,034" in main("list") and "None" not in main("list")


def test_each_filter_in_use_can_be_taken_away():
    page = tree("list")
    links = {words(a): a.get("href") for a in page.find(".//ul[@aria-label='Filters in use']").iter("a")}
    assert links == {"Remove filter Forum": "/meetings/", "Clear all": "/meetings/"}
    ticked = [box.get("value") for box in page.iter("input") if box.get("checked") is not None]
    assert ticked == ["forum"]


def test_a_list_with_nothing_in_it_says_why():
    assert "No meetings match these filters" in main("list", rows=[])
    assert "No meetings yet" in main("list", rows=[], filters_in_use=[], narrowed=False)


def test_the_results_alone_are_a_part_of_the_list_that_a_page_may_change(tmp_path, monkeypatch):
    from django.template import engines

    loader = engines["jinja2"].env.loader
    monkeypatch.setattr(loader, "searchpath", [*loader.searchpath, str(tmp_path)])
    (tmp_path / "meetings.html").write_text(
        '{% extends "web/list_page.html" %}{% block empty %}No meeting was held.{% endblock %}'
    )
    context = records.list_context(rows=[], narrowed=False, filters_in_use=[])
    request = gallery.request("/meetings/", **{"HX-Request": "true", "HX-Target": "results"})
    part = render_page(request, "meetings.html", context, fragment="results").content.decode().strip()
    assert part.startswith('<div id="results"') and part.endswith("</div>")
    assert "No meeting was held." in part and "<h1" not in part


def test_an_error_in_a_filter_opens_the_panel():
    form = records.MeetingFilter(
        {"kind": ["gala"], "since-day": "40", "since-month": "1", "since-year": "2026"}
    )
    page = tree("list", filter=form)
    assert page.find(".//details[@data-remember='filters']").get("open") is not None
    assert "Select kind from the list" in words(page.find(".//main"))
    assert tree("list").find(".//details[@data-remember='filters']").get("open") is None


def test_a_record_shows_its_state_its_facts_and_what_happened_to_it():
    text = main("record")
    assert "Meeting M-39 Caseloads and the phone rota Promise overdue Forum" in text
    assert "Owner Rob Ellacott" in text
    # What is withdrawn counts nowhere, so nothing is missing from it.
    assert "Gap Nothing was answered" not in text
    assert "Gap Nothing was answered" in words(tree("record", withdrawn=None).find(".//main"))
    assert (
        "24 November Promise due" in text and "20 November 2024, 9:12 Owner changed by Rob Ellacott" in text
    )
    assert "Agreed with <Farida>." in text
    current = [words(a) for a in tree("record").iter("a") if a.get("aria-current") == "page"]
    assert current == ["Overview"]


def test_a_withdrawn_record_says_so_first_and_offers_to_undo_it():
    text = main("record")
    assert text.index("Withdrawn By Ian Prettejohn on 28 November 2026: Recorded twice") < text.index("Owner")
    form = tree("record").find(".//form[@action='/meetings/m-39/undo/']")
    assert words(form) == "Undo withdrawal"
    gone = records.record_context()["withdrawn"]
    merged = {**gone, "merged": True, "into": {"text": "M-12 Rota", "href": "/meetings/m-12/"}, "undo": ""}
    text = main("record", withdrawn=merged)
    assert "Merged into M-12 Rota By Ian Prettejohn" in text and "Undo" not in text
    assert "Withdrawn" not in main("own record")


def test_a_record_with_nothing_beside_it_has_no_empty_headings():
    text = main("own record", links=[], facts=[], events=[], buttons=[], parts=[], tags=[])
    for heading in ("Next steps", "Details", "Timeline"):
        assert heading not in text


def test_a_stale_edit_shows_both_texts_and_keeps_what_was_typed():
    page = tree("form")
    table = [words(row) for row in page.find(".//table").iter("tr")]
    assert table == ["Field Saved now Yours", "Title Caseloads and the rota Caseloads", "What was promised A rota One morning"]  # fmt: skip
    fields = {e.get("name"): e.get("value") for e in page.find(".//main").iter("input")}
    assert (fields["title"], fields["version"]) == ("Caseloads", "7")
    assert "Somebody else" not in main("form", stale=[])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, True),
        (1204, "1,204"),
        (datetime.date(2026, 11, 5), "5\N{NO-BREAK SPACE}Nov\N{NO-BREAK SPACE}2026"),
        ("Forum", "Forum"),
    ],
)
def test_a_cell(value, text):
    assert jinja.cell(value) == text


def test_a_moment_has_its_year_where_it_is_not_this_one():
    this = timezone.localdate().year
    assert jinja.moment(datetime.date(this, 4, 3)) == "3 April"
    assert jinja.moment(datetime.date(2019, 4, 3)) == "3 April 2019"
    assert jinja.moment(datetime.datetime(2019, 7, 3, 8, 5, tzinfo=datetime.UTC)) == "3 July 2019, 9:05"
    assert jinja.moment(datetime.datetime(2019, 1, 3, 0, 0, 0, 7, tzinfo=datetime.UTC)) == "3 January 2019"
