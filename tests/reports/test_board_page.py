"""The board page: what it counts, what it withholds, the same in each form, and an edition that stays as it was made."""

from __future__ import annotations

import datetime
import re

import pytest
from django.utils import timezone

from goldthread.council.models import AuditLine, SearchEntry
from goldthread.documents.as_html import article
from goldthread.documents.as_pdf import as_pdf, is_available
from goldthread.documents.as_word import as_word
from goldthread.documents.model import Figure, every_part, plain
from goldthread.feedback.models import Feedback
from goldthread.impact.models import Measure, Reading
from goldthread.reports import commands, editions
from goldthread.reports.board import sentences
from goldthread.reports.board.figures import _by_type, board_figures
from goldthread.reports.board.page import Earlier, Numbers, changes_between
from goldthread.reports.models import BoardReport
from goldthread.reports.periods import Period, period_of, periods
from goldthread.web.stored import packed, unpacked
from tests.documents import reading

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 30)


@pytest.mark.parametrize(
    "today, first, name, last_day",
    [
        (TODAY, "2026-07", "July to September 2026", datetime.date(2026, 9, 30)),
        (datetime.date(2026, 1, 1), "2025-10", "October to December 2025", datetime.date(2025, 12, 31)),
        (datetime.date(2026, 12, 31), "2026-07", "July to September 2026", datetime.date(2026, 9, 30)),
    ],
)
def test_the_last_whole_quarter_is_the_period_unless_another_is_chosen(today, first, name, last_day):
    period = period_of("", today)
    assert (period.slug, period.name, period.until) == (first, name, last_day)
    assert period_of("nonsense", today) == period
    assert period_of("2025-2026", TODAY).name == "April 2025 to March 2026"
    assert len({each.slug for each in periods(today)}) == len(periods(today))
    assert all(each.until < today for each in periods(today))


@pytest.mark.slow(reason="opens four pages and checks each one's HTML")
def test_every_number_is_that_of_the_list_it_opens(avonshire):
    client = avonshire.client("director")
    page = client.get("/reports/board/").content.decode()
    heard = re.search(
        r'<a class="govuk-link" href="(/feedback/\?since[^"]+)">([\d,]+) pieces of feedback', page
    )
    complaints = re.search(r'href="(/feedback/\?source=complaint[^"]+)">([\d,]+) complaints', page)
    owed = re.search(r'href="(/feedback/\?overdue=1)">([\d,]+) people', page)
    assert heard and complaints and owed
    for address, number in (found.groups() for found in (heard, complaints, owed)):
        listed = client.get(address.replace("&amp;", "&")).content.decode()
        assert f"<strong>{number}</strong> results" in listed, address


def _feedback(avonshire, source: str, count: int, day: datetime.date) -> None:
    start = Feedback.objects.count() + 500_000
    Feedback.objects.bulk_create(
        Feedback(
            council=avonshire.council, number=start + at, source=source, received_on=day,
            fingerprint=f"{source}{start + at}",
        )
        for at in range(count)
    )  # fmt: skip


@pytest.mark.parametrize(
    "complaints, compliments, other, shown",
    [
        (5, 7, 20, (32, 5, 7)),
        (0, 7, 20, (27, 0, 7)),
        (3, 7, 20, (30, None, None)),  # 30 less 7 less 20 would give the 3 back
        (1, 1, 1, (None, None, None)),
        (2, 0, 0, (None, None, 0)),
    ],
)
def test_small_counts_of_feedback_are_withheld_with_what_gives_them_back(
    avonshire, complaints, compliments, other, shown
):
    day = datetime.date(2010, 2, 3)
    for source, count in (("complaint", complaints), ("compliment", compliments), ("survey_comment", other)):
        _feedback(avonshire, source, count, day)
    assert _by_type(avonshire.person("director"), Period("", datetime.date(2010, 1, 1), 3)) == shown


def test_a_year_gives_back_nothing_that_one_of_its_quarters_withholds(avonshire):
    """By hand: 9, 9, 9 and 3 complaints beside 20 others each; the year's 30 less three times 9 would be the 3.

    In a quarter with 3 of one type the total is known; with 3 in all it is not, nor then is the year's.
    """
    person = avonshire.person("director")
    for year, last in ((2010, 20), (2012, 0)):
        for month, complaints, others in ((4, 9, 20), (7, 9, 20), (10, 9, 20), (13, 3, last)):
            day = datetime.date(year + month // 13, (month - 1) % 12 + 1, 5)
            _feedback(avonshire, "complaint", complaints, day)
            _feedback(avonshire, "survey_comment", others, day)
    assert _by_type(person, Period("", datetime.date(2010, 4, 1), 12)) == (110, None, 0)
    year = Period("", datetime.date(2012, 4, 1), 12)
    assert _by_type(person, year) == (None, None, 0)
    figures = board_figures(person, year, TODAY)
    assert [count for _, count in figures.quarters][-4:] == [29, 29, 29, None]
    said = plain(sentences.sentences(figures)[0])
    assert said.startswith("A number not shown of pieces of feedback") and "fewer than" not in said


def test_a_measure_counted_from_feedback_or_with_a_small_count_has_no_chart_and_no_number(avonshire):
    figures = board_figures(avonshire.person("director"), period_of("", TODAY), TODAY)
    small = {
        pk
        for pk, value in Reading.objects.filter(measure__kind="count").values_list("measure", "value")
        if value and 0 < value < 5
    }
    assert figures.results.charted
    for measure in figures.results.charted:
        assert measure.data_source == Measure.DataSource.TYPED and measure.pk not in small


def test_nothing_is_called_improved_without_a_result_that_came_with_its_action(avonshire):
    person = avonshire.person("director")
    figures = board_figures(person, period_of("", timezone.localdate()), timezone.localdate())
    assert figures.results.shown, "Avonshire has one that worked"
    for measure in figures.results.shown:
        made = measure.verdicts.order_by("review_month").last()
        assert made.state == "improved" and not made.today_state and measure.action.done_on
    nothing = sentences.worked(_with(figures, shown=()))
    assert plain(nothing).startswith("Nothing is shown to work yet") and "improved" not in plain(nothing)


def _with(figures, **results):
    import dataclasses

    return dataclasses.replace(figures, results=dataclasses.replace(figures.results, **results))


@pytest.mark.slow(reason="writes and reads a PDF")
def test_page_word_and_pdf_say_the_same_numbers(avonshire):
    person, today = avonshire.person("director"), timezone.localdate()
    document = editions.live_document(person, period_of("", today), today)
    page = reading.words_of_html(article(document))
    word = reading.words_of_word(as_word(document))
    assert page.replace(" ", "") == word.replace(" ", "")
    assert len(reading.numbers(page)) > 10
    if is_available():
        paper = as_pdf(document)
        assert len(reading.reader(paper).pages) == 1, "one page for the board"
        assert reading.numbers(page) - reading.numbers(reading.words_of_pdf(paper)) == {}
        texts = [part.alt for part in every_part(document.parts) if isinstance(part, Figure)]
        assert [alt for kind, alt in reading.tags(paper) if kind == "Figure"] == texts and len(texts) >= 4


def _make(avonshire, **given) -> BoardReport:
    return commands.make_board_report(
        by=avonshire.person("director"), period="", made_on=timezone.localdate(), **given
    )


def test_an_edition_stays_as_it_was_made(avonshire):
    person, today = avonshire.person("director"), timezone.localdate()
    live = article(editions.live_document(person, period_of("", today), today))
    made = _make(avonshire)
    kept = BoardReport.objects.get(pk=made.pk)
    assert article(editions.kept_document(kept, avonshire.council.name)) == live
    _feedback(avonshire, "complaint", 7, period_of("", today).since)
    assert article(editions.kept_document(kept, avonshire.council.name)) == live
    again = reading.words_of_html(article(editions.live_document(person, period_of("", today), today)))
    assert f"Compared with {kept.reference}" in again
    assert "7 more" in again or "complaints in the period" in again


def test_an_edition_is_in_search_audit_log_and_trail(avonshire):
    made = _make(avonshire, asks=["Agree that letters are written anew."])
    assert AuditLine.objects.filter(command="reports.make_board_report").exists()
    assert "letters are written anew" in SearchEntry.objects.get(record_id=made.pk).body
    measure = made.measure_links.first().measure
    page = avonshire.client("director").get(f"/reports/{made.pk}/").content.decode()
    assert "The board is asked to" in page and "Agree that letters are written anew." in page
    assert measure.name.split()[0] in page


def test_a_name_typed_for_the_board_is_hidden(avonshire):
    made = _make(avonshire, asks=["Thank Mrs Margaret Pemberton for her letter."])
    assert "Pemberton" not in str(made.content)


def test_what_changed_is_named():
    counts = [
        ("heard", "pieces of feedback", 40),
        ("late", "actions late", 2),
        ("owed", "answers owed", None),
    ]
    before = Numbers(counts, [("a", "Calls", "No review yet"), ("b", "Visits", "Early sign")])
    now = Numbers(
        [("heard", "pieces of feedback", 1200), ("late", "actions late", 2), ("owed", "answers owed", 6)],
        [("b", "Visits", "Early sign"), ("a", "Calls", "Improved"), ("c", "Letters", "Too little data")],
    )
    assert changes_between(before, now) == [
        "“Calls”: Improved; was No review yet",
        "1,200 pieces of feedback, was 40",
        "6 answers owed, was fewer than 5",
        "1 other measure reviewed or new, with too little to say",
    ]
    assert changes_between(now, now) == []
    withheld = Numbers([("heard", "pieces of feedback", None)])
    assert changes_between(before, withheld) == [], "a withheld total need not be fewer than 5"


def _told(period: Period, late: int | None = 0) -> Earlier:
    return Earlier("E-3", datetime.date(2026, 7, 20), "/reports/e-3/", period, late=late)


SPRING, SUMMER = Period("", datetime.date(2026, 4, 1), 3), Period("", datetime.date(2026, 7, 1), 3)


@pytest.mark.parametrize(
    ("before", "now", "told", "period", "changes"),
    [
        (
            40,
            47,
            _told(SPRING, 7),
            SPRING,
            ["47 complaints in the period, was 40: recorded since E-3, late for a quarter already told"],
        ),
        (40, 38, _told(SPRING), SPRING, ["38 complaints in the period, was 40"]),
        (
            40,
            52,
            _told(SPRING, 7),
            SUMMER,
            [
                "7 pieces of feedback of April to June 2026 recorded since E-3: late for that quarter, and not counted "
                "in this one",
                "52 complaints in July to September 2026, 40 in April to June 2026",
            ],
        ),
        (40, 40, _told(SPRING), SUMMER, []),
        (
            40,
            40,
            _told(SPRING, None),
            SUMMER,
            [
                "Fewer than 5 pieces of feedback of April to June 2026 recorded since E-3: late for that quarter, and not "
                "counted in this one"
            ],
        ),
    ],
)
def test_what_came_late_for_the_old_period_is_no_change_of_the_new(before, now, told, period, changes):
    numbers = [Numbers([("complaints", "complaints in the period", count)]) for count in (before, now)]
    assert changes_between(numbers[0], numbers[1], told, period) == changes


def test_late_feedback_of_the_period_of_an_edition_is_told_apart(avonshire):
    person, today = avonshire.person("director"), timezone.localdate()
    made = _make(avonshire)
    assert editions.latest(person).late == 0
    period = period_of("", today)
    _feedback(avonshire, "complaint", 7, period.since)
    earlier = editions.latest(person)
    assert (earlier.reference, earlier.late, earlier.period) == (made.reference, 7, period)
    live = article(editions.live_document(person, period, today))
    assert f"recorded since {made.reference}, late for a quarter already told" in live


def test_what_is_stored_comes_back_and_keeps_drawings_apart(avonshire):
    document = editions.live_document(avonshire.person("director"), period_of("", TODAY), TODAY)
    texts, codes = packed(document.parts)
    assert unpacked(texts, codes) is not document.parts
    assert "<svg" not in str(texts) and "/feedback/" not in str(texts)
    from dataclasses import replace

    again = replace(document, parts=unpacked(texts, codes))
    assert article(again) == article(document)


@pytest.mark.slow(reason="opens pages as four people")
def test_whoever_is_handed_an_edition_sees_no_link_they_cannot_open(avonshire):
    made = _make(avonshire)
    for role in ("councillor", "board_member", "assessor"):
        client = avonshire.client(role, checked=False)
        page = client.get(f"/reports/{made.pk}/")
        assert page.status_code == 200, role
        assert 'href="/feedback/?' not in page.content.decode(), role
        assert client.get("/reports/board/").status_code == 403, role
        word = client.get(f"/reports/{made.pk}/report.docx")
        assert word.status_code == 200 and word.content[:2] == b"PK"
    assert avonshire.client("practitioner").get(f"/reports/{made.pk}/").status_code == 403


@pytest.mark.slow(reason="makes the page three times")
def test_without_pango_the_page_offers_no_pdf(avonshire, monkeypatch):
    from goldthread.documents import as_pdf as pdf

    monkeypatch.setattr(pdf, "_weasyprint", lambda: None)
    client = avonshire.client("director")
    page = client.get("/reports/board/").content.decode()
    assert "board.pdf" not in page and "board.docx" in page
    sent = client.get("/reports/board/board.pdf", follow=True)
    assert "Print the page instead" in sent.content.decode()
