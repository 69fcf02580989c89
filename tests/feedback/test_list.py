"""The list of feedback: sorted, narrowed and counted by its address, and exported as it is shown."""

from __future__ import annotations

import datetime
import html
import importlib
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldthread.council.models import AuditLine, Team
from goldthread.feedback import commands
from goldthread.feedback.models import Feedback
from goldthread.feedback.sources import SOURCES
from goldthread.sheets import open_sheet
from goldthread.themes.coding.models import Coding
from goldthread.thread.home import work_items

pytestmark = pytest.mark.django_db
# A Wednesday.
TODAY = datetime.date(2026, 11, 25)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    # A form asks for today by the function that is there when it is first read.
    importlib.import_module("goldthread.urls")
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *given: TODAY)


def _receive(avonshire, text: str, day: datetime.date, **more) -> Feedback:
    new = commands.NewFeedback(**{"source": "concern", "points": [text], "received_on": day, **more})
    return commands.receive(by=avonshire.person("quality_lead"), new=new, today=day)


def _page(avonshire, query: dict, role: str = "quality_lead") -> str:
    return avonshire.client(role).get(reverse("feedback:list"), query).content.decode()


def _references(page: str) -> list[str]:
    return re.findall(r">(F-\d+)</td>", page)


def _listed(avonshire, **query: str) -> list[str]:
    return _references(_page(avonshire, query))


# Worked out by hand from Wednesday 25 November 2026; the financial year began on 1 April.
SPANS = {
    "7-days": ("2026-11-19", "2026-11-25"),
    "last-week": ("2026-11-16", "2026-11-22"),
    "this-month": ("2026-11-01", "2026-11-30"),
    "last-month": ("2026-10-01", "2026-10-31"),
    "quarter": ("2026-10-01", "2026-12-31"),
    "year": ("2026-04-01", "2027-03-31"),
}


@pytest.mark.parametrize("period", SPANS)
def test_a_span_of_days_ends_with_its_last_day(avonshire, period):
    first, last = (datetime.date.fromisoformat(day) for day in SPANS[period])
    day = datetime.timedelta(days=1)
    days = (first - day, first, min(last, TODAY), last + day)
    pieces = [
        _receive(avonshire, f"It is of zebrano, {n}.", each)
        for n, each in enumerate(days)
        if n < 3 or last < TODAY
    ]
    expected = [piece.reference for piece in pieces[1:3]]
    assert _listed(avonshire, period=period, words="zebrano", sort="received_on") == expected


def test_days_from_and_to_are_read_as_people_write_them(avonshire):
    early = _receive(avonshire, "It is of zebrano, one.", datetime.date(2026, 8, 31))
    inside = _receive(avonshire, "It is of zebrano, two.", datetime.date(2026, 9, 1))
    late = _receive(avonshire, "It is of zebrano, three.", datetime.date(2026, 9, 3))
    assert _listed(avonshire, words="zebrano", since="1/9/2026", until="2 Sept 2026") == [inside.reference]
    assert _listed(avonshire, words="zebrano", since="2/9/26") == [late.reference]
    assert _listed(avonshire, words="zebrano", until="31 August 2026") == [early.reference]


def test_a_filter_that_cannot_be_read_is_named_and_the_others_hold(avonshire):
    piece = _receive(avonshire, "It is of zebrano, one.", TODAY)
    page = _page(avonshire, {"words": "zebrano", "since": "31/2/2026", "team": "nobody"})
    assert _references(page) == [piece.reference]
    assert 'href="#filter_since">Received on or after must be a date, like 1/9/2026' in page
    assert 'href="#filter_team">Select team from the list' in page
    page = _page(avonshire, {"since": "2/9/2026", "until": "1/9/2026"})
    assert 'href="#filter_until">Received on or before must be 2 September 2026 or later' in page


def test_words_are_looked_up_in_the_index_and_a_reference_is_its_own_piece(avonshire):
    piece = _receive(avonshire, "The zebrano wardrobes were delivered.", TODAY)
    _receive(avonshire, "The wardrobe was delivered.", TODAY)
    # English word forms, as search has them; both words must be there; nothing that is only spelled like it.
    assert _listed(avonshire, words="wardrobe zebrano") == [piece.reference]
    assert _listed(avonshire, words="zebranno") == []
    assert _listed(avonshire, words=piece.reference.lower()) == [piece.reference]
    with CaptureQueriesContext(connection) as queries:
        _listed(avonshire, words="wardrobe")
    assert not [each["sql"] for each in queries.captured_queries if " LIKE " in each["sql"].upper()]


def test_a_theme_is_one_that_a_person_gave(avonshire):
    coding = Coding.objects.filter(applies=True, point__origin="feedback").order_by("-month", "-id").first()
    piece, slug = coding.point.feedback, coding.theme.slug
    references = _listed(avonshire, theme=slug, words=piece.reference)
    assert references == [piece.reference]
    Coding.objects.filter(point__feedback=piece, theme=coding.theme).update(applies=False)
    assert _listed(avonshire, theme=slug, words=piece.reference) == []


def test_a_row_shows_each_piece_whole(avonshire):
    coding = Coding.objects.filter(applies=True, point__origin="feedback").order_by("-month", "-id").first()
    page = _page(avonshire, {"words": coding.point.reference})
    row = page.split("<tbody>")[1].split("</tr>")[0]
    given = Coding.objects.filter(applies=True, point__feedback=coding.point.feedback).order_by("theme__name")
    names = [*dict.fromkeys(str(each.theme) for each in given)]
    themes = names[0] + (f" +{len(names) - 1}" if names[1:] else "")
    [box, *cells] = [re.sub("<[^>]+>", "", cell).strip() for cell in re.split("</t[dh]>", row)]
    assert box == f"Select {coding.point.reference}"
    piece = coding.point.feedback
    assert cells[0] == piece.reference and html.unescape(cells[1]) == piece.title
    assert html.unescape(cells[5]) == themes


def test_the_state_says_what_has_to_be_done_first_else_what_came_of_it(avonshire):
    by = avonshire.person("complaints_manager")
    four_weeks = TODAY - datetime.timedelta(days=28)
    days = [four_weeks - datetime.timedelta(days=1), four_weeks, TODAY, TODAY, TODAY]
    pieces = [
        _receive(avonshire, f"It is of zebrano, {n}.", day, wants_reply=n < 3) for n, day in enumerate(days)
    ]
    commands.record_response(by=by, feedback=pieces[2], responded_on=TODAY, response="We are sorry.")
    commands.close_case(by=by, feedback=pieces[3], closed_on=TODAY, outcome="")
    page = _page(avonshire, {"words": "zebrano", "sort": "number"})
    states = re.findall(r'data-label="State">(.*?)</td>', page)
    assert states == [
        '<span class="gt-late">Response overdue</span>',
        '<span class="gt-soon">Awaiting response</span>',
        "Response given",
        "Closed",
        "",
    ]


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("received_on", lambda piece: (piece.received_on, piece.pk)),
        ("number", lambda piece: piece.number),
        ("source", lambda piece: SOURCES[piece.source].name),
        ("team", lambda piece: piece.team.name if piece.team else "~"),
    ],
)
def test_the_list_is_sorted_both_ways_by_a_column(avonshire, sort, key):
    days = [TODAY, TODAY - datetime.timedelta(days=3), TODAY - datetime.timedelta(days=1)]
    person = avonshire.person("quality_lead")
    teams = [None, *Team.objects.visible_to(person).order_by("-name")[:2]]
    sources = ["suggestion", "compliment", "concern"]
    pieces = [
        _receive(avonshire, f"It is of zebrano, {n}.", day, source=source, team=teams[n])
        for n, (day, source) in enumerate(zip(days, sources, strict=True))
    ]
    expected = [piece.reference for piece in sorted(pieces, key=key)]
    assert _listed(avonshire, words="zebrano", sort=sort) == expected
    assert _listed(avonshire, words="zebrano", sort=f"-{sort}") == expected[::-1]


def test_a_heading_says_how_the_list_is_sorted_and_sorts_the_other_way(avonshire):
    page = _page(avonshire, {"source": "complaint", "rows": "50"})
    heads = page.split("<thead>")[1].split("</thead>")[0]
    received = heads[heads.index('aria-sort="descending"') :]
    assert received.split('href="')[1].split('"')[0] == "?source=complaint&amp;rows=50&amp;sort=received_on"
    assert heads.count('aria-sort="none"') == 6
    assert len(_references(page)) == 50


def test_what_waits_for_a_response_is_listed_with_the_longest_waiting_first(avonshire):
    waiting = Feedback.objects.visible_to(avonshire.person("quality_lead")).awaiting_response()
    oldest = [piece.reference for piece in waiting.order_by("received_on", "id")[:25]]
    assert _listed(avonshire, waiting="1") == oldest
    newest = [piece.reference for piece in waiting.order_by("-received_on", "-id")[:25]]
    assert _listed(avonshire, waiting="1", sort="-received_on") == newest


def test_the_number_on_home_is_the_number_in_its_list(avonshire):
    """Of five: two older than four weeks, one of exactly four, one from a board, one that was answered."""
    by = avonshire.person("quality_lead")
    Feedback.objects.filter(wants_reply=True).update(wants_reply=False)
    four_weeks = TODAY - datetime.timedelta(days=28)
    days = [four_weeks - datetime.timedelta(days=n) for n in (2, 1, 0)]
    pieces = [
        _receive(avonshire, f"It is of zebrano, {n}.", day, wants_reply=True) for n, day in enumerate(days)
    ]
    _receive(avonshire, "It is of zebrano, of a board.", days[0], source="board_topic", wants_reply=True)
    done = _receive(avonshire, "It is of zebrano, done.", days[0], wants_reply=True)
    commands.record_response(by=by, feedback=done, responded_on=TODAY, response="We are sorry.")
    item = next(
        item for item in work_items(by, TODAY) if "overdue" in item.title and "response" in item.title
    )
    assert item.title == "2 responses overdue"
    page = avonshire.client("quality_lead").get(item.url).content.decode()
    assert _references(page) == [piece.reference for piece in pieces[:2]]
    assert "<strong>2</strong> results" in page


def test_a_list_is_counted_no_further_than_a_thousand(avonshire, monkeypatch):
    monkeypatch.setattr("goldthread.council.records.lists.MOST_COUNTED", 20)
    assert "<strong>More than 20</strong> results" in _page(avonshire, {})
    _receive(avonshire, "It is of zebrano, one.", TODAY)
    assert "<strong>1</strong> result<" in _page(avonshire, {"words": "zebrano"})


def test_filters_in_use_can_each_be_taken_away_and_the_order_stays(avonshire):
    query = {
        "source": "complaint",
        "period": "last-week",
        "since": "1/11/2026",
        "sort": "received_on",
        "rows": "50",
    }
    page = _page(avonshire, {**query, "words": ""})
    tags = dict(re.findall(r'class="gt-remove" href="([^"]+)"><span[^>]+>[^<]+</span>([^<]+)', page))
    tags = {text: href.replace("&amp;", "&") for href, text in tags.items()}
    assert tags == {
        "Received on: Last week, Monday to Sunday": (
            "/feedback/?source=complaint&since=1%2F11%2F2026&sort=received_on&rows=50"
        ),
        "Received on or after 1 November 2026": (
            "/feedback/?source=complaint&period=last-week&sort=received_on&rows=50"
        ),
        "Type of feedback: Complaints": (
            "/feedback/?period=last-week&since=1%2F11%2F2026&sort=received_on&rows=50"
        ),
    }
    panel = page.split('aria-label="Filters"')[1].split("</form>")[0]
    assert '<input type="hidden" name="sort" value="received_on">' in panel
    assert '<input type="hidden" name="rows" value="50">' in panel


@pytest.mark.slow(reason="Opens twelve lists, of up to a hundred rows each")
def test_queries_do_not_grow_with_the_rows(avonshire):
    client = avonshire.client("quality_lead", checked=False)

    def queries(**query: str) -> int:
        client.get(reverse("feedback:list"), query)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(reverse("feedback:list"), query).content.decode()
        assert _references(page)
        return len(captured)

    _receive(avonshire, "It is of zebrano, one.", TODAY)
    assert queries(rows="100") <= queries(rows="25")
    assert queries(words="care", rows="100") <= queries(words="zebrano", rows="100")
    assert queries(sort="team", rows="100") <= queries(sort="team", rows="25") + 1


def test_what_is_shown_is_exported_in_its_order_and_recorded_without_the_words(avonshire):
    days = [TODAY - datetime.timedelta(days=n) for n in (9, 3, 6)]
    pieces = [_receive(avonshire, f"It is of zebrano, {n}.", day) for n, day in enumerate(days)]
    query = "?words=zebrano&sort=received_on&period=last-week&source=concern"
    client = avonshire.client("quality_lead")
    assert reverse("feedback:export") + query.replace("&", "&amp;") in _page(
        avonshire, dict(pair.split("=") for pair in query[1:].split("&"))
    )
    answer = client.post(reverse("feedback:export") + query, {"kind": "csv"})
    with open_sheet(b"".join(answer), "x.csv") as sheet:
        rows = [row.cells for row in sheet.rows()]
    # 16 to 22 November: the first and the last of the three, the oldest first.
    assert [row["Reference"] for row in rows] == [
        pieces[0].reference,
        pieces[2].reference,
        pieces[1].reference,
    ]
    avonshire.enter()
    line = AuditLine.objects.order_by("-number").first()
    assert (line.command, line.reason) == (
        "feedback.export",
        "concerns, last week, monday to sunday, received from 16 November 2026 to 22 November 2026, "
        "with certain words (the newest 2,000), csv",
    )
    assert "zebrano" not in rows[0]["Filters"]


@pytest.mark.parametrize("sort", ["team", "-source"])
def test_an_export_is_grouped_as_the_list_is(avonshire, sort):
    listed = _listed(avonshire, sort=sort, source="", rows="100", period="year", words="care")
    address = f"{reverse('feedback:export')}?sort={sort}&period=year&words=care"
    answer = avonshire.client("quality_lead").post(address, {"kind": "csv"})
    with open_sheet(b"".join(answer), "x.csv") as sheet:
        references = [*dict.fromkeys(row.cells["Reference"] for row in sheet.rows())]
    assert listed == references[: len(listed)] and len(listed) > 5


def test_more_than_a_file_holds_is_refused(avonshire, monkeypatch):
    monkeypatch.setattr("goldthread.feedback.exporting.MOST_AT_ONCE", 10)
    page = avonshire.client("quality_lead").post(reverse("feedback:export"), {"kind": "csv"}).content.decode()
    assert "The list has more than 10 pieces of feedback. Narrow it by dates and export each part." in page
