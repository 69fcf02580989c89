"""What Avonshire's texts say in numbers and words is what its records hold: each statement is compared with its count."""

from __future__ import annotations

import html
import re

import pytest
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from goldthread.casework.models import Remedy
from goldthread.dates import add_months, month_start
from goldthread.feedback.models import Point
from goldthread.impact.models import Measure, Verdict
from goldthread.learning.models import Action, Lesson, LessonBasis
from goldthread.reviews.models import Decision, Finding, Review
from goldthread.themes.coding.models import Coding
from tests.demo.content import BRIEFINGS, CLAIMS, HERE, MEASURES

pytestmark = pytest.mark.django_db

CLAIM = {claim["slug"]: claim for claim in CLAIMS}
STORY = " ".join((HERE.parents[2] / "docs" / "avonshire.md").read_text(encoding="utf-8").split())


def _months(first: int, last: int) -> list:
    start = month_start(timezone.localdate())
    return [add_months(start, offset) for offset in range(first, last + 1)]


def _negative(theme: str, first: int, last: int) -> int:
    months = _months(first, last)
    return Coding.objects.filter(
        applies=True, theme__slug=theme, tone__lt=0, month__gte=months[0], month__lte=months[-1]
    ).count()


def _ombudsman() -> list[Review]:
    return list(Review.objects.filter(kind="ombudsman_decision").order_by("decided_on"))


def _is_late(review: Review) -> bool:
    return bool(review.remedy_days_late(timezone.localdate()))


def test_the_claim_about_the_ombudsman_counts_its_decisions_and_late_remedies(avonshire):
    text = CLAIM["e27"]["text"]
    reviews = _ombudsman()
    assert "of six cases investigated in two years five were upheld, and three remedies were late" in text
    assert len(reviews) == 6
    assert sum(review.outcome.startswith("Upheld") for review in reviews) == 5
    on_cases = Remedy.objects.filter(enquiry__isnull=False, done_on=None, due_on__lt=timezone.localdate())
    assert sum(map(_is_late, reviews)) + on_cases.count() == 3


def test_the_lesson_about_late_remedies_says_what_was_known_on_its_day(avonshire):
    lesson = Lesson.objects.get(title__startswith="Late replies to complaints")
    known = [r for r in _ombudsman() if r.remedy_due_on and r.remedy_due_on <= lesson.recorded_on]
    assert "Of the first three Ombudsman remedies one was late" in lesson.what_we_learned
    assert (len(known), sum(map(_is_late, known))) == (3, 1)


def test_the_measure_of_remedies_is_that_of_the_reviews(avonshire):
    measure = next(each for each in MEASURES if each["slug"] == "remedies-on-time")
    reviews = [review for review in _ombudsman() if review.remedy_due_on]
    assert "Two years: two of four" in measure["wording"]
    assert [int(not _is_late(review)) for review in reviews] == measure["numerators"] == [1, 1, 0, 0]


def test_the_briefing_about_silence_counts_a_year(avonshire):
    briefing = next(each for each in BRIEFINGS if each["slug"] == "silence-while-waiting")
    assert "In one year people told us more than a hundred times" in briefing["what"]
    # The year before it was sent, in month -12.
    assert _negative("being-kept-informed", -24, -13) > 100


def test_the_story_counts_what_it_tells(avonshire):
    before, after = (_negative("being-kept-informed", *months) for months in ((-24, -14), (-12, -2)))
    assert "About nine times a month" in STORY and round(before / 11) == 9
    assert "It is about three a month now" in STORY and round(after / 11) == 3
    spike = _negative("care-at-home", -9, -9)
    usual = (_negative("care-at-home", -24, -2) - spike) / 22
    assert "fourteen issues found fault with care at home against a usual seven" in STORY
    assert (spike, round(usual)) == (14, 7)


@pytest.mark.parametrize(
    ("words", "title", "sample"),
    [
        ("three wards of seven", "Going-home card with one named contact", (3, 7)),
        ("none of 22 cases", "Training on self-neglect and hoarding, and a monthly panel", (22, 22)),
        ("18 had heard within a fortnight", "Fortnightly updates for everyone on the waiting list", (18, 20)),
        ("six months of six", "Single direct payments team with its own quality check", (6, 6)),
    ],
)
def test_what_is_told_of_a_sample_is_the_sample(avonshire, words, title, sample):
    action = Action.objects.get(title=title)
    texts = [claim["text"] for claim in CLAIMS] + list(Finding.objects.values_list("reason", flat=True))
    assert any(words in text for text in texts)
    assert (action.embedded_passed, action.embedded_sample) == sample


def test_the_share_of_direct_payments_on_time_is_that_of_the_readings(avonshire):
    assert "rose from about four in five to nineteen in twenty" in CLAIM["e05"]["text"]
    measure = Measure.objects.get(name__startswith="Direct payments that reached")
    readings = list(measure.readings.order_by("month"))
    first, last = readings[:9], readings[-9:]
    shares = [sum(r.numerator for r in part) / sum(r.denominator for r in part) for part in (first, last)]
    assert [round(float(share), 2) for share in shares] == [0.82, 0.95]


@pytest.mark.parametrize("slug", ["e03", "e14", "e24"])
def test_a_claim_that_something_did_not_work_yet_has_no_measure_that_improved(avonshire, slug):
    words = ("understood no better", "cannot yet show", "we do not claim that it works")
    assert any(each in CLAIM[slug]["text"] for each in words)
    titles = {measure["slug"]: measure["title"] for measure in MEASURES}
    cited = [titles[cite.partition(":")[2]] for cite in CLAIM[slug]["cites"] if cite.startswith("measure:")]
    latest = [Measure.objects.get(name=title).verdicts.last() for title in cited]
    assert latest and all(made is None or made.state != Verdict.State.IMPROVED for made in latest)


def test_every_finding_is_decided_as_the_claim_says(avonshire):
    assert "what we decided about everything that they found" in CLAIM["e08"]["text"]
    assert not Finding.objects.filter(decision=Decision.UNDECIDED).exists()
    declined = Finding.objects.filter(decision=Decision.NOT_IMPLEMENTED)
    assert declined and all(finding.reason for finding in declined)


def test_no_decision_says_that_every_upheld_complaint_is_learned_from(avonshire):
    learned = LessonBasis.objects.filter(point=OuterRef("pk"))
    upheld = Point.objects.filter(origin="feedback", is_upheld=True).filter(~Exists(learned))
    assert upheld.exists()
    reasons = " ".join(Finding.objects.values_list("reason", flat=True)).lower()
    assert "no upheld point is closed" not in reasons and "every upheld" not in reasons


def test_where_nothing_is_missing_the_page_says_what_was_looked_for_and_no_more(avonshire, monkeypatch):
    monkeypatch.setattr("goldthread.thread.views.gaps_today", lambda *_: [])
    page = avonshire.client("rob-ellacott").get(reverse("gaps")).content.decode()
    words = html.unescape(re.sub(r"\s+", " ", page))
    assert "Every upheld complaint has a lesson" not in words
    assert re.search(r"\d+ kinds of gap were looked for in what you may open, and none was found", words)
