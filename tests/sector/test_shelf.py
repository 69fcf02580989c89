"""The shelf: what was read of a report, confirmed by a person, found by its words, and never counted with feedback."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from goldthread.analysis.reports.types import Figure, Passage, Place, PublishedPage
from goldthread.council.command import Refused
from goldthread.council.models import SearchEntry
from goldthread.feedback.models import Point
from goldthread.sector import commands, reading, searching
from goldthread.sector.coding import commands as coding
from goldthread.sector.models import PublishedReport
from goldthread.sector.own_report import take_as_own
from goldthread.sector.scores import score_table
from goldthread.themes.codebook.models import Theme

pytestmark = pytest.mark.django_db

# Invented, as the councils are.
TEXT = """# Tessenbury Borough Council: local authority assessment

# Learning, improvement and innovation

## Score: 2

2 - Evidence shows some shortfalls

## Key findings for this quality statement

### Learning from feedback

The zebrafish register of complaints was read by leaders each month. Staff told us that 12 of 40 complaints were about waiting.

People had shaped the new self-service portal with the reading group, which tried every screen of it.
"""


def page(
    area: str | None = "Tessenbury Borough Council", *, text: str = "An otter came to the meeting.", **facts
) -> PublishedPage:
    """Return a page that was read, of one passage."""
    place = Place(paragraph=3)
    passage = Passage(
        text=text, place=place, section="Learning", speaker="staff", tells="weakness", systems=("Portal",)
    )
    figure = Figure(value=30.0, unit="%", printed="12 of 40", place=place, numerator=12, denominator=40)
    given = {
        "statement": "Learning, improvement and innovation",
        "score": 2,
        "passages": (passage,),
        "figures": (figure,),
    }
    return PublishedPage(source="page.txt", council=area, **{**given, **facts})


@pytest.fixture
def lead(avonshire):
    """Return the quality lead."""
    return avonshire.person("quality_lead")


def test_a_pasted_page_is_read_confirmed_and_found_in_its_place(avonshire, lead):
    client = avonshire.client("quality_lead")
    both = client.post(
        reverse("sector:add"), {"text": TEXT, "file": SimpleUploadedFile("a.md", TEXT.encode())}
    )
    assert "and not both" in both.content.decode()
    answer = client.post(reverse("sector:add"), {"text": TEXT, "source_note": "Invented"}, follow=True)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    avonshire.enter()
    report = PublishedReport.objects.get(council=lead.council, area="Tessenbury Borough Council")
    assert (
        report.score == 2 and report.statement == "learning-improvement-and-innovation"
    ) or report.statement
    assert report.confirmed_on is None and report.published_words == "Not known"
    facts = {"area": report.area, "statement": report.statement, "score": 2, "version": report.version}
    client.post(reverse("sector:confirm", args=[report.pk]), facts)
    report.refresh_from_db()
    assert report.confirmed_on is not None
    found = client.get(reverse("sector:search"), {"words": "zebrafish"}).content.decode()
    assert f"/sector/{report.pk}/#p1" in found and "<mark>zebrafish</mark>" in found
    shown = client.get(reverse("sector:report", args=[report.pk])).content.decode()
    assert 'id="p1"' in shown and "Learning from feedback" in shown


def test_the_same_page_is_on_the_shelf_once_however_it_was_saved(lead):
    commands.add_reports(by=lead, pages=[page(text="An otter, and a heron.")])
    with pytest.raises(Refused, match="on the shelf already"):
        commands.add_reports(by=lead, pages=[page(text="An  otter — and a HERON.")])
    withdrawn = PublishedReport.objects.get(
        fingerprint=reading.fingerprint(page(text="An otter, and a heron."))
    )
    assert withdrawn.number


def test_a_council_named_in_the_text_waits_for_a_person(lead):
    [report] = commands.add_reports(by=lead, pages=[page(None, council_in_text="Hexley", text="Heron.")])
    assert report.area_from == "text"
    with pytest.raises(Refused, match="names no council"):
        commands.confirm_as_read(by=lead, report=report)
    facts = {"area": "Hexley Council", "statement": report.statement, "score": 2}
    report = commands.confirm_report(by=lead, report=report, version=report.version, **facts)
    assert report.area_from == "person" and report.title.startswith("Hexley Council: ")


def test_a_question_finds_what_has_its_rarest_words_and_says_so(lead):
    commands.add_reports(
        by=lead,
        pages=[
            page(text="The lantern portal was shaped by the people who use it."),
            page(text="People use many things and people came."),
        ],
    )
    found = searching.find(lead, {"words": "who else has a lantern shaped by people, and what came of it?"})
    assert found.passages[0].text.startswith("The lantern") and not found.has_all
    assert searching.find(lead, {"words": "lantern", "speaker": "people"}).total == 0
    assert searching.find(lead, {"words": "lantern", "system": "Portal", "score": [2]}).total == 1


def test_nothing_of_a_report_is_counted_with_what_people_told_the_council(avonshire, lead):
    before = Point.objects.filter(council=lead.council).count()
    [report] = commands.add_reports(by=lead, pages=[page(text="A single bittern.")])
    assert Point.objects.filter(council=lead.council).count() == before
    assert SearchEntry.objects.filter(record_id=report.pk).count() == 1


def test_only_those_who_keep_the_shelf_add_to_it(avonshire):
    with pytest.raises(PermissionDenied):
        commands.add_reports(by=avonshire.person("director"), pages=[page(text="A crane.")])
    assert avonshire.client("partner").get(reverse("sector:list")).status_code == 403
    assert avonshire.client("director").get(reverse("sector:list")).status_code == 200


def test_our_own_report_becomes_an_inspection_with_the_weaknesses_as_findings(avonshire, lead):
    place = Place(paragraph=1)
    passages = [
        Passage(text="Plovers were heard.", place=place, section="Learning", tells="strength"),
        Passage(text="Curlews were never heard.", place=place, section="Learning", tells="weakness"),
    ]
    own = page("Avonshire County Council", passages=tuple(passages))
    [report] = commands.add_reports(by=lead, pages=[own])
    day = timezone.localdate()
    with pytest.raises(Refused, match="confirm the report first"):
        take_as_own(by=lead, report=report, decided_on=day)
    commands.confirm_as_read(by=lead, report=report)
    report = take_as_own(by=lead, report=report, decided_on=day)
    review = report.review
    assert report.is_own and review.kind == "inspection" and review.score == 2 and review.kept_as_printed
    assert [finding.text for finding in review.findings.all()] == ["Curlews were never heard."]
    figure = review.figures.get()
    assert (figure.numerator, figure.denominator, figure.may_be_compared) == (12, 40, False)
    with pytest.raises(Refused, match="made of this report already"):
        take_as_own(by=lead, report=report, decided_on=day)


def test_the_score_table_counts_confirmed_reports_and_says_how_many_wait(avonshire, lead):
    before = score_table(lead)
    [report] = commands.add_reports(
        by=lead, pages=[page("Snipe Council", text="Snipe drummed.", published="2 May 2025")]
    )
    waiting = score_table(lead)
    assert waiting.unconfirmed == before.unconfirmed + 1 and waiting.reports == before.reports
    commands.confirm_as_read(by=lead, report=report)
    counted = score_table(lead)
    row = next(each for each in counted.rows if each.area == "Snipe Council")
    assert row.scores[report.statement] == report and row.published_on == datetime.date(2025, 5, 2)
    slug = report.statement
    assert counted.counts[slug][2] == before.counts[slug][2] + 1
    shown = avonshire.client("director").get(reverse("sector:scores")).content.decode()
    link = f"statement={slug}&amp;score=2&amp;state=confirmed"
    assert f'{link}">{counted.counts[slug][2]}</a>' in shown
    listed = avonshire.client("quality_lead").get(reverse("sector:list") + f"?{link.replace('&amp;', '&')}")
    assert listed.content.decode().count('name="row"') == counted.counts[slug][2]


def test_a_passage_keeps_what_was_read_beside_what_a_person_says(avonshire, lead):
    [report] = commands.add_reports(by=lead, pages=[page(text="Dunlins came and went.")])
    passage, theme = report.passages.get(), Theme.objects.visible_to(lead).get(slug="coproduction")
    points = Point.objects.filter(council=lead.council).count()
    coding.code_passage(by=lead, passage=passage, speaker="people", tells="", themes=[theme])
    passage.refresh_from_db()
    assert (passage.speaker, passage.read_speaker, passage.tells, passage.read_tells) == (
        "people",
        "staff",
        "",
        "weakness",
    )
    assert searching.find(lead, {"words": "dunlins", "theme": theme}).total == 1
    assert searching.find(lead, {"theme": theme}).total >= 1
    coding.code_passage(by=lead, passage=passage, speaker="people", tells="", themes=[])
    assert passage.themes.get().state == "declined"
    assert searching.find(lead, {"words": "dunlins", "theme": theme}).total == 0
    assert Point.objects.filter(council=lead.council).count() == points
