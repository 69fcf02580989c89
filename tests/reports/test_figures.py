"""Each figure of a report is counted a second time from the raw records, leads to its rows, and gives nobody away."""

from __future__ import annotations

import datetime
import io
import re
from collections import Counter

import openpyxl
import pytest
from django.utils import timezone

from goldthread.analysis.tables.suppression import is_small
from goldthread.casework import commands as casework
from goldthread.casework import undoing
from goldthread.casework.models import CaseEvent
from goldthread.documents.as_html import article
from goldthread.documents.as_pdf import as_pdf, is_available
from goldthread.documents.as_word import as_word
from goldthread.documents.model import Figure, Run, Table, every_part, plain, runs_of
from goldthread.feedback.models import Feedback
from goldthread.reports import commands, editions
from goldthread.reports.counts import timeliness
from goldthread.reports.counts.counted import (
    Counted,
    Raw,
    given_back_by_a_year,
    parts_of,
    several_of,
    single,
    summed,
)
from goldthread.reports.kinds import KINDS
from goldthread.reports.periods import Period, period_of, periods
from tests.casework.cases import made
from tests.documents import reading
from tests.reports import recount

pytestmark = pytest.mark.django_db
NOT_COUNTED_AGAIN = ("Equality monitoring", "Actions of the period", "The Local Government")


def _contents(avonshire, kind: str, period=None):
    person, today = avonshire.person("complaints_manager"), timezone.localdate()
    period = period or period_of("", today, KINDS[kind].periods)
    return period, KINDS[kind].make(person, period, today, {"seed": 1, "count": 5})


def _groups(content):
    return {group.caption: group for section in content.sections for group in section.groups}


@pytest.mark.slow(reason="reads every record of a year by itself")
def test_every_figure_of_the_annual_report_is_that_of_a_plain_recount(avonshire):
    period, content = _contents(avonshire, "annual")
    pieces = recount.feedback(avonshire.council, period.since, period.until)
    complaints = recount.complaints(pieces)
    assert len(complaints) > 20
    before = recount.complaints(recount.feedback(avonshire.council, period.before.since, period.before.until))
    compliments = [each for each in pieces if each.source == "compliment"]
    requests = sum(each.source == "complaint" for each in pieces) - len(complaints)
    heard = [each for each in pieces if recount.state_of(each) != "service_request"]
    coded = [each for each in complaints if recount.themes(each)]
    clocks = recount.clocks(complaints, timezone.localdate())
    counts: dict[str, Counter[str]] = {
        f"Received from {period.name}": Counter(
            {
                "Complaints received": len(complaints),
                f"Complaints received in the {period.kind} before": len(before),
                "Compliments received": len(compliments),
                "Treated as service requests, and not counted as complaints": requests,
            }
        ),
        "How complaints ended": Counter(map(recount.ended, complaints)),
        "Complaints by category": Counter(
            group for each in complaints for group in {group for group, _ in recount.themes(each)}
        ),
        "Complaints by theme": Counter(name for each in complaints for _, name in recount.themes(each)),
        "Complaints by service": Counter(map(recount.service, complaints)),
        "Compliments by service": Counter(map(recount.service, compliments)),
        "All feedback, by who it is from": Counter(each.get_speaker_display() for each in heard),
        "All feedback, by how it was received": Counter(each.get_channel_display() for each in heard),
        "Complaints, by who they are from": Counter(each.get_speaker_display() for each in complaints),
        "Remedies agreed": recount.remedies(complaints),
    }
    for (step, state), count in clocks.items():
        counts.setdefault(step, Counter())[state] += count
    bases = {"Complaints by category": len(coded), "Complaints by theme": len(coded)}
    seen = 0
    for caption, group in _groups(content).items():
        if caption.startswith(NOT_COUNTED_AGAIN) or caption.startswith("Was what you complained"):
            continue
        for row in group.rows:
            count = counts[caption][row.what]
            assert row.count in (None, count), (caption, row.what)
            assert not is_small(count) or row.count is None, (caption, row.what)
            if row.of is not None:
                assert row.of == bases.get(caption, sum(counts[caption].values())), caption
                assert not row.share or row.share == f"{100 * count / row.of:.0f}%"
            seen += row.count is not None
    assert seen > 30


@pytest.mark.slow(reason="opens the list behind each figure")
@pytest.mark.parametrize("kind", ["annual", "member", "themes"])
def test_every_number_opens_exactly_the_rows_that_it_counts(avonshire, kind):
    client = avonshire.client("complaints_manager", checked=False)
    _, content = _contents(avonshire, kind)
    opened = 0
    for caption, group in _groups(content).items():
        for row in group.rows:
            if not row.href or row.count is None:
                continue
            page = client.get(row.href).content.decode()
            found = re.search(r"<strong>([\d,]+)</strong> result", page)
            listed = int(found[1].replace(",", "")) if found else 0
            assert listed == row.count, (caption, row.what, row.href)
            opened += 1
    assert opened > 15


@pytest.mark.slow(reason="recounts a calendar year")
def test_a_count_of_a_calendar_year_is_of_january_to_december(avonshire):
    calendar = period_of(str(timezone.localdate().year - 1), timezone.localdate(), KINDS["member"].periods)
    assert (calendar.since.month, calendar.until.month) == (1, 12)
    _, content = _contents(avonshire, "member", calendar)
    received = _groups(content)[f"Received from {calendar.name}"].rows
    pieces = recount.complaints(recount.feedback(avonshire.council, calendar.since, calendar.until))
    assert received[0].count == len(pieces)
    assert received[1].what == "Complaints received in the calendar year before"
    with_other_year = [each for each in periods(timezone.localdate(), KINDS["annual"].periods)]
    assert calendar not in with_other_year


@pytest.mark.slow(reason="writes and reads a PDF of each kind")
@pytest.mark.parametrize("kind", [slug for slug, kind in KINDS.items() if kind.approval])
def test_page_word_pdf_and_spreadsheet_say_the_same_numbers(avonshire, kind):
    given = {"source": "complaint", "count": 6, "seed": 5} if kind == "case_list" else {}
    report = commands.draft_report(
        by=avonshire.person("complaints_manager"), kind=kind, period="", made_on=timezone.localdate(), **given
    )
    document = editions.kept_document(report, avonshire.council.name)
    page = reading.words_of_html(article(document))
    word = reading.words_of_word(as_word(document))
    assert page.replace(" ", "") == word.replace(" ", "")
    if is_available():
        paper = as_pdf(document)
        assert reading.numbers(page) - reading.numbers(reading.words_of_pdf(paper)) == {}
        texts = [part.alt for part in every_part(document.parts) if isinstance(part, Figure)]
        assert [alt for tag, alt in reading.tags(paper) if tag == "Figure"] == texts
    client = avonshire.client("complaints_manager")
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/reports/{report.pk}/figures.xlsx").content)
    ).active
    rows = list(sheet.iter_rows(values_only=True))
    told = Counter((row[2], f"{row[3]:,}" if isinstance(row[3], int) else row[3]) for row in rows[1:])
    tables = [part for part in every_part(document.parts) if isinstance(part, Table)]
    shown = Counter((plain(row[0]), plain(row[1])) for table in tables for row in table.rows)
    if kind != "case_list":
        assert shown == told and len(told) > 2
        assert {row[9] for row in rows[1:]} == {period_of("", timezone.localdate(), KINDS[kind].periods).kind}


def test_a_small_part_is_withheld_with_company_and_a_share_has_its_base():
    """By hand: 12, 3 and 30: 3 is small, and 45 less 30 less 12 would give it back, so 12 is withheld too."""
    shown, total = parts_of([Raw("a", 12), Raw("b", 3), Raw("c", 30)])
    assert [row.count for row in shown] == [None, None, 30] and total == 45
    assert shown[2].share == "67%" and shown[0].share == "" and shown[0].number == "Not shown"
    assert [row.count for row in parts_of([Raw("a", 0), Raw("b", 9)])[0]] == [0, 9]
    assert parts_of([Raw("a", 2), Raw("b", 1)]) == ([Counted("a", None), Counted("b", None)], None)
    # 38 of 40 would say that 2 are not: neither is shown.
    assert [row.count for row in several_of([Raw("x", 38), Raw("y", 20)], 40)] == [None, 20]
    assert single("few", 4).count is None and single("none", 0).count == 0
    assert plain(single("", 28, of=40).in_words()) == "28 of 40 (70%)"
    assert plain(Counted("", 6, 9).in_words()) == "6 of 9", "of fewer than 10 no share"


def test_a_year_gives_back_no_part_that_one_of_its_quarters_withholds():
    """By hand: 9, 9, 9 and 3 in the quarters: the year's 30 less three times 9 would be the 3."""
    quarters = [{"a": 9, "b": 20}, {"a": 9, "b": 20}, {"a": 9, "b": 20}, {"a": 3, "b": 20}]
    year = {"a": 30, "b": 80}
    # b is withheld in the last quarter as well, as company of the 3: its 20 would follow too.
    assert given_back_by_a_year(quarters, year, adds_up=True) == {"a", "b"}
    assert given_back_by_a_year(quarters, year, adds_up=False) == {"a"}
    two = [{"a": 9}, {"a": 9}, {"a": 2}, {"a": 3}]
    assert given_back_by_a_year(two, {"a": 23}, adds_up=False) == set(), "2 and 3, or 1 and 4"
    pinned = [{"a": 9}, {"a": 9}, {"a": 1}, {"a": 1}]
    assert given_back_by_a_year(pinned, {"a": 20}, adds_up=False) == {"a"}, "2 is 1 and 1 only"
    rows = [Raw("a", 30), Raw("b", 80), Raw("c", 40)]
    # What is withheld alone is given back by the others: the smallest of them goes with it.
    assert [row.count for row in parts_of(rows, {"a"})[0]] == [None, 80, None]
    assert [row.count for row in several_of(rows, 200, {"a"})] == [None, 80, 40]


def test_a_withheld_number_is_in_no_form_and_no_link_says_it(avonshire):
    day = datetime.date(2011, 5, 2)
    start = 700_000
    Feedback.objects.bulk_create(
        Feedback(
            council=avonshire.council, number=start + at, source="complaint", received_on=day,
            service="Short breaks" if at < 3 else "Care at home", fingerprint=f"small{at}",
        )
        for at in range(12)
    )  # fmt: skip
    from goldthread.reports.kinds import sections
    from goldthread.reports.periods import period_between

    period = period_between(datetime.date(2011, 4, 1), datetime.date(2012, 3, 31))
    services = sections.services(avonshire.person("director"), period).groups[0]
    assert {row.what: row.count for row in services.rows} == {"Care at home": None, "Short breaks": None}
    table = services.table()
    assert not any(re.search(r"\b[39]\b", plain(cell)) for row in table.rows for cell in row)
    assert any(isinstance(run, Run) and run.href for row in table.rows for run in runs_of(row[1]))


def test_what_was_undone_counts_for_no_clock(avonshire):
    by, complaint = avonshire.person("complaints_manager"), made(avonshire)
    on = complaint.received_on + datetime.timedelta(days=1)
    casework.acknowledge(by=by, feedback=complaint, on=on, reason="By telephone.")
    only = Feedback.objects.filter(pk=complaint.pk)
    first = timeliness.steps_of(only, timezone.localdate())[0]
    assert first.count(timeliness.IN_TIME) == 1
    event = CaseEvent.objects.get(case__feedback=complaint, kind="acknowledged")
    undoing.withdraw_event(by=by, feedback=complaint, event=event, reason="It was another complaint.")
    avonshire.enter()
    first = timeliness.steps_of(only, timezone.localdate())[0]
    assert (first.count(timeliness.IN_TIME), first.count(timeliness.LATE)) == (0, 1)


def test_counts_of_a_year_are_the_sum_of_its_quarters_and_each_is_counted_once():
    year, asked = Period("", datetime.date(2025, 4, 1), 12), []

    def counts(span):
        asked.append(span)
        return {"a": 2, f"only {span.since:%m}": 1}

    both = summed(counts)
    assert both(year) == {"a": 8, "only 04": 1, "only 07": 1, "only 10": 1, "only 01": 1} == both(year)
    assert asked == year.quarters and both(year.quarters[0]) == {"a": 2, "only 04": 1}
    assert len(asked) == 4
